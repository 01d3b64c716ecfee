"""What is said beside the focus is heard as well: a refusal, a success, how much was found."""

from __future__ import annotations

import sys

from PySide6 import QtGui
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget


class HeardNotification(QWidget):
    """What a window said last, for a screen reader alone; its role is ui/accessibility.py's."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()

    def say(self, words: str) -> None:
        self.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))


def announce(widget: QWidget, words: str) -> None:
    """Has a screen reader say it, where there is one.

    On Linux as a notification that shows, which every Orca says (43 passes over announcements);
    elsewhere as an announcement, for which Qt before 6.8 has no means.
    """
    if not words or not QAccessible.isActive():
        return
    if sys.platform == "linux":
        window = widget.window()
        (window.findChild(HeardNotification) or HeardNotification(window)).say(words)
    elif hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        event = QtGui.QAccessibleAnnouncementEvent(widget, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
