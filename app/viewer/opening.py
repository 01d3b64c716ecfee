"""What an applicant's file is: by its bytes, never by its name."""

from __future__ import annotations

import codecs

from app.viewer.documents import Document, is_ofd, is_pdf
from app.viewer.pdf import Pdf
from app.viewer.pictures import Pictures

# Of names in a ZIP, of what is in them, and of PDFium's words: none can be loaded once confined.
for codec in ("cp437", "gb18030", "utf-16", "utf-16-be", "utf-16-le"):
    codecs.lookup(codec)


def open_document(content: bytes) -> Document:
    """Raises CannotShow; of an OFD in a process that was made ready by ``app.viewer.ofd.qt``."""
    if is_pdf(content):
        return Pdf(content)
    if is_ofd(content):
        from app.viewer.ofd.document import Ofd

        return Ofd(content)
    return Pictures(content)
