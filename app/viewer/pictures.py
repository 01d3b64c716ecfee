"""The frames of a JPEG, PNG, TIFF, WebP or BMP by Pillow; EXIF orientation is applied."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator, Sequence

from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

from app.viewer.documents import CannotShow, part_to_draw
from app.viewer.messages import MOST_PAGES, Found, Opened, PageText, Picture, Seal

Image.preinit()  # BMP, JPEG and PNG; the others above. Nothing can be loaded once confined.
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
MOST_UNFOLDED = 60_000_000  # pixels held at once
MOST_PHOTOGRAPHED = 250_000_000  # a JPEG larger than that is read at a half or less
_EXIF_ORIENTATION, _LYING = 0x0112, (5, 6, 7, 8)


class Pictures:
    def __init__(self, content: bytes) -> None:
        Image.MAX_IMAGE_PIXELS = None  # _check_size says it before anything is unfolded
        with _raising_cannot_show():
            self._image = Image.open(io.BytesIO(content), formats=FORMATS)
            self._check_size()
            pages = getattr(self._image, "n_frames", 1)
            sizes = []
            for page in range(min(pages, MOST_PAGES)):
                self._image.seek(page)
                self._check_size()
                sizes.append(self._size())
        self._content = content
        self._held: tuple[int, Image.Image] | None = None
        self.opened = Opened(tuple(sizes), pages)

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture:
        part = part_to_draw(self.opened.sizes[page], width, rotation, region)
        with _raising_cannot_show():
            image = self._frame(page)
            if rotation:
                image = image.rotate(-rotation, expand=True)
            across, down = image.width / part.whole_width, image.height / part.whole_height
            resized = image.resize(
                (part.width, part.height), Image.Resampling.BILINEAR, reducing_gap=2.0,
                box=(part.x * across, part.y * down,
                     min((part.x + part.width) * across, image.width),
                     min((part.y + part.height) * down, image.height)),
            )  # fmt: skip
        return Picture(part.width, part.height, resized.convert("RGBA").tobytes("raw", "BGRA"))

    def draw_wordless(self, page: int, width: int) -> Picture:
        return self.draw(page, width, 0, None)

    def read(self, page: int) -> PageText:
        return PageText("", ())

    def find(self, text: str, page: int) -> Found:
        return Found((), -1)

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Seal, ...]:
        return ()

    def _frame(self, page: int) -> Image.Image:
        """The frame upright; the one drawn last is kept unfolded."""
        if self._held is None or self._held[0] != page:
            self._held = None
            with Image.open(io.BytesIO(self._content), formats=FORMATS) as image:
                image.seek(page)
                if image.format == "JPEG":
                    while image.width * image.height > MOST_UNFOLDED:
                        before = image.size
                        image.draft("RGB", (image.width // 2, image.height // 2))
                        if image.size == before:
                            raise CannotShow("too_large")
                upright = ImageOps.exif_transpose(image)
            self._held = (page, _on_paper(upright))
        return self._held[1]

    def _check_size(self) -> None:
        most = MOST_PHOTOGRAPHED if self._image.format == "JPEG" else MOST_UNFOLDED
        if self._image.width * self._image.height > most:
            raise CannotShow("too_large")

    def _size(self) -> tuple[float, float]:
        across, down = self._image.size
        lying = self._image.getexif().get(_EXIF_ORIENTATION) in _LYING
        return (float(down), float(across)) if lying else (float(across), float(down))


def _on_paper(image: Image.Image) -> Image.Image:
    """Whatever its mode, as it looks on white paper."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(layered, mask=layered)
    return image.convert("RGB")


@contextlib.contextmanager
def _raising_cannot_show() -> Iterator[None]:
    """Whatever a picture's decoder raises means the picture is broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise CannotShow("too_large") from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise CannotShow("broken") from error
