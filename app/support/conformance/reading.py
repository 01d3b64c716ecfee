"""The feed of one clerk, read as their desk would, and a small change to be seen in it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from app.cases.model import OPEN_STATES, PAUSED_STATES, SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import Change, ChangesPage
from app.support.conformance.acting import act, action
from app.support.conformance.probe import NotTried, Probe

UNREADABLE = say("读不懂办件变更流", "the feed of changes cannot be read")
NO_CASES = say("读不到测试人员名下的办件", "none of the test clerk's cases can be read")
NO_OPEN_CASE = say(
    "测试人员名下没有待受理或审查中的办件", "the test clerk has no case received or in review"
)
NO_CHANGE = say("审查意见没有写进办件", "a review was not carried out")
MOST_PAGES = 10_000


class Held(msgspec.Struct, frozen=True):
    """A record as the feed named it last."""

    revision: int
    body: bytes


class Feed:
    """What the feed named, by kind and id, and the cursor behind it.

    Reading it here judges nothing: what of it keeps the contract is said by its points. What cannot
    be read at all is NotTried. ``department`` is the code of the one whose cases may be changed; ""
    for any.
    """

    def __init__(self, probe: Probe, department: str = "") -> None:
        self._probe, self._department = probe, department
        self.held: dict[str, dict[str, Held]] = {}
        self.cursor = ""

    def read(self) -> None:
        """From the start."""
        self.held, self.cursor = {}, ""
        self.read_on()

    def read_on(self) -> list[Change]:
        """What came after the cursor."""
        changes = [change for page in self._pages() for change in page.changes]
        for change in changes:
            known = self.held.setdefault(change.kind, {})
            if change.op == "put":
                known[change.id] = Held(change.revision, bytes(change.body))
            else:
                known.pop(change.id, None)
        return changes

    def revisions(self) -> dict[str, dict[str, int]]:
        """By kind and id."""
        return {
            kind: {id_: held.revision for id_, held in known.items()}
            for kind, known in self.held.items()
        }

    def cases(self) -> list[SubApplication]:
        """The clerk's, and what a colleague asks them to sign, those that can be read."""
        cases = []
        for held in self.held.get("sub_application", {}).values():
            try:
                cases.append(decode(held.body, SubApplication))
            except msgspec.MsgspecError:
                continue
        return cases

    def open_case(self) -> SubApplication:
        """One that may be reviewed, as the centre holds it now. Raises NotTried."""
        self.read()
        cases = self.open_cases()
        if not cases:
            raise NotTried(NO_OPEN_CASE)
        return cases[0]

    def open_cases(self) -> list[SubApplication]:
        """Those that may be reviewed and changed, as they were read; none that is with the leads,
        which may be a colleague's."""
        states = OPEN_STATES - PAUSED_STATES
        cases = [c for c in self.cases() if c.state in states and c.proposal is None]
        return [c for c in cases if self._department in ("", c.department.code)]

    def change_a_case(self) -> str:
        """The id of a case that has just got a review that says nothing. Raises NotTried."""
        case = self.open_case()
        (result,) = act(self._probe, action(case, "review", base_revision=case.revision))
        if result.get("outcome") != "applied":
            raise NotTried(NO_CHANGE)
        return case.id

    def _pages(self) -> Iterator[ChangesPage]:
        for _ in range(MOST_PAGES):
            query = {"cursor": self.cursor} if self.cursor else {}
            _, raw = self._probe.ask("GET", "/v1/changes", params={"limit": 1000} | query)
            try:
                page = decode(raw, ChangesPage)
            except msgspec.MsgspecError as error:
                raise NotTried(UNREADABLE) from error
            yield page
            if not page.more or page.cursor == self.cursor:
                self.cursor = page.cursor
                return
            self.cursor = page.cursor
