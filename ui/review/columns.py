"""How the review shares its width: the paper first, the form and the judgement beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QTabWidget, QWidget

from app.desk import Machine
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, column, rule

POINTS = 1  # the checklist's place among the tabs, where it is one of them
DEFAULT_WIDTHS = {2: [900, 372], 3: [900, 360, 320]}  # pixels; the paper takes what is left
LEAST_ABOVE, LEAST_SIDE = 150, 300
ABOVE = 0.44  # of the side column is the form's at least


class ReviewColumns(QSplitter):
    """Two columns, of which the second holds form and checklist as tabs with the decision at its
    foot; or three, in which the form has its own."""

    def __init__(
        self, paper: QWidget, tabs: QTabWidget, points: Scrolling, decision: Scrolling,
        machine: Machine,
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal)
        self._tabs, self._points, self._machine = tabs, points, machine
        self._is_reading = self._has_sheet = self._is_alone = False
        self.columns = 0
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        decision.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._judgement = Surface("paper")
        self._judgement.setAccessibleName(tr("Judgement and decision"))
        line = rule()
        line.setMinimumWidth(LEAST_SIDE)  # of the column, as long as its parts can be so narrow
        self._down = column(line, decision, gap=0)
        self._judgement.setLayout(self._down)
        self.addWidget(paper)
        self.addWidget(self._judgement)
        self.splitterMoved.connect(self._keep_widths)
        self.share(2)

    def share(self, columns: int) -> None:
        """Among two columns, or three."""
        if columns == self.columns:
            return
        self.columns = columns
        if columns == 3:
            self._tabs.removeTab(self._tabs.indexOf(self._points))
            self.insertWidget(1, self._tabs)
            self._down.insertWidget(0, self._points, 1)
            self._points.setMinimumHeight(LEAST_ABOVE // 2)
            self._points.show()
        else:
            self._tabs.insertTab(POINTS, self._points, tr("Checklist"))
            self._down.insertWidget(0, self._tabs, 1)
        for at in range(self.count()):
            self.setStretchFactor(at, int(at == 0))
        kept = self._machine.settings.splitters.get(self._name, [])
        self.setSizes(kept if len(kept) == columns else DEFAULT_WIDTHS[columns])
        self._show_what_there_is_room_for()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.columns == 2:
            self._tabs.setMinimumHeight(max(LEAST_ABOVE, int(self.height() * ABOVE)))

    def show_points(self) -> None:
        """Brings the checklist into sight."""
        if self.columns == 2:
            self._tabs.setCurrentWidget(self._points)

    def give_room_to_sheet(self, is_open: bool) -> None:
        """An open sheet has the last column to itself."""
        self._has_sheet = is_open
        self._show_what_there_is_room_for()

    def give_room_to_papers(self, are_two: bool) -> None:
        """Two papers side by side have the form's place as well."""
        self._is_reading = are_two
        self._show_what_there_is_room_for()

    def leave_alone(self, alone: bool) -> None:
        """The paper has all the width, or shares it again."""
        self._is_alone = alone
        self._show_what_there_is_room_for()

    def name_points(self, words: str) -> None:
        """What the checklist is called where it is a tab."""
        if self.columns == 2:
            self._tabs.setTabText(POINTS, words)

    def _show_what_there_is_room_for(self) -> None:
        above = self._points if self.columns == 3 else self._tabs
        above.setVisible(not self._has_sheet)
        self._down.setStretch(self._down.count() - 1, int(self._has_sheet))
        beside = not self._is_alone and (self._has_sheet or not self._is_reading)
        self._judgement.setVisible(beside if self.columns == 2 else not self._is_alone)
        if self.columns == 3:
            self._tabs.setVisible(beside)

    @property
    def _name(self) -> str:
        return f"review-{self.columns}"

    def _keep_widths(self) -> None:
        if all(self.sizes()):
            self._machine.keep_widths(self._name, self.sizes())
