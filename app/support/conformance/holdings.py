"""What the test clerk holds, and what a desk would know around each of their cases."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from app.cases import contract, lifecycle
from app.cases.checks import Situation
from app.cases.model import (
    SHANGHAI,
    CalendarYear,
    Clerk,
    Evaluation,
    Item,
    OneThing,
    PoolHead,
    SubApplication,
    civil,
)
from app.cases.proposals import may_sign
from app.cases.typed import decode
from app.cases.workdays import WorkCalendar
from app.central.wire import About
from app.support.conformance.probe import NotTried, Probe
from app.support.conformance.reading import NO_OPEN_CASE, Feed

A_MOMENT_AGO = timedelta(minutes=2)  # the clerk decided before the centre heard of it
T = TypeVar("T")


class Holdings:
    """One clerk's. ``department`` is the code of the one whose cases may be touched; "" for any."""

    def __init__(self, probe: Probe, feed: Feed, department: str = "") -> None:
        self._probe, self._feed, self._department = probe, feed, department
        self._clerk: Clerk | None = None
        self._heard: dict[str, SubApplication] = {}  # what the outcomes said, which is newer
        self._read: dict[str, list[Any]] = {}  # by kind, the bodies as typed
        self._api = ""

    @property
    def clerk(self) -> Clerk:
        """Who the test clerk is. Raises NotTried where they are not let in."""
        if self._clerk is None:
            self._clerk = self._probe.sign_in().clerk
        return self._clerk

    @property
    def api(self) -> str:
        """The version of the contract that the centre says it keeps."""
        self._api = self._api or self._probe.got("/v1/about", About).api
        return self._api

    def knows(self, since: str) -> bool:
        """Whether the centre knows what came with that version."""
        return contract.knows(self.api, since)

    def refresh(self) -> None:
        """Reads on; from the start where that did not bring what an outcome had told."""
        if not self._feed.cursor:
            self.read_anew()
            return
        self._feed.read_on()
        self._read.clear()
        revisions = {case.id: case.revision for case in self._cases()}
        if any(revisions.get(case.id, 0) < case.revision for case in self._heard.values()):
            self.read_anew()

    def read_anew(self) -> None:
        """Reads from the start, as a desk that is opened for the first time."""
        self._feed.read()
        self._read.clear()

    def hear(self, case: SubApplication) -> None:
        """Of a case as an outcome told it."""
        if self._mine(case):
            self._heard[case.id] = case
        else:
            self._heard.pop(case.id, None)

    def hear_result(self, result: dict[str, Any]) -> None:
        """Of a case as a result told it, where the action was carried out."""
        if result["outcome"] == "applied" and result.get("body"):
            self.hear(decode(msgspec.json.encode(result["body"]), SubApplication))

    def cases(self) -> list[SubApplication]:
        """Those that may be touched, each as it was last heard of."""
        latest = [self._latest(case) for case in self._cases()]
        return [case for case in latest if self._may_be_touched(case)]

    def asked_to_sign(self) -> list[SubApplication]:
        """Colleagues' cases that the feed brings because they wait for the clerk's signature."""
        latest = [self._latest(case) for case in self._cases()]
        return [case for case in latest if may_sign(case, self.clerk)]

    def case(self, id_: str) -> SubApplication | None:
        """One of them; None where the clerk holds it no more."""
        return next((case for case in self.cases() if case.id == id_), None)

    def fed_case(self, id_: str) -> SubApplication | None:
        """As the feed tells it, whatever an outcome said."""
        return next((case for case in self._cases() if case.id == id_), None)

    def reviewable(self) -> SubApplication:
        """One of them that may be reviewed, as the centre holds it now. Raises NotTried."""
        self.refresh()
        for case in self.cases():
            if "review" in lifecycle.open_actions(case) and not self.is_deemed(case):
                return case
        raise NotTried(NO_OPEN_CASE)

    def is_deemed(self, case: SubApplication) -> bool:
        """Whether it counts as accepted by now and does not say so."""
        known = self.situation(case, moment_of(case))
        return lifecycle.with_deemed_acceptance(case, known) != case

    def thing_of(self, case: SubApplication) -> OneThing | None:
        """The one-thing of a case, as the feed tells it."""
        return next(
            (t for t in self._bodies("one_thing", OneThing) if t.id == case.one_thing.id), None
        )

    def evaluations_of(self, case: SubApplication) -> tuple[Evaluation, ...]:
        rated = self._bodies("evaluation", Evaluation)
        return tuple(each for each in rated if each.sub_application_id == case.id)

    def heads(self) -> dict[str, tuple[PoolHead, str]]:
        """What can be claimed, by id: typed, and the JSON as it came."""
        heads = {}
        for held in self._feed.held.get("pool", {}).values():
            try:
                head = decode(held.body, PoolHead)
            except msgspec.MsgspecError:
                continue
            heads[head.id] = (head, held.body.decode("utf-8", "replace"))
        return heads

    def situation(self, case: SubApplication, at: datetime) -> Situation:
        """What a desk would know around a case."""
        item = next((i for i in self._bodies("item", Item) if i.code == case.item.code), None)
        years = tuple(self._bodies("calendar", CalendarYear))
        return Situation(
            today=civil(at),
            item=item or Item(**msgspec.structs.asdict(case.item)),
            calendar=WorkCalendar.packaged().with_years(years),
            thing=self.thing_of(case),
            evaluations=self.evaluations_of(case),
            item_known=item is not None,
            centre_api=self.api,
        )

    def _latest(self, fed: SubApplication) -> SubApplication:
        heard = self._heard.get(fed.id)
        return heard if heard is not None and heard.revision >= fed.revision else fed

    def _may_be_touched(self, case: SubApplication) -> bool:
        if self._department and case.department.code != self._department:
            return False
        return self._mine(case)

    def _mine(self, case: SubApplication) -> bool:
        held = case.assignee is not None and case.assignee.id == self.clerk.id
        return held and case.archive is None

    def _cases(self) -> list[SubApplication]:
        return self._bodies("sub_application", SubApplication)

    def _bodies(self, kind: str, type_: type[T]) -> list[T]:
        """Those that can be read: that the others cannot is the feed's point."""
        if kind not in self._read:
            found = []
            for held in self._feed.held.get(kind, {}).values():
                with contextlib.suppress(msgspec.MsgspecError):
                    found.append(decode(held.body, type_))
            self._read[kind] = found
        return self._read[kind]


def moment_of(case: SubApplication) -> datetime:
    """A moment ago, and not before the case came; in whole seconds, as many a centre keeps them."""
    at = datetime.now(SHANGHAI).replace(microsecond=0) - A_MOMENT_AGO
    return max(at, case.clock.received_at or at)
