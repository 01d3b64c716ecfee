"""How a case looks in the list: light and days, applicant, item, and why it is here."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desk import CaseRow, Cases
from ui import theme
from ui.language import tr
from ui.parts.lettering import Lettering, colour
from ui.parts.lights import paint_light
from ui.parts.words import due_words, reason, short_due_words
from ui.worklist.model import WorklistModel

EDGE = 12
Look = Literal["card", "line", "light"]


class CaseDelegate(QStyledItemDelegate):
    """``look``: a ``card`` of two lines, one ``line``, or the ``light`` alone."""

    def __init__(self, cases: Cases, model: WorklistModel) -> None:
        super().__init__()
        self._cases, self._model = cases, model
        self._words: tuple[Lettering, Lettering] | None = None
        self.look: Look = "card"

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        case = self._model.case_at(index.row())
        if case is None:
            return
        t = theme.current()
        plain, bold = self._letterings(option.font)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, colour(t.chosen if chosen else t.paper))
        if chosen:
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                colour(t.accent),
            )
        above, below = self._model.in_group(index.row())
        painter.setPen(colour(t.line))
        if not below:
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if above or below:
            self._brace(painter, option.rect, above, below)
        if self.look != "card":
            self._line(painter, option.rect.adjusted(EDGE, 0, -8, 0), plain, bold, case)
            painter.restore()
            return
        inner = option.rect.adjusted(EDGE, 8, -EDGE, -8)
        first = QRect(inner.left(), inner.top(), inner.width(), plain.height + 2)
        second = QRect(inner.left(), first.bottom() + 3, inner.width(), plain.height + 2)
        self._first_line(painter, first, plain, bold, case)
        self._second_line(painter, second, plain, case)
        painter.restore()

    def _letterings(self, font: QFont) -> tuple[Lettering, Lettering]:
        """Plain and bold, of the list's font."""
        if self._words is None or self._words[0].font != font:
            own, bold = QFont(font), QFont(font)  # what an option has is gone with it
            bold.setWeight(QFont.Weight.DemiBold)
            self._words = Lettering(own), Lettering(bold)
        return self._words

    def _brace(self, painter: QPainter, place: QRect, above: bool, below: bool) -> None:
        """Holds the cases of one thing together at the left."""
        top = place.top() - 1 if above else place.top() + 10
        bottom = place.bottom() + 1 if below else place.bottom() - 10
        painter.fillRect(
            QRect(place.left() + 5, top, 2, bottom - top), colour(theme.current().quiet)
        )

    def _line(
        self, painter: QPainter, place: QRect, plain: Lettering, bold: Lettering, case: CaseRow
    ) -> None:
        """Light, days, applicant; at the right what calls for the clerk."""
        t = theme.current()
        paint_light(painter, QRectF(place.x(), place.center().y() - 5.5, 12, 12), case.light)
        if self.look == "light":
            return
        place = place.adjusted(18, 0, 0, 0)
        days = self._cases.days_left(case.due) if case.due else None
        sign, tone = _sign(case)
        if sign:
            place.setRight(place.right() - plain.draw_right(painter, place, sign, tone) - 6)
        due = short_due_words(case, self._cases.today(), days)
        width = plain.draw(painter, place, due, colour(t.light(case.light)))
        bold.draw(painter, place.adjusted(width + 6, 0, 0, 0), case.applicant, colour(t.ink))

    def _first_line(
        self, painter: QPainter, place: QRect, plain: Lettering, bold: Lettering, case: CaseRow
    ) -> None:
        t = theme.current()
        days = self._cases.days_left(case.due) if case.due else None
        paint_light(painter, QRectF(place.x(), place.center().y() - 5.5, 12, 12), case.light)
        place = place.adjusted(20, 0, 0, 0)
        if case.unsent:
            words = "⇡ " + tr("to be sent")
            width = plain.draw_right(painter, place, words, colour(t.accent))
            place.setRight(place.right() - width - 8)
        due = due_words(case, self._cases.today(), days)
        width = plain.draw_right(painter, place, due, colour(t.light(case.light)))
        place.setRight(place.right() - width - 10)
        bold.draw(painter, place, case.applicant, colour(t.ink))

    def _second_line(
        self, painter: QPainter, place: QRect, plain: Lettering, case: CaseRow
    ) -> None:
        t = theme.current()
        place = place.adjusted(20, 0, 0, 0)
        why = reason(case)
        if why:
            tone = t.red if case.attention else t.accent if case.resubmitted else t.quiet
            width = plain.draw_right(painter, place, why, colour(tone))
            place.setRight(place.right() - width - 10)
        if case.handling == "instant":
            width = plain.draw(painter, place, tr("Instant"), colour(t.accent))
            place.setLeft(place.left() + width + 8)
        plain.draw(painter, place, case.item_name, colour(t.quiet))


def _sign(case: CaseRow) -> tuple[str, QColor]:
    """What of a case is news to the clerk, as a sign and its colour; "" where nothing is."""
    t = theme.current()
    if case.attention:
        return "!", colour(t.red)
    if case.unsent:
        return "⇡", colour(t.accent)
    if case.resubmitted and case.state == "received":
        return "↺", colour(t.accent)
    return "", colour(t.ink)
