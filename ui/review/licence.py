"""An electronic licence in its paper's place (以证照代替材料), with the age of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.cases.labels import field_label
from app.cases.licences import judged
from app.cases.model import Licence, Material
from app.desk import CaseView, LookedUp, Searching
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, card, clear, column, label, row
from ui.parts.words import OUTCOME_SHAPES, OUTCOME_TONES

FRESH_SECONDS = 600  # an answer younger than this is not asked for again by itself


def licence_kind(view: CaseView, material: Material) -> str:
    """The kind of licence that may stand in this material's place; "" where none may."""
    wanted = {m.name: m.licence_kind for m in view.situation.item.materials}
    if material.licence is not None:
        return material.licence.kind
    return wanted.get(material.name, "") or (material.name if material.form == "licence" else "")


class LicencePanel(Surface):
    """What came with the case, else what a look-up by the holder finds."""

    def __init__(
        self, searching: Searching, now: Callable[[], datetime], background: Background
    ) -> None:
        super().__init__("wash")
        self._searching, self._now, self._background = searching, now, background
        self._view: CaseView | None = None
        self._material: Material | None = None
        self._cards = column(gap=12)
        self._age = label("", "quiet")
        self.again = button(tr("Look up again"), self.look_up)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addLayout(self._cards)
        whole.addLayout(row(self._age, None, self.again))
        whole.addStretch(1)

    def show_for(self, view: CaseView, material: Material) -> None:
        """Shows what is known at once, and asks the centre where that is old or nothing."""
        self._view, self._material = view, material
        known = self._searching.known_licences(view.case, self._kind())
        if material.licence is not None:
            self._show((material.licence,), tr("Shared with the case"))
        else:
            self._show_known(known, online=True)
        age = (self._now() - known.asked_at).total_seconds() if known else None
        if material.licence is None and (age is None or age > FRESH_SECONDS):
            self.look_up()

    def look_up(self) -> None:
        """Asks the centre; without it the last answer stays, with its age."""
        view, material = self._view, self._material
        if view is None or material is None:
            return
        kind = self._kind()
        self.again.setEnabled(False)

        def answered(answer: LookedUp | None) -> None:
            self.again.setEnabled(True)
            if self._material is material:
                offline = answer is None
                known = answer or self._searching.known_licences(view.case, kind)
                self._show_known(known, online=not offline)

        self._background.run(lambda: self._searching.look_up_licences(view.case, kind), answered)

    def _kind(self) -> str:
        if self._view is None or self._material is None:
            return ""
        return licence_kind(self._view, self._material)

    def _show_known(self, known: LookedUp | None, online: bool) -> None:
        if known is None:
            said = (
                tr("Asking the licence register…")
                if online
                else tr("Offline, and this was never looked up: ask for the paper or look later.")
            )
            self._show((), said)
            return
        when = _moment(known.asked_at, self._now())
        said = tr("Looked up {when}", when=when)
        if not online:
            said = tr("Offline: this is the answer of {when}", when=when)
        self._show(known.licences, said)

    def _show(self, licences: tuple[Licence, ...], said: str) -> None:
        clear(self._cards)
        self._age.setText(said)
        view = self._view
        if view is None:
            return
        for licence in licences:
            outcome, why = judged(licence, view.case.applicant.id_number, view.situation.today)
            verdict = label(f"{OUTCOME_SHAPES[outcome]} {spoken(why)}", OUTCOME_TONES[outcome])
            conclusion = (
                tr("Accepted in lieu of the paper original.")
                if outcome == "pass"
                else tr("Not accepted in lieu of the paper original: ask for the paper.")
            )
            self._cards.addWidget(card(column(
                label(f"{licence.kind}  {licence.no}", level="heading"), verdict,
                label(conclusion, "quiet"), _facts(licence, view), margin=14, gap=8,
            )))  # fmt: skip
        if not licences and self._material is not None and not self._material.supplied:
            none = tr(
                "No {kind} of the applicant's is registered: ask for the paper.", kind=self._kind()
            )
            self._cards.addWidget(label(none, "amber"))


def _facts(licence: Licence, view: CaseView) -> QWidget:
    until = licence.valid_to.isoformat() if licence.valid_to else tr("no end date")
    since = licence.valid_from.isoformat() if licence.valid_from else ""
    rows = [
        (tr("Holder"), licence.holder),
        (tr("Issued by"), licence.issuer),
        (tr("Valid"), f"{since} – {until}"),
        *((_name_of(view, key), str(value)) for key, value in licence.facts.items()),
    ]
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    for at, (name, value) in enumerate(rows):
        grid.addWidget(label(name, "quiet"), at, 0)
        grid.addWidget(label(value), at, 1)
    grid.setColumnStretch(1, 1)
    holder = QWidget()
    holder.setLayout(grid)
    return holder


def _name_of(view: CaseView, key: str) -> str:
    label = field_label(view.case, key)
    return spoken(label) if label is not None else tr("Also on it")


def _moment(then: datetime, now: datetime) -> str:
    same_day = then.date() == now.date()
    return f"{then:%H:%M}" if same_day else f"{then:%m-%d %H:%M}"
