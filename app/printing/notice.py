"""A notice as a PDF, by Typst; layout after GB/T 9704 (A4, margins 37/35/28/26 mm)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
import typst

from app.cases.failure import Failure
from app.cases.notices import Notice
from app.cases.sentence import say


class NoticeNotMade(Failure):
    code = "notice_not_made"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "文书没有生成：请联系信息科检查字体",
                "The notice could not be made: ask IT to check the fonts",
            ),
            detail,
        )


def print_notice(notice: Notice, template: Path, at: datetime) -> bytes:
    """The PDF; the same notice at the same moment is the same bytes. Raises NoticeNotMade."""
    inputs = {"notice": msgspec.json.encode(notice).decode()}
    try:
        made = typst.compile(
            str(template), format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp())
        )
    except typst.TypstError as error:
        raise NoticeNotMade(str(error)) from error
    return bytes(made if isinstance(made, bytes) else made[0])
