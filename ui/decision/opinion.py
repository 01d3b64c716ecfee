"""The clerk's opinion: typed, kept as it is typed, or begun with one of the item's templates."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from app.cases.model import OPEN_STATES
from app.desk import CaseView
from ui.language import tr
from ui.parts.saving import SaveTimer
from ui.parts.typed import TypedText
from ui.parts.widgets import Elided, Surface, column, label, row
from ui.theme import with_text

SIGNING = ("同意。", "同意，依法办理。")  # a lead's, for the internal form
HEIGHT, EMPTY_HEIGHT = 84, 54  # pixels of the field, with text of 100 %: three lines, or two


class OpinionView(Surface):
    """``text`` is the field; while a case is open it can be typed into. It takes less room while
    nothing is in it, and nobody has come to it since the case was opened."""

    typed = Signal(str)  # a moment after the clerk has stopped typing

    def __init__(self) -> None:
        super().__init__("paper")
        self.text = TypedText()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(with_text(HEIGHT))
        self.text.installEventFilter(self)
        self.templates = QPushButton(tr("Templates ▾"))
        self.templates.setAccessibleName(tr("Opinion templates"))
        self.templates.setAutoDefault(False)
        self._menu = QMenu(self.templates)
        self.templates.setMenu(self._menu)
        self.saved = Elided(tone="quiet")
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self.save)
        self.text.typed.connect(self._typing.start)
        self.text.typed.connect(self._grow)
        self._heading = label("", level="heading", wrap=False)
        heading = row(self._heading, self.saved, self.templates)
        heading.setStretch(1, 1)
        self.setLayout(column(heading, self.text))
        self._name(is_signing=False)

    def show_case(self, view: CaseView, is_fresh: bool) -> None:
        """What is being typed stays, unless it is another case."""
        if is_fresh or not (self.text.hasFocus() or self._typing.isActive()):
            decided = view.case.decision.opinion if view.case.decision else ""
            self.fill(view.draft.opinion or ("" if view.asks_me else decided))
        if is_fresh:
            is_idle = not self.words() and not self.text.hasFocus()
            self.text.setFixedHeight(with_text(EMPTY_HEIGHT if is_idle else HEIGHT))
        self._name(is_signing=view.asks_me)
        opinions = SIGNING if view.asks_me else view.situation.item.opinions
        self._offer(opinions)
        is_open = view.case.state in OPEN_STATES or view.asks_me
        self.text.setReadOnly(not is_open)
        self.templates.setEnabled(is_open and bool(opinions))
        at = view.draft.saved_at
        self.saved.setText(tr("Saved as typed, {time}", time=_moment(at, view)) if at else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It grows for the keys, and stays so when they leave: a button that was pressed then would
        move away under the mouse."""
        if watched is self.text and event.type() == QEvent.Type.FocusIn:
            self._grow()
        return super().eventFilter(watched, event)

    def words(self) -> str:
        return self.text.toPlainText()

    def begin(self) -> None:
        """Takes the keys; where nothing is written, the item's first template stands ready."""
        templates = self._menu.actions()
        if templates and not self.words().strip() and not self.text.isReadOnly():
            self.text.insertPlainText(templates[0].text())
        self.text.setFocus()

    def fill(self, words: str) -> None:
        """Shows other words, which are kept already."""
        if self.words() != words:
            with QSignalBlocker(self.text):
                self.text.setPlainText(words)
            self._grow()

    def return_to(self, words: str, cursor: int) -> None:
        """Puts back what is typed, which may be newer than what is kept of it."""
        if not self.text.isReadOnly() and self.words() != words:
            self.text.setPlainText(words)
        at = self.text.textCursor()
        at.setPosition(min(cursor, len(self.words())))
        self.text.setTextCursor(at)

    def flush(self) -> None:
        """Saves what is being written at once."""
        self._typing.flush()

    def save(self) -> None:
        self.typed.emit(self.words())

    def _name(self, *, is_signing: bool) -> None:
        name = tr("Signing opinion") if is_signing else tr("Opinion")
        if name == self.text.accessibleName():
            return  # an input method may have begun a word in the hint's place
        told = tr("Opinion, as the decision says it")
        if is_signing:
            told = tr("Opinion, as the approval form says it")
        self._heading.setText(name)
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(told)

    def _grow(self) -> None:
        self.text.setFixedHeight(with_text(HEIGHT))

    def _offer(self, templates: tuple[str, ...]) -> None:
        """The item's templates, in one menu; an open one stays as long as they do."""
        if tuple(action.text() for action in self._menu.actions()) != templates:
            self._menu.clear()
            for text in templates:
                self._menu.addAction(text, partial(self._take, text))

    def _take(self, text: str) -> None:
        """In the place of what is written, which Ctrl+Z brings back."""
        self.text.selectAll()
        self.text.insertPlainText(text)
        self.text.setFocus()


def _moment(at: datetime, view: CaseView) -> str:
    """The time, with its day where that is not today."""
    return f"{at:%H:%M}" if at.date() == view.situation.today else f"{at:%m-%d %H:%M}"
