"""The one thing a case belongs to, and the case's own story."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.cases.model import CLOSED_STATES, Event, Sibling
from app.desk import CaseView
from ui.language import tr
from ui.parts.widgets import Surface, card, clear, column, label, row
from ui.parts.words import STATES, action_word, day_and_time, word

DOTS = {
    "received": "○", "correcting": "◐", "reviewing": "◐", "special": "‖", "approved": "●",
    "denied": "✗", "revoked": "✗", "delivered": "●", "refused": "✗", "terminated": "—",
}  # fmt: skip


class StoryView(Surface):
    """Siblings with their states and who waits for whom, then what happened to this case."""

    def __init__(self) -> None:
        super().__init__("wash")
        self._parts = column(margin=12, gap=12)
        self.setLayout(self._parts)

    def show_case(self, view: CaseView) -> None:
        clear(self._parts)
        thing = view.situation.thing
        if thing is not None:
            names = {s.id: s.item.name for s in thing.sub_applications}
            lines = [self._sibling(s, names, view.case.id) for s in thing.sub_applications]
            self._parts.addWidget(_card(thing.scene.name, lines))
        events = [self._event(event) for event in reversed(view.case.history)]
        self._parts.addWidget(_card(tr("What has happened"), events))
        for message in thing.messages if thing else ():
            text = f"{day_and_time(message.at)}  {message.from_}\n{message.text}"
            self._parts.addWidget(_card(tr("Message"), [label(text)]))
        self._parts.addStretch(1)

    def _sibling(self, sibling: Sibling, names: dict[str, str], own: str) -> QWidget:
        name = label(f"{DOTS.get(sibling.state, '○')} {sibling.item.name}")
        if sibling.id == own:
            name.setProperty("weight", "bold")
        state = label(word(STATES, sibling.state), "quiet", wrap=False)
        lines = [row(name, state)]
        waits = [names.get(i, i) for i in sibling.depends_on]
        under = [sibling.department.name]
        if sibling.due is not None and sibling.state not in CLOSED_STATES:
            under.append(tr("due {day}", day=sibling.due.isoformat()))
        if waits:
            under.append(tr("after {names}", names="、".join(waits)))
        if sibling.result is not None and sibling.result.licence is not None:
            under.append(f"{sibling.result.licence.kind} {sibling.result.licence.no}")
        holder = QWidget()
        holder.setLayout(column(*lines, label(" · ".join(under), "quiet"), gap=2))
        return holder

    def _event(self, event: Event) -> QWidget:
        what = f"{day_and_time(event.at)}  {action_word(event.type)} · {event.by.name}"
        holder = QWidget()
        lines = [label(what)]
        if event.text:
            lines.append(label(event.text, "quiet"))
        holder.setLayout(column(*lines, gap=2))
        return holder


def _card(title: str, lines: list[QWidget]) -> QWidget:
    return card(column(label(title, level="heading"), *lines, margin=12, gap=8))
