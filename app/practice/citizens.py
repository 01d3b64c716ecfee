"""The applicants and the other departments, who act by themselves."""

from __future__ import annotations

import hashlib
import random
import zlib
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from app.cases import actions
from app.cases.actions.receive_materials import ReceivedMaterial, owed
from app.cases.counting import deadline
from app.cases.model import (
    DECIDED_STATES,
    GRADES,
    OPEN_STATES,
    PAUSED_STATES,
    Clerk,
    Evaluation,
    Event,
    Material,
    Party,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.cases.proposals import as_taken
from app.practice.consequences import carry_out, try_action
from app.practice.leads import Leads, an_action
from app.practice.scenes import City
from app.practice.sound_papers import SoundPapers, certificate_until, with_sound_form
from app.practice.world import World

ANSWER_AFTER = timedelta(minutes=20)
RATE_AFTER = timedelta(minutes=30)
REPLY_DAYS = 5  # working days in which a rating is answered: this city's own
WAITED_LONG = timedelta(days=5)
WITHDRAWN_EVERY, COMPLAINED_EVERY = 4 * 3600, 1200  # seconds of the city
INSPECTED_AFTER = timedelta(minutes=40)
MAIL_REFUSED_BY = 8  # one in so many
PROMISED_FALSELY_BY = 3  # one in so many
INSPECTORS = "现场核查组"
AS_PROMISED = "现场核查与承诺一致"
FALSELY_PROMISED = "现场核查与承诺不一致：承诺已经具备的条件实际没有具备"
NEIGHBOURS = (Party(name="相邻各户", how="announcement"),)
TOUCHED = "影响相邻各户的通行和采光"
IN_PERSON_BY = 3  # one in so many
HOTLINE = "12345政务服务热线"


class Citizens:
    """One tick is one moment of the city; ``speed`` is how many times faster it lives.

    Departments of which a clerk who holds cases is signed in are left to that clerk; what a lead
    who is signed in may sign is left to that lead.
    """

    def __init__(self, world: World, city: City, speed: float, seed: int) -> None:
        self._world, self._city = world, city
        self._speed = speed
        self._rng = random.Random(seed + 1)
        self._leads = Leads(world, speed, self._rng)
        self._papers = SoundPapers(city)

    def simulate_tick(self, present: set[str]) -> None:
        """Lets what the applicants owe happen when it is due, and one absent clerk act once."""
        now = self._world.clock()
        for case in [c for c in self._world.cases.values() if c.archive is None]:
            if case.state == "correcting" and self._is_due(case, now, ANSWER_AFTER):
                self._answer_correction(case, self._counter(case, present), now)
            elif case.state == "reviewing" and self._owes(case, now):
                self._bring_deferred(case, self._counter(case, present), now)
            elif case.state == "delivered" and self._is_due(case, now, RATE_AFTER):
                self._take_what_was_sent(case, now)
            if _awaits_verification(case) and self._is_due(case, now, INSPECTED_AFTER):
                self._inspect(case)
        if self._happens(WITHDRAWN_EVERY):
            self._withdraw(now)
        if self._happens(COMPLAINED_EVERY):
            self._complain(now)
        self._leads.sign_what_waits(present, now)
        self._let_a_colleague_act(present, now)

    def _happens(self, every: float) -> bool:
        """Whether what happens once in so many seconds of the city happens in this tick."""
        return self._rng.random() < self._speed / every

    def _withdraw(self, now: datetime) -> None:
        """Somebody has waited too long and wants it no more, and says so to the centre itself."""
        open_ = [
            case
            for case in self._world.cases.values()
            if case.state in OPEN_STATES and now - case.clock.receipt > WAITED_LONG
        ]
        if open_:
            case = self._rng.choice(open_)
            said = actions.Withdraw(text="已另行安排，不再办理。")
            action = an_action(self._rng, case, said, now)
            carry_out(self._world, case, action, _applicant(case))

    def _complain(self, now: datetime) -> None:
        """Somebody whose case is late calls the hotline, which writes to the department."""
        late = [
            case
            for case in self._world.cases.values()
            if case.state in OPEN_STATES - PAUSED_STATES
            and (due := self._world.due(case)) is not None
            and due < civil(now)
        ]
        if late:
            case = self._rng.choice(late)
            text = f"申请人来电反映：{case.item.name}（{case.no}）逾期未办结，请核实并答复。"
            self._world.post(case.one_thing.id, HOTLINE, case.department.name, text)

    def _after_citizen(
        self, case: SubApplication, now: datetime, kind: str, text: str, **changes: Any
    ) -> SubApplication:
        """The case after its applicant did something."""
        event = Event(at=now, by=_applicant(case), type=kind, text=text)
        return replace(case, revision=case.revision + 1, history=(*case.history, event), **changes)

    def _is_due(self, case: SubApplication, now: datetime, after: timedelta) -> bool:
        since = case.history[-1].at if case.history else case.clock.receipt
        return now - since >= after / self._speed

    def _answer_correction(
        self, case: SubApplication, counter: Clerk | None, now: datetime
    ) -> None:
        """The applicant brings what was asked for: sound papers and a sound form. Papers alone can
        be handed in at the ``counter``."""
        asked = case.corrections[-1]
        named = {fault.material_id for fault in asked.faults if fault.material_id}
        wanted = [
            material
            for material in case.current_materials()
            if material.id in named or (not material.supplied and material.required)
        ]
        only_papers = bool(wanted) and all(fault.material_id for fault in asked.faults)
        if counter and only_papers and self._hand_in(case, wanted, "correction", counter, now):
            return
        case = with_sound_form(case)
        fresh = [self._uploaded(case, material, now) for material in wanted]
        self._world.put_case(
            self._after_citizen(
                case,
                now,
                "resubmitted",
                "已按要求补正",
                state="received",
                materials=(*case.materials, *fresh),
                corrections=(*case.corrections[:-1], replace(asked, resubmitted_at=now)),
            )
        )

    def _owes(self, case: SubApplication, now: datetime) -> bool:
        """Whether a deferred material is still out and its bringer has had time."""
        return bool(owed(case)) and self._is_due(case, now, ANSWER_AFTER)

    def _bring_deferred(self, case: SubApplication, counter: Clerk | None, now: datetime) -> None:
        names = owed(case)
        wanted = [material for material in case.current_materials() if material.name in names]
        if counter and self._hand_in(case, wanted, "deferred", counter, now):
            return
        fresh = [self._uploaded(case, material, now) for material in wanted]
        self._world.put_case(
            self._after_citizen(
                case, now, "supplemented", "、".join(names), materials=(*case.materials, *fresh)
            )
        )

    def _counter(self, case: SubApplication, present: set[str]) -> Clerk | None:
        """The clerk to whom this applicant hands papers; none where they upload them, or where it
        would be a clerk who is signed in: nobody stands at that counter."""
        holder = case.assignee.id if case.assignee is not None else ""
        if holder in present or not _comes_in_person(case):
            return None
        return self._world.clerks.get(holder)

    def _uploaded(self, case: SubApplication, material: Material, now: datetime) -> Material:
        """The next round of a material, its file at the centre."""
        paper = self._papers.draw(case, material, civil(now))
        id_ = f"{material.id}-{material.round + 1}"
        digest = hashlib.sha256(paper.content).hexdigest()
        self._world.ledger.keep_file(id_, digest, paper.media_type, paper.content)
        return replace(
            material,
            form="upload",
            id=id_,
            round=material.round + 1,
            media_type=paper.media_type,
            size=len(paper.content),
            sha256=digest,
            pages=paper.pages,
            valid_to=certificate_until(civil(now)) if material.valid_to else None,
        )

    def _hand_in(
        self, case: SubApplication, wanted: list[Material], answers: str, by: Clerk, now: datetime
    ) -> bool:
        """Whether a clerk at the counter took these in; all of what a correction asks for."""
        received, sound = [], with_sound_form(case)
        for material in wanted:
            paper = self._papers.draw(sound, material, civil(now))
            digest = hashlib.sha256(paper.content).hexdigest()
            self._world.ledger.keep_attachment(digest, paper.content)
            received.append(
                ReceivedMaterial(
                    name=material.name,
                    sha256=digest,
                    media_type=paper.media_type,
                    size=len(paper.content),
                    pages=paper.pages,
                    answers=answers,
                )
            )
        payload = actions.ReceiveMaterials(
            materials=tuple(received),
            complete=answers == "correction",
            attachments=tuple(each.sha256 for each in received),
        )
        return try_action(self._world, case, an_action(self._rng, case, payload, now), by)

    def _take_what_was_sent(self, case: SubApplication, now: datetime) -> None:
        """Some do not take their mail the first time; everybody else rates what they got."""
        came_back = any(event.type == "mail_returned" for event in case.history)
        by_mail = case.delivery is not None and case.delivery.method == "ems"
        if by_mail and not came_back and _refuses_mail(case):
            self._world.put_case(self._after_citizen(case, now, "mail_returned", "拒收"))
        elif not _came_back(case):
            self._rate(case, now)

    def _inspect(self, case: SubApplication) -> None:
        """The inspectors tell the department, once, whether it is as the applicant promised."""
        if self._inspected(case):
            return
        found = FALSELY_PROMISED if _lies(case) else AS_PROMISED
        text = f"{case.item.name}（{case.no}）{found}"
        self._world.post(case.one_thing.id, INSPECTORS, case.department.name, text)

    def _inspected(self, case: SubApplication) -> bool:
        messages = self._world.things[case.one_thing.id].messages
        return any(m.from_ == INSPECTORS and case.no in m.text for m in messages)

    def _rate(self, case: SubApplication, now: datetime) -> None:
        id_ = f"ev-{case.id[3:]}"
        if id_ in self._world.evaluations or case.clock.delivered_at is None:
            return
        stars = self._rng.choices((5, 4, 3, 1), (70, 20, 7, 3))[0]
        text = {5: "办得快，解释清楚", 4: "总体满意", 3: "等候时间稍长", 1: "跑了两趟"}[stars]
        self._world.put_evaluation(
            Evaluation(
                id=id_,
                sub_application_id=case.id,
                stars=stars,
                grade=GRADES + 1 - stars,
                text=text,
                at=now,
                reply_by=deadline(civil(now), REPLY_DAYS, self._world.calendar).day,
            )
        )

    def _let_a_colleague_act(self, present: set[str], now: datetime) -> None:
        """One absent clerk brings one case a step on, about every two minutes of the city."""
        if self._rng.random() > self._speed / 120:
            return
        holders = {c.assignee.id for c in self._world.cases.values() if c.assignee is not None}
        departments = {
            clerk.department.code
            for id_, clerk in self._world.clerks.items()
            if id_ in present & holders and clerk.department is not None
        }
        waiting = [
            case
            for case in self._world.cases.values()
            if case.assignee is not None
            and case.department.code not in departments
            and (
                case.state in (OPEN_STATES | DECIDED_STATES) - {"correcting"}
                or _came_back(case)
                or _awaits_verification(case)
            )
        ]
        if waiting:
            self._step(self._rng.choice(waiting), now)

    def _step(self, case: SubApplication, now: datetime) -> None:
        item = self._city.items[case.item.code]
        clerk = self._world.clerks[case.assignee.id] if case.assignee else None
        if clerk is None:
            return
        payloads: list[actions.Payload] = []
        if case.state in DECIDED_STATES:
            payloads.append(actions.Deliver(method="counter", receiver=case.applicant.name))
        elif _awaits_verification(case) and case.state == "delivered":
            payloads.append(_verified(case))
        elif _came_back(case):
            payloads.append(actions.ReturnDelivery(reason=case.history[-1].text))
        elif case.state == "special":
            payloads.append(actions.EndSpecial(finding="检验合格"))
        elif case.state == "received" and not case.item.instant:
            payloads.append(actions.Accept())
        else:
            if item.procedure.interested_parties and case.parties is None:
                payloads.append(actions.InformParties(parties=NEIGHBOURS, text=TOUCHED))
            judged = {m.id: Verdict(verdict="pass") for m in case.current_materials() if m.supplied}
            ticks = {point.id: Tick(done=True) for point in item.checklist}
            payloads += [
                actions.RecordReview(
                    materials=tuple(
                        actions.MaterialVerdict(id=i, verdict=v.verdict) for i, v in judged.items()
                    ),
                    checklist=tuple(
                        actions.ChecklistTick(id=i, done=t.done) for i, t in ticks.items()
                    ),
                ),
                replace(
                    actions.Approve.minimal(case, self._world.situation(case, now)),
                    opinion=item.opinions[0],
                ),
            ]
        for payload in payloads:
            current = self._world.cases[case.id]
            said = as_taken(current, payload, self._world.situation(current, now))
            action = an_action(self._rng, current, said, now)
            if not try_action(self._world, current, action, clerk):
                return


def _applicant(case: SubApplication) -> Clerk:
    """Who acts where the applicant does."""
    return Clerk(id="applicant", name=case.applicant.name)


def _came_back(case: SubApplication) -> bool:
    """Whether mail came back and nobody has noted it yet."""
    sent_back = [event.type for event in case.history if event.type in ("deliver", "mail_returned")]
    return case.state == "delivered" and sent_back[-1:] == ["mail_returned"]


def _awaits_verification(case: SubApplication) -> bool:
    given = case.commitment
    return given is not None and given.verified is None


def _lies(case: SubApplication) -> bool:
    return zlib.crc32(f"promise {case.id}".encode()) % PROMISED_FALSELY_BY == 0


def _verified(case: SubApplication) -> actions.VerifyCommitment:
    true = not _lies(case)
    return actions.VerifyCommitment(finding=true, text=AS_PROMISED if true else FALSELY_PROMISED)


def _comes_in_person(case: SubApplication) -> bool:
    return zlib.crc32(case.no.encode()) % IN_PERSON_BY == 0


def _refuses_mail(case: SubApplication) -> bool:
    return zlib.crc32(case.id.encode()) % MAIL_REFUSED_BY == 0
