"""The outbox: what each decision waits for, since when, and what the clerk can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.cases.failure import Failure
from app.desk import Desk, Entry, Written
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Empty, Surface, button, clear, column, label, row, scrolling, set_tone
from ui.parts.words import ACTIONS, word

if TYPE_CHECKING:
    from app.desk import Status


class OutboxView(Surface):
    def __init__(self, desk: Desk, background: Background, opened: Callable[[str], None]) -> None:
        super().__init__("wash")
        self._desk, self._background, self._opened = desk, background, opened
        self._online = True
        self._said = label("", "red")
        self._said.setVisible(False)
        self._cards = column(margin=16, gap=10)
        self._list = Surface("wash")
        self._list.setLayout(self._cards)
        area = scrolling(self._list, tr("Outbox"))
        area.setProperty("surface", "wash")
        head = column(
            label(tr("Outbox"), level="title"),
            label(
                tr("Decisions are kept here until the centre has answered. None is ever dropped."),
                "quiet",
            ),
            self._said,
            margin=16,
            gap=4,
        )
        self.setLayout(column(head, area, gap=0))
        self.refresh()

    def hear(self, status: Status) -> None:
        online = status.state in ("online", "syncing")
        if online != self._online:
            self._online = online
            self.refresh()

    def refresh(self) -> None:
        clear(self._cards)
        entries = self._desk.entries()
        sent = self._desk.sent_entries()
        for entry in entries:
            self._cards.addWidget(self._card(entry))
        if not entries:
            empty = Empty(tr("Everything has been sent. Nothing waits here."))
            empty.setFixedHeight(120)
            self._cards.addWidget(empty)
        if sent:
            self._cards.addWidget(label(tr("Sent and answered"), level="heading"))
        for entry in reversed(sent):
            self._cards.addWidget(self._sent_line(entry))
        self._cards.addStretch(1)

    def _card(self, entry: Entry) -> QWidget:
        card = QFrame()
        card.setProperty("surface", "card")
        back = entry.state in ("conflict", "refused", "gone")
        title = label(f"{word(ACTIONS, entry.payload.type)}  {entry.case_title}")
        title.setProperty("weight", "bold")
        waits = label(self._waits_for(entry), "red" if back else "quiet")
        since = label(
            tr("{no} · decided {time}", no=entry.case_no, time=f"{entry.at:%m-%d %H:%M}"), "quiet"
        )
        lines: list[QWidget | object] = [title, waits, since]
        if entry.state == "conflict":
            lines.append(self._comparison(entry))
        buttons = self._buttons(entry)
        lines.append(row(*buttons, None))
        card.setLayout(column(*lines, margin=14, gap=6))  # type: ignore[arg-type]
        return card

    def _buttons(self, entry: Entry) -> list[QWidget]:
        made: list[QWidget] = []
        if entry.state == "waiting":
            made.append(button(tr("Take back"), lambda: self._do(self._desk.withdraw, entry)))
        elif entry.state == "conflict":
            made.append(
                button(
                    tr("Keep mine on top"),
                    lambda: self._do(self._desk.put_on_top, entry),
                    "primary",
                )
            )
        if entry.state in ("conflict", "refused", "gone"):
            words = tr("Take theirs") if entry.state == "conflict" else tr("Back to my draft")
            made.append(button(words, lambda: self._do(self._desk.take_theirs, entry)))
        if entry.state != "gone":
            made.append(button(tr("Open the case"), lambda: self._opened(entry.case_id), "link"))
        return made

    def _do(self, deed: Callable[[str], Written], entry: Entry) -> None:
        self._said.setVisible(False)
        self._background.when_done(deed(entry.id), lambda _done: self.refresh(), self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Failure):
            raise error
        self._said.setText(spoken(error.sentence))
        self._said.setVisible(True)

    def _comparison(self, entry: Entry) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for at, heading in enumerate(("", tr("Mine"), tr("The centre's"))):
            grid.addWidget(label(heading, "quiet"), 0, at)
        for line, difference in enumerate(self._desk.differences(entry), 1):
            grid.addWidget(label(spoken(difference.label), "quiet"), line, 0)
            mine, theirs = label(difference.mine or "—"), label(difference.theirs or "—")
            set_tone(mine, "accent")
            grid.addWidget(mine, line, 1)
            grid.addWidget(theirs, line, 2)
        for at, stretch in enumerate((1, 3, 3)):
            grid.setColumnStretch(at, stretch)
        holder = QWidget()
        holder.setLayout(grid)
        return holder

    def _waits_for(self, entry: Entry) -> str:
        if entry.state == "sending":
            return tr("Being sent")
        if entry.state == "conflict":
            return tr("Needs you: someone else changed the case first")
        if entry.state == "refused":
            return tr("Needs you: the centre refused it. {why}", why=entry.detail)
        if entry.state == "gone":
            return tr("Needs you: the case is no longer yours; your words are kept")
        if entry.not_before is not None and entry.not_before > self._desk.now():
            time = f"{entry.not_before.astimezone(self._desk.now().tzinfo):%H:%M}"
            return tr("Waiting until {time}, as the centre asked", time=time)
        if not self._online:
            return tr("Waiting for the network")
        return tr("About to be sent")

    def _sent_line(self, entry: Entry) -> QWidget:
        words = f"✓ {word(ACTIONS, entry.payload.type)}  {entry.case_title}"
        holder = QWidget()
        time = label(f"{entry.changed_at:%m-%d %H:%M}", "quiet", wrap=False)
        holder.setLayout(row(label(words), time, margin=4))
        return holder
