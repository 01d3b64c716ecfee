"""Outlines of glyphs: of the embedded font where it has them, else of one of the machine's."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QPainterPath, QRawFont, QTransform

from app.viewer.ofd_drawing.resources import Font

EM = 1000.0  # pixels a glyph's outline is asked in
SONG = ["SimSun", "宋体", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN"]
HEI = ["SimHei", "黑体", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
KAI = ["KaiTi", "楷体", "AR PL UKai CN", *SONG]
FANG = ["FangSong", "仿宋", *SONG]
LATIN = ["Times New Roman", "Liberation Serif", "DejaVu Serif", *SONG]
FAMILIES = (
    (("仿宋", "fang"), FANG),
    (("楷", "kai"), KAI),
    (("黑", "hei", "arial", "helvetica", "sans"), HEI),
    (("courier", "mono"), ["Courier New", "Liberation Mono", "DejaVu Sans Mono", *SONG]),
    (("times",), LATIN),
)


class Glyphs:
    """Of one font of a document."""

    def __init__(self, font: Font | None) -> None:
        self._embedded = _embedded(font.content) if font is not None and font.content else None
        family = f"{font.family} {font.name}" if font is not None else ""
        self._bold = font is not None and font.bold
        self._spare = family_like(family)
        self._outlines: dict[tuple[str, int | None], QPainterPath] = {}

    def outline(self, character: str, glyph: int | None) -> QPainterPath:
        """Of size EM, its baseline's start at (0, 0); empty for what no font has."""
        key = ("", glyph) if glyph is not None and self._embedded else (character, None)
        if key not in self._outlines:
            self._outlines[key] = self._find(character, glyph)
        return self._outlines[key]

    def _find(self, character: str, glyph: int | None) -> QPainterPath:
        if self._embedded is not None:
            if glyph is not None:
                return self._embedded.pathForGlyph(glyph)
            if (known := _index(self._embedded, character)) != 0:
                return self._embedded.pathForGlyph(known)
        for family in (*self._spare, *SONG):
            raw = _of_family(family, self._bold)
            if raw is not None and (known := _index(raw, character)) != 0:
                return raw.pathForGlyph(known)
        return QPainterPath()


def family_like(name: str) -> list[str]:
    """The machine's families that stand in for one."""
    low = name.lower()
    return next((found for words, found in FAMILIES if any(w in low for w in words)), SONG)


def _embedded(content: bytes) -> QRawFont | None:
    font = QRawFont(QByteArray(content), EM, QFont.HintingPreference.PreferNoHinting)
    return font if font.isValid() else None


@lru_cache(64)
def _of_family(family: str, is_bold: bool) -> QRawFont | None:
    font = QFont(family)
    font.setPixelSize(int(EM))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(is_bold)
    raw = QRawFont.fromFont(font)
    same = raw.isValid() and raw.familyName().lower() == family.lower()
    return raw if same else None


def _index(font: QRawFont, character: str) -> int:
    found = font.glyphIndexesForString(character)
    return found[0] if found else 0


def upright(size: float, scale: float, turned: float, is_slanted: bool) -> QTransform:
    """From a glyph's outline to the object's millimetres, about the character's place."""
    to_size = QTransform().rotate(turned).scale(size / EM * scale, size / EM)
    return QTransform(1, 0, -0.2, 1, 0, 0) * to_size if is_slanted else to_size
