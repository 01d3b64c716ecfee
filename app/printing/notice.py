"""A notice as a PDF, by Typst; page after GB/T 9704, archived as PDF/A-2u (ISO 19005-2)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from app.cases import approval_form
from app.cases.law import day_words
from app.cases.model import SHANGHAI, Notice
from app.cases.notices import UNNUMBERED, content_hash
from app.printing.typesetting import plain, typeset

SPACE_AT_FIGURE = re.compile(r"(?<=[0-9]) +(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) +(?=[0-9])")


def print_notice(notice: Notice, templates: Path) -> bytes:
    """The PDF, made from ``letter.typ``, ``receipt.typ`` or ``approval-form.typ`` in ``templates``.

    The same notice is the same bytes; no space stands between a figure and a Chinese character.
    Raises NoticeNotMade.
    """
    if notice.provisional:
        notice = replace(notice, no=UNNUMBERED)
    words = plain(msgspec.to_builtins(notice)) | {"date": day_words(notice.day)}
    words["paragraphs"] = [_closed_up(line) for line in words["paragraphs"]]
    words["rows"] = [[label, _closed_up(value)] for label, value in words["rows"]]
    template = templates / _template(notice)
    midnight = datetime(notice.day.year, notice.day.month, notice.day.day, tzinfo=SHANGHAI)
    return typeset(template, "notice", words, midnight, code=_code(notice))


def _template(notice: Notice) -> str:
    if notice.type == approval_form.TYPE:
        return "approval-form.typ"
    return "receipt.typ" if notice.rows else "letter.typ"


def _closed_up(line: str) -> str:
    return SPACE_AT_FIGURE.sub("", line)


def _code(notice: Notice) -> str:
    """A QR code (ISO/IEC 18004) of the number, where it has one, and the content's hash, as SVG."""
    import segno  # 30 ms, with the first notice

    said = "\n".join(filter(None, (notice.no, f"sha256:{content_hash(notice)}")))
    code = segno.make(said, error="m", micro=False)
    return str(code.svg_inline(omitsize=True, border=1))
