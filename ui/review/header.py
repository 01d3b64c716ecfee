"""The head of the review: whose case it is, how far, by when, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.cases import one_thing
from app.desk import Cases, CaseView
from ui import theme
from ui.language import tr
from ui.parts.announcing import announce
from ui.parts.lights import light_icon
from ui.parts.widgets import Elided, Surface, button, column, label, row
from ui.parts.words import STATES, announced_words, body_parts, deadline_words, word

STEPS = ("received", "accepted", "reviewing", "decided", "delivered")


class CaseHeader(Surface):
    """``note`` is for what stands in the clerk's way, ``odd`` for what could not be read."""

    deadline_wanted = Signal()

    def __init__(self, cases: Cases) -> None:
        super().__init__("paper")
        self._cases = cases
        self._title = Elided()
        self._title.setProperty("level", "heading")
        self._about = Elided("", "quiet")
        self.light = button("", self.deadline_wanted.emit, "link")
        self._steps = label("", "quiet", wrap=False)
        self.note = label("", "red")
        self.note.setVisible(False)
        self.odd = label("", "amber")
        first, second = row(self._title, self.light), row(self._about, self._steps)
        for line in (first, second):
            line.setStretch(0, 1)
        self.setLayout(column(first, second, self.note, self.odd, margin=10, gap=2))

    def show_case(self, view: CaseView) -> None:
        case = view.case
        self._title.setText(f"{case.item.name}   {case.applicant.name}")
        thing = view.situation.thing
        dots = ""
        if thing is not None:
            done = one_thing.granted(thing)
            dots = tr("{done} of {all} done", done=done, all=len(thing.sub_applications))
        self._about.setText(f"{case.no} · {case.one_thing.scene.name}  {dots}")
        self._steps.setText(_steps(view))
        self._show_light(view)
        back = any(entry.came_back for entry in view.entries)
        self.note.setVisible(back)
        if back:
            self.note.setText(
                tr("A decision of yours came back: settle it in the outbox before going on.")
            )
        self._show_what_is_odd(view)

    def _show_what_is_odd(self, view: CaseView) -> None:
        said = []
        if view.unreadable:
            said.append(
                tr(
                    "Part of what the centre sent could not be read and is missing here: {parts}. "
                    "Tell IT before you decide on it.",
                    parts=body_parts(view.unreadable),
                )
            )
        if view.tells_less:
            said.append(
                tr(
                    "The centre's record has fewer words of a notice than you served: yours are "
                    "kept here. Tell IT."
                )
            )
        self.odd.setVisible(bool(said))
        self.odd.setText("\n".join(said))

    def say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(True)
        announce(self.note, sentence)

    def _show_light(self, view: CaseView) -> None:
        due, light = view.deadlines.next, view.deadlines.light
        announced = view.deadlines.special
        words = word(STATES, view.case.state)
        if announced is not None and announced.day is not None:
            words = announced_words(announced.day, self._cases.today())
            words = f"{words} · {announced.day:%m-%d}"
        elif due is not None and due.day is not None and light != "closed":
            days = self._cases.days_left(due.day)
            words = deadline_words(due.day, self._cases.today(), days)
            words = f"{words} · {due.day:%m-%d}" + (tr(" (provisional)") if due.provisional else "")
        self.light.setText(words)
        self.light.setIcon(light_icon(light))
        self.light.setAccessibleName(tr("Deadline: {words}", words=words))
        style = f"color: {theme.current().light(light)}; font-weight: 600;"
        if style != self.light.styleSheet():  # setting it costs as much as all the rest here
            self.light.setStyleSheet(style)


def _steps(view: CaseView) -> str:
    """Receipt → acceptance → review → decision → delivery, those behind us dotted."""
    clock, state = view.case.clock, view.case.state
    reached = {
        "received": True,
        "accepted": clock.accepted_at is not None,
        "reviewing": clock.accepted_at is not None and state != "special",
        "decided": clock.decided_at is not None,
        "delivered": clock.delivered_at is not None,
    }
    names = (tr("Receipt"), tr("Acceptance"), tr("Review"), tr("Decision"), tr("Delivery"))
    dots = ("●" if reached[step] else "○" for step in STEPS)
    return "  ".join(f"{dot} {name}" for dot, name in zip(dots, names, strict=True))
