"""The page of the cases: the list, and beside it the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.desk import CaseView, Machine
from ui.parts.page import PageView
from ui.parts.widgets import Surface, column
from ui.place import ListPlace, ReviewPlace
from ui.theme import with_text
from ui.worklist.view import WorklistView

if TYPE_CHECKING:
    from ui.review.view import ReviewView


FOUR_COLUMNS_FROM = 1600  # logical pixels of the window: list, paper, form, judgement
LIST_WIDTHS = {3: 220, 4: 300}  # pixels of the list, with text of 100 %


class CasesPage(PageView):
    """``make_review`` is called when a case is first looked at, after the first paint."""

    case_shown = Signal(object)  # a CaseView, whenever it was read
    case_lost = Signal()  # the one that was open cannot be read any more
    decided = Signal()  # a decision is durable
    alone_wanted = Signal(bool)  # whether the paper has the window to itself
    said = Signal(str)  # a remark that passes

    def __init__(
        self, worklist: WorklistView, make_review: Callable[[], ReviewView], machine: Machine
    ) -> None:
        super().__init__("paper")
        self.worklist, self._make_review, self._machine = worklist, make_review, machine
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(worklist)
        self._splitter.addWidget(Surface("paper"))
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._keep_widths)
        self.setLayout(column(self._splitter))
        self._columns = 0
        self._share(3)
        worklist.opened.connect(self.open_case)
        worklist.entered.connect(self.take_up)
        worklist.folded.connect(self._fold)
        worklist.widened.connect(self._widen)

    @cached_property
    def review(self) -> ReviewView:
        """It takes its place beside the list."""
        review = self._make_review()
        review.shown.connect(self.case_shown)
        review.lost.connect(self.case_lost)
        review.decided.connect(self.decided)
        review.decided.connect(self._go_on)
        review.alone_wanted.connect(self.alone_wanted)
        review.said.connect(self.said)
        review.columns.share(self._columns - 1)
        if (before := self._splitter.replaceWidget(1, review)) is not None:
            before.deleteLater()
        self._splitter.setStretchFactor(1, 1)
        return review

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share(4 if self.window().width() >= FOUR_COLUMNS_FROM else 3)

    @property
    def view(self) -> CaseView | None:
        """The case that is open."""
        return self.review.view if "review" in self.__dict__ else None

    def has_a_sheet(self) -> bool:
        """Whether an action's sheet is open in sight: letters and digits are then no commands."""
        if "review" not in self.__dict__:
            return False
        sheet = self.review.decision.sheet
        return sheet is not None and sheet.isVisible()

    def open_case(self, case_id: str) -> None:
        self.review.show_case(case_id)

    def read_alone(self, alone: bool) -> None:
        """The paper alone, which has the keys then, or all beside it again."""
        self.worklist.show_cards()
        self.worklist.setVisible(not alone)
        self.review.read_alone(alone)
        if alone and not self.review.materials.isAncestorOf(QApplication.focusWidget() or self):
            self.take_up()

    def come_to_front(self) -> None:
        """The keys are where they were here, else on the list."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            before = self.focusWidget()
            if before is not None and before.isVisible():
                before.setFocus()
            else:
                self.take_focus()

    def take_focus(self) -> None:
        """Puts the keys on the list, or on the paper that stands alone."""
        if self.worklist.isVisible():
            self.worklist.take_focus()
        else:
            self.take_up()

    def take_up(self) -> None:
        """Puts the keys on the paper of the case that is open; where none is, on the list."""
        if self.view is not None and self.review.isVisible():
            self.review.materials.take_focus()
        else:
            self.worklist.take_focus()

    def _go_on(self) -> None:
        """After a decision: to the next case, or to what this one still needs."""
        view = self.review.view
        if view is not None and _is_still_in_hand(view):
            self.review.materials.take_focus()
            if view.case.state not in ("received", "reviewing"):
                self.review.decision.primary().setFocus()
        elif self._machine.settings.goes_on and self.worklist.go_on():
            self.take_up()
        else:
            self.take_focus()

    def place(self) -> tuple[ListPlace, ReviewPlace]:
        return self.worklist.place(), self.review.place() if self.review.case_id else ReviewPlace()

    def open_at(self, listed: ListPlace, reviewed: ReviewPlace) -> None:
        """Shows what was in sight in another window."""
        self.worklist.return_to(listed, reviewed.case_id)
        if reviewed.case_id:
            self.review.return_to(reviewed)

    def parts(self) -> dict[str, QWidget]:
        parts: dict[str, QWidget] = {"list": self.worklist.list, "words": self.worklist.search}
        if self.view is not None:
            parts |= {
                "form": self.review.form_area,
                "paper": self.review.materials.pages.paper,
                "opinion": self.review.decision.opinion,
                "remark": self.review.materials.remark,
            }
        return parts

    def next_part(self) -> None:
        """Moves the focus on to the next part: list, form, material, judgement."""
        parts = self.parts()
        ring = [parts[name] for name in ("list", "form", "paper", "opinion") if name in parts]
        ring = [part for part in ring if part.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, part in enumerate(ring) if part is focus), -1)
        if ring:
            ring[(at + 1) % len(ring)].setFocus()

    def leave_field(self, field: QWidget) -> None:
        """To where keys are commands again, beside a field of this page."""
        if self.review.isAncestorOf(field) or self.review.materials.isAncestorOf(field):
            self.review.materials.take_focus()
        elif self.worklist.list.isVisible():
            self.worklist.take_focus()
        else:
            self.take_up()

    def flush(self) -> None:
        if self.view is not None:
            self.review.flush()

    def _widen(self, wide: bool) -> None:
        """The list takes the whole width, or shares it with the case."""
        self.review.setVisible(not wide)

    def _fold(self, is_folded: bool) -> None:
        """The list as narrow as its lights, or as it was."""
        kept = self._machine.settings.splitters.get(self._name)
        across = sum(self._splitter.sizes())
        width = kept[0] if kept else with_text(LIST_WIDTHS[self._columns])
        if is_folded:
            width = self.worklist.minimumSizeHint().width()
        self._splitter.setSizes([width, across - width])

    def _share(self, columns: int) -> None:
        """Lays out in three columns or four, each as wide as the clerk last had it there."""
        if columns == self._columns:
            return
        self._columns = columns
        self.worklist.list.set_one_line(columns == 3)
        if "review" in self.__dict__:
            self.review.columns.share(columns - 1)
        self._fold(self.worklist.is_folded)

    @property
    def _name(self) -> str:
        return f"list-{self._columns}"

    def _keep_widths(self) -> None:
        if not self.worklist.is_folded:
            self._machine.keep_widths(self._name, self._splitter.sizes())


def _is_still_in_hand(view: CaseView) -> bool:
    """Whether the clerk goes on with this very case: it is theirs and to be reviewed, or it was
    decided on the spot and the applicant waits at the counter for the result. What stands with the
    leads waits for them, and what a lead has signed is its handler's."""
    case = view.case
    if case.assignee is None or case.proposal is not None:
        return False
    is_fetched = case.delivery is None or case.delivery.wanted == "counter"
    waits = case.item.instant and is_fetched and dict(view.actions).get("deliver") == ()
    return waits or (case.state in ("received", "reviewing") and not view.review_barred)
