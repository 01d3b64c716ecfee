"""Says by the system's notifications what came while the clerk looks elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.cases.arrivals import Arrival
from app.desk import Arrivals, Changed, Machine
from ui.background import Background
from ui.language import tr
from ui.notifications.words import Notification, notification_of

TOGETHER_MS = 1_500  # what one pull brings is told at once
GATHERED_MS = 60_000  # at most one notification in so long
DAY_MS = 60_000  # how often the day is looked at


class Way(Protocol):
    """How the system is asked to show a notification."""

    def show(self, notification: Notification) -> None: ...

    def close(self) -> None: ...


class Notifier(QObject):
    """Of one stay at the desk. ``in_sight`` answers the id of the case the clerk looks at now, or
    ``""``: of that nothing is said."""

    wanted = Signal(object)  # a notification was clicked: the ids of its cases (tuple[str, ...])

    def __init__(
        self,
        arrivals: Arrivals,
        machine: Machine,
        background: Background,
        in_sight: Callable[[], str],
        gathered_ms: int = GATHERED_MS,
    ) -> None:
        super().__init__()
        self._arrivals, self._machine, self._background = arrivals, machine, background
        self._in_sight, self._gathered_ms = in_sight, gathered_ms
        self._way: Way | None = None
        self._ended = self._heard = False
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._take)
        self._day = QTimer(self)
        self._day.timeout.connect(self._arrivals.look_at_day)
        self._day.start(DAY_MS)
        self._arrivals.look_at_day()
        self._hear_something()  # what came before the desk was left is told now

    def hear(self, changed: tuple[Changed, ...]) -> None:
        if any(change.kind == "arrival" for change in changed):
            self._hear_something()

    def end(self) -> None:
        """Nothing of this stay is told or opened any more; what waits is told at the next one."""
        self._ended = True
        self._next.stop()
        self._day.stop()
        if self._way is not None:
            self._way.close()

    def _hear_something(self) -> None:
        self._heard = True
        if not self._next.isActive():
            self._next.start(TOGETHER_MS)

    def _take(self) -> None:
        if self._heard and not self._ended:
            self._heard = False
            self._background.run(self._arrivals.take, self._tell)

    def _tell(self, came: tuple[Arrival, ...]) -> None:
        seen = self._in_sight()
        news = [each for each in came if each.case_id != seen]
        if self._ended or not news or not self._machine.notifies:
            return
        if self._way is None:
            self._way = self._bus_or_tray()
        self._way.show(notification_of(news))
        self._next.start(self._gathered_ms)

    def _bus_or_tray(self) -> Way:
        if sys.platform != "linux":
            return self._tray()
        from ui.notifications.session_bus import SessionBus

        return SessionBus(
            lambda ids: self._background.on_ui(lambda: self._want(ids)),
            lambda refused: self._background.on_ui(lambda: self._show_in_tray(refused)),
            tr("Open"),
        )

    def _tray(self) -> Way:
        from ui.notifications.tray import Tray

        return Tray(self._want)

    def _show_in_tray(self, refused: Notification) -> None:
        """From now on: this machine has no bus that shows notifications."""
        if not self._ended:
            self._way = self._tray()
            self._way.show(refused)

    def _want(self, ids: tuple[str, ...]) -> None:
        if not self._ended and ids:
            self.wanted.emit(ids)
