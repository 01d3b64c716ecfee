"""The application: signs in, shows the desk, and carries the desk's words to it."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox
from shiboken6 import isValid

from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.desk import Changed, Desk
from app.paths import Places, own_command
from app.settings import load
from ui import theme
from ui.background import Background
from ui.idle import Idle
from ui.keyboard import Keyboard
from ui.keymap import key_map
from ui.language import speak, spoken, tr
from ui.signin.lock import LockWindow
from ui.signin.page import SignInPage
from ui.unkept import may_close
from ui.window import DeskWindow

if TYPE_CHECKING:
    from app.desk import Status


class JianjianApplication:
    """Owns the desk, the bridge and whichever window is open."""

    def __init__(self, places: Places, arguments: list[str]) -> None:
        if os.environ.get("XMODIFIERS", "").endswith("fcitx"):
            os.environ["QT_IM_MODULE"] = "ibus"  # the Qt wheels bring no fcitx plugin
        existing = QApplication.instance()
        self.qt = existing if isinstance(existing, QApplication) else QApplication(arguments)
        self.qt.setApplicationName("Jianjian")
        self.qt.setApplicationDisplayName("Jianjian · 件件")
        self.desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        self.background = Background(self._unexpected)
        self.window: QMainWindow | None = None
        self.locked: LockWindow | None = None
        self._put_away: list[QDialog] = []
        self._keyboard = Keyboard(self.qt)
        self.idle = Idle(self.qt, self.desk.policy.lock_after_minutes * 60_000, self.lock)
        self.desk.on_changed = self._changed
        self.desk.on_status = self._status
        sys.excepthook = self._hook
        self._dress()

    def open_sign_in(self) -> SignInPage:
        """Shows the sign-in page; the desk's window follows once the clerk is in."""
        page = SignInPage(self.desk, self.background, self._welcome, self._change_language)
        window = QMainWindow()
        window.setWindowTitle("Jianjian · 件件")
        window.setCentralWidget(page)
        window.resize(1366, 768)
        self._replace_window(window)
        self.background.run(self.desk.warm_up, lambda _: None)
        return page

    def open_desk(self) -> DeskWindow:
        """Shows the signed-in clerk's window; what it does not need at once starts after it."""
        window = self._desk_window()
        window.settled = self._begin
        self._replace_window(window)
        return window

    def leave(self) -> None:
        """Signs out; nothing of this clerk stays in sight, on the clipboard or in the viewer."""
        if isinstance(self.window, DeskWindow):
            if not may_close(self.desk, self.locked or self.window):
                return
            self.window.save_what_is_typed()
        self._leave_by(self.desk.sign_out, "")

    def _leave_by(self, way_out: Callable[[], None], sentence: str) -> None:
        """The sign-in page is there at once, and serves once nobody is signed in any more."""
        self._clear_clipboard()
        for dialog in (*self._put_away, *_open_dialogs()):
            if isValid(dialog):
                dialog.reject()
        self._put_away = []
        page = self.open_sign_in()
        page.setEnabled(False)

        def gone(_done: object) -> None:
            page.setEnabled(True)
            page.said.setText(sentence)
            page.password.setFocus()

        def failed(error: BaseException) -> None:
            gone(None)
            self._unexpected(error)

        self.background.run(way_out, gone, failed)

    def lock(self) -> None:
        """Shows nothing of a case until the clerk's password is given; all stays where it is."""
        if not isinstance(self.window, DeskWindow) or self.locked is not None:
            return
        self.window.save_what_is_typed()
        if self.desk.drilling is not None:
            self.desk.drilling.see("")
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._clear_clipboard()
        self._put_away = _open_dialogs()
        self.locked = LockWindow(self.desk, self.background, self.unlock, self.leave)
        self.locked.setGeometry(self.window.geometry())
        self.locked.show()
        for dialog in self._put_away:
            dialog.hide()
        self.window.hide()
        self.background.run(self.desk.lock, lambda _: None)

    def unlock(self) -> None:
        """Back to the same place."""
        lock, self.locked = self.locked, None
        if lock is None or self.window is None:
            return
        self.window.setGeometry(lock.geometry())
        self.window.show()
        for dialog in self._put_away:
            if isValid(dialog):
                dialog.open()
        self._put_away = []
        lock.close()
        lock.deleteLater()
        if isinstance(self.window, DeskWindow):
            self.window.review.refresh()

    def _clear_clipboard(self) -> None:
        """Whoever put it there: it may name an applicant."""
        clipboard = self.qt.clipboard()
        clipboard.clear()
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def dress(self, language: str, chosen_theme: str) -> None:
        """Changes language or theme at once; the window is made anew in its place."""
        changes = {"language": language} if language else {"theme": chosen_theme}
        self.desk.keep_settings(**changes)
        self._dress()
        old = self.window
        current = old.review.case_id if isinstance(old, DeskWindow) else ""
        window = self._desk_window()
        self._replace_window(window)
        window.show_practice(self.desk.drilling is not None)
        if current:
            window.open_case(current)
        self.desk.sync_now()

    def _desk_window(self) -> DeskWindow:
        window = DeskWindow(self.desk, self.background, self.leave, self.lock, self.dress)
        window.use_keys(key_map(window))
        return window

    def keep_dress(self, chosen_theme: str) -> None:
        """Sets a theme before any window is open."""
        self.desk.keep_settings(theme=chosen_theme)
        self._dress()

    def run(self) -> int:
        code = self.qt.exec()
        self.close()
        return code

    def close(self) -> None:
        self.idle.timer.stop()
        if self.locked is not None:
            self.locked.close()
            self.locked.deleteLater()
            self.locked = None
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self.desk.on_changed = lambda changed: None
        self.desk.on_status = lambda status: None
        self.desk.close()
        self.background.close()
        sys.excepthook = sys.__excepthook__

    def _welcome(self) -> None:
        self.open_desk()

    def _tell_salvaged(self) -> None:
        """Says once that the cache was damaged, and what was saved out of it."""
        saved = self.desk.salvaged
        if saved is None or self.window is None:
            return
        box = QMessageBox(self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("The saved cases were damaged"))
        box.setText(
            tr("{actions} decisions and {drafts} drafts were saved; the cases are fetched again.",
               actions=saved.actions, drafts=saved.drafts)
        )  # fmt: skip
        if saved.unreadable:
            box.setInformativeText(
                tr("Some could not be read. Check today's decisions, and tell IT: the damaged file "
                   "was set aside and not deleted.")
            )  # fmt: skip
        box.open()

    def _begin(self) -> None:
        gc.freeze()  # what is there now stays: the collector need not walk it every time
        self._tell_salvaged()
        self.background.run(self.desk.begin, lambda _: None)
        self.background.run(self.desk.about, self._learnt, lambda _error: None)

    def _learnt(self, _about: object) -> None:
        if isinstance(self.window, DeskWindow):
            self.window.show_practice(self.desk.drilling is not None)

    def _changed(self, changed: tuple[Changed, ...]) -> None:
        self.background.on_ui(lambda: self._tell_changed(changed))

    def _tell_changed(self, changed: tuple[Changed, ...]) -> None:
        if isinstance(self.window, DeskWindow) and self.desk.clerk is not None:
            self.window.hear_changed(changed)

    def _status(self, status: Status) -> None:
        self.background.on_ui(lambda: self._tell_status(status))

    def _tell_status(self, status: Status) -> None:
        if status.state == "revoked" and status.failure is not None:
            self._leave_by(self.desk.erase, spoken(status.failure.sentence))
            return
        if isinstance(self.window, DeskWindow) and self.desk.clerk is not None:
            self.window.hear_status(status)

    def _change_language(self, language: str) -> None:
        self.desk.keep_settings(language=language)
        self._dress()
        self.open_sign_in()

    def _dress(self) -> None:
        speak(self.qt, self.desk.settings.language)
        theme.apply(self.qt, self.desk.settings.theme)

    def _replace_window(self, window: QMainWindow) -> None:
        old, self.window = self.window, window
        lock, self.locked = self.locked, None
        if old is not None:
            window.setGeometry((lock or old).geometry())
        window.show()
        if lock is not None:
            lock.close()
            lock.deleteLater()
        if old is not None:
            old.close()
            old.deleteLater()
            gc.unfreeze()  # so that what the old window leaves is collected

    def _unexpected(self, error: BaseException) -> None:
        """An error nobody foresaw reaches the journal and a sentence; the work goes on."""
        self.desk.report(error)
        if self.window is None:
            return
        box = QMessageBox(self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("Something unexpected happened"))
        box.setText(
            tr("It was noted for IT. What you typed and decided is kept; you can go on working.")
        )
        box.open()

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.qt.quit()
        else:
            self._unexpected(error.with_traceback(trace))


def _open_dialogs() -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]


def run_desk(centre: str, practice: bool) -> int:
    """Opens the desk; with ``practice`` on a practice centre of its own."""
    child = None
    try:
        application = JianjianApplication(Places.of_account(), sys.argv)
    except Failure as failure:  # a policy nobody can read
        box = QMessageBox(QMessageBox.Icon.Critical, "Jianjian · 件件", failure.sentence.zh)
        box.setInformativeText(failure.sentence.en)
        box.exec()
        raise
    try:
        if practice:
            child, ready = start_practice()
            first = ready["clerks"][0]
            application.desk.keep_settings(centre_url=ready["url"], username=first["username"])
            page = application.open_sign_in()
            page.password.setText(first["password"])
        else:
            if centre:
                application.desk.keep_settings(centre_url=centre)
            application.open_sign_in()
        return application.run()
    finally:
        if child is not None:
            child.terminate()


def start_practice(*arguments: str) -> tuple[subprocess.Popen[str], dict]:  # type: ignore[type-arg]
    """A practice centre in a process of its own, and the line it says when ready."""
    child = subprocess.Popen(  # noqa: S603  # our own executable
        own_command("practice", *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = child.stdout.readline() if child.stdout else ""
    return child, json.loads(line)
