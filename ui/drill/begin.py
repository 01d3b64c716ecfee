"""Beginning a drill: how many cases; or the result of the last one again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from app.cases.drill import Drill
from app.desk import Drilling
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, column, inset_words, label, row
from ui.theme import with_text

USUAL, MOST = 10, 50


class BeginDrillDialog(QDialog):
    """Closes with the drill that has begun, or with the last one's result."""

    begun = Signal(int)  # how many cases are given
    result_wanted = Signal(object)  # the last DrillResult

    def __init__(self, drilling: Drilling, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._drilling, self._background = drilling, background
        self.setWindowTitle(tr("Drill"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(with_text(480), with_text(280))
        self.count = QSpinBox()
        self.count.setRange(1, MOST)
        self.count.setValue(USUAL)
        inset_words(self.count)
        self.count.setAccessibleName(tr("How many"))
        self.said = label("", "red")
        self.said.hide()
        self.go = button(tr("Begin"), self._go, "primary")
        explained = tr(
            "You are given cases nobody has touched; some have mistakes. Judge them as you always "
            "do: unfit materials, what is to be corrected, grounds of a denial. Hand in at the end "
            "and see which mistakes you found."
        )
        again = tr("A drill is running; beginning anew leaves it without a result.")
        foot = row(None, button(tr("Back"), self.reject), self.go)
        if drilling.result is not None:
            foot.insertWidget(0, button(tr("Last result"), self._last, "link"))
        lost = label(again, "amber")
        lost.setVisible(drilling.running is not None)
        how_many = row(label(tr("How many"), wrap=False), self.count, None)
        self.setLayout(
            column(label(explained), lost, how_many, self.said, None, foot, margin=20, gap=12)
        )

    def _go(self) -> None:
        self.go.setEnabled(False)
        count = self.count.value()
        self._background.run(lambda: self._drilling.begin(count), self._given, say=self._say)

    def _given(self, drill: Drill) -> None:
        if not drill.sub_application_ids:
            self._say(tr("No untouched case is left for you. Open the practice centre anew."))
            return
        self.accept()
        self.begun.emit(len(drill.sub_application_ids))

    def _last(self) -> None:
        if self._drilling.result is not None:
            self.accept()
            self.result_wanted.emit(self._drilling.result)

    def _say(self, sentence: str) -> None:
        self.go.setEnabled(True)
        self.said.setText(sentence)
        self.said.show()
