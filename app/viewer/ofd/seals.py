"""Electronic seals (GB/T 38540, and GM/T 0031 before it): what a SignedValue.dat holds.

The two differ in where the signer's certificate stands, and in how times are written.
"""

from __future__ import annotations

import re
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
    encoded: bytes
    subject: str
    key: bytes  # a point of the SM2 curve


class ESeal(NamedTuple):
    """``signers``: the certificates of who may use it, or their digests; ``picture`` as the file it
    is, drawn ``width`` by ``height`` mm. ``is_genuine``: whether its maker signed it; None where
    that could not be worked out."""

    name: str
    signers: tuple[bytes, ...]
    picture: bytes
    width: float
    height: float
    is_genuine: bool | None


class SignedValue(NamedTuple):
    """``digest`` of the Signature.xml; ``at`` as ISO 8601, empty where it is a stamp of another
    clock. ``verified`` as in ``Signature``."""

    seal: ESeal
    certificate: Certificate
    at: str
    digest: bytes
    verified: bool | None


def read_signed_value(encoded: bytes) -> SignedValue:
    """Raises ValueError."""
    try:
        return _signed_value(der.value(encoded).parts())
    except (IndexError, LookupError) as error:
        raise ValueError("no electronic signature") from error


def _signed_value(parts: list[Value]) -> SignedValue:
    signed = parts[0].parts()
    _, sealed, time, digest, _, *rest = signed
    if parts[1].tag == der.OCTETS:
        certificate, algorithm, value = parts[1:4]
    else:
        (certificate, algorithm), value = rest[:2], parts[1]
    seal = _seal(sealed.parts())
    signer = read_certificate(certificate.content)
    verified = _verified(parts[0].raw, value.bits(), signer, algorithm)
    if verified and not _may_use(seal, signer):
        verified = False
    if verified and seal.is_genuine is not True:
        verified = seal.is_genuine
    return SignedValue(seal, signer, _time(time), digest.bits(), verified)


def _seal(parts: list[Value]) -> ESeal:
    contents = parts[0]
    of_maker = parts[1].parts() if len(parts) == 2 else parts[1:4]
    maker, algorithm, value = of_maker[:3]
    _, _, about, picture, *_ = contents.parts()
    _, name, *signers = about.parts()
    # An older seal lists its certificates without a word; since, a number says what they are.
    listed = signers[1] if len(signers) == 5 else signers[0]
    kinds = listed.parts()
    if len(signers) == 5 and signers[0].number() == _DIGESTS:
        certificates = tuple(each.parts()[1].content for each in kinds)
    else:
        certificates = tuple(each.content for each in kinds)
    _, shown, width, height = picture.parts()[:4]
    by = read_certificate(maker.content)
    is_genuine = _verified(contents.raw, value.bits(), by, algorithm)
    if is_genuine is False:  # some sign all three together
        together = b"".join((contents.raw, maker.raw, algorithm.raw))
        is_genuine = _verified(_sequence(together), value.bits(), by, algorithm)
    return ESeal(
        name.text(), certificates, shown.content, width.number(), height.number(), is_genuine
    )


def read_certificate(encoded: bytes) -> Certificate:
    """X.509 (GB/T 20518). Raises ValueError."""
    contents = der.value(encoded).parts()[0].parts()
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
    return Certificate(encoded, name, key.parts()[1].bits())


def _verified(message: bytes, value: bytes, signer: Certificate, by: Value) -> bool | None:
    """None where the algorithm is none of ours, or the key none of its."""
    if by.content not in _SM2:
        return None
    try:
        return sm.is_signed(message, value, signer.key)
    except ValueError:
        return None


def _may_use(seal: ESeal, signer: Certificate) -> bool:
    return signer.encoded in seal.signers or sm.sm3(signer.encoded) in seal.signers


def _time(written: Value) -> str:
    """In the city's; of a GeneralizedTime or UTCTime, or of its letters in a bit string."""
    content = written.bits() if written.tag == der.BIT_STRING else written.content
    found = _TIME.fullmatch(content.decode("ascii", "replace"))
    if found is None:
        return ""
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    year = year if year > 99 else 2000 + year
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return ""
    return at.astimezone(CHINA).isoformat()


def _sequence(content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes((0x30, length)) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x30, 0x80 | len(size))) + size + content
