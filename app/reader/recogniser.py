"""Words recognised in a picture, by rapidocr: the optional part, imported where it is installed.

Lines are looked for in a smaller picture than the one they are read in, which takes half the time
and a third of the memory (docs/decisions/0029).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy
import rapidocr
from PIL import Image
from rapidocr.main import RapidOCR, RapidOCRError

from app.cases.paper_text import Box, Line
from app.reader.drawn_words import drawn
from app.reader.lines import around, in_reading_order, turn
from app.reader.messages import MOST_CHARACTERS_OF_A_LINE

# Of the picture's longer side, in pixels.
READ_IN, LOOKED_FOR_IN = 1800, 1280
LEAST_CONFIDENCE = 0.6
MOST_LINES = 600
_LONGEST = 100  # heights of a line: more is a rule, and costs memory
_ELONGATED = 1.5
_VOTERS = 12
# Lines that lie are turned by a quarter to the left before they are read.
_TURNED = {(False, False): 0, (False, True): 180, (True, False): 270, (True, True): 90}
_MODELS = Path(rapidocr.__file__).parent / "models"
_PARAMETERS = {
    "Global.log_level": "critical",
    "Global.use_vertical_padding": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # By their paths, so that nothing is ever fetched.
    "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
    "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
    "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
    "Det.limit_type": "max",  # never enlarged: a strip of a picture would become a wall
    "Det.limit_side_len": LOOKED_FOR_IN,
    "Rec.rec_batch_num": 1,  # several are padded to the longest of them
}

Quads = Any  # an array of n × 4 corners × (x, y), in pixels
Pixels = Any  # an array of height × width × (blue, green, red)


class RapidRecogniser:
    """Everything it needs is loaded when it has been made, down to what a first page loads."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        self._engine = RapidOCR(params=_PARAMETERS)
        warming = Image.new("RGB", (640, 320), "white")
        warming.paste(drawn("123 ABC abc", 60), (40, 120))
        self.read(warming)
        self.read(warming.rotate(90, expand=True))

    def read(self, picture: Image.Image) -> tuple[tuple[Line, ...], int]:
        """See ``app.reader.page.Recogniser``."""
        picture = _no_larger(picture.convert("RGB"), READ_IN)
        quads, crops = self._found(picture)
        turned = self._turned(quads, crops)
        if turned:
            picture = picture.rotate(-turned, expand=True)
            quads, crops = self._found(picture)
        if not crops:
            return (), 0
        read = self._engine.recognize_txt(crops)
        lines, places = [], []
        for text, score, quad, level in zip(
            read.txts, read.scores, quads, _levelled(quads), strict=True
        ):
            if score >= LEAST_CONFIDENCE and text.strip():
                box = turn(_box(quad, picture.size), -turned)
                skew = _skew(quad, picture.height) * (-1 if turned % 180 else 1)
                lines.append(Line(text.strip()[:MOST_CHARACTERS_OF_A_LINE], box, skew))
                places.append(_box(level, picture.size))
        return tuple(in_reading_order(lines, places)), turned

    def _found(self, picture: Image.Image) -> tuple[Quads, list[Pixels]]:
        """Where lines stand in the picture, and each cut out of it, its longer side level."""
        small = _no_larger(picture, LOOKED_FOR_IN)
        try:
            found = self._engine.detect_and_crop(_pixels(small), {})[1].boxes
        except RapidOCRError:  # there are none
            return numpy.zeros((0, 4, 2), numpy.float32), []
        quads = found.astype(numpy.float32) * (picture.width / small.width)
        across, down = _sides(quads)
        is_line = numpy.maximum(across, down) < _LONGEST * numpy.minimum(across, down)
        quads = quads[is_line][:MOST_LINES]
        return quads, self._engine.crop_text_regions(_pixels(picture), quads)

    def _turned(self, quads: Quads, crops: Sequence[Pixels]) -> int:
        """By how many degrees clockwise the page is to be turned: as its longest lines lie."""
        across, down = _sides(quads)
        level, lying = across > _ELONGATED * down, down > _ELONGATED * across
        is_lying = bool(down[lying].sum() > across[level].sum())
        voters = numpy.flatnonzero(lying if is_lying else level)
        voters = voters[numpy.argsort(numpy.maximum(across, down)[voters])][-_VOTERS:]
        if not len(voters):
            return 0
        _, said = self._engine.cls_and_rotate([crops[at] for at in voters])
        votes = sum(score if label == "180" else -score for label, score in said.cls_res)
        return _TURNED[is_lying, votes > 0]


def _no_larger(picture: Image.Image, side: int) -> Image.Image:
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.BOX)
    return smaller


def _pixels(picture: Image.Image) -> Pixels:
    return numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1])


def _sides(quads: Quads) -> tuple[Any, Any]:
    """Of each: its length from left to right, and from top to bottom."""
    return (
        numpy.linalg.norm(quads[:, 1] - quads[:, 0], axis=1) + 1,
        numpy.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) + 1,
    )


def _levelled(quads: Quads) -> Quads:
    """Turned about the picture's corner until the longest lines are level."""
    along = (quads[:, 1] - quads[:, 0])[numpy.argsort(_sides(quads)[0])[-_VOTERS:]]
    angle = float(numpy.median(numpy.arctan2(along[:, 1], along[:, 0])))
    cosine, sine = numpy.cos(angle), numpy.sin(angle)
    return quads @ numpy.asarray([[cosine, -sine], [sine, cosine]], numpy.float32)


def _skew(quad: Quads, height: int) -> float:
    """By how much of the picture's height the right end is lower than the left one."""
    falls = (quad[1] + quad[2] - quad[0] - quad[3])[1] / 2
    return min(max(float(falls) / height, -1.0), 1.0)


def _box(quad: Quads, size: tuple[int, int]) -> Box:
    shares = numpy.clip(quad / numpy.asarray(size, numpy.float32), 0, 1).tolist()
    return around((x, y, x, y) for x, y in shares)
