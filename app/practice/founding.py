"""Founding a practice city: everyone in it, their cases and their papers, from one seed."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
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
    OPEN_STATES,
    SHANGHAI,
    Applicant,
    CalendarYear,
    Clerk,
    Clock,
    Correction,
    Delivery,
    Event,
    Fault,
    Material,
    OneThing,
    OneThingRef,
    SubApplication,
    civil,
)
from app.cases.one_thing import GRANTED
from app.cases.workdays import WorkCalendar
from app.practice.dossier import (
    applicant_of,
    business_licence,
    facts_of,
    form_of,
    sheet,
    told_further,
)
from app.practice.ledger import Ledger
from app.practice.licences import issue_licence
from app.practice.mistakes import (
    PREREQUISITE_UNDECIDED,
    SAME_APPLICATION_OPEN,
    Mistake,
    Mistakes,
)
from app.practice.numbers import with_numbers
from app.practice.papers import Paper, Press
from app.practice.scenes import City
from app.practice.specs import ItemSpec, MaterialSpec, PartSpec, SceneSpec
from app.practice.world import EVERYONE, World, sibling_of

BUSINESS_LICENCE = "营业执照"
OPTIONAL_SHARE, FILED_TWICE = 0.25, 0.04
ROOM_FOR_ALL = 100  # cases
SPECIAL_TEXTS = {
    "inspection": "组织现场检验，核对设施设备与申报一致",
    "testing": "委托检测机构检测，检测报告出具后恢复计算期限",
    "expert_review": "组织专家评审，评审意见出具后恢复计算期限",
}


class _Part(msgspec.Struct, frozen=True):
    """An item as one citizen asks for it; ``issued``: by item code, the kinds of licence that the
    parts of the same filing end in."""

    scene: SceneSpec
    place: PartSpec
    spec: ItemSpec
    issued: dict[str, str]

    @property
    def after(self) -> tuple[str, ...]:
        return tuple(code for code in self.place.after if code in self.issued)

    @property
    def special(self) -> str:
        return self.place.special

    @property
    def awaited(self) -> frozenset[str]:
        """The kinds of licence a sibling will issue."""
        own = self.issued[self.spec.code]
        return frozenset(kind for kind in self.issued.values() if kind != own)

    @property
    def holds_licence(self) -> bool:
        """Whether the applicant is a firm that was there before and shows its licence."""
        kinds = {field.licence_kind for field in self.spec.fields()}
        kinds |= {material.licence_kind for material in self.spec.materials}
        return BUSINESS_LICENCE in kinds - self.awaited


def password_of(username: str) -> str:
    """Practice passwords are printed at the start; they guard invented people only."""
    return f"lianxi-{username.split('.')[0]}"


def generate_city(ledger: Ledger, city: City, seed: int, cases: int, now: datetime) -> None:
    """Fills an empty ledger with a city of at least ``cases`` sub-applications."""
    ledger.connection.execute("begin")
    founding = _Founding(ledger, city, seed, now)
    founding.furnish()
    for scene in founding.one_things(cases):
        founding.file(scene)
    founding.publish()
    world = World(ledger, lambda: now)
    world.announce_heads()
    for case in [c for c in world.cases.values() if c.state in GRANTED]:
        issue_licence(world, case)
    ledger.renew_epoch()
    ledger.connection.execute("commit")


class _Founding:
    """The founding's running state: rng, press, and what has been filed so far."""

    def __init__(self, ledger: Ledger, city: City, seed: int, now: datetime) -> None:
        self.ledger, self.city = ledger, city
        self.now = now
        self.today = civil(now)
        self.rng = random.Random(seed)
        self.press = Press()
        self.mistakes = Mistakes(self.rng)
        self.calendar = WorkCalendar.packaged()
        self.staff = list(city.staff().values())
        self.cases: dict[str, SubApplication] = {}
        self.things: list[OneThing] = []
        self.depends: dict[str, tuple[str, ...]] = {}
        self.material_count = 0
        self.assigned: Counter[tuple[str, str]] = Counter()  # by clerk and item
        self.received_by: Counter[str] = Counter()  # by department

    def furnish(self) -> None:
        """Clerks, items, scenes, articles and the calendar."""
        for clerk in self.staff:
            self.ledger.put("clerk", clerk.id, 1, clerk)
        for department in self.city.departments.values():
            self.ledger.set_meta(f"mark:{department.code}", department.mark)
        for scene in self.city.scenes.values():
            self._everywhere("scene", scene.code, scene.scene())
        for item in self.city.items.values():
            self._everywhere("item", item.code, item.item())
        for article in self.city.articles():
            self._everywhere("article", article.id, article)
        for year in (self.today.year, self.today.year - 1):
            if self.calendar.published(year):
                self._everywhere("calendar", str(year), _calendar_year(self.calendar, year))

    def one_things(self, cases: int) -> Iterator[SceneSpec]:
        """As often as their share, in a city with room for it each once first."""
        scenes = sorted(self.city.scenes.values(), key=lambda scene: -scene.share)
        if cases >= ROOM_FOR_ALL:
            yield from scenes
        while len(self.cases) < cases:
            yield self.rng.choices(scenes, [scene.share for scene in scenes])[0]

    def file(self, scene: SceneSpec) -> None:
        """One citizen files one thing; it is split and each part brought to some point.

        Now and then they file the same once more.
        """
        facts = facts_of(self.rng, scene, self.today)
        phase = self.rng.choices(("new", "begun", "late"), (4, 5, 1))[0]
        first = self._split(scene, facts, phase)
        if self.rng.random() < FILED_TWICE:
            self._note_the_same(first, self._split(scene, facts, "new"))

    def _split(self, scene: SceneSpec, facts: dict[str, Any], phase: str) -> OneThing:
        number = len(self.things) + 1
        received = self._receipt(phase)
        applicant = applicant_of(facts)
        thing_id = f"ot-{number:06d}"
        thing_no = f"{facts['district']}-{received:%Y%m%d}-{number:05d}"
        ref = OneThingRef(id=thing_id, no=thing_no, scene=scene.scene())
        wanted = [p for p in scene.items if not p.optional or self.rng.random() < OPTIONAL_SHARE]
        issued = {p.code: self.city.items[p.code].result.kind for p in wanted}
        parts = {}
        for part in wanted:
            spec = self.city.items[part.code]
            facts = told_further(facts, self.rng, spec)
            parts[part.code] = self._case(_Part(scene, part, spec, issued), ref, facts, applicant,
                                          received, phase)  # fmt: skip
        siblings = []
        for part in wanted:
            needed = tuple(parts[code].id for code in part.after if code in parts)
            siblings.append(sibling_of(parts[part.code], needed))
        thing = OneThing(
            id=thing_id,
            no=thing_no,
            scene=scene.scene(),
            applicant=applicant,
            revision=1,
            received_at=received,
            sub_applications=tuple(siblings),
        )
        self.things.append(thing)
        return thing

    def _note_the_same(self, first: OneThing, again: OneThing) -> None:
        before = {s.item.code: self.cases[s.id] for s in first.sub_applications}
        for sibling in again.sub_applications:
            other = before.get(sibling.item.code)
            if other is not None and other.state in OPEN_STATES:
                self.ledger.note_fault(sibling.id, SAME_APPLICATION_OPEN, ("field:id_number",))

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
        part: _Part,
        ref: OneThingRef,
        facts: dict[str, Any],
        applicant: Applicant,
        received: datetime,
        phase: str,
    ) -> SubApplication:
        number = len(self.cases) + 1
        spec = part.spec
        id_, no = f"sa-{number:06d}", f"{facts['district']}-{received:%Y%m%d}-{number:06d}"
        fresh = phase == "new" or bool(part.after and phase == "begun")
        if part.holds_licence:
            facts = facts | {"licence": business_licence(facts, self.today)}
        mistake = (
            self.mistakes.choose(spec, part.holds_licence) if fresh or phase == "late" else None
        )
        own = mistake.worked_into(facts, self.rng, self.today) if mistake else facts
        case = SubApplication(
            id=id_,
            no=no,
            revision=1,
            one_thing=ref,
            item=spec.ref(),
            department=self.city.department(spec),
            assignee=self._assignee(spec),
            state="received",
            applicant=applicant,
            form=form_of(spec, own, part.awaited),
            clock=Clock(received_at=received),
            delivery=Delivery(
                wanted=self.rng.choice(("counter", "ems")), address=applicant.address
            ),
            flags=("joint",) if part.scene.joint else (),
            history=(Event(at=received, by=Clerk(id="centre", name="中心"), type="received"),),
        )
        case = replace(case, materials=self._materials(spec, case, own, mistake))
        if mistake is not None:
            self.ledger.note_fault(id_, mistake.name, mistake.places(spec, case.materials))
        elif fresh and part.after:
            self.ledger.note_fault(id_, PREREQUISITE_UNDECIDED, ())
        case = self._brought_on(case, part, phase)
        self.cases[id_] = case
        return case

    def _materials(
        self, spec: ItemSpec, case: SubApplication, facts: dict[str, Any], mistake: Mistake | None
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
                dated = wanted.name in spec.expiring
                paper = self.press.draw(sheet(wanted, case, facts, dated), flaw)
                until = facts["certificate_until"] if dated else None
                made.append(self._kept(id_, wanted, paper, until, flaw))
        return tuple(made)

    def _licence_material(self, id_: str, wanted: MaterialSpec, facts: dict[str, Any]) -> Material:
        licence = facts.get("licence")
        if licence is not None and licence.kind != wanted.licence_kind:
            licence = None
        if licence is not None:
            self.ledger.keep_licence(licence.holder_id, licence.kind, licence)
        return Material(
            id=id_, name=wanted.name, required=wanted.required, form="licence", licence=licence
        )

    def _kept(
        self, id_: str, wanted: MaterialSpec, paper: Paper, until: date | None, flaw: str
    ) -> Material:
        registered = hashlib.sha256(paper.content).hexdigest()
        sent = paper.content + b"\n%%" if flaw == "other_bytes" else paper.content
        self.ledger.keep_file(id_, registered, paper.media_type, sent)
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

    def _brought_on(self, case: SubApplication, part: _Part, phase: str) -> SubApplication:
        """Lets a clerk of the past act on older cases."""
        rng = self.rng
        if phase == "new" or case.assignee is None:
            return case
        at = case.clock.receipt + timedelta(hours=rng.randint(2, 30))
        at = min(at, self.now - timedelta(minutes=5))
        if case.item.instant and not part.after:
            case = self._acted(case, actions.Approve(opinion=part.spec.opinions[0]), at)
            if rng.random() < 0.7 or phase == "late":
                later = min(at + timedelta(hours=3), self.now)
                case = self._acted(case, actions.Deliver(method="counter"), later)
            return case
        turn = rng.random()
        if turn < 0.12:
            asked = actions.RequestCorrection(
                faults=(Fault(text=f"{part.spec.materials[0].name}填写不全，请补齐后重新提交"),),
                by_days=15,
            )
            case = self._acted(case, asked, at)
            if rng.random() < 0.6:
                return self._corrected(case, min(at + timedelta(hours=20), self.now))
            return case
        if turn < 0.6:
            return self._acted(case, actions.Accept(), at)
        if turn < 0.75 and part.special and not case.item.instant:
            case = self._acted(case, actions.Accept(), at)
            begin = actions.BeginSpecial(
                procedure=part.special, expected_days=10, text=SPECIAL_TEXTS[part.special]
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
        item = self.city.items[case.item.code].item()
        known = Situation(today=civil(at), item=item, calendar=self.calendar)
        return lifecycle.apply(case, action, by, known)

    # --- small choices --------------------------------------------------------------

    def _receipt(self, phase: str) -> datetime:
        """Overnight for new ones, some working days back for the others."""
        back = {"new": (0, 1), "begun": (1, 6), "late": (9, 24)}[phase]
        day = self.today - timedelta(days=self.rng.randint(*back))
        minutes = self.rng.randint(0, 1439) if day < self.today else self.rng.randint(0, 3)
        at = datetime.combine(day, time(0, 0), SHANGHAI) + timedelta(minutes=minutes)
        return min(at, self.now)

    def _assignee(self, spec: ItemSpec) -> Clerk | None:
        """The clerk of the department who has the least of the item; nobody yet, for one in ten."""
        department = spec.department
        self.received_by[department] += 1
        if self.received_by[department] % 10 == 4:
            return None
        theirs = [c for c in self.staff if c.department and c.department.code == department]
        chosen = min(theirs, key=lambda clerk: self.assigned[clerk.id, spec.code])
        self.assigned[chosen.id, spec.code] += 1
        return chosen.signature

    def _due(self, case_id: str) -> Any:
        return case_deadlines(self.cases[case_id], self.calendar, self.today).next

    def _everywhere(self, kind: str, id_: str, body: msgspec.Struct) -> None:
        self.ledger.put(kind, id_, 1, body)
        self.ledger.announce(EVERYONE, kind, id_, "put", 1)


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
