"""The clerk's menu: those of the commands that have a section in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.language import tr
from ui.rows import Command, Window


class ClerkMenu(QMenu):
    """``take`` takes a command."""

    def __init__(
        self,
        window: Window,
        commands: Iterable[Command[Window]],
        take: Callable[[Command[Window]], None],
    ) -> None:
        super().__init__(window)
        self.entries: dict[str, QAction] = {}
        self._offered: dict[str, Callable[[], bool]] = {}
        section = ""
        for command in commands:
            if not command.menu:
                continue
            if section not in ("", command.menu):
                self.addSeparator()
            section = command.menu
            entry = self.addAction(_words(command), partial(take, command))
            if command.checked is not None:
                entry.setCheckable(True)
                entry.setChecked(command.checked(window))
            self.entries[command.id] = entry
            self._offered[command.id] = partial(command.offered, window)
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def choose_first(self) -> None:
        """Opened by a key, it begins with an entry, which a screen reader says."""
        self.setActiveAction(next(e for e in self.entries.values() if e.isVisible()))

    def refresh(self) -> None:
        """Shows what can be taken now."""
        for id_, entry in self.entries.items():
            entry.setVisible(self._offered[id_]())


def _words(command: Command[Window]) -> str:
    words = tr(command.words)
    return tr("{words} ({key})", words=words, key=command.key) if command.keys else words
