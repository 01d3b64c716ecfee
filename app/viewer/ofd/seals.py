"""Electronic seals (GB/T 38540, and GM/T 0031 before it): what a SignedValue.dat holds.

The two differ in where the signer's certificate stands, and in how times are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from app.viewer.ofd import der, sm
from app.viewer.ofd.der import Value

CHINA = timezone(timedelta(hours=8))
_COMMON_NAME, _ORGANISATION = bytes.fromhex("550403"), bytes.fromhex("55040a")
_SM2 = (bytes.fromhex("2a811ccf55018375"), bytes.fromhex("2a811ccf5501822d"))  # …501, …301
_TIME = re.compile(r"(\d{4}|\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z")
_DIGESTS = 2  # in place of the certificates of those who may use the seal


class Certificate(NamedTuple):
    """``contents`` are what its issuer signed, ``by`` the algorithm as DER, with the signature
    ``value``; ``key`` is a point of the SM2 curve."""

    encoded: bytes
    subject: str
    key: bytes
    contents: bytes
    by: bytes
    value: bytes


class Signed(NamedTuple):
    """A message and the signature under it. ``by`` is what the algorithm is called, as DER."""

    message: bytes
    value: bytes
    certificate: Certificate
    by: bytes


class ESeal(NamedTuple):
    """``signers``: the certificates of who may use it, or their digests; ``picture`` as the file it
    is, drawn ``width`` by ``height`` mm; ``made``: what its maker signed, which some take to be
    less and some more."""

    name: str
    signers: tuple[bytes, ...]
    picture: bytes
    width: float
    height: float
    made: tuple[Signed, Signed]


class SignedValue(NamedTuple):
    """``digest`` of the Signature.xml; ``at`` as ISO 8601, empty where it is a stamp of another
    clock."""

    seal: ESeal
    signed: Signed
    at: str
    digest: bytes


def read_signed_value(encoded: bytes) -> SignedValue:
    """Raises ValueError."""
    try:
        return _signed_value(der.value(encoded).parts())
    except LookupError as error:
        raise ValueError("no electronic signature") from error


def is_verified(value: SignedValue) -> bool | None:
    """Whether who signed it had the key, and may use the seal, which is as its maker made it; None
    where one of these could not be worked out."""
    signed = _is_right(value.signed)
    certificate = value.signed.certificate.encoded
    listed = value.seal.signers
    if signed and certificate not in listed and sm.sm3(certificate) not in listed:
        return False
    made = [_is_right(each) for each in value.seal.made] if signed else []
    if signed and True not in made:
        return None if None in made else False
    return signed


def is_trusted(certificate: Certificate, authorities: Sequence[bytes]) -> bool:
    """Whether it is one of these, X.509 as DER, or one of these issued it."""
    if certificate.encoded in authorities:
        return True
    for each in authorities:
        try:
            issuer = read_certificate(each)
        except (ValueError, LookupError):
            continue  # one that is none of SM2
        said = Signed(certificate.contents, certificate.value, issuer, certificate.by)
        if _is_right(said):
            return True
    return False


def _is_right(signed: Signed) -> bool | None:
    """None where the algorithm is none of ours, or the key none of its."""
    if signed.by not in _SM2:
        return None
    try:
        return sm.is_signed(signed.message, signed.value, signed.certificate.key)
    except ValueError:
        return None


def _signed_value(parts: list[Value]) -> SignedValue:
    _, sealed, time, digest, _, *rest = parts[0].parts()
    if parts[1].tag == der.OCTETS:
        certificate, by, value = parts[1:4]
    else:
        (certificate, by), value = rest[:2], parts[1]
    signer = read_certificate(certificate.content)
    signed = Signed(parts[0].raw, value.bits(), signer, by.content)
    return SignedValue(_seal(sealed.parts()), signed, _time(time), digest.bits())


def _seal(parts: list[Value]) -> ESeal:
    contents = parts[0]
    of_maker = parts[1].parts() if len(parts) == 2 else parts[1:]
    maker, by, value = of_maker[:3]
    _, _, about, picture, *_ = contents.parts()
    _, name, *signers = about.parts()
    # An older seal lists certificates without a word; since, a number says what is listed.
    listed = signers[-4].parts()
    if len(signers) == 5 and signers[0].number() == _DIGESTS:
        signing = tuple(each.parts()[1].content for each in listed)
    else:
        signing = tuple(each.content for each in listed)
    _, shown, width, height = picture.parts()[:4]
    less = Signed(contents.raw, value.bits(), read_certificate(maker.content), by.content)
    more = less._replace(message=der.sequence(contents.raw, maker.raw, by.raw))
    return ESeal(name.text(), signing, shown.content, width.number(), height.number(), (less, more))


def read_certificate(encoded: bytes) -> Certificate:
    """X.509 (GB/T 20518). Raises ValueError."""
    whole, algorithm, value = der.value(encoded).parts()[:3]
    contents = whole.parts()
    if contents[0].raw[:1] == b"\xa0":  # the version
        contents = contents[1:]
    _, _, _, _, subject, key, *_ = contents
    named = {
        kind.content: text.text()
        for group in subject.parts()
        for pair in group.parts()
        for kind, text in [pair.parts()[:2]]
    }
    name = named.get(_COMMON_NAME) or named.get(_ORGANISATION) or ""
    by = algorithm.parts()[0].content
    return Certificate(encoded, name, key.parts()[1].bits(), whole.raw, by, value.bits())


def _time(written: Value) -> str:
    """In the city's; of a GeneralizedTime or UTCTime, or of its letters in a bit string."""
    content = written.bits() if written.tag == der.BIT_STRING else written.content
    found = _TIME.fullmatch(content.decode("ascii", "replace"))
    if found is None:
        return ""
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    year = year if year > 99 else 2000 + year
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC).astimezone(CHINA)
    except (ValueError, OverflowError):
        return ""
    return at.isoformat()
