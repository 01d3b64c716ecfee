"""The application: signs in, shows the desk, and carries the desk's words to it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QClipboard, QIcon
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox
from shiboken6 import isValid

from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.desk import Changed, Desk
from app.machine.link import case_of
from app.machine.paths import RESOURCES, Places
from app.machine.settings import load
from ui import theme
from ui.accessibility import describe_widgets
from ui.background import Background
from ui.commands import ROWS
from ui.endings import on_signals
from ui.ephemeral import may_close
from ui.idle import Idle
from ui.keyboard import Keyboard
from ui.language import speak, spoken, tr
from ui.pages import PAGES
from ui.placement import WindowMemory, stand_in_for
from ui.screens import Screens
from ui.signin.lock import LockWindow
from ui.signin.page import SignInPage
from ui.window import DeskWindow

if TYPE_CHECKING:
    from app.desk import About, Status
    from ui.instance import InstanceServer
    from ui.notifications.notifier import Notifier


class JianjianApplication:
    """Owns the desk, the bridge and whichever window is open."""

    def __init__(self, places: Places, arguments: list[str]) -> None:
        if os.environ.get("XMODIFIERS", "").endswith("fcitx"):
            os.environ["QT_IM_MODULE"] = "ibus"  # the Qt wheels bring no fcitx plugin
        existing = QApplication.instance()
        self.qt = existing if isinstance(existing, QApplication) else QApplication(arguments)
        describe_widgets()
        self.qt.setApplicationName("Jianjian")
        self.qt.setDesktopFileName("jianjian")
        self.qt.setWindowIcon(_icon())
        self.desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        self.background = Background(self._unexpected)
        self.window: QMainWindow | None = None
        self._screens = Screens(self.qt)
        self._memory: WindowMemory | None = None
        self._welcomes = self._has_crashed = False
        self.locked: LockWindow | None = None
        self._put_away: dict[QDialog, Callable[[], None]] = {}  # with what shows it again
        self.wanted_case = ""  # the id or number of one to open as soon as it can be
        self._wanted_list: tuple[str, ...] = ()
        self._server: InstanceServer | None = None
        self._notifier: Notifier | None = None
        self._about_asked = self._about_once_more = False
        self._keyboard = Keyboard(self.qt)
        self.idle = Idle(self.qt, self._rest_ms())
        self.idle.rested.connect(self.lock)
        self.idle.worked.connect(self._note_work)
        self.desk.on_changed = self._changed
        self.desk.on_status = self._status
        sys.excepthook = self._hook
        self._endings = [ending.connect(self.save_what_is_typed) for ending in _endings(self.qt)]
        self._apply_appearance()

    def remember_window(self) -> None:
        """Opens the window where it was and remembers where it is; else it has its first size."""
        self._memory = WindowMemory(self.desk.machine)
        self._screens.removed.connect(self._memory.note_removed)
        self._screens.settled.connect(self._memory.settle)

    def welcome_at_first(self) -> None:
        """Shows the cards once a clerk is in, where nobody has seen them on this account yet."""
        self._welcomes = not self.desk.machine.settings.welcomed

    def tell_crashes(self) -> None:
        """Says once a clerk is in that a desk has crashed, where one has; the journal knows how."""
        self._has_crashed = self.desk.machine.note_crashes() > 0

    def look_for_updates(self) -> None:
        """In the background from now on; what is found is said quietly wherever the clerk is."""
        self.desk.on_update = lambda update: self.background.on_ui(self._show_update)
        self.desk.updates.begin()

    def _show_update(self) -> None:
        update, window = self.desk.updates.update, self.window
        if update is None or window is None:
            return
        if isinstance(window, DeskWindow):
            window.status.show_update(update.version)
        elif isinstance(page := window.centralWidget(), SignInPage):
            page.show_update(update.version)

    def open_sign_in(self) -> SignInPage:
        """Shows the sign-in page; the desk's window follows once the clerk is in."""
        page = SignInPage(self.desk.account, self.desk.machine, self.background)
        page.signed_in.connect(self._welcome)
        page.already_open.connect(self._hand_over)
        page.language_wanted.connect(self._change_language)
        page.handbook_wanted.connect(self._open_handbook)
        page.too_old.connect(self.desk.updates.look_now)
        window = QMainWindow()
        window.setWindowTitle("Jianjian · 件件")
        window.setCentralWidget(page)
        window.resize(1366, 768)
        self._replace_window(window)
        self.background.run(self.desk.account.warm_up, lambda _: None)
        return page

    def open_desk(self) -> DeskWindow:
        """Shows the signed-in clerk's window; what it does not need at once starts after it."""
        window = self._desk_window()
        window.settled.connect(self._begin)
        self._replace_window(window)
        return window

    def hand_over(self, username: str) -> bool:
        """Whether this clerk's window, open already, came to the front with the case asked for."""
        from ui.instance import ask_running

        return ask_running(self.desk.machine.window_file(username), self.wanted_case)

    def _hand_over(self, username: str) -> None:
        if self.hand_over(username):
            self.qt.quit()

    def come_to_front(self, case: str) -> None:
        """As a later start asks; locked it stays locked, and the case opens once it is not."""
        self.wanted_case, self._wanted_list = case, ()
        self._raise_window()
        self._open_wanted()

    def open_notified(self, ids: tuple[str, ...]) -> None:
        """As a click on a notification asks: its case, or the list of several."""
        if len(ids) == 1:
            self.come_to_front(ids[0])
        else:
            self.wanted_case, self._wanted_list = "", ids
            self._raise_window()
            self._open_wanted()

    def _raise_window(self) -> None:
        window = self.locked or self.window
        if window is None:
            return
        window.setWindowState(
            window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive
        )
        window.raise_()
        window.activateWindow()
        self.qt.alert(window)

    def _open_wanted(self) -> None:
        wanted, window = self.wanted_case, self.window
        if self.locked is not None or not isinstance(window, DeskWindow):
            return
        if several := self._wanted_list:
            self._wanted_list = ()
            if QApplication.activeModalWidget() is not None:
                window.say(tr("Finish what is open first."))
            else:
                window.show_cases(several)
        if not wanted:
            return
        case_id = self.desk.cases.find(wanted)
        if case_id is None and not self.desk.cases.has_pulled():
            return  # it may come with the first pull
        self.wanted_case = ""
        if case_id is None:
            window.say(tr("Case {no} is not here.", no=wanted))
        elif QApplication.activeModalWidget() is not None:
            window.say(tr("Case {no} was asked for: finish what is open first.", no=wanted))
        else:
            window.go_to_case(case_id)

    def leave(self) -> None:
        """Signs out; nothing of this clerk stays in sight, on the clipboard or in the viewer."""
        if isinstance(self.window, DeskWindow):
            if not may_close(self.desk, self.locked or self.window):
                return
            self.window.save_what_is_typed()
        self.desk.account.hang_up_once_sent()
        self._leave_by(self.desk.account.sign_out, "")

    def _leave_by(self, way_out: Callable[[], None], sentence: str) -> None:
        """The sign-in page is there at once, and serves once nobody is signed in any more; nothing
        keeps a thread that is needed for leaving, for what waits for the centre is hung up."""
        self._stop_listening()
        self.wanted_case, self._wanted_list = "", ()
        self.background.forget()
        self._clear_clipboard()
        for dialog in (*self._put_away, *_open_dialogs()):
            if isValid(dialog):
                dialog.reject()
        self._put_away = {}
        page = self.open_sign_in()
        page.setEnabled(False)

        def gone() -> None:
            gc.collect()  # their window: _begin would keep for good what is still there
            page.setEnabled(True)
            page.said.setText(sentence)
            page.password.setFocus()

        self.background.run(way_out, lambda _done: None, ended=gone)

    def lock(self) -> None:
        """Shows nothing of a case until the clerk's password is given; all stays where it is."""
        if not isinstance(self.window, DeskWindow) or self.locked is not None:
            return
        self.window.save_what_is_typed()
        self.desk.drill.see("")
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._clear_clipboard()
        self._put_away = {
            dialog: dialog.open if dialog.isModal() else dialog.show for dialog in _open_dialogs()
        }
        self.locked = LockWindow(self.desk.account, self.background)
        self.locked.unlocked.connect(self.unlock)
        self.locked.left.connect(self.leave)
        self.locked.handbook_wanted.connect(self._open_handbook)
        stand_in_for(self.locked, self.window)
        self.locked.show()
        self._follow(self.locked)
        for dialog in self._put_away:
            dialog.hide()
        self.window.hide()
        self.background.run(self.desk.account.lock, lambda _: None)

    def unlock(self) -> None:
        """Back to the same place."""
        lock, self.locked = self.locked, None
        if lock is None or self.window is None:
            return
        stand_in_for(self.window, lock)
        self.window.show()
        self._follow(self.window)
        for dialog, show_again in self._put_away.items():
            if isValid(dialog):
                show_again()
        self._put_away = {}
        lock.close()
        lock.deleteLater()
        if isinstance(self.window, DeskWindow):
            self.window.review.refresh()
        self._open_wanted()

    def _clear_clipboard(self) -> None:
        """Whoever put it there: it may name an applicant."""
        clipboard = self.qt.clipboard()
        clipboard.clear()
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def apply_appearance(self, language: str, chosen_theme: str, text_size: int = 0) -> None:
        """Changes what is given of them at once; the window is made anew in its place."""
        wanted = {"language": language, "theme": chosen_theme, "text_size": text_size}
        self.desk.machine.keep_settings(**{name: new for name, new in wanted.items() if new})
        old = self.window
        if not isinstance(old, DeskWindow):
            return
        old.save_what_is_typed()
        place = old.place()
        self.background.forget()
        self._apply_appearance()
        window = self._desk_window()
        window.return_to(place)
        window.papers.stand_in_for(old.papers)
        window.applicant.stand_in_for(old.applicant)
        window.show_practice(self.desk.drill.offered)
        if (status := self.desk.centre.status) is not None:
            window.events.tell_status(status)
        self._replace_window(window)
        self._ask_about()

    def _desk_window(self) -> DeskWindow:
        window = DeskWindow(self.desk, self.background, PAGES, ROWS, self._screens)
        window.left.connect(self.leave)
        window.lock_wanted.connect(self.lock)
        window.appearance_wanted.connect(self.apply_appearance)
        window.text_size_wanted.connect(lambda size: self.apply_appearance("", "", size))
        window.papers.opened.connect(self.idle.listen)
        window.rest_changed.connect(lambda: self.idle.timer.setInterval(self._rest_ms()))
        return window

    def _note_work(self) -> None:
        if self.desk.account.clerk is not None:
            self.desk.reading.note_activity()

    def keep_appearance(self, chosen_theme: str) -> None:
        """Sets a theme before any window is open."""
        self.desk.machine.keep_settings(theme=chosen_theme)
        self._apply_appearance()

    def run(self) -> int:
        with on_signals(lambda: self.qt.exit(0)):  # quitting would ask the windows first
            code = self.qt.exec()
        self.close()
        return code

    def save_what_is_typed(self) -> None:
        """On the disk when this returns: the session may end any moment now."""
        if isinstance(self.window, DeskWindow) and self.desk.account.clerk is not None:
            self.window.save_what_is_typed()
            self.desk.account.signed_in.settle()

    def close(self) -> None:
        self._stop_listening()
        self.save_what_is_typed()
        while self._endings:
            QObject.disconnect(self._endings.pop())
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
        self.desk.on_update = lambda update: None
        self.desk.close()
        self.background.close()
        gc.unfreeze()
        sys.excepthook = sys.__excepthook__

    def _open_handbook(self) -> None:
        """Before anybody is signed in, and while it is locked."""
        from ui.handbook.book import book
        from ui.handbook.dialog import open_handbook

        if (window := self.locked or self.window) is not None:
            open_handbook(book(ROWS), "sign-in", window)

    def _welcome(self) -> None:
        self.open_desk()

    def _tell_salvaged(self) -> None:
        """Says once that the cache was damaged, and what was saved out of it."""
        saved = self.desk.account.salvaged
        if saved is None or self.window is None:
            return
        box = QMessageBox(self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("The saved cases were damaged"))
        box.setText(
            tr(
                "{actions} decisions and {drafts} drafts were saved; the cases are fetched again.",
                actions=saved.actions,
                drafts=saved.drafts,
            )
        )
        if saved.unreadable:
            box.setInformativeText(
                tr(
                    "Some could not be read. Check today's decisions, and tell IT: the damaged "
                    "file was set aside and not deleted."
                )
            )
        box.open()

    def _tell_crashed(self) -> None:
        if self._has_crashed and isinstance(self.window, DeskWindow):
            self._has_crashed = False
            self.window.say(
                tr("The desk broke off the last time: noted for IT, and no decision is lost.")
            )

    def _begin(self) -> None:
        gc.freeze()  # what is there now stays: the collector need not walk it every time
        try:
            self._tell_salvaged()
            self._tell_crashed()
            self._open_wanted()
            self._show_cards()
            self._listen()
            self._notify()
        finally:  # last, for threads that start want the interpreter, but whatever fails above
            self.background.run(self.desk.begin, lambda _: None)
            self.desk.reading.start()
            self._ask_about()

    def _show_cards(self) -> None:
        if self._welcomes and isinstance(self.window, DeskWindow):
            self._welcomes = False
            self.window.show_cards()

    def _ask_about(self) -> None:
        """Whether it is a practice centre; asked again when it is reached where it was not."""
        self._about_asked, self._about_once_more = True, False
        self.background.run(self.desk.centre.about, self._learnt, failed=self._not_learnt)

    def _not_learnt(self, _error: BaseException) -> None:
        """A question that was still on its way when the centre was reached is put once more."""
        self._about_asked = False
        if self._about_once_more:
            self._ask_about()

    def _listen(self) -> None:
        from ui.instance import InstanceServer

        self._stop_listening()
        file = self.desk.machine.window_file(self.desk.machine.settings.username)
        self._server = InstanceServer(file)
        self._server.asked.connect(self.come_to_front)

    def _notify(self) -> None:
        from ui.notifications.notifier import Notifier

        desk = self.desk
        self._notifier = Notifier(desk.arrivals, desk.machine, self.background, self._in_sight)
        self._notifier.wanted.connect(self.open_notified)

    def _in_sight(self) -> str:
        window = self.window
        return window.case_in_sight() if isinstance(window, DeskWindow) else ""

    def _stop_listening(self) -> None:
        if self._notifier is not None:
            self._notifier.end()
            self._notifier = None
        if self._server is not None:
            self._server.close()
            self._server = None

    def _learnt(self, about: About) -> None:
        if isinstance(self.window, DeskWindow) and self.desk.account.clerk is not None:
            self.desk.drill.offered = about.practice
            self.window.show_practice(about.practice)

    def _changed(self, changed: tuple[Changed, ...]) -> None:
        self.background.on_ui(lambda: self._tell_changed(changed))

    def _tell_changed(self, changed: tuple[Changed, ...]) -> None:
        if isinstance(self.window, DeskWindow) and self.desk.account.clerk is not None:
            self.window.events.tell_changed(changed)
            if self._notifier is not None:
                self._notifier.hear(changed)

    def _status(self, status: Status) -> None:
        self.background.on_ui(lambda: self._tell_status(status))

    def _tell_status(self, status: Status) -> None:
        if status.state == "revoked" and status.failure is not None:
            self.desk.account.hang_up()
            self._leave_by(self.desk.account.erase, spoken(status.failure.sentence))
            return
        if status.failure is not None and status.failure.code == "desk_too_old":
            self.desk.updates.look_now()
        if isinstance(self.window, DeskWindow) and self.desk.account.clerk is not None:
            if status.state in ("online", "signed_out"):  # the centre has answered
                self._about_once_more = True
                if not self._about_asked:
                    self._ask_about()
            self.window.events.tell_status(status)
            if status.state == "online":
                self._open_wanted()

    def _change_language(self, language: str) -> None:
        before = self.window.centralWidget() if self.window is not None else None
        self.desk.machine.keep_settings(language=language)
        self._apply_appearance()
        page = self.open_sign_in()
        if isinstance(before, SignInPage):
            page.take_over(before)

    def _apply_appearance(self) -> None:
        kept = self.desk.machine.settings
        speak(self.qt, kept.language)
        theme.apply(self.qt, kept.theme, kept.text_size)

    def _rest_ms(self) -> int:
        return self.desk.machine.lock_after_minutes * 60_000

    def _replace_window(self, window: QMainWindow) -> None:
        old, self.window = self.window, window
        lock, self.locked = self.locked, None
        if old is not None:
            stand_in_for(window, lock or old)
        elif self._memory is not None:
            self._memory.put_in_place(window)
        self._follow(window)
        self._show_update()
        window.show()
        if lock is not None:
            lock.close()
            lock.deleteLater()
        if old is not None:
            old.close()
            old.deleteLater()
            gc.unfreeze()  # so that what the old window leaves is collected

    def _follow(self, window: QMainWindow) -> None:
        if self._memory is not None:
            self._memory.follow(window)

    def _unexpected(self, error: BaseException) -> None:
        """An error nobody foresaw reaches the journal and a sentence; the work goes on."""
        self.desk.report(error)
        failure = self.desk.classify_error(error)
        if self.window is None:
            return
        box = QMessageBox(self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("Something unexpected happened"))
        box.setText(
            spoken(failure.sentence)
            if isinstance(failure, Failure)
            else tr(
                "It was noted for IT. What you typed and decided is kept; you can go on working."
            )
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


def _endings(app: QApplication) -> tuple[SignalInstance, ...]:
    """What Qt says before a process ends without anybody closing its window. On Windows the first
    of them is WM_QUERYENDSESSION."""
    return app.commitDataRequest, app.saveStateRequest, app.aboutToQuit


def _icon() -> QIcon:
    icon = QIcon()
    for size in (32, 256):
        icon.addFile(str(RESOURCES / "icons" / f"jianjian-{size}.png"))
    return icon


def _open_dialogs() -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]


def run_desk(
    centre: str, practice: bool, case: str = "", username: str = "", link: str = ""
) -> int:
    """Opens the desk; with ``practice`` on a practice centre of its own. Where the clerk's desk is
    open already its window comes to the front instead, with the case asked for, by a ``link``
    perhaps."""
    centre_here = None
    only_the_name = sys.argv[:1]  # Qt has options of its own, which load what they name
    try:
        case = case_of(link) if link else case
        application = JianjianApplication(Places.of_account(), only_the_name)
    except Failure as failure:  # a policy nobody can read, a link that asks for something else
        _own = QApplication.instance() or QApplication(only_the_name)
        box = QMessageBox(QMessageBox.Icon.Critical, "Jianjian · 件件", failure.sentence.zh)
        box.setInformativeText(failure.sentence.en)
        box.exec()
        raise
    application.remember_window()
    application.welcome_at_first()
    application.look_for_updates()
    application.tell_crashes()
    try:
        if practice:
            from app.machine.practice_process import PracticeProcess

            centre_here = PracticeProcess()
            first = centre_here.clerks[0]
            application.desk.machine.keep_settings(
                centre_url=centre_here.url, username=first["username"]
            )
            page = application.open_sign_in()
            page.password.setText(first["password"])
        else:
            if centre:
                application.desk.machine.keep_settings(centre_url=centre)
            application.wanted_case = case
            clerk = username or application.desk.machine.settings.username
            if application.hand_over(clerk):
                application.close()
                return 0
            page = application.open_sign_in()
            page.username.setText(clerk)
            (page.password if clerk else page.username).setFocus()
        return application.run()
    finally:
        if centre_here is not None:
            centre_here.close()
