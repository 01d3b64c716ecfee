"""What is said beside the focus is heard as well: a refusal, a success, how much was found."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Has a screen reader say it, where there is one; Qt before 6.8 has no means for that."""
    if not words or not QAccessible.isActive():
        return
    if hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        event = QtGui.QAccessibleAnnouncementEvent(widget, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
