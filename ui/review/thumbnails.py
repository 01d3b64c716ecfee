"""All pages of a document, small, beside it; those in sight are drawn."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desk import RemoteDocument
from ui import theme
from ui.background import Background
from ui.language import tr
from ui.review.drawn import PageCache, PageRenderer, Wanted

ACROSS, DOWN, WORDS = 76, 98, 18
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Thumbnails(QListView):
    """A picture a page, drawn while it is in sight."""

    page_chosen = Signal(int)  # the clerk clicks on it or walks to it

    def __init__(self, background: Background, drawn: PageCache) -> None:
        super().__init__()
        self._background, self._drawn = background, drawn
        self._drawing: PageRenderer | None = None
        self._pages = _Pages(0)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self.unreadable: dict[int, str] = {}
        self.key = ""
        self.setModel(self._pages)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setFixedWidth(ACROSS + 34)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Thumbnails"))
        self.verticalScrollBar().valueChanged.connect(lambda _v: self._ask())

    def show_pages(self, document: RemoteDocument, sizes: tuple[tuple[float, float], ...]) -> None:
        if self._drawing is not None:
            self._drawing.stop()
        self.key, self._sizes = document.key, sizes
        self._drawing = PageRenderer(
            self._background, self._drawn, document, self._arrived, lambda _why: None
        )
        self._pages = _Pages(len(sizes))
        self._pages.unreadable = self.unreadable
        self.setModel(self._pages)
        self.selectionModel().currentChanged.connect(lambda now, _was: self._walked(now))
        self._ask()

    def set_page(self, page: int) -> None:
        """Marks the page that is in sight in the large view."""
        index = self._pages.index(page)
        if index.isValid() and index != self.currentIndex():
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(index)
            self.selectionModel().blockSignals(False)
            self.scrollTo(index)
            self.viewport().update()

    def set_unreadable(self, pages: dict[int, str]) -> None:
        """The pages whose words nobody could read, and why."""
        if self.unreadable != pages:
            self.unreadable = pages
            self._pages.unreadable = pages
            self.viewport().update()

    def wanted(self, page: int) -> Wanted:
        width, height = self._sizes[page]
        fit = min(ACROSS, DOWN * max(1.0, width) / max(1.0, height))
        return Wanted(page, max(8, int(fit * self.devicePixelRatioF())))

    def image(self, page: int) -> QImage | None:
        return self._drawn.get(self.key, self.wanted(page))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def _walked(self, now: QModelIndex) -> None:
        if now.isValid():
            self.page_chosen.emit(now.row())

    def _ask(self) -> None:
        if self._drawing is None or not self.isVisible() or not self._pages.rowCount():
            return
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        last = first + self.viewport().height() // DOWN + 2
        pages = range(max(0, first), min(self._pages.rowCount(), last))
        self._drawing.want([self.wanted(page) for page in pages])

    def _arrived(self, _wanted: Wanted) -> None:
        self.viewport().update()


class _Pages(QAbstractListModel):
    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self.unreadable: dict[int, str] = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        told = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
        why = self.unreadable.get(index.row())
        if why is not None and role in (*told, Qt.ItemDataRole.ToolTipRole):
            return why
        if role in told:
            return tr("Page {n}", n=index.row() + 1)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(ACROSS + 12, DOWN + WORDS + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.current()
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(t.chosen if chosen else t.paper))
        place = option.rect.adjusted(6, 6, -6, -6 - WORDS)
        image = self._view.image(index.row())
        if image is not None:
            size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place.setSize(size)
            place.moveCenter(option.rect.center())
            place.moveTop(option.rect.top() + 6)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        painter.setPen(QColor(t.accent if chosen else t.line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(t.ink if chosen else t.quiet))
        words = option.rect.adjusted(0, option.rect.height() - WORDS - 3, 0, -3)
        number = str(index.row() + 1)
        if index.row() in self._view.unreadable:
            painter.setPen(QColor(t.amber))
            number += " ?"
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, number)
        painter.restore()
