"""A one-thing as a picture: a lane a department, a column a step, lines from what comes before."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.cases import one_thing
from app.cases.model import OneThing, Sibling
from app.cases.workdays import WorkCalendar
from ui import theme
from ui.language import tr
from ui.parts.lights import paint_light
from ui.parts.widgets import Surface
from ui.parts.words import STATES, word
from ui.theme import with_text

LANE, NAME, GAP, WIDEST = 66, 132, 52, 480  # pixels, with text of 100 %
BOX, NARROWEST = 54, 150


class SiblingBox(QAbstractButton):
    """One sub-application: item, light, state and due day; the clerk's own can be opened."""

    def __init__(self, sibling: Sibling, light: str, waits: str, here: bool) -> None:
        super().__init__()
        self.sibling, self._light, self._here = sibling, light, here
        due = f"{sibling.due:%m-%d}" if sibling.due and light not in ("closed", "paused") else ""
        self._state = "  ".join(part for part in (word(STATES, sibling.state), due) if part)
        if waits:
            self._state = waits
        self.setText(sibling.item.name)
        self.setEnabled(sibling.mine)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if sibling.mine else Qt.FocusPolicy.NoFocus)
        said = f"{sibling.department.name} {sibling.item.name} {self._state}"
        self.setAccessibleName(said)
        self.setToolTip(said)
        if sibling.mine:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(WIDEST, with_text(BOX))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(t.light(self._light))
        edge = QColor(t.accent if self._here or self.hasFocus() else t.line)
        painter.setPen(QPen(edge, 2 if self._here or self.hasFocus() else 1))
        painter.setBrush(QColor(t.paper))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        inner = self.rect().adjusted(12, 8, -10, -8)
        metrics = self.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(QColor(t.ink if self.sibling.mine else t.quiet))
        name = metrics.elidedText(self.text(), elide, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(colour)
        line = metrics.height()
        paint_light(painter, QRectF(inner.x(), inner.bottom() - line / 2 - 6, 12, 12), self._light)
        inner.setLeft(inner.left() + 18)
        state = metrics.elidedText(self._state, elide, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, state)
        painter.end()


class ThingPicture(Surface):
    """A box for each sub-application; the clerk's own can be pressed."""

    case_wanted = Signal(str)  # the id of the box that was pressed

    def __init__(self) -> None:
        super().__init__("wash")
        self._boxes: dict[str, SiblingBox] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._lanes: list[str] = []
        self._steps = 1
        self._lane, self._name, self._box = with_text(LANE), with_text(NAME), with_text(BOX)
        self.setAccessibleName(tr("The whole one-thing"))

    def show_thing(self, thing: OneThing, own: str, calendar: WorkCalendar, today: date) -> None:
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        steps = one_thing.steps(thing)
        self._lanes = list(dict.fromkeys(s.department.name for s in thing.sub_applications))
        self._steps = 1 + max(steps.values(), default=0)
        self._boxes, self._places = {}, {}
        rows: dict[tuple[str, int], int] = {}
        tops, at = {}, 0
        for lane in self._lanes:
            tops[lane] = at
            own_lane = [s for s in thing.sub_applications if s.department.name == lane]
            at += max(sum(steps[s.id] == n for s in own_lane) for n in range(self._steps))
        self._rows = at
        self._tops = tops
        for sibling in thing.sub_applications:
            waiting = one_thing.awaited(thing, sibling)
            waits = tr("Waits for {names}", names="、".join(w.item.name for w in waiting))
            box = SiblingBox(
                sibling,
                one_thing.light(sibling, calendar, today),
                waits if waiting and sibling.state == "received" else "",
                sibling.id == own,
            )
            box.setParent(self)
            box.clicked.connect(lambda _c=False, id_=sibling.id: self.case_wanted.emit(id_))
            key = (sibling.department.name, steps[sibling.id])
            self._places[sibling.id] = (tops[key[0]] + rows.get(key, 0), key[1])
            rows[key] = rows.get(key, 0) + 1
            self._boxes[sibling.id] = box
            box.show()
        self._depends = {s.id: s.depends_on for s in thing.sub_applications}
        self.setMinimumHeight(self._rows * self._lane + 8)
        self.setMinimumWidth(
            self._name + self._steps * with_text(NARROWEST) + (self._steps - 1) * GAP
        )
        self._place()
        self.update()

    def boxes(self) -> list[SiblingBox]:
        return list(self._boxes.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() - self._name - 12 - (self._steps - 1) * GAP
        width = min(WIDEST, room // max(1, self._steps))
        for id_, (line, step) in self._places.items():
            top = line * self._lane + (self._lane - self._box) // 2
            self._boxes[id_].setGeometry(self._name + step * (width + GAP), top, width, self._box)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, lane in enumerate(self._lanes):
            top = self._tops[lane] * self._lane
            below = self._tops[self._lanes[number + 1]] if number + 1 < len(self._lanes) else None
            height = ((below if below is not None else self._rows) * self._lane) - top
            if number:
                painter.setPen(QColor(t.line))
                painter.drawLine(0, top, self.width(), top)
            painter.setPen(QColor(t.quiet))
            flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(12, top, self._name - 24, height, flags, lane)
        painter.setPen(QPen(QColor(t.quiet), 1.4))
        for id_, needed in self._depends.items() if self._boxes else ():
            for before in needed:
                if before in self._boxes:
                    self._draw_line(painter, self._boxes[before], self._boxes[id_])
        painter.end()

    def _draw_line(self, painter: QPainter, before: QWidget, after: QWidget) -> None:
        start = QPoint(before.geometry().right(), before.geometry().center().y())
        end = QPoint(after.geometry().left(), after.geometry().center().y())
        middle = (start.x() + end.x()) / 2
        path = QPainterPath(start)
        path.cubicTo(middle, start.y(), middle, end.y(), end.x() - 5, end.y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.drawLine(end, end + QPoint(-6, -4))
        painter.drawLine(end, end + QPoint(-6, 4))
