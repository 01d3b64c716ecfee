"""Several prints as one PDF, to be printed in one job or kept in one file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import msgspec


class Joined(msgspec.Struct, frozen=True):
    """``starts``: the pages, counted from 0, on which one of them begins."""

    pdf: bytes
    starts: frozenset[int]


def join(prints: Sequence[bytes]) -> Joined:
    """One after another. They are our own prints, never an applicant's file."""
    from pypdfium2 import PdfDocument

    whole, starts = PdfDocument.new(), set()
    for content in prints:
        starts.add(len(whole))
        part = PdfDocument(content)
        whole.import_pages(part)
        part.close()
    written = BytesIO()
    whole.save(written)
    whole.close()
    return Joined(written.getvalue(), frozenset(starts))
