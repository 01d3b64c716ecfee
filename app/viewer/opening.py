"""What an applicant's file is: by its bytes, never by its name."""

from __future__ import annotations

from app.viewer.documents import Document
from app.viewer.ofd import Ofd
from app.viewer.pdf import Pdf
from app.viewer.pictures import Pictures


def open_document(content: bytes) -> Document:
    """Raises CannotShow."""
    if b"%PDF-" in content[:1024]:
        return Pdf(content)
    if content[:4] == b"PK\x03\x04":
        return Ofd(content)
    return Pictures(content)
