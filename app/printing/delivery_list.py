"""送达清单: what is to be delivered, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.law import day_words
from app.cases.model import civil
from app.cases.notices import METHODS
from app.printing.typesetting import plain, typeset

HEADS = ("号", "办件编号", "受送达人", "事项", "方式", "地址", "运单号", "签收")


class DeliveryLine(msgspec.Struct, frozen=True):
    """``way`` is a code of ``METHODS``; what is not known is empty, to be written in."""

    no: str
    applicant: str
    item_name: str
    way: str
    address: str
    tracking_no: str


def print_delivery_list(
    lines: Sequence[DeliveryLine], department: str, clerk: str, at: datetime, templates: Path
) -> bytes:
    """The PDF, a line each in their order; the last column is left to be signed. ``templates``: the
    folder of ``delivery-list.typ``. Raises NoticeNotMade."""
    words = {
        "title": "送达清单",
        "about": f"{department}  {clerk}  {day_words(civil(at))}  共{len(lines)}件",
        "heads": HEADS,
        "rows": [
            [
                str(number), line.no, line.applicant, line.item_name,
                METHODS.get(line.way, line.way), line.address, line.tracking_no, "",
            ]
            for number, line in enumerate(lines, 1)
        ],
    }  # fmt: skip
    return typeset(templates / "delivery-list.typ", "list", plain(words), at)
