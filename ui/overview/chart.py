"""A bar chart on QPainter: columns or rows, told apart by pattern as well as by colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.overview.pictures import NO_PICTURE, Bar, Picture
from ui.parts.announcing import announce
from ui.parts.widgets import plain_tip
from ui.theme import with_text

BAR, GAP, BETWEEN = 11, 2, 12  # pixels of a row's bar, between bars, between groups
NAMES_SHARE, LEAST_NAMES = 0.34, 72  # of the width, for the names of rows
LEAST_HEIGHT = 130
HIT = 4  # pixels around a bar that are the bar's too
BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)
BEHIND = (Qt.Key.Key_Right, Qt.Key.Key_Down)
TAKEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BarChart(QWidget):
    """Arrow keys go from bar to bar, Enter and a click choose one, Space asks for the table."""

    chosen = Signal(object)  # a Bar
    table_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picture = NO_PICTURE
        self.at = 0  # of the bars, as they are read
        self._places: list[QRectF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_picture(self, picture: Picture) -> None:
        self.picture, self.at = picture, 0
        self._name_for_readers()
        self.updateGeometry()
        self.update()

    @property
    def bars(self) -> list[Bar]:
        return [bar for group in self.picture.groups for bar in group.bars]

    def words_of(self, at: int) -> str:
        """A bar in words: of what, which series, its value."""
        group, series = divmod(at, len(self.picture.series))
        of = self.picture.groups[group]
        return f"{of.name} · {self.picture.series[series]} {of.bars[series].text}"

    def minimumSizeHint(self) -> QSize:
        least = with_text(LEAST_HEIGHT)
        if not self.picture.upright:
            least = max(least, round(len(self.picture.groups) * self._group_height()) + BETWEEN)
        return QSize(with_text(200), least)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    # --- keys and mouse --------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self.bars) - 1
        if key == Qt.Key.Key_Space:
            self.table_wanted.emit()
        elif not self.bars:
            super().keyPressEvent(event)
        elif key in TAKEN:
            self.chosen.emit(self.bars[self.at])
        elif key in BEFORE:
            self._go_to(max(0, self.at - 1))
        elif key in BEHIND:
            self._go_to(min(last, self.at + 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(at)
            self.chosen.emit(self.bars[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        self.setToolTip(plain_tip(self.words_of(at)) if at is not None else "")
        shape = Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def place_of(self, at: int) -> QRectF:
        """Where a bar was painted last."""
        return self._places[at]

    def _go_to(self, at: int) -> None:
        self.at = at
        self._name_for_readers()
        announce(self, self.words_of(at))
        self.update()

    def _name_for_readers(self) -> None:
        here = self.words_of(self.at) if self.bars else self.picture.said
        self.setAccessibleName(f"{self.picture.title}: {here}")

    def _bar_at(self, point: QPointF) -> int | None:
        hit = (at for at, place in enumerate(self._places) if _touched(place).contains(point))
        return next(hit, None)

    # --- painting ---------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._places = self._columns(painter) if self.picture.upright else self._rows(painter)
        t = theme.current()
        for at, place in enumerate(self._places):
            if not self.bars[at].value:
                continue
            painter.fillRect(place, QColor(t.paper))
            painter.setPen(QPen(_colour(at % len(self.picture.series)), 1))
            painter.setBrush(_fill(at % len(self.picture.series)))
            painter.drawRect(place)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            if self._places:
                painter.setPen(QPen(QColor(t.ink), 2))
                painter.drawRect(self._places[self.at].adjusted(-2, -2, 2, 2))
        painter.end()

    def _columns(self, painter: QPainter) -> list[QRectF]:
        """Draws what stands around the columns; answers with where they stand."""
        t, metrics = theme.current(), self.fontMetrics()
        line = metrics.height()
        most = max((bar.value for bar in self.bars), default=0) or 1
        left = metrics.horizontalAdvance(f"{most:.0f}") + 12
        area = QRectF(left, line + 4, self.width() - left - 6, self.height() - 2 * line - 14)
        painter.setPen(QPen(QColor(t.line), 1))
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - area.height() * share
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(t.quiet))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, area.top() - line / 2, left - 6, line), right, f"{most:.0f}")
        painter.drawText(QRectF(0, area.bottom() - line / 2, left - 6, line), right, "0")
        groups = self.picture.groups
        step = area.width() / max(1, len(groups))
        every = self._every(step)
        places = []
        for number, group in enumerate(groups):
            start = area.left() + number * step
            wide = min(with_text(28), step * 0.78 / len(group.bars))
            at = start + (step - wide * len(group.bars)) / 2
            for bar in group.bars:
                high = area.height() * bar.value / most
                places.append(QRectF(at, area.bottom() - high, wide - 1, high))
                if metrics.horizontalAdvance(bar.text) <= wide + 2 and bar.value:
                    painter.setPen(QColor(t.ink))
                    above = QRectF(at - 4, area.bottom() - high - line, wide + 7, line)
                    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.text)
                at += wide
            if number % every == 0:
                painter.setPen(QColor(t.quiet))
                below = QRectF(start, area.bottom() + 4, step * every, line)
                name = metrics.elidedText(
                    group.name, Qt.TextElideMode.ElideRight, round(below.width()) - 2
                )
                flags = Qt.AlignmentFlag.AlignCenter if every == 1 else Qt.AlignmentFlag.AlignLeft
                painter.drawText(below, flags, name)
        return places

    def _every(self, step: float) -> int:
        """Of how many columns one is named, so that names do not meet."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(g.name) for g in self.picture.groups), default=0
        )
        if step >= widest or len(self.picture.groups) <= 7:
            return 1
        return max(1, round(widest * 1.5 / step + 0.5))

    def _rows(self, painter: QPainter) -> list[QRectF]:
        """Draws what stands around the rows; answers with where they lie."""
        t, metrics = theme.current(), self.fontMetrics()
        names = max(with_text(LEAST_NAMES), round(self.width() * NAMES_SHARE))
        values = max((metrics.horizontalAdvance(bar.text) for bar in self.bars), default=0) + 10
        room = max(20.0, self.width() - names - values - 8)
        most = max((bar.value for bar in self.bars), default=0) or 1
        thick, line = with_text(BAR), metrics.height()
        places, top = [], BETWEEN / 2
        for group in self.picture.groups:
            high = self._group_height() - BETWEEN
            painter.setPen(QColor(t.ink))
            name = metrics.elidedText(group.name, Qt.TextElideMode.ElideRight, names - 14)
            side = QRectF(4, top, names - 12, high)
            painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            pitch = high / len(group.bars)
            for number, bar in enumerate(group.bars):
                middle = top + pitch * (number + 0.5)
                place = QRectF(names, middle - thick / 2, room * bar.value / most, thick)
                places.append(place)
                painter.setPen(QColor(t.ink))
                words = QRectF(place.right() + 8, middle - line / 2, values, line)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, bar.text)
            top += high + BETWEEN
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(QPointF(names, 2), QPointF(names, top - BETWEEN / 2))
        return places

    def _group_height(self) -> float:
        """Each bar's words have a line of their own."""
        line = max(with_text(BAR) + GAP, self.fontMetrics().height() - 4)
        return len(self.picture.series) * line + BETWEEN


class Legend(QWidget):
    """What each pattern is, one behind the other."""

    def __init__(self) -> None:
        super().__init__()
        self._series: tuple[str, ...] = ()

    def show_series(self, series: tuple[str, ...]) -> None:
        self._series = series if len(series) > 1 else ()
        self.setVisible(bool(self._series))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(with_text(200), self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, side, at = self.fontMetrics(), with_text(BAR), 1.0
        for number, words in enumerate(self._series):
            painter.setPen(QPen(_colour(number), 1))
            painter.setBrush(_fill(number))
            painter.drawRect(QRectF(at, (self.height() - side) / 2, side, side))
            painter.setPen(QColor(theme.current().quiet))
            at += side + 6
            wide = metrics.horizontalAdvance(words)
            place = QRectF(at, 0, wide + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            at += wide + 16
        painter.end()


def _colour(series: int) -> QColor:
    t = theme.current()
    return QColor((t.accent, t.paused, t.ink)[series % 3])


def _fill(series: int) -> QBrush:
    """Full, hatched, empty: told apart on paper without colours, and by who sees none."""
    colour = _colour(series)
    patterns = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.NoBrush)
    return QBrush(colour, patterns[series % 3])


def _touched(place: QRectF) -> QRectF:
    """A column or row of nothing can be pointed at, too."""
    return place.adjusted(-HIT / 2, -HIT, HIT / 2, HIT)
