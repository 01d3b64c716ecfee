"""What the applicant sees on the screen that faces the counter: the form as it was filed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app.desk import CaseView
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, clear, column, label
from ui.parts.words import field_value, masked
from ui.screens import screen_id, screen_of_id, screen_under, screens_beside

SECRET = ("id_number", "phone")


class ApplicantScreen(QObject):
    """Shows the form of one case beside the clerk's window, until it is left, the window hidden or
    the screen gone; one that comes back shows nothing until it is asked to."""

    said = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._case_id = ""
        self.screen = ""  # the id of the one it has, or had before it was taken away
        self.view: ApplicantView | None = None
        window.installEventFilter(self)

    def toggle(self, view: CaseView, taken: str) -> None:
        """Shows the case's form, on another screen than the one of the id ``taken`` if there is
        one; or makes the screen dark again."""
        if self.view is not None and self._case_id == view.case.id:
            self.go_dark()
            return
        beside = screens_beside(self._window, taken)
        if not beside:
            self.said.emit(tr("There is no other screen to show the form on."))
            return
        self.show_on(beside[0], view)
        self.said.emit(tr("The applicant sees the form. Have it confirmed aloud."))

    def show_on(self, screen: QScreen, view: CaseView) -> None:
        self._case_id = view.case.id
        self._on(screen).show_form(view)

    def follow(self, view: CaseView) -> None:
        """The case was read again, or another is open now: that one nobody asked to show."""
        if self.view is None or not self._case_id:
            return
        if view.case.id == self._case_id:
            self.view.show_form(view)
        else:
            self.go_dark()

    def go_dark(self) -> None:
        """Nothing of any case is to be seen; the screen stays ours until the desk closes."""
        self._case_id = ""
        if self.view is not None:
            self.view.go_dark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.go_dark()
        elif event.type() == QEvent.Type.Close:
            self.close()
        return False

    def note_removed(self, screen: str) -> None:
        """The screen of this id was taken away: the form is to be seen nowhere else."""
        if screen == self.screen:
            self._close()

    def settle(self) -> None:
        """Screens have come, gone or changed."""
        screen = screen_of_id(self.screen)
        if screen is not None and screen is not screen_under(self._window):
            self._on(screen)

    def stand_in_for(self, other: ApplicantScreen) -> None:
        """On the screen that another window's has; it is dark."""
        self.screen = other.screen

    def close(self) -> None:
        """Leaves the screen to others."""
        self.screen = ""
        self._close()

    def _on(self, screen: QScreen) -> ApplicantView:
        """The view, over all of a screen."""
        if self.view is None:
            active = QApplication.activeWindow()
            self.view = ApplicantView()
            self.view.setScreen(screen)
            self.view.setGeometry(screen.geometry())
            self.view.setWindowState(Qt.WindowState.WindowFullScreen)
            self.view.show()
            if active is not None:
                active.activateWindow()
        elif self.view.geometry() != screen.geometry():
            self.view.setGeometry(screen.geometry())
        self.screen = screen_id(screen)
        return self.view

    def _close(self) -> None:
        self._case_id = ""
        if self.view is not None:
            self.view.close()
            self.view.deleteLater()
            self.view = None


class ApplicantView(Surface):
    """A screen for one who stands: large words, nothing to press, nothing of the office's."""

    def __init__(self) -> None:
        super().__init__("paper")
        self.setWindowTitle(tr("For the applicant"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)  # the keys are the clerk's
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._lines = column(margin=48, gap=24)
        inner = Surface("paper")
        inner.setLayout(self._lines)
        self.setLayout(column(Scrolling(inner, tr("The form as you filed it"))))
        self.go_dark()

    def show_form(self, view: CaseView) -> None:
        """Identity and phone numbers are masked: others stand in the hall too."""
        clear(self._lines)
        case = view.case
        self._lines.addWidget(label(tr("Please check what you filed"), level="title"))
        self._lines.addWidget(label(f"{case.item.name} · {case.no}", level="heading"))
        self._lines.addLayout(_fields([(tr("Name"), case.applicant.name)]))
        for section in case.form:
            self._lines.addWidget(label(section.section, level="heading"))
            filed = [
                (field.label, masked(text) if field.key in SECRET else text)
                for field in section.fields
                if (text := field_value(field))
            ]
            self._lines.addLayout(_fields(filed))
        self._lines.addStretch(1)

    def go_dark(self) -> None:
        clear(self._lines)
        self._lines.addStretch(1)
        waiting = label(tr("One moment, please"), "quiet", "title")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lines.addWidget(waiting)
        self._lines.addStretch(1)


def _fields(lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for at, (name, text) in enumerate(lines):
        grid.addWidget(label(name, "quiet", "heading", wrap=False), at, 0)
        grid.addWidget(label(text, level="heading"), at, 1)
    return grid
