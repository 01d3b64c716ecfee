"""Notifications by the system's tray, where there is no bus for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from ui.notifications.words import Notification


class Tray:
    """The icon is there from the first notification on; without a tray nothing is shown."""

    def __init__(self, clicked: Callable[[tuple[str, ...]], None]) -> None:
        self._clicked = clicked
        self._icon: QSystemTrayIcon | None = None
        self._case_ids: tuple[str, ...] = ()

    def show(self, notification: Notification) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon())
            self._icon.setToolTip("件件")
            self._icon.messageClicked.connect(self._open)
            self._icon.activated.connect(self._open_if_clicked)
            self._icon.show()
        self._case_ids = notification.case_ids
        self._icon.showMessage(notification.title, notification.text, QApplication.windowIcon())

    def close(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _open_if_clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """Once, where a double click is told as a click and as a double click."""
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._open()

    def _open(self) -> None:
        self._clicked(self._case_ids)
