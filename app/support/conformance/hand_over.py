"""What the contract says of a case that goes from one clerk to another, with two test clerks."""

from __future__ import annotations

import uuid
from typing import Any

from msgspec.structs import replace

from app.cases.actions import Action, Transfer
from app.cases.model import SubApplication
from app.cases.sentence import say
from app.central.wire import About
from app.support.conformance.acting import act, action
from app.support.conformance.comparing import Difference
from app.support.conformance.holdings import Holdings, moment_of
from app.support.conformance.payloads import MARK
from app.support.conformance.probe import Check, Differs, NotTried, Probe, expect
from app.support.conformance.reading import Feed
from app.support.conformance.taking import Taken, carry_out, steps_to, told

NO_CASE = say("没有可以转办的办件", "the test clerk has no case that may be transferred")
NOT_MOVED = say("转办没有执行，见 transfer", "the transfer was not carried out, see transfer")
NOT_BACK = say("没有转回", "the case did not come back")
OLDER = say("1.0 版中心不说明", "a centre of version 1.0 does not say")


class HandOverPoints:
    """The case goes to the second clerk, and comes back."""

    def __init__(self, probe: Probe, holdings: Holdings, feed: Feed) -> None:
        self._probe, self._holdings, self._feed = probe, holdings, feed
        self._theirs: Holdings | None = None
        self._moved: Taken | None = None
        self._reasons: list[str] = []
        self._queued: dict[str, Any] = {}  # before the case went

    def checks(self) -> list[Check]:
        return [
            Check("transfer", "What an action makes", self._transfer),
            Check("transfer: drop", "The change feed", self._drop),
            Check("transfer: put", "The change feed", self._put),
            Check("gone: held_by", "Actions", self._held_by),
            Check("transfer: queued before", "Actions", self._queued_before),
        ]

    def _transfer(self) -> str:
        second = self._probe.second
        self._theirs = Holdings(second, Feed(second))
        to = self._theirs.clerk
        self._holdings.refresh()
        case = self._case()
        self._queued = action(case, "review", base_revision=case.revision)
        taken = carry_out(self._probe, self._holdings, case, _transfer(case, to.id))
        holder = taken.came.assignee.id if taken.came.assignee else None
        taken.require_same("assignee.id", to.id, holder)
        self._moved = taken
        self._reasons = [
            c.reason for c in self._feed.read_on() if (c.id, c.op) == (case.id, "drop")
        ]
        taken.require_body("assignee")
        return f"{case.no} → {to.known_as}"

    def _drop(self) -> str:
        """Who had it holds it no more: reassigned."""
        moved = self._has_moved()
        self._holdings.read_anew()
        path = f"changes[{moved.before.id}]"
        if self._holdings.fed_case(moved.before.id) is not None:
            raise moved.differs(Difference(path, "drop", "put"))
        for reason in self._reasons:
            moved.require_same(f"{path}.reason", "reassigned", reason)
        return "reassigned"

    def _put(self) -> str:
        """Who has it now holds what the outcome told, and its one-thing."""
        moved, theirs = self._has_moved(), self._their_holdings()
        theirs.read_anew()
        case = theirs.fed_case(moved.before.id)
        if case is None:
            raise moved.differs(Difference(f"changes[{moved.before.id}]", "put", "—"))
        moved.require_same(
            "changes[…].body", moved.came, replace(case, revision=moved.came.revision)
        )
        if theirs.thing_of(case) is None:
            raise moved.differs(Difference(f"changes[{case.one_thing.id}]", "put", "—"))
        return case.no

    def _held_by(self) -> str:
        """What was queued before is not carried out for whoever has it now."""
        self._has_moved()
        to = self._their_holdings().clerk
        (result,) = act(self._probe, self._queued)
        expect(result["outcome"] == "gone", say("gone", "gone"), told(result))
        if not self._probe.got("/v1/about", About).epoch:
            raise NotTried(OLDER)
        held = result.get("held_by") or {}
        expect(
            (held.get("name"), held.get("window", "")) == (to.name, to.window),
            say("gone 的 held_by 为 {who}", "held_by is {who}", who=to.known_as),
            f"{held}",
        )
        return to.known_as

    def _queued_before(self) -> str:
        """Nor once it has come back: what was answered gone stays so, what comes late conflicts."""
        moved, theirs = self._has_moved(), self._their_holdings()
        theirs.read_anew()
        case = theirs.case(moved.before.id)
        if case is None:
            raise NotTried(NOT_BACK)
        try:
            carry_out(self._probe.second, theirs, case, _transfer(case, self._holdings.clerk.id))
        except Differs as differs:
            raise NotTried(NOT_BACK) from differs
        (again,) = act(self._probe, self._queued)
        expect(again["outcome"] == "gone", say("仍为 gone", "gone, as at first"), told(again))
        (late,) = act(self._probe, self._queued | {"id": str(uuid.uuid4())})
        expect(
            late["outcome"] in ("conflict", "refused"),
            say("转办前排队的动作不再执行：conflict", "what was queued before: conflict"),
            told(late),
        )
        return "gone, conflict"

    def _case(self) -> SubApplication:
        for case in self._holdings.cases():
            if steps_to("transfer", case, self._holdings):
                return case
        raise NotTried(NO_CASE)

    def _has_moved(self) -> Taken:
        if self._moved is None:
            raise NotTried(NOT_MOVED)
        return self._moved

    def _their_holdings(self) -> Holdings:
        if self._theirs is None:
            raise NotTried(NOT_MOVED)
        return self._theirs


def _transfer(case: SubApplication, to_clerk: str) -> Action:
    said = Transfer(to_clerk=to_clerk, reason=MARK)
    id_, at = str(uuid.uuid4()), moment_of(case)
    return Action(id=id_, sub_application_id=case.id, at=at, payload=said)
