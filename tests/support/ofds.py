"""OFD files made here, as small as can be: what stands on a page, resources, annotations, seals."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import gmalg
from asn1crypto import core
from cryptography.hazmat.primitives.hashes import SM3, Hash
from PIL import Image

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROOT, DOCUMENT, PAGE = "OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"
TEMPLATE, RESOURCES = "Doc_0/Tpls/Tpl_0/Content.xml", "Doc_0/PublicRes.xml"
ANNOTATIONS, ANNOTATION = "Doc_0/Annots/Annotations.xml", "Doc_0/Annots/Page_0/Annotation.xml"
SIGNATURES, SIGNATURE = "Doc_0/Signs/Signatures.xml", "Doc_0/Signs/Sign_0/Signature.xml"
VALUE = "Doc_0/Signs/Sign_0/SignedValue.dat"


def parts(
    *pages: str,
    area: str = "0 0 100 100",
    resources: str = "",
    template: str = "",
    annotations: str = "",
    files: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Of a package. ``pages``: what stands in the body layer of each, or a whole ``<ofd:Content>``
    where it begins with one; ``files`` lie beside the document's own."""
    templates = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
    pinned = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if annotations else ""
    listed = "".join(
        f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
        for at in range(len(pages))
    )
    made = {
        ROOT: f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>{DOCUMENT}</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        DOCUMENT: f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
        f"{area}</ofd:PhysicalBox></ofd:PageArea>{public}{templates}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{pinned}</ofd:Document>",
    }
    used = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    for at, page in enumerate(pages):
        made[PAGE.replace("Page_0", f"Page_{at}")] = _page(page, used)
    if template:
        made[TEMPLATE] = _page(template)
    if resources:
        made[RESOURCES] = f'<ofd:Res {NAMESPACE} BaseLoc="Res">{resources}</ofd:Res>'
    if annotations:
        made[ANNOTATIONS] = (
            f'<ofd:Annotations {NAMESPACE}><ofd:Page PageID="1"><ofd:FileLoc>'
            "Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
        )
        made[ANNOTATION] = f"<ofd:PageAnnot {NAMESPACE}>{annotations}</ofd:PageAnnot>"
    written = {name: content.encode() for name, content in made.items()}
    return written | {f"Doc_0/{name}": content for name, content in (files or {}).items()}


def pack(contents: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in contents.items():
            box.writestr(name, content)
    return out.getvalue()


def drawn(*pages: str, **more: object) -> bytes:
    return pack(parts(*pages, **more))


def square(x: float, y: float, side: float, colour: str = "255 0 0", more: str = "") -> str:
    """A filled one."""
    return (
        f'<ofd:PathObject ID="1" Boundary="{x} {y} {side} {side}" Stroke="false" Fill="true" {more}>'
        f'<ofd:FillColor Value="{colour}"/><ofd:AbbreviatedData>M 0 0 L {side} 0 L {side} {side}'
        f" L 0 {side} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def text(x: float, y: float, size: float, words: str, delta: str = "", more: str = "") -> str:
    """Its baseline begins at (x, y)."""
    steps = f'DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 90 {2 * size}" Font="1" Size="{size}"'
        f' {more}><ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def image(x: float, y: float, width: float, height: float, number: int, more: str = "") -> str:
    return (
        f'<ofd:ImageObject ID="1" Boundary="{x} {y} {width} {height}" ResourceID="{number}"'
        f' CTM="{width} 0 0 {height} 0 0" {more}/>'
    )


def media(*names: str) -> str:
    """Numbered from 10."""
    listed = "".join(
        f'<ofd:MultiMedia ID="{10 + at}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for at, name in enumerate(names)
    )
    return f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>"


def _page(content: str, before: str = "") -> str:
    layers = content if content.startswith("<ofd:Content") else (
        f'<ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer></ofd:Content>'
    )  # fmt: skip
    return f"<ofd:Page {NAMESPACE}>{before}{layers}</ofd:Page>"


# seals -----------------------------------------------------------------------------------------

SM2, SM3_OID = "1.2.156.10197.1.501", "1.2.156.10197.1.401"
IDENTITY = b"1234567812345678"
KEYS = gmalg.SM2(uid=IDENTITY).generate_keypair()


def sealed(
    contents: Mapping[str, bytes],
    picture: bytes,
    *,
    version: int = 4,
    place: str = "60 60 30 30",
    name: str = "南京市市场监督管理局",
    by: Sequence[bytes] = KEYS,
    listed: bytes | None = None,
    method: str = SM3_OID,
    clip: str = "",
    issuer: Sequence[bytes] | None = None,
    unsigned: Sequence[str] = (),
) -> dict[str, bytes]:
    """With a seal on page 1, put on 2 March 2026 at 10:30. ``by``: the private and public key;
    ``listed``: whose certificate the seal names, the signer's where it is None; ``issuer``: the
    keys of who made that certificate, where it is another; ``unsigned``: parts it leaves out."""
    made = dict(contents)
    made[ROOT] = made[ROOT].replace(
        b"</ofd:DocBody>",
        f"<ofd:Signatures>{SIGNATURES}</ofd:Signatures></ofd:DocBody>".encode(),
        1,
    )
    references = _references({k: v for k, v in made.items() if k not in unsigned})
    shown = f'Clip="{clip}"' if clip else ""
    signature = (
        f"<ofd:Signature {NAMESPACE}><ofd:SignedInfo><ofd:SignatureDateTime>2026-03-02"
        f'</ofd:SignatureDateTime><ofd:References CheckMethod="{method}">{references}'
        f'</ofd:References><ofd:StampAnnot ID="1" PageRef="1" Boundary="{place}" {shown}/>'
        f"</ofd:SignedInfo><ofd:SignedValue>/{VALUE}</ofd:SignedValue></ofd:Signature>"
    ).encode()
    own = certificate(name, by, issuer)
    eseal = _eseal(version, name, own if listed is None else listed, picture, by)
    signs = (
        f'<ofd:Signatures {NAMESPACE}><ofd:Signature ID="1" Type="Seal" BaseLoc="/{SIGNATURE}"/>'
        "</ofd:Signatures>"
    )
    value = (_value_4 if version == 4 else _value_1)(eseal, digest(signature), own, by)
    return made | {SIGNATURES: signs.encode(), SIGNATURE: signature, VALUE: value}


def sealed_again(
    contents: Mapping[str, bytes], picture: bytes, unsigned: Sequence[str] = ()
) -> dict[str, bytes]:
    """What is sealed already, by another seal on page 1 that signs the first one as well, but for
    the parts that are ``unsigned``."""
    again, value = (name.replace("Sign_0", "Sign_1") for name in (SIGNATURE, VALUE))
    signature = (
        f'<ofd:Signature {NAMESPACE}><ofd:SignedInfo><ofd:References CheckMethod="{SM3_OID}">'
        f"{_references({k: v for k, v in contents.items() if k not in (SIGNATURES, *unsigned)})}</ofd:References>"
        '<ofd:StampAnnot ID="1" PageRef="1" Boundary="10 10 30 30"/></ofd:SignedInfo>'
        f"<ofd:SignedValue>/{value}</ofd:SignedValue></ofd:Signature>"
    ).encode()
    own = certificate("别人")
    listed = f'<ofd:Signature ID="2" Type="Seal" BaseLoc="/{again}"/></ofd:Signatures>'
    return dict(contents) | {
        SIGNATURES: contents[SIGNATURES].replace(b"</ofd:Signatures>", listed.encode()),
        again: signature,
        value: _value_4(_eseal(4, "", own, picture, KEYS), digest(signature), own, KEYS),
    }


def _references(contents: Mapping[str, bytes]) -> str:
    return "".join(
        f'<ofd:Reference FileRef="/{file}"><ofd:CheckValue>'
        f"{base64.b64encode(digest(content)).decode()}</ofd:CheckValue></ofd:Reference>"
        for file, content in contents.items()
    )


def digest(content: bytes) -> bytes:
    made = Hash(SM3())
    made.update(content)
    return made.finalize()


def certificate(
    name: str, by: Sequence[bytes] = KEYS, issuer: Sequence[bytes] | None = None
) -> bytes:
    """Signed by the key of its own, or of ``issuer``."""
    named = _set(_seq(_oid("2.5.4.3"), core.UTF8String(name).dump()))
    key = _seq(_seq(_oid("1.2.840.10045.2.1"), _oid("1.2.156.10197.1.301")), _bits(by[1]))
    contents = _seq(core.Integer(7).dump(), _seq(_oid(SM2)), _seq(named), _seq(), _seq(named), key)
    return _seq(contents, _seq(_oid(SM2)), _bits(_signed(contents, issuer or by)))


def _eseal(version: int, name: str, listed: bytes, picture: bytes, by: Sequence[bytes]) -> bytes:
    times = [_utc("240101000000Z")] * 3 if version < 4 else [_general("20240101000000Z")] * 3
    kind = [core.Integer(1).dump()] if version == 4 else []
    contents = _seq(
        _seq(_ia5("ES"), core.Integer(version).dump(), _ia5("x")),
        _ia5("1"),
        _seq(core.Integer(1).dump(), core.UTF8String(name).dump(), *kind,
             _seq(core.OctetString(listed).dump()), *times),
        _seq(_ia5("png"), core.OctetString(picture).dump(), core.Integer(30).dump(),
             core.Integer(30).dump()),
    )  # fmt: skip
    maker = core.OctetString(certificate("制章机构", by)).dump()
    of_maker = maker + _oid(SM2) + _bits(_signed(contents, by))
    return _seq(contents, of_maker if version == 4 else _seq(of_maker))


def _value_4(eseal: bytes, hashed: bytes, own: bytes, by: Sequence[bytes]) -> bytes:
    signed = _seq(
        core.Integer(4).dump(), eseal, _general("20260302023000Z"), _bits(hashed), _ia5(SIGNATURE)
    )
    return _seq(signed, core.OctetString(own).dump(), _oid(SM2), _bits(_signed(signed, by)))


def _value_1(eseal: bytes, hashed: bytes, own: bytes, by: Sequence[bytes]) -> bytes:
    signed = _seq(
        core.Integer(1).dump(), eseal, _bits(b"260302023000Z"), _bits(hashed), _ia5(SIGNATURE),
        core.OctetString(own).dump(), _oid(SM2),
    )  # fmt: skip
    return _seq(signed, _bits(_signed(signed, by)))


def _signed(message: bytes, by: Sequence[bytes]) -> bytes:
    r, s = gmalg.SM2(by[0], IDENTITY, by[1]).sign(message)
    return _seq(*(core.Integer(int.from_bytes(each, "big")).dump() for each in (r, s)))


def _seq(*encoded: bytes) -> bytes:
    return core.Sequence(contents=b"".join(encoded)).dump()


def _set(*encoded: bytes) -> bytes:
    return core.Set(contents=b"".join(encoded)).dump()


def _oid(dotted: str) -> bytes:
    return core.ObjectIdentifier(dotted).dump()


def _bits(content: bytes) -> bytes:
    return core.OctetBitString(content).dump()


def _ia5(words: str) -> bytes:
    return core.IA5String(words).dump()


def _utc(at: str) -> bytes:
    return core.UTCTime(contents=at.encode()).dump()


def _general(at: str) -> bytes:
    return core.GeneralizedTime(contents=at.encode()).dump()


# a font ----------------------------------------------------------------------------------------


def font() -> bytes:
    """A TrueType font without names and without a table of characters: glyph 1 fills the em from
    the baseline up, glyph 2 its lower half."""
    glyphs = [b"", _rectangle(0, 0, 1000, 1000), _rectangle(0, 0, 1000, 500)]
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 1, 0,
    )  # fmt: skip
    hhea = struct.pack(">IhhhHhhhhhhQhH", 0x10000, 1000, 0, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 3)
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = {
        b"glyf": b"".join(glyphs), b"head": head, b"hhea": hhea,
        b"hmtx": struct.pack(">HhHhHh", 1000, 0, 1000, 0, 1000, 0),
        b"loca": struct.pack(">4I", *places), b"maxp": maxp,
    }  # fmt: skip
    at, listed, contents = 12 + 16 * len(tables), b"", b""
    for tag, table in tables.items():
        listed += tag + struct.pack(">III", 0, at + len(contents), len(table))
        contents += table + bytes(-len(table) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32) + listed + contents


def _rectangle(left: int, bottom: int, right: int, top: int) -> bytes:
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    steps = [(0, 0), *corners]
    across, down = (
        b"".join(
            struct.pack(">h", steps[n + 1][axis] - steps[n][axis]) for n in range(len(corners))
        )
        for axis in (0, 1)
    )
    head = struct.pack(">hhhhhHH", 1, left, bottom, right, top, len(corners) - 1, 0)
    return head + bytes([1] * len(corners)) + across + down + bytes(-(len(corners) * 5 + 14) % 4)


# a bilevel picture -----------------------------------------------------------------------------


def jbig2(width: int, height: int) -> bytes:
    """Of one page, black to the left and white to the right, coded as ITU-T T.88 lets MMR."""
    bilevel = Image.new("1", (width, height), 0)
    bilevel.paste(1, (0, 0, width // 2, height))  # a TIFF's white is coded as JBIG2's black
    out = io.BytesIO()
    bilevel.save(out, "TIFF", compression="group4")
    tiff = Image.open(io.BytesIO(out.getvalue()))
    (at,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    coded = out.getvalue()[at : at + length]
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\1" + coded
    return (
        b"\x97JB2\r\n\x1a\n\1" + struct.pack(">I", 1)
        + struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page
        + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    )  # fmt: skip
