"""What the contract says of reading on: what has changed since comes, in the order of commits."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from app.cases.model import SubApplication
from app.cases.sentence import say
from app.support.conformance.acting import act, action
from app.support.conformance.bodies import expect_no_other_things
from app.support.conformance.probe import Check, NotTried, Probe, expect
from app.support.conformance.reading import NO_CHANGE, Feed

TURNS = 8  # of two writers
TWO_CASES = say(
    "测试人员名下没有两件待受理或审查中的办件",
    "the test clerk has no two cases received or in review",
)
ON = say(
    "从上一个游标接着读，能读到刚发生的变更",
    "reading on from the last cursor brings a change that was just made",
)
IN_ORDER = say(
    "两处同时写入时，已答复的变更接着读都能读到（变更次序即提交次序）",
    "while two write at once, each change that was answered is read by reading on (the feed's "
    "order is commit order)",
)
LATER_WINS = say(
    "同一办件移出又移回之后，最后一条变更是 put，版本号不降",
    "of a case that went and came back the last change is a put, and its revision does not fall",
)


class ReadingOnPoints:
    """Reviews that say nothing are written; with a second clerk, a case goes to them and back."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        section = "The change feed"
        return [
            Check("changes: reading on", section, self._reading_on),
            Check("changes: drop, then put", section, self._there_and_back),
            Check("changes: two writers", section, self._two_writers),
        ]

    def _reading_on(self) -> str:
        changed = self._feed.change_a_case()  # has read up to just before it
        before = self._feed.held["sub_application"][changed].revision
        came = [change for change in self._feed.read_on() if change.id == changed]
        expect(bool(came), ON, f"no change of {changed}")
        last = came[-1]
        expect(
            last.op == "put" and last.revision > before,
            say("变更是 put，版本号升高", "it is a put of a higher revision"),
            f"{last.op} {last.revision}, before {before}",
        )
        expect(
            not self._feed.read_on(),
            say("没有新变更时，下一页为空", "where nothing changed the next page is empty"),
            "changes that had come before",
        )
        return f"{changed} {before} → {last.revision}"

    def _there_and_back(self) -> str:
        """A case goes to the second clerk and comes back; a desk may read on only then."""
        second = self._probe.second
        behind = Feed(self._probe)
        behind.read()
        case = self._lone_case()
        _transfer(self._probe, case, second.clerk_id)
        self._feed.read_on()
        expect_no_other_things(self._feed)
        theirs = Feed(second)
        theirs.read()
        lent = next((each for each in theirs.cases() if each.id == case.id), None)
        if lent is None:
            raise NotTried(NO_CHANGE)
        _transfer(second, lent, self._probe.clerk_id)
        came = [change for change in behind.read_on() if change.id == case.id]
        came = [change for change in came if change.kind == "sub_application"]
        said = f"{[(change.op, change.revision) for change in came]}, before {case.revision}"
        expect(bool(came) and came[-1].op == "put", LATER_WINS, said)
        revisions = [case.revision, *(change.revision for change in came)]
        expect(revisions == sorted(revisions), LATER_WINS, said)
        return said

    def _two_writers(self) -> str:
        """At each turn two cases change at once, while the feed is read on; then both are in it."""
        self._feed.read()
        cases = self._feed.open_cases()[:2]
        if len(cases) < 2:
            raise NotTried(TWO_CASES)
        writers = [_Writer(self._probe.beside(), case) for case in cases]
        with ThreadPoolExecutor(len(writers)) as pool:
            for _ in range(TURNS):
                writing = [pool.submit(writer.write) for writer in writers]
                while not all(each.done() for each in writing):
                    self._feed.read_on()
                self._feed.read_on()
                for each in writing:
                    self._expect_read(*each.result())
        return f"{TURNS * len(writers)}"

    def _expect_read(self, id_: str, revision: int) -> None:
        held = self._feed.held.get("sub_application", {}).get(id_)
        expect(
            held is not None and held.revision >= revision,
            IN_ORDER,
            f"{id_} was answered with revision {revision}, read {held and held.revision}",
        )

    def _lone_case(self) -> SubApplication:
        """An open one, of a one-thing of which the clerk holds no other where there is such."""
        self._feed.open_case()
        parts = Counter(case.one_thing.id for case in self._feed.cases())
        return min(self._feed.open_cases(), key=lambda case: parts[case.one_thing.id])


class _Writer:
    """One desk that reviews one case."""

    def __init__(self, desk: Probe, case: SubApplication) -> None:
        self._desk, self._case, self._revision = desk, case, case.revision

    def write(self) -> tuple[str, int]:
        """The case's id and the revision it has then. Raises NotTried."""
        review = action(self._case, "review", base_revision=self._revision)
        (result,) = act(self._desk, review)
        if result.get("outcome") != "applied":
            raise NotTried(NO_CHANGE)
        self._revision = result["revision"]
        return self._case.id, self._revision


def _transfer(probe: Probe, case: SubApplication, to_clerk: str) -> None:
    payload = {"to_clerk": to_clerk, "reason": "接口检查 contract test"}
    (result,) = act(probe, action(case, "transfer", base_revision=case.revision, payload=payload))
    if result.get("outcome") != "applied":
        raise NotTried(NO_CHANGE)
