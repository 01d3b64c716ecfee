"""``jianjian://case/NO_OR_ID``: what a browser or the city's portal may ask of the desk.

The system starts ``jianjian URL`` with it. Whoever writes a page writes the link: it opens a case
that is here, and nothing else.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from app.cases.failure import Failure
from app.cases.sentence import say

SCHEME = "jianjian:"
LONGEST_LINK, LONGEST_CASE = 600, 64  # characters; a Chinese one is nine of the link
_CASE = re.compile(r"jianjian://case/([^/?#\s]+)/?", re.IGNORECASE)


class LinkRefused(Failure):
    code = "link_refused"

    def __init__(self) -> None:
        super().__init__(
            say(
                "这个链接不是“打开某个办件”的链接，未作任何操作",
                "This link is none that opens a case; nothing was done",
            )
        )


def is_link(argument: str) -> bool:
    return argument[: len(SCHEME)].lower() == SCHEME


def case_of(link: str) -> str:
    """The id or number of the case that a link names. Raises LinkRefused for every other link."""
    found = _CASE.fullmatch(link) if len(link) <= LONGEST_LINK else None
    if found is None:
        raise LinkRefused
    try:
        case = unquote(found[1], errors="strict")
    except UnicodeDecodeError:
        raise LinkRefused from None
    if len(case) > LONGEST_CASE or not case.isprintable() or " " in case:
        raise LinkRefused
    return case
