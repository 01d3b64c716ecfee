"""How long the loop waits after a cycle, and what makes it go before."""

from __future__ import annotations

import random
import threading
import time
from datetime import datetime

import msgspec

from app.cases.failure import Failure
from app.central import errors
from app.sync.cycle import CycleDone

POLL_SECONDS = 60.0
ABSENCE_SHARE = 0.1  # of the time a centre was away, which its desks take to come back
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
STREAM_WAIT, LONGEST_STREAM_WAIT = 2.0, 60.0  # the longest is a poll's: no stream costs only that
STREAM_SPREAD = 45.0  # over which desks ask anew for streams that a restart ended all at once
NO_STREAM_WAIT = 3600.0  # at a centre that has none
STEADY_SECONDS = 45.0  # a stream that lasted so long is a sound one: comments come every 15 s
LONGEST_ASKED = 3600.0  # a wrong header must not silence a desk for a day


class Pause(msgspec.Struct, frozen=True):
    """Seconds until the next cycle: those ``asked`` for by the centre, which nothing ends, then
    those that a request ends."""

    seconds: float
    asked: float


class Requests:
    """When the loop was asked to go, by the monotonic clock. Any thread may ask; none waits for
    another."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._changed = threading.Condition()

    def add(self, in_seconds: float = 0.0) -> None:
        """Asks it to go once so many seconds have passed."""
        with self._changed:
            self._times.append(time.monotonic() + in_seconds)
            self._changed.notify()

    def serve(self) -> None:
        """Drops what is due: the cycle that begins now is what was asked for."""
        now = time.monotonic()
        with self._changed:
            self._times = [each for each in self._times if each > now]

    def wait(self, seconds: float) -> bool:
        """Whether one is due, at the latest within so many seconds."""
        until = time.monotonic() + seconds
        with self._changed:
            while (left := min([until, *self._times]) - time.monotonic()) > 0:
                self._changed.wait(left)
            return any(each <= until for each in self._times)


class Pacing:
    """After a failure it waits longer each time, up to five minutes."""

    def __init__(self) -> None:
        self._failures = 0

    def after(self, done: CycleDone, now: datetime) -> Pause:
        """Until the next poll, or until something of the outbox may go again; at once where all is
        to be read again."""
        self._failures = 0
        if done.reads_again:
            return Pause(0.0, 0.0)
        poll = spread(POLL_SECONDS)
        if done.next_due is not None:
            poll = max(0.0, min(poll, (done.next_due - now).total_seconds()))
        return Pause(poll, 0.0)

    def after_failure(self) -> Pause:
        """Exponential with full jitter, from 1 s to 5 min."""
        ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._failures, 20))
        self._failures += 1
        return Pause(random.uniform(FIRST_WAIT / 2, ceiling), 0.0)

    def after_busy(self, retry_after: float | None) -> Pause:
        """As long as the centre asked for, within an hour; else as after any failure."""
        pause = self.after_failure()
        return Pause(0.0, min(retry_after, LONGEST_ASKED)) if retry_after else pause

    def after_expiry(self) -> Pause:
        """Nothing comes through until the clerk has signed in again."""
        self._failures = 0
        return Pause(LONGEST_WAIT, 0.0)


class Absence:
    """Of a centre that cannot be reached, since a moment of the monotonic clock: the longer it has
    been away, the more seldom it is asked whether it is back, so that not all desks of a city come
    back to it within the same seconds."""

    def __init__(self, since: float) -> None:
        self._since, self._asked_at, self._wait = since, since, 0.0

    def is_to_be_asked(self, now: float) -> bool:
        """Whether it is time; if so, it counts as asked. From every four seconds to once in a
        poll's time."""
        if now < self._asked_at + self._wait:
            return False
        share = ABSENCE_SHARE * (now - self._since)
        self._asked_at, self._wait = now, spread(min(share, POLL_SECONDS))
        return True


class StreamPacing:
    """The sooner the change stream ends, the longer until it is asked for again; one that was sound
    ended with all others of a centre, or may have."""

    def __init__(self) -> None:
        self._wait = STREAM_WAIT

    def after(self, lasted: float, failure: Failure | None) -> float:
        """Seconds to leave it alone, after one that lasted so many and ended by ``failure``, or by
        itself: an hour where the centre has none, and never less than it named."""
        if isinstance(failure, errors.CentreRefused):
            return spread(NO_STREAM_WAIT)
        if lasted > STEADY_SECONDS:
            self._wait = STREAM_WAIT
            wait = random.uniform(STREAM_WAIT, STREAM_SPREAD)
        else:
            wait = spread(self._wait)
            self._wait = min(2 * self._wait, LONGEST_STREAM_WAIT)
        if isinstance(failure, errors.CentreBusy) and failure.retry_after:
            wait += min(failure.retry_after, LONGEST_ASKED)
        return wait


def spread(seconds: float) -> float:
    """About so long, so that not all desks of a hall come at once."""
    return seconds * random.uniform(0.8, 1.2)
