"""Files an applicant may send, in each format, made here."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from PIL import Image, ImageDraw

from tests.support import ofds


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pages_saying(words: list[str], catalog: bytes = b"", page: bytes = b"") -> bytes:
    """A PDF with a page for each of these ASCII words."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(words)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(words), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, word in enumerate(words):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * at, page),
            stream(b"BT /F 24 Tf 72 720 Td (%s) Tj ET" % word.encode()),
        ]
    return pdf(objects)


def meaning(code: str) -> bytes:
    """A PDF page of a character twice, which by its font's table is this one of UTF-16, in hex."""
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
        b" 1 begincodespacerange <0000> <FFFF> endcodespacerange"
        b" 1 beginbfchar <0001> <%s> endbfchar endcmap end end" % code.encode()
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [7 0 R] >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H"
            b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /DW 1000"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            stream(table),
            stream(b"BT /F 24 Tf 72 720 Td <00010001> Tj ET"),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>",
        ]
    )


def a_form(value: str) -> bytes:
    """A PDF whose only words stand in a form field."""
    look = stream(
        b"/Tx BMC BT /F 20 Tf 2 5 Td (%s) Tj ET EMC" % value.encode(),
        b"/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F 5 0 R >> >>",
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Annots [4 0 R] >>",
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (%s) /F 4 /Rect [20 20 220 50]"
            b" /P 3 0 R /AP << /N 6 0 R >> >>" % value.encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            look,
        ]
    )


def ofd(page: str = "", about: str = "") -> bytes:
    """An OFD of one page whose only words are ``page``."""
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(
            "OFD.xml",
            (
                f'<ofd:OFD {name} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{about}'
                "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        )
        box.writestr(
            "Doc_0/Document.xml",
            (
                f"<ofd:Document {name}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
                "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
                '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
            ),
        )
        box.writestr(
            "Doc_0/Pages/Page_0/Content.xml",
            (
                f'<ofd:Page {name}><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Font="1"'
                ' Size="5" Boundary="20 20 150 10"><ofd:TextCode X="0" Y="5" DeltaX="g 40 5">'
                f"{page}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
            ),
        )
    return out.getvalue()


@cache
def sealed_ofd() -> bytes:
    """With most of what an OFD may have: a template, resources, an annotation, a seal."""
    pinned = (
        '<ofd:Annot ID="5" Type="Stamp"><ofd:Appearance Boundary="20 20 50 50">'
        f"{ofds.square(0, 0, 20, '0 0 255')}</ofd:Appearance></ofd:Annot>"
    )
    resources = ofds.media("a.png") + (
        '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'
        "</ofd:Fonts>"
    )
    page = ofds.text(10, 20, 5, "page 营业执照") + ofds.image(10, 40, 30, 20, 10)
    files = {"Res/a.png": picture("PNG", (100, 100)), "Res/f.ttf": ofds.font()}
    contents = ofds.parts(
        page, page, resources=resources, template=ofds.square(0, 0, 99, "250 250 220"),
        annotations=pinned, files=files,
    )  # fmt: skip
    return ofds.pack(ofds.sealed(contents, picture("PNG", (100, 100))))


def picture(kind: str, size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=9)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def good() -> dict[str, bytes]:
    frames = [Image.new("L", (300, 400), 80 * n) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return {
        "a.pdf": pages_saying(["first page", "second page", "third page"]),
        "form.pdf": a_form("filled in"),
        "a.jpg": picture("JPEG"),
        "a.png": picture("PNG"),
        "pages.tif": out.getvalue(),
        "a.webp": picture("WEBP"),
        "a.bmp": picture("BMP"),
        "sealed.ofd": sealed_ofd(),
        "a.ofd": ofd("营业执照 南京某某餐饮有限公司", "<ofd:Title>营业执照</ofd:Title>"),
    }
