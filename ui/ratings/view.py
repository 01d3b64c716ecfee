"""Ratings (好差评): all of the clerk's, those to be answered first; the reply is written beside."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from app.cases.actions import ReplyEvaluation
from app.cases.model import GRADES, civil
from app.desk import Cases, ChangeKind, Deciding, Drafting, Machine, Rating, SheetDraft
from ui import theme
from ui.background import Background
from ui.events import Changes, DeskEvents
from ui.language import tr
from ui.parts.announcing import announce
from ui.parts.page import PageView
from ui.parts.saving import SaveTimer
from ui.parts.table import RowsTable
from ui.parts.typed import TypedText
from ui.parts.widgets import Empty, Surface, button, card, column, label, row, set_tone, shown
from ui.parts.words import RATINGS

SHOWS: frozenset[ChangeKind] = frozenset({"evaluation", "outbox", "case", "draft"})
PARTS = (6, 5)  # of the width: the list, the rating


class RatingsView(PageView):
    """What is typed is a draft of its case at once, as in the case's own sheet."""

    case_wanted = Signal(str)  # its id
    said = Signal(str)  # a sentence for the status bar

    def __init__(
        self,
        cases: Cases,
        drafting: Drafting,
        deciding: Deciding,
        machine: Machine,
        background: Background,
        events: DeskEvents,
        keys: Mapping[str, str],
    ) -> None:
        super().__init__("wash")
        self._cases, self._drafting, self._deciding = cases, drafting, deciding
        self._machine, self._background, self._events = machine, background, events
        self.ratings: list[Rating] = []
        self._at = ""  # the id of the rating beside the list
        self._counts = label("", "quiet")
        headings = tr("Grade"), tr("Reply by"), tr("Item"), tr("Applicant"), tr("Rated on")
        self.table = RowsTable(tr("Ratings"), headings, (2, 3))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(lambda *_: self._turn_to(self.table.currentRow()))
        self.table.activated.connect(lambda _index: self.text.setFocus())
        self._empty = Empty(tr("Nobody has rated a case of yours yet."))
        self._beside = self._laid_out(keys["decide"])
        body = row(self.table, self._beside, self._empty, gap=12)
        for place, stretch in enumerate((*PARTS, 1)):
            body.setStretch(place, stretch)
        layout = column(
            label(tr("Ratings"), level="title"), self._counts, body, margin=16, gap=8
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._show([])
        events.changed.connect(self._hear)

    def _laid_out(self, send_key: str) -> Surface:
        """The rating that is chosen, and the reply to it."""
        self._grade, self._by = label("", level="heading"), label("", "quiet")
        self._words, self._of = label(""), label("", "quiet")
        self._reply_head = label(tr("Reply, which the applicant reads"), "quiet")
        self.text = TypedText()
        self.text.setAccessibleName(tr("Reply, which the applicant reads"))
        self.text.setTabChangesFocus(True)
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self._keep)
        self.text.typed.connect(self._typing.start)
        self.refused = label("", "red")
        self.refused.hide()
        self.text.typed.connect(self.refused.hide)
        words = tr("Send the reply")
        with_key = tr("{action}  {key}", action=words, key=send_key)
        self.send = button(with_key, self.send_reply, "primary", name=words)
        self.open = button(tr("Open the case"), self._open, "link")
        inner = column(
            self._grade, self._by, self._words, self._of, 8, self._reply_head, self.text,
            self.refused, row(self.send, self.open, None), margin=16, gap=8,
        )  # fmt: skip
        inner.setStretch(6, 1)
        sheet = Surface("wash")
        sheet.setLayout(column(card(inner)))
        return sheet

    def come_to_front(self) -> None:
        (self.table if self.ratings else self._empty).setFocus()
        self._read()

    def flush(self) -> None:
        self._typing.flush()

    @property
    def rating(self) -> Rating | None:
        """The one beside the list."""
        return next((each for each in self.ratings if each.rated.id == self._at), None)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS) and not self.isHidden():
            self._read()

    def _read(self) -> None:
        self._background.run(self._cases.ratings, self._hear_read)

    def _hear_read(self, found: list[Rating]) -> None:
        if not self._events.ended:
            self._show(found)

    def _show(self, found: list[Rating]) -> None:
        before, self.ratings = self.ratings, found
        waits = self.window().focusWidget() is self._empty.sentence
        for part, is_there in ((self.table, bool(found)), (self._beside, bool(found)),
                               (self._empty, not found)):  # fmt: skip
            part.setVisible(is_there)
        self._say_counts()
        if found == before:
            return
        known = [each.rated.id for each in found]
        at = known.index(self._at) if self._at in known else 0
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(found))
            for line, rating in enumerate(found):
                self._fill(line, rating)
            if found:
                self.table.setCurrentCell(at, 0)
        if found:
            self._turn_to(at)
        if found and waits:
            self.table.setFocus()

    def _say_counts(self) -> None:
        open_ = [each for each in self.ratings if not each.reply]
        bad = sum(each.is_bad for each in open_)
        said = tr("Every rating has its reply") if self.ratings else ""
        if open_:
            said = tr("{n} to be answered, {bad} of them bad", n=len(open_), bad=bad)
        if open_ and all(each.rated.reply_by is None for each in open_):
            said += tr("; the centre names no last day")
        self._counts.setText(said)

    def _fill(self, line: int, rating: Rating) -> None:
        words, tone = self._reply_by(rating)
        rated, case = rating.rated, rating.case
        on = f"{civil(rated.at):%m-%d}" if rated.at else ""
        cells = (_grade(rating), words, case.item.name, case.applicant.name, on)
        for place, text in enumerate(cells):
            item = QTableWidgetItem(shown(text))
            if place == 0 and rating.is_bad:
                item.setForeground(QColor(theme.current().red))
            if place == 1:
                item.setForeground(QColor(theme.current().light(tone)))
            self.table.setItem(line, place, item)

    def _reply_by(self, rating: Rating) -> tuple[str, str]:
        """In words, and the light it has."""
        today, by = self._machine.today(), rating.rated.reply_by
        if rating.is_unsent:
            return tr("answered, to be sent"), "closed"
        if rating.reply:
            return tr("answered"), "closed"
        if by is None:
            return "", ""
        if by < today:
            return tr("▲ {day} is past", day=f"{by:%m-%d}"), "red"
        if by == today:
            return tr("◆ today"), "amber"
        return f"{by:%m-%d}", "green"

    def _turn_to(self, line: int) -> None:
        """Shows a rating beside the list; what is being typed into one stays while it is that."""
        if not 0 <= line < len(self.ratings):
            return
        rating = self.ratings[line]
        is_another = rating.rated.id != self._at
        if is_another:
            self._typing.flush()
        self._at = rating.rated.id
        words, tone = self._reply_by(rating)
        self._grade.setText(_grade(rating))
        set_tone(self._grade, "red" if rating.is_bad else "")
        self._by.setText(tr("Reply by: {day}", day=words) if words and not rating.reply else words)
        set_tone(self._by, tone if tone in ("red", "amber") else "quiet")
        self._words.setText(shown(rating.rated.text) or tr("(no words)"))
        case = rating.case
        self._of.setText(shown(f"{case.item.name} · {case.applicant.name} · {case.no}"))
        if is_another or rating.reply or not self._typing.isActive():
            with QSignalBlocker(self.text):
                said = rating.reply or rating.begun
                if said != self.text.toPlainText():
                    self.text.setPlainText(said)
        self.text.setReadOnly(bool(rating.reply))
        self.send.setEnabled(not rating.reply)
        if is_another:
            self.refused.hide()

    def _keep(self) -> None:
        if (rating := self.rating) is not None and not rating.reply:
            payload = self._payload(rating)
            self._drafting.write_sheet(rating.case.id, SheetDraft.of(payload))

    def _payload(self, rating: Rating) -> ReplyEvaluation:
        return ReplyEvaluation(evaluation_id=rating.rated.id, text=self.text.toPlainText())

    def send_reply(self) -> None:
        """The one beside the list, where it has none yet."""
        if (rating := self.rating) is None or rating.reply:
            return
        self._typing.flush()
        self._background.when_done(
            self._deciding.decide(rating.case.id, self._payload(rating)),
            lambda _done: self._go_on(),
            say=self._refuse,
        )

    def _go_on(self) -> None:
        """To the next that has no reply, which is the first once this one has gone down."""
        self._at = ""
        self.said.emit(tr("The reply is saved"))
        self.table.setFocus()
        self._read()

    def _refuse(self, sentence: str) -> None:
        self.refused.setText(sentence)
        self.refused.show()
        announce(self.refused, sentence)

    def _open(self) -> None:
        if (rating := self.rating) is not None:
            self.case_wanted.emit(rating.case.id)


def _grade(rating: Rating) -> str:
    return tr(RATINGS[str(GRADES + 1 - rating.rated.graded)])
