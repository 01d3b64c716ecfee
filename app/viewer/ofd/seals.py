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
    """``contents`` are what its issuer signed: ``algorithm`` is an object identifier's DER content,
    ``value`` the signature. ``key`` is a point of the SM2 curve."""

    encoded: bytes
    subject: str
    key: bytes
    contents: bytes
    algorithm: bytes
    value: bytes


class SignedMessage(NamedTuple):
    """A message and the signature ``value`` under it; ``algorithm`` as in ``Certificate``."""

    message: bytes
    value: bytes
    certificate: Certificate
    algorithm: bytes


class ESeal(NamedTuple):
    """``signers``: the certificates of who may use it, or their digests; ``picture`` as the file it
    is, drawn ``width`` by ``height`` mm; ``by_maker``: what its maker signed, once without and
    once with the maker's certificate and algorithm: makers differ in that."""

    name: str
    signers: tuple[bytes, ...]
    picture: bytes
    width: float
    height: float
    by_maker: tuple[SignedMessage, SignedMessage]


class SignedValue(NamedTuple):
    """``digest`` of the Signature.xml; ``at`` as ISO 8601, empty where it is a stamp of another
    clock."""

    seal: ESeal
    signed: SignedMessage
    at: str
    digest: bytes


def read_signed_value(encoded: bytes) -> SignedValue:
    """Of a SignedValue.dat, in DER. Raises ValueError."""
    try:
        return _signed_value(der.value(encoded).parts())
    except LookupError as error:
        raise ValueError("no electronic signature") from error


def is_verified(value: SignedValue) -> bool | None:
    """Whether who signed it had the key, and may use the seal, which is as its maker made it; None
    where one of these could not be worked out."""
    is_signed = _verify(value.signed)
    if not is_signed:
        return is_signed
    certificate, signers = value.signed.certificate.encoded, value.seal.signers
    if certificate not in signers and sm.sm3(certificate) not in signers:
        return False
    by_maker = [_verify(each) for each in value.seal.by_maker]
    if True in by_maker:
        return True
    return None if None in by_maker else False


def is_trusted(certificate: Certificate, authorities: Sequence[bytes]) -> bool:
    """Whether it is one of these, X.509 as DER, or one of these issued it."""
    if certificate.encoded in authorities:
        return True
    for each in authorities:
        try:
            issuer = read_certificate(each)
        except (ValueError, LookupError):
            continue  # one that is none of SM2
        issued = SignedMessage(
            certificate.contents, certificate.value, issuer, certificate.algorithm
        )
        if _verify(issued):
            return True
    return False


def _verify(signed: SignedMessage) -> bool | None:
    """None where the algorithm is none of ours, or the key none of its."""
    if signed.algorithm not in _SM2:
        return None
    try:
        return sm.is_signed(signed.message, signed.value, signed.certificate.key)
    except ValueError:
        return None


def _signed_value(parts: list[Value]) -> SignedValue:
    _, sealed, time, digest, _, *rest = parts[0].parts()
    if parts[1].tag == der.OCTETS:
        certificate, algorithm, value = parts[1:4]
    else:
        (certificate, algorithm), value = rest[:2], parts[1]
    signer = read_certificate(certificate.content)
    signed = SignedMessage(parts[0].raw, value.bits(), signer, algorithm.content)
    return SignedValue(_seal(sealed.parts()), signed, _time(time), digest.bits())


def _seal(parts: list[Value]) -> ESeal:
    contents = parts[0]
    of_maker = parts[1].parts() if len(parts) == 2 else parts[1:]
    maker, algorithm, value = of_maker[:3]
    _, _, about, picture, *_ = contents.parts()
    _, name, *signers = about.parts()
    # An older seal lists certificates without a word; since, a number says what is listed.
    listed = signers[-4].parts()
    if len(signers) == 5 and signers[0].number() == _DIGESTS:
        signing = tuple(each.parts()[1].content for each in listed)
    else:
        signing = tuple(each.content for each in listed)
    _, shown, width, height = picture.parts()[:4]
    certificate = read_certificate(maker.content)
    without = SignedMessage(contents.raw, value.bits(), certificate, algorithm.content)
    with_both = without._replace(message=der.sequence(contents.raw, maker.raw, algorithm.raw))
    return ESeal(
        name.text(),
        signing,
        shown.content,
        width.number(),
        height.number(),
        by_maker=(without, with_both),
    )


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
    return Certificate(
        encoded,
        name,
        key=key.parts()[1].bits(),
        contents=whole.raw,
        algorithm=algorithm.parts()[0].content,
        value=value.bits(),
    )


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
