"""What an applicant's file is: by its bytes, never by its name."""

from __future__ import annotations

from app.viewer.documents import Document


def open_document(content: bytes) -> Document:
    """Raises CannotShow."""
    if b"%PDF-" in content[:1024]:
        from app.viewer.pdf import Pdf

        return Pdf(content)
    if content[:4] == b"PK\x03\x04":
        from app.viewer.ofd import Ofd

        return Ofd(content)
    from app.viewer.pictures import Pictures

    return Pictures(content)
