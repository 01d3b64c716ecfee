"""Papers as a scanner or a telephone makes pictures of them, with the blemishes that come of it."""

from __future__ import annotations

import io
import math
import random
import time
from collections.abc import Iterable
from functools import lru_cache

import msgspec
import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdfium2 import raw

RESOLUTION = 120  # dots per inch
PAPER, DESK = 238, 96  # how bright they are
LARGEST = (1440, 1440)  # pixels
SHADES = 4
FOLD_HEIGHT = 36  # pixels
MEDIA_TYPES = {"jpeg": "image/jpeg", "tiff": "image/tiff", "pdf": "application/pdf"}
MADE = time.gmtime(1767225600)

Picture = Image.Image
Size = tuple[int, int]


class Blemishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a picture of a paper.

    ``turned``: degrees clockwise. ``shade``: from which side the light falls, -1 where it is even.
    ``noise``: grey levels. ``blurred``: how many dots of a line run into one. ``sealed``: where a
    red seal lies across the text, and ``fold`` where a fold crosses the page, as shares of it.
    ``tilted``: by how much its foot is narrower than its head, as seen from aside. ``quality``: the
    JPEG's. ``container``: one of MEDIA_TYPES.
    """

    turned: float = 0.0
    grey: bool = False
    shade: int = -1
    noise: int = 0
    blurred: float = 1.0
    sealed: tuple[float, float] | None = None
    fold: float = 0.0
    tilted: float = 0.0
    quality: int = 45
    container: str = "jpeg"


def invent_blemishes(seed: str, pages: int = 1) -> Blemishes:
    """Those of one paper: the same of the same seed."""
    rng = random.Random(seed)
    tilted = rng.random() < 0.12
    container = rng.choice(("tiff", "pdf") if pages > 1 else ("jpeg", "jpeg", "jpeg", "pdf"))
    return Blemishes(
        turned=round(rng.uniform(-3.0, 3.0), 2),
        grey=container == "tiff" or rng.random() < 0.8,  # in colours a TIFF is three times as large
        shade=rng.randrange(SHADES) if rng.random() < 0.45 else -1,
        noise=rng.choice((0, 8, 14, 20)),
        blurred=rng.choice((1.0, 1.0, 1.0, 1.3)),
        sealed=(rng.uniform(0.1, 0.6), rng.uniform(0.1, 0.6)) if rng.random() < 0.25 else None,
        fold=rng.uniform(0.3, 0.7) if rng.random() < 0.25 else 0.0,
        tilted=rng.uniform(0.03, 0.1) if tilted else 0.0,
        quality=rng.randint(25, 45),
        container=container,
    )


def scan(pdf: bytes, flaws: Blemishes, seal: Picture | None = None) -> bytes:
    """The pages of a PDF as pictures, in the container that the flaws name; ``seal``: red on white,
    what may lie across them."""
    return _bound([_blemished(page, flaws, seal) for page in _on_the_glass(pdf, flaws)], flaws)


def _on_the_glass(pdf: bytes, flaws: Blemishes) -> Iterable[Picture]:
    """The pages, each a little turned about its middle, and with fewer dots where it is blurred."""
    scale = RESOLUTION / 72 / flaws.blurred
    sine, cosine = (scale * f(math.radians(flaws.turned)) for f in (math.sin, math.cos))
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            across, down = round(width * scale), round(height * scale)
            kind = raw.FPDFBitmap_Gray if flaws.grey else raw.FPDFBitmap_BGR
            bitmap = pdfium.PdfBitmap.new_native(across, down, kind)
            bitmap.fill_rect((PAPER, PAPER, PAPER, 255), 0, 0, across, down)
            left = (across - cosine * width + sine * height) / 2
            top = (down - sine * width - cosine * height) / 2
            turning = raw.FS_MATRIX(cosine, sine, -sine, cosine, left, top)
            whole = raw.FS_RECTF(0, 0, across, down)
            raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, turning, whole, raw.FPDF_ANNOT)
            yield bitmap.to_pil()


def _blemished(picture: Picture, flaws: Blemishes, seal: Picture | None) -> Picture:
    mode, (width, height) = picture.mode, picture.size
    size = round(width * flaws.blurred), round(height * flaws.blurred)
    if flaws.blurred > 1:
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    if seal is not None and flaws.sealed is not None:
        at = (round(size[0] * flaws.sealed[0]), round(size[1] * flaws.sealed[1]))
        _darken(picture, seal.convert(mode), at)
    if flaws.fold:
        _darken(picture, _fold(mode, size[0]), (0, round(size[1] * flaws.fold)))
    if flaws.tilted:
        picture = _seen_from_aside(picture, flaws.tilted)
    if flaws.shade >= 0:
        picture = ImageChops.multiply(picture, _light(mode, size, flaws.shade))
    if flaws.noise:
        noise = _noise(mode, flaws.noise).crop((0, 0, size[0], size[1]))
        picture = ImageChops.add(picture, noise, 1, -128)
    return picture


def _darken(picture: Picture, by: Picture, at: Size) -> None:
    """Multiplies a part of a picture, as ink and shadow do."""
    box = (*at, min(at[0] + by.width, picture.width), min(at[1] + by.height, picture.height))
    part = picture.crop(box)
    picture.paste(ImageChops.multiply(part, by.crop((0, 0, *part.size))), box)


def _seen_from_aside(picture: Picture, share: float) -> Picture:
    """Its foot narrower by this share, about its middle; beside it lies the desk."""
    width, height = picture.size
    seen = (1, -share * width / (2 * height), 0, 0, 1 - share, 0, 0, -share / height)
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BILINEAR,
        fillcolor=DESK if picture.mode == "L" else (DESK,) * 3,
    )  # fmt: skip


@lru_cache(16)
def _light(mode: str, size: Size, side: int) -> Picture:
    """From one side brighter than from the other."""
    falling = Image.linear_gradient("L").point(lambda level: 176 + level * 80 // 256)
    return falling.rotate(90 * side).resize(size, Image.Resampling.NEAREST).convert(mode)


@lru_cache(8)
def _noise(mode: str, most: int) -> Picture:
    """Each pixel up to so many levels from 128."""
    grain = [128 - most + (2 * most * level) // 255 for level in range(256)]
    return _grains().point(grain).convert(mode)


@lru_cache(1)
def _grains() -> Picture:
    rng = random.Random("grains")
    return Image.frombytes("L", LARGEST, rng.randbytes(LARGEST[0] * LARGEST[1]))


@lru_cache(8)
def _fold(mode: str, width: int) -> Picture:
    """The shadow beside a fold: it begins at once and fades."""
    fading = Image.linear_gradient("L").point(lambda level: 150 + level * 105 // 255)
    return fading.resize((width, FOLD_HEIGHT)).convert(mode)


def _bound(pages: list[Picture], flaws: Blemishes) -> bytes:
    out, first = io.BytesIO(), pages[0]
    if flaws.container == "jpeg":
        first.save(out, "JPEG", quality=flaws.quality, dpi=(RESOLUTION, RESOLUTION))
    elif flaws.container == "tiff":
        first.save(
            out, "TIFF", compression="jpeg", quality=flaws.quality, save_all=True,
            append_images=pages[1:], dpi=(RESOLUTION, RESOLUTION),
        )  # fmt: skip
    else:
        first.save(
            out, "PDF", quality=flaws.quality, save_all=True, append_images=pages[1:],
            resolution=RESOLUTION, creationDate=MADE, modDate=MADE,
        )  # fmt: skip
    return out.getvalue()
