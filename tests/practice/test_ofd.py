"""The practice city's OFD files: readable by others, sealed, and found out where they were altered."""

import base64
import io
import json
from datetime import datetime
from xml.etree import ElementTree

import ofdkit
import pytest
from asn1crypto import core, x509
from cryptography.hazmat.primitives.hashes import SM3, Hash
from PIL import Image

from app.cases.model import SHANGHAI
from app.practice.ofd import layouts, signers
from app.practice.ofd.document import Document, Page, Picture, Shape, Text
from app.practice.ofd.package import pack, unpack
from app.practice.ofd.seals import SIGNATURE, SIGNED_VALUE, Seal

PRIME = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFF
AT = datetime(2026, 1, 3, 9, 30, tzinfo=SHANGHAI)
OFD = {"ofd": "http://www.ofdspec.org/2016"}
CERTIFICATE = {
    "title": "危险化学品经营许可证", "holder": "李娜", "number": "320102199001011234",
    "no": "10284123456789", "valid": "2027年3月2日", "issuer": "南京市应急管理局",
    "body": "准予南京好店有限公司在南京市鼓楼区中山北路12号经营汽油、柴油，" * 2, "code": "",
}  # fmt: skip
BILL = {
    "no": "26322000000012345678", "day": "2026年01月03日", "buyer": "李娜", "in_words": "贰佰肆拾万圆整",
    "buyer_id": "320102199001011234", "seller": "南京市税务局", "seller_id": "11320100MB1234567X",
    "goods": "*不动产*住宅", "net": "2285714.29", "rate": "5%", "tax": "114285.71",
    "total": "2400000.00", "note": "", "clerk": "周敏",
}  # fmt: skip


def png(size=(8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (200, 16, 46, 128)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def office():
    return Seal("南京市应急管理局", png(), 42, 42)


@pytest.fixture(scope="module")
def sealed(office):
    return layouts.certificate(CERTIFICATE, office, AT)


def sm3(content: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize()


def changed_parts(ofd: bytes) -> list[str]:
    """The parts whose digest is not the one that was sealed."""
    parts = unpack(ofd)
    references = ElementTree.fromstring(parts[SIGNATURE]).iterfind(".//ofd:Reference", OFD)
    said = {r.get("FileRef").lstrip("/"): r.findtext("ofd:CheckValue", "", OFD) for r in references}
    return [name for name, value in said.items() if base64.b64decode(value) != sm3(parts[name])]


def words(ofd: bytes) -> str:
    with ofdkit.open(io.BytesIO(ofd)) as document:
        assert document.warnings == []
        return "\n".join(page.text() for page in document.pages)


def test_words_shapes_pictures_and_what_is_below_are_on_every_page():
    pages = tuple(
        Page(
            objects=(
                Text(text=f"第{n}页 A&B <甲>", x=20, y=30, bold=True),
                Shape(x=20, y=40, width=50, height=5, data="M 0 0 L 50 5"),
                Picture(png=png(), x=20, y=50, width=10, height=10),
            ),
            template=(Text(text="底版", x=20, y=280),),
        )
        for n in (1, 2)
    )
    made = pack(Document("两页", pages, AT.date()).parts)
    with ofdkit.open(io.BytesIO(made)) as document:
        assert [page.text().split() for page in document.pages] == [
            [f"第{n}页", "A&B", "<甲>", "底版"] for n in (1, 2)
        ]
        assert document.info.title == "两页"
        assert (document.pages[0].width, document.pages[0].height) == (210, 297)
    parts = unpack(made)
    assert [name for name in parts if name.endswith(".png")] == ["Doc_0/Res/image_0.png"]
    for name in parts:
        if name.endswith(".xml"):
            ElementTree.fromstring(parts[name])


def test_a_certificate_says_what_it_certifies(sealed):
    said = words(sealed)
    for fact in ("title", "holder", "number", "no", "valid", "issuer"):
        assert CERTIFICATE[fact] in said
    assert CERTIFICATE["body"] in said.replace("\n", "")


def test_an_invoice_says_the_same_in_its_words_its_data_and_its_code(office):
    code = f"01,32,,{BILL['no']},{BILL['total']},20260103,,A1B2"
    made = layouts.invoice({"title": "购房发票", "invoice": BILL, "code": code}, office, AT)
    told = ofdkit.extract_invoice(io.BytesIO(made))
    assert (told.invoice_number, told.total_amount) == (BILL["no"], BILL["total"])
    assert (told.issue_date, told.buyer.name) == ("2026-01-03", BILL["buyer"])
    assert told.invoice_type == "电子发票（普通发票）"
    assert told.warnings == []
    assert BILL["no"] in words(made) and BILL["total"] in words(made)
    assert layouts.code(code) in unpack(made).values()


def test_a_seal_keeps_the_digest_of_every_part_but_the_signatures(sealed):
    assert changed_parts(sealed) == []
    parts = unpack(sealed)
    references = ElementTree.fromstring(parts[SIGNATURE]).iterfind(".//ofd:Reference", OFD)
    kept = {reference.get("FileRef").lstrip("/") for reference in references}
    assert set(parts) - kept == {n for n in parts if n.startswith("Doc_0/Signs/")}
    assert {"OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"} <= kept


def test_what_was_altered_after_sealing_is_told_by_its_digest(sealed):
    page = "Doc_0/Pages/Page_0/Content.xml"
    parts = unpack(sealed)
    parts[page] = parts[page].replace("2027年".encode(), "2029年".encode())
    assert changed_parts(pack(parts)) == [page]


def test_a_seal_stands_on_its_page_with_its_picture_and_its_owner(sealed):
    parts = unpack(sealed)
    value = core.Sequence.load(parts[SIGNED_VALUE])
    signed, certificate = value[0], x509.Certificate.load(value[1].native)
    assert certificate.subject.native["common_name"] == "南京市应急管理局"
    assert certificate.issuer.native["common_name"] != "南京市应急管理局"
    version, seal, at, digest, place = (signed[n] for n in range(5))
    assert (version.native, place.native) == (4, f"/{SIGNATURE}")
    assert at.native == AT
    assert bytes(digest.contents[1:]) == sm3(parts[SIGNATURE])
    header, _, properties, picture = (seal[0][n] for n in range(4))
    assert (header[0].native, properties[1].native) == ("ES", "南京市应急管理局")
    assert (picture[0].native, picture[1].native) == ("png", png())
    stamp = ElementTree.fromstring(parts[SIGNATURE]).find(".//ofd:StampAnnot", OFD)
    left, top, width, height = map(float, stamp.get("Boundary").split())
    assert (width, height) == (42, 42)
    assert 0 < left < left + width < 297 and 0 < top < top + height < 210
    page = ElementTree.fromstring(parts["Doc_0/Document.xml"]).find(".//ofd:Page", OFD)
    assert stamp.get("PageRef") == page.get("ID")


def added(p, q):
    """Two points of the SM2 curve."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % PRIME == 0:
            return None
        slope = (3 * p[0] ** 2 + signers.A) * pow(2 * p[1], -1, PRIME) % PRIME
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, PRIME) % PRIME
    x = (slope**2 - p[0] - q[0]) % PRIME
    return x, (slope * (p[0] - x) - p[1]) % PRIME


def times(number, point):
    product = None
    for bit in f"{number:b}":
        product = added(product, product)
        product = added(product, point) if bit == "1" else product
    return product


def verifies(message: bytes, signature: bytes, key: bytes) -> bool:
    """GB/T 32918.2, clause 7, by points of the curve, which who signs here never reckons with."""
    r, s = core.Sequence.load(signature).native.values()
    public = (int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big"))
    base = (signers.BASE_X, signers.BASE_Y)
    curve = b"".join(n.to_bytes(32, "big") for n in (signers.A, signers.B, *base, *public))
    about = sm3(b"\x00\x80" + b"1234567812345678" + curve)
    x, _ = added(times(s, base), times((r + s) % signers.ORDER, public))
    return (int.from_bytes(sm3(about + message), "big") + x) % signers.ORDER == r


def test_a_seals_signatures_are_right_by_anothers_reckoning(sealed):
    value = core.Sequence.load(unpack(sealed)[SIGNED_VALUE])
    seal = value[0][1]
    for message, certificate, signature in (
        (value[0].dump(), value[1].native, value[3]),
        (seal[0].dump(), seal[1].native, seal[3]),
    ):
        key = x509.Certificate.load(certificate).public_key["public_key"].native
        signed = bytes(signature.contents[1:])
        assert verifies(message, signed, key)
        assert not verifies(message + b"x", signed, key)


def test_the_same_words_sealed_at_the_same_time_are_the_same_bytes(office, sealed):
    again = json.loads(json.dumps(CERTIFICATE))
    assert layouts.certificate(again, office, AT) == sealed
