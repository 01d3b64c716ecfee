"""How the review shares its width: the paper first, the form and the judgement beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.desk import Machine
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, column, rule

POINTS = 1  # the checklist's place among the tabs, where it is one of them
DEFAULT_WIDTHS = {  # pixels; the paper takes what is left
    "review-2": [900, 372],
    "review-3": [900, 360, 320],
    "review-apart": [0, 540, 480],
}
LEAST_ABOVE, LEAST_SIDE = 150, 300
ABOVE = 0.44  # of the side column is the form's at least


class ReviewColumns(QSplitter):
    """Two columns, of which the second holds form and checklist as tabs with the decision at its
    foot; or three, in which the form has its own. While the papers stand apart, in a window of
    their own, there is room for the three without them."""

    def __init__(
        self, paper: QWidget, tabs: QTabWidget, points: Scrolling, decision: Scrolling,
        machine: Machine,
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal)
        self._tabs, self._points, self._machine = tabs, points, machine
        self._is_reading = self._has_sheet = self._is_alone = self._is_apart = False
        self._columns_of_window = self.columns = 0
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        decision.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._judgement = Surface("paper")
        self._judgement.setAccessibleName(tr("Judgement and decision"))
        line = rule()
        line.setMinimumWidth(LEAST_SIDE)  # of the column, as long as its parts can be so narrow
        self._down = column(line, decision, gap=0)
        self._judgement.setLayout(self._down)
        self._paper_place = Surface("paper")
        self._paper_layout = QVBoxLayout(self._paper_place)  # from the first, for it leaves again
        self._paper_layout.setContentsMargins(0, 0, 0, 0)
        self._paper_layout.addWidget(paper)
        self.addWidget(self._paper_place)
        self.addWidget(self._judgement)
        self.splitterMoved.connect(self._keep_widths)
        self.share(2)

    def share(self, columns: int) -> None:
        """Among two columns, or three."""
        if columns != self._columns_of_window:
            self._columns_of_window = columns
            self._lay_out()

    def part_with_paper(self) -> None:
        """It stands elsewhere; its column goes."""
        self._is_apart = True
        self._lay_out()

    def take_back(self, paper: QWidget) -> None:
        self._is_apart = False
        self._paper_layout.addWidget(paper)
        paper.show()
        self._lay_out()

    def _lay_out(self) -> None:
        columns = 3 if self._is_apart else self._columns_of_window
        if columns != self.columns:
            self.columns = columns
            self._place_form()
        self._paper_place.setVisible(not self._is_apart)
        for at in range(self.count()):
            self.setStretchFactor(at, int(at == 0))
        kept = self._machine.settings.splitters.get(self._name, [])
        self.setSizes(kept if len(kept) == columns else DEFAULT_WIDTHS[self._name])
        self._show_what_there_is_room_for()

    def _place_form(self) -> None:
        """In a column of its own, or above the decision together with the checklist."""
        if self.columns == 3:
            self._tabs.removeTab(self._tabs.indexOf(self._points))
            self.insertWidget(1, self._tabs)
            self._down.insertWidget(0, self._points, 1)
            self._points.setMinimumHeight(LEAST_ABOVE // 2)
            self._points.show()
        else:
            self._tabs.insertTab(POINTS, self._points, tr("Checklist"))
            self._down.insertWidget(0, self._tabs, 1)

    def minimumSizeHint(self) -> QSize:
        """Without a form's own column: a window that is made narrower goes over to two."""
        least = super().minimumSizeHint()
        if self.columns == 3 and not self._is_apart and self._tabs.isVisibleTo(self):
            least.setWidth(least.width() - self._tabs.minimumSizeHint().width())
        return least

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
        gives_way = self._is_reading and not self._is_apart and not self._has_sheet
        beside = not self._is_alone and not gives_way
        self._judgement.setVisible(beside if self.columns == 2 else not self._is_alone)
        if self.columns == 3:
            self._tabs.setVisible(beside)

    @property
    def _name(self) -> str:
        return "review-apart" if self._is_apart else f"review-{self.columns}"

    def _keep_widths(self) -> None:
        if all(self.sizes()[self._is_apart :]):
            self._machine.keep_widths(self._name, self.sizes())
