"""What the tour did to which case, held against the centre's own feed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from ui.rehearsal.centre import CLERK, TourCentre
from ui.rehearsal.clerk import TourFailed

LARGE = 500_000  # bytes: of the city's papers only one that unfolds without end
NOT_YET_DEEMED = timedelta(days=4)  # an older licence counts as accepted (L 32.1.4)


class Expectations:
    """Chooses a fresh case for each thing the tour does, and what the centre should hold of it."""

    def __init__(self, centre: TourCentre, now: Callable[[], datetime]) -> None:
        self.centre, self._now = centre, now
        self._expected: list[tuple[str, str, Callable[[dict[str, Any]], bool]]] = []
        self._settled = self._differing = 0
        self._clerks = {CLERK}

    def choose(
        self, item: str, fits: Callable[[dict[str, Any]], bool], clerk: int = CLERK
    ) -> dict[str, Any]:
        """A case of a clerk's that the tour has not touched, as the centre holds it; one with a
        mistake in it, which would stand in a decision's way, where there is no other."""
        mistaken, found = self.centre.faults(), list(self.suitable(item, fits, clerk))
        if not found:
            raise TourFailed(f"no {item} is left to work on")
        return min(found, key=lambda case: case["id"] in mistaken)

    def suitable(
        self, item: str, fits: Callable[[dict[str, Any]], bool], clerk: int = CLERK
    ) -> Iterator[dict[str, Any]]:
        """All that the tour has not touched, with a mistake or without."""
        self._clerks.add(clerk)
        touched = {case_id for case_id, _, _ in self._expected}
        for case_id, case in sorted(self.centre.cases(clerk).items()):
            received = datetime.fromisoformat(case["clock"]["received_at"])
            if case["state"] == "received" and self._now() - received > NOT_YET_DEEMED:
                continue
            if any(material["size"] > LARGE for material in case["materials"]):
                continue
            if case_id not in touched and case["item"]["code"] == item and fits(case):
                yield case

    def expect(
        self, case: dict[str, Any], what: str, holds: Callable[[dict[str, Any]], bool]
    ) -> None:
        self._expected.append((case["id"], what, holds))

    def settle(self) -> None:
        """Says what the centre holds of each that was not compared yet: a case that is put away
        afterwards is shown to nobody any more."""
        held = {
            id_: case for clerk in self._clerks for id_, case in self.centre.cases(clerk).items()
        }
        for case_id, what, holds in self._expected[self._settled :]:
            case = held.get(case_id, {})
            agrees = bool(case) and holds(case)
            self._differing += not agrees
            sign = "✓" if agrees else "✗"
            print(f"{sign} {case.get('no', case_id)} {what} → {case.get('state', '—')}")
        self._settled = len(self._expected)

    def compare(self, pictures: int) -> int:
        """Settles the rest and counts; 1 if anything differs."""
        self.settle()
        print(f"{pictures} pictures, {self._settled} expectations, {self._differing} differ")
        return 1 if self._differing else 0


def missing(case: dict[str, Any]) -> set[str]:
    """The names of the required materials that were not supplied."""
    return {
        material["name"]
        for material in case["materials"]
        if material["required"] and not material["sha256"] and not material.get("licence")
    }


def owes_only_what_may_come_later(case: dict[str, Any]) -> bool:
    """Whether materials are missing, and its item lets all of these come later (容缺)."""
    owed = missing(case)
    return bool(owed) and owed <= set(procedure(case).get("deferrable", ()))


def procedure(case: dict[str, Any]) -> dict[str, Any]:
    """What the law of a case's item says; what it leaves out is not there."""
    said: dict[str, Any] = case["item"].get("procedure", {})
    return said


def is_complete(case: dict[str, Any]) -> bool:
    """Whether every required material of a case has been supplied."""
    return not missing(case)
