"""What is dragged here or lies on the clipboard: files, or a picture's bytes as they are.

Qt would make an image of a picture in this very process; its bytes are only passed on.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

PICTURES = (
    "image/png",
    "image/jpeg",
    "image/tiff",
    "image/bmp",
    "image/webp",
    'application/x-qt-windows-mime;value="PNG"',
)


def on_clipboard() -> QMimeData:
    return QGuiApplication.clipboard().mimeData() or QMimeData()  # None where nothing lies there


def files_in(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def picture_in(mime: QMimeData) -> bytes:
    """Empty where there is none."""
    offered = mime.formats()
    kind = next((kind for kind in PICTURES if kind in offered), None)
    return bytes(mime.data(kind).data()) if kind is not None else b""


def has_paper(mime: QMimeData) -> bool:
    """Asked while something is dragged over: nothing is read yet."""
    return bool(files_in(mime)) or any(kind in mime.formats() for kind in PICTURES)
