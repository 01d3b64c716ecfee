"""Whether Chinese can be read on this machine, and how to say so where it cannot."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QPixmap
from PySide6.QtWidgets import QLabel

from app.machine.paths import RESOURCES


def has_chinese() -> bool:
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def no_chinese() -> QLabel:
    """A picture of the words, which needs no font (resources/icons/no-chinese-font.svg)."""
    made = QLabel()
    made.setPixmap(QPixmap(str(RESOURCES / "icons" / "no-chinese-font.svg")))
    made.setAccessibleName("没有中文字体 No Chinese font")
    return made
