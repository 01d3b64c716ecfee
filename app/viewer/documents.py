"""Applicants' files as pages: PDF by PDFium, pictures by Pillow."""

from __future__ import annotations

import io
from typing import Protocol

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from app.viewer.messages import NotShown, Picture

MOST_PAGES = 2000
MOST_PIXELS = 40_000_000
IMAGE_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")


class CannotShow(Exception):
    def __init__(self, reason: str) -> None:
        self.reply = NotShown(reason)
        super().__init__(reason)


class Document(Protocol):
    sizes: tuple[tuple[float, float], ...]

    def draw(self, page: int, width: int, rotation: int) -> Picture: ...


def open_document(content: bytes) -> Document:
    """What the bytes are, by their beginning and never by their name; raises CannotShow."""
    if content[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        return _Pdf(content)
    return _Pictures(content)


class _Pdf:
    def __init__(self, content: bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            reason = "encrypted" if "password" in str(error).lower() else "broken"
            raise CannotShow(reason) from error
        count = len(self._document)
        if count == 0:
            raise CannotShow("broken")
        first = self._document.get_page_size(0)
        self.sizes = tuple(
            self._document.get_page_size(i) if i < MOST_PAGES else first
            for i in range(min(count, MOST_PAGES))
        )

    def draw(self, page: int, width: int, rotation: int) -> Picture:
        across, down = self.sizes[page]
        if rotation % 180:
            across, down = down, across
        scale = width / max(1.0, across)
        if across * scale * down * scale > MOST_PIXELS:
            raise CannotShow("too_large")
        bitmap = self._document[page].render(
            scale=scale, rotation=rotation, draw_annots=True, may_draw_forms=False,
            rev_byteorder=False, prefer_bgrx=True,
        )  # fmt: skip
        image = bitmap.to_pil().convert("RGB")
        return _picture(image)


class _Pictures:
    """The frames of a JPEG, PNG, TIFF, WebP or BMP; EXIF orientation is applied."""

    def __init__(self, content: bytes) -> None:
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        try:
            self._image = Image.open(io.BytesIO(content), formats=IMAGE_FORMATS)
            count = min(getattr(self._image, "n_frames", 1), MOST_PAGES)
            if self._image.width * self._image.height > MOST_PIXELS:
                raise CannotShow("too_large")
            first = ImageOps.exif_transpose(self._frame(0))
        except Image.DecompressionBombError as error:
            raise CannotShow("too_large") from error
        except (OSError, ValueError, SyntaxError) as error:
            raise CannotShow("broken") from error
        self.sizes = tuple((float(first.width), float(first.height)) for _ in range(count))

    def draw(self, page: int, width: int, rotation: int) -> Picture:
        try:
            image = ImageOps.exif_transpose(self._frame(page)).convert("RGB")
        except Image.DecompressionBombError as error:
            raise CannotShow("too_large") from error
        except (OSError, ValueError, SyntaxError) as error:
            raise CannotShow("broken") from error
        if rotation:
            image = image.rotate(-rotation, expand=True)
        height = max(1, round(image.height * width / image.width))
        if width * height > MOST_PIXELS:
            raise CannotShow("too_large")
        return _picture(image.resize((width, height), Image.Resampling.LANCZOS))

    def _frame(self, page: int) -> Image.Image:
        self._image.seek(page)
        return next(iter(ImageSequence.Iterator(self._image))) if page == 0 else self._image


def _picture(image: Image.Image) -> Picture:
    pixels = image.convert("RGBA").tobytes("raw", "BGRA")
    return Picture(image.width, image.height, pixels)
