"""A notice as a PDF, by Typst; layout after GB/T 9704, archived as PDF/A-2u (ISO 19005-2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.law import chinese_date
from app.cases.model import SHANGHAI, Notice
from app.cases.notices import content_hash
from app.printing.typesetting import plain, typeset


def print_notice(notice: Notice, templates: Path) -> bytes:
    """The PDF, made from ``letter.typ`` or ``receipt.typ`` in ``templates``.

    The same notice is the same bytes. Raises NoticeNotMade.
    """
    words = plain(msgspec.to_builtins(notice)) | {"date": chinese_date(notice.day)}
    template = templates / ("receipt.typ" if notice.rows else "letter.typ")
    midnight = datetime(notice.day.year, notice.day.month, notice.day.day, tzinfo=SHANGHAI)
    return typeset(template, "notice", words, midnight, code=_code(notice))


def _code(notice: Notice) -> str:
    """A QR code (ISO/IEC 18004) of the number and the content's hash, as SVG."""
    import segno  # 30 ms, with the first notice

    code = segno.make(f"{notice.no}\nsha256:{content_hash(notice)}", error="m", micro=False)
    return str(code.svg_inline(omitsize=True, border=1))
