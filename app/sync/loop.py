"""The background loop that owns the network."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from app.cases.failure import Failure
from app.central import errors
from app.central.client import Central
from app.store.database import Store
from app.sync.cycle import RoundDone, sync_round
from app.sync.fetch import fetch
from app.sync.pull import Progress
from app.sync.push import push

POLL_SECONDS = 60.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
LONGEST_ASKED = 3600.0  # a wrong header must not silence a desk for a day
NOTICE_SECONDS = 4.0  # within which a network, a wake-up or a clock set anew is noticed
CLOCK_JUMP_SECONDS = 20.0
STREAM_WAIT, LONGEST_STREAM_WAIT = 2.0, 60.0  # the longest is a poll's: no stream costs only that
STEADY_SECONDS = 45.0  # a stream that lasted so long is a sound one: comments come every 15 s
LEAVING_SECONDS = 1.0


class Status(msgspec.Struct, frozen=True):
    """What the status bar says: ``syncing``, ``online``, ``offline`` or ``signed_out``; or
    ``revoked``, after which nothing more is said and the cache is to be erased.

    ``until`` is when the centre asked to be spoken to again, where it did.
    """

    state: str
    at: datetime
    until: datetime | None = None
    progress: Progress | None = None
    failure: Failure | None = None
    done: RoundDone | None = None


class _Pause(msgspec.Struct, frozen=True):
    """Seconds until the next round: those ``asked`` for by the centre, then those a nudge ends."""

    seconds: float
    asked: float = 0.0


class Keeper:
    """Keeps the cache and the centre in step until stopped.

    It goes when the stream says something changed, when the clerk decides, and
    every minute or so besides; after a failure it waits longer each time, up to
    five minutes, but tries as soon as the centre can be reached again, the
    machine wakes up or its clock is set. It waits by the monotonic clock; where
    the centre named a time (``Retry-After``), nothing makes it go before.
    """

    def __init__(
        self,
        store: Store,
        central: Central,
        device_id: str,
        clock: Callable[[], datetime],
        tell: Callable[[Status], None],
        unexpected: Callable[[BaseException], None],
        most_bytes: int,
    ) -> None:
        self._store, self._central, self._device_id = store, central, device_id
        self._clock, self._tell, self._report = clock, tell, unexpected
        self._most_bytes = most_bytes
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._online = threading.Event()
        self._files = threading.Event()
        self._unreachable = self._differed = False
        self._threads = [
            threading.Thread(target=self._run, name="keeper", daemon=True),
            threading.Thread(target=self._listen, name="stream", daemon=True),
            threading.Thread(target=self._fetch_files, name="files", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """Something is to be sent or fetched: go now."""
        self._wake.set()

    def ask_to_stop(self) -> None:
        """Nothing new is begun from now on, and nothing more is said. Never blocks."""
        self._stop.set()
        for waited_for in (self._wake, self._files, self._online):
            waited_for.set()

    def stop(self) -> None:
        """Returns once no round is under way; within a second where the scope of the network is
        cancelled, so that nothing hangs on it."""
        self.ask_to_stop()
        if not self._central.scope.cancelled:
            self._threads[0].join()
        until = time.monotonic() + LEAVING_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._wake.clear()
            pause, failures = self._round(failures)
            self._stop.wait(pause.asked)
            self._wait(pause.seconds)

    def _round(self, failures: int) -> tuple[_Pause, int]:
        """One round; returns how long to wait and how many have failed in a row."""
        self._unreachable = False
        try:
            done = sync_round(
                self._store, self._central, self._device_id, self._clock, self._progress
            )
        except errors.SignInExpired as failure:
            self._away(failure, "signed_out")
            return _Pause(LONGEST_WAIT), 0
        except errors.DeviceRevoked as failure:
            self._offer_once_more()
            self._away(failure, "revoked")
            self._stop.set()
            return _Pause(0), 0
        except errors.CentreBusy as failure:
            asked = min(failure.retry_after or 0.0, LONGEST_ASKED)
            self._away(failure, until=self._clock() + timedelta(seconds=asked) if asked else None)
            return _Pause(0 if asked else _backoff(failures), asked), failures + 1
        except Failure as failure:
            self._unreachable = isinstance(failure, errors.CentreUnreachable | errors.NotTheCentre)
            self._away(failure)
            return _Pause(_backoff(failures)), failures + 1
        except Exception as error:
            self._unexpected(error)
            self._away(errors.SyncUnexpected(type(error).__name__))
            return _Pause(_backoff(failures)), failures + 1
        self._online.set()
        self._say("online", done=done)
        self._files.set()
        again, self._differed = bool(done.differing) and not self._differed, bool(done.differing)
        return _Pause(0 if again else self._until_next(done)), 0

    def _until_next(self, done: RoundDone) -> float:
        """Seconds to the next poll, or until something of the outbox may go again."""
        poll = POLL_SECONDS * random.uniform(0.8, 1.2)
        if done.next_due is None:
            return poll
        return max(0.0, min(poll, (done.next_due - self._clock()).total_seconds()))

    def _offer_once_more(self) -> None:
        """Before all is erased here, what is unsent goes to the centre if it will have it."""
        with contextlib.suppress(Failure):
            push(self._store, self._central, self._device_id, self._clock())

    def _away(
        self, failure: Failure, state: str = "offline", until: datetime | None = None
    ) -> None:
        self._online.clear()
        self._say(state, failure=failure, until=until)

    def _wait(self, seconds: float) -> None:
        """Waits until nudged; notices soon that the centre is back or that the machine slept."""
        left, before = seconds, self._clock()
        while left > 0:
            step = min(left, NOTICE_SECONDS)
            if self._wake.wait(step):
                return
            left, now = left - step, self._clock()
            if abs((now - before).total_seconds() - step) > CLOCK_JUMP_SECONDS:
                return
            before = now
            if self._unreachable and self._central.answers():
                return

    def _listen(self) -> None:
        """Hears the stream; the sooner it ends, the longer until it is tried again."""
        wait = STREAM_WAIT
        while not self._stop.is_set():
            if not self._online.wait(1):
                wait = STREAM_WAIT
                continue
            begun = time.monotonic()
            try:
                self._hear()
            except Failure:
                pass  # the round says that the centre is away
            except Exception as error:
                self._unexpected(error)
            if time.monotonic() - begun > STEADY_SECONDS:
                wait = STREAM_WAIT
            self._stop.wait(wait * random.uniform(0.8, 1.2))
            wait = min(2 * wait, LONGEST_STREAM_WAIT)

    def _hear(self) -> None:
        """Goes when the stream says so, and once it is open: something may have been missed."""
        missed = True
        for event in self._central.stream():
            if self._stop.is_set():
                return
            if missed or event == "changed":
                self.nudge()
            missed = False

    def _fetch_files(self) -> None:
        """Fetches until nothing is wanted; a file that hangs never holds up a decision."""
        while not self._stop.is_set():
            if not self._files.wait(1):
                continue
            self._files.clear()
            try:
                while fetch(
                    self._store, self._central, self._clock(), self._stop.is_set, self._most_bytes
                ):
                    pass
            except Failure:
                continue  # the round says that the centre is away, and wakes this again
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
        done: RoundDone | None = None,
        until: datetime | None = None,
    ) -> None:
        if not self._stop.is_set():
            self._tell(Status(state, self._clock(), until, progress, failure, done))


def _backoff(failures: int) -> float:
    """Exponential with full jitter, from 1 s to 5 min."""
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2**failures)
    return random.uniform(FIRST_WAIT / 2, ceiling)
