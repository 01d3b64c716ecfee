"""OFD files no honest applicant sends, made here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tests.support.ofds import (
    ANNOTATION,
    DOCUMENT,
    NAMESPACE,
    PAGE,
    ROOT,
    SIGNATURE,
    SIGNATURES,
    TEMPLATE,
    VALUE,
    drawn,
    image,
    jbig2,
    media,
    pack,
    parts,
    sealed,
    square,
    text,
)

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    ']><ofd:OFD xmlns:ofd="x">&c;</ofd:OFD>'
)
ITSELF = '<ofd:CompositeObject ID="1" Boundary="0 0 99 99" ResourceID="30"/>'
FONT = (
    '<ofd:Fonts><ofd:Font ID="1" FontName="x"><ofd:FontFile>f</ofd:FontFile></ofd:Font></ofd:Fonts>'
)
GLYPHS = '<ofd:CGTransform CodePosition="{}" CodeCount="{}"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'


def hostile_ofds() -> Iterator[tuple[str, bytes]]:
    """Each by a name that says what is wrong with it."""
    yield from _of_the_package()
    yield from _of_what_is_drawn()
    yield from _of_numbers()
    yield from _of_pictures_and_fonts()
    yield from _of_seals()


def _of_the_package() -> Iterator[tuple[str, bytes]]:
    plain = parts(text(10, 20, 5, "page"))
    yield "an OFD of entities in entities", pack(plain | {ROOT: LAUGHS.encode()})
    yield "an OFD page with a DTD from elsewhere", pack(plain | {PAGE: (
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><ofd:Page/>')})  # fmt: skip
    yield "an OFD in an encoding nobody has", pack(plain | {
        PAGE: b'<?xml version="1.0" encoding="x-none"?>' + plain[PAGE]})  # fmt: skip
    yield "an OFD of 100,000 pages", pack(plain | {DOCUMENT: (
        f"<ofd:Document {NAMESPACE}><ofd:Pages>"
        + '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 100_000
        + "</ofd:Pages></ofd:Document>").encode()})  # fmt: skip
    yield "an OFD without pages", pack(plain | {DOCUMENT: f"<ofd:Document {NAMESPACE}/>".encode()})
    for place in ("/etc/passwd", "../../../../etc/passwd", "file:///etc/passwd",
                  "http://127.0.0.1:9/x", "\\\\server\\share", "C:\\x", "."):  # fmt: skip
        moved = plain[DOCUMENT].replace(b"Pages/Page_0/Content.xml", place.encode())
        yield f"an OFD whose page is {place}", pack(plain | {DOCUMENT: moved})
    yield "an OFD page that unfolds to 100 MB", pack(plain | {PAGE: b"<a>" + b" " * 100 * 2**20})
    yield "an OFD page nested 100,000 deep", pack(plain | {PAGE: (
        f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{'<ofd:PageBlock>' * 100_000}"
        f"{'</ofd:PageBlock>' * 100_000}</ofd:Layer></ofd:Content></ofd:Page>").encode()})  # fmt: skip
    yield "an OFD that is its own document", pack(plain | {ROOT: plain[ROOT].replace(
        DOCUMENT.encode(), ROOT.encode())})  # fmt: skip
    yield "an OFD with a thousand documents", pack(plain | {ROOT: (
        f"<ofd:OFD {NAMESPACE}>"
        + f"<ofd:DocBody><ofd:DocRoot>{DOCUMENT}</ofd:DocRoot></ofd:DocBody>" * 1000
        + "</ofd:OFD>").encode()})  # fmt: skip
    launches = (
        '<ofd:Actions><ofd:Action Event="DO"><ofd:URI URI="http://127.0.0.1:9/x"/></ofd:Action>'
        '<ofd:Action Event="PO"><ofd:GotoA AttachID="1"/></ofd:Action></ofd:Actions>'
    )
    acting = plain[DOCUMENT].replace(b"<ofd:Pages>", launches.encode() + b"<ofd:Pages>")
    yield "an OFD that calls an address", pack(plain | {DOCUMENT: acting})


def _of_what_is_drawn() -> Iterator[tuple[str, bytes]]:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="9" Height="9">'
        f"<ofd:Content>{ITSELF * 9}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    yield "an OFD unit of itself", drawn(ITSELF, resources=unit)
    ring = (
        '<ofd:DrawParams><ofd:DrawParam ID="40" Relative="41"/><ofd:DrawParam ID="41"'
        ' Relative="40"/></ofd:DrawParams>'
    )
    yield (
        "OFD parameters that rest on each other",
        drawn(square(0, 0, 9, more='DrawParam="40"'), resources=ring),
    )
    with_template = parts(square(0, 0, 9), template=square(0, 0, 9))
    used = b'<ofd:Template TemplateID="90"/>'
    yield "an OFD template of itself", pack(with_template | {TEMPLATE: with_template[PAGE]})
    yield "an OFD page of 100,000 templates", pack(with_template | {
        PAGE: with_template[PAGE].replace(b"<ofd:Content>", used * 100_000 + b"<ofd:Content>")})  # fmt: skip
    yield "an OFD page of 110,000 squares", drawn(square(0, 0, 1) * 110_000)
    yield "an OFD pattern of cells too small to see", drawn(
        square(0, 0, 99).replace(
            '"255 0 0"/>', '"0 0 0"><ofd:Pattern Width="0.0001" Height="0.0001"><ofd:CellContent>'
            f"{square(0, 0, 1)}</ofd:CellContent></ofd:Pattern></ofd:FillColor>",
        )
    )  # fmt: skip
    dashes = 'LineWidth="0.000001" DashPattern="0.0001 0.0001"'
    yield "an OFD line of dashes too small to see", drawn(_line("M 0 0 L 999999 999999", dashes))
    yield "an OFD path of 60,000 steps", drawn(_line("M 0 0 " + "L 99 99 L 0 50 " * 30_000))
    yield "an OFD path that is none", drawn(_line("M 1 L 2 A B 1 1 C C C S S Q 1 e9 nan inf"))
    yield (
        "OFD arcs of no size and of any",
        drawn(_line("M 0 0 A 0 0 0 0 0 9 9 A 999999 1e-9 720 1 1 50 50 A 1 1 0 0 1 999999 999999")),
    )
    clip = "<ofd:Clips>" + (
        '<ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 99 99"><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 50 C'
        "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip>"
    ) * 500 + "</ofd:Clips>"  # fmt: skip
    yield (
        "an OFD square clipped 500 times",
        drawn(square(0, 0, 99).replace("<ofd:FillColor", clip + "<ofd:FillColor")),
    )
    pinned = f'<ofd:Annot ID="1"><ofd:Appearance Boundary="0 0 9 9">{ITSELF}</ofd:Appearance></ofd:Annot>'
    yield "20,000 OFD annotations", drawn("", annotations=pinned * 20_000, resources=unit)
    yield (
        "an OFD annotation file that is none",
        pack(parts("", annotations=pinned) | {ANNOTATION: b"\0" * 100}),
    )


def _of_numbers() -> Iterator[tuple[str, bytes]]:
    for name, said in (
        ("no number", "x y z w"), ("nan", "nan nan nan nan nan nan"), ("inf", "inf 0 0 inf 0 0"),
        ("1e308", "1e308 0 0 1e308 0 0"), ("999999", "999999 0 0 999999 999999 999999"),
        ("nothing", "0 0 0 0 0 0"), ("1e-300", "1e-300 0 0 1e-300 0 0"),
    ):  # fmt: skip
        yield (
            f"an OFD matrix of {name}",
            drawn(
                square(10, 10, 9, more=f'CTM="{said}"')
                + text(10, 40, 5, "page", more=f'CTM="{said}"')
            ),
        )
    for area in (
        "0 0 0 0",
        "0 0 -1 -1",
        "0 0 999999 0.000001",
        "0 0 1e300 1e300",
        "nan nan nan nan",
    ):
        yield f"an OFD page of {area}", drawn(square(0, 0, 9) + text(1, 9, 5, "page"), area=area)
    for delta in ("g 999999999 1", "g -1 1", "g", "g x y", "1e300 " * 9, "g 3 999999"):
        yield f"OFD letters {delta} apart", drawn(text(10, 20, 5, "page", delta))
    for size in ("0", "-5", "999999", "1e-9", "nan"):
        yield (
            f"OFD letters of size {size}",
            drawn(text(10, 20, 5, "page").replace('Size="5"', f'Size="{size}"')),
        )
    yield (
        "OFD colours of any depth",
        drawn(
            square(0, 0, 9).replace('Value="255 0 0"', 'ColorSpace="50" Index="99999999999"'),
            resources='<ofd:ColorSpaces><ofd:ColorSpace ID="50" BitsPerComponent="999999999"><ofd:Palette>'
            "<ofd:CV>#x 1e400 -5</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>",
        ),
    )
    stops = '<ofd:Segment Position="{}"><ofd:Color Value="9 9 9"/></ofd:Segment>'
    shading = "".join(stops.format(n / 20_000) for n in range(20_000))
    for kind, more in (
        ("AxialShd", 'StartPoint="0 0" EndPoint="1e-9 0" MapType="Repeat" MapUnit="1e-12"'),
        (
            "RadialShd",
            'StartPoint="0 0" EndPoint="9 9" EndRadius="-4" Eccentricity="9" Extend="99"',
        ),
    ):
        yield (
            f"an OFD {kind} of 20,000 colours",
            drawn(
                square(0, 0, 99).replace(
                    '"255 0 0"/>',
                    f'"0 0 0"><ofd:{kind} {more}>{shading}</ofd:{kind}></ofd:FillColor>',
                )
            ),
        )


def _of_pictures_and_fonts() -> Iterator[tuple[str, bytes]]:
    def shown(content: bytes) -> bytes:
        page = image(0, 0, 99, 99, 10, 'ImageMask="10"')
        return drawn(page, resources=media("a"), files={"Res/a": content})

    yield "a picture of 60,000 by 60,000 in an OFD", shown(_png(60_000, 60_000))
    yield "a picture in an OFD that is noise", shown(bytes(range(256)) * 40)
    yield "a picture in an OFD that is an OFD", shown(drawn(square(0, 0, 9)))
    yield "a picture in an OFD that is PostScript", shown(b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run\n")
    small = jbig2(64, 32)
    huge = small[:24] + struct.pack(">II", 60_000, 60_000) + small[32:]
    yield "JBIG2 of 60,000 by 60,000 in an OFD", shown(huge)
    yield "JBIG2 in an OFD that ends early", shown(small[:60])
    yield "JBIG2 in an OFD that is noise", shown(small[:40] + bytes(range(256)) * 9)
    for name, glyphs in (
        ("that are not there", "65535 1 -1 99999999"),
        ("without end", "1 " * 90_000),
    ):
        found = GLYPHS.format(-5, 10**9, glyphs)
        page = text(10, 20, 5, "page").replace("<ofd:TextCode", found + "<ofd:TextCode")
        yield f"OFD glyphs {name}", drawn(page, resources=FONT, files={"Res/f": _font_of_noise()})
    yield (
        "OFD letters in a font of noise",
        drawn(text(10, 20, 5, "page"), resources=FONT, files={"Res/f": bytes(range(256)) * 99}),
    )
    yield (
        "OFD letters in a font that is a picture",
        drawn(text(10, 20, 5, "page"), resources=FONT, files={"Res/f": _png(9, 9)}),
    )


def _of_seals() -> Iterator[tuple[str, bytes]]:
    plain = parts(text(10, 20, 5, "page"))
    picture = _png(9, 9)
    made = sealed(plain, picture)
    yield "an OFD seal of noise", pack(made | {VALUE: bytes(range(256)) * 99})
    yield "an OFD seal nested 100,000 deep", pack(made | {VALUE: _nested(100_000)})
    yield (
        "an OFD seal that claims 4 GB",
        pack(made | {VALUE: b"\x30\x84\xff\xff\xff\xff\x02\x01\x01"}),
    )
    yield "an OFD seal in an OFD seal", pack(sealed(plain, pack(sealed(plain, pack(made)))))
    yield (
        "an OFD seal that is the sky",
        pack(sealed(plain, picture, place="-99999 -99999 999999 999999")),
    )
    yield "an OFD seal of no size", pack(sealed(plain, picture, place="10 10 0 0"))
    yield "an OFD seal of 60,000 by 60,000", pack(sealed(plain, _png(60_000, 60_000)))
    many = b'<ofd:Reference FileRef="/OFD.xml"><ofd:CheckValue>%%%</ofd:CheckValue></ofd:Reference>'
    yield "an OFD seal over 100,000 parts", pack(made | {
        SIGNATURE: made[SIGNATURE].replace(b"</ofd:References>", many * 100_000 + b"</ofd:References>")})  # fmt: skip
    one = f'<ofd:Signature ID="1" BaseLoc="/{SIGNATURE}"/>'
    yield "10,000 seals of an OFD", pack(made | {
        SIGNATURES: f"<ofd:Signatures {NAMESPACE}>{one * 10_000}</ofd:Signatures>".encode()})  # fmt: skip
    stamp = b'<ofd:StampAnnot ID="1" PageRef="1" Boundary="0 0 50 50"/>'
    yield "an OFD seal put 100,000 times", pack(made | {
        SIGNATURE: made[SIGNATURE].replace(b"</ofd:SignedInfo>", stamp * 100_000 + b"</ofd:SignedInfo>")})  # fmt: skip


def _line(data: str, more: str = "") -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="0 0 99 99" {more}><ofd:AbbreviatedData>{data}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 2000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _font_of_noise() -> bytes:
    return struct.pack(">IHHHH", 0x10000, 40, 64, 2, 32) + bytes(range(256)) * 20


def _nested(depth: int) -> bytes:
    encoded = b""
    for _ in range(depth):
        size = len(encoded)
        encoded = (
            (b"\x30\x84" + struct.pack(">I", size)) + encoded
            if size > 127
            else bytes((0x30, size)) + encoded
        )
        if len(encoded) > 300_000:
            break
    return encoded
