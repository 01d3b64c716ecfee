"""How a case looks in the list: light and days, applicant, item, and why it is here."""

from __future__ import annotations

from datetime import date
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desk import CaseRow, Cases
from ui import theme
from ui.language import tr
from ui.parts.lights import paint_light
from ui.parts.words import due_words, reason, short_due_words
from ui.worklist.model import RowRole, WorklistModel

EDGE = 12
Look = Literal["card", "line", "light"]


class CaseDelegate(QStyledItemDelegate):
    """``look``: a ``card`` of two lines, one ``line``, or the ``light`` alone."""

    def __init__(self, cases: Cases, model: WorklistModel) -> None:
        super().__init__()
        self._cases, self._model = cases, model
        self.look: Look = "card"

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        case = index.data(RowRole)
        if not isinstance(case, CaseRow):
            return
        t = theme.current()
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(t.chosen if chosen else t.paper))
        if chosen:
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                QColor(t.accent),
            )
        above, below = self._model.in_group(index.row())
        painter.setPen(QColor(t.line))
        if not below:
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if above or below:
            self._brace(painter, option.rect, above, below)
        if self.look != "card":
            self._line(painter, option.rect.adjusted(EDGE, 0, -8, 0), option.font, case)
            painter.restore()
            return
        inner = option.rect.adjusted(EDGE, 8, -EDGE, -8)
        height = QFontMetrics(option.font).height()
        first = QRect(inner.left(), inner.top(), inner.width(), height + 2)
        second = QRect(inner.left(), first.bottom() + 3, inner.width(), height + 2)
        self._first_line(painter, first, option.font, case, self._cases.today())
        self._second_line(painter, second, option.font, case)
        painter.restore()

    def _brace(self, painter: QPainter, place: QRect, above: bool, below: bool) -> None:
        """Holds the cases of one thing together at the left."""
        top = place.top() - 1 if above else place.top() + 10
        bottom = place.bottom() + 1 if below else place.bottom() - 10
        painter.fillRect(
            QRect(place.left() + 5, top, 2, bottom - top), QColor(theme.current().quiet)
        )

    def _line(self, painter: QPainter, place: QRect, font: QFont, case: CaseRow) -> None:
        """Light, days, applicant; at the right what calls for the clerk."""
        t = theme.current()
        colour = t.light(case.light)
        paint_light(painter, QRectF(place.x(), place.center().y() - 5.5, 12, 12), case.light)
        if self.look == "light":
            return
        place = place.adjusted(18, 0, 0, 0)
        days = self._cases.days_left(case.due) if case.due else None
        sign, tone = _sign(case)
        if sign:
            place = place.adjusted(0, 0, -_draw_right(painter, place, font, sign, tone) - 6, 0)
        width = _draw(
            painter, place, font, short_due_words(case, self._cases.today(), days), colour
        )
        place = place.adjusted(width + 6, 0, 0, 0)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        _draw(painter, place, bold, case.applicant, t.ink)

    def _first_line(
        self, painter: QPainter, place: QRect, font: QFont, case: CaseRow, today: date
    ) -> None:
        t = theme.current()
        days = self._cases.days_left(case.due) if case.due else None
        paint_light(painter, QRectF(place.x(), place.center().y() - 5.5, 12, 12), case.light)
        place = place.adjusted(20, 0, 0, 0)
        badge = self._badge(case)
        if badge is not None:
            width = _draw_right(painter, place, font, badge[0], badge[1])
            place = place.adjusted(0, 0, -width - 8, 0)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        words = due_words(case, today, days)
        width = _draw_right(painter, place, font, words, t.light(case.light))
        place = place.adjusted(0, 0, -width - 10, 0)
        _draw(painter, place, bold, case.applicant, t.ink)

    def _second_line(self, painter: QPainter, place: QRect, font: QFont, case: CaseRow) -> None:
        t = theme.current()
        place = place.adjusted(20, 0, 0, 0)
        why = reason(case)
        if why:
            tone = t.red if case.attention else t.accent if case.resubmitted else t.quiet
            width = _draw_right(painter, place, font, why, tone)
            place = place.adjusted(0, 0, -width - 10, 0)
        if case.handling == "instant":
            width = _draw(painter, place, font, tr("Instant"), t.accent)
            place = place.adjusted(width + 8, 0, 0, 0)
        _draw(painter, place, font, case.item_name, t.quiet)

    def _badge(self, case: CaseRow) -> tuple[str, str] | None:
        if case.unsent:
            return "⇡ " + tr("to be sent"), theme.current().accent
        return None


def _sign(case: CaseRow) -> tuple[str, str]:
    """What of a case is news to the clerk, as a sign and its colour; "" where nothing is."""
    t = theme.current()
    if case.attention:
        return "!", t.red
    if case.unsent:
        return "⇡", t.accent
    if case.resubmitted and case.state == "received":
        return "↺", t.accent
    return "", ""


def _draw(painter: QPainter, place: QRect, font: QFont, text: str, colour: str) -> int:
    """Draws from the left, elided; returns the width used."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


def _draw_right(painter: QPainter, place: QRect, font: QFont, text: str, colour: str) -> int:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return QFontMetrics(font).horizontalAdvance(text)
