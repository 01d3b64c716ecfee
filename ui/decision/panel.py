"""Opinion and decision: exactly the lawful actions, and in a sentence why another is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QVBoxLayout

from app.cases import actions
from app.cases.actions import Payload
from app.cases.failure import Failure
from app.cases.guards import Hindrance
from app.cases.notices import TITLES
from app.desk import CaseView, NotLawful
from ui.decision.sheets import SHEETS, Sheet
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, clear, column, label, row, scrolling, set_tone
from ui.parts.words import ACTIONS, STATES, word

TYPING_MS = 250
DANGER = ("deny", "refuse_acceptance")
ASIDE = ("transfer", "release", "message", "begin_special", "extend", "refuse_acceptance")


class DecisionPanel(Surface):
    """``decide(payload, failed)`` queues a decision, ``typed`` saves the opinion as it is typed,
    ``preview`` shows the notice a decision would serve."""

    def __init__(
        self,
        decide: Callable[[Payload, Callable[[BaseException], None]], None],
        typed: Callable[[str], None],
        preview: Callable[[Payload], None],
    ) -> None:
        super().__init__("paper")
        self._decide, self._typed, self._preview = decide, typed, preview
        self._view: CaseView | None = None
        self._case_id = ""
        self.opinion = QPlainTextEdit()
        self.opinion.setAccessibleName(tr("Opinion"))
        self.opinion.setPlaceholderText(tr("Opinion, as the decision says it"))
        self.opinion.setTabChangesFocus(True)
        self.opinion.setFixedHeight(84)
        self.ready = QPushButton(tr("Ready-made ▾"))
        self.ready.setAccessibleName(tr("Ready-made opinions"))
        self.ready.setAutoDefault(False)
        self.saved = label("", "quiet")
        self.heading = label(tr("Opinion"), level="heading")
        self.said = label("")
        self.said.setAccessibleName(tr("What stands in the way"))
        self.said.setVisible(False)
        self.buttons: dict[str, QPushButton] = {}
        self._actions = column(gap=8)
        self._sheet_place = QVBoxLayout()
        self.takes_room: Callable[[bool], None] = lambda wanted: None
        self.sheet: Sheet | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._save)
        self.opinion.textChanged.connect(self._touched)
        self.setLayout(
            column(
                row(self.heading, self.ready),
                self.opinion,
                self.saved,
                self.said,
                self._actions,
                self._sheet_place,
                margin=12,
            )
        )

    def show_case(self, view: CaseView) -> None:
        fresh = view.case.id != self._case_id
        self._view, self._case_id = view, view.case.id
        if fresh:
            self._say("")
            self.close_sheet()
        if fresh or not self.opinion.hasFocus():
            decided = view.case.decision.opinion if view.case.decision else ""
            self._fill(view.draft.opinion or decided)
        menu = QMenu(self)
        for text in view.situation.item.opinions:
            menu.addAction(text, partial(self._take, text))
        self.ready.setMenu(menu)
        self.ready.setEnabled(bool(view.situation.item.opinions))
        at = view.draft.saved_at
        self.saved.setText(tr("Saved as typed, {time}", time=f"{at:%H:%M}") if at else "")
        if self.sheet is None:
            self._rebuild()

    def take_primary(self) -> None:
        """Ctrl+Enter: the first of the offered decisions, or the open sheet's."""
        if self.sheet is not None:
            self._confirm()
        elif (kind := self._primary()) is not None:
            self._press(kind)

    def close_sheet(self) -> None:
        clear(self._sheet_place)
        self.sheet = None
        self._set_opinion_shown(True)
        self.takes_room(False)
        self._rebuild()

    def _primary(self) -> str | None:
        open_ = [kind for kind, _ in self._view.actions] if self._view else []
        order = ("deliver", "approve", "end_special", "accept")
        if self._view and not self._view.case.item.instant:
            order = ("deliver", "accept", "approve", "end_special")
        return next((kind for kind in order if kind in open_), None)

    def _rebuild(self) -> None:
        clear(self._actions)
        self.buttons = {}
        if self._view is None:
            return
        primary = self._primary()
        kinds = [kind for kind, _ in self._view.actions]
        mine = self._view.case.state
        if not [kind for kind in kinds if kind != "message"]:
            self._actions.addWidget(label(self._resting(mine), "quiet"))
        if primary is not None:
            words = tr("{action}  Ctrl+Enter", action=word(ACTIONS, primary))
            self._actions.addWidget(self._offered(primary, words, "primary"))
        if primary in TITLES and primary not in SHEETS:
            look = button(tr("Notice"), lambda: self._preview(self._plain(str(primary))), "link")
            self._actions.addWidget(look)
        beside = [k for k in kinds if k != primary and k not in ASIDE]
        buttons = [self._offered(kind) for kind in beside]
        if aside := [k for k in kinds if k in ASIDE]:
            buttons.append(self._more(aside))
        for start in range(0, len(buttons), 2):
            self._actions.addLayout(row(*buttons[start : start + 2]))
        self._say_what_is_missing(primary)

    def _more(self, kinds: list[str]) -> QPushButton:
        """The actions that are seldom taken, in a menu."""
        more = QPushButton(tr("More ▾"))
        more.setAccessibleName(tr("More actions"))
        more.setAutoDefault(False)
        more.setMinimumHeight(34)
        menu = QMenu(more)
        for kind in kinds:
            menu.addAction(word(ACTIONS, kind), partial(self._press, kind))
        more.setMenu(menu)
        return more

    def _offered(self, kind: str, words: str = "", look: str = "") -> QPushButton:
        look = look or ("danger" if kind in DANGER else "")
        made = button(words or word(ACTIONS, kind), lambda: self._press(kind), look)
        made.setAccessibleName(word(ACTIONS, kind))
        made.setMinimumHeight(34)
        self.buttons[kind] = made
        return made

    def _say_what_is_missing(self, primary: str | None) -> None:
        """Under the decisions: how much the first of them still needs; pressing it says what."""
        barred = dict(self._view.actions).get(primary, ()) if self._view and primary else ()
        if barred and primary is not None:
            words = tr("{action} still needs {n} things; press it to see them",
                       action=word(ACTIONS, primary), n=len(barred))  # fmt: skip
            self._actions.addWidget(label(words, "quiet"))

    def _press(self, kind: str) -> None:
        if self._view is None:
            return
        barred = dict(self._view.actions).get(kind, ())
        if barred:
            self._say("\n".join(_sentence(hindrance) for hindrance in barred), "red")
            return
        self._flush()
        self._say("")
        if kind in SHEETS:
            self._open_sheet(kind)
            return
        self._decide(self._plain(kind), self._failed)

    def _plain(self, kind: str) -> Payload:
        """The payload of an action that asks for nothing but the opinion."""
        if kind == "approve":
            return actions.Approve(opinion=self.opinion.toPlainText().strip())
        return actions.Accept() if kind == "accept" else actions.Release()

    def _preview_sheet(self) -> None:
        if self.sheet is not None:
            self._preview(self.sheet.payload())

    def _open_sheet(self, kind: str) -> None:
        if self._view is None:
            return
        clear(self._actions)
        self.buttons = {}
        self._set_opinion_shown(False)
        self.takes_room(True)
        self.sheet = SHEETS[kind](self._view)
        look = "danger" if kind in DANGER else "primary"
        confirm = button(word(ACTIONS, kind), self._confirm, look)
        self.buttons["confirm"] = confirm
        cancel = button(tr("Back"), self._back)
        self.sheet.setLayout(column(self.sheet.form, None))
        self._sheet_place.addWidget(label(word(ACTIONS, kind), level="heading"))
        self._sheet_place.addWidget(scrolling(self.sheet, word(ACTIONS, kind)), 1)
        buttons = [confirm, cancel]
        if kind in TITLES:
            buttons.append(button(tr("Notice"), self._preview_sheet, "link"))
        self._sheet_place.addLayout(row(*buttons, None))
        self.sheet.setFocus()

    def _back(self) -> None:
        self._say("")
        self.close_sheet()

    def _confirm(self) -> None:
        if self.sheet is not None:
            self._flush()
            self._decide(self.sheet.payload(), self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, NotLawful):
            self._say("\n".join(_sentence(h) for h in error.hindrances), "red")
        elif isinstance(error, Failure):
            self._say(spoken(error.sentence), "red")
        else:
            self._say(tr("Something unexpected happened; nothing was decided. Try again."), "red")
            raise error

    def _set_opinion_shown(self, shown: bool) -> None:
        for part in (self.heading, self.ready, self.opinion, self.saved):
            part.setVisible(shown)

    def _resting(self, state: str) -> str:
        return tr("Nothing to decide: {state}.", state=word(STATES, state))

    def _say(self, text: str, tone: str = "") -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        set_tone(self.said, tone)

    def _take(self, text: str) -> None:
        self.opinion.setPlainText(text)
        self.opinion.setFocus()

    def _fill(self, text: str) -> None:
        if self.opinion.toPlainText() != text:
            self.opinion.blockSignals(True)
            self.opinion.setPlainText(text)
            self.opinion.blockSignals(False)

    def _touched(self) -> None:
        self._typing.start()

    def _flush(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self._save()

    def _save(self) -> None:
        self._typed(self.opinion.toPlainText())


def _sentence(hindrance: Hindrance) -> str:
    article = f"（{hindrance.article}）" if hindrance.article else ""
    return spoken(hindrance.text) + article
