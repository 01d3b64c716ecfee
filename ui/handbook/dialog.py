"""The handbook in a window of its own: its pages on the left, and a field to find in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from ui import theme
from ui.handbook.book import HandbookPage, find
from ui.handbook.layout import laid_out
from ui.language import tr
from ui.parts.widgets import Surface, column, label

ID = Qt.ItemDataRole.UserRole


def open_handbook(pages: Sequence[HandbookPage], page: str, window: QWidget) -> None:
    """Shows a page beside the window; the handbook that is open already turns to it."""
    dialog = window.findChild(HandbookDialog) or HandbookDialog(pages, window)
    dialog.show_page(page)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


class HandbookDialog(QDialog):
    """Beside the window, which goes on taking keys; pictures are left to the printed handbook."""

    def __init__(self, pages: Sequence[HandbookPage], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Handbook"))
        self.resize(min(920, parent.width()), min(680, parent.height()))
        self._pages, self._shown = pages, ""
        self._document: QTextDocument | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in the handbook"))
        self.field.setAccessibleName(tr("Find in the handbook"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.nothing = label(tr("Not found"), "quiet")
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Pages of the handbook"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setProperty("kind", "pages")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.anchorClicked.connect(self._follow)
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._next_hit)
        self.contents.currentItemChanged.connect(lambda now, _before: self._show_chosen(now))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(
            self.field.setFocus
        )
        self._lay_out()
        self._find("")

    def show_page(self, id_: str) -> None:
        """Turns to a page; what was sought before is forgotten."""
        self.field.clear()
        self._choose(id_)
        self.contents.setFocus()

    def page(self) -> str:
        """The id of the page that is shown."""
        item = self.contents.currentItem()
        return str(item.data(ID)) if item is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            at = self.contents.currentRow() + step
            if step and 0 <= at < self.contents.count():
                self.contents.setCurrentRow(at)
            return bool(step)
        return super().eventFilter(watched, event)

    def _find(self, typed: str) -> None:
        """Lists the pages that have it; the one that is shown stays while it is among them."""
        before, wanted = self.page(), typed.strip()
        pages = [page for page, _ in find(self._pages, wanted)] if wanted else self._pages
        with QSignalBlocker(self.contents):
            self.contents.clear()
            for page in pages:
                item = QListWidgetItem(page.title)
                item.setData(ID, page.id)
                self.contents.addItem(item)
        self.nothing.setVisible(not pages)
        if pages:
            ids = [page.id for page in pages]
            self._choose(before if before in ids else ids[0])
        else:
            self.text.clear()
            self._shown = ""

    def _choose(self, id_: str) -> None:
        for at in range(self.contents.count()):
            if self.contents.item(at).data(ID) == id_:
                with QSignalBlocker(self.contents):
                    self.contents.setCurrentRow(at)
                self._show_chosen(self.contents.item(at))

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        page = next((p for p in self._pages if item is not None and p.id == item.data(ID)), None)
        if page is None:
            return
        keys_width = self.fontMetrics().horizontalAdvance("Shift+↑ ↓  Ctrl+A 0000")
        if page.id != self._shown:
            document = laid_out(page.without_pictures, self.text.font(), keys_width)
            document.setParent(self.text)
            self.text.setDocument(document)
            if self._document is not None:
                self._document.deleteLater()  # Qt leaves that to whoever made it
            self.text.setAccessibleName(page.title)
            self._shown, self._document = page.id, document
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark_hits()
        self._next_hit()

    def _mark_hits(self) -> None:
        marked, document = [], self.text.document()
        for word in self.field.text().split():
            hit = document.find(word)
            while not hit.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = hit  # type: ignore[attr-defined]
                look = hit.charFormat()
                look.setBackground(QColor(theme.current().chosen))
                look.setFontWeight(QFont.Weight.DemiBold)
                look.setFontUnderline(True)
                selection.format = look  # type: ignore[attr-defined]
                marked.append(selection)
                hit = document.find(word, hit)
        self.text.setExtraSelections(marked)

    def _next_hit(self) -> None:
        """The next place on this page, from the top again after the last."""
        word = next(iter(self.field.text().split()), "")
        if word and not self.text.find(word):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(word)

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.toString())

    def _lay_out(self) -> None:
        left = Surface("wash")
        left.setLayout(column(self.field, self.nothing, self.contents, margin=12))
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(1)
        across.addWidget(left)
        across.addWidget(self.text)
        across.setStretchFactor(1, 1)
        across.setSizes([260, 660])
        self.setLayout(column(across))
