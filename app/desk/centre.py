"""The centre as the clerk meets it: kept in step with, asked for cases and figures."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import wait
from datetime import datetime
from typing import TYPE_CHECKING

from app.cases.failure import Failure
from app.machine.journal import Journal
from app.store import claims, outbox, unreadable
from app.store.database import Store, Work
from app.store.unreadable import Unreadable

if TYPE_CHECKING:
    from app.central.client import CentralClient
    from app.central.wire import About
    from app.sync.cycle import CycleDone
    from app.sync.loop import Status, SyncLoop

MOST_DETAIL = 200  # characters in the journal
SEND_OFF_SECONDS = 1.0


class Centre:
    """``on_status`` is called from the loop's threads."""

    def __init__(
        self,
        store: Store,
        client: CentralClient,
        now: Callable[[], datetime],
        journal: Journal,
        on_status: Callable[[Status], None],
    ) -> None:
        self._store, self._client, self._now = store, client, now
        self._journal, self._on_status = journal, on_status
        self.status: Status | None = None  # what was last heard of it
        self.synced_at: datetime | None = None  # since the desk was opened
        self._changing = threading.Lock()  # while the loop comes or goes
        self._loop: SyncLoop | None = None
        self._ended = False
        self._heard = threading.Event()  # something of the loop
        self._differing: tuple[str, ...] = ()  # as noted last
        self._streams = True

    def keep_in_step(
        self, device_id: str, most_bytes: int, unexpected: Callable[[BaseException], None]
    ) -> None:
        """Starts the loop, unless the clerk has gone meanwhile."""
        from app.sync.loop import SyncLoop

        with self._changing:
            if self._ended:
                return
            self._loop = SyncLoop(
                self._store, self._client, device_id, self._now, self._hear, unexpected, most_bytes
            )
            self._loop.start()

    @property
    def online(self) -> bool:
        """Whether the last cycle came through."""
        return self._loop is not None and self._loop.online

    @property
    def offline(self) -> bool:
        """Whether the last that was heard of it is that nothing can be sent or fetched."""
        return self.status is not None and self.status.offline

    def request_sync(self, in_seconds: float = 0.0) -> None:
        """Something is to be sent: now, or once so many seconds have passed."""
        if self._loop is not None:
            self._loop.request_sync(in_seconds)

    def sync_now(self) -> None:
        """The clerk wants it now, also what could still be taken back. Never blocks."""
        self._write_and_go(lambda db: [*outbox.end_delays(db), *outbox.try_again_now(db)])

    def try_again(self) -> None:
        """Goes now; what the centre failed on before is tried again, too. Never blocks."""
        self._write_and_go(outbox.try_again_now)

    def send_off(self) -> None:
        """Sends at once what can be sent, also what could still be taken back; returns when that is
        done, after a second at most, and at once where the centre is not reached."""
        until = time.monotonic() + SEND_OFF_SECONDS
        with contextlib.suppress(Failure):
            if self.online:
                wait([self._store.write(outbox.end_delays)], SEND_OFF_SECONDS)
                self.request_sync()
            while self.online and outbox.sendable(self._store.reader(), self._now(), 1):
                if not self._heard.wait(until - time.monotonic()):
                    return
                self._heard.clear()

    def about(self) -> About:
        """What the centre says of itself. Blocks; raises what the wire raises."""
        return self._client.about()

    def claim(self, count: int, item_codes: tuple[str, ...]) -> int:
        """领件: asks the centre for cases out of the pool; returns how many it gave.

        ``count``: 1 to 20; no ``item_codes`` means of any item. Blocks; raises as the wire does.
        """
        from app.central.errors import CentreRefused
        from app.central.wire import Claim

        claim = claims.open_claim(self._store.reader(), count, item_codes, self._now())
        self._store.write(lambda db: claims.keep(db, claim)).result()
        try:
            given = self._client.claim(Claim(id=claim.id, count=count, item_codes=item_codes))
        except CentreRefused:
            self._store.write(claims.settle).result()
            raise
        self._store.write(claims.settle).result()
        self.try_again()
        return len(given)

    def unreadable(self) -> list[Unreadable]:
        """What the centre said and this desk could not read, the latest first."""
        return unreadable.records(self._store.reader())

    def hang_up(self) -> None:
        """Ends whatever waits for the centre: it raises Cancelled. Never blocks."""
        if self._loop is not None:
            self._loop.ask_to_stop()
        self._client.scope.cancel()
        self._heard.set()

    def stop_syncing(self) -> None:
        """Returns once nothing is under way any more."""
        if self._loop is not None:
            self._loop.stop()

    def close(self) -> None:
        with self._changing:
            self._ended = True
        self.hang_up()
        self.stop_syncing()
        self._client.close()

    def _write_and_go(self, work: Work) -> None:
        self._store.write(work).add_done_callback(lambda _done: self.request_sync())

    def _hear(self, status: Status) -> None:
        self.status = status
        if status.state == "online":
            self.synced_at = status.at
        self._heard.set()
        if status.failure is not None:
            self._note("offline", status, code=status.failure.code, detail=status.failure.detail)
        if (done := status.done) is not None:
            for odd in done.unreadable:
                self._note("body_unreadable", status, kind=odd.kind, parts=",".join(odd.parts))
            if done.telling_less:
                self._note("notices_shortened", status, cases=str(done.telling_less))
            self._note_turns(status, done)
        self._on_status(status)

    def _note_turns(self, status: Status, done: CycleDone) -> None:
        """What lasts is noted when it begins and when it is over."""
        if done.differing != self._differing:
            self._differing = done.differing
            what = "digest_differs" if done.differing else "digest_agrees"
            self._note(what, status, kinds=",".join(done.differing))
        if status.streams != self._streams:
            self._streams = status.streams
            self._note("stream_back" if status.streams else "stream_missed", status)

    def _note(self, what: str, status: Status, **said: str) -> None:
        short = {name: text[:MOST_DETAIL] for name, text in said.items()}
        self._journal.note(what, status.at, **short)
