"""A key on every part and kind of keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

# What the same key is called on another part or kind of keyboard.
SAME_KEYS = {"Ctrl+Enter": "Ctrl+Return", "+": "="}


def install_key(window: QWidget, key: str, handler: Callable[[], None]) -> None:
    """By each of its names."""
    for name in names_of(key):
        QShortcut(QKeySequence(name), window).activated.connect(handler)


def names_of(key: str) -> set[str]:
    return {key, SAME_KEYS.get(key, key)}
