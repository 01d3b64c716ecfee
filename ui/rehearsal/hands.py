"""The clerk's two ways to work: everything by keys alone, or everything by mouse alone.

Text arrives as from an input method either way; a mouse's user has an on-screen one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

MOST_TABS = 600
POPUP_SECONDS = 5.0
STEP_MS = 10
LEFT = Qt.MouseButton.LeftButton


class OutOfReach(Exception):
    """A control these hands cannot get at."""


class Hands(Protocol):
    keys: bool

    def press(self, button: QAbstractButton) -> None:
        """Works a button or a box to be ticked."""

    def enter(self, field: QLineEdit | QPlainTextEdit) -> None:
        """Goes into a field and empties it."""

    def choose(self, box: QComboBox, at: int) -> None: ...

    def choose_tab(self, tabs: QTabBar, at: int) -> None: ...

    def choose_in_menu(self, button: QPushButton | QToolButton, words: str) -> None:
        """Opens a button's menu and takes its entry of these words."""


class Keyboard:
    """Tab to everything, Space to press it, arrows to choose."""

    keys = True

    def press(self, button: QAbstractButton) -> None:
        tab_to(button)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def enter(self, field: QLineEdit | QPlainTextEdit) -> None:
        tab_to(field)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)

    def choose(self, box: QComboBox, at: int) -> None:
        tab_to(box)
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(box, Qt.Key.Key_Down)

    def choose_tab(self, tabs: QTabBar, at: int) -> None:
        tab_to(tabs)
        key = Qt.Key.Key_Right if at > tabs.currentIndex() else Qt.Key.Key_Left
        for _ in range(abs(at - tabs.currentIndex())):
            QTest.keyClick(tabs, key)

    def choose_in_menu(self, button: QPushButton | QToolButton, words: str) -> None:
        def walk(menu: QMenu) -> None:
            for _ in menu.actions():
                QTest.keyClick(menu, Qt.Key.Key_Down)
                active = menu.activeAction()
                if active is not None and active.text() == words:
                    break
            QTest.keyClick(menu, Qt.Key.Key_Return)

        tab_to(button)
        _with_the_menu(walk)
        QTest.keyClick(button, Qt.Key.Key_Space)


class Mouse:
    """Point and click; what is out of sight is scrolled to."""

    keys = False

    def press(self, button: QAbstractButton) -> None:
        bring_into_sight(button)
        at = QPoint(10, button.height() // 2) if button.width() > 20 else button.rect().center()
        QTest.mouseClick(button, LEFT, Qt.KeyboardModifier.NoModifier, at)

    def enter(self, field: QLineEdit | QPlainTextEdit) -> None:
        bring_into_sight(field)
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        QTest.mouseClick(target, LEFT)
        if isinstance(field, QPlainTextEdit):
            corners = target.rect().topLeft() + QPoint(1, 1), target.rect().bottomRight()
            QTest.mousePress(target, LEFT, Qt.KeyboardModifier.NoModifier, corners[0])
            QTest.mouseMove(target, corners[1])
            QTest.mouseRelease(target, LEFT, Qt.KeyboardModifier.NoModifier, corners[1])
        else:
            QTest.mouseDClick(target, LEFT)
            QTest.mouseClick(target, LEFT)  # the third click of three takes the whole line

    def choose(self, box: QComboBox, at: int) -> None:
        bring_into_sight(box)
        QTest.mouseClick(box, LEFT)
        view = box.view()
        _until(lambda: view.isVisible())
        index = box.model().index(at, 0)
        view.scrollTo(index)
        place = view.visualRect(index)
        for point in (place.topLeft(), place.center()):  # a hand that moves means its click
            QTest.mouseMove(view.viewport(), point)
        QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place.center())

    def choose_tab(self, tabs: QTabBar, at: int) -> None:
        middle = tabs.tabRect(at).center()
        QTest.mouseClick(tabs, LEFT, Qt.KeyboardModifier.NoModifier, middle)

    def choose_in_menu(self, button: QPushButton | QToolButton, words: str) -> None:
        def click(menu: QMenu) -> None:
            entry = next(a for a in menu.actions() if a.isVisible() and a.text() == words)
            middle = menu.actionGeometry(entry).center()
            QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, middle)

        bring_into_sight(button)
        _with_the_menu(click)
        QTest.mouseClick(button, LEFT)


def tab_to(target: QWidget) -> None:
    """Presses Tab until the focus is there; raises OutOfReach where it never comes."""
    QApplication.processEvents()  # what was made a moment ago is shown only now
    passed: list[str] = []
    for _ in range(MOST_TABS):
        if (
            QApplication.focusWidget() is None
        ):  # a window that came in another's place is not active
            target.window().activateWindow()
            QApplication.processEvents()
        focus = QApplication.focusWidget() or target.window()
        if focus is target:
            return
        passed.append(f"{type(focus).__name__} {focus.accessibleName()}")
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    went = ", ".join(dict.fromkeys(passed[-80:]))
    raise OutOfReach(f"Tab never comes to {target.accessibleName()!r}, it goes round: {went}")


def bring_into_sight(widget: QWidget) -> None:
    """Scrolls what it lies in until the widget is in sight."""
    parent = widget.parentWidget()
    while parent is not None:
        area = parent.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        parent = area if isinstance(area, QAbstractScrollArea) else parent.parentWidget()


def _with_the_menu(handler: Callable[[QMenu], None]) -> None:
    """Does it in the menu that opens next; its own event loop runs meanwhile."""
    end = time.monotonic() + POPUP_SECONDS

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            handler(menu)
        elif time.monotonic() < end:
            QTimer.singleShot(STEP_MS, look)

    QTimer.singleShot(STEP_MS, look)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + POPUP_SECONDS
    while not true() and time.monotonic() < end:
        QApplication.processEvents()
