"""The background loop that owns the network."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from app.cases.failure import Failure
from app.central import errors
from app.central.client import CentralClient
from app.machine.network import has_way_out
from app.store import outbox
from app.store.database import Store
from app.sync.cycle import CycleDone, sync_cycle
from app.sync.fetch import fetch
from app.sync.pacing import Absence, Pacing, Pause, Requests, StreamPacing
from app.sync.pull import Progress
from app.sync.push import push
from app.sync.verify import Verification

NOTICE_SECONDS = 4.0  # within which a network, a wake-up or a clock set anew is noticed
CLOCK_JUMP_SECONDS = 20.0
STREAM_MISSED_SECONDS = 300.0  # without a word of the stream, after which it is said
LEAVING_SECONDS = 1.0


class Status(msgspec.Struct, frozen=True):
    """What the status bar says: ``syncing``, ``online``, ``offline`` or ``signed_out``; or
    ``revoked``, after which nothing more is said and the cache is to be erased.

    ``until`` is when the centre asked to be spoken to again, where it did. ``streams`` is false
    once the change stream has been missing for minutes: what is new comes with the next poll.
    """

    state: str
    at: datetime
    until: datetime | None = None
    progress: Progress | None = None
    failure: Failure | None = None
    done: CycleDone | None = None
    streams: bool = True

    @property
    def offline(self) -> bool:
        """Whether nothing can be sent or fetched now, for whatever reason."""
        return self.state not in ("online", "syncing")


class SyncLoop:
    """Keeps the cache and the centre in step until stopped.

    It goes when the stream says something changed, when a decision is to be
    sent, and every minute or so besides; after a failure it waits longer each time, up to
    five minutes, but tries as soon as the clerk has something to send, the machine has a network
    again, wakes up or has its clock set, and soon after the centre can be reached again
    (``Absence``). It waits by the monotonic clock; where the centre named a time
    (``Retry-After``), nothing makes it go before.
    """

    def __init__(
        self,
        store: Store,
        central: CentralClient,
        device_id: str,
        clock: Callable[[], datetime],
        tell: Callable[[Status], None],
        unexpected: Callable[[BaseException], None],
        most_bytes: int,
    ) -> None:
        self._store, self._central, self._device_id = store, central, device_id
        self._clock, self._tell, self._report = clock, tell, unexpected
        self._most_bytes = most_bytes
        self._requests = Requests()
        self._stop = threading.Event()
        self._online = threading.Event()
        self._files = threading.Event()
        self._absence: Absence | None = None  # of a centre that could not be reached the last time
        self._pacing = Pacing()
        self._verification = Verification()
        self._heard_at = time.monotonic()  # the stream, or the time since which it could be
        self._threads = [
            threading.Thread(target=self._run, name="sync", daemon=True),
            threading.Thread(target=self._listen, name="stream", daemon=True),
            threading.Thread(target=self._fetch_files, name="files", daemon=True),
        ]

    @property
    def online(self) -> bool:
        """Whether the last cycle came through."""
        return self._online.is_set() and not self._stop.is_set()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def request_sync(self, in_seconds: float = 0.0) -> None:
        """Something is to be sent or fetched: go now, or once so many seconds have passed."""
        self._requests.add(in_seconds)

    def ask_to_stop(self) -> None:
        """Nothing new is begun from now on, and nothing more is said. Never blocks."""
        self._stop.set()
        self._requests.add()
        for waited_for in (self._files, self._online):
            waited_for.set()

    def stop(self) -> None:
        """Returns once no cycle is under way; within a second where the scope of the network is
        cancelled, so that nothing hangs on it."""
        self.ask_to_stop()
        if not self._central.scope.cancelled:
            self._threads[0].join()
        until = time.monotonic() + LEAVING_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while not self._stop.is_set():
            self._requests.serve()
            pause = self._cycle()
            self._stop.wait(pause.asked)
            self._wait(pause.seconds)

    def _cycle(self) -> Pause:
        """One cycle; returns how long to wait."""
        absence, self._absence = self._absence, None
        try:
            done = sync_cycle(
                self._store,
                self._central,
                self._device_id,
                self._clock,
                self._progress,
                self._verification,
            )
        except errors.SignInExpired as failure:
            self._away(failure, "signed_out")
            return self._pacing.after_expiry()
        except errors.DeviceRevoked as failure:
            self._offer_once_more()
            self._away(failure, "revoked")
            self._stop.set()
            return Pause(0.0, 0.0)
        except errors.CentreBusy as failure:
            pause = self._pacing.after_busy(failure.retry_after)
            until = self._clock() + timedelta(seconds=pause.asked) if pause.asked else None
            self._away(failure, until=until)
            return pause
        except Failure as failure:
            if isinstance(failure, errors.CentreUnreachable | errors.NotTheCentre):
                self._absence = absence or Absence(time.monotonic())
            self._away(failure)
            return self._pacing.after_failure()
        except Exception as error:
            self._unexpected(error)
            self._away(errors.SyncUnexpected(type(error).__name__))
            return self._pacing.after_failure()
        if not self._online.is_set():
            self._heard_at = time.monotonic()
            self._online.set()
        self._say("online", done=done)
        self._files.set()
        return self._pacing.after(done, self._clock())

    def _offer_once_more(self) -> None:
        """Before all is erased here, what is unsent goes to the centre if it will have it."""
        with contextlib.suppress(Failure):
            self._store.write(outbox.end_delays).result()
            push(self._store, self._central, self._device_id, self._clock())

    def _away(
        self, failure: Failure, state: str = "offline", until: datetime | None = None
    ) -> None:
        self._online.clear()
        self._say(state, failure=failure, until=until)

    def _wait(self, seconds: float) -> None:
        """Waits until asked; notices that the centre or the network is back, that the machine
        slept."""
        left, before, connected = seconds, self._clock(), has_way_out()
        while left > 0:
            step = min(left, NOTICE_SECONDS)
            if self._requests.wait(step):
                return
            left, now = left - step, self._clock()
            if abs((now - before).total_seconds() - step) > CLOCK_JUMP_SECONDS:
                return
            before, was_connected, connected = now, connected, has_way_out()
            if connected and not was_connected:
                return
            if self._absence is None or not self._absence.is_to_be_asked(time.monotonic()):
                continue
            if self._central.answers():
                return

    def _listen(self) -> None:
        """Hears the stream, again and again; the cycle says where the centre is away."""
        pacing = StreamPacing()
        while not self._stop.is_set():
            if not self._online.is_set():
                pacing = StreamPacing()
                self._online.wait()
                continue
            begun = time.monotonic()
            failure: Failure | None = None
            try:
                self._hear()
            except Failure as known:
                failure = known
            except Exception as error:
                self._unexpected(error)
            self._stop.wait(pacing.after(time.monotonic() - begun, failure))

    def _hear(self) -> None:
        """Goes when the stream says so, and once it is open: something may have been missed."""
        missed = True
        for event in self._central.stream():
            if self._stop.is_set():
                return
            self._heard_at = time.monotonic()
            if missed or event == "changed":
                self.request_sync()
            missed = False

    def _fetch_files(self) -> None:
        """Fetches until nothing is wanted; a file that hangs never holds up a decision."""
        while True:
            self._files.wait()
            self._files.clear()
            if self._stop.is_set():
                return
            try:
                while fetch(
                    self._store, self._central, self._clock(), self._stop.is_set, self._most_bytes
                ):
                    pass
            except Failure:
                continue  # the cycle says that the centre is away, and wakes this again
            except Exception as error:
                self._unexpected(error)

    def _unexpected(self, error: BaseException) -> None:
        if not self._stop.is_set():  # what is cut off in the middle says nothing new
            self._report(error)

    def _progress(self, progress: Progress) -> None:
        self._say("syncing", progress=progress)

    def _say(
        self,
        state: str,
        progress: Progress | None = None,
        failure: Failure | None = None,
        done: CycleDone | None = None,
        until: datetime | None = None,
    ) -> None:
        if not self._stop.is_set():
            streams = time.monotonic() - self._heard_at < STREAM_MISSED_SECONDS
            self._tell(Status(state, self._clock(), until, progress, failure, done, streams))
