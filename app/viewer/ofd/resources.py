"""What pages refer to by ID: fonts, colour spaces, drawing parameters, media, composite units
(GB/T 33190, 7.9)."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from typing import NamedTuple

from ofdkit import OFDError
from ofdkit.package import Package

from app.viewer.ofd.geometry import numbers
from app.viewer.ofd.markup import child, children, is_true, name_of, words

Colour = tuple[int, int, int]
DEEPEST_RELATIVE = 16


class Font(NamedTuple):
    """``file``: the part of the package in which it is embedded, None where it is not."""

    family: str
    name: str
    bold: bool
    italic: bool
    file: str | None


class ColourSpace(NamedTuple):
    """``kind``: Gray, RGB or CMYK; ``palette``: colours by their index."""

    kind: str
    bits: int
    palette: tuple[Colour, ...]


class Resources:
    """Of a document: PublicRes and DocumentRes. Of a page: its own PageRes, and for what is not in
    it the document's, its ``parent``."""

    def __init__(self, package: Package, files: list[str], parent: Resources | None = None) -> None:
        self._package = package
        self._fonts: dict[str, tuple[ET.Element, str | None]] = {}
        self._media: dict[str, str] = {}
        self._colour_spaces: dict[str, ColourSpace] = {}
        self._parameters: dict[str, ET.Element] = {}
        self._units: dict[str, ET.Element] = {}
        self._parent = parent
        for file in files:
            try:
                self._load(package.read_xml(file), file)
            except OFDError:  # the page is drawn with what there is
                continue

    def font(self, id_: str | None) -> Font | None:
        """None where there is none of this ID."""
        if (found := self._fonts.get(id_ or "")) is None:
            return self._parent.font(id_) if self._parent else None
        element, file = found
        name = element.get("FontName") or ""
        return Font(
            element.get("FamilyName") or name,
            name,
            is_true(element.get("Bold"), False),
            is_true(element.get("Italic"), False),
            file,
        )

    def read(self, file: str) -> bytes:
        """A part of the package; empty where it cannot be read."""
        try:
            content: bytes = self._package.read(file)
        except OFDError:
            return b""
        return content

    def parts(self) -> set[str]:
        """Fonts and pictures of the package that these refer to."""
        fonts = {file for _, file in self._fonts.values() if file is not None}
        return fonts | set(self._media.values())

    def media(self, id_: str | None) -> str | None:
        """A picture's part of the package; None where there is none."""
        if (file := self._media.get(id_ or "")) is None and self._parent:
            return self._parent.media(id_)
        return file

    def unit(self, id_: str | None) -> ET.Element | None:
        """The content of a composite unit."""
        if (found := self._units.get(id_ or "")) is None and self._parent:
            return self._parent.unit(id_)
        return found

    def colour_space(self, id_: str | None) -> ColourSpace:
        """RGB of 8 bits where there is none of this ID."""
        if (found := self._colour_spaces.get(id_ or "")) is None:
            return self._parent.colour_space(id_) if self._parent else ColourSpace("RGB", 8, ())
        return found

    def parameters(self, id_: str | None) -> list[ET.Element]:
        """Drawing parameters, what they rest on after them."""
        found: list[ET.Element] = []
        while id_ and len(found) < DEEPEST_RELATIVE:
            element = self._parameters.get(id_)
            if element is None:
                return found + (self._parent.parameters(id_) if self._parent else [])
            found.append(element)
            id_ = element.get("Relative")
        return found

    def _load(self, res: ET.Element, file: str) -> None:
        base = (res.get("BaseLoc") or "").rstrip("/")

        def located(named: str) -> str | None:
            below = self._package.resolve(file, f"{base}/{named.lstrip('/')}") if base else None
            found: str | None = below or self._package.resolve(file, named)
            return found

        for group in res:
            for element in group:
                id_ = element.get("ID") or ""
                match name_of(element):
                    case "Font":
                        self._fonts[id_] = element, located(words(element, "FontFile"))
                    case "MultiMedia":
                        if (media := located(words(element, "MediaFile"))) is not None:
                            self._media[id_] = media
                    case "DrawParam":
                        self._parameters[id_] = element
                    case "ColorSpace":
                        self._colour_spaces[id_] = _colour_space(element)
                    case "CompositeGraphicUnit":
                        if (content := child(element, "Content")) is not None:
                            self._units[id_] = content


def _colour_space(element: ET.Element) -> ColourSpace:
    kind = (element.get("Type") or "RGB").upper()
    kind = {"GRAY": "Gray", "CMYK": "CMYK"}.get(kind, "RGB")
    bits = int((numbers(element.get("BitsPerComponent")) or (8,))[0])
    plain = ColourSpace(kind, bits if 0 < bits <= 16 else 8, ())
    entries = children(child(element, "Palette"), "CV")
    return plain._replace(palette=tuple(rgb((each.text or ""), plain) for each in entries))


def rgb(written: str | None, space: ColourSpace) -> Colour:
    """A colour's value, decimal or ``#`` hexadecimal, in its space."""
    most = 2**space.bits - 1
    parts = [min(max(_component(word) / most, 0.0), 1.0) for word in (written or "").split()]
    if space.kind == "Gray" or len(parts) == 1:
        (grey, *_) = parts or [0.0]
        return _bytes(grey, grey, grey)
    if space.kind == "CMYK" and len(parts) >= 4:
        cyan, magenta, yellow, black = parts[:4]
        return _bytes(
            (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
        )
    red, green, blue = [*parts, 0.0, 0.0, 0.0][:3]
    return _bytes(red, green, blue)


def _component(word: str) -> float:
    try:
        return float(int(word[1:], 16)) if word.startswith("#") else float(word)
    except ValueError:
        return 0.0


def _bytes(red: float, green: float, blue: float) -> Colour:
    return round(red * 255), round(green * 255), round(blue * 255)
