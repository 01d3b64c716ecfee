"""A document's pages as OFD (GB/T 33190): lengths in mm from a page's upper left corner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from itertools import count, groupby

import msgspec

from app.practice.ofd.package import HEADER, NAMESPACE, Parts

FONTS = ("宋体", "黑体", "楷体")  # by name: what draws has fonts of its own
Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Words on one line; ``y`` is their base line, ``size`` the height of a character."""

    text: str
    x: float
    y: float
    size: float = 4.2
    font: str = "宋体"
    colour: Colour = BLACK
    bold: bool = False


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A path in its box, ``data`` as clause 9.2 abbreviates it, stroked or filled with a colour."""

    x: float
    y: float
    width: float
    height: float
    data: str
    colour: Colour = BLACK
    line_width: float = 0.0  # 0: filled


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A PNG drawn into a box."""

    png: bytes
    x: float
    y: float
    width: float
    height: float


PageObject = Text | Shape | Picture


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn on a page; ``template``: what is drawn below, kept in a part of its own."""

    objects: tuple[PageObject, ...]
    template: tuple[PageObject, ...] = ()
    width: float = 210.0
    height: float = 297.0


def text_width(text: str, size: float) -> float:
    """How wide words are set: a Chinese character is as wide as high, any other half of that."""
    return sum(_advance(character, size) for character in text)


def frame(x: float, y: float, width: float, height: float, colour: Colour, line: float) -> Shape:
    """A rectangle's outline."""
    return Shape(
        x=x, y=y, width=width, height=height, colour=colour, line_width=line,
        data=f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C",
    )  # fmt: skip


def rule(x: float, y: float, width: float, height: float, colour: Colour, line: float) -> Shape:
    """A straight line."""
    return Shape(
        x=x, y=y, width=width, height=height, colour=colour, line_width=line,
        data=f"M 0 0 L {width:g} {height:g}",
    )  # fmt: skip


class Document:
    """``parts`` are the document's; ``page_ids`` what a seal names its pages by; ``custom`` what is
    said of it in words of one's own (CustomData)."""

    def __init__(
        self, title: str, pages: tuple[Page, ...], made: date, custom: dict[str, str] | None = None
    ) -> None:
        self._ids = count(1)
        self._fonts = {family: next(self._ids) for family in FONTS}
        self._pictures: dict[bytes, int] = {}
        self.page_ids: list[int] = []
        self.parts: Parts = {"OFD.xml": _root(title, made, custom or {}), "Doc_0/Document.xml": b""}
        self._templates: list[str] = []
        for number, page in enumerate(pages):
            self._add_page(number, page)
        self._add_resources()
        self.parts["Doc_0/Document.xml"] = self._document(pages[0])

    def _add_page(self, number: int, page: Page) -> None:
        id_, below = next(self._ids), ""
        if page.template:
            template = next(self._ids)
            place = f"Tpls/Tpl_{number}/Content.xml"
            self.parts[f"Doc_0/{place}"] = self._content(page, page.template, "")
            self._templates.append(f'<ofd:TemplatePage ID="{template}" BaseLoc="{place}"/>')
            below = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>'
        self.parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = self._content(
            page, page.objects, below
        )
        self.page_ids.append(id_)

    def _content(self, page: Page, objects: Iterable[PageObject], below: str) -> bytes:
        layer = next(self._ids)
        body = "".join(self._object(each) for each in objects)
        return (
            f"{HEADER}<ofd:Page {NAMESPACE}><ofd:Area><ofd:PhysicalBox>0 0 {page.width:g}"
            f" {page.height:g}</ofd:PhysicalBox></ofd:Area>{below}<ofd:Content>"
            f'<ofd:Layer ID="{layer}" Type="Body">{body}</ofd:Layer></ofd:Content></ofd:Page>'
        ).encode()

    def _object(self, page_object: PageObject) -> str:
        id_ = next(self._ids)
        match page_object:
            case Text():
                return self._text(id_, page_object)
            case Picture():
                return self._picture(id_, page_object)
            case Shape():
                return _path(id_, page_object)

    def _text(self, id_: int, text: Text) -> str:
        size, width = text.size, text_width(text.text, text.size)
        steps = [_advance(character, size) for character in text.text[:-1]]
        delta = f' DeltaX="{" ".join(_run_lengths(steps))}"' if steps else ""
        weight = ' Weight="700"' if text.bold else ""
        return (
            f'<ofd:TextObject ID="{id_}" Font="{self._fonts[text.font]}" Size="{size:g}"{weight}'
            f' Boundary="{text.x:g} {text.y - size:g} {width:g} {size * 1.3:g}">'
            f"<ofd:FillColor Value={_colour(text.colour)}/>"
            f'<ofd:TextCode X="0" Y="{size:g}"{delta}>{escape(text.text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def _picture(self, id_: int, picture: Picture) -> str:
        if picture.png not in self._pictures:
            self._pictures[picture.png] = next(self._ids)
        return (
            f'<ofd:ImageObject ID="{id_}" Boundary={_boundary(picture)}'
            f' ResourceID="{self._pictures[picture.png]}"'
            f' CTM="{picture.width:g} 0 0 {picture.height:g} 0 0"/>'
        )

    def _add_resources(self) -> None:
        fonts = "".join(
            f'<ofd:Font ID="{id_}" FontName="{family}" FamilyName="{family}"/>'
            for family, id_ in self._fonts.items()
        )
        self.parts["Doc_0/PublicRes.xml"] = _resources(f"<ofd:Fonts>{fonts}</ofd:Fonts>")
        media = []
        for number, (png, id_) in enumerate(self._pictures.items()):
            self.parts[f"Doc_0/Res/image_{number}.png"] = png
            media.append(
                f'<ofd:MultiMedia ID="{id_}" Type="Image" Format="PNG">'
                f"<ofd:MediaFile>image_{number}.png</ofd:MediaFile></ofd:MultiMedia>"
            )
        if media:
            listed = f"<ofd:MultiMedias>{''.join(media)}</ofd:MultiMedias>"
            self.parts["Doc_0/DocumentRes.xml"] = _resources(listed)

    def _document(self, first: Page) -> bytes:
        pages = "".join(
            f'<ofd:Page ID="{id_}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number, id_ in enumerate(self.page_ids)
        )
        pictures = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if self._pictures else ""
        return (
            f"{HEADER}<ofd:Document {NAMESPACE}><ofd:CommonData>"
            f"<ofd:MaxUnitID>{next(self._ids)}</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 {first.width:g} {first.height:g}</ofd:PhysicalBox>"
            f"</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{pictures}"
            f"{''.join(self._templates)}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"
            "</ofd:Document>"
        ).encode()


def _root(title: str, made: date, custom: dict[str, str]) -> bytes:
    said = "".join(
        f'<ofd:CustomData Name="{escape(name)}">{escape(value)}</ofd:CustomData>'
        for name, value in custom.items()
    )
    said = f"<ofd:CustomDatas>{said}</ofd:CustomDatas>" if said else ""
    return (
        f'{HEADER}<ofd:OFD {NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title><ofd:CreationDate>{made}</ofd:CreationDate>"
        f"<ofd:Creator>jianjian practice</ofd:Creator>{said}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    ).encode()


def _resources(listed: str) -> bytes:
    return f'{HEADER}<ofd:Res {NAMESPACE} BaseLoc="Res">{listed}</ofd:Res>'.encode()


def _path(id_: int, shape: Shape) -> str:
    stroke = f'LineWidth="{shape.line_width:g}"' if shape.line_width else 'Stroke="false"'
    kind = "StrokeColor" if shape.line_width else "FillColor"
    fill = "" if shape.line_width else ' Fill="true"'
    return (
        f'<ofd:PathObject ID="{id_}" Boundary={_boundary(shape)} {stroke}{fill}>'
        f"<ofd:{kind} Value={_colour(shape.colour)}/>"
        f"<ofd:AbbreviatedData>{shape.data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _boundary(box: Picture | Shape) -> str:
    return f'"{box.x:g} {box.y:g} {box.width:g} {box.height:g}"'


def _colour(colour: Colour) -> str:
    return f'"{colour[0]} {colour[1]} {colour[2]}"'


def _advance(character: str, size: float) -> float:
    wide = unicodedata.east_asian_width(character) in "WFA"
    return size if wide else size / 2


def _run_lengths(steps: list[float]) -> Iterator[str]:
    """The steps from character to character, run lengths as ``g n v`` (clause 11.3)."""
    for step, alike in groupby(steps):
        times = len(list(alike))
        yield f"g {times} {step:g}" if times > 1 else f"{step:g}"
