"""A practice city made from a seed: everyone in it, their cases and their papers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases.deadlines import case_deadlines
from app.cases.model import (
    OPEN_STATES,
    SHANGHAI,
    Applicant,
    CalendarYear,
    Clerk,
    Clock,
    Delivery,
    Event,
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
    with_item_facts,
    with_people_of_the_city,
)
from app.practice.ledger import Ledger
from app.practice.licences import issue_licence
from app.practice.mistakes import (
    MISTAKE_SHARE,
    MISTAKES,
    PREREQUISITE_UNDECIDED,
    SAME_APPLICATION_OPEN,
    SEEN_ON_PAPER,
    SEEN_ON_PAPER_SHARE,
    Mistake,
    Mistakes,
)
from app.practice.past import PastClerks
from app.practice.scenes import City
from app.practice.specs import FiledPart, ItemSpec, SceneSpec
from app.practice.uploads import Uploads
from app.practice.world import EVERYONE, World, sibling_of

OPTIONAL_SHARE, FILED_TWICE = 0.25, 0.04
HANDED_OVER = 5  # one in so many
ROOM_FOR_ALL = 100  # cases


def generate_city(
    ledger: Ledger,
    city: City,
    seed: int,
    cases: int,
    now: datetime,
    seen_on_paper: float = SEEN_ON_PAPER_SHARE,
) -> None:
    """Fills an empty ledger with a city of at least ``cases`` sub-applications; ``seen_on_paper``:
    the share of those nobody has touched, with nothing else wrong, that have a mistake which only
    a paper shows."""
    ledger.connection.execute("begin")
    generator = _CityGenerator(ledger, city, seed, now, seen_on_paper)
    generator.write_catalogue()
    for scene in generator.one_things(cases):
        generator.file(scene)
    generator.publish()
    world = World(ledger, lambda: now)
    world.announce_heads(city.away(civil(now)))
    for case in [c for c in world.cases.values() if c.state in GRANTED]:
        issue_licence(world, case)
    ledger.renew_epoch()
    ledger.connection.execute("commit")


class _CityGenerator:
    """What has been filed so far, and the one source of chance."""

    def __init__(
        self, ledger: Ledger, city: City, seed: int, now: datetime, seen_on_paper: float
    ) -> None:
        self.ledger, self.city = ledger, city
        self.now = now
        self.today = civil(now)
        self.rng = random.Random(seed)
        self.mistakes = (
            Mistakes(self.rng, MISTAKES, MISTAKE_SHARE),
            Mistakes(random.Random(f"papers {seed}"), SEEN_ON_PAPER, seen_on_paper),
        )
        self.applicants: list[str] = []
        self.calendar = WorkCalendar.packaged()
        self.past = PastClerks(city, ledger, self.calendar, now, self.rng)
        self.handlers = city.handlers()
        self.cases: dict[str, SubApplication] = {}
        self.things: list[OneThing] = []
        self.depends: dict[str, tuple[str, ...]] = {}
        self.uploads = Uploads(ledger)
        self.assigned: Counter[tuple[str, str]] = Counter()  # by clerk and item
        self.received_by: Counter[str] = Counter()  # by department

    def write_catalogue(self) -> None:
        """Clerks, items, scenes, articles and the calendar."""
        for clerk in self.city.staff().values():
            self.ledger.put("clerk", clerk.id, 1, clerk)
        for scene in self.city.scenes.values():
            self._announce_to_all("scene", scene.code, scene.scene())
        for item in self.city.items.values():
            self._announce_to_all("item", item.code, item.item())
        for article in self.city.articles():
            self._announce_to_all("article", article.id, article)
        for year in (self.today.year, self.today.year - 1):
            if self.calendar.published(year):
                self._announce_to_all("calendar", str(year), _calendar_year(self.calendar, year))

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
        facts = with_people_of_the_city(facts, scene, self.applicants)
        self.applicants.append(facts["person"])
        phase = self.rng.choices(("new", "begun", "late"), (4, 5, 1))[0]
        first = self._split(scene, facts, phase)
        if self.rng.random() < FILED_TWICE:
            self._note_duplicates(first, self._split(scene, facts, "new"))

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
            facts = with_item_facts(facts, self.rng, spec)
            filed = FiledPart(scene, part, spec, issued)
            parts[part.code] = self._case(filed, ref, facts, applicant, received, phase)
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

    def _note_duplicates(self, first: OneThing, again: OneThing) -> None:
        before = {s.item.code: self.cases[s.id] for s in first.sub_applications}
        for sibling in again.sub_applications:
            other = before.get(sibling.item.code)
            if other is not None and other.state in OPEN_STATES:
                self.ledger.note_fault(sibling.id, SAME_APPLICATION_OPEN, ("field:id_number",))

    def publish(self) -> None:
        """Writes the cases and one-things and lets the feed name them."""
        for case in self.cases.values():
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
        part: FiledPart,
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
        mistake, own = None, facts
        if fresh or phase == "late":
            mistake, own = self._with_mistake(part, facts)
        case = SubApplication(
            id=id_,
            no=no,
            revision=1,
            one_thing=ref,
            item=spec.ref(),
            department=self.city.department(spec, facts["address"]),
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
        case = replace(case, materials=self.uploads.materials(spec, case, own, mistake))
        if mistake is not None:
            self.ledger.note_fault(id_, mistake.name, mistake.places(spec, case.materials))
        elif fresh and part.after:
            self.ledger.note_fault(id_, PREREQUISITE_UNDECIDED, ())
        case = self.past.bring_on(self._handed_over(case, fresh), part, phase)
        self.cases[id_] = case
        return case

    def _with_mistake(
        self, part: FiledPart, facts: dict[str, Any]
    ) -> tuple[Mistake | None, dict[str, Any]]:
        for dealt in self.mistakes:
            mistake = dealt.choose(part.spec, part.holds_licence)
            if mistake is not None:
                return mistake, mistake.apply_to(facts, dealt.rng, self.today)
        return None, facts

    def _handed_over(self, case: SubApplication, fresh: bool) -> SubApplication:
        """One in five of the older ones was a colleague's first (转办); nobody has touched a fresh
        one."""
        holder, department = case.assignee, case.department.code
        colleagues = [c for c in self._staff_of(department) if holder and c.id != holder.id]
        if fresh or len(self.cases) % HANDED_OVER or not colleagues:
            return case
        event = Event(
            at=case.clock.receipt + timedelta(minutes=1),
            by=colleagues[0].signature,
            type="transfer",
            text="轮岗交接",
        )
        return replace(case, revision=case.revision + 1, history=(*case.history, event))

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
        chosen = min(
            self._staff_of(department), key=lambda clerk: self.assigned[clerk.id, spec.code]
        )
        self.assigned[chosen.id, spec.code] += 1
        return chosen.signature

    def _staff_of(self, department: str) -> list[Clerk]:
        return [c for c in self.handlers if c.department and c.department.code == department]

    def _due(self, case_id: str) -> Any:
        return case_deadlines(self.cases[case_id], self.calendar, self.today).next

    def _announce_to_all(self, kind: str, id_: str, body: msgspec.Struct) -> None:
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
