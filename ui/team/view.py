"""The team (团队): a row a clerk, the cases of the chosen one below, handed over from there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter

from app.desk import Cases, ChangeKind, Colleague, OpenCase, Team, TeamMember
from ui.background import Background
from ui.events import Changes, DeskEvents
from ui.language import tr
from ui.parts.page import PageView
from ui.parts.widgets import Empty, Surface, button, column, label, row
from ui.team.handing_over import HandOverDialog
from ui.team.tables import ClerksTable, TeamCasesTable
from ui.team.whole import WholeCase

SHOWS: frozenset[ChangeKind] = frozenset({"colleague", "team_case", "outbox", "calendar"})


class TeamView(PageView):
    """Of the lead's department, as the feed tells it."""

    case_wanted = Signal(str)  # the id of one of the lead's own
    said = Signal(str)  # a sentence for the status bar

    def __init__(
        self,
        team: Team,
        cases: Cases,
        background: Background,
        events: DeskEvents,
        keys: Mapping[str, str],
    ) -> None:
        super().__init__("wash")
        self._team, self._cases = team, cases
        self._background, self._events = background, events
        self.members: list[TeamMember] = []
        self._at: str | None = None  # the id of the clerk whose cases are below
        self._counts = label("", "quiet")
        self.clerks, self.table = ClerksTable(), TeamCasesTable()
        self.clerks.currentCellChanged.connect(lambda *_: self._turn_to(self.clerks.currentRow()))
        self.clerks.activated.connect(lambda _index: self.table.setFocus())
        self.clerks.dropped.connect(self._hand_over)
        self.table.activated.connect(lambda _index: self.look())
        self._whose = label("", level="heading")
        self.over = button(
            tr("Hand over…  {key}", key=keys["hand_over"]), self.hand_over, name=tr("Hand over…")
        )
        self.whole = button(tr("Look at it"), self.look, "link")
        below = Surface("wash")
        inner = column(row(self._whose, None, self.whole, self.over), self.table, gap=8)
        inner.setStretch(1, 1)
        below.setLayout(inner)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        for part, stretch in ((self.clerks, 2), (below, 3)):
            self._split.addWidget(part)
            self._split.setStretchFactor(self._split.count() - 1, stretch)
        self._empty = Empty("")
        layout = column(
            label(tr("Team"), level="title"), self._counts, self._split, self._empty,
            margin=16, gap=8,
        )  # fmt: skip
        layout.setStretch(2, 1)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._show([])
        events.changed.connect(self._hear)

    def come_to_front(self) -> None:
        (self.clerks if self.members else self._empty).setFocus()
        self._read()

    def hand_over(self) -> None:
        """The chosen cases, to a colleague still to be picked."""
        self._hand_over("", self.table.chosen())

    def look(self) -> None:
        """At the case the keys are on: the lead's own opens, another's is shown."""
        line = self.table.currentRow()
        if not 0 <= line < len(self.table.cases):
            return
        head = self.table.cases[line].head
        if self._cases.number(head.id) is not None:
            self.case_wanted.emit(head.id)
            return
        title = f"{head.item.name} · {head.applicant_name}"
        WholeCase(head.id, title, self._team, self._background, self).open()

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS) and not self.isHidden():
            self._read()

    def _read(self) -> None:
        self._background.run(self._team.members, self._hear_read)

    def _hear_read(self, members: list[TeamMember]) -> None:
        if self._events.ended:
            return
        waits = self.window().focusWidget() is self._empty.sentence
        self._show(members)
        if waits and members:
            self.clerks.setFocus()

    def _show(self, members: list[TeamMember]) -> None:
        self.members = members
        self._split.setVisible(bool(members))
        self._empty.setVisible(not members)
        self._empty.sentence.setText(
            tr("The centre has not told of your team yet.")
            if self._team.is_told()
            else tr("This centre is of version 1.0 and does not tell of a team.")
        )
        ids = [each.member.id for each in members]
        at = ids.index(self._at) if self._at in ids else 0
        self.clerks.show_members(members, at, self._team.today())
        late = sum(each.load.overdue for each in members)
        open_ = sum(each.load.open for each in members)
        self._counts.setText(tr("{n} open, {late} overdue", n=open_, late=late) if members else "")
        self._turn_to(at)

    def _turn_to(self, line: int) -> None:
        if not 0 <= line < len(self.members):
            return
        each = self.members[line]
        self._at = each.member.id
        who = each.member.clerk.known_as if each.member.id else tr("Pool")
        self._whose.setText(tr("{who}: {n} open", who=who, n=len(each.cases)))
        names = {m.member.id: m.member.clerk.known_as for m in self.members if m.member.id}
        self.table.show_cases(each.cases, names)
        for made in (self.over, self.whole):
            made.setEnabled(bool(each.cases))

    def _hand_over(self, to_clerk: str, ids: list[str]) -> None:
        chosen = [case for case in self._every_case() if case.head.id in ids]
        holders = {m.member.id for m in self.members if any(c in m.cases for c in chosen)}
        if not chosen or holders == {to_clerk}:
            return
        what = "\n".join(f"{c.head.item.name} · {c.head.applicant_name}" for c in chosen[:5])
        if len(chosen) > 5:
            what += "\n" + tr("and {n} more", n=len(chosen) - 5)
        dialog = HandOverDialog(what, to_clerk, self._colleagues(holders), self)
        dialog.wanted.connect(partial(self._decide, dialog, [case.head.id for case in chosen]))
        dialog.open()

    def _colleagues(self, holders: set[str]) -> list[Colleague]:
        """Whom the cases of these can go to, the lead as well."""
        today, staff = self._team.today(), [each.member for each in self.members if each.member.id]
        return [
            Colleague(member.clerk, member.away_until if member.is_away(today) else None)
            for member in staff
            if holders != {member.id}
        ]

    def _every_case(self) -> list[OpenCase]:
        return [case for each in self.members for case in each.cases]

    def _decide(self, dialog: HandOverDialog, ids: list[str], to_clerk: str, reason: str) -> None:
        """One after another; where one may not go the dialog stays with the reason, and the others
        are gone."""
        if not ids:
            dialog.accept()
            self.said.emit(tr("Saved: to be handed over"))
            return
        first, *others = ids
        self._background.when_done(
            self._team.hand_over(first, to_clerk, reason),
            lambda _done: self._decide(dialog, others, to_clerk, reason),
            say=dialog.refuse,
        )
