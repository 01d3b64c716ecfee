"""What an applicant's file is: by its bytes, never by its name."""

from __future__ import annotations

from app.viewer.documents import Document, is_ofd, is_pdf
from app.viewer.pdf import Pdf
from app.viewer.pictures import Pictures


def open_document(content: bytes) -> Document:
    """Raises CannotShow; of an OFD in a process that was made ready by ``app.viewer.ofd.qt``."""
    if is_pdf(content):
        return Pdf(content)
    if is_ofd(content):
        from app.viewer.ofd.document import Ofd

        return Ofd(content)
    return Pictures(content)
