"""What is being typed is saved a moment after the last key, or at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

SAVED_AFTER_MS = 250


class SaveTimer(QTimer):
    """``start`` with every key; ``timeout`` is when to save. While it runs something is unsaved."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(SAVED_AFTER_MS)

    def flush(self) -> None:
        """Saves now what would be saved in a moment; nothing where all is."""
        if self.isActive():
            self.stop()
            self.timeout.emit()
