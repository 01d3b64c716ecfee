"""The floors of reading: the same pages by bare pypdfium2, bare ofdkit and bare rapidocr."""

from __future__ import annotations

import importlib
import io
import time
from collections.abc import Iterator

import ofdkit
import pypdfium2 as pdfium
from PIL import Image, ImageSequence

from tests.bench.reading_city import is_picture
from tests.bench.reading_papers import ReadPaper
from tests.bench.rows import Table, row

LONGER_SIDE = 2340  # pixels, of a page of a PDF


class Floors:
    """Seconds a page of each kind, the reader's and the bare ones. ``recognised``: papers of so
    many recognised pages at most are read by the bare recogniser as well."""

    def __init__(self, recognised: int) -> None:
        self._left = recognised
        self._engine = _recogniser() if recognised else None
        self._seconds: dict[str, list[tuple[float, float]]] = {}

    def note(self, content: bytes, paper: ReadPaper) -> None:
        """Reads what was just read once more, unless something was wrong with it."""
        pages = len(paper.seconds)
        if not pages or any(page.problem for page in paper.reading.pages):
            return
        begun = time.perf_counter()
        if content.startswith(b"PK"):
            kind, said = "ofd", [page.text() for page in ofdkit.open(content).pages]
        elif not is_picture(content):
            kind, said = "text", list(_words(content))
        elif self._engine is not None and self._left > 0:
            kind, said = "recognised", [self._engine(picture) for picture in pictures(content)]
            self._left -= pages
        else:
            return
        bare = time.perf_counter() - begun
        if len(said) == pages:
            self._seconds.setdefault(kind, []).append((sum(paper.seconds) / pages, bare / pages))

    def rows(self) -> Table:
        """The mean page's: their ratio is that of what all of them took."""
        table: Table = {}
        for kind, seconds in self._seconds.items():
            ours, bare = (sum(each) / len(seconds) for each in zip(*seconds, strict=True))
            table[f"reading_{kind}_page_s"] = row(ours, "s", bare) | {"papers": len(seconds)}
        return table


def pictures(content: bytes) -> Iterator[Image.Image]:
    """The pages of a scan or a photograph."""
    if not content.startswith(b"%PDF-"):
        with Image.open(io.BytesIO(content)) as picture:
            yield from (frame.convert("RGB") for frame in ImageSequence.Iterator(picture))
        return
    with pdfium.PdfDocument(content) as document:
        for page in document:
            scale = LONGER_SIDE / max(page.get_size())
            yield page.render(scale=scale).to_pil().convert("RGB")


def _words(content: bytes) -> Iterator[str]:
    with pdfium.PdfDocument(content) as document:
        for page in document:
            yield page.get_textpage().get_text_range()


def _recogniser():
    """As it comes, but with one thread, as ours has; after a first picture."""
    made = importlib.import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    made(Image.new("RGB", (320, 320), "white"))
    return made
