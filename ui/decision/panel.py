"""Opinion and decision: exactly the lawful actions, and in a sentence why another is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.cases import actions, grants
from app.cases.actions import ACTIONS, BlockingReason, Payload
from app.cases.actions.return_delivery import came_back
from app.cases.approval_form import approval_forms
from app.cases.failure import Failure
from app.cases.model import Notice
from app.desk import CaseView, NotLawful
from ui.decision import reasons
from ui.decision.offers import OFFERS
from ui.decision.opinion import OpinionView
from ui.decision.proposal import ProposalStrip
from ui.decision.sheet import Sheet
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.colleague import ColleaguePicker
from ui.parts.focus import first_stop, is_field
from ui.parts.saving import SaveTimer
from ui.parts.widgets import Scrolling, Surface, button, clear, column, label, row, set_tone
from ui.parts.words import STATES, action_word, decision_word, proposal_words, word
from ui.place import ReviewPlace

NEVER_HERE = (  # whatever else the clerk fills in
    "wrong_state", "deemed_accepted", "archived", "centre_too_old", "no_parties_known",
    "no_commitment", "verified_before", "handed_over", "proposed", "given_up_instead",
)  # fmt: skip
PAPERS_DIFFER = "papers_differ"  # the code of the reason that a finding has no answer


class DecisionPanel(Surface):
    """``judge`` says what stands in the way of an action as it is filled in, ``decide_key`` is that
    of the decision that is next."""

    decided = Signal(object)  # a Payload to be queued; close_sheet or say_failed follows
    opinion_typed = Signal(str)
    sheet_filled = Signal(object)  # the SheetDraft it is now
    preview_wanted = Signal(object)  # of the notice that this Payload would serve
    notice_wanted = Signal(object)  # a Notice of the case
    paper_wanted = Signal()  # to be taken in for the open sheet
    archive_wanted = Signal()  # of the case in sight
    colleagues_wanted = Signal(object)  # a ColleaguePicker that has none to offer yet
    room_wanted = Signal(bool)  # whether a sheet is open
    finding_wanted = Signal()  # of the papers: what stands in an approval's way
    rested = Signal()  # the keys have no place here any more
    rebuilt = Signal()

    def __init__(
        self, judge: Callable[[Payload], tuple[BlockingReason, ...]], decide_key: str
    ) -> None:
        super().__init__("paper")
        self._judge, self._decide_key = judge, decide_key
        self._reasons: dict[str, tuple[BlockingReason, ...]] = {}
        self._view: CaseView | None = None
        self._case_id = ""
        self.opinion_view = OpinionView()
        self.opinion_view.typed.connect(self.opinion_typed)
        self.opinion = self.opinion_view.text
        self.proposal = ProposalStrip()
        self.said = label("")
        self.said.setVisible(False)
        self.buttons: dict[str, QPushButton] = {}
        self._actions = column(gap=8)
        self._choices = QWidget()
        self._choices.setLayout(self._actions)
        self._served = column(gap=8)
        self._sheet_place = QVBoxLayout()
        self._built: tuple[object, ...] = ()
        self._shown_notices: tuple[Notice, ...] = ()
        self.sheet: Sheet | None = None
        self._asked: str | None = None  # whose reasons are said: an action's, "" for all
        self._others: QPushButton | None = None
        self._filling = SaveTimer(self)
        self._filling.timeout.connect(self._save_sheet)
        self._before: tuple[QWidget | None, str] = (None, "")  # what had the keys, what it opened
        self.setLayout(
            column(
                self.proposal,
                self.opinion_view,
                self.said,
                self._choices,
                self._served,
                self._sheet_place,
                margin=12,
            )
        )

    def show_case(self, view: CaseView) -> None:
        fresh = view.case.id != self._case_id
        self._view, self._case_id = view, view.case.id
        self._reasons = dict(view.actions)
        self.proposal.show_case(view)
        self.opinion_view.show_case(view, fresh)
        held = self.opinion.hasFocus()
        self._show_opinion()
        if fresh:
            self.close_sheet()
        elif self.sheet is None:
            self._offer()
        else:
            self.sheet.follow(view)
            self._follow()
        if held and not self._takes_opinion:
            self.take_focus()

    def begin_opinion(self) -> None:
        """Where what was judged is put into words, the item's template where nothing is written."""
        if self._takes_opinion:
            self.opinion_view.begin()
        else:
            self.take_focus()

    def take_focus(self) -> None:
        """Puts the keys on the opinion; while it stands with the leads, on what takes it back."""
        if self._takes_opinion:
            self.opinion.setFocus()
        else:
            self._rest("recall")

    def take_primary(self) -> None:
        """Ctrl+Enter: the first of the offered decisions, or the open sheet's."""
        if self.sheet is not None:
            self._confirm()
        elif (kind := self.primary_kind) is not None:
            self.press(kind)

    def next_words(self) -> str:
        """The decision that is next; "" where there is none."""
        kind = self.primary_kind
        return self._word(kind) if kind is not None else ""

    def primary(self) -> QPushButton:
        """The button of the decision that is next; of the open sheet where there is one."""
        return self.buttons["confirm" if self.sheet is not None else self.primary_kind or ""]

    def return_to(self, place: ReviewPlace) -> None:
        """Puts back what is typed, which may be newer than what is kept of it."""
        self.opinion_view.return_to(place.opinion, place.cursor)
        if place.sheet is not None and self._view is not None:
            sheets = self._view.draft.sheets | {place.sheet.kind: place.sheet}
            self._view = replace(self._view, draft=replace(self._view.draft, sheets=sheets))
            self._open_sheet(place.sheet.kind)

    @property
    def back(self) -> QPushButton:
        """The open sheet's way back."""
        return self.buttons["back"]

    def close_sheet(self) -> None:
        """Back to the opinion and the offers, and the keys to where they were before."""
        self._say("")
        focus = QApplication.focusWidget()
        held = self.sheet is not None and focus is not None and self.isAncestorOf(focus)
        clear(self._sheet_place)
        self.sheet = None
        self._show_opinion()
        self.room_wanted.emit(False)
        self._offer()
        (before, kind), self._before = self._before, (None, "")
        if held and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        elif held:
            self._rest(kind)

    @property
    def primary_kind(self) -> str | None:
        """What a clerk is here to do next, lawful already or not."""
        order: tuple[str, ...] = ("sign", "deliver", "approve", "end_special", "accept")
        if self._view and not self._view.case.item.instant:
            order = ("sign", "deliver", "accept", "approve", "end_special")
        if self._view and self._view.case.state == "correcting":
            order = ("receive_materials",)
        if self._view and came_back(self._view.case):
            order = ("return_delivery",)
        return next((kind for kind in order if kind in self._reasons and self._fits(kind)), None)

    def _fits(self, kind: str) -> bool:
        """Whether the case's state allows an action, lawful in detail or not."""
        return not any(h.code in NEVER_HERE for h in self._reasons[kind])

    def _offer(self) -> None:
        """The buttons stay, and keep the focus, while what they are made of is the same; from case
        to case as well."""
        if self._view is None or self._built != self._offers(self._view):
            self._rebuild()
        else:
            self._offer_notices()

    def _offers(self, view: CaseView) -> tuple[object, ...]:
        primary = self.primary_kind
        look = primary is not None and self._serves(primary) and not self._asks(primary)
        words = tuple(self._word(kind) for kind in self._reasons)
        detail = self._approval_in_detail()
        return (
            view.case.state,
            view.actions,
            view.asks_me,
            self._asked,
            primary,
            look,
            words,
            detail,
        )

    def _rebuild(self) -> None:
        """Makes the offers anew; the keys stay on the one they were on while it is there."""
        focus = QApplication.focusWidget()
        held = focus is not None and self._choices.isAncestorOf(focus)
        kind = next((k for k, offered in self.buttons.items() if offered is focus), "")
        self._make_offers()
        if held:
            self._rest(kind)

    def _rest(self, kind: str) -> None:
        """The keys go back to the button of an action, else to what is judged."""
        if kind in self.buttons:
            self.buttons[kind].show()
            self.buttons[kind].setFocus()
        else:
            self.rested.emit()

    def _make_offers(self) -> None:
        clear(self._actions)
        self.buttons = {}
        if self._view is None:
            return
        self._follow()
        self._built = self._offers(self._view)
        primary = self.primary_kind
        lawful = [kind for kind, barred in self._view.actions if not barred]
        if not [kind for kind in lawful if kind != "message"] and primary is None:
            self._actions.addWidget(label(self._resting(self._view.case.state), "quiet"))
        barred = self._reasons[primary] if primary is not None else ()
        buttons = []
        if primary is not None and not barred:
            buttons += self._offer_primary(primary, self._view)
        beside = [kind for kind in lawful if kind != primary and not OFFERS[kind].seldom]
        buttons += [self._offered(kind) for kind in beside]
        if aside := [kind for kind in lawful if OFFERS[kind].seldom and kind != primary]:
            buttons.append(self._more(aside))
        for start in range(0, len(buttons), 2):
            self._actions.addLayout(row(*buttons[start : start + 2]))
        if primary is not None and barred:
            self._say_what_it_needs(primary, barred)
        self._say_why_not(primary)
        self._offer_notices()
        self.rebuilt.emit()

    def _offer_primary(self, primary: str, view: CaseView) -> list[QPushButton]:
        """The decision that is next, in a line of its own; a lead's is given back, to stand in one
        line with sending back: both are in sight below all that is proposed."""
        first = self._offered(primary, self._with_key(primary), "primary")
        if not view.asks_me:
            self._actions.addWidget(first)
        if self._serves(primary) and not self._asks(primary):
            look = button(tr("Notice"), partial(self._look_ahead, primary), "link")
            self._actions.addWidget(look)
        return [first] if view.asks_me else []

    def _with_key(self, primary: str) -> str:
        return tr("{action}  {key}", action=self._word(primary), key=self._decide_key)

    def _say_what_it_needs(self, primary: str, barred: tuple[BlockingReason, ...]) -> None:
        """The decision that is next and cannot be taken yet; below the buttons, which stay in sight
        however much it needs. Once: not where it was asked for and is said above."""
        if self._asked not in ("", primary):
            why = reasons.in_short(barred)
            words = tr("{action}: {why}", action=self._with_key(primary), why=why)
            said = label(words, "amber")
            said.setToolTip("\n".join(reasons.sentences(barred)))
            self._actions.addWidget(said)

    def _word(self, kind: str) -> str:
        if self._view is None:
            return action_word(kind)
        action = decision_word(kind, self._view.case.item)
        return proposal_words(action) if self._view.needs_signature(kind) else action

    def _serves(self, kind: str) -> bool:
        """Whether it serves a notice, itself or by what it signs."""
        if self._view is None:
            return False
        signed = self._view.proposed if kind == "sign" else None
        return bool((signed or ACTIONS[kind]).title(self._view.case.item))

    def _say_why_not(self, primary: str | None) -> None:
        """One sentence for each action the state allows and the law does not, yet."""
        for kind, barred in self._reasons.items():
            said = self._asked in ("", kind) or kind in (primary, "reply_evaluation")
            if barred and not said and self._fits(kind):
                words = tr("{action}: {why}", action=self._word(kind), why=reasons.in_short(barred))
                self._actions.addWidget(label(words, "quiet"))
        self._others = button(tr("Why is nothing else available?"), self._toggle_all, "link")
        links = [self._others]
        if any(r.code == PAPERS_DIFFER for r in self._reasons.get(primary or "", ())):
            links.append(button(tr("See findings →"), self.finding_wanted.emit, "link"))
        self._actions.addLayout(row(*links, None))  # one line: what is found moves nothing

    def _ask(self, kind: str) -> None:
        """Says why an action cannot be taken, or for ``""`` why all others cannot."""
        had_focus = self._others is not None and self._others.hasFocus()
        self._asked = kind
        self._rebuild()
        announce(self.said, self.said.text())
        if had_focus and self._others is not None:
            self._others.setFocus()

    def _toggle_all(self) -> None:
        if self._asked == "":
            self._say("")
            self._rebuild()
        else:
            self._ask("")

    def _follow(self) -> None:
        """What was asked for is said as long as it is so, once: not beside the buttons as well."""
        if self._asked is None:
            return
        if self.sheet is not None:
            payload = self.sheet.payload()
            lines = reasons.named(self._word(payload.type), self._judge(payload))
        elif self._asked:
            lines = reasons.named(self._word(self._asked), self._reasons.get(self._asked, ()))
        else:
            lines = [
                tr(
                    "{action}: {why}",
                    action=self._word(kind),
                    why=reasons.in_short(barred),
                )
                for kind, barred in self._reasons.items()
                if barred
            ]
        self._show_said("\n".join(lines), "red" if self._asked else "")
        if not lines:
            self._asked = None

    def _offer_notices(self) -> None:
        """The notices served so far and the forms of what was signed, to be read and printed."""
        case = self._view.case if self._view else None
        notices = (*case.notices, *approval_forms(case)) if case is not None else ()
        if notices == self._shown_notices:
            return
        self._shown_notices = notices
        clear(self._served)
        for notice in notices:
            link = button(notice.title, partial(self.notice_wanted.emit, notice), "link")
            link.setAccessibleName(f"{notice.title} {notice.no}".strip())
            number = [label(notice.no, "quiet")] if notice.no else []
            self._served.addLayout(column(link, *number, gap=0))

    def _more(self, kinds: list[str]) -> QPushButton:
        """The actions that are seldom taken, in a menu."""
        more = QPushButton(tr("More ▾"))
        more.setAccessibleName(tr("More actions"))
        more.setAutoDefault(False)
        more.setMinimumHeight(34)
        menu = QMenu(more)
        for kind in kinds:
            menu.addAction(self._word(kind), partial(self.press, kind))
        if not self._reasons.get("approve", ("?",)):
            menu.addAction(self._approval_in_detail(), partial(self._open_sheet, "approve"))
        more.setMenu(menu)
        return more

    def _approval_in_detail(self) -> str:
        """What the menu calls an approval that says more than the opinion."""
        result = self._view.situation.item.result if self._view is not None else None
        if result is not None and result.bears_grant:
            return tr("Approve with particulars")
        return tr("Approve with conditions")

    def _offered(self, kind: str, words: str = "", look: str = "") -> QPushButton:
        look = look or ("danger" if OFFERS[kind].grave else "")
        made = button(words or self._word(kind), lambda: self.press(kind), look)
        made.setAccessibleName(self._word(kind))
        made.setMinimumHeight(34)
        self.buttons[kind] = made
        return made

    def press(self, kind: str) -> None:
        if self._view is None:
            return
        barred = self._reasons.get(kind, ())
        if barred and self.sheet is not None:
            self._say("\n".join(reasons.named(self._word(kind), barred)), "red")
            return
        if barred:
            self._ask(kind)
            return
        self.flush()
        self._say("")
        if kind == "archive":
            self.archive_wanted.emit()
            return
        if self._asks(kind):
            self._open_sheet(kind)
            return
        self.decided.emit(self._plain(kind, self._view))

    def _asks(self, kind: str) -> bool:
        """Whether an action asks for more than the opinion."""
        return self._view is not None and _minimal(kind, self._view).needs_sheet()

    def _plain(self, kind: str, view: CaseView) -> Payload:
        """The payload of an action that asks for nothing but the opinion."""
        if kind == "approve":
            grant = grants.in_form(view.case, view.situation)
            return actions.Approve(opinion=self.opinion_view.words().strip(), grant=grant)
        if kind == "sign" and view.case.proposal is not None:
            opinion = self.opinion_view.words().strip()
            return actions.Sign(proposal_id=view.case.proposal.id, opinion=opinion)
        return _minimal(kind, view)

    def _look_ahead(self, kind: str) -> None:
        if self._view is not None:
            self.preview_wanted.emit(self._plain(kind, self._view))

    def _preview_sheet(self) -> None:
        if self.sheet is not None:
            self.preview_wanted.emit(self.sheet.payload())

    def _open_sheet(self, kind: str) -> None:
        make = OFFERS[kind].sheet
        if self._view is None or make is None:
            return
        if self.sheet is None:
            self._before = (QApplication.focusWidget(), kind)
        for shown in (self._sheet_place, self._actions, self._served):
            clear(shown)
        self._built = self._shown_notices = ()
        self.buttons = {}
        self.room_wanted.emit(True)
        # The words on the screen may be newer than those last read.
        draft = replace(self._view.draft, opinion=self.opinion_view.words())
        self.sheet = make(replace(self._view, draft=draft))
        self._show_opinion()
        self.sheet.changed.connect(self._filling.start)
        self.sheet.paper_wanted.connect(self.paper_wanted)
        look = "danger" if OFFERS[kind].grave else "primary"
        confirm = button(self._word(kind), self._confirm, look)
        self.buttons["confirm"] = confirm
        self.buttons["back"] = button(tr("Back"), self._back)
        self.sheet.setLayout(column(self.sheet.form, None))
        for picker in self.sheet.findChildren(ColleaguePicker):
            self.colleagues_wanted.emit(picker)
        self._sheet_place.addWidget(label(self._word(kind), level="heading"))
        place = Scrolling(self.sheet, self._word(kind))
        # It takes what is left, so that a tall one scrolls here and its buttons stay in sight.
        place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._sheet_place.addWidget(place, 1)
        if self._serves(kind):
            notice = button(tr("Notice"), self._preview_sheet, "link")
            self._sheet_place.addLayout(row(notice, None))
        self._sheet_place.addLayout(row(confirm, self.back, None))
        self.rebuilt.emit()
        if (first := first_stop(self.sheet)) is not None:
            place.show()
            first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: out of a sheet's field to the way back from it, then that way."""
        if event.key() != Qt.Key.Key_Escape or self.sheet is None:
            super().keyPressEvent(event)
        elif is_field(QApplication.focusWidget()):
            self.back.setFocus()
        else:
            self._back()

    def _back(self) -> None:
        self.flush()
        self.close_sheet()

    def _confirm(self) -> None:
        if self.sheet is not None:
            self.flush()
            self.decided.emit(self.sheet.payload())

    def say_failed(self, kind: str, error: BaseException) -> None:
        """Why an action was not taken; raises an error nobody foresaw again."""
        if isinstance(error, NotLawful):
            self._say("\n".join(reasons.named(self._word(kind), error.blocking_reasons)), "red")
            self._asked = kind
        elif isinstance(error, Failure):
            self._say(spoken(error.sentence), "red")
        else:
            self._say(tr("Something unexpected happened; nothing was decided. Try again."), "red")
            raise error

    @property
    def _takes_opinion(self) -> bool:
        """Not while something stands with the leads, unless it waits for this one to sign."""
        view = self._view
        return view is None or view.case.proposal is None or view.asks_me

    def _show_opinion(self) -> None:
        """An open sheet has the place of the opinion and of the offers."""
        self._choices.setVisible(self.sheet is None)
        self.opinion_view.setVisible(self.sheet is None and self._takes_opinion)

    def _resting(self, state: str) -> str:
        if state not in STATES:
            return tr(
                "This desk does not know the state {state}: ask IT before you act.", state=state
            )
        return tr("Nothing to decide: {state}.", state=word(STATES, state))

    def _say(self, text: str, tone: str = "") -> None:
        self._asked = None
        self._show_said(text, tone)
        announce(self.said, text)

    def _show_said(self, text: str, tone: str = "") -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        set_tone(self.said, tone)

    def flush(self) -> None:
        """Saves what is being written at once."""
        self._filling.flush()
        self.opinion_view.flush()

    def _save_sheet(self) -> None:
        """Where a sheet sends the opinion, what becomes of it there is the opinion from now on."""
        if self.sheet is None or self._view is None:
            return
        draft = self.sheet.draft()
        self.sheet_filled.emit(draft)
        self._follow()
        sheets = self._view.draft.sheets | {draft.kind: draft}
        self._view = replace(self._view, draft=replace(self._view.draft, sheets=sheets))
        if (payload := draft.payload).sends_opinion:
            self.opinion_view.fill(payload.as_opinion())
            self.opinion_view.save()


def _minimal(kind: str, view: CaseView) -> Payload:
    return ACTIONS[kind].minimal(view.case, view.situation)
