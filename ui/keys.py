"""Keys and the page that shows them: one table for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QScrollArea,
    QWidget,
)

from ui.language import tr
from ui.parts.focus import is_typed_into
from ui.parts.widgets import Scrolling, Surface, button, column, label, row


class Key(NamedTuple):
    """``sequences`` do ``deed``; keys without a deed are the widgets' own and only shown."""

    shown: str
    words: str
    sequences: tuple[str, ...] = ()
    deed: Callable[[], None] = lambda: None


KeyMap = dict[str, list[Key]]


def install(
    window: QWidget, key_map: KeyMap, are_off: Callable[[], bool]
) -> dict[str, Callable[[], None]]:
    """Installs the keys; answers with the commands of single characters, which do nothing while
    ``are_off`` or while text is being typed."""
    singles: dict[str, Callable[[], None]] = {}
    for keys in key_map.values():
        for key in keys:
            for sequence in key.sequences:
                deed = key.deed
                if len(sequence) == 1:
                    deed = singles[sequence] = _unless_off(key.deed, are_off)
                QShortcut(QKeySequence(sequence), window).activated.connect(deed)
    return singles


class KeysDialog(QDialog):
    """The key map on a page."""

    def __init__(self, window: QWidget, key_map: KeyMap) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        groups = [_group(name, keys) for name, keys in key_map.items()]
        across = row(column(groups[0], groups[2], None, gap=16),
                     column(groups[1], groups[3], None, gap=16), gap=32, margin=4)  # fmt: skip
        page = Surface("paper")
        page.setLayout(across)
        area: QScrollArea = Scrolling(page, tr("Keys"))
        close = button(tr("Close"), self.accept, "primary")
        content = column(area, row(None, close), margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)


def _group(name: str, keys: list[Key]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for key in keys:
        if key.shown:
            at = grid.rowCount()
            grid.addWidget(label(key.shown, "accent", wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(key.words), at, 1)
    holder = QWidget()
    holder.setLayout(column(label(name, level="heading"), grid, gap=4))
    return holder


def _unless_off(deed: Callable[[], None], are_off: Callable[[], bool]) -> Callable[[], None]:
    def guarded() -> None:
        if not (are_off() or is_typed_into(QApplication.focusWidget())):
            deed()

    return guarded
