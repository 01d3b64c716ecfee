"""Three cards at the first start: the list, the paper, the keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ui.language import tr
from ui.parts.widgets import Surface, button, column, label, row
from ui.settings.drawings import KeysDrawing, ListDrawing, PaperDrawing
from ui.theme import with_text


class CardsDialog(QDialog):
    """One card at a time; Enter or → turns to the next, Esc leaves them. ``keys``: the key of each
    command, by its id."""

    def __init__(self, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Welcome"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(with_text(560))
        self._cards = QStackedWidget()
        self._said: list[str] = []
        self._add(
            ListDrawing(),
            tr("The list"),
            tr("What is due first stands on top, with the reason in words. Enter opens a case."),
        )
        self._add(
            PaperDrawing(),
            tr("The paper"),
            tr("The applicant's papers in the middle: 1 to 9 choose one, Y is fit, N is unfit."),
        )
        self._add(
            KeysDrawing((keys["decide"], keys["search"], "?")),
            tr("The keys"),
            tr(
                "{decide} decides, {search} finds cases, items and commands, ? shows all keys.",
                decide=keys["decide"],
                search=keys["search"],
            ),
        )
        self._at = label("", "quiet", wrap=False)
        self.skip = button(tr("Skip (Esc)"), self.reject, "link", tr("Skip"))
        self.next = button("", self._turn, "primary")
        self.next.setDefault(True)
        foot = row(self.skip, None, self._at, self.next, gap=12)
        foot.setContentsMargins(20, 8, 20, 16)
        self.setLayout(column(self._cards, foot, gap=0))
        self._show(0)
        self.next.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self._turn()
        elif event.key() == Qt.Key.Key_Left:
            self._show(max(0, self._cards.currentIndex() - 1))
        else:
            super().keyPressEvent(event)

    def _turn(self) -> None:
        if self._cards.currentIndex() + 1 == self._cards.count():
            self.accept()
        else:
            self._show(self._cards.currentIndex() + 1)

    def _show(self, at: int) -> None:
        """The words of the card are said with the button that has the focus."""
        self._cards.setCurrentIndex(at)
        self.skip.setVisible(at + 1 < self._cards.count())
        self._at.setText(f"{at + 1} / {self._cards.count()}")
        self.next.setText(tr("Next") if at + 1 < self._cards.count() else tr("Begin work"))
        self.next.setAccessibleName(self.next.text())
        self.next.setAccessibleDescription(self._said[at])

    def _add(self, drawing: QWidget, heading: str, sentences: str) -> None:
        words = column(label(heading, level="title"), label(sentences), margin=20, gap=8)
        words.addStretch(1)
        card = Surface("paper")
        card.setLayout(column(drawing, words, gap=0))
        self._cards.addWidget(card)
        self._said.append(f"{heading}: {sentences}")
