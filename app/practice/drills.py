"""A drill and its result: which seeded mistakes a trainee found, which they let through."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import msgspec

from app.cases.checks import run_checks
from app.cases.drill import (
    FOUND,
    MISSED,
    NOT_REACHED,
    CaseResult,
    Drill,
    DrillRequest,
    DrillResult,
    FaultResult,
    Place,
)
from app.cases.model import Clerk, SubApplication
from app.cases.typed import decode
from app.practice.mistakes import PAGES, PREREQUISITE_UNDECIDED, WORDS
from app.practice.outcomes import IdReused
from app.practice.world import World

MOST_CASES = 50
PROPOSED = {"approve": "approved", "deny": "denied", "refuse_acceptance": "refused"}
FAULTY_SHARE = 0.6
WHOLE = "case:"  # a claim about no place in particular
Fault = tuple[str, tuple[str, ...]]  # its name, and where it shows


class NoSuchDrill(Exception):
    """The clerk has begun no drill of this id."""

    pass


class Drills:
    """Deals untouched cases out to a trainee, and judges what became of them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self, clerk: Clerk, wanted: DrillRequest) -> Drill:
        """Up to ``count`` cases nobody has touched, of the clerk's own and out of the pool.

        Raises IdReused where another clerk's drill has this id.
        """
        kept = self._world.ledger.drill(wanted.id)
        if kept is not None:
            if kept[0] != clerk.id:
                raise IdReused
            return decode(kept[1], Drill)
        key = self._answer_key()
        rng = random.Random(wanted.id)
        chosen = _mix(self._untouched(clerk), key, max(1, min(MOST_CASES, wanted.count)), rng)
        known = {case.id: sorted(self._evident(case)) for case in chosen}
        drill = Drill(
            id=wanted.id,
            begun_at=self._world.clock(),
            sub_application_ids=tuple(case.id for case in chosen),
        )
        with self._world.ledger.db.atomic():
            for case in chosen:
                if case.assignee is None:
                    self._world.assign(case, clerk)
            self._world.ledger.keep_drill(
                wanted.id, clerk.id, msgspec.json.encode(drill), msgspec.json.encode(known)
            )
        return drill

    def hand_in(self, clerk: Clerk, drill_id: str, seconds: dict[str, float]) -> DrillResult:
        """The result; handed in again, the same one. Raises NoSuchDrill."""
        kept = self._world.ledger.drill(drill_id)
        if kept is None or kept[0] != clerk.id:
            raise NoSuchDrill
        _, begun, known, kept_result = kept
        if kept_result is not None:
            return decode(kept_result, DrillResult)
        drill = decode(begun, Drill)
        evident = decode(known, dict[str, list[str]])
        key = self._answer_key()
        result = DrillResult(
            id=drill.id,
            begun_at=drill.begun_at,
            ended_at=self._world.clock(),
            cases=tuple(
                _judge(self._world.cases[id_], clerk, key.get(id_, ()), evident[id_],
                        seconds.get(id_, 0.0))
                for id_ in drill.sub_application_ids
            ),
        )  # fmt: skip
        self._world.ledger.keep_drill_result(drill.id, msgspec.json.encode(result))
        return result

    def _answer_key(self) -> dict[str, list[Fault]]:
        key: dict[str, list[Fault]] = {}
        for case_id, fault, places in self._world.ledger.faults():
            key.setdefault(case_id, []).append((fault, places))
        return key

    def _untouched(self, clerk: Clerk) -> list[SubApplication]:
        department = clerk.department.code if clerk.department else ""
        return [
            case
            for case in self._world.cases.values()
            if case.state == "received"
            and all(event.type == "received" for event in case.history)
            and (
                case.department.code == department
                if case.assignee is None
                else case.assignee.id == clerk.id
            )
        ]

    def _evident(self, case: SubApplication) -> set[str]:
        """Where anyone may rightly see something amiss, seeded or not: what a check warns of, what
        is missing."""
        situation = self._world.situation(case, self._world.clock())
        amiss = [f for f in run_checks(case, situation) if f.outcome in ("fail", "warn")]
        places = {f"field:{f.field}" for f in amiss if f.field}
        places |= {f"material:{f.material_id}" for f in amiss if f.material_id}
        places |= {f"material:{m.id}" for m in case.materials if m.required and not m.supplied}
        return places | {WHOLE} if amiss else places


def _mix(
    cases: Sequence[SubApplication],
    key: dict[str, list[Fault]],
    count: int,
    rng: random.Random,
) -> list[SubApplication]:
    """So many of the cases, rather more with a mistake than without, of as many kinds as can be."""
    shuffled = rng.sample(cases, len(cases))
    faulty = [case for case in shuffled if case.id in key]
    sound = [case for case in shuffled if case.id not in key]
    kinds: dict[str, int] = {}
    turns = {}
    for case in faulty:
        kind = key[case.id][0][0]
        turns[case.id] = kinds[kind] = kinds.get(kind, 0) + 1
    faulty.sort(key=lambda case: turns[case.id])
    with_fault = faulty[: max(round(count * FAULTY_SHARE), count - len(sound))]
    chosen = [*with_fault, *sound[: count - len(with_fault)]]
    return rng.sample(chosen, len(chosen))


def _judge(
    case: SubApplication, clerk: Clerk, key: Iterable[Fault], evident: Iterable[str], seconds: float
) -> CaseResult:
    reached = any(event.by.id == clerk.id for event in case.history)
    claimed = _claims(case)
    faults = [
        FaultResult(
            fault=name,
            words=WORDS[name],
            outcome=_outcome(case, name, places, claimed) if reached else NOT_REACHED,
            places=tuple(_place(case, place, PAGES.get(name, 0)) for place in places),
        )
        for name, places in key
    ]
    justified = {place for _, places in key for place in places} | set(evident)
    if faults:
        justified.add(WHOLE)
    return CaseResult(
        id=case.id, no=case.no, item_name=case.item.name, applicant=case.applicant.name,
        state=case.state, seconds=seconds, faults=tuple(faults),
        unfounded=tuple(_place(case, place, 0) for place in sorted(claimed - justified)),
    )  # fmt: skip


def _claims(case: SubApplication) -> set[str]:
    """Where the clerk said that something is wrong."""
    named = {material.name: material.id for material in case.materials if material.round == 1}
    first = {material.id: named.get(material.name, material.id) for material in case.materials}
    said = {
        f"material:{first.get(id_, id_)}"
        for id_, given in case.review.materials.items()
        if given.verdict != "pass"
    }
    for correction in case.corrections:
        for fault in correction.faults:
            if fault.material_id:
                said.add(f"material:{first.get(fault.material_id, fault.material_id)}")
            elif fault.field:
                said.add(f"field:{fault.field}")
            else:
                said.add(WHOLE)
    said |= {f"material:{named[d.name]}" for d in case.deferred if d.name in named}
    if _decided(case) in ("denied", "refused"):
        said.add(WHOLE)
    return said


def _decided(case: SubApplication) -> str:
    """The outcome that the clerk decided, or proposed: what a lead makes of it is not theirs."""
    if case.decision is not None:
        return case.decision.outcome
    return PROPOSED.get(case.proposal.action.type, "") if case.proposal is not None else ""


def _outcome(case: SubApplication, name: str, places: tuple[str, ...], claimed: set[str]) -> str:
    """A denial names no place: it finds what is in the form, not what is in a material."""
    if claimed & set(places):
        return FOUND
    in_a_material = any(place.startswith("material:") for place in places)
    if WHOLE in claimed and not in_a_material:
        return FOUND
    is_missed = name != PREREQUISITE_UNDECIDED or _decided(case) == "approved"
    return MISSED if is_missed else FOUND


def _place(case: SubApplication, place: str, page: int) -> Place:
    kind, _, id_ = place.partition(":")
    if kind == "material":
        name = next((m.name for m in case.materials if m.id == id_), "")
        return Place(kind=kind, id=id_, name=name, page=page)
    field = case.field(id_)
    return Place(kind=kind, id=id_, name=field.label if field else "")
