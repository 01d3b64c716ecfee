"""Fonts and pictures that a document carries, decoded once; what is kept of them is bounded."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

from app.viewer.ofd.fonts import Glyphs
from app.viewer.ofd.images import decode
from app.viewer.ofd.resources import Font, Resources

MOST_EMBEDDED = 200 * 2**20  # bytes of embedded fonts; any other is substituted
MOST_KEPT = 64 * 2**20  # bytes of decoded pictures


class AssetCache:
    """Of one document."""

    def __init__(self) -> None:
        self._glyphs: dict[Font | None, Glyphs] = {}
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._embedded = 0

    def glyphs(self, resources: Resources, font: Font | None) -> Glyphs:
        """``font``: None for text that names none, or one that is not there."""
        if font not in self._glyphs:
            content = resources.read(font.file) if font is not None and font.file else b""
            self._embedded += len(content)
            fits = self._embedded <= MOST_EMBEDDED
            self._glyphs[font] = Glyphs(font, content if fits else b"")
        return self._glyphs[font]

    def image(self, resources: Resources, id_: str | None) -> QImage | None:
        """None where there is none that can be read."""
        if (file := resources.media(id_)) is None:
            return None
        if file not in self._images:
            self._images[file] = decode(resources.read(file))
        self._images.move_to_end(file)
        while len(self._images) > 1 and self._kept() > MOST_KEPT:
            self._images.popitem(last=False)
        return self._images[file]

    def _kept(self) -> int:
        return sum(image.sizeInBytes() for image in self._images.values() if image is not None)
