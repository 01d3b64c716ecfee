"""How one hit of the search is painted: its title, and under it what it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desk import Hit
from ui import theme
from ui.language import tr, tr_noop
from ui.parts.lettering import Lettering, colour
from ui.parts.words import STATES, hide_numbers, word

HIT = Qt.ItemDataRole.UserRole
HOW = {
    "sound": tr_noop("by its sound"),
    "keyword": tr_noop("by a keyword"),
    "near": tr_noop("nearly so"),
}
Index = QModelIndex | QPersistentModelIndex


def heading(words: str) -> QListWidgetItem:
    """The name of a group; it cannot be chosen."""
    item = QListWidgetItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class HitDelegate(QStyledItemDelegate):
    """Two lines a hit, one a heading."""

    _words: Lettering | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()  # type: ignore[attr-defined]
        return QSize(200, line * 2 + 16 if index.data(HIT) is not None else line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, hit = theme.current(), index.data(HIT)
        area: QRect = option.rect  # type: ignore[attr-defined]
        words = self._lettering(option.font)  # type: ignore[attr-defined]
        inner = area.adjusted(12, 0, -12, 0)
        if not isinstance(hit, Hit):
            words.draw(painter, inner.adjusted(0, 6, 0, 0), str(index.data()), colour(t.quiet))
            return
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, colour(t.wash))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour(t.accent))
        first = QRect(inner.left(), inner.top() + 6, inner.width(), words.height)
        second = first.translated(0, words.height + 4)
        if how := _how(hit):
            width = words.draw_right(painter, first, how, colour(t.quiet))
            first.setRight(first.right() - width - 12)
        words.draw(painter, first, hit.title, colour(t.ink))
        words.draw(painter, second, _under(hit), colour(t.quiet))

    def _lettering(self, font: QFont) -> Lettering:
        if self._words is None or self._words.font != font:
            self._words = Lettering(QFont(font))  # what an option has is gone with it
        return self._words


def _how(hit: Hit) -> str:
    if hit.how == "paper":
        return tr("its {paper} says so", paper=hit.paper)
    return tr(HOW[hit.how]) if hit.how in HOW else ""


def _under(hit: Hit) -> str:
    if hit.row is not None:
        return f"{word(STATES, hit.row.state)} · {hit.row.item_name} · {hit.row.no}"
    if hit.item is not None:
        days = (
            tr("Instant")
            if hit.item.instant
            else tr("Working days promised: {n}", n=hit.item.promised_days)
        )
        return f"{days} · {hit.summary}"
    if hit.scene is not None:
        return tr("{n} items", n=len(hit.scene.item_codes))
    return hide_numbers(" ".join(hit.summary.split()))
