"""A document in a viewer process, as the window asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.cases.paper_text import Signature
from app.viewer.messages import Found, NotShown, Opened, PageText, Picture, Signed
from app.viewer.process import Viewer

Answer = TypeVar("Answer", Picture, PageText, Found, Signed)


class RemoteDocument:
    """Opened again by itself whenever the viewer was replaced or let go of it. All calls block.

    ``key`` is the same for the same bytes; ``content`` answers with the bytes or why they
    are not to be had.
    """

    def __init__(self, viewer: Viewer, key: str, content: Callable[[], bytes | NotShown]) -> None:
        self.key = key
        self._viewer, self._content = viewer, content

    def open(self) -> Opened | NotShown:
        content = self._content()
        return content if isinstance(content, NotShown) else self._viewer.open(self.key, content)

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture | NotShown:
        """A page ``width`` pixels wide, or the ``region`` (x, y, width, height) of it."""
        return self._opened(lambda: self._viewer.draw(self.key, page, width, rotation, region))

    def read(self, page: int) -> PageText | NotShown:
        return self._opened(lambda: self._viewer.read(self.key, page))

    def find(self, text: str, page: int) -> Found | NotShown:
        return self._opened(lambda: self._viewer.find(self.key, text, page))

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Signature, ...] | NotShown:
        """The seals of an OFD; none of other files. ``authorities``: certificates as DER of those
        whose seals are trusted."""
        answer = self._opened(lambda: self._viewer.signatures(self.key, authorities))
        return answer if isinstance(answer, NotShown) else answer.seals

    def _opened(self, ask: Callable[[], Answer | NotShown]) -> Answer | NotShown:
        answer = ask()
        if isinstance(answer, NotShown) and answer.reason == "not_open":
            opened = self.open()
            return opened if isinstance(opened, NotShown) else ask()
        return answer


class RemotePage(RemoteDocument):
    """One page of a document as a document of its own; its ``size`` is known, so that opening it
    asks nobody."""

    def __init__(self, whole: RemoteDocument, page: int, size: tuple[float, float]) -> None:
        self.key = f"{whole.key}:{page}"
        self.opened = Opened((size,), 1)
        self._whole, self._page = whole, page

    def open(self) -> Opened | NotShown:
        return self.opened

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture | NotShown:
        return self._whole.draw(self._page, width, rotation, region)

    def read(self, page: int) -> PageText | NotShown:
        return self._whole.read(self._page)

    def find(self, text: str, page: int) -> Found | NotShown:
        return Found((), -1)

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Signature, ...] | NotShown:
        return ()
