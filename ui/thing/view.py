"""One thing (一件事): its picture, results as they come out, shared facts, and messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.cases import law, one_thing
from app.cases.actions import SendMessage
from app.cases.model import Licence, OneThing
from app.desk import CaseView, Deciding, Drafting
from ui.background import Background
from ui.events import DeskEvents
from ui.language import tr
from ui.parts.announcing import announce
from ui.parts.page import PageView
from ui.parts.saving import SaveTimer
from ui.parts.typed import TypedText
from ui.parts.widgets import (
    Empty,
    Scrolling,
    Surface,
    button,
    card,
    clear,
    column,
    label,
    naming,
    row,
)  # fmt: skip
from ui.review.deadline import DeadlineDialog, Running
from ui.theme import with_text
from ui.thing.picture import ThingPicture


class ThingView(PageView):
    """The one-thing of the case that is open, which ``case_in_sight`` answers."""

    case_wanted = Signal(str)  # its id

    def __init__(
        self,
        drafting: Drafting,
        deciding: Deciding,
        case_in_sight: Callable[[], CaseView | None],
        background: Background,
        events: DeskEvents,
    ) -> None:
        super().__init__("wash")
        self._drafting, self._deciding, self._case_in_sight = drafting, deciding, case_in_sight
        self._background, self._events = background, events
        self._view: CaseView | None = None
        self.picture = ThingPicture()
        self.picture.case_wanted.connect(self.case_wanted)
        self._head = column(gap=4)
        self._results = column(gap=8)
        self._facts = QGridLayout()
        self._messages = column(gap=10)
        self.to = QComboBox()
        self.text = TypedText()
        self.text.setAccessibleName(tr("Message"))
        self.text.setPlaceholderText(tr("What the other department should know"))
        self.text.setFixedHeight(with_text(64))
        self.text.setTabChangesFocus(True)
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self._keep)
        self.text.typed.connect(self._typing.start)
        self.send = button(tr("Send message"), self._send, "primary")
        self.said = label("", "red")
        self.said.setVisible(False)
        self.text.typed.connect(self.said.hide)
        self._empty = Empty(tr("Open a case: its one-thing is shown here, whole."))
        self._whole = self._laid_out()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._empty)
        whole.addWidget(self._whole, 1)
        self._whole.setVisible(False)

    def come_to_front(self) -> None:
        self.show_case(self._case_in_sight())
        (self._empty if self._view is None else self._whole).setFocus()

    def follow_case(self, view: CaseView) -> None:
        """What is in sight was read again, or is another case."""
        if not self.isHidden():
            self.show_case(view)

    def show_case(self, view: CaseView | None) -> None:
        """Shows the one-thing of a case, what is typed into the message stays."""
        thing = view.situation.thing if view is not None else None
        self._empty.setVisible(thing is None)
        self._whole.setVisible(thing is not None)
        if view is None or thing is None:
            self._view = None
            return
        before = self._view.case.one_thing.id if self._view is not None else ""
        if before != thing.id:
            self.flush()
        self._view = view
        calendar, today = view.situation.calendar, view.situation.today
        self.picture.show_thing(thing, view.case.id, calendar, today)
        self._show_head(view, thing)
        self._show_results(thing)
        self._show_facts(thing)
        self._show_messages(view, thing)
        if before != thing.id:
            self.said.hide()
            self._offer_departments(view, thing)
        if before != thing.id or not self.text.toPlainText():
            self._show_begun()

    def _show_begun(self) -> None:
        """What is typed and not sent; after a message was taken back, that again."""
        if self._view is not None and not self._typing.isActive():
            with QSignalBlocker(self.text):
                self.text.setPlainText(self._drafting.begun_message(self._view.case.one_thing.id))

    def parts(self) -> dict[str, QWidget]:
        return {"message": self.text}

    def typed(self) -> str:
        return self.text.toPlainText()

    def return_to(self, typed: str) -> None:
        """It may be newer than what is kept of it."""
        self.show_case(self._case_in_sight())
        if self._view is not None and self.text.toPlainText() != typed:
            self.text.setPlainText(typed)

    def flush(self) -> None:
        self._typing.flush()

    def _keep(self) -> None:
        if self._view is not None and not self._events.ended:
            self._drafting.write_message(self._view.case.one_thing.id, self.text.toPlainText())

    def _show_head(self, view: CaseView, thing: OneThing) -> None:
        clear(self._head)
        done = one_thing.granted(thing)
        title = label(f"{thing.scene.name}   {thing.applicant.name}", level="title", wrap=False)
        counted = tr("{done} of {all} done", done=done, all=len(thing.sub_applications))
        line = row(label(f"{thing.no} · {counted}", "quiet"), None)
        joint = one_thing.joint_deadline(thing, view.situation.calendar, view.situation.today)
        if "joint" in view.case.flags and joint is not None:
            day = joint.day.isoformat() if joint.day else tr("stands still")
            words = tr("Decided together by {day}", day=day)
            running = Running(tr("Departments together"), joint, law.article(42, 2))
            explain = partial(DeadlineDialog, [running], view.case.item, self)
            line.addWidget(button(words, lambda: explain().open(), "link"))
        self._head.addWidget(title)
        self._head.addLayout(line)

    def _show_results(self, thing: OneThing) -> None:
        clear(self._results)
        licences = [
            (s.item.name, s.result.licence)
            for s in thing.sub_applications
            if s.result is not None and s.result.licence is not None
        ]
        for item_name, licence in licences:
            self._results.addWidget(label(f"✓ {licence.kind}  {licence.no}", "green"))
            self._results.addWidget(label(_about(item_name, licence), "quiet"))
        if not licences:
            self._results.addWidget(label(tr("No result is out yet."), "quiet"))

    def _show_facts(self, thing: OneThing) -> None:
        clear(self._facts)
        for at, fact in enumerate(thing.facts):
            since = f"{fact.at:%m-%d %H:%M}" if fact.at else ""
            self._facts.addWidget(label(fact.label, "quiet"), at, 0)
            self._facts.addWidget(label(str(fact.value)), at, 1)
            self._facts.addWidget(label(f"{fact.from_} {since}", "quiet"), at, 2)
        if not thing.facts:
            self._facts.addWidget(label(tr("Nothing is shared yet."), "quiet"), 0, 0)
        self._facts.setColumnStretch(1, 1)

    def _show_messages(self, view: CaseView, thing: OneThing) -> None:
        clear(self._messages)
        names = {s.department.code: s.department.name for s in thing.sub_applications}
        waiting = [
            entry.payload
            for entry in view.entries
            if isinstance(entry.payload, SendMessage) and entry.is_unsent
        ]
        for unsent in reversed(waiting):
            to = names.get(unsent.to_department, unsent.to_department)
            self._messages.addWidget(label(tr("→ {to}  to be sent", to=to), "amber"))
            self._messages.addWidget(label(unsent.text))
        for message in reversed(thing.messages):
            to = names.get(message.to_department, message.to_department)
            head = f"{message.at:%m-%d %H:%M}  {message.from_} → {to}"
            self._messages.addWidget(label(head, "quiet"))
            self._messages.addWidget(label(message.text))
        if not waiting and not thing.messages:
            self._messages.addWidget(label(tr("No department has written yet."), "quiet"))

    def _offer_departments(self, view: CaseView, thing: OneThing) -> None:
        self.to.clear()
        own = view.case.department.code
        for sibling in thing.sub_applications:
            department = sibling.department
            if department.code != own and self.to.findData(department.code) < 0:
                self.to.addItem(department.name, department.code)

    def _send(self) -> None:
        """Through the outbox, like everything else."""
        if self._view is None:
            return
        payload = SendMessage(
            to_department=self.to.currentData() or "", text=self.text.toPlainText().strip()
        )
        self.said.setVisible(False)
        self.flush()
        sent = self._deciding.decide(self._view.case.id, payload)
        self._background.when_done(sent, lambda _done: self._show_begun(), say=self._say)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(True)
        announce(self.said, sentence)

    def _laid_out(self) -> QWidget:
        whither = row(naming(tr("To department"), self.to), self.to, self.send)
        whither.setStretch(1, 1)
        writing = column(whither, self.text, self.said, gap=8)
        results = _card(tr("Results and licences"), self._results)
        facts = _card(tr("Shared facts"), self._facts)
        messages = _card(
            tr("Messages between departments"), column(writing, self._messages, gap=12)
        )
        below = row(column(results, facts, None, gap=12), column(messages, None, gap=12), gap=12)
        below.setStretch(0, 1)
        below.setStretch(1, 1)
        inner = Surface("wash")
        inner.setLayout(column(self._head, self.picture, below, None, margin=16, gap=14))
        return Scrolling(inner, tr("One-thing"))


def _about(item_name: str, licence: Licence) -> str:
    since = f"{licence.valid_from}" if licence.valid_from else ""
    return " · ".join(part for part in (item_name, licence.issuer, since) if part)


def _card(title: str, inner: QVBoxLayout | QGridLayout) -> QWidget:
    return card(column(label(title, level="heading"), inner, margin=12, gap=10))
