"""What the contract says of the feed of changes: its pages, cursors, bodies and order."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec

from app.cases.model import SHANGHAI, OneThing, SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import BODIES, PAGE_LIMIT, About, Change, ChangesPage
from app.support.conformance.acting import act, action
from app.support.conformance.probe import (
    Check,
    Differs,
    NotTried,
    Probe,
    answered,
    expect,
    problem,
)
from app.support.conformance.reading import NO_CASES, NO_CHANGE, Feed

SECTION = "The change feed"
SMALL_PAGE = 50
WRITES = 8  # of each of two writers
OPS = {"put", "drop"}
SAME_TIME = timedelta(minutes=5)
TWO_CASES = say(
    "测试人员名下没有两件待受理或审查中的办件",
    "the test clerk has no two cases received or in review",
)
ON = say(
    "从上一个游标接着读，能读到刚发生的变更",
    "reading on from the last cursor brings a change that was just made",
)
NO_GAP = say(
    "两处同时写入时，一页页接着读到的与从头读到的一致（变更次序即提交次序）",
    "while two write at once, what is read page after page is what a reading from the start names "
    "(the feed's order is commit order)",
)
LATER_WINS = say(
    "同一办件移出又移回之后，最后一条变更是 put，版本号不降",
    "of a case that went and came back the last change is a put, and its revision does not fall",
)


class FeedPoints:
    """Reviews that say nothing are written; with a second clerk, a case goes to them and back."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        general = "HTTP"
        return [
            Check("GET /v1/changes", SECTION, self._page),
            Check("changes: limit", SECTION, self._limit),
            Check("changes: pages", SECTION, self._pages),
            Check("changes: epoch", SECTION, self._epoch),
            Check("changes: server_time", SECTION, self._server_time),
            Check("410 cursor_expired", general, self._old_cursor),
            Check("cursor unreadable", SECTION, self._unreadable_cursors),
            Check("400 malformed", general, self._malformed),
            Check("bodies", "Bodies", self._bodies),
            Check("bodies: what belongs together", "Bodies", self._together),
            Check("changes: one's own", SECTION, self._own),
            Check("changes: reading on", SECTION, self._reading_on),
            Check("changes: drop, then put", SECTION, self._there_and_back),
            Check("changes: two writers", SECTION, self._two_writers),
        ]

    def _page(self) -> str:
        """From the start; further kinds are no fault, but nothing known at all is."""
        named = self._walked(1000)
        revisions: dict[tuple[str, str], int] = {}
        for change in named:
            before = revisions.get((change.kind, change.id), change.revision)
            expect(
                change.revision >= before,
                say("同一编号的版本号不降", "the revision of an id never falls"),
                f"{change.kind} {change.id}: {before}, then {change.revision}",
            )
            revisions[change.kind, change.id] = change.revision
            expect(change.op in OPS, say("op 为 put 或 drop", "op is put or drop"), change.op)
            expect(
                change.op == "drop" or bytes(change.body) != b"null",
                say("put 带完整的 body", "a put carries its body"),
                f"{change.kind} {change.id}: no body",
            )
        known = [change for change in named if change.kind in BODIES]
        kinds = sorted({change.kind for change in named})
        expect(
            "sub_application" in kinds,
            say("有测试人员名下的办件", "the test clerk's cases are in it"),
            f"{len(named)} changes, {len(known)} of known kinds: {kinds}",
        )
        return f"{len(named)}：{'、'.join(kinds)}"

    def _limit(self) -> str:
        for limit in (1, SMALL_PAGE):
            page = self._asked(limit=limit)
            expect(
                len(page.changes) <= limit,
                say("一页不超过 limit={n} 条", "a page has no more than limit={n}", n=limit),
                len(page.changes),
            )
        whole = self._asked()
        expect(
            len(whole.changes) <= PAGE_LIMIT,
            say("不给 limit 时不超过 {n} 条", "without a limit no more than {n}", n=PAGE_LIMIT),
            len(whole.changes),
        )
        return f"{len(whole.changes)}"

    def _pages(self) -> str:
        """Small pages bring what large ones do."""
        small, large = _state(self._walked(SMALL_PAGE)), _state(self._walked(1000))
        expect(
            small == large,
            say("小页读完与大页读完结果相同", "small pages bring the same as large ones"),
            _difference(small, large),
        )
        return f"{len(large)}"

    def _epoch(self) -> str:
        """One, in every page and in ``/v1/about``; a centre of version 1.0 has none."""
        about: About = self._probe.got("/v1/about", About)
        epochs = {self._asked(limit=limit).epoch for limit in (1, SMALL_PAGE)}
        expect(
            epochs == {about.epoch},
            say("每页的 epoch 与 about 的相同", "every page names the epoch that about does"),
            f"about {about.epoch!r}, pages {epochs}",
        )
        return about.epoch or "1.0：无 none"

    def _server_time(self) -> str:
        about: About = self._probe.got("/v1/about", About)
        page = self._asked(limit=1)
        now = say(
            "每页的 server_time 是中心此刻的时间，带时区",
            "every page's server_time is the centre's time now, with its offset",
        )
        expect(page.server_time.tzinfo is not None, now, page.server_time.isoformat())
        then = about.server_time
        apart = page.server_time - (then if then.tzinfo else then.replace(tzinfo=SHANGHAI))
        expect(
            abs(apart) < SAME_TIME,
            now,
            f"{page.server_time.isoformat()}, about {about.server_time.isoformat()}",
        )
        return page.server_time.isoformat()

    def _old_cursor(self) -> str:
        asked = self._probe.ask("GET", "/v1/changes", params={"cursor": "long-ago.5"})
        return problem(410, "cursor_expired", asked)

    def _unreadable_cursors(self) -> str:
        """Never given by any feed: read again from the start (410), or no cursor at all (400)."""
        for cursor in (".²", "x" * 2000, "9" * 5000, "." + "9" * 25, "\x00", "' or 1=1 --"):
            answer, _ = self._probe.ask("GET", "/v1/changes", params={"cursor": cursor})
            expect(
                answer.status_code in (400, 410),
                say("从未给出过的游标为 410 或 400", "a cursor never given is 410 or 400"),
                f"{cursor[:12]!r}: {answer.status_code}",
            )
        return "400, 410"

    def _malformed(self) -> str:
        """What no desk would send is the sender's fault, never the centre's."""
        digits, no_utf_8 = "9" * 5000, b"grant_type=password&username=\xff&password=\xff"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        ask = self._probe.ask
        lenient = {
            "limit": ask("GET", "/v1/changes", params={"limit": digits}),
            "from": ask("GET", "/v1/statistics", params={"from": "yesterday"}),
            "Desk-Version": ask("GET", "/v1/about", headers={"Desk-Version": digits}),
            "token/revoke": ask(
                "POST", "/v1/token/revoke", signed=False, headers=form, data=no_utf_8
            ),
        }
        unreadable = {
            "token": ask("POST", "/v1/token", signed=False, headers=form, data=no_utf_8),
            "actions": ask("POST", "/v1/actions", data=b'{"actions": [{"id": "\xff'),
        }
        theirs = say("读不懂的请求为 4xx，不是 5xx", "what cannot be read is 4xx, never 5xx")
        for name, (answer, _) in (lenient | unreadable).items():
            expect(answer.status_code < 500, theirs, f"{name}: {answer.status_code}")
        for name, asked in unreadable.items():
            expect(asked[0].status_code >= 400, theirs, f"{name}: {asked[0].status_code}")
            problem(asked[0].status_code, "", asked)
        return "、".join(f"{name} {asked[0].status_code}" for name, asked in unreadable.items())

    def _bodies(self) -> str:
        """Of known kinds, under the id and revision that the feed named."""
        count = 0
        for change in self._walked(1000):
            if change.kind not in BODIES or bytes(change.body) == b"null":
                continue
            try:
                decode(change.body, BODIES[change.kind])
            except msgspec.MsgspecError as error:
                whole = say("{kind} 的正文完整", "a whole body of {kind}", kind=change.kind)
                raise Differs(whole, f"{change.kind} {change.id}: {error}") from error
            body = msgspec.json.decode(change.body)
            for name, named in (("id", change.id), ("revision", change.revision)):
                expect(
                    body.get(name, named) == named,
                    say(
                        "正文的 {name} 与变更的相同", "the body's {name} is the change's", name=name
                    ),
                    f"{change.kind} {change.id} {change.revision}: {name} {body.get(name)!r}",
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
            _expect_mine(case, thing.body if thing else b"")
        _expect_no_other_things(self._feed)
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
                case.assignee is not None and case.assignee.id == clerk,
                own,
                f"{case.id}: assignee {case.assignee}",
            )
        ours, theirs = (set(each.held.get("sub_application", {})) for each in (self._feed, other))
        expect(not ours & theirs, own, f"both clerks: {sorted(ours & theirs)[:3]}")
        return f"{len(ours)}，{len(theirs)}"

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
        _expect_no_other_things(self._feed)
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
        self._feed.read()
        cases = self._feed.open_cases()[:2]
        if len(cases) < 2:
            raise NotTried(TWO_CASES)
        writers = [threading.Thread(target=self._write, args=(case,)) for case in cases]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            self._feed.read_on()
        self._feed.read_on()
        again = Feed(self._probe)
        again.read()
        ours, theirs = _by_record(self._feed), _by_record(again)
        expect(ours == theirs, NO_GAP, _difference(ours, theirs))
        if any(ours["sub_application", case.id] <= case.revision for case in cases):
            raise NotTried(NO_CHANGE)
        return f"{2 * WRITES}"

    def _lone_case(self) -> SubApplication:
        """An open one, of a one-thing of which the clerk holds no other where there is such."""
        self._feed.open_case()
        parts = Counter(case.one_thing.id for case in self._feed.cases())
        return min(self._feed.open_cases(), key=lambda case: parts[case.one_thing.id])

    def _own_cases(self) -> list[SubApplication]:
        """The clerk's as they were read. Raises NotTried where there is none."""
        cases = self._feed.cases()
        if not cases:
            raise NotTried(NO_CASES)
        return cases

    def _write(self, case: SubApplication) -> None:
        """One review after another; stops where one is not carried out."""
        desk, revision = self._probe.beside(), case.revision
        for _ in range(WRITES):
            try:
                (result,) = act(desk, action(case, "review", base_revision=revision))
                revision = result["revision"]
            except Exception:
                return

    def _walked(self, limit: int) -> list[Change]:
        """All changes from the start, in pages that move on."""
        named: list[Change] = []
        cursor, more = "", True
        while more:
            page = self._asked(limit=limit, **({"cursor": cursor} if cursor else {}))
            expect(
                not page.more or page.cursor != cursor,
                say("还有下一页时游标前移", "while there is more the cursor moves on"),
                f"{cursor!r} again",
            )
            named += page.changes
            cursor, more = page.cursor, page.more
        return named

    def _asked(self, **query: Any) -> ChangesPage:
        asked = self._probe.ask("GET", "/v1/changes", params=query)
        page: ChangesPage = decode(answered(200, asked), ChangesPage)
        return page


def _transfer(probe: Probe, case: SubApplication, to_clerk: str) -> None:
    payload = {"to_clerk": to_clerk, "reason": "接口检查 contract test"}
    (result,) = act(probe, action(case, "transfer", base_revision=case.revision, payload=payload))
    if result.get("outcome") != "applied":
        raise NotTried(NO_CHANGE)


def _expect_mine(case: SubApplication, thing: bytes) -> None:
    expected = say(
        "办件的“一件事”也在变更流中，其中该办件标为 mine",
        "the one-thing of a case is in the feed, and the case is mine in it",
    )
    expect(bool(thing), expected, f"{case.id}: no one-thing {case.one_thing.id}")
    siblings = decode(thing, OneThing).sub_applications
    expect(
        any(sibling.id == case.id and sibling.mine for sibling in siblings),
        expected,
        f"{case.id} in {case.one_thing.id}: not mine",
    )


def _expect_no_other_things(feed: Feed) -> None:
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


def _by_record(feed: Feed) -> dict[tuple[str, str], int]:
    """The revisions it holds, by kind and id."""
    held = feed.revisions()
    return {(kind, id_): ids[id_] for kind, ids in held.items() for id_ in ids}


def _state(changes: list[Change]) -> dict[tuple[str, str], int]:
    """What a reader of these holds in the end."""
    held: dict[tuple[str, str], int] = {}
    for change in changes:
        if change.op == "put":
            held[change.kind, change.id] = change.revision
        else:
            held.pop((change.kind, change.id), None)
    return held


def _difference(ours: dict[Any, int], theirs: dict[Any, int]) -> str:
    """The first records in which two readings differ."""
    keys = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    return ", ".join(f"{key}: {ours.get(key)} / {theirs.get(key)}" for key in keys[:3])
