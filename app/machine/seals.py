"""Whose seals and signatures are trusted: the certificates in the files that the policy names."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path

from app.cases.failure import Failure
from app.cases.sentence import say

MOST_BYTES = 2**20  # of a file
MOST_CERTIFICATES = 200  # of all files
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
_SEQUENCE = b"\x30"  # what every certificate in DER begins with


class SealAuthorityUnreadable(Failure):
    """No file, one without a certificate, or more than anybody would mean."""

    code = "seal_authority_unreadable"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "策略所写的签章机构证书读不出来（{detail}），其签章按未核实处理：请联系信息科",
                "A certificate of seals that the policy names cannot be read ({detail}), so its "
                "seals are not trusted: call IT",
                detail=detail,
            ),
            detail,
        )


def authorities(files: Sequence[str]) -> tuple[bytes, ...]:
    """The certificates in DER. Raises SealAuthorityUnreadable."""
    found = tuple(certificate for name in files for certificate in _certificates(Path(name)))
    if len(found) > MOST_CERTIFICATES:
        raise SealAuthorityUnreadable(f"{len(found)} > {MOST_CERTIFICATES}")
    return found


def _certificates(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
    except OSError as error:
        raise SealAuthorityUnreadable(f"{path.name}: {error.strerror}") from error
    try:
        found = [base64.b64decode(each) for each in _PEM.findall(content)] or [content]
    except ValueError as error:
        raise SealAuthorityUnreadable(path.name) from error
    if not all(each.startswith(_SEQUENCE) for each in found):
        raise SealAuthorityUnreadable(path.name)
    return found
