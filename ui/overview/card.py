"""A picture on a card, its table behind it: Space, or the button, turns from one to the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
)

from ui.language import tr
from ui.overview.chart import BarChart, Legend
from ui.overview.pictures import NO_PICTURE, Picture
from ui.parts.widgets import Elided, check_tool, column, label, row, show_checked
from ui.theme import with_text


class FigureTable(QTableWidget):
    """The same figures in a grid; Enter chooses a cell's, Space asks for the picture."""

    chosen = Signal(object)  # a Bar
    picture_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(0, 0)
        self._picture = NO_PICTURE
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(with_text(28))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.cellDoubleClicked.connect(self._choose)

    def show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self.setAccessibleName(picture.title)
        self.setColumnCount(1 + len(picture.series))
        self.setHorizontalHeaderLabels([picture.first, *picture.series])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setRowCount(len(picture.groups))
        for line, group in enumerate(picture.groups):
            for place, text in enumerate((group.name, *(bar.text for bar in group.bars))):
                item = QTableWidgetItem(text)
                if place:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(right)
                self.setItem(line, place, item)
        if picture.groups:
            self.setCurrentCell(0, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.picture_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _choose(self, line: int, place: int) -> None:
        if line >= 0:
            self.chosen.emit(self._picture.groups[line].bars[max(0, place - 1)])


class PictureCard(QFrame):
    """``chosen`` tells the bar whose cases are wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.chart, self.table, self._legend = BarChart(), FigureTable(), Legend()
        self._title, self._said = label("", level="heading", wrap=False), Elided(tone="quiet")
        self.as_table = check_tool("table", self.turn, tr("As a table"), tr("Space"))
        self._stack = QStackedWidget()
        for part in (self.chart, self.table):
            part.chosen.connect(self.chosen)
            self._stack.addWidget(part)
        self.chart.table_wanted.connect(self.as_table.toggle)
        self.table.picture_wanted.connect(self.as_table.toggle)
        layout = column(
            row(self._title, None, self.as_table),
            self._said,
            self._legend,
            self._stack,
            margin=12,
            gap=4,
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def show_picture(self, picture: Picture) -> None:
        self._title.setText(picture.title)
        self._said.setText(picture.said)
        self._legend.show_series(picture.series if picture.groups else ())
        self.chart.show_picture(picture)
        self.table.show_picture(picture)
        self.as_table.setEnabled(bool(picture.groups))
        self.as_table.setAccessibleName(tr("{title}: as a table", title=picture.title))
        if not picture.groups:
            show_checked(self.as_table, False)
            self._stack.setCurrentWidget(self.chart)
        self._stack.setMinimumHeight(self.chart.minimumSizeHint().height())

    def turn(self) -> None:
        """To the table or back; the keys go along."""
        had_keys = self.chart.hasFocus() or self.table.hasFocus()
        shown = self.table if self.as_table.isChecked() else self.chart
        self._stack.setCurrentWidget(shown)
        if had_keys:
            shown.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._stack.setMinimumHeight(self.chart.minimumSizeHint().height())
