"""Founding a practice city: everyone in it, their cases and their papers, from one seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.deadlines import case_deadlines
from app.cases.model import (
    SHANGHAI,
    Applicant,
    CalendarYear,
    Clerk,
    Clock,
    Correction,
    Delivery,
    Department,
    Event,
    Fault,
    Material,
    OneThing,
    OneThingRef,
    SubApplication,
    civil,
)
from app.cases.workdays import WorkCalendar
from app.practice.dossier import applicant_of, facts_of, form_of, sheet
from app.practice.ledger import Ledger
from app.practice.mistakes import Mistakes
from app.practice.numbers import with_numbers
from app.practice.papers import Paper, Press
from app.practice.scenes import ItemSpec, MaterialSpec, SceneSpec, load_scenes
from app.practice.world import EVERYONE, sibling_of

STAFF = (
    ("zhang.wei", "张伟", "scjg", "市场监督管理局", "3号窗", ("clerk",)),
    ("wang.fang", "王芳", "scjg", "市场监督管理局", "4号窗", ("clerk", "lead")),
    ("liu.yang", "刘洋", "wsjk", "卫生健康委员会", "7号窗", ("clerk",)),
    ("chen.jie", "陈杰", "xfjy", "消防救援支队", "9号窗", ("clerk",)),
    ("zhou.min", "周敏", "cgj", "城市管理局", "11号窗", ("clerk",)),
    ("xu.lei", "徐磊", "swj", "税务局", "12号窗", ("clerk",)),
    ("sun.tao", "孙涛", "yjj", "应急管理局", "15号窗", ("clerk",)),
    ("ma.jing", "马静", "gaj", "公安局", "18号窗", ("clerk",)),
    ("gao.min", "高敏", "rsj", "人力资源和社会保障局", "20号窗", ("clerk",)),
    ("he.xin", "何欣", "ybj", "医疗保障局", "21号窗", ("clerk",)),
)
WEIGHTS = {"open-fast-food": 45, "fuel-licence-change": 35, "talent-residence": 20}
FINISHED = ("approved", "delivered")


def password_of(username: str) -> str:
    """Practice passwords are printed at the start; they guard invented people only."""
    return f"lianxi-{username.split('.')[0]}"


def found(ledger: Ledger, seed: int, cases: int, now: datetime) -> None:
    """Fills an empty ledger with a city of at least ``cases`` sub-applications."""
    ledger.connection.execute("begin")
    city = _City(ledger, seed, now)
    city.furnish()
    for scene in city.one_things(cases):
        city.file(scene)
    city.publish()
    ledger.set_meta("epoch", f"{seed}-{civil(now).isoformat()}")
    ledger.connection.execute("commit")


class _City:
    """The founding's running state: dice, press, and what has been filed so far."""

    def __init__(self, ledger: Ledger, seed: int, now: datetime) -> None:
        self.ledger = ledger
        self.now = now
        self.today = civil(now)
        self.dice = random.Random(seed)
        self.press = Press()
        self.mistakes = Mistakes(self.dice)
        self.scenes = load_scenes()
        self.calendar = WorkCalendar.packaged()
        self.staff = _staff()
        self.cases: dict[str, SubApplication] = {}
        self.things: list[OneThing] = []
        self.depends: dict[str, tuple[str, ...]] = {}
        self.material_count = 0

    def furnish(self) -> None:
        """Clerks, items, scenes, articles and the calendar."""
        for clerk in self.staff:
            self.ledger.put("clerk", clerk.id, 1, clerk)
        for spec in self.scenes.values():
            self._everywhere("scene", spec.code, spec.scene())
            for item in spec.items:
                self._everywhere("item", item.code, item.item())
            for article in spec.articles:
                self._everywhere("article", article.id, article)
        for year in (self.today.year, self.today.year - 1):
            if self.calendar.published(year):
                self._everywhere("calendar", str(year), _calendar_year(self.calendar, year))

    def one_things(self, cases: int) -> Iterator[SceneSpec]:
        codes = [code for code in WEIGHTS if code in self.scenes]
        yield from (self.scenes[code] for code in codes)
        while len(self.cases) < cases:
            code = self.dice.choices(codes, [WEIGHTS[c] for c in codes])[0]
            yield self.scenes[code]

    def file(self, scene: SceneSpec) -> None:
        """One citizen files one thing; it is split and each part brought to some point."""
        number = len(self.things) + 1
        facts = facts_of(self.dice, scene.code, self.today)
        phase = self.dice.choices(("new", "begun", "late"), (4, 5, 1))[0]
        received = self._receipt(phase)
        applicant = applicant_of(facts)
        thing_id = f"ot-{number:06d}"
        thing_no = f"{facts['district']}-{received:%Y%m%d}-{number:05d}"
        ref = OneThingRef(id=thing_id, no=thing_no, scene=scene.scene())
        parts = {
            spec.code: self._case(spec, ref, facts, applicant, received, phase)
            for spec in scene.items
        }
        siblings = []
        for spec in scene.items:
            needed = tuple(parts[code].id for code in spec.depends_on)
            self.depends[parts[spec.code].id] = needed
            siblings.append(sibling_of(parts[spec.code], needed))
        self.things.append(
            OneThing(
                id=thing_id,
                no=thing_no,
                scene=scene.scene(),
                applicant=applicant,
                revision=1,
                received_at=received,
                sub_applications=tuple(siblings),
            )
        )

    def publish(self) -> None:
        """Writes the cases and one-things and lets the feed name them."""
        for case in [with_numbers(case, self.ledger) for case in self.cases.values()]:
            self.ledger.put("sub_application", case.id, case.revision, case)
            if case.assignee is not None:
                self.ledger.announce(
                    case.assignee.id, "sub_application", case.id, "put", case.revision
                )
        for thing in self.things:
            dated = tuple(
                replace(s, due=due.day if (due := self._due(s.id)) else None)
                for s in thing.sub_applications
            )
            thing = replace(thing, sub_applications=dated)
            self.ledger.put("one_thing", thing.id, thing.revision, thing)
            for holder in sorted(
                {a.id for s in dated if (a := self.cases[s.id].assignee) is not None}
            ):
                self.ledger.announce(holder, "one_thing", thing.id, "put", thing.revision)

    # --- one case -------------------------------------------------------------------

    def _case(
        self,
        spec: ItemSpec,
        ref: OneThingRef,
        facts: dict[str, Any],
        applicant: Applicant,
        received: datetime,
        phase: str,
    ) -> SubApplication:
        number = len(self.cases) + 1
        id_, no = f"sa-{number:06d}", f"{facts['district']}-{received:%Y%m%d}-{number:06d}"
        fresh = phase == "new" or bool(spec.depends_on and phase == "begun")
        mistake = self.mistakes.choose(spec) if fresh or phase == "late" else None
        own = mistake.worked_into(facts, self.dice, self.today) if mistake else facts
        case = SubApplication(
            id=id_,
            no=no,
            revision=1,
            one_thing=ref,
            item=spec.ref(),
            department=spec.department,
            assignee=self._assignee(spec.department),
            applicant=applicant,
            form=form_of(spec, own),
            clock=Clock(received_at=received),
            delivery=Delivery(
                wanted=self.dice.choice(("counter", "ems")), address=applicant.address
            ),
            history=(Event(at=received, by=Clerk(id="centre", name="中心"), type="received"),),
        )
        case = replace(case, materials=self._materials(spec, case, own, mistake))
        if mistake is not None:
            self.ledger.note_fault(id_, mistake.name, mistake.place)
        case = self._brought_on(case, spec, phase)
        self.cases[id_] = case
        return case

    def _materials(
        self, spec: ItemSpec, case: SubApplication, facts: dict[str, Any], mistake: Any
    ) -> tuple[Material, ...]:
        made = []
        for wanted in spec.materials:
            self.material_count += 1
            id_ = f"ma-{self.material_count:06d}"
            flaw = mistake.flaw if mistake and mistake.paper == wanted.paper else ""
            if wanted.paper == "licence":
                made.append(self._licence_material(id_, wanted, facts))
            elif flaw == "missing":
                made.append(Material(id=id_, name=wanted.name, required=wanted.required))
            else:
                paper = self.press.draw(sheet(wanted, case, facts), flaw)
                made.append(self._kept(id_, wanted, paper, facts, flaw))
        return tuple(made)

    def _licence_material(self, id_: str, wanted: MaterialSpec, facts: dict[str, Any]) -> Material:
        licence = facts.get("licence")
        if licence is not None:
            self.ledger.keep_licence(licence.holder_id, licence.kind, licence)
        return Material(
            id=id_, name=wanted.name, required=wanted.required, form="licence", licence=licence
        )

    def _kept(
        self, id_: str, wanted: MaterialSpec, paper: Paper, facts: dict[str, Any], flaw: str
    ) -> Material:
        registered = hashlib.sha256(paper.content).hexdigest()
        sent = paper.content + b"\n%%" if flaw == "other_bytes" else paper.content
        self.ledger.keep_file(id_, registered, paper.media_type, sent)
        until = None
        if wanted.paper in ("health_certificate", "certificate"):
            until = facts.get("certificate_until")
        return Material(
            id=id_,
            name=wanted.name,
            required=wanted.required,
            media_type=paper.media_type,
            size=len(paper.content),
            sha256=registered,
            pages=paper.pages,
            valid_to=until,
        )

    def _brought_on(self, case: SubApplication, spec: ItemSpec, phase: str) -> SubApplication:
        """Lets a clerk of the past act on older cases."""
        dice = self.dice
        if phase == "new" or case.assignee is None:
            return case
        at = case.clock.received_at + timedelta(hours=dice.randint(2, 30))
        at = min(at, self.now - timedelta(minutes=5))
        if case.item.instant and not spec.depends_on:
            case = self._acted(case, actions.Approve(opinion=spec.opinions[0]), at)
            if dice.random() < 0.7 or phase == "late":
                later = min(at + timedelta(hours=3), self.now)
                case = self._acted(case, actions.Deliver(method="counter"), later)
            return case
        turn = dice.random()
        if turn < 0.12:
            asked = actions.RequestCorrection(
                faults=(Fault(text="平面图未标明粗加工、切配、烹饪三区"),), by_days=15
            )
            case = self._acted(case, asked, at)
            if dice.random() < 0.6:
                return self._corrected(case, min(at + timedelta(hours=20), self.now))
            return case
        if turn < 0.6:
            return self._acted(case, actions.Accept(), at)
        if turn < 0.66 and not case.item.instant:
            case = self._acted(case, actions.Accept(), at)
            begin = actions.BeginSpecial(
                procedure="inspection", expected_days=10, text="委托检验机构对水质进行检验"
            )
            return self._acted(case, begin, min(at + timedelta(hours=5), self.now))
        return case

    def _corrected(self, case: SubApplication, at: datetime) -> SubApplication:
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

    def _acted(
        self, case: SubApplication, payload: actions.Payload, at: datetime
    ) -> SubApplication:
        by = case.assignee or Clerk(id="clerk")
        action = Action(id="", sub_application_id=case.id, at=at, payload=payload)
        item = next(
            i.item() for s in self.scenes.values() for i in s.items if i.code == case.item.code
        )
        known = Situation(today=civil(at), item=item, calendar=self.calendar)
        return lifecycle.apply(case, action, by, known)

    # --- small choices --------------------------------------------------------------

    def _receipt(self, phase: str) -> datetime:
        """Overnight for new ones, some working days back for the others."""
        back = {"new": (0, 1), "begun": (1, 6), "late": (9, 24)}[phase]
        day = self.today - timedelta(days=self.dice.randint(*back))
        minutes = self.dice.randint(0, 1439) if day < self.today else self.dice.randint(0, 3)
        at = datetime.combine(day, time(0, 0), SHANGHAI) + timedelta(minutes=minutes)
        return min(at, self.now)

    def _assignee(self, department: Department) -> Clerk | None:
        if self.dice.random() < 0.06:
            return None
        theirs = [c for c in self.staff if c.department and c.department.code == department.code]
        chosen = self.dice.choice(theirs)
        return Clerk(id=chosen.id, name=chosen.name)

    def _due(self, case_id: str) -> Any:
        return case_deadlines(self.cases[case_id], self.calendar, self.today).next

    def _everywhere(self, kind: str, id_: str, body: msgspec.Struct) -> None:
        self.ledger.put(kind, id_, 1, body)
        self.ledger.announce(EVERYONE, kind, id_, "put", 1)


def _staff() -> list[Clerk]:
    return [
        Clerk(
            id=f"clerk-{number:02d}",
            name=name,
            department=Department(code=code, name=department),
            window=window,
            roles=roles,
        )
        for number, (_, name, code, department, window, roles) in enumerate(STAFF, 1)
    ]


def _calendar_year(calendar: WorkCalendar, year: int) -> CalendarYear:
    first = date(year, 1, 1)
    days = [
        first + timedelta(days=i) for i in range(366) if (first + timedelta(days=i)).year == year
    ]
    return CalendarYear(
        year=year,
        days_off=tuple(d for d in days if d.weekday() < 5 and not calendar.is_working(d)),
        working_weekends=tuple(d for d in days if calendar.is_make_up(d)),
    )
