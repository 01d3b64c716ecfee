"""What was read of a material, where its file does not say it: the words of a scan or a photo, the
signatures of a PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from app.cases.paper_text import PageReading, PaperReading, Signature
from app.viewer.messages import MOST_CHARACTERS, Box, Found, NotShown, PageText
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument


class ReadDocument(RemoteDocument):
    """A material. ``reading``: what was read of it, None where nobody has read it yet; a page
    without words of its own is then answered with ``not_read``."""

    def __init__(
        self,
        viewer: Viewer,
        key: str,
        content: Callable[[], bytes | NotShown],
        reading: Callable[[], PaperReading | None],
    ) -> None:
        super().__init__(viewer, key, content)
        self._reading = reading

    def read(self, page: int) -> PageText | NotShown:
        own, reading = super().read(page), self._reading()
        if isinstance(own, NotShown):
            return own
        if reading is None:
            return own if own.text.strip() else NotShown("not_read")
        recognised = _recognised(reading).get(page)
        return own if recognised is None else words_of(recognised)

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Signature, ...] | NotShown:
        """As they were read, by whom IT trusts; until then an OFD's own seals."""
        reading = self._reading()
        return super().signatures(authorities) if reading is None else reading.signatures

    def find(self, text: str, page: int) -> Found | NotShown:
        own, reading = super().find(text, page), self._reading()
        if isinstance(own, NotShown):
            return own
        if reading is None:
            unread = not own.hits and self.read(page) == NotShown("not_read")
            return NotShown("not_read") if unread else own
        recognised = _recognised(reading)
        last = own.next_page if own.next_page >= 0 else len(reading.pages)
        hits = [hit for hit in own.hits if hit[0] not in recognised]
        for at in range(page, last):
            if at in recognised:
                hits += [(at, boxes) for boxes in hits_in(recognised[at], text)]
        return Found(tuple(sorted(hits, key=lambda hit: hit[0])), own.next_page)


def words_of(page: PageReading) -> PageText:
    """A page's words with a box for each character, a line after the other."""
    words = "".join(f"{line.text}\n" for line in page.lines)
    boxes: list[Box] = []
    for line in page.lines:
        length = len(line.text)
        boxes += [*line.characters(page.turned), line.part(length, length, page.turned)]
    return PageText(words[:MOST_CHARACTERS], tuple(boxes[:MOST_CHARACTERS]))


def hits_in(page: PageReading, text: str) -> Iterator[tuple[Box, ...]]:
    """Where a text stands on a page, be it over the end of a line: a box for each line."""
    folded = [
        (character, (row, at))
        for row, line in enumerate(page.lines)
        for at, written in enumerate(line.text)
        for character in _folded(written)
    ]
    words, wanted = "".join(character for character, _ in folded), _folded(text)
    found = words.find(wanted) if wanted else -1
    while found >= 0:
        places = [place for _, place in folded[found : found + len(wanted)]]
        yield tuple(
            page.lines[row].part(min(columns), max(columns) + 1, page.turned)
            for row, columns in (
                (row, [at for _, at in of_row])
                for row, of_row in groupby(places, key=lambda place: place[0])
            )
        )
        found = words.find(wanted, found + len(wanted))


def _recognised(reading: PaperReading) -> dict[int, PageReading]:
    """The pages whose words are not the file's own."""
    return {at: page for at, page in enumerate(reading.pages) if page.source == "recognised"}


def _folded(text: str) -> str:
    """Without width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
