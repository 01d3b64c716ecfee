"""What clerks of the past have done to the older cases of a city that is being made."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.model import Clerk, Correction, Event, Fault, SubApplication, civil
from app.cases.workdays import WorkCalendar
from app.practice.ledger import Ledger
from app.practice.numbers import with_numbers
from app.practice.scenes import City
from app.practice.specs import FiledPart

SPECIAL_TEXTS = {
    "hearing": "利害关系人申请听证，组织听证后恢复计算期限",
    "inspection": "组织现场检验，核对设施设备与申报一致",
    "testing": "委托检测机构检测，检测报告出具后恢复计算期限",
    "expert_review": "组织专家评审，评审意见出具后恢复计算期限",
}


class PastClerks:
    """They act by the rules of the law, at some hour before ``now``; the ledger gives their notices
    numbers."""

    def __init__(
        self,
        city: City,
        ledger: Ledger,
        calendar: WorkCalendar,
        now: datetime,
        rng: random.Random,
    ) -> None:
        self._city, self._ledger, self._calendar = city, ledger, calendar
        self._now, self._rng = now, rng

    def bring_on(self, case: SubApplication, part: FiledPart, phase: str) -> SubApplication:
        """The case after what its clerk has done by now: nothing where its ``phase`` is ``new``."""
        rng = self._rng
        if phase == "new" or case.assignee is None:
            return case
        at = case.clock.receipt + timedelta(hours=rng.randint(2, 30))
        at = min(at, self._now - timedelta(minutes=5))
        if case.item.instant and not part.after:
            case = self._apply(case, actions.Approve(opinion=part.spec.opinions[0]), at)
            if rng.random() < 0.7 or phase == "late":
                later = min(at + timedelta(hours=3), self._now)
                case = self._apply(case, actions.Deliver(method="counter"), later)
            return case
        chance = rng.random()
        if chance < 0.12:
            asked = actions.RequestCorrection(
                faults=(Fault(text=f"{part.spec.materials[0].name}填写不全，请补齐后重新提交"),),
                by_days=15,
            )
            case = self._apply(case, asked, at)
            if rng.random() < 0.6 and case.state == "correcting":  # not returned
                return self._resubmit(case, min(at + timedelta(hours=20), self._now))
            return case
        if chance < 0.6:
            return self._apply(case, actions.Accept(), at)
        if chance < 0.75 and part.special and not case.item.instant:
            case = self._apply(case, actions.Accept(), at)
            begin = actions.BeginSpecial(
                procedure=part.special, expected_days=10, text=SPECIAL_TEXTS[part.special]
            )
            return self._apply(case, begin, min(at + timedelta(hours=5), self._now))
        return case

    def _resubmit(self, case: SubApplication, at: datetime) -> SubApplication:
        last = replace(case.corrections[-1], resubmitted_at=at)
        citizen = Clerk(id="applicant", name=case.applicant.name)
        event = Event(at=at, by=citizen, type="resubmitted", text="已按要求补正")
        corrections: tuple[Correction, ...] = (*case.corrections[:-1], last)
        return replace(
            case,
            state="received",
            revision=case.revision + 1,
            corrections=corrections,
            history=(*case.history, event),
        )

    def _apply(
        self, case: SubApplication, payload: actions.Payload, at: datetime
    ) -> SubApplication:
        by = case.assignee or Clerk(id="clerk")
        action = Action(id="", sub_application_id=case.id, at=at, payload=payload)
        item = self._city.items[case.item.code].item()
        known = Situation(today=civil(at), item=item, calendar=self._calendar)
        return with_numbers(lifecycle.apply(case, action, by, known), self._ledger)
