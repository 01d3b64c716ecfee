"""What the contract says of the bodies in the feed, and of what belongs together."""

from __future__ import annotations

import msgspec

from app.cases.model import OneThing, SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import BODIES
from app.support.conformance.pages import walked
from app.support.conformance.probe import Check, Differs, NotTried, Probe, expect
from app.support.conformance.reading import NO_CASES, Feed

ID = {"item": "code", "scene": "code", "calendar": "year"}  # where it is not ``id``


class BodyPoints:
    """Nothing is written."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        return [
            Check("bodies", "Bodies", self._bodies),
            Check("bodies: what belongs together", "The change feed", self._together),
            Check("changes: one's own", "The change feed", self._own),
        ]

    def _bodies(self) -> str:
        """Of known kinds, under the id and revision that the feed named."""
        count = 0
        for change in walked(self._probe, 1000):
            if change.kind not in BODIES or bytes(change.body) == b"null":
                continue
            try:
                decode(change.body, BODIES[change.kind])
            except msgspec.MsgspecError as error:
                whole = say("{kind} 的正文完整", "a whole body of {kind}", kind=change.kind)
                raise Differs(whole, f"{change.kind} {change.id}: {error}") from error
            body = msgspec.json.decode(change.body)
            name = ID.get(change.kind, "id")
            said = {"id": str(body.get(name)), "revision": body.get("revision", change.revision)}
            expect(
                said == {"id": change.id, "revision": change.revision},
                say(
                    "正文的 {name} 和 revision 与变更的相同",
                    "the body's {name} and revision are the change's",
                    name=name,
                ),
                f"{change.kind} {change.id} {change.revision}: {said}",
            )
            count += 1
        if not count:
            raise NotTried(NO_CASES)
        return f"{count}"

    def _together(self) -> str:
        """With a case come its item and its one-thing, in which it is the reader's."""
        self._feed.read()
        items = self._feed.held.get("item", {})
        things = self._feed.held.get("one_thing", {})
        cases = self._own_cases()
        for case in cases:
            expect(
                case.item.code in items,
                say("办件所引用的事项也在变更流中", "the item that a case names is in the feed"),
                f"{case.id}: item {case.item.code}",
            )
            thing = things.get(case.one_thing.id)
            _expect_mine(case, thing.body if thing else b"", self._probe.clerk_id)
        expect_no_other_things(self._feed)
        return f"{len(cases)}"

    def _own(self) -> str:
        """Every case is assigned to its reader; two clerks hold none in common."""
        self._feed.read()
        clerk = self._probe.clerk_id
        other = Feed(self._probe.second)
        other.read()
        own = say("变更流只有本人名下的办件", "the feed has the clerk's own cases and no other")
        for case in self._own_cases():
            expect(
                case.proposal is not None
                or (case.assignee is not None and case.assignee.id == clerk),
                own,
                f"{case.id}: assignee {case.assignee}",
            )
        ours, theirs = (set(each.held.get("sub_application", {})) for each in (self._feed, other))
        expect(not ours & theirs, own, f"both clerks: {sorted(ours & theirs)[:3]}")
        return f"{len(ours)}，{len(theirs)}"

    def _own_cases(self) -> list[SubApplication]:
        """The clerk's as they were read. Raises NotTried where there is none."""
        cases = self._feed.cases()
        if not cases:
            raise NotTried(NO_CASES)
        return cases


def _expect_mine(case: SubApplication, thing: bytes, clerk: str) -> None:
    expected = say(
        "办件的“一件事”也在变更流中，其中该办件标为 mine",
        "the one-thing of a case is in the feed, and the case is mine in it",
    )
    expect(bool(thing), expected, f"{case.id}: no one-thing {case.one_thing.id}")
    siblings = decode(thing, OneThing).sub_applications
    mine = case.assignee is not None and case.assignee.id == clerk
    expect(
        any(sibling.id == case.id and sibling.mine == mine for sibling in siblings),
        expected,
        f"{case.id} in {case.one_thing.id}: not mine",
    )


def expect_no_other_things(feed: Feed) -> None:
    """It goes with the last of its cases."""
    left = set(feed.held.get("one_thing", {})) - {case.one_thing.id for case in feed.cases()}
    expect(
        not left,
        say(
            "“一件事”随名下最后一件办件移出变更流",
            "a one-thing goes from the feed with the last of its cases that the clerk held",
        ),
        sorted(left)[:3],
    )
