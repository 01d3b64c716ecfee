"""Pages drawn so far, and having more drawn: one at a time, what is in sight first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtGui import QImage

from app.desk import NotShown, Opened, Picture, RemoteDocument
from ui.background import Background

MOST_BYTES = 32 * 2**20
MOST_OPENED = 100


class Wanted(NamedTuple):
    """A page ``width`` pixels wide, or a ``region`` (x, y, width, height) of it."""

    page: int
    width: int
    rotation: int = 0
    region: tuple[int, int, int, int] | None = None


class PageCache:
    """Pictures by the document's key, the least recently seen let go of, none that is in sight;
    documents once opened."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._images: OrderedDict[tuple[str, Wanted], QImage] = OrderedDict()
        self._in_sight: dict[int, frozenset[tuple[str, Wanted]]] = {}  # by the view's id
        self._bytes = 0

    def opened(self, key: str) -> Opened | None:
        """What a document said when it was opened; None where it has to be opened first."""
        return self._opened.get(key)

    def keep_opened(self, key: str, said: Opened) -> None:
        self._opened[key] = said
        while len(self._opened) > MOST_OPENED:
            self._opened.popitem(last=False)

    def forget(self, key: str) -> None:
        self._opened.pop(key, None)

    def get(self, key: str, wanted: Wanted) -> QImage | None:
        if (key, wanted) in self._images:
            self._images.move_to_end((key, wanted))
        return self._images.get((key, wanted))

    def hold(self, view: object, key: str, seen: Iterable[Wanted]) -> None:
        """What a view shows now stays, however much it is; none of it once nothing is ``seen``."""
        self._in_sight[id(view)] = frozenset((key, wanted) for wanted in seen)

    def any_of(self, key: str, page: int, rotation: int) -> QImage | None:
        """Some picture of the whole page, to stand in for the one that is wanted; the widest."""
        standing_in = [
            image
            for (of, was), image in self._images.items()
            if of == key and was.page == page and was.rotation == rotation and was.region is None
        ]
        return max(standing_in, key=QImage.width, default=None)

    def keep(self, key: str, wanted: Wanted, image: QImage) -> None:
        before = self._images.pop((key, wanted), None)
        self._bytes += image.sizeInBytes() - (before.sizeInBytes() if before else 0)
        self._images[key, wanted] = image
        held = frozenset().union(*self._in_sight.values(), {(key, wanted)})
        for oldest in [each for each in self._images if each not in held]:
            if self._bytes <= self.most_bytes:
                break
            self._bytes -= self._images.pop(oldest).sizeInBytes()


class PageRenderer:
    """Has one document's pages drawn; ``arrived`` is called after each, ``refused`` with why."""

    def __init__(
        self,
        background: Background,
        drawn: PageCache,
        document: RemoteDocument,
        arrived: Callable[[Wanted], None],
        refused: Callable[[NotShown], None],
    ) -> None:
        self._background, self._drawn, self._document = background, drawn, document
        self._arrived, self._refused = arrived, refused
        self._queue: list[Wanted] = []
        self._under_way = self._stopped = False

    def want(self, pages: Sequence[Wanted]) -> None:
        """What is to be drawn now, the first first; what was wanted before is dropped."""
        self._queue = [w for w in pages if self._drawn.get(self._document.key, w) is None]
        self._next()

    def stop(self) -> None:
        """What is under way is kept when it comes, and nobody is told."""
        self._queue, self._stopped = [], True

    def _next(self) -> None:
        if self._under_way or not self._queue:
            return
        self._under_way = True
        wanted = self._queue.pop(0)

        def done(answer: QImage | NotShown) -> None:
            self._under_way = False
            if isinstance(answer, NotShown):
                self._queue = []
                if not self._stopped:
                    self._refused(answer)
                return
            self._drawn.keep(self._document.key, wanted, answer)
            if not self._stopped:
                self._arrived(wanted)
            self._next()

        self._background.run(lambda: draw(self._document, wanted), done)


def draw(document: RemoteDocument, wanted: Wanted) -> QImage | NotShown:
    """Blocks."""
    answer = document.draw(*wanted)
    return answer if isinstance(answer, NotShown) else image_of(answer)


def image_of(picture: Picture) -> QImage:
    return QImage(
        picture.pixels,
        picture.width,
        picture.height,
        4 * picture.width,
        QImage.Format.Format_RGB32,
    ).copy()
