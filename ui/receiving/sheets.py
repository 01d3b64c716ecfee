"""The pages of what was brought, small, in the order in which they will be kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from app.desk import Box, NotShown, RemoteDocument, RemotePage, Sheet
from ui import theme
from ui.background import Background
from ui.language import tr
from ui.review.drawn import Wanted, draw

ACROSS, DOWN = 84, 104
ID = Qt.ItemDataRole.UserRole


class BroughtPage(msgspec.Struct):
    """A page of the ``file``-th file, and what the clerk made of it."""

    file: int
    page: int
    shown: RemotePage
    rotation: int = 0
    crop: Box | None = None
    is_left_out: bool = False
    picture: QImage | None = None

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.file, self.page, self.rotation, self.crop)


class SheetList(QListWidget):
    """Dragged, or moved by a step, into another order."""

    chosen = Signal(object)  # the BroughtPage that is current
    arranged = Signal()  # another order, or pages came or went

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._pages: list[BroughtPage] = []  # as they came; an item names its place here
        self._undrawn: list[BroughtPage] = []
        self._is_drawing = self._is_stopped = False
        self.setIconSize(QSize(ACROSS, DOWN))
        self.setSpacing(2)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Pages of the paper"))
        self.setMinimumWidth(210)
        self.currentItemChanged.connect(lambda _now, _before: self._tell_chosen())
        self.model().rowsMoved.connect(lambda *_moved: self._rearranged())

    def add(
        self, file: int, document: RemoteDocument, sizes: tuple[tuple[float, float], ...]
    ) -> None:
        """Appends a file's pages."""
        for page, size in enumerate(sizes):
            added = BroughtPage(file, page, RemotePage(document, page, size))
            item = QListWidgetItem()
            item.setData(ID, len(self._pages))
            item.setSizeHint(QSize(ACROSS + 60, DOWN + 12))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self._pages.append(added)
            self._undrawn.append(added)
            self.addItem(item)
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        self._rearranged()
        self.draw_pictures()

    def current(self) -> BroughtPage | None:
        item = self.currentItem()
        return self._of(item) if item is not None else None

    def kept(self) -> list[BroughtPage]:
        """The pages that are not left out, in their order."""
        pages = (self._of(self.item(row)) for row in range(self.count()))
        return [page for page in pages if not page.is_left_out]

    def move_current(self, by: int) -> None:
        """By so many places; the keys stay on it."""
        at = self.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self.count():
            return
        item = self.takeItem(at)
        self.insertItem(to, item)
        self.setCurrentRow(to)
        self._rearranged()

    def show_changed(self) -> None:
        """The current page was turned, cut or left out."""
        self._rearranged()

    def draw_pictures(self) -> None:
        """Has drawn what is not; again where the viewer was replaced meanwhile."""
        self._undrawn = [page for page in self._pages if page.picture is None]
        if not self._is_drawing:
            self._draw_next()

    def stop(self) -> None:
        """What is under way is of no use any more."""
        self._is_stopped = True

    def _draw_next(self) -> None:
        self._is_drawing = bool(self._undrawn)
        if not self._undrawn:
            return
        page = self._undrawn.pop(0)
        wanted = Wanted(0, int(ACROSS * 2 * self.devicePixelRatioF()))
        self._background.run(lambda: draw(page.shown, wanted), partial(self._drawn, page))

    def _drawn(self, page: BroughtPage, image: QImage | NotShown) -> None:
        if self._is_stopped:
            return
        if isinstance(image, QImage):
            page.picture = image
            self._rearranged()
        elif image.reason == "replaced":  # by the lock; once the window is back, it goes on
            self._is_drawing = False
            if self.isVisible():
                self.draw_pictures()
            return
        self._draw_next()

    def _of(self, item: QListWidgetItem) -> BroughtPage:
        return self._pages[int(item.data(ID))]

    def _items(self) -> Iterator[tuple[int, QListWidgetItem]]:
        for row in range(self.count()):
            yield row, self.item(row)

    def _rearranged(self) -> None:
        for row, item in self._items():
            page = self._of(item)
            said = [tr("Page {n}", n=row + 1)]
            if page.is_left_out:
                said.append(tr("left out"))
            if page.crop is not None:
                said.append(tr("cut"))
            item.setText("\n".join(said))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " · ".join(said))
            quiet = QColor(theme.current().quiet)
            item.setForeground(quiet if page.is_left_out else QColor(theme.current().ink))
            if page.picture is not None:
                item.setIcon(_small(page, self.devicePixelRatioF()))
        self.arranged.emit()

    def _tell_chosen(self) -> None:
        if (page := self.current()) is not None:
            self.chosen.emit(page)


def _small(page: BroughtPage, ratio: float) -> QIcon:
    """The page as it will be kept, in the middle of its place; pale where it is left out."""
    image = page.picture or QImage()
    if page.crop is not None:
        left, top, right, bottom = page.crop
        image = image.copy(
            int(left * image.width()),
            int(top * image.height()),
            max(1, int((right - left) * image.width())),
            max(1, int((bottom - top) * image.height())),
        )
    place = QPixmap(QSize(ACROSS, DOWN) * ratio)
    place.setDevicePixelRatio(ratio)
    place.fill(Qt.GlobalColor.transparent)
    turned = image.transformed(QTransform().rotate(page.rotation))
    size = turned.size().scaled(ACROSS - 2, DOWN - 2, Qt.AspectRatioMode.KeepAspectRatio)
    on_page = QRect((ACROSS - size.width()) // 2, (DOWN - size.height()) // 2, *size.toTuple())
    painter = QPainter(place)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.3 if page.is_left_out else 1.0)
    painter.drawImage(on_page, turned)
    painter.setPen(QColor(theme.current().edge))
    painter.drawRect(on_page.adjusted(0, 0, -1, -1))
    painter.end()
    icon = QIcon(place)
    icon.addPixmap(place, QIcon.Mode.Selected)  # else Qt tints it
    return icon
