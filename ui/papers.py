"""The papers of the open case in a window of their own, on another screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QScreen,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget
from shiboken6 import isValid

from app.desk import Machine
from ui.language import tr
from ui.parts.taborder import order_tabs
from ui.parts.widgets import Empty, Surface
from ui.placement import keep_inside, stand_in_for
from ui.screens import screen_id, screen_of_id, screen_under, screens_beside

if TYPE_CHECKING:
    from ui.window import DeskWindow


class PapersScreen(QObject):
    """Whether the papers stand apart from the review, and on which screen. They go where they stood
    as soon as that screen is there, and come back into the window when it is not."""

    said = Signal(str)
    opened = Signal(QWindow)  # the system's, which papers that are read without a key never focus

    def __init__(self, window: DeskWindow, machine: Machine) -> None:
        super().__init__(window)
        self._window, self._machine = window, machine
        self._lost_keys = False  # with the screen
        self._had_keys = False  # when the window was last hidden, or the one before it
        self._soon = QTimer(self)  # after the window itself
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show)
        self.view: PapersWindow | None = None
        window.installEventFilter(self)

    @property
    def screen(self) -> str:
        """The id of the one they stand on; "" while they are in the review."""
        return screen_id(screen_under(self.view)) if self.view is not None else ""

    @property
    def have_keys(self) -> bool:
        return self.view is not None and self.view.isActiveWindow()

    def toggle(self, taken: str) -> None:
        """To a screen beside the window, other than the one of the id ``taken`` if there is one; or
        back into the review."""
        if self.view is not None:
            self.come_back()
            return
        beside = screens_beside(self._window, taken)
        if not beside:
            self.said.emit(tr("There is no other screen to put the papers on."))
            return
        self._machine.keep_settings(papers_screen=screen_id(beside[-1]))
        self.stand_on(beside[-1])
        self._window.review.materials.take_focus()

    def come_back(self) -> None:
        """Into the review, for good."""
        if self.view is not None:
            self._machine.keep_settings(papers_screen="")
            self._take_back()

    def settle(self) -> None:
        """To the screen they belong on, where it is there and the window is not on it."""
        if self._window.events.ended:
            return
        if self._lost_keys and QApplication.activeWindow() is None:
            self._window.activateWindow()
        self._lost_keys = False
        screen = screen_of_id(self._machine.settings.papers_screen)
        if screen is None or screen is screen_under(self._window):
            self._take_back()
        elif self.view is None:
            self._move_to(screen)
        else:
            keep_inside(self.view)

    def note_removed(self, screen: str) -> None:
        """The screen of this id was taken away."""
        if self.screen == screen:
            self._lost_keys = self.have_keys  # a busy window manager gives them to nobody
            self._remember()
            self._take_back()

    def stand_in_for(self, other: PapersScreen) -> None:
        """Where those of another window stand."""
        if other.view is not None:
            self._had_keys = other.view.has_focus
            stand_in_for(self._new_view(), other.view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """They are seen while the window is: not behind the lock, nor before the first paint."""
        if self.view is None or event.spontaneous():
            return False
        if event.type() == QEvent.Type.Hide:
            self._had_keys = self.view.has_focus
            self._remember()
            self.view.hide()
        elif event.type() == QEvent.Type.Show:
            self._soon.start()
        return False

    def _show(self) -> None:
        if self.view is not None and self._window.isVisible():
            self.view.show()
            if self._had_keys:
                self.view.activateWindow()

    def _move_to(self, screen: QScreen) -> None:
        """The keys stay where they are, in whichever window that is."""
        is_active, focus = self._window.isActiveWindow(), self._window.focusWidget()
        materials = self._window.review.materials
        self._had_keys = focus is not None and materials.isAncestorOf(focus)
        self.stand_on(screen)
        if self._had_keys:
            materials.take_focus()
        elif is_active:
            self._window.activateWindow()

    def stand_on(self, screen: QScreen) -> None:
        """Apart, on all of a screen."""
        self._window.leave_paper_alone()
        view = self._new_view()
        view.setScreen(screen)
        view.setGeometry(screen.availableGeometry())
        view.setWindowState(Qt.WindowState.WindowMaximized)
        view.setVisible(self._window.isVisible())

    def _new_view(self) -> PapersWindow:
        view = self.view = PapersWindow(self._window)
        view.closed.connect(self.come_back)
        view.opened.connect(self.opened)
        return view

    def _take_back(self) -> None:
        view, self.view = self.view, None
        if view is None:
            return
        is_active = view.isActiveWindow()
        self._window.review.take_papers_back()
        view.hide()
        view.deleteLater()
        if is_active:
            self._window.activateWindow()
        if is_active or view.has_focus:
            self._window.review.materials.take_focus()

    def _remember(self) -> None:
        """The clerk may have moved them to another screen by hand."""
        if self.screen != self._machine.settings.papers_screen:
            self._machine.keep_settings(papers_screen=self.screen)


class PapersWindow(Surface):
    """It hears the keys of the desk's window, and leaves to that what no part of it wants. Of the
    two, the one that has the part which is given the focus becomes active."""

    closed = Signal()  # by hand
    opened = Signal(QWindow)

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__("paper")
        self._desk = desk
        self.scanner = desk.scanner
        self.setParent(desk, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(tr("Papers — Jianjian"))
        self._shares_focus = self._lent_keys = self._had_keys = False
        self.has_focus = False  # whether it was put here last, not in the desk's window
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._give_keys)
        self._focus_of_desk: QObject | None = desk.focusWidget()
        self._papers = desk.review.part_with_papers()
        self._empty = Empty(tr("No case is open."))
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._papers)
        self._layout.addWidget(self._empty)
        self._follow()
        desk.cases.case_shown.connect(self._follow)
        desk.cases.case_lost.connect(self._follow)
        desk.hear_keys(self)
        order_tabs(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shares_focus:
            self._shares_focus = True
            self.opened.emit(self.windowHandle())
            self.windowHandle().focusObjectChanged.connect(self._note_focus_here)
            self._desk.windowHandle().focusObjectChanged.connect(self._note_focus_there)
            QGuiApplication.instance().focusWindowChanged.connect(self._follow_keys)  # type: ignore[union-attr]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self._desk, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._desk.offer_menu(event, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            event.ignore()
            self.closed.emit()
        else:
            super().closeEvent(event)

    def _note_focus_here(self, focus: QObject | None) -> None:
        if focus is not None:
            self._put_focus(self)

    def _note_focus_there(self, focus: QObject | None) -> None:
        if not isValid(self._desk):
            return  # it is being destroyed
        before, self._focus_of_desk = self._focus_of_desk, focus
        if focus is not None and not _is_disabled(before):  # from which Qt itself moves the focus
            self._put_focus(self._desk)

    def _put_focus(self, window: QWidget) -> None:
        """In the window where the focus was put last, once all is done that is done now."""
        if QApplication.activeWindow() in (self, self._desk):
            self.has_focus = window is self
            self._soon.start()
        else:  # what is open over the desk knows better who has them after it
            self._lent_keys = window is self

    def _give_keys(self) -> None:
        active, wanted = QApplication.activeWindow(), self if self.has_focus else self._desk
        if active in (self, self._desk) and active is not wanted:
            wanted.activateWindow()

    def _follow_keys(self, window: QWindow | None) -> None:
        """What is opened over the desk by a key from here gives the keys back here."""
        if window is None or not self.isVisible():
            return
        if window is self._desk.windowHandle() and self._lent_keys:
            self.activateWindow()
        is_modal = QApplication.activeModalWidget() is not None
        self._lent_keys = is_modal and (self._had_keys or self._lent_keys)
        self._had_keys = window is self.windowHandle()

    def _follow(self, _view: object = None) -> None:
        is_open = self._desk.cases.view is not None
        self._layout.setCurrentWidget(self._papers if is_open else self._empty)


def _is_disabled(part: QObject | None) -> bool:
    return isinstance(part, QWidget) and isValid(part) and not part.isEnabled()
