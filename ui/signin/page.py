"""Signing in: the one page before everything else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QProgressBar, QWidget

from app.cases.failure import Failure
from app.desk import Account, Machine
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.fonts import has_chinese, no_chinese
from ui.parts.widgets import Surface, button, column, label, row
from ui.theme import with_text


class SignInPage(Surface):
    """Asks for user name and password."""

    signed_in = Signal()  # the cache is open
    already_open = Signal(str)  # in another window, by this user name
    too_old = Signal()  # this desk is, for the centre or for the cache
    language_wanted = Signal(str)
    handbook_wanted = Signal()

    def __init__(self, account: Account, machine: Machine, background: Background) -> None:
        super().__init__("wash")
        self._account, self._machine, self._background = account, machine, background
        self.centre = self._field(tr("Centre's address"), machine.centre_url)
        self.centre.setPlaceholderText("https://")
        self.centre.setReadOnly(bool(machine.policy.centre_url))
        self.username = self._field(tr("User name"), machine.settings.username)
        self.password = self._field(tr("Password"), "")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.old = self._field(tr("Old password"), "")
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.hide()
        self.aside = button(tr("Go on, set the old cases aside"), self._set_aside, "link")
        self.aside.hide()
        self.said = label("", "red")
        self.said.setMinimumHeight(44)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(4)
        self.busy.setVisible(False)
        self.update_ready = label("", "quiet")
        self.update_ready.hide()
        self.go = button(tr("Sign in"), self.submit, "primary")
        self.go.setMinimumHeight(38)
        warnings = [] if has_chinese() else [row(None, no_chinese(), None)]
        self.setLayout(column(None, *warnings, row(None, self._card(), None), None))
        QShortcut(QKeySequence("F1"), self).activated.connect(self.handbook_wanted)
        for field in self._fields:
            field.returnPressed.connect(self.submit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.password if self.username.text() else self.username).setFocus()

    def show_update(self, version: str) -> None:
        """A newer one lies ready; nobody need sign in for it to be installed."""
        self.update_ready.setText(
            tr("Version {version} is ready for IT to install.", version=version)
        )
        self.update_ready.show()

    def take_over(self, other: SignInPage) -> None:
        """What is typed on another page of this kind."""
        for field, typed in zip(self._fields, other._fields, strict=True):
            field.setText(typed.text())

    @property
    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.centre, self.username, self.password, self.old

    def submit(self) -> None:
        username, password = self.username.text().strip(), self.password.text()
        if not self.centre.text().strip():
            self._refuse(tr("Enter the centre's address; IT has it"), self.centre)
        elif not username:
            self._refuse(tr("Enter your user name"), self.username)
        elif not password:
            self._refuse(tr("Enter your password"), self.password)
        elif self.old.isVisible() and self.old.text():
            old = self.old.text()
            self._enter(lambda: self._account.sign_in_with_old_password(username, password, old))
        else:
            self._enter(lambda: self._account.sign_in(username, password))

    def _set_aside(self) -> None:
        username, password = self.username.text().strip(), self.password.text()
        self._enter(lambda: self._account.sign_in_setting_aside(username, password))

    def _enter(self, enter: Callable[[], object]) -> None:
        self._machine.keep_settings(centre_url=self.centre.text().strip())
        self._wait(True)
        self._background.run(
            enter, self._welcome, failed=self._failed, ended=lambda: self._wait(False)
        )

    def _welcome(self, _clerk: object) -> None:
        for field in (self.password, self.old):
            field.clear()
        self.signed_in.emit()

    def _failed(self, error: BaseException) -> None:
        """Here the page itself says what nobody foresaw: there is no work to go on with."""
        code = error.code if isinstance(error, Failure) else ""
        with_old = code == "password_changed" or (
            self.old.isVisible() and code in ("password_differs", "too_many_tries")
        )
        if code == "desk_open":
            self.already_open.emit(self.username.text().strip())
        if code in ("desk_too_old", "cache_too_new"):
            self.too_old.emit()
        self._asks_old.setVisible(with_old)
        self.old.setVisible(with_old)
        self.aside.setVisible(with_old or code in ("key_lost", "cache_unreadable"))
        if isinstance(error, Failure):
            self._refuse(spoken(error.sentence), self.old if with_old else self.password)
        else:
            self._machine.report(error)
            self._refuse(
                tr("Something unexpected happened and was noted; try again or call IT"),
                self.password,
            )

    def _refuse(self, sentence: str, field: QLineEdit) -> None:
        self.said.setText(sentence)
        announce(self.said, sentence)
        field.setFocus()
        field.selectAll()

    def _wait(self, waiting: bool) -> None:
        self.said.setText("")
        self.busy.setVisible(waiting)
        self.go.setEnabled(not waiting)

    def _field(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setMinimumHeight(34)
        return field

    def _card(self) -> QWidget:
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(with_text(420))
        title = QLabel("件件")
        title.setProperty("level", "title")
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for field in (self.centre, self.username, self.password):
            form.addRow(label(field.accessibleName(), "quiet", wrap=False), field)
        self._asks_old = label(self.old.accessibleName(), "quiet", wrap=False)
        self._asks_old.hide()
        form.addRow(self._asks_old, self.old)
        other = "en" if self._machine.settings.language == "zh" else "zh"
        switch = button(
            "English" if other == "en" else "中文",
            lambda: self.language_wanted.emit(other),
            "link",
        )
        card.setLayout(
            column(
                row(title, None, button(tr("Handbook"), self.handbook_wanted.emit, "link"), switch),
                label(tr("Every case gets a response"), "quiet"),
                12,
                form,
                self.said,
                self.busy,
                self.go,
                self.aside,
                self.update_ready,
                margin=28,
                gap=10,
            )
        )
        return card
