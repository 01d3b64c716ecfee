"""A document's pages: their extent, and what stands on them in the order in which it is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ofdkit import OFDError, OFDFormatError
from ofdkit.package import Package

from app.viewer.ofd.geometry import Box, Matrix, box, matrix
from app.viewer.ofd.markup import child, children, is_true, name_of, words
from app.viewer.ofd.resources import Resources

A4 = Box(0.0, 0.0, 210.0, 297.0)
DEEPEST, MOST_OBJECTS = 16, 100_000  # of a page
LAYERS = ("Background", "Body", "Foreground")
MOST_TEMPLATES, MOST_ANNOTATIONS, MOST_BODIES = 50, 5000, 100


class Layer(NamedTuple):
    """Objects with what they refer to. ``matrix``: from the layer to the page; ``parameters``: the
    ID of its drawing parameters. ``is_annotation``: an annotation's appearance, whose words are
    none of the page's."""

    element: ET.Element
    resources: Resources
    matrix: Matrix
    parameters: str | None
    is_annotation: bool = False


class OfdPage(NamedTuple):
    """``area`` in millimetres; ``layers`` in the order in which they are drawn."""

    area: Box
    layers: tuple[Layer, ...]


class OfdContent:
    """Raises OFDError. ``root``: the file that lists its bodies; ``pages``: how many of all."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        root = self.package.resolve(None, "OFD.xml")
        if root is None:
            raise OFDFormatError("there is no OFD.xml")
        self.root: str = root
        self.bodies = [
            Body(self.package, file, self.package.resolve(root, words(element, "Signatures")))
            for element in islice(children(self.package.read_xml(root), "DocBody"), MOST_BODIES)
            if (file := self.package.resolve(root, words(element, "DocRoot"))) is not None
        ]
        self._pages = [(body, at) for body in self.bodies for at in range(len(body.pages))]
        self.pages = len(self._pages)

    def area(self, at: int) -> Box:
        """Of a page, in millimetres."""
        body, page = self._pages[at]
        return body.area(page)

    def page(self, at: int) -> OfdPage:
        """``at`` from 0. Raises OFDError."""
        body, page = self._pages[at]
        return body.page(page)

    def page_drawn_from(self, file: str) -> int | None:
        """The page whose part of the package this is."""
        places = (at for at, (body, page) in enumerate(self._pages) if body.file_of(page) == file)
        return next(places, None)

    def page_number(self, body: Body, page_id: str) -> int:
        """Of a body's page, from 0 on; -1 where there is none."""
        return next(
            (
                at
                for at, (of, page) in enumerate(self._pages)
                if of is body and of.pages[page].get("ID") == page_id
            ),
            -1,
        )


class Body:
    """One document of the file. ``signatures``: the file that lists them."""

    def __init__(self, package: Package, file: str, signatures: str | None) -> None:
        self.signatures = signatures
        self._package, self._file = package, file
        self._root = package.read_xml(file)
        common = child(self._root, "CommonData")
        self._area = _area(child(common, "PageArea")) or A4
        self._named = [e for kind in ("PublicRes", "DocumentRes") for e in children(common, kind)]
        self._resources = Resources(package, self._files(file, self._named))
        self._templates = {
            template.get("ID"): template for template in children(common, "TemplatePage")
        }
        self.pages = list(children(child(self._root, "Pages"), "Page"))
        self._annotated: dict[str, list[str]] | None = None

    def area(self, at: int) -> Box:
        """Reads the page only where it may say its own."""
        file = self.file_of(at)
        try:
            raw = self._package.read(file) if file else b""
            if b"PhysicalBox" not in raw and not raw.startswith((b"\xfe\xff", b"\xff\xfe")):
                return self._area
            return _area(child(self._package.read_xml(file or ""), "Area")) or self._area
        except OFDError:
            return self._area

    def file_of(self, at: int) -> str | None:
        """A page's part of the package."""
        file: str | None = self._package.resolve(self._file, self.pages[at].get("BaseLoc"))
        return file

    def page(self, at: int) -> OfdPage:
        """Raises OFDError: a page that cannot be read is not to be taken for an empty one."""
        element = self.pages[at]
        if (file := self.file_of(at)) is None:
            raise OFDFormatError("a page is missing")
        root = self._package.read_xml(file)
        layers = self._layers(root, file)
        for used in islice(children(root, "Template"), MOST_TEMPLATES):
            template = self._templates.get(used.get("TemplateID"))
            if template is not None:
                place = self._package.resolve(self._file, template.get("BaseLoc")) or ""
                below = self._package.read_xml(place)
                rank = _rank(used.get("ZOrder") or template.get("ZOrder"), 0)
                layers = [(rank, each) for _, each in self._layers(below, place)] + layers
        layers.sort(key=lambda layer: layer[0])
        annotations = islice(self._annotations(element.get("ID") or ""), MOST_ANNOTATIONS)
        return OfdPage(
            _area(child(root, "Area")) or self._area,
            (*(layer for _, layer in layers), *annotations),
        )

    def parts(self) -> set[str]:
        """Of the package, all that its pages are drawn from."""
        found = {self._file, *self._files(self._file, self._named), *self._resources.parts()}
        for each in (*self.pages, *self._templates.values()):
            root, file = self._read(each)
            if root is not None:
                found.add(file)
                own = self._files(file, list(children(root, "PageRes")))
                found |= {*own, *(Resources(self._package, own).parts() if own else ())}
        if (list_file := self._annotation_list()) is not None:
            found.add(list_file)
        return found.union(*self._annotation_files().values())

    def _read(self, element: ET.Element) -> tuple[ET.Element | None, str]:
        file = self._package.resolve(self._file, element.get("BaseLoc"))
        try:
            return (self._package.read_xml(file), file) if file else (None, "")
        except OFDError:
            return None, ""

    def _layers(self, page: ET.Element, file: str) -> list[tuple[int, Layer]]:
        """With the place of each from below, as LAYERS has it."""
        own = self._files(file, list(children(page, "PageRes")))
        resources = Resources(self._package, own, self._resources) if own else self._resources
        return [
            (_rank(layer.get("Type"), 1), Layer(layer, resources, Matrix(), layer.get("DrawParam")))
            for layer in children(child(page, "Content"), "Layer")
            if is_true(layer.get("Visible"), True)
        ]

    def _annotations(self, page: str) -> Iterator[Layer]:
        """Their appearances: stamps, watermarks, highlights."""
        for file in self._annotation_files().get(page, ()):
            try:
                root = self._package.read_xml(file)
            except OFDError:
                continue
            for annotation in children(root, "Annot"):
                appearance = child(annotation, "Appearance")
                if appearance is None or not is_true(annotation.get("Visible"), True):
                    continue
                place = box(appearance.get("Boundary")) or Box(0, 0, 0, 0)
                moved = Matrix(e=place.x, f=place.y)
                yield Layer(appearance, self._resources, moved, appearance.get("DrawParam"), True)

    def _annotation_list(self) -> str | None:
        file: str | None = self._package.resolve(self._file, words(self._root, "Annotations"))
        return file

    def _annotation_files(self) -> dict[str, list[str]]:
        if self._annotated is None:
            self._annotated = {}
            list_file = self._annotation_list()
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


def object_matrices(element: ET.Element, outer: Matrix) -> tuple[Matrix, Matrix]:
    """From an object's boundary, and from within its matrix, to the page."""
    boundary = box(element.get("Boundary")) or Box(0, 0, 0, 0)
    at_boundary = Matrix(e=boundary.x, f=boundary.y).then(outer)
    return at_boundary, matrix(element.get("CTM")).then(at_boundary)
