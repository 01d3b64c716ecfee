"""A drill (练习) and its result (成绩单), as a practice centre sends them, and the result in words.

No city's centre has these; they are here because centre, desk and print share them.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.cases.labels import KNOWN
from app.cases.sentence import Sentence, listed, say

FOUND, MISSED, NOT_REACHED = "found", "missed", "not_reached"
OUTCOMES = {
    FOUND: say("找出", "Found"),
    MISSED: say("漏过", "Missed"),
    NOT_REACHED: say("未办", "Not reached"),
}
UNFOUNDED = say("误判", "Claimed, nothing wrong")
WHOLE_CASE = say("整件", "The case as a whole")


class DrillRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` makes it safe to ask twice; ``count`` from 1 to 50."""

    id: str
    count: int


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """The cases of a drill: none has been touched before, some have a mistake."""

    id: str
    begun_at: datetime
    sub_application_ids: tuple[str, ...] = ()


class DrillSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """How long each case was in sight, in seconds, by its id."""

    seconds: dict[str, float] = {}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is: ``kind`` is ``material``, ``field`` or ``case``; ``page`` counts from 1,
    0 where it is the file as a whole."""

    kind: str
    id: str = ""
    name: str = ""
    page: int = 0


class FaultResult(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake that was there. ``outcome``: ``found``, ``missed`` or ``not_reached``."""

    fault: str
    words: Sentence
    outcome: str
    places: tuple[Place, ...] = ()


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """``unfounded``: where something was claimed and nothing is wrong."""

    id: str
    no: str
    item_name: str
    applicant: str
    state: str
    seconds: float
    faults: tuple[FaultResult, ...] = ()
    unfounded: tuple[Place, ...] = ()


class KindResult(msgspec.Struct, frozen=True):
    """How often each outcome came of one kind of mistake."""

    words: Sentence
    found: int
    missed: int
    not_reached: int


class DrillResult(msgspec.Struct, frozen=True, kw_only=True):
    """成绩单."""

    id: str
    begun_at: datetime
    ended_at: datetime
    cases: tuple[CaseResult, ...] = ()

    def count(self, outcome: str) -> int:
        """How many mistakes came to this outcome."""
        return sum(f.outcome == outcome for case in self.cases for f in case.faults)

    @property
    def unfounded(self) -> int:
        """How many claims there were where nothing is wrong."""
        return sum(len(case.unfounded) for case in self.cases)

    @property
    def handled(self) -> tuple[CaseResult, ...]:
        """The cases that were in sight at all."""
        return tuple(case for case in self.cases if case.seconds)

    def kinds(self) -> tuple[KindResult, ...]:
        """The kinds of mistakes in this drill, those missed most first."""
        faults = [fault for case in self.cases for fault in case.faults]
        words = {fault.fault: fault.words for fault in faults}
        kinds = []
        for kind, said in words.items():
            of_kind = [fault.outcome for fault in faults if fault.fault == kind]
            kinds.append(KindResult(said, *map(of_kind.count, (FOUND, MISSED, NOT_REACHED))))
        return tuple(sorted(kinds, key=lambda kind: -kind.missed))


def summary(result: DrillResult) -> tuple[Sentence, ...]:
    """The result in two lines."""
    found, missed, left = (result.count(outcome) for outcome in OUTCOMES)
    handled = result.handled
    mean = sum(case.seconds for case in handled) / len(handled) if handled else 0.0
    return (
        say(
            "共有错误 {all} 处：找出 {found}，漏过 {missed}，未办 {left}；误判 {unfounded} 处",
            "{all} mistakes: {found} found, {missed} missed, {left} not reached; {unfounded} "
            "claimed where nothing is wrong",
            all=found + missed + left, found=found, missed=missed, left=left,
            unfounded=result.unfounded,
        ),
        say(
            "共 {n} 件，看过 {handled} 件，平均每件 {mean}",
            "{n} cases, {handled} looked at, {mean} each on average",
            n=len(result.cases), handled=len(handled), mean=duration(mean),
        ),
    )  # fmt: skip


def describe_case(case: CaseResult) -> list[Sentence]:
    """What was in a case and what became of it, a line each."""
    lines = []
    for fault in case.faults:
        outcome = OUTCOMES.get(fault.outcome, fault.outcome)
        places = listed([describe_place(place) for place in fault.places])
        lines.append(
            say("{outcome}：{fault}（{where}）", "{outcome}: {fault} ({where})",
                outcome=outcome, fault=fault.words, where=places if fault.places else WHOLE_CASE)
        )  # fmt: skip
    for place in case.unfounded:
        where = describe_place(place)
        lines.append(
            say("{outcome}：{where}", "{outcome}: {where}", outcome=UNFOUNDED, where=where)
        )
    return lines or [say("没有错误", "Nothing was wrong")]


def describe_place(place: Place) -> Sentence:
    """A place in words, with its page."""
    if place.kind == "case":
        return WHOLE_CASE
    if place.kind == "field":
        label = place.name or KNOWN.get(place.id)
        return say("申请表 {name}", "form, {name}", name=label) if label else say("申请表", "form")
    name = place.name or say("一份材料", "a material")
    if place.page:
        return say("{name} 第 {page} 页", "{name}, page {page}", name=name, page=place.page)
    return say("{name}", "{name}", name=name)


def duration(seconds: float) -> Sentence:
    """Minutes and seconds in words."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return say("{s} 秒", "{s} s", s=rest)
    return say("{m} 分 {s} 秒", "{m} min {s} s", m=minutes, s=rest)
