"""Outlines of glyphs: of the embedded font where it has them, else of one of the machine's."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QPainterPath, QRawFont, QTransform

from app.viewer.ofd.resources import Font

EM = 1000.0  # pixels a glyph's outline is asked in
SYMBOLS = 0xF000  # where a font of symbols has its characters
# Of Windows, then of the Linux desktops that halls have, then free ones.
SONG = ["SimSun", "宋体", "方正书宋_GBK", "CESI宋体-GB2312", "Noto Serif CJK SC",
        "Source Han Serif SC", "AR PL UMing CN"]  # fmt: skip
HEI = ["SimHei", "黑体", "Microsoft YaHei", "方正黑体_GBK", "CESI黑体-GB2312", "Noto Sans CJK SC",
       "Source Han Sans SC", "WenQuanYi Micro Hei"]  # fmt: skip
KAI = ["KaiTi", "楷体", "方正楷体_GBK", "CESI楷体-GB2312", "AR PL UKai CN", *SONG]
FANG = ["FangSong", "仿宋", "方正仿宋_GBK", "CESI仿宋-GB2312", *SONG]
LATIN = ["Times New Roman", "Liberation Serif", "Nimbus Roman", "DejaVu Serif", *SONG]
FAMILIES = (
    (("仿宋", "fang"), FANG),
    (("楷", "kai"), KAI),
    (("黑", "hei", "arial", "helvetica", "sans"), HEI),
    (("courier", "mono"), ["Courier New", "Liberation Mono", "DejaVu Sans Mono", *SONG]),
    (("times",), LATIN),
)


class Glyph(NamedTuple):
    """``outline`` of size EM, its baseline's start at (0, 0); ``advance`` likewise.
    ``is_substitute``: of another font than the document's."""

    outline: QPainterPath
    advance: float
    is_substitute: bool


class Glyphs:
    """Of one font of a document; ``content`` is what is embedded of it."""

    def __init__(self, font: Font | None, content: bytes) -> None:
        self._embedded = _embedded(content) if content else None
        name = f"{font.family} {font.name}" if font is not None else ""
        self._bold = font is not None and font.bold
        self._families = (
            (font.family, font.name, *substitutes_of(name)) if font is not None else SONG
        )
        self._found: dict[tuple[str, int | None], Glyph] = {}

    def find(self, character: str, glyph: int | None) -> Glyph:
        """``glyph``: its index in the embedded font, None where the font's own table says it."""
        key = ("", glyph) if glyph is not None and self._embedded else (character, None)
        if key not in self._found:
            self._found[key] = self._look_up(character, glyph)
        return self._found[key]

    def _look_up(self, character: str, glyph: int | None) -> Glyph:
        if self._embedded is not None:
            known = glyph if glyph is not None else _index(self._embedded, character)
            if known:
                return _glyph(self._embedded, known, False)
        for family in (*self._families, *SONG, *machine_families()):
            raw = _of_family(family, self._bold)
            if raw is not None and (known := _index(raw, character)) != 0:
                return _glyph(raw, known, True)
        return Glyph(_missing(character), 0.0, True)


def substitutes_of(name: str) -> list[str]:
    """The machine's families that stand in for the one of this name, the closest first."""
    low = name.lower()
    return next((found for words, found in FAMILIES if any(w in low for w in words)), SONG)


def _embedded(content: bytes) -> QRawFont | None:
    font = QRawFont(QByteArray(content), EM, QFont.HintingPreference.PreferNoHinting)
    return font if font.isValid() else None


@lru_cache(64)
def _of_family(family: str, is_bold: bool) -> QRawFont | None:
    """None where the machine has no such family."""
    if not family or not QFontDatabase.hasFamily(family):
        return None
    font = QFont(family)
    font.setPixelSize(int(EM))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(is_bold)
    raw = QRawFont.fromFont(font)
    return raw if raw.isValid() else None


@cache
def machine_families() -> tuple[str, ...]:
    """Those that can write Chinese."""
    return tuple(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def _index(font: QRawFont, character: str) -> int:
    """0 where the font has no such character."""
    for said in (character, chr(SYMBOLS + ord(character)) if ord(character) < 256 else ""):
        found = font.glyphIndexesForString(said) if said else []
        if found and found[0] != 0:
            return int(found[0])
    return 0


def _missing(character: str) -> QPainterPath:
    """A box in place of what no font has; nothing in place of what is not written."""
    box = QPainterPath()
    if unicodedata.category(character)[0] in "LNPS":
        box.addRect(100, -800, 800, 800)
        box.addRect(160, -740, 680, 680)
    return box


def _glyph(font: QRawFont, index: int, is_substitute: bool) -> Glyph:
    (advance,) = font.advancesForGlyphIndexes([index])
    return Glyph(font.pathForGlyph(index), advance.x(), is_substitute)


def glyph_transform(size: float, scale: float, turned: float, is_slanted: bool) -> QTransform:
    """From a glyph's outline to the object's millimetres, about the character's place."""
    to_size = QTransform().rotate(turned).scale(size / EM * scale, size / EM)
    return QTransform(1, 0, -0.2, 1, 0, 0) * to_size if is_slanted else to_size
