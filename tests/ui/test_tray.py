"""Where no bus shows notifications, the tray does: its icon and what it says open what came."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from ui.notifications.tray import Tray
from ui.notifications.words import Notification

Reason = QSystemTrayIcon.ActivationReason


@pytest.fixture
def icons(qapp, monkeypatch):
    """The icons that were made, with a tray for them, which no offscreen screen has."""
    made = []

    class Icon(QSystemTrayIcon):
        def __init__(self, picture):
            super().__init__(picture)
            made.append(self)

        @staticmethod
        def isSystemTrayAvailable():
            return True

    monkeypatch.setattr("ui.notifications.tray.QSystemTrayIcon", Icon)
    return made


def shown(*ids):
    return Notification("申请人已补正", "营业执照设立登记", ids)


def test_a_click_on_the_icon_or_on_what_it_says_opens_what_came_last(icons):
    opened = []
    tray = Tray(opened.append)
    tray.show(shown("a"))
    tray.show(shown("b", "c"))
    (icon,) = icons
    icon.messageClicked.emit()
    icon.activated.emit(Reason.Trigger)
    assert opened == [("b", "c"), ("b", "c")]
    tray.close()


@pytest.mark.parametrize("reason", [Reason.Context, Reason.DoubleClick, Reason.MiddleClick])
def test_no_other_click_opens_anything_and_a_double_one_only_once(icons, reason):
    opened = []
    tray = Tray(opened.append)
    tray.show(shown("a"))
    icons[0].activated.emit(reason)
    assert opened == []
    tray.close()
