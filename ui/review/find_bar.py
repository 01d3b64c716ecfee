"""Searching the words of a document: a line above its pages, hits marked on them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.desk import Box, Found, NotShown, RemoteDocument
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Surface, label, row, tool

TYPING_MS = 150
MOST_HITS = 2000
Hit = tuple[int, tuple[Box, ...]]


class FindBar(Surface):
    """Searches page by page, so that the first hits are there at once."""

    found = Signal(object, int)  # all hits so far (list[Hit]) and the current one, -1 for none
    closed = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__("paper")
        self._background = background
        self._document: RemoteDocument | None = None
        self._search = 0
        self._hits: list[Hit] = []
        self._at = -1
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in this material"))
        self.field.setAccessibleName(tr("Find in this material"))
        self.field.setClearButtonEnabled(True)
        self.said = label("", "quiet", wrap=False)
        line = row(
            self.field,
            self.said,
            tool("caret-up", lambda: self.step(-1), tr("Hit before")),
            tool("caret-down", lambda: self.step(1), tr("Next hit")),
            tool("x", self.close_bar, tr("Close the search")),
            margin=6,
            gap=4,
        )
        line.setStretch(0, 1)
        self.setLayout(line)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._begin)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(lambda: self.step(1))

    def set_document(self, document: RemoteDocument | None) -> None:
        """Searches the same words in another document."""
        self._document = document
        self._begin()

    def search(self, words: str) -> None:
        """At once, as if they had been typed."""
        self.field.setText(words)
        self._typing.stop()
        self._begin()

    def step(self, by: int) -> None:
        """To the next hit (1) or the one before (-1), round and round."""
        if self._typing.isActive():
            self._typing.stop()
            self._begin()
        elif self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._tell("")

    def close_bar(self) -> None:
        self.field.clear()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self._search += 1
        self._hits, self._at = [], -1
        text = self.field.text().strip()
        if text and self._document is not None:
            self._go_on(self._document, text, 0, self._search)
            self._tell("…")
        else:
            self._tell("")

    def _go_on(self, document: RemoteDocument, text: str, page: int, search: int) -> None:
        def more(answer: Found | NotShown) -> None:
            if search != self._search:
                return
            if isinstance(answer, NotShown):
                unread = answer.reason == "not_read"
                self._tell(tr("Not read yet") if unread else tr("Cannot be searched"))
                return
            self._hits += answer.hits
            if self._at < 0 and self._hits:
                self._at = 0
            going_on = answer.next_page >= 0 and len(self._hits) < MOST_HITS
            self._tell("…" if going_on else "")
            if going_on:
                self._go_on(document, text, answer.next_page, search)

        self._background.run(lambda: document.find(text, page), more)

    def _tell(self, state: str) -> None:
        if self._document is not None and self.field.text().strip() and not (self._hits or state):
            state = tr("Not found")
        count = f"{self._at + 1}/{len(self._hits)} " if self._hits else ""
        self.said.setText(count + state)
        self.found.emit(self._hits, self._at)
