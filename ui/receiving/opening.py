"""Files of one paper, read and opened in the viewer process one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.failure import Failure
from app.desk import MOST_SHEETS, Brought, NotShown, Opened, Receiving, RemoteDocument
from ui.background import Background
from ui.language import spoken, tr
from ui.review.pages import why_not

MOST_BYTES = 100 * 2**20  # of all files together


class BroughtFiles(QObject):
    """For the dialog ``over``. ``files`` are those that could be opened, ``paths`` where each lay,
    None for a picture of the clipboard."""

    opened = Signal(object, object)  # the last file's RemoteDocument, and its Opened
    refused = Signal(str)  # why a file was not opened

    def __init__(self, receiving: Receiving, background: Background, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._receiving, self._background = receiving, background
        self.files: list[Brought] = []
        self.paths: list[Path | None] = []
        self._coming: list[tuple[Path | None, Callable[[], Brought]]] = []
        self._pages = 0
        self._is_reading = self._is_stopped = False

    def add(self, paths: Sequence[Path]) -> None:
        """Behind what is there."""
        self._coming += [(path, partial(self._receiving.read, path)) for path in paths]
        self.go_on()

    def add_picture(self, content: bytes) -> None:
        """Of the clipboard, its bytes as they are."""
        self._coming.append((None, lambda: Brought(content, tr("Clipboard"))))
        self.go_on()

    def is_at_rest(self) -> bool:
        """Whether all that came was looked at."""
        return not self._is_reading and not self._coming

    def go_on(self) -> None:
        """With the next; also with what the lock interrupted."""
        if self._is_reading or self._is_stopped or not self._coming:
            return
        self._is_reading = True
        path, read = self._coming.pop(0)
        self._background.run(read, partial(self._open, path), failed=self._not_read)

    def stop(self) -> None:
        """Nobody is told any more."""
        self._is_stopped = True

    def _not_read(self, error: BaseException) -> None:
        if not isinstance(error, Failure):
            raise error
        self._refuse(spoken(error.sentence))

    def _open(self, path: Path | None, brought: Brought) -> None:
        if sum(len(file.content) for file in (*self.files, brought)) > MOST_BYTES:
            self._refuse(tr("The files are too large together: keep what is here first."))
            return
        document = self._receiving.open(brought)
        then = partial(self._opened, path, brought, document)
        self._background.run(document.open, then)

    def _opened(
        self,
        path: Path | None,
        brought: Brought,
        document: RemoteDocument,
        answer: Opened | NotShown,
    ) -> None:
        if isinstance(answer, NotShown) and answer.reason == "replaced":
            self._is_reading = False
            self._coming.insert(0, (path, lambda: brought))
            if not self._is_stopped and self._over.isVisible():
                self.go_on()
        elif isinstance(answer, Opened) and self._pages + answer.pages <= MOST_SHEETS:
            self._is_reading = False
            self._pages += answer.pages
            self.files.append(brought)
            self.paths.append(path)
            if not self._is_stopped:
                self.opened.emit(document, answer)
            self.go_on()
        else:
            self._refuse(_why_not(brought.name, answer))

    def _refuse(self, sentence: str) -> None:
        self._is_reading = False
        if not self._is_stopped:
            self.refused.emit(sentence)
        self.go_on()


def _why_not(name: str, answer: Opened | NotShown) -> str:
    if isinstance(answer, Opened):
        return tr("A paper has at most {n} pages; “{name}” has {m}: take in those that matter.",
                  n=MOST_SHEETS, name=name, m=answer.pages)  # fmt: skip
    return f"{name}：{why_not(answer.reason)}"
