"""The strip over the pages while a drill runs: how far it is, its cases, and handing it in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.cases.drill import DrillResult, duration
from app.desk import (
    CaseView,
    Centre,
    ChangeKind,
    Deciding,
    Documents,
    Drilling,
    Machine,
)
from ui.background import Background
from ui.events import Changes, DeskEvents
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, label, row

SHOWS: frozenset[ChangeKind] = frozenset({"case", "outbox"})
TICK_MS = 1000


class DrillStrip(Surface):
    """Hidden while no drill runs."""

    cases_wanted = Signal(object)  # the ids of a drill's cases (tuple[str, ...]); none: all again
    place_wanted = Signal(str, str)  # a case's id, and a material's or ""
    said = Signal(str)  # a sentence

    def __init__(
        self,
        drilling: Drilling,
        deciding: Deciding,
        documents: Documents,
        centre: Centre,
        machine: Machine,
        background: Background,
        events: DeskEvents,
    ) -> None:
        super().__init__("wash")
        self._drilling, self._deciding, self._documents = drilling, deciding, documents
        self._centre, self._machine, self._background = centre, machine, background
        self._words = label("", "amber", wrap=False)
        self.only = button(tr("Only its cases"), self.show_cases, "link")
        self.hand_in = button(tr("Hand in"), self.ask_for_result, "primary")
        line = row(self._words, self.only, None, self.hand_in, gap=12)
        line.setContentsMargins(16, 6, 12, 6)
        self.setLayout(line)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self.refresh)
        self.hide()
        events.changed.connect(self._hear)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS):
            self.refresh()

    def note_case(self, view: CaseView) -> None:
        """The time a case of the drill is in sight counts."""
        self._drilling.see(view.case.id)

    def refresh(self) -> None:
        """Says how many of its cases have been decided."""
        running = self._drilling.running
        self.setVisible(running is not None)
        if running is None:
            self._ticking.stop()
            return
        self._ticking.start()
        done = self._deciding.decided_of(running.sub_application_ids)
        spent = spoken(duration((self._machine.now() - running.begun_at).total_seconds()))
        self._words.setText(
            tr(
                "Drill: {done} of {all} decided, {spent}",
                done=done,
                all=len(running.sub_application_ids),
                spent=spent,
            )
        )

    def show_cases(self) -> None:
        if (running := self._drilling.running) is not None:
            self.cases_wanted.emit(running.sub_application_ids)

    def open_begin(self) -> None:
        """A drill, or the result of the last one; only where there is a practice centre."""
        if self._drilling.offered:
            from ui.drill.begin import BeginDrillDialog

            dialog = BeginDrillDialog(self._drilling, self._background, self.window())
            dialog.begun.connect(self._begun)
            dialog.result_wanted.connect(self._show_result)
            dialog.open()

    def _begun(self, count: int) -> None:
        self._centre.try_again()
        self.refresh()
        self.show_cases()
        self.said.emit(tr("The drill has begun: {n} cases. They are on their way.", n=count))

    def ask_for_result(self) -> None:
        self.hand_in.setEnabled(False)
        self._background.run(
            self._send_and_hand_in,
            self._show_result,
            say=self.said.emit,
            ended=lambda: self.hand_in.setEnabled(True),
        )

    def _send_and_hand_in(self) -> DrillResult:
        self._centre.send_off()
        return self._drilling.hand_in()

    def _show_result(self, result: DrillResult) -> None:
        self.refresh()
        self.cases_wanted.emit(())
        from ui.drill.result import DrillResultDialog

        window: QWidget = self.window()
        sheet = partial(self._documents.open_drill_result, result)
        dialog = DrillResultDialog(
            result, sheet, self._background, self._machine.settings.printer, window
        )
        dialog.place_wanted.connect(self.place_wanted)
        dialog.open()
