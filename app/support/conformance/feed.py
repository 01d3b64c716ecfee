"""What the contract says of the feed of changes: its pages, their cursors, and odd requests."""

from __future__ import annotations

from datetime import timedelta

from app.cases.model import SHANGHAI
from app.cases.sentence import say
from app.central.wire import BODIES, PAGE_LIMIT, About, Change
from app.support.conformance.pages import difference, page_of, walked
from app.support.conformance.probe import Check, Probe, expect, problem

SECTION = "The change feed"
SMALL_PAGE = 50
OPS = {"put", "drop"}
SAME_TIME = timedelta(minutes=5)


class FeedPoints:
    """Nothing is written."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe

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
        ]

    def _page(self) -> str:
        """From the start; further kinds are no fault, but nothing known at all is."""
        named = walked(self._probe, 1000)
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
            page = page_of(self._probe, limit=limit)
            expect(
                len(page.changes) <= limit,
                say("一页不超过 limit={n} 条", "a page has no more than limit={n}", n=limit),
                len(page.changes),
            )
        whole = page_of(self._probe)
        expect(
            len(whole.changes) <= PAGE_LIMIT,
            say("不给 limit 时不超过 {n} 条", "without a limit no more than {n}", n=PAGE_LIMIT),
            len(whole.changes),
        )
        return f"{len(whole.changes)}"

    def _pages(self) -> str:
        """Small pages bring what large ones do."""
        small, large = _state(walked(self._probe, SMALL_PAGE)), _state(walked(self._probe, 1000))
        expect(
            small == large,
            say("小页读完与大页读完结果相同", "small pages bring the same as large ones"),
            difference(small, large),
        )
        return f"{len(large)}"

    def _epoch(self) -> str:
        """One, in every page and in ``/v1/about``; a centre of version 1.0 has none."""
        about: About = self._probe.got("/v1/about", About)
        epochs = {page_of(self._probe, limit=limit).epoch for limit in (1, SMALL_PAGE)}
        expect(
            epochs == {about.epoch},
            say("每页的 epoch 与 about 的相同", "every page names the epoch that about does"),
            f"about {about.epoch!r}, pages {epochs}",
        )
        return about.epoch or "1.0：无 none"

    def _server_time(self) -> str:
        about: About = self._probe.got("/v1/about", About)
        page = page_of(self._probe, limit=1)
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


def _state(changes: list[Change]) -> dict[tuple[str, str], int]:
    """What a reader of these holds in the end."""
    held: dict[tuple[str, str], int] = {}
    for change in changes:
        if change.op == "put":
            held[change.kind, change.id] = change.revision
        else:
            held.pop((change.kind, change.id), None)
    return held
