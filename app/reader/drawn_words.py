"""Words in a picture, to try on oneself whether words are recognised. Drawn without FreeType,
which no bundle has inside."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont


def drawn(words: str, height: int) -> Image.Image:
    """Black on white, in greys. ``words`` of Latin-1; ``height`` in pixels: Pillow's own letters,
    11 pixels high, enlarged."""
    font = ImageFont.load_default_imagefont()
    width, high = (int(end) for end in font.getbbox(words)[2:])
    small = Image.new("L", (width, high), "white")
    ImageDraw.Draw(small).text((0, 0), words, fill="black", font=font)
    return small.resize((width * height // high, height), Image.Resampling.BICUBIC)
