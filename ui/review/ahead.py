"""First pages drawn before they are asked for: this case's other materials, the next cases'."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtGui import QImage

from app.cases.model import Material
from app.desk import Cases, Documents, NotShown, Opened, RemoteDocument
from ui.background import Background
from ui.review.drawn import PageCache, Wanted, draw
from ui.review.paper import PaperArea

MOST_OF_A_CASE = 6


class Ahead:
    """One file after another, on a thread and in a viewer process that nobody waits for."""

    def __init__(
        self,
        cases: Cases,
        documents: Documents,
        background: Background,
        drawn: PageCache,
        paper: PaperArea,
    ) -> None:
        self._cases, self._documents = cases, documents
        self._background, self._drawn = background, drawn
        self._paper = paper
        self._spent = 0  # bytes of pictures made for what is open now
        self._coming: Iterator[Material] = iter(())
        self._under_way = False

    def prepare(self, here: list[Material], next_cases: list[str]) -> None:
        """What may be looked at next, the likeliest first."""
        self._coming, self._spent = self._likely(here, next_cases), 0
        if not self._under_way:
            self._next()

    def _likely(self, here: list[Material], next_cases: list[str]) -> Iterator[Material]:
        yield from here[:MOST_OF_A_CASE]
        for case_id in next_cases:
            yield from self._cases.materials_of(case_id)[:1]

    def _next(self) -> None:
        for material in self._coming:
            if self._spent > self._drawn.most_bytes / 2:
                break
            if material.sha256 and self._drawn.opened(material.sha256) is None:
                self._under_way = True
                document = self._documents.prefetch_material(material)
                self._background.run(document.open, partial(self._opened, document))
                return
        self._under_way = False

    def _opened(self, document: RemoteDocument, opened: Opened | NotShown) -> None:
        if isinstance(opened, NotShown):
            self._next()
            return
        self._drawn.keep_opened(document.key, opened)
        wanted = self._paper.first_of(opened.sizes[0])
        self._background.run(
            lambda: draw(document, wanted), partial(self._keep, document.key, wanted)
        )

    def _keep(self, key: str, wanted: Wanted, image: QImage | NotShown) -> None:
        if isinstance(image, NotShown):
            self._drawn.forget(key)
        else:
            self._drawn.keep(key, wanted, image)
            self._spent += image.sizeInBytes()
        self._next()
