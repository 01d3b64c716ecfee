"""Seals of an OFD: where they are put, and whether the file is as it was then (GB/T 33190, 18)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import time
import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from ofdkit import OFDError

from app.viewer.messages import MOST_CHANGED, MOST_SEALS, Seal
from app.viewer.ofd import sm
from app.viewer.ofd.content import Body, OfdContent
from app.viewer.ofd.geometry import Box, box
from app.viewer.ofd.markup import child, children, words
from app.viewer.ofd.seals import SignedValue, is_trusted, is_verified, read_signed_value

MOST_STAMPS, MOST_REFERENCES, LONGEST = 500, 20_000, 200
DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "1.2.156.10197.1.401": sm.sm3,
    "sm3": sm.sm3,
    "sha256": lambda content: hashlib.sha256(content).digest(),
    "2.16.840.1.101.3.4.2.1": lambda content: hashlib.sha256(content).digest(),
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "1.3.14.3.2.26": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
}


class Stamp(NamedTuple):
    """A seal's picture on a page, in millimetres; ``clip`` is the part of it that is shown, from
    its own corner."""

    page: int
    place: Box
    clip: Box | None
    picture: bytes


class Signing(NamedTuple):
    """One Signature.xml, read; ``value_file`` holds its value, and the seal's picture."""

    file: str
    value_file: str | None
    body: Body
    written: ET.Element
    raw: bytes
    value: SignedValue | None

    def stamps(self, content: OfdContent) -> Iterator[Stamp]:
        information = child(self.written, "SignedInfo")
        for each in islice(children(information, "StampAnnot"), MOST_STAMPS):
            place = box(each.get("Boundary"))
            page = content.page_number(self.body, each.get("PageRef") or "")
            if place is None or page < 0:
                continue
            picture = b""
            if self.value is not None:
                seal = self.value.seal
                picture = seal.picture
                if place.width == 0 or place.height == 0:
                    place = place._replace(width=seal.width, height=seal.height)
            yield Stamp(page, place, box(each.get("Clip")), picture)


def signings(content: OfdContent) -> list[Signing]:
    """Those that can be read."""
    return list(islice(_signings(content), MOST_SEALS))


def _signings(content: OfdContent) -> Iterator[Signing]:
    package = content.package
    for body in content.bodies:
        try:
            listed = package.read_xml(body.signatures) if body.signatures else None
        except OFDError:
            continue
        for each in islice(children(listed, "Signature"), MOST_SEALS):
            file = package.resolve(body.signatures, each.get("BaseLoc"))
            try:
                if file is not None:
                    raw = package.read(file)
                    written = package.read_xml(file)
                    value_file = package.resolve(file, words(written, "SignedValue"))
                    value = _value(content, value_file)
                    yield Signing(file, value_file, body, written, raw, value)
            except OFDError:
                continue


def _value(content: OfdContent, file: str | None) -> SignedValue | None:
    try:
        return read_signed_value(content.package.read(file)) if file else None
    except (OFDError, ValueError):
        return None


class _Checked(NamedTuple):
    """``signed``: the files it signed, and what of them is not as it was. ``verified``: whether its
    value is right, None where that is not known."""

    signing: Signing
    signed: set[str]
    changed: list[str]
    verified: bool | None


def check(
    content: OfdContent,
    signings: Sequence[Signing],
    authorities: Sequence[bytes],
    end: float,
) -> Iterator[Seal]:
    """Who sealed it, and whether what they sealed is as it was. ``signings``: all of the file's;
    ``authorities``: certificates as DER. ``end``: by ``time.monotonic``; later no signature's value
    is looked at, and without it nothing vouches for the digests."""
    checked = [
        _Checked(
            each,
            {file for file, _, _ in _references(content, each) if file is not None},
            _changed(content, each),
            is_verified(each.value) if each.value and time.monotonic() < end else None,
        )
        for each in signings
    ]
    yield from (_seal(content, each, checked, authorities) for each in checked)


def _seal(
    content: OfdContent,
    checked: _Checked,
    of_all: Sequence[_Checked],
    authorities: Sequence[bytes],
) -> Seal:
    signing, _, changed, verified = checked
    stamp = next(signing.stamps(content), None)
    value = signing.value
    return Seal(
        signer=_signer(signing)[:LONGEST],
        at=(value.at if value else "") or _written_time(signing)[:LONGEST],
        unchanged=False if changed else verified and _is_whole(content, checked, of_all),
        verified=verified,
        trusted=bool(value and verified and is_trusted(value.signed.certificate, authorities)),
        changed=tuple(each[:LONGEST] for each in changed),
        page=stamp.page if stamp else -1,
        box=_fractions(stamp, content.area(stamp.page)) if stamp else (0.0, 0.0, 0.0, 0.0),
    )


def _signer(signing: Signing) -> str:
    if (value := signing.value) is not None:
        return value.signed.certificate.subject or value.seal.name
    provider = child(signing.written, "SignedInfo", "Provider")
    return "" if provider is None else provider.get("Company") or provider.get("ProviderName") or ""


def _written_time(signing: Signing) -> str:
    return words(signing.written, "SignedInfo", "SignatureDateTime")


def _changed(content: OfdContent, signing: Signing) -> list[str]:
    """Parts whose digest is another one than was signed; a page by its number."""
    digest, found = _digest(signing), dict[str, None]()
    if digest is None:
        return []
    if signing.value is not None and signing.value.digest != digest(signing.raw):
        found[signing.file] = None
    digested = cache(lambda file: digest(content.package.read(file)))
    for file, location, value in _references(content, signing):
        try:
            is_as_it_was = file is not None and digested(file) == value
        except OFDError:
            is_as_it_was = False
        if not is_as_it_was and len(found) < MOST_CHANGED:
            found[_named(content, file) if file else location] = None
    return list(found)


def _references(
    content: OfdContent, signing: Signing
) -> Iterator[tuple[str | None, str, bytes | None]]:
    """Each part of the package, as it was written, and its digest."""
    references = child(signing.written, "SignedInfo", "References")
    for each in islice(children(references, "Reference"), MOST_REFERENCES):
        location = each.get("FileRef") or ""
        try:
            value = base64.b64decode(words(each, "CheckValue"))
        except (binascii.Error, ValueError):
            value = None
        yield content.package.resolve(signing.file, location), location, value


def _is_whole(content: OfdContent, checked: _Checked, of_all: Sequence[_Checked]) -> bool | None:
    """True where all that is drawn was signed, or is a later seal, which is told by itself; None
    where something may have come or gone."""
    signing, signed = checked.signing, checked.signed
    if _digest(signing) is None:
        return None
    drawn = set[str]().union(*(body.parts() for body in content.bodies))
    for each in of_all:
        other = each.signing
        if other.file == signing.file or _is_later(each, signing):
            continue
        if any(other.stamps(content)):
            drawn |= {other.file, other.value_file or other.file}
    # Makers of invoices do not sign the list of documents: it matters where there are several.
    if len(content.bodies) > 1 or any(_is_document(content, file) for file in signed - drawn):
        drawn.add(content.root)
    return True if drawn <= signed else None


def _is_later(checked: _Checked, than: Signing) -> bool:
    """Whether it was put on the file with the other signature in it: it holds that one's digest."""
    is_right = checked.verified is True and not checked.changed
    return is_right and _digest(checked.signing) is not None and than.file in checked.signed


def _is_document(content: OfdContent, file: str) -> bool:
    try:
        return b"CommonData" in content.package.read(file)
    except OFDError:
        return False


def _digest(signing: Signing) -> Callable[[bytes], bytes] | None:
    references = child(signing.written, "SignedInfo", "References")
    method = (references.get("CheckMethod") or "") if references is not None else ""
    return DIGESTS.get(method.lower().replace("-", ""))


def _named(content: OfdContent, file: str) -> str:
    page = content.page_drawn_from(file)
    return file if page is None else f"第 {page + 1} 页"


def _fractions(stamp: Stamp, area: Box) -> tuple[float, float, float, float]:
    left, top = stamp.place.x - area.x, stamp.place.y - area.y
    shown = stamp.clip or Box(0, 0, stamp.place.width, stamp.place.height)
    return (
        (left + shown.x) / area.width,
        (top + shown.y) / area.height,
        (left + shown.x + shown.width) / area.width,
        (top + shown.y + shown.height) / area.height,
    )
