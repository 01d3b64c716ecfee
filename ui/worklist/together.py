"""What can be done to several cases at once: what it asks for, and why it leaves a case out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from app.cases import actions, grants
from app.cases.actions import Payload
from app.cases.model import Notice
from app.desk import Cases, CaseView, Deciding, Documents
from ui.background import Background
from ui.decision import reasons
from ui.language import spoken, tr, tr_noop
from ui.parts.colleague import ColleaguePicker, fill
from ui.parts.widgets import column
from ui.parts.words import DELIVERIES, action_word
from ui.worklist.ems import TrackingNumbers

if TYPE_CHECKING:
    from app.desk import Joined

OPINIONS = {
    "approve": tr_noop("Opinion, where none is written yet"),
    "sign": tr_noop("Signing opinion, where none is written yet"),
}
AS_WISHED = ""
WHICH = {"latest": tr_noop("The latest of each case"), "all": tr_noop("All of each case")}
Failed = Callable[[BaseException], None]
Ending = tuple[str, Callable[[], None]]  # the words of a button, and what follows once all is done


class DecideTogether(QWidget):
    """An action on several cases; each is a decision of its own."""

    changed = Signal()
    completed = Signal()  # Enter in the last of several fields

    def __init__(self, kind: str, cases: Cases, deciding: Deciding, background: Background) -> None:
        super().__init__()
        self._cases, self._deciding, self._background = cases, deciding, background
        self.kind, self.title = kind, action_word(kind)
        self.endings: list[Ending] = [(self.title, lambda: None)]
        asks_for: list[QWidget] = []
        self.to = ColleaguePicker()
        self.words = QLineEdit()
        self.numbers = TrackingNumbers()
        self._views: Sequence[CaseView] = ()
        self.method = _choice(
            tr("How"), {AS_WISHED: tr_noop("As each applicant wished")} | DELIVERIES
        )
        if kind == "transfer":
            fill(self.to, cases, background)
            asks_for = [_named(self.to, tr("To (colleague)")), _named(self.words, tr("Reason"))]
            self.to.setPlaceholderText(tr("To whom: name, pinyin or window"))
            self.words.setPlaceholderText(tr("Reason"))
        elif kind in OPINIONS:
            asks_for = [_named(self.words, tr(OPINIONS[kind]))]
            self.words.setPlaceholderText(tr(OPINIONS[kind]))
        elif kind == "deliver":
            asks_for = [self.numbers, self.method]
        self.setLayout(column(*asks_for))
        self.to.picked.connect(self.changed)
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        self.method.currentIndexChanged.connect(lambda _at: self._ask_for_numbers())
        self.method.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.numbers.changed.connect(self.changed)
        self.numbers.completed.connect(self.completed)

    def take_views(self, views: Sequence[CaseView]) -> None:
        """All the cases it is about, once they are known."""
        self._views = views
        self._ask_for_numbers()

    def is_filled_in(self) -> bool:
        return self.kind != "transfer" or bool(self.to.id and self.words.text().strip())

    def why_not(self, view: CaseView) -> str:
        """Accepting and approving together is for what has nothing open, and so is signing either;
        approving also only for what is decided on the spot."""
        if self.kind == "approve" and not view.case.item.instant:
            return tr("Not an instant item: approve it by itself")
        asked = self._payload(view)
        if isinstance(asked, actions.Transfer):
            asked = actions.Transfer.minimal(view.case, view.situation)
        if barred := self._cases.blocking_reasons(view.judged, asked, view.situation):
            return reasons.sentences(barred[:1])[0]
        if self.numbers.is_twice(view.case.id):
            return tr("The same tracking number was given to another case")
        signed = view.proposed if self.kind == "sign" else None
        taken = signed.type if signed is not None else self.kind
        if taken in ("accept", "approve") and view.open_findings:
            return spoken(view.open_findings[0].text)
        return ""

    def begin(self, view: CaseView, done: Callable[[], None], failed: Failed) -> None:
        written = self._deciding.decide(view.case.id, self._payload(view))
        self._background.when_done(written, lambda _changed: done(), failed=failed)

    def said(self, count: int) -> str:
        return tr("{action}: {n} cases saved.", action=self.title, n=count)

    def _payload(self, view: CaseView) -> Payload:
        words = self.words.text().strip()
        match self.kind:
            case "sign":
                signed = actions.Sign.minimal(view.case, view.situation)
                return replace(signed, opinion=view.draft.opinion or words)
            case "accept":
                return actions.Accept()
            case "approve":
                grant = grants.in_form(view.case, view.situation)
                return actions.Approve(opinion=view.draft.opinion or words, grant=grant)
            case "deliver":
                return self._delivery(view, self.numbers.number(view.case.id))
            case "transfer":
                return actions.Transfer(to_clerk=self.to.id, reason=words)
        return actions.Release()

    def _delivery(self, view: CaseView, number: str) -> actions.Deliver:
        wanted = view.case.delivery.wanted if view.case.delivery else "counter"
        method = self.method.currentData() or wanted
        return actions.Deliver(
            method=method,
            receiver=view.case.applicant.name,
            tracking_no=number if method == "ems" else "",
        )

    def _ask_for_numbers(self) -> None:
        """For what goes by EMS and lacks nothing else."""
        posted = []
        for view in self._views if self.kind == "deliver" else ():
            delivery = self._delivery(view, "…")
            barred = self._cases.blocking_reasons(view.judged, delivery, view.situation)
            if delivery.method == "ems" and not barred:
                posted.append(view)
        self.numbers.ask_for(posted)


class PrintTogether(QWidget):
    """The notices of several cases in one job of the printer, or in one file. ``window`` outlives
    it, and ``say`` says what became of them."""

    changed = Signal()

    def __init__(
        self,
        documents: Documents,
        background: Background,
        printer: str,
        window: QWidget,
        say: Callable[[str], None],
    ) -> None:
        """They are printed first of all on the ``printer`` of this name."""
        super().__init__()
        self._documents, self._background, self._printer = documents, background, printer
        self._window, self._say = window, say
        self._prints: list[bytes] = []
        self.title = tr("Print notices")
        self.endings: list[Ending] = [
            (tr("Print…"), partial(self._join, self._print)),
            (tr("Save as PDF…"), partial(self._join, self._save)),
        ]
        self.which = _choice(tr("Which notices"), WHICH)
        self.which.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.setLayout(column(self.which))

    def is_filled_in(self) -> bool:
        return True

    def why_not(self, view: CaseView) -> str:
        notices = self._notices(view)
        if any(notice.provisional for notice in notices):
            return tr("The centre has not given out its number yet")
        return "" if notices else tr("No notice has been served on it yet")

    def begin(self, view: CaseView, done: Callable[[], None], failed: Failed) -> None:
        notices = self._notices(view)

        def keep(prints: list[bytes]) -> None:
            self._prints += prints
            done()

        self._background.run(
            lambda: [self._documents.print_notice(notice) for notice in notices],
            keep,
            failed=failed,
        )

    def said(self, count: int) -> str:
        return tr("Notices of {n} cases are ready.", n=count)

    def _notices(self, view: CaseView) -> tuple[Notice, ...]:
        served = view.case.notices
        return served if self.which.currentData() == "all" else served[-1:]

    def _join(self, then: Callable[[Joined], None]) -> None:
        prints = self._prints
        if prints:
            self._background.run(lambda: self._documents.join_notices(prints), then)

    def _print(self, joined: Joined) -> None:
        from ui.decision.printing import Printing

        document, say = self._documents.open_joined(joined), self._say
        printing = Printing(self._background, document, self._window, joined.starts)
        printing.done.connect(lambda: say(tr("The notices have gone to the printer.")))
        printing.ask(self._printer)

    def _save(self, joined: Joined) -> None:
        """Under a name of ours, which says nobody's."""
        name = f"{tr('Notices')}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.title, name, "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        self._background.run(
            lambda: self._documents.save_joined(joined, path),
            lambda _done: self._say(tr("The notices are saved.")),
            failed=self._not_saved,
        )

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        self._say(tr("The notices could not be saved there. Choose another place."))


def _choice(name: str, options: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for code, words in options.items():
        box.addItem(tr(words), code)
    return box


def _named(field: QLineEdit, name: str) -> QLineEdit:
    field.setAccessibleName(name)
    return field
