"""First pages drawn before they are asked for: this case's other materials, the next cases'."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QImage

from app.cases.model import Material
from app.desk import Desk, NotShown, Opened, RemoteDocument, Words
from ui.background import Background
from ui.review.drawn import Drawn, Wanted, draw

MOST_OF_A_CASE = 6
Prepared = tuple[str, Opened | Words, Wanted | None, QImage | None]


class Ahead:
    """One file after another, on a thread and in a viewer process that nobody waits for."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        drawn: Drawn,
        first_of: Callable[[tuple[float, float]], Wanted],
    ) -> None:
        self._desk, self._background, self._drawn = desk, background, drawn
        self._first_of = first_of
        self._coming: Iterator[Material] = iter(())
        self._under_way = False

    def prepare(self, here: list[Material], next_cases: list[str]) -> None:
        """What may be looked at next, the likeliest first."""
        self._coming = self._likely(here, next_cases)
        if not self._under_way:
            self._next()

    def _likely(self, here: list[Material], next_cases: list[str]) -> Iterator[Material]:
        yield from here[:MOST_OF_A_CASE]
        for case_id in next_cases:
            yield from self._desk.materials_of(case_id)[:1]

    def _next(self) -> None:
        for material in self._coming:
            if material.sha256 and self._drawn.opened(material.sha256) is None:
                self._under_way = True
                document = self._desk.document_ahead(material)
                self._background.run(partial(self._prepared, document), self._keep)
                return
        self._under_way = False

    def _prepared(self, document: RemoteDocument) -> Prepared | NotShown:
        opened = document.open()
        if isinstance(opened, NotShown):
            return opened
        if isinstance(opened, Words):
            return document.key, opened, None, None
        wanted = self._first_of(opened.sizes[0])
        image = draw(document, wanted)
        if isinstance(image, NotShown):
            return image
        return document.key, opened, wanted, image

    def _keep(self, prepared: Prepared | NotShown) -> None:
        if not isinstance(prepared, NotShown):
            key, opened, wanted, image = prepared
            self._drawn.keep_opened(key, opened)
            if wanted is not None and image is not None:
                self._drawn.keep(key, wanted, image)
        self._next()
