"""What this desk is, for whoever asks about it: IT, on the telephone."""

from __future__ import annotations

import platform
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QWidget
from shiboken6 import isValid

from app.desk import Centre, Machine, Update, Updates
from app.machine.build import version
from app.support.licences import Component, components
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, column, label, row
from ui.settings.licences import Licences
from ui.theme import with_text

if TYPE_CHECKING:
    from app.desk import About

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


class AboutDialog(QDialog):
    """Version, centre, how old the last sync is, components with their licences' texts; all but the
    texts can be copied. It names no clerk."""

    def __init__(
        self,
        machine: Machine,
        centre: Centre,
        updates: Updates,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Jianjian"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(with_text(760), min(with_text(600), parent.window().height()))
        self._lines = {
            tr("Version"): version(),
            **_update(updates.update),
            tr("Centre"): machine.centre_url,
            tr("API version"): tr("asking the centre…"),
            tr("Last sync"): _age(centre.synced_at, machine.now()),
            tr("Built on"): f"Python {platform.python_version()}, Qt {qVersion()}",
            tr("Machine"): platform.platform(),
        }
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self._values = {name: label(text) for name, text in self._lines.items()}
        for at, (name, value) in enumerate(self._values.items()):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label(name, "quiet", wrap=False), at, 0)
            self._grid.addWidget(value, at, 1)
        self.licences = Licences()
        copy = button(tr("Copy for IT"), self._copy)
        close = button(tr("Close"), self.accept, "primary")
        content = column(
            label("件件 Jianjian", level="title"),
            label(tr("Apache-2.0; its components have licences of their own."), "quiet"),
            self._grid,
            label(tr("Components and licences"), level="heading"),
            self.licences,
            row(copy, None, close),
            margin=20,
            gap=12,
        )
        content.setStretch(4, 1)
        self.setLayout(content)
        close.setFocus()
        background.run(components, self._show_components)
        background.run(centre.about, self._show_centre, failed=lambda _error: self._say_api("—"))

    def text(self) -> str:
        """All of it, a line each."""
        lines = [f"{name}: {value}" for name, value in self._lines.items()]
        return "\n".join(("件件 Jianjian", *lines, "", self.licences.text()))

    def _show_components(self, found: list[Component]) -> None:
        if not isValid(self):
            return
        self.licences.show_components(found)

    def _show_centre(self, about: About) -> None:
        self._say_api(about.api)

    def _say_api(self, said: str) -> None:
        if not isValid(self):
            return
        name = tr("API version")
        self._lines[name] = said
        self._values[name].setText(said)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text())


def _update(update: Update | None) -> dict[str, str]:
    """Without its path, in which the account's name stands: ``doctor`` says that on the spot."""
    if update is None:
        return {}
    if len(update.files) > 1:
        said = tr(
            "{version} and its reading part are ready for IT to install", version=update.version
        )
    else:
        said = tr("{version} is ready for IT to install", version=update.version)
    return {tr("Update"): said}


def _age(then: datetime | None, now: datetime) -> str:
    if then is None:
        return tr("not since the desk was opened")
    seconds = max(0.0, (now - then).total_seconds())
    time = f"{then:%Y-%m-%d %H:%M}"
    if seconds < MINUTE:
        return tr("{time}, just now", time=time)
    if seconds < HOUR:
        return tr("{time}, {n} min ago", time=time, n=int(seconds // MINUTE))
    if seconds < DAY:
        return tr("{time}, {n} h ago", time=time, n=int(seconds // HOUR))
    return tr("{time}, {n} days ago", time=time, n=int(seconds // DAY))
