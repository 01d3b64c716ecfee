"""The outbox: what each decision waits for, since when, and what the clerk can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QPushButton, QWidget

from app.cases.proposals import became
from app.desk import Centre, ChangeKind, Deciding, Entry, Machine, Unreadable, Written
from ui.background import Background
from ui.events import Changes, DeskEvents
from ui.language import language, spoken, tr
from ui.parts.focus import first_stop
from ui.parts.page import PageView
from ui.parts.taborder import order_tabs
from ui.parts.widgets import Empty, Scrolling, Surface, button, clear, column, label, row
from ui.parts.words import (
    FEED_KINDS,
    action_word,
    body_parts,
    difference_side,
    payload_word,
    word,
)

if TYPE_CHECKING:
    from app.desk import Status

SHOWS: frozenset[ChangeKind] = frozenset({"outbox", "unreadable"})
RESTORED = "restored"


class OutboxView(PageView):
    """A card for each entry that is here, with what can be done about it."""

    case_wanted = Signal(str)  # its id

    def __init__(
        self,
        deciding: Deciding,
        centre: Centre,
        machine: Machine,
        background: Background,
        events: DeskEvents,
    ) -> None:
        super().__init__("wash")
        self._deciding, self._centre, self._machine = deciding, centre, machine
        self._background = background
        self._said_of_centre = self._of_centre()
        self._entries: list[Entry] = []  # shown
        self._refused = ("", "")  # an entry's id and why it was not taken back
        self._made: dict[tuple[str, str], QPushButton] = {}  # by their entry and words
        self._cards = column(margin=16, gap=10)
        self._list = Surface("wash")
        self._list.setLayout(self._cards)
        self._area = area = Scrolling(self._list, tr("Outbox"))
        area.setProperty("surface", "wash")
        head = column(
            label(tr("Outbox"), level="title"),
            label(
                tr("Decisions are kept here until the centre has answered. None is ever dropped."),
                "quiet",
            ),
            margin=16,
            gap=4,
        )
        self.setLayout(column(head, area, gap=0))
        events.changed.connect(self._hear)
        events.status.connect(self._hear_status)

    def come_to_front(self) -> None:
        """The keys are on the first that can be done."""
        self.refresh()
        (first_stop(self._list) or self._area).setFocus()

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS) and not self.isHidden():
            self.refresh()

    def _hear_status(self, _status: Status) -> None:
        if self._of_centre() != self._said_of_centre and not self.isHidden():
            self.refresh()

    def _of_centre(self) -> tuple[bool, datetime | None]:
        """Whether it is offline, and when it asked to be spoken to again."""
        status = self._centre.status
        return self._centre.offline, status.until if status is not None else None

    def refresh(self) -> None:
        """Reads again what the outbox holds; a refusal stays as long as that is the same."""
        self._said_of_centre = self._of_centre()
        focus = QApplication.focusWidget()
        held = next((place for place, made in self._made.items() if made is focus), None)
        self._made = {}
        clear(self._cards)
        entries = self._deciding.entries()
        if entries != self._entries:
            self._entries, self._refused = entries, ("", "")
        sent = self._deciding.sent_entries()
        for together in _together(entries):
            self._cards.addWidget(self._card(together))
        if not entries:
            empty = Empty(tr("Everything has been sent. Nothing waits here."))
            empty.setFixedHeight(120)
            self._cards.addWidget(empty)
        odd = self._centre.unreadable()
        if odd:
            self._cards.addWidget(label(tr("Could not be read"), level="heading"))
        for record in odd:
            self._cards.addWidget(_unreadable_line(record))
        if sent:
            self._cards.addWidget(label(tr("Sent and answered"), level="heading"))
        for entry in reversed(sent):
            self._cards.addWidget(self._sent_line(entry))
        self._cards.addStretch(1)
        order_tabs(self)
        if held is not None:
            (self._made.get(held) or first_stop(self._list) or self._area).setFocus()

    def _card(self, entries: list[Entry]) -> QWidget:
        """One entry, or a returned one with those of its case that cannot go before it."""
        entry = entries[0]
        card = QFrame()
        card.setProperty("surface", "card")
        back = entry.came_back
        between = "、" if language() == "zh" else ", "
        actions = between.join(payload_word(e.payload) for e in entries)
        title = label(f"{actions}  {entry.case_title}")
        title.setProperty("weight", "bold")
        since = label(
            tr("{no} · decided {time}", no=entry.case_no, time=f"{entry.at:%m-%d %H:%M}"), "quiet"
        )
        content = column(margin=14, gap=6)
        for part in (title, label(self._waits_for(entry), "red" if back else "quiet"), since):
            content.addWidget(part)
        if entry.state == "conflict":
            content.addWidget(self._comparison(entries))
        buttons = self._buttons(entry)
        self._made |= {(entry.id, made.text()): made for made in buttons}
        content.addLayout(row(*buttons, None))
        if entry.id == self._refused[0]:
            content.addWidget(label(self._refused[1], "red"))
        card.setLayout(content)
        return card

    def _buttons(self, entry: Entry) -> list[QPushButton]:
        made: list[QPushButton] = []
        here = self._deciding.has_case(entry)
        if entry.is_unsent:
            made.append(button(tr("Take back"), lambda: self._do(self._deciding.withdraw, entry)))
        elif entry.state == "conflict":
            made.append(
                button(
                    tr("Keep mine on top"),
                    lambda: self._do(self._deciding.resubmit_on_latest, entry),
                    "primary",
                )
            )
            if here:
                made.append(button(tr("Edit"), lambda: self._edit(entry)))
            made.append(
                button(tr("Take theirs"), lambda: self._do(self._deciding.take_theirs, entry))
            )
        elif entry.state == "refused" and here:
            made.append(button(tr("Edit"), lambda: self._edit(entry), "primary"))
        if entry.words and entry.came_back:
            made.append(button(tr("Copy my words"), lambda: _copy(entry.words), "link"))
        if entry.state == "gone":
            made.append(button(tr("Dismiss"), lambda: self._do(self._deciding.dismiss, entry)))
        elif entry.state == "refused" and not here:
            made.append(button(tr("Dismiss"), lambda: self._do(self._deciding.take_theirs, entry)))
        elif here:
            made.append(
                button(tr("Open the case"), lambda: self.case_wanted.emit(entry.case_id), "link")
            )
        return made

    def _edit(self, entry: Entry) -> None:
        """Lets the centre's side stand and opens the case with the clerk's words as its draft."""
        taken = self._deciding.take_theirs(entry.id)
        self._background.when_done(
            taken, lambda _: self.case_wanted.emit(entry.case_id), say=partial(self._refuse, entry)
        )

    def _do(self, handler: Callable[[str], Written], entry: Entry) -> None:
        self._background.when_done(
            handler(entry.id), lambda _done: self.refresh(), say=partial(self._refuse, entry)
        )

    def _refuse(self, entry: Entry, sentence: str) -> None:
        """The refusal stands on the card it speaks of, until something changes."""
        self._refused = (entry.id, sentence)
        self.refresh()

    def _comparison(self, entries: list[Entry]) -> QWidget:
        content = column(gap=6)
        last = self._deciding.last_change(entries[0].case_id)
        if last is not None:
            said = tr(
                "{name} · {action} at {time}",
                name=last.by.name,
                action=action_word(last.type),
                time=f"{last.at:%m-%d %H:%M}",
            )
            content.addWidget(label(tr("Before you: {what}", what=said)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for at, heading in enumerate(("", tr("Mine"), tr("The centre's"))):
            grid.addWidget(label(heading, "quiet"), 0, at)
        for line, difference in enumerate(self._deciding.differences(entries), 1):
            mine, theirs = difference.mine, difference.theirs
            grid.addWidget(label(spoken(difference.label), "quiet"), line, 0)
            grid.addWidget(label(difference_side(difference, mine) or "—", "accent"), line, 1)
            grid.addWidget(label(difference_side(difference, theirs) or "—"), line, 2)
        for at, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(at, stretch)
        content.addLayout(grid)
        holder = QWidget()
        holder.setLayout(content)
        return holder

    def _waits_for(self, entry: Entry) -> str:
        if entry.state == "sending":
            return tr("Being sent")
        if entry.state == "conflict":
            if entry.code == RESTORED:
                return tr("Action required: the centre was restored from a backup and lost this")
            return tr("Action required: someone else changed the case first")
        if entry.state == "refused" and entry.code == "request_failed":
            return tr(
                "Action required: the centre cannot take this ({why}). Change it, or tell IT",
                why=entry.detail,
            )
        if entry.state == "refused" and entry.code == "attachment_refused":
            return tr(
                "Action required: the centre did not take the notice ({why}). Tell IT",
                why=entry.detail,
            )
        if entry.state == "refused":
            return tr("Action required: the centre refused it. {why}", why=entry.detail)
        if entry.state == "gone" and entry.payload.actor == "lead":
            return tr(
                "Action required: nothing waits for your signature any more ({why}); "
                "your words are kept",
                why=spoken(became(entry.code, entry.held_by)),
            )
        if entry.state == "gone" and entry.held_by:
            return tr(
                "Action required: the case is with {name} now; nothing was sent, your words stay",
                name=entry.held_by,
            )
        if entry.state == "gone":
            return tr("Action required: the case is no longer yours; your words are kept")
        offline, asked = self._said_of_centre
        now = self._machine.now()
        until, delayed = entry.not_before if entry.must_wait(now) else None, entry.is_delayed(now)
        if until is not None and delayed and not offline:
            time = f"{until.astimezone(now.tzinfo):%H:%M:%S}"
            return tr("To be sent at {time}; until then you can take it back", time=time)
        if until is None or delayed:
            until = asked
        if until is not None:
            time = f"{until.astimezone(now.tzinfo):%H:%M}"
            if entry.tries and until == entry.not_before:
                return tr(
                    "The centre failed on it ({why}): tried again at {time}",
                    time=time,
                    why=entry.detail,
                )
            return tr("Waiting until {time}, as the centre asked", time=time)
        if entry.code == RESTORED:
            return tr("The centre was restored from a backup and lost it: to be sent again")
        if offline:
            return tr("Offline: it is sent as soon as the centre is reached")
        return tr("About to be sent")

    def _sent_line(self, entry: Entry) -> QWidget:
        words = f"✓ {payload_word(entry.payload)}  {entry.case_title}"
        if entry.code == RESTORED:
            words += tr(" (sent again after the centre was restored)")
        holder = QWidget()
        time = label(f"{entry.changed_at:%m-%d %H:%M}", "quiet", wrap=False)
        line = row(label(words), time, margin=4)
        line.setStretch(0, 1)
        holder.setLayout(line)
        return holder


def _unreadable_line(record: Unreadable) -> QWidget:
    """What IT is to know of; nothing the clerk could do helps, and nothing else waits for it."""
    kind, parts = word(FEED_KINDS, record.kind), body_parts(record.parts)
    said = tr(
        "{kind} {id}: what the centre sent could not be read. It was noted; tell IT. "
        "Everything else goes on.",
        kind=kind,
        id=record.id,
    )
    if not record.whole:
        said = tr(
            "{kind} {id}: {parts} could not be read. It was noted; tell IT.",
            kind=kind,
            id=record.id,
            parts=parts,
        )
    holder = QWidget()
    time = label(f"{record.noted_at:%m-%d %H:%M}", "quiet", wrap=False)
    line = row(label(said, "amber"), time, margin=4)
    line.setStretch(0, 1)
    holder.setLayout(line)
    return holder


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)


def _together(entries: list[Entry]) -> list[list[Entry]]:
    """Entries as cards: what follows a returned entry of its case stands on the same card."""
    cards: list[list[Entry]] = []
    returned: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.case_id in returned:
            returned[entry.case_id].append(entry)
            continue
        card = [entry]
        cards.append(card)
        if entry.came_back:
            returned[entry.case_id] = card
    return cards
