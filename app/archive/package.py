"""A case's data (数据包): a ZIP with the description and the case's body, under names of ours."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.archive.contents import Entry
from app.archive.description import File, describe
from app.cases.model import SHANGHAI, Clerk, SubApplication

DESCRIPTION, BODY, VOLUME = "description.xml", "case.json", "volume.pdf"


def package(
    case: SubApplication, held: Sequence[Entry], starts: Sequence[int], volume: File,
    by: Clerk, at: datetime,
) -> bytes:  # fmt: skip
    """The ZIP: the description, and the body with all that was filed, decided and served. Of the
    ``volume`` and of papers it has the digests: the files themselves are at the centre."""
    body = msgspec.json.format(msgspec.json.encode(case), indent=2)
    files = (volume, File(BODY, "application/json", hashlib.sha256(body).hexdigest(), len(body)))
    described = describe(case, held, starts, files, by, at)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in ((DESCRIPTION, described), (BODY, body)):
            day = at.astimezone(SHANGHAI)
            into.writestr(_entry(name, day), content)
    return written.getvalue()


def _entry(name: str, day: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, day.hour, day.minute, day.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
