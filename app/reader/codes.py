"""QR codes and bar codes in a picture, by zxing-cpp. What one says is text and nothing else."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from app.cases.paper_text import Box, Code
from app.reader.lines import around, clip_to_page
from app.reader.messages import MOST_CHARACTERS_OF_A_CODE, MOST_CODES


def read_codes(picture: Image.Image) -> tuple[Code, ...]:
    """``kind`` as zxing-cpp names it: ``QR Code``, ``Code 128`` …"""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return tuple(
        Code(str(each.format)[:40], each.text[:MOST_CHARACTERS_OF_A_CODE], _box(each, picture))
        for each in found[:MOST_CODES]
        if each.valid
    )


def _box(found: zxingcpp.Barcode, picture: Image.Image) -> Box:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    shares = [(corner.x / picture.width, corner.y / picture.height) for corner in corners]
    return clip_to_page(around((x, y, x, y) for x, y in shares))
