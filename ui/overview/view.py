"""Figures of the hall: how the promise is being kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.desk import Centre, Machine
from ui.background import Background
from ui.language import tr
from ui.parts.page import PageView
from ui.parts.widgets import column, label
from ui.theme import with_text


class OverviewView(PageView):
    """The last thirty days per department, asked of the centre when the page is opened."""

    def __init__(self, centre: Centre, machine: Machine, background: Background) -> None:
        super().__init__("wash")
        self._centre, self._machine, self._background = centre, machine, background
        self._said = label(tr("Asking the centre…"), "quiet")
        self.table = QTableWidget(0, 7)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(tr("Statistics per department"))
        self.table.setHorizontalHeaderLabels(
            [
                tr("Department"), tr("Received"), tr("Decided"), tr("Instant"),
                tr("Promised days"), tr("Actual days"), tr("On time"),
            ]
        )  # fmt: skip
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(with_text(34))
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setLayout(
            column(
                label(tr("The last thirty days"), level="title"),
                self._said,
                self.table,
                margin=16,
                gap=12,
            )
        )

    def come_to_front(self) -> None:
        self.table.setFocus()
        until = self._machine.today()
        since = until - timedelta(days=30)
        self._background.run(
            lambda: self._centre.statistics(since, until), self._show, say=self._said.setText
        )

    def _show(self, statistics: Any) -> None:
        rows = statistics.departments if statistics is not None else ()
        self._said.setText(
            tr("From the centre, {since} to {until}", since=statistics.from_, until=statistics.to)
            if rows
            else tr("The centre has no statistics for these days.")
        )
        self.table.setRowCount(len(rows))
        for line, figures in enumerate(rows):
            texts = (
                figures.department,
                str(figures.received),
                str(figures.decided),
                f"{figures.instant_share:.0%}",
                f"{figures.mean_promised:.1f}",
                f"{figures.mean_actual:.1f}" if figures.decided else "—",
                f"{figures.on_time_rate:.0%}" if figures.decided else "—",
            )
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if place:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(line, place, item)
