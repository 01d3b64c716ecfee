"""OFD (GB/T 33190): its words and what it says of itself; docs/decisions/0010 says why no more."""

from __future__ import annotations

import ofdkit

from app.viewer.documents import CannotShow
from app.viewer.messages import (
    MOST_CHARACTERS_OF_WORDS,
    MOST_PAGES_OF_WORDS,
    Found,
    PageText,
    Picture,
    Words,
)


class Ofd:
    def __init__(self, content: bytes) -> None:
        try:
            document = ofdkit.open(content)
            pages = document.pages[:MOST_PAGES_OF_WORDS]
            texts = tuple(page.text()[:MOST_CHARACTERS_OF_WORDS] for page in pages)
        except ofdkit.OFDLimitError as error:
            raise CannotShow("too_large") from error
        except ofdkit.OFDError as error:
            raise CannotShow("broken") from error
        said = document.info
        about = (
            ("title", said.title),
            ("author", said.author),
            ("creator", said.creator),
            ("created", said.creation_date),
            ("modified", said.mod_date),
            ("pages", str(len(document.pages))),
        )
        self.opened = Words(tuple((key, str(v)[:500]) for key, v in about if v), texts)

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture:
        raise CannotShow("unknown_kind")

    def read(self, page: int) -> PageText:
        return PageText(self.opened.pages[page], ())

    def find(self, text: str, page: int) -> Found:
        return Found((), -1)
