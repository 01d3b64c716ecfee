"""What the contract says of the feed of changes, its stream and its digest."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

import msgspec

from app.cases.typed import decode
from app.central.wire import BODIES, About, ChangesPage, KindDigest
from app.support.conformance.probe import Differs, Probe, expect

STREAM_SECONDS = 20.0


class FeedPoints:
    """``held``: by kind and id the revision and the body of what the feed named."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self.held: dict[str, dict[str, tuple[int, bytes]]] = {}
        self._epochs: set[str] = set()  # what the pages named

    def checks(self) -> list[Check]:
        return [
            Check("GET /v1/changes", "The change feed", self.read),
            Check("epoch", "The change feed", self._epoch),
            Check("410 cursor_expired", "The change feed", self._old_cursor),
            Check("cursor unreadable", "The change feed", self._unreadable_cursors),
            Check("400 malformed", "The change feed", self._malformed),
            Check("changes/digest", "The change feed", self._digest),
            Check("changes/stream", "The change feed", self._stream),
            Check("bodies", "The change feed", self._bodies),
        ]

    def read(self) -> str:
        """Read from the start, in small pages first; revisions of one id never fall."""
        held: dict[str, dict[str, tuple[int, bytes]]] = {}
        cursor, more, limit = "", True, 2
        while more:
            query: dict[str, str | int] = {"limit": limit}
            page: ChangesPage = self._probe.got(
                "/v1/changes", ChangesPage, **query | ({"cursor": cursor} if cursor else {})
            )
            expect(len(page.changes) <= limit, AS_SAID, f"{len(page.changes)} changes, limit {limit}")
            expect(not page.more or page.cursor != cursor, AS_SAID, "the cursor does not move")
            for change in page.changes:
                known = held.setdefault(change.kind, {})
                before = known.get(change.id, (0, b""))[0]
                expect(change.revision >= before, AS_SAID, f"{change.id}: revision fell")
                if change.op == "put":
                    known[change.id] = (change.revision, bytes(change.body))
                else:
                    known.pop(change.id, None)
            cursor, more, limit = page.cursor, page.more, 1000
            self._epochs.add(page.epoch)
        self.held = held
        return "，".join(f"{kind} {len(known)}" for kind, known in sorted(held.items()))

    def _epoch(self) -> str:
        """One, in every page and in ``/v1/about``; a centre of version 1.0 has none."""
        about: About = self._probe.got("/v1/about", About)
        expect(self._epochs == {about.epoch}, AS_SAID, f"about {about.epoch!r}, pages {self._epochs}")
        return about.epoch or "1.0：无 none"

    def _old_cursor(self) -> str:
        asked = self._probe.ask("GET", "/v1/changes", params={"cursor": "long-ago.5"})
        return problem(410, "cursor_expired", asked)

    def _unreadable_cursors(self) -> str:
        """Never given by any feed: read again from the start (410), or no cursor at all (400)."""
        for cursor in (".²", "x" * 2000, "9" * 5000, "." + "9" * 25, "\x00", "' or 1=1 --"):
            answer, _ = self._probe.ask("GET", "/v1/changes", params={"cursor": cursor})
            expect(answer.status_code in (400, 410), AS_SAID, f"{cursor[:12]!r}: {answer.status_code}")
        return "400, 410"

    def _malformed(self) -> str:
        """What no desk would send is the sender's fault, never the centre's."""
        digits, no_utf_8 = "9" * 5000, b"grant_type=password&username=\xff&password=\xff"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        lenient = {
            "limit": self._probe.ask("GET", "/v1/changes", params={"limit": digits}),
            "Desk-Version": self._probe.ask("GET", "/v1/about", headers={"Desk-Version": digits}),
            "token/revoke": self._probe.ask(
                "POST", "/v1/token/revoke", signed=False, headers=form, data=no_utf_8
            ),
        }
        for name, (answer, _) in lenient.items():
            expect(answer.status_code < 500, AS_SAID, f"{name}: {answer.status_code}")
        unreadable = {
            "token": self._probe.ask(
                "POST", "/v1/token", signed=False, headers=form, data=no_utf_8
            ),
            "actions": self._probe.ask("POST", "/v1/actions", data=b'{"actions": [{"id": "\xff'),
        }
        for name, asked in unreadable.items():
            expect(400 <= asked[0].status_code < 500, AS_SAID, f"{name}: {asked[0].status_code}")
            problem(asked[0].status_code, "", asked)
        return "、".join(f"{name} {asked[0].status_code}" for name, asked in unreadable.items())

    def _digest(self) -> str:
        self.read()
        said = self._probe.got("/v1/changes/digest", dict[str, KindDigest])
        for kind, known in self.held.items():
            lines = "".join(f"{id_}:{known[id_][0]}\n" for id_ in sorted(known))
            ours = hashlib.sha256(lines.encode()).hexdigest()
            theirs = said.get(kind, KindDigest(count=0, digest=""))
            if known or kind in said:
                expect(theirs.count == len(known), AS_SAID, f"{kind}: {theirs.count}, not {len(known)}")
                expect(theirs.digest == ours, AS_SAID, f"{kind}: digest differs")
        return f"{len(said)} kinds"

    def _stream(self) -> str:
        said = {"Authorization": f"Bearer {self._probe.token}", "Accept": "text/event-stream"}
        begun = time.monotonic()
        with self._probe.session.get(
            self._probe.url + "/v1/changes/stream",
            headers=said,
            stream=True,
            timeout=STREAM_SECONDS,
        ) as answer:
            expect(answer.status_code == 200, AS_SAID, f"{answer.status_code}")
            kind = answer.headers.get("Content-Type", "")
            expect(kind.startswith("text/event-stream"), AS_SAID, f"Content-Type {kind!r}")
            first = answer.raw.read1(4096)
        expect(first.startswith((b":", b"event:")), AS_SAID, f"begins with {first[:20]!r}")
        return f"{time.monotonic() - begun:.0f} s"

    def _bodies(self) -> str:
        for kind, known in self.held.items():
            for id_, (_, raw) in known.items():
                try:
                    decode(raw, BODIES[kind])
                except msgspec.MsgspecError as error:
                    raise Differs(AS_SAID, f"{kind} {id_}: {error}") from error
        return f"{sum(map(len, self.held.values()))}"
