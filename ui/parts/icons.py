"""The window's icons: Phosphor's, the one font of qtawesome's that is loaded and shipped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtGui import QIcon


def load_icon(name: str, **colours: str) -> QIcon:
    """By its name, ``ph.…``, in qtawesome's ``color``, ``color_on``, ``color_disabled``. The first
    loads the font, which takes a while: not before the first paint."""
    made: QIcon = _font().icon(name, **colours)
    return made


@cache
def _font() -> Any:
    import qtawesome
    from qtawesome.iconic_font import IconicFont

    folder = Path(qtawesome.__file__).parent / "fonts"
    (font,) = folder.glob("phosphor-*.ttf")
    (charmap,) = folder.glob("phosphor-charmap-*.json")
    return IconicFont(("ph", font.name, charmap.name))
