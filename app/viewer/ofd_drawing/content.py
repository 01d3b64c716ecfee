"""A document's pages: their extent, and what stands on them in the order in which it is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # nosec B405: ofdkit parses, and refuses every DTD
from collections.abc import Iterator
from typing import NamedTuple

from ofdkit import OFDError, OFDFormatError
from ofdkit.package import Package

from app.viewer.ofd_drawing.geometry import Box, Matrix, box
from app.viewer.ofd_drawing.markup import child, children, is_true, name_of, words
from app.viewer.ofd_drawing.resources import Resources

A4 = Box(0.0, 0.0, 210.0, 297.0)
LAYERS = ("Background", "Body", "Foreground")


class Drawn(NamedTuple):
    """Objects with what they refer to; ``parameters`` is the number of a layer's drawing ones."""

    objects: ET.Element
    resources: Resources
    matrix: Matrix
    parameters: str | None


class OfdPage(NamedTuple):
    area: Box
    drawn: tuple[Drawn, ...]


class OfdContent:
    """Raises OFDError. ``pages``: how many of all its bodies."""

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)
        root = self._package.resolve(None, "OFD.xml")
        if root is None:
            raise OFDFormatError("there is no OFD.xml")
        self.bodies = [
            _Body(self._package, file)
            for element in children(self._package.read_xml(root), "DocBody")
            if (file := self._package.resolve(root, words(element, "DocRoot"))) is not None
        ]
        self._pages = [(body, at) for body in self.bodies for at in range(len(body.pages))]
        self.pages = len(self._pages)

    def page(self, at: int) -> OfdPage:
        body, page = self._pages[at]
        return body.page(page)


class _Body:
    """One document of the file."""

    def __init__(self, package: Package, file: str) -> None:
        self._package, self._file = package, file
        self._root = package.read_xml(file)
        common = child(self._root, "CommonData")
        self._area = _area(child(common, "PageArea")) or A4
        named = [e for kind in ("PublicRes", "DocumentRes") for e in children(common, kind)]
        self._resources = Resources(package, self._files(file, named))
        self._templates = {
            template.get("ID"): template for template in children(common, "TemplatePage")
        }
        self.pages = list(children(child(self._root, "Pages"), "Page"))
        self._annotated: dict[str, list[str]] | None = None

    def page(self, at: int) -> OfdPage:
        element = self.pages[at]
        root, file = self._read(element)
        if root is None:
            return OfdPage(self._area, ())
        layers = self._layers(root, file)
        for used in children(root, "Template"):
            template = self._templates.get(used.get("TemplateID"))
            if template is not None:
                below, place = self._read(template)
                rank = _rank(used.get("ZOrder") or template.get("ZOrder"), 0)
                layers = [(rank, d) for _, d in self._layers(below, place)] + layers
        layers.sort(key=lambda layer: layer[0])
        drawn = [each for _, each in layers]
        drawn += self._annotations(element.get("ID") or "")
        return OfdPage(_area(child(root, "Area")) or self._area, tuple(drawn))

    def _read(self, element: ET.Element) -> tuple[ET.Element | None, str]:
        file = self._package.resolve(self._file, element.get("BaseLoc"))
        try:
            return (self._package.read_xml(file), file) if file else (None, "")
        except OFDError:  # the other pages are shown all the same
            return None, ""

    def _layers(self, page: ET.Element | None, file: str) -> list[tuple[int, Drawn]]:
        if page is None:
            return []
        own = self._files(file, list(children(page, "PageRes")))
        resources = Resources(self._package, own, self._resources) if own else self._resources
        return [
            (_rank(layer.get("Type"), 1), Drawn(layer, resources, Matrix(), layer.get("DrawParam")))
            for layer in children(child(page, "Content"), "Layer")
        ]

    def _annotations(self, page: str) -> Iterator[Drawn]:
        """Their appearances: stamps, watermarks, highlights."""
        for file in self._annotation_files().get(page, ()):
            try:
                root = self._package.read_xml(file)
            except OFDError:
                continue
            for annotation in children(root, "Annot"):
                look = child(annotation, "Appearance")
                if look is None or not is_true(annotation.get("Visible"), True):
                    continue
                place = box(look.get("Boundary")) or Box(0, 0, 0, 0)
                moved = Matrix(e=place.x, f=place.y)
                yield Drawn(look, self._resources, moved, look.get("DrawParam"))

    def _annotation_files(self) -> dict[str, list[str]]:
        if self._annotated is None:
            self._annotated = {}
            list_file = self._package.resolve(self._file, words(self._root, "Annotations"))
            try:
                root = self._package.read_xml(list_file) if list_file else None
            except OFDError:
                root = None
            for page in children(root, "Page"):
                found = self._package.resolve(list_file, words(page, "FileLoc"))
                if found is not None:
                    self._annotated.setdefault(page.get("PageID") or "", []).append(found)
        return self._annotated

    def _files(self, base: str, named: list[ET.Element]) -> list[str]:
        located = (self._package.resolve(base, each.text) for each in named)
        return [file for file in located if file is not None]


def _area(element: ET.Element | None) -> Box | None:
    found = box(words(element, "PhysicalBox"))
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _rank(kind: str | None, otherwise: int) -> int:
    return LAYERS.index(kind) if kind in LAYERS else otherwise


def objects(within: ET.Element) -> Iterator[ET.Element]:
    """Those directly in a layer, a block, an appearance or a unit."""
    kinds = ("TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock")
    yield from (element for element in within if name_of(element) in kinds)
