"""OFD pages drawn by the viewer process and recognised in its pictures: how many of the characters
that ofdkit finds are read back; prints JSON of the row.

OFD_SAMPLES names a folder with more of them.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import msgspec
import ofdkit
from PIL import Image

from app.machine.paths import own_command
from app.reader.engine import can_recognise, use_optional_part
from app.reader.page import Recogniser
from app.viewer.messages import NotShown, Picture
from app.viewer.process import Viewer
from tests.bench.reading_city import filed_cases
from tests.bench.rows import Table, at_least
from tests.bench.sizes import Sizes

READ_BACK = 0.98
WIDTH = 1650  # pixels: an A4 page at 200 dots per inch
LEAST_TOLD = 0.98  # of a page: one below is listed


class Page(msgspec.Struct, frozen=True):
    """``characters``: of its words, as ofdkit finds them; ``back`` of them were recognised."""

    name: str
    characters: int
    back: int


def main(folder: str, encoded_sizes: str) -> None:
    sizes = msgspec.json.decode(encoded_sizes, type=Sizes)
    rows: Table = {}
    if can_recognise():
        city = [page for name, ofd in of_cities(Path(folder), sizes) for page in read(name, ofd)]
        rows |= row("reading_ofd_words_read_back", city)
        rows |= row("reading_ofd_samples_read_back", [
            page
            for path in sorted(Path(os.environ.get("OFD_SAMPLES") or folder).glob("*.ofd"))
            for page in read(path.name, path.read_bytes())
        ])  # fmt: skip
    print(json.dumps(rows, ensure_ascii=False), flush=True)


def row(name: str, pages: list[Page]) -> Table:
    characters = sum(page.characters for page in pages)
    if not characters:
        return {}
    badly = [page for page in pages if page.back < LEAST_TOLD * page.characters]
    share = sum(page.back for page in pages) / characters
    return {
        name: at_least({"value": share, "unit": "of characters", "pages": len(pages)}, READ_BACK)
        | {"below": [f"{page.name}: {page.back} of {page.characters}" for page in badly]}
    }


def of_cities(folder: Path, sizes: Sizes) -> Iterator[tuple[str, bytes]]:
    """Each once."""
    seen: set[bytes] = set()
    for seed in sizes.read_seeds:
        for filed in filed_cases(folder, seed, sizes.read_cases):
            for id_, content in filed.papers.items():
                if content.startswith(b"PK") and content not in seen:
                    seen.add(content)
                    yield f"seed {seed} {id_}", content
                if len(seen) == sizes.ofd_pages:
                    return


def read(name: str, ofd: bytes) -> Iterator[Page]:
    """A page that is not shown has none of its words read back."""
    viewer = Viewer(own_command("viewer"))
    try:
        viewer.open("ofd", ofd)
        for at, page in enumerate(ofdkit.open(ofd).pages):
            words = [folded(line) for line in page.text().splitlines()]
            drawn = viewer.draw("ofd", at, WIDTH)
            lines = [] if isinstance(drawn, NotShown) else recognised(drawn)
            back = sum(read_back(line, lines) for line in words)
            yield Page(f"{name} page {at + 1}", sum(map(len, words)), back)
    except ofdkit.OFDError as error:
        print(f"{name}: {error}", file=sys.stderr)
    finally:
        viewer.replace()


def recognised(drawn: Picture) -> list[str]:
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX")
    lines, _ = _recogniser().read(picture)
    return [folded(line.text) for line in lines]


def read_back(words: str, lines: list[str]) -> int:
    """How many of the characters stand in a line, in pieces as long as can be: what is one line in
    the file may be several on the page."""
    if not words or not lines:
        return 0
    matches = [SequenceMatcher(None, words, line, False).find_longest_match() for line in lines]
    longest = max(matches, key=lambda match: match.size)
    if longest.size < min(2, len(words)):
        return 0
    before, after = words[: longest.a], words[longest.a + longest.size :]
    return longest.size + read_back(before, lines) + read_back(after, lines)


def folded(text: str) -> str:
    """Without spaces and punctuation, full width as half width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@cache
def _recogniser() -> Recogniser:
    use_optional_part()
    made: Recogniser = importlib.import_module("app.reader.recogniser").RapidRecogniser()
    return made


if __name__ == "__main__":
    main(*sys.argv[1:])
