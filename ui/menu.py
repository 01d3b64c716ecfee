"""The clerk's menu: language, theme, keys, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.language import tr

if TYPE_CHECKING:
    from ui.window import DeskWindow

ApplyAppearance = Callable[[str, str], None]


class ClerkMenu(QMenu):
    """``apply_appearance`` is called with a language or a theme, ``leave`` to sign out."""

    def __init__(
        self, window: DeskWindow, apply_appearance: ApplyAppearance, leave: Callable[[], None]
    ) -> None:
        super().__init__(window)
        settings = window.desk.machine.settings
        for words, language in (("中文", "zh"), ("English", "en")):
            self._choice(
                words, partial(apply_appearance, language, ""), settings.language == language
            )
        self.addSeparator()
        for words, choice in (
            (tr("Follow the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark"),
        ):  # fmt: skip
            self._choice(words, partial(apply_appearance, "", choice), settings.theme == choice)
        self.addSeparator()
        self.addAction(tr("Keys (F1)"), window.show_keys)
        self.again = self.addAction(tr("Sign in again"), window.ask_to_sign_in_again)
        self.again.setVisible(False)
        self.drill = self.addAction(tr("Drill…"), window.drill.open_begin)
        self.drill.setVisible(False)
        asides = self.addAction(tr("Cases set aside…"), window.show_asides)
        asides.setVisible(bool(window.desk.account.quarantined()))
        self.addAction(tr("Lock (Ctrl+L)"), window.lock)
        self.addAction(tr("Sign out"), leave)

    def _choice(self, words: str, chosen: Callable[[], None], is_so: bool) -> None:
        entry = self.addAction(words, chosen)
        entry.setCheckable(True)
        entry.setChecked(is_so)
