"""An OFD as its parts, and as the ZIP they are kept in (GB/T 33190, clause 7)."""

from __future__ import annotations

import io
import zipfile

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
Parts = dict[str, bytes]  # by their names in the ZIP


def pack(parts: Parts) -> bytes:
    """The file; of the same parts the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(ofd: bytes) -> Parts:
    """The parts of a file that ``pack`` made."""
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        return {name: package.read(name) for name in package.namelist()}
