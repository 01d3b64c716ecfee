"""What the window asks of each of its pages."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.parts.widgets import Surface


class PageView(Surface):
    """A page of the window; what one does not have it leaves as it is here."""

    def come_to_front(self) -> None:
        """It is what the clerk looks at from now on."""

    def parts(self) -> dict[str, QWidget]:
        """Those the keys may speak to, each by a name of its own in the window."""
        return {}

    def typed(self) -> str:
        """What is typed here and would be lost with the window."""
        return ""

    def return_to(self, typed: str) -> None:
        """Puts back what was typed in another window."""

    def flush(self) -> None:
        """Saves what was typed a moment ago."""
