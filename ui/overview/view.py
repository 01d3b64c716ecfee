"""Figures (统计): mine, my department's, the hall's, over the last days, in five pictures."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout

from app.cases.failure import Failure
from app.desk import Figures, FiguresAnswer, Machine
from ui.background import Background
from ui.language import spoken, tr, tr_noop
from ui.overview.behind import CasesBehind
from ui.overview.card import PictureCard
from ui.overview.pictures import Bar, pictures, rows_of
from ui.parts.page import PageView
from ui.parts.widgets import (
    Scrolling,
    Surface,
    button,
    check_button,
    column,
    label,
    row,
    show_checked,
)

OF = {
    "me": tr_noop("My own"),
    "department": tr_noop("My department's"),
    "hall": tr_noop("The hall's"),
}
DAYS = (7, 30, 90)
ROWS = (4, 5)  # how the height is shared
PLACES = ((0, 0, 2), (0, 2, 1), (1, 0, 1), (1, 1, 1), (1, 2, 1))  # row, column, columns wide


class OverviewView(PageView):
    """Asked of the centre when the page is opened and when another choice is made; what it said
    last stays where it cannot be asked."""

    case_wanted = Signal(str)  # its id

    def __init__(self, figures: Figures, machine: Machine, background: Background) -> None:
        super().__init__("wash")
        self._figures, self._machine, self._background = figures, machine, background
        self._of, self._days = "me", 30
        self.answer: FiguresAnswer | None = None
        self.said = label(tr("Asking the centre…"), "quiet")
        self.whose = {
            of: check_button(tr(words), partial(self.choose, of=of), "tab")
            for of, words in OF.items()
        }
        self.spans = {
            days: check_button(tr("{n} days", n=days), partial(self.choose, days=days), "tab")
            for days in DAYS
        }
        self.save = button(tr("Save as CSV…"), self._choose_file)
        self.cards = [PictureCard() for _ in PLACES]
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setContentsMargins(0, 0, 4, 0)
        for card, (line, place, wide) in zip(self.cards, PLACES, strict=True):
            card.chosen.connect(self._show_cases)
            grid.addWidget(card, line, place, 1, wide)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        for line, stretch in enumerate(ROWS):
            grid.setRowStretch(line, stretch)
        sheet = Surface("wash")
        sheet.setLayout(grid)
        scrolling = Scrolling(sheet, tr("Statistics"))
        scrolling.setProperty("surface", "wash")
        layout = column(
            row(
                label(tr("Statistics"), level="title", wrap=False),
                16,
                *self.whose.values(),
                24,
                *self.spans.values(),
                None,
                self.save,
            ),
            self.said,
            scrolling,
            margin=16,
            gap=8,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._show_choice()

    def come_to_front(self) -> None:
        self.whose[self._of].setFocus()
        self._ask()

    def choose(self, of: str = "", days: int = 0) -> None:
        """Whose figures, or of how many days; the other stays."""
        self._of, self._days = of or self._of, days or self._days
        self._show_choice()
        self._ask()

    def _show_choice(self) -> None:
        for of, made in self.whose.items():
            show_checked(made, of == self._of)
        for days, made in self.spans.items():
            show_checked(made, days == self._days)

    def _ask(self) -> None:
        until = self._machine.today()
        since = until - timedelta(days=self._days - 1)
        of = self._of
        self.said.setText(tr("Asking the centre…"))
        self._background.run(
            lambda: self._figures.ask(of, since, until),
            lambda answer: self._hear(answer, of, since),
            failed=self._say_failure,
        )

    def _hear(self, answer: FiguresAnswer, of: str, since: date) -> None:
        """Unless something else was chosen meanwhile."""
        if (of, since) != (self._of, self._machine.today() - timedelta(days=self._days - 1)):
            return
        self.answer = answer
        for card, picture in zip(self.cards, pictures(answer), strict=True):
            card.show_picture(picture)
        said = tr("From the centre, {since} to {until}", since=answer.since, until=answer.until)
        if answer.is_older:
            said = tr(
                "This centre is of version 1.0: it tells the hall's departments alone, and neither "
                "days nor ratings. {since} to {until}",
                since=answer.since, until=answer.until,
            )  # fmt: skip
        self.said.setText(said)

    def _say_failure(self, error: BaseException) -> None:
        if not isinstance(error, Failure):
            raise error
        said = spoken(error.sentence)
        if (kept := self.answer) is not None:
            said += " " + tr(
                "What is shown was said of {since} to {until}.", since=kept.since, until=kept.until
            )
        self.said.setText(said)

    def _show_cases(self, bar: Bar) -> None:
        card = next(card for card in self.cards if bar in card.chart.bars)
        words = f"{card.chart.picture.title} · {card.chart.words_of(card.chart.bars.index(bar))}"
        dialog = CasesBehind(bar, words, self._figures, self._background, self)
        dialog.case_wanted.connect(self.case_wanted)
        dialog.open()

    def _choose_file(self) -> None:
        if (answer := self.answer) is None:
            return
        name = f"{tr(OF[answer.of])}{tr('Statistics')}-{answer.since}-{answer.until}.csv"
        path, _ = QFileDialog.getSaveFileName(self, tr("Save as CSV…"), name, "CSV (*.csv)")
        if not path:
            return
        rows = rows_of(pictures(answer))
        self._background.run(
            lambda: self._figures.save(rows, Path(path)),
            lambda _done: self.said.setText(tr("Saved: {path}", path=path)),
            failed=partial(self._say_not_saved, path),
        )

    def _say_not_saved(self, path: str, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        self.said.setText(tr("{path} could not be written: {why}", path=path, why=error.strerror))
