"""What a screen reader is told of widgets that Qt cannot describe by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

# Of newer versions of Qt.
NOTIFICATION = getattr(QAccessible.Role, "Notification", QAccessible.Role.AlertMessage)
HOLDS_CASES = ("DeskWindow", "QDialog")  # what the lock hides


def describe_widgets() -> None:
    """To be called once an application is there."""
    QAccessible.installFactory(_described)


class WindowInSight(QAccessibleWidget):
    """A window in which there is nothing to be read while it is hidden, as by the lock."""

    def childCount(self) -> int:
        widget = self.object()
        seen = isinstance(widget, QWidget) and widget.isVisible()
        return super().childCount() if seen else 0


def _described(kind: str, described: QObject) -> QAccessibleInterface | None:
    """Asked for each class of an object, from its own up, until one has an answer."""
    if kind in HOLDS_CASES and isinstance(described, QWidget):
        is_dialog = kind == "QDialog"
        role = QAccessible.Role.Dialog if is_dialog else QAccessible.Role.Window
        return WindowInSight(described, role)
    if kind == "HeardNotification" and isinstance(described, QWidget):
        return QAccessibleWidget(described, NOTIFICATION)
    if kind == "PaperArea":
        from ui.review.paper import PaperArea
        from ui.review.paper_text import PaperInterface

        return PaperInterface(described) if isinstance(described, PaperArea) else None
    return None
