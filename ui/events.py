"""What the desk says, heard on the window's thread by each view that shows such things."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk import Changed, ChangeKind
from app.machine.precedence import window_first

if TYPE_CHECKING:
    from app.desk import Status

REFRESH_MS = 80


class Changes:
    """Everything that changed in a moment, taken together."""

    def __init__(self, changed: Iterable[Changed]) -> None:
        self._changed = tuple(changed)

    def any_of(self, kinds: Set[ChangeKind]) -> bool:
        return any(change.kind in kinds for change in self._changed)

    def has_case(self, case_id: str) -> bool:
        """Whether this case, or what its papers say, is among them; a change that names none may be
        any's."""
        return any(
            c.kind in ("case", "comparison") and (not c.ids or case_id in c.ids)
            for c in self._changed
        )


class DeskEvents(QObject):
    """Of one window. A view connects itself and reads again where ``changed`` has a kind that it
    shows; nobody reads for another.

    >>> events.changed.connect(self._hear)  # doctest: +SKIP
    """

    changed = Signal(object)  # Changes, at most every 80 ms
    status = Signal(object)  # Status

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ended = False  # the clerk has left: nothing of the desk may be asked any more
        self._waiting: list[Changed] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._soon.timeout.connect(self._tell)

    def tell_changed(self, changed: tuple[Changed, ...]) -> None:
        self._waiting += changed
        if not self._soon.isActive():
            self._soon.start()

    def tell_status(self, status: Status) -> None:
        self.status.emit(status)

    def end(self) -> None:
        self.ended = True
        self._soon.stop()

    def _tell(self) -> None:
        changed, self._waiting = self._waiting, []
        with window_first():
            self.changed.emit(Changes(changed))
