"""Threads whose time passes only while all of them wait: hours of a loop's life in a second.

One thread runs at a time; one that waits hands over to the one that is due next. ``threading`` and
``time`` of the modules that are to live in such a time are replaced by the two namespaces here.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from itertools import count

FOREVER = float("inf")


class Over(BaseException):
    """The simulation has ended, and with it all that waits."""


class _Sleeper:
    """One wait of one thread: it ends by its time, or by whom it waits for."""

    def __init__(self) -> None:
        self.baton = threading.Lock()
        self.baton.acquire()
        self.woken = False


class SimulatedTime:
    """Seconds since the simulation began, and the threads that live in it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._ended = False
        self._due: list[tuple[float, int, _Sleeper]] = []
        self._order = count()
        self._patient: list[_Sleeper] = []  # who wait until they are woken
        self._alive: list[threading.Thread] = []
        self.time = TimeModule(self)
        self.threading = ThreadingModule(self)

    def live_until(self, moment: float) -> None:
        """Lets the threads run; called by the one that made them."""
        self.sleep(moment - self.now)

    def end(self) -> None:
        """Ends what still waits, thread by thread."""
        self._ended = True
        while self._alive:
            self.wake(self._patient)
            self.sleep(FOREVER)

    def sleep(self, seconds: float, among: list[_Sleeper] | None = None) -> None:
        """Until the time has passed, or somebody wakes those ``among`` whom this one waits."""
        sleeper = _Sleeper()
        if among is not None:
            among.append(sleeper)
        ours = threading.current_thread() in self._alive
        if ours and seconds == FOREVER:
            self._patient.append(sleeper)
        else:
            self._plan(sleeper, self.now + seconds)
        self._hand_over()
        sleeper.baton.acquire()
        for waiting in (self._patient, among or []):
            if sleeper in waiting:
                waiting.remove(sleeper)
        if ours and self._ended:
            raise Over

    def wake(self, sleepers: list[_Sleeper]) -> None:
        for sleeper in sleepers:
            self._plan(sleeper, self.now)
        sleepers.clear()

    def begin(self, work: Callable[[], None]) -> None:
        """Runs ``work`` in a thread of this time, from now on."""
        first = _Sleeper()

        def run() -> None:
            first.baton.acquire()
            try:
                work()
            except Over:
                pass
            finally:
                self._alive.remove(thread)
                self._hand_over()

        thread = threading.Thread(target=run, daemon=True)
        self._alive.append(thread)
        thread.start()
        self._plan(first, self.now)

    def _plan(self, sleeper: _Sleeper, moment: float) -> None:
        heapq.heappush(self._due, (moment, next(self._order), sleeper))

    def _hand_over(self) -> None:
        while True:
            moment, _order, sleeper = heapq.heappop(self._due)
            if not sleeper.woken:
                break
        sleeper.woken = True
        if not self._ended:
            self.now = max(self.now, moment)
        sleeper.baton.release()


class TimeModule:
    def __init__(self, world: SimulatedTime) -> None:
        self._world = world

    def monotonic(self) -> float:
        return self._world.now


class ThreadingModule:
    """``Thread``, ``Event`` and ``Condition`` as far as a loop uses them."""

    def __init__(self, world: SimulatedTime) -> None:
        class Thread:
            def __init__(self, target: Callable[[], None], name: str, daemon: bool) -> None:
                self._target = target

            def start(self) -> None:
                world.begin(self._target)

        class Event:
            def __init__(self) -> None:
                self._set, self._waiting = False, list[_Sleeper]()

            def is_set(self) -> bool:
                return self._set

            def set(self) -> None:
                self._set = True
                world.wake(self._waiting)

            def clear(self) -> None:
                self._set = False

            def wait(self, seconds: float = FOREVER) -> bool:
                if not self._set:
                    world.sleep(seconds, self._waiting)
                return self._set

        class Condition:
            def __init__(self) -> None:
                self._waiting = list[_Sleeper]()

            def __enter__(self) -> None:
                pass

            def __exit__(self, *_raised: object) -> None:
                pass

            def wait(self, seconds: float = FOREVER) -> None:
                world.sleep(seconds, self._waiting)

            def notify(self) -> None:
                world.wake(self._waiting)

        self.Thread, self.Event, self.Condition = Thread, Event, Condition
