"""The list of versions: what it says, who signed it, and from when until when it holds.

A DSSE envelope (Dead Simple Signing Envelope 1.0) round a JSON, signed with Ed25519 (RFC 8032);
why no more than that, and no less: docs/decisions/0024.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from app.cases.typed import decode
from app.update.errors import UpdateListExpired, UpdateListNotTrusted, UpdateListOlder

LIST = "updates.json"
PAYLOAD_TYPE = "application/vnd.jianjian.updates+json"
MOST_LIST_BYTES, MOST_PACKAGE_BYTES = 2**20, 2**30
CLOCKS_DIFFER = timedelta(days=1)

System = Literal["deb", "rpm", "windows"]
Processor = Literal["amd64", "arm64"]
Version = Annotated[str, msgspec.Meta(pattern=r"^\d{1,4}\.\d{1,4}\.\d{1,4}\Z")]
NAMED = r"jianjian(-reading)?[_-](\d{1,4}\.\d{1,4}\.\d{1,4})[A-Za-z0-9._+~-]{0,60}\.(deb|rpm|exe)"
FileName = Annotated[str, msgspec.Meta(pattern=rf"^{NAMED}\Z")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Size = Annotated[int, msgspec.Meta(ge=1, le=MOST_PACKAGE_BYTES)]
Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Package(msgspec.Struct, frozen=True):
    """A file beside the list; ``size`` in bytes."""

    version: Version
    system: System
    processor: Processor
    name: FileName
    size: Size
    sha256: Sha256

    @property
    def order(self) -> tuple[int, ...]:
        return order_of(self.version)

    @property
    def target(self) -> tuple[str, str, str]:
        """Which version it is, and for which machines."""
        return self.version, self.system, self.processor


class UpdateList(msgspec.Struct, frozen=True):
    """``reading``: the packages of the optional part, apart from the desk's, for a desk from before
    that part takes no list that has other names among ``packages``."""

    issued: Time
    expires: Time
    packages: Annotated[tuple[Package, ...], msgspec.Meta(max_length=200)]
    reading: Annotated[tuple[Package, ...], msgspec.Meta(max_length=200)] = ()

    def newest(self, system: str, processor: str) -> Package | None:
        """The package of the highest version for such a machine."""
        fitting = [p for p in self.packages if (p.system, p.processor) == (system, processor)]
        return max(fitting, key=lambda package: package.order, default=None)

    def reading_of(self, desk: Package) -> Package | None:
        """The optional part's package that goes with one of the desk's: of its very version."""
        return next((part for part in self.reading if part.target == desk.target), None)


class _Signature(msgspec.Struct, frozen=True):
    sig: str
    keyid: str = ""  # a hint, which nobody has signed: it is not heeded


class _Envelope(msgspec.Struct, frozen=True, rename="camel"):
    payload: str
    payload_type: str
    signatures: Annotated[tuple[_Signature, ...], msgspec.Meta(max_length=8)]


def order_of(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def read_list(raw: bytes, keys: Sequence[str], now: datetime, seen: datetime | None) -> UpdateList:
    """The list, signed by one of the ``keys`` (Ed25519, raw, base64), valid ``now``, and issued no
    earlier than the last one that was ``seen``.

    Raises UpdateListNotTrusted, UpdateListExpired, UpdateListOlder.
    """
    listed = signed_list(raw, keys)
    if now >= listed.expires or listed.issued > now + CLOCKS_DIFFER:
        raise UpdateListExpired(f"{listed.issued:%Y-%m-%d} – {listed.expires:%Y-%m-%d}")
    if seen is not None and listed.issued < seen:
        raise UpdateListOlder(f"{listed.issued:%Y-%m-%d %H:%M} < {seen:%Y-%m-%d %H:%M}")
    return listed


def signed_list(raw: bytes, keys: Sequence[str]) -> UpdateList:
    """What one of these keys signed, whenever that was. Raises UpdateListNotTrusted."""
    try:
        envelope = decode(raw, _Envelope)
        payload = base64.b64decode(envelope.payload, validate=True)
        signatures = [base64.b64decode(each.sig, validate=True) for each in envelope.signatures]
    except (ValueError, RecursionError) as error:  # msgspec's and binascii's are ValueErrors
        raise UpdateListNotTrusted("form") from error
    signed = pre_authentication(envelope.payload_type, payload)
    if envelope.payload_type != PAYLOAD_TYPE or not any(
        _has_signed(key, signature, signed) for key in keys for signature in signatures
    ):
        raise UpdateListNotTrusted("signature")
    try:
        return decode(payload, UpdateList)
    except (ValueError, RecursionError) as error:
        raise UpdateListNotTrusted("form") from error


def envelope_of(listed: UpdateList, signatures: Iterable[bytes]) -> bytes:
    """The file, with these signatures of ``to_be_signed``."""
    return msgspec.json.encode(
        _Envelope(
            base64.b64encode(msgspec.json.encode(listed)).decode(),
            PAYLOAD_TYPE,
            tuple(_Signature(base64.b64encode(each).decode()) for each in signatures),
        )
    )


def to_be_signed(listed: UpdateList) -> bytes:
    return pre_authentication(PAYLOAD_TYPE, msgspec.json.encode(listed))


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """DSSE's PAE: what a signature is over."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _has_signed(key: str, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True
