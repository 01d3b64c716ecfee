"""The pages of a document below each other: scrolled, zoomed, turned, marked and read."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTextInsertEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from app.cases.paper_text import WHOLE_PAGE
from app.desk import Annotation, Box, PageText
from ui import theme
from ui.language import tr
from ui.parts.words import hide_numbers
from ui.place import PaperPlace
from ui.review.drawn import PageCache, Wanted
from ui.review.layout import GAP, PageLayout
from ui.review.places import PlacesLayer
from ui.review.selection import Selection
from ui.review.watermark import Watermark

ZOOM_STEP, LEAST_ZOOM, MOST_ZOOM = 1.25, 0.25, 8.0
LINE = 48
PIXELS_WHOLE = 4_000_000  # a page larger than this is drawn only where it is in sight
REGION_GRID = 512
LEAST_BOX = 0.008
MOST_HEARD = 2000  # characters


class PaperArea(QAbstractScrollArea):
    """A document's pages, as far as they are drawn; it asks for the others."""

    pictures_wanted = Signal(object)  # a list of Wanted, whenever what is in sight changes
    words_wanted = Signal(int)  # of a page
    box_drawn = Signal(int, object)  # a page and a Box on it, by the clerk's mouse
    page_changed = Signal(int)  # the page in sight
    hovered = Signal(str)  # the key of what the mouse is on, as PagePlace has it; "" where it left
    painted = Signal()

    def __init__(self, drawn: PageCache, watermark: Watermark) -> None:
        super().__init__()
        self._drawn, self._watermark = drawn, watermark
        self.key, self.name = "", ""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self.zoom, self.rotation = 1.0, 0
        self.layout_ = PageLayout((), 100, 1.0, 0)
        self.hits: list[tuple[int, tuple[Box, ...]]] = []
        self.hit = -1
        self.annotations: Mapping[str, Annotation] = {}
        self.chosen_annotation = ""
        self.annotating = False
        self.cut: Box | None = None  # what is left of the first page; None where all of it is
        self.selection = Selection()
        self.places = PlacesLayer()
        self._hovered = ""
        self._pressed: tuple[int, QPointF] | None = None
        self._drawn_box: tuple[int, Box] | None = None
        self.setProperty("kind", "pages")
        self.setProperty("surface", "wash")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(LINE)
        self.verticalScrollBar().valueChanged.connect(lambda _v: self._moved())
        self.horizontalScrollBar().valueChanged.connect(lambda _v: self._moved())
        self.viewport().setMouseTracking(True)

    # --- what is shown ----------------------------------------------------------------

    def show_pages(self, key: str, name: str, sizes: tuple[tuple[float, float], ...]) -> None:
        """A document's pages from its first, as wide as the room for them."""
        self.key, self.name, self._sizes = key, name, sizes
        self.zoom, self.rotation = 1.0, 0
        self.hits, self.hit, self.selection = [], -1, Selection()
        self.places.current = None
        self._hover("")
        self._tell_selection()
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self._tell_page()

    def place(self) -> PaperPlace:
        scrolled = self._top / max(1, self.layout_.height)
        return PaperPlace(zoom=self.zoom, rotation=self.rotation, scrolled=scrolled)

    def return_to(self, place: PaperPlace) -> None:
        self.zoom, self.rotation = place.zoom, place.rotation
        self._lay_out()
        self.verticalScrollBar().setValue(round(place.scrolled * self.layout_.height))

    @property
    def page(self) -> int:
        """The page in the middle of the screen."""
        return self.layout_.page_at(self._top + self.viewport().height() / 2)

    def set_zoom(self, zoom: float) -> None:
        self.zoom = max(LEAST_ZOOM, min(MOST_ZOOM, zoom))
        self._lay_out()

    def fit_page(self) -> None:
        """The page in sight whole."""
        if not self._sizes:
            return
        width, height = self._sizes[self.page]
        if self.rotation % 180:
            width, height = height, width
        tall = (self.viewport().height() - 2 * GAP) * width / max(1.0, height)
        self.set_zoom(min(1.0, tall / self._room))

    def turn(self) -> None:
        """By a quarter, clockwise."""
        page = self.page
        self.rotation = (self.rotation + 90) % 360
        self._lay_out()
        self.go_to(page)

    def go_to(self, page: int, box: Box | None = None) -> None:
        """Scrolls to a page, or so that a box on it is in sight."""
        if not 0 <= page < len(self.layout_):
            return
        if box is None:
            self.verticalScrollBar().setValue(int(self.layout_.rect(page).top()) - GAP)
            return
        place = self.layout_.on_screen(page, box)
        seen = self.viewport().rect().translated(int(self._left), int(self._top))
        if place.height() > seen.height():
            self.verticalScrollBar().setValue(int(place.top()) - GAP)
        elif not QRectF(seen).contains(place):
            self.verticalScrollBar().setValue(int(place.center().y() - seen.height() / 3))
            self.horizontalScrollBar().setValue(int(place.center().x() - seen.width() / 2))

    def show_place(self, page: int, box: Box) -> None:
        """Scrolls to a place that speaks of the form, and frames it if it is less than a page."""
        self.places.current = None if box == WHOLE_PAGE else (page, box)
        self.go_to(page, box)
        self.update_all()

    def light(self, key: str) -> None:
        """Fills the places that speak of this; of nothing for ""."""
        if self.places.lit != key:
            self.places.lit = key
            self.update_all()

    def wanted_for(self, page: int) -> Wanted:
        """The picture of a page as it is laid out now."""
        return self._wanted(self.layout_, page, self.scrolled)

    def _wanted(self, layout: PageLayout, page: int, scrolled: QPointF) -> Wanted:
        ratio = self.devicePixelRatioF()
        rect = layout.rect(page)
        width, height = int(rect.width() * ratio), int(rect.height() * ratio)
        if width * height <= PIXELS_WHOLE:
            return Wanted(page, width, layout.rotation)
        seen = QRectF(self.viewport().rect()).translated(scrolled - rect.topLeft())
        x = max(0, int(seen.left() * ratio) // REGION_GRID * REGION_GRID)
        y = max(0, int(seen.top() * ratio) // REGION_GRID * REGION_GRID)
        right = min(width, -(-int(seen.right() * ratio) // REGION_GRID) * REGION_GRID)
        bottom = min(height, -(-int(seen.bottom() * ratio) // REGION_GRID) * REGION_GRID)
        return Wanted(page, width, layout.rotation, (x, y, max(1, right - x), max(1, bottom - y)))

    def first_of(self, size: tuple[float, float]) -> Wanted:
        """The picture of a first page of this size, as it would be laid out now."""
        layout = PageLayout((size,), self._room, 1.0, 0)
        spare = self.viewport().width() - layout.width
        return self._wanted(layout, 0, QPointF(-spare / 2, 0.0))

    def box_in_sight(self) -> tuple[int, Box]:
        """A box in the middle of what is in sight, for marking without a mouse."""
        return self._box(self.page, QPointF(self.viewport().rect().center()))

    def box_around(self, point: QPointF) -> tuple[int, Box]:
        """A box around a point of what is in sight, and its page."""
        return self._box(self.layout_.page_at(self._on_sheet(point).y()), point)

    def _box(self, page: int, middle: QPointF) -> tuple[int, Box]:
        x, y = self.layout_.on_page(page, self._on_sheet(middle))
        return page, (max(0.0, x - 0.2), max(0.0, y - 0.04), min(1.0, x + 0.2), min(1.0, y + 0.04))

    def update_all(self) -> None:
        self.viewport().update()

    # --- painting -----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.current().wash))
        painter.translate(-self._left, -self._top)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_sight(0):
            self._paint_page(painter, page)
        painter.resetTransform()
        self._watermark.paint(painter, self.viewport().rect())
        self.painted.emit()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self.layout_.rect(page)
        painter.fillRect(rect, QColor("#FFFFFF"))
        wanted = self.wanted_for(page)
        image = self._drawn.get(self.key, wanted)
        if image is None or wanted.region is not None:
            standing_in = self._drawn.any_of(self.key, page, self.rotation)
            if standing_in is not None:
                painter.drawImage(rect, standing_in)
        if image is not None:
            painter.drawImage(self._place(rect, wanted), image)
        for at, (where, boxes) in enumerate(self.hits):
            if where == page:
                for box in boxes:
                    self._paint_hit(painter, self.layout_.on_screen(page, box), at == self.hit)
        self.places.paint(painter, self.layout_, page)
        for box in self.selection.boxes(page):
            painter.fillRect(self.layout_.on_screen(page, box), QColor(31, 95, 191, 70))
        self._paint_annotations(painter, page)
        if self.cut is not None and page == 0:
            self._paint_cut(painter, rect, self.layout_.on_screen(0, self.cut))
        painter.setPen(QPen(QColor(theme.current().line), 1))
        painter.drawRect(rect)

    def _place(self, rect: QRectF, wanted: Wanted) -> QRectF:
        if wanted.region is None:
            return rect
        ratio = self.devicePixelRatioF()
        x, y, width, height = wanted.region
        return QRectF(rect.x() + x / ratio, rect.y() + y / ratio, width / ratio, height / ratio)

    def _paint_hit(self, painter: QPainter, place: QRectF, current: bool) -> None:
        painter.fillRect(place, QColor(255, 196, 0, 110))
        if current:
            painter.setPen(QPen(QColor("#9A5B00"), 2))
            painter.drawRect(place.adjusted(-2, -2, 2, 2))

    def _paint_cut(self, painter: QPainter, page: QRectF, left: QRectF) -> None:
        """What is cut away is dark."""
        away = QPainterPath()
        away.addRect(page)
        away.addRect(left)  # the rule is odd-even: the inside of both is none of it
        painter.fillPath(away, QColor(0, 0, 0, 150))
        painter.setPen(QPen(QColor(theme.LIGHT.accent), 2))
        painter.drawRect(left)

    def _paint_annotations(self, painter: QPainter, page: int) -> None:
        red = QColor(theme.LIGHT.red)
        for number, (id_, annotation) in enumerate(self.annotations.items(), 1):
            if annotation.page != page:
                continue
            place = self.layout_.on_screen(page, annotation.box)
            painter.setPen(QPen(red, 3 if id_ == self.chosen_annotation else 2))
            painter.drawRect(place)
            flag = QRectF(place.left(), place.top() - 18, 22, 18)
            if flag.top() < self.layout_.rect(page).top():
                flag.moveTop(place.top())
            painter.fillRect(flag, red)
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, str(number))
        if self._drawn_box is not None and self._drawn_box[0] == page:
            painter.setPen(QPen(red, 2, Qt.PenStyle.DashLine))
            painter.drawRect(self.layout_.on_screen(page, self._drawn_box[1]))

    # --- hands --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selection.all_of(self.page)
            self.words_wanted.emit(self.page)
            self._tell_selection()
            self.update_all()
            return
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(len(self.layout_) - 1)
            case Qt.Key.Key_Space:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + bar.pageStep() - LINE)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            up = event.angleDelta().y() > 0
            self.set_zoom(self.zoom * (ZOOM_STEP if up else 1 / ZOOM_STEP))
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not len(self.layout_):
            return
        point = self._on_sheet(event.position())
        page = self.layout_.page_at(point.y())
        self._pressed = (page, point)
        if not self.annotating:
            self.selection.begin(page, self.layout_.on_page(page, point))
            self.words_wanted.emit(page)
            self._tell_selection()
            self.update_all()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            shape = Qt.CursorShape.CrossCursor if self.annotating else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self._hover(self._key_at(event.position()))
            return
        page, start = self._pressed
        point = self._on_sheet(event.position())
        if self.annotating:
            x1, y1 = self.layout_.on_page(page, start)
            x2, y2 = self.layout_.on_page(page, point)
            box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            self._drawn_box = (page, box)
        else:
            self.selection.extend(self.layout_.on_page(page, point))
        self.update_all()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self._tell_selection()
        finished, self._drawn_box = self._drawn_box, None
        if finished is not None:
            page, (left, top, right, bottom) = finished
            if right - left > LEAST_BOX and bottom - top > LEAST_BOX:
                self.box_drawn.emit(page, (left, top, right, bottom))
            self.update_all()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover("")

    def _key_at(self, point: QPointF) -> str:
        """Of the place under the mouse."""
        at = self._on_sheet(point)
        page = self.layout_.page_at(at.y()) if self.places.places and len(self.layout_) else -1
        if page < 0 or not self.layout_.rect(page).contains(at):
            return ""
        return self.places.key_at(page, self.layout_.on_page(page, at))

    def _hover(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self.hovered.emit(key)

    def copy(self) -> None:
        """Copies the words that are selected."""
        if text := self.selection.text():
            QGuiApplication.clipboard().setText(text)

    def take_text(self, page: int, text: PageText) -> None:
        """The words of a page the clerk began to select on."""
        self.selection.take(page, text)
        self._tell_selection()
        if page == self.page:
            self._tell_words()
        self.update_all()

    def spoken_words(self) -> str:
        """The words of the page in sight, to be heard; asks for them where it has none yet."""
        if len(self.layout_) and not self.selection.has_read(self.page):
            self.words_wanted.emit(self.page)
        return hide_numbers(self.selection.text_of(self.page))

    def place_of_character(self, at: int) -> QRectF:
        """Where a character of the page in sight stands in the view."""
        box = self.selection.box_of(self.page, at)
        if box is None:
            return QRectF()
        return self.layout_.on_screen(self.page, box).translated(-self.scrolled)

    def show_character(self, at: int) -> None:
        """Scrolls so that a character of the page in sight is seen."""
        if (box := self.selection.box_of(self.page, at)) is not None:
            self.go_to(self.page, box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @property
    def scrolled(self) -> QPointF:
        """The point of the sheet in the view's upper left corner."""
        return QPointF(self._left, self._top)

    # --- inside -------------------------------------------------------------------------

    @property
    def _top(self) -> float:
        return float(self.verticalScrollBar().value())

    @property
    def _left(self) -> float:
        spare = self.viewport().width() - self.layout_.width
        return -spare / 2 if spare > 0 else float(self.horizontalScrollBar().value())

    @property
    def _room(self) -> int:
        return max(120, self.viewport().width() - 2 * GAP)

    def _on_sheet(self, point: QPointF) -> QPointF:
        return point + self.scrolled

    def _lay_out(self) -> None:
        """Lays the pages out anew; what was in the middle stays there."""
        vertical = self.verticalScrollBar()
        middle = (self._top + self.viewport().height() / 2) / max(1, self.layout_.height)
        before = len(self.layout_)
        self.layout_ = PageLayout(self._sizes, self._room, self.zoom, self.rotation)
        view = self.viewport().size()
        vertical.setRange(0, max(0, int(self.layout_.height) - view.height()))
        vertical.setPageStep(view.height())
        sideways = self.horizontalScrollBar()
        sideways.setRange(0, max(0, self.layout_.width - view.width()))
        sideways.setPageStep(view.width())
        if before == len(self.layout_) and self._top > 0:
            vertical.setValue(int(middle * self.layout_.height - view.height() / 2))
        self._moved()

    def _in_sight(self, beyond: float) -> range:
        """The pages in sight, and those within so many screens of it."""
        height = self.viewport().height()
        return self.layout_.between(self._top - beyond * height, self._top + (1 + beyond) * height)

    def _moved(self) -> None:
        self.update_all()
        seen = self._in_sight(0)
        self._drawn.hold(self, self.key, [self.wanted_for(page) for page in seen])
        if self._sizes:
            near = [self.wanted_for(page) for page in self._in_sight(1.5) if page not in seen]
            whole = [wanted for wanted in near if wanted.region is None]
            wanted = [self.wanted_for(page) for page in seen]
            self.pictures_wanted.emit([*wanted, *whole[: self._spare(seen)]])
            self._tell_page()

    def _spare(self, seen: range) -> int:
        """How many pages near by may be drawn so that none in sight is let go of for them."""
        page = self.layout_.rect(seen[0]).size() * self.devicePixelRatioF()
        each = max(1, int(4 * page.width() * page.height()))
        return max(0, int(self._drawn.most_bytes / 2 / each) - len(seen))

    def _tell_page(self) -> None:
        page, pages = self.page + 1, len(self.layout_)
        where = self.name
        if pages:
            where = tr("{name}, page {n} of {all}", name=self.name, n=page, all=pages)
        if self.accessibleName() != where:
            self.setAccessibleName(where)
            self.page_changed.emit(self.page)
            if QAccessible.isActive():
                self.spoken_words()  # a screen reader will ask for them

    def _tell_words(self) -> None:
        """That the words of the page in sight are there to be read."""
        if QAccessible.isActive():
            words = self.spoken_words()
            QAccessible.updateAccessibility(QAccessibleTextInsertEvent(self, 0, words))

    def _tell_selection(self) -> None:
        """What is selected is heard as well, and no longer than it is selected."""
        words = hide_numbers(self.selection.text())[:MOST_HEARD]
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)
