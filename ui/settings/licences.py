"""The desk's components, searched by name or licence, and the text of the chosen one's licence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QWidget,
)

from app.support.licences import Component
from ui.language import tr
from ui.parts.widgets import column

COMPONENT = Qt.ItemDataRole.UserRole


class Licences(QWidget):
    """Empty until ``show_components``."""

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Component or licence"))
        self.search.setAccessibleName(tr("Component or licence"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Components and licences"))
        self.list.currentItemChanged.connect(lambda item, _before: self._show_text(item))
        self.licence = QPlainTextEdit()
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        self.licence.setAccessibleName(tr("Licence's text"))
        self.licence.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.list)
        halves.addWidget(self.licence)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        self.setLayout(column(self.search, halves, gap=6))

    def show_components(self, found: list[Component]) -> None:
        for component in found:
            item = QListWidgetItem(_line(component))
            item.setData(COMPONENT, component)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def text(self) -> str:
        """Of all components, a line each."""
        return "\n".join(self.list.item(at).text() for at in range(self.list.count()))

    def _narrow(self, words: str) -> None:
        items = [self.list.item(at) for at in range(self.list.count())]
        for item in items:
            item.setHidden(words.strip().casefold() not in item.text().casefold())
        shown = [item for item in items if not item.isHidden()]
        if shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])
        elif not shown:
            self.list.setCurrentRow(-1)

    def _show_text(self, item: QListWidgetItem | None) -> None:
        self.licence.setPlainText("" if item is None else item.data(COMPONENT).text)


def _line(component: Component) -> str:
    return f"{component.name} {component.version}".strip() + f"  {component.licence}"
