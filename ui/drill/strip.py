"""The strip over the pages while a drill runs: how far it is, its cases, and handing it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.cases.drill import DrillResult, duration
from app.cases.failure import Failure
from app.desk import Desk
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, label, row

TICK_MS = 1000


class DrillStrip(Surface):
    """``show_only`` is called with the ids of a drill's cases, ``open_at`` with a case's and a
    material's, ``said`` with a sentence."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        show_only: Callable[[tuple[str, ...]], None],
        open_at: Callable[[str, str], None],
        said: Callable[[str], None],
    ) -> None:
        super().__init__("wash")
        self._desk, self._background = desk, background
        self._show_only, self._open_at, self._said = show_only, open_at, said
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

    def refresh(self) -> None:
        """Says how many of its cases have been decided."""
        drilling = self._desk.drill
        running = drilling.running
        self.setVisible(running is not None)
        if running is None:
            self._ticking.stop()
            return
        self._ticking.start()
        done = self._desk.deciding.decided_of(running.sub_application_ids)
        spent = spoken(duration((self._desk.machine.now() - running.begun_at).total_seconds()))
        self._words.setText(
            tr("Drill: {done} of {all} decided, {spent}", done=done,
               all=len(running.sub_application_ids), spent=spent)
        )  # fmt: skip

    def show_cases(self) -> None:
        drilling = self._desk.drill
        if drilling.running is not None:
            self._show_only(drilling.running.sub_application_ids)

    def open_begin(self) -> None:
        """A drill, or the result of the last one; only where there is a practice centre."""
        if self._desk.drill.offered:
            from ui.drill.begin import BeginDrillDialog  # a city's desk never has it

            BeginDrillDialog(
                self._desk.drill, self._background, self._begun, self._show_result, self.window()
            ).open()

    def _begun(self, count: int) -> None:
        self._desk.centre.sync_now()
        self.refresh()
        self.show_cases()
        self._said(tr("The drill has begun: {n} cases. They are on their way.", n=count))

    def ask_for_result(self) -> None:
        drilling = self._desk.drill
        self.hand_in.setEnabled(False)
        self._background.run(drilling.hand_in, self._show_result, self._not_handed_in)

    def _show_result(self, result: DrillResult) -> None:
        self.hand_in.setEnabled(True)
        self.refresh()
        self._show_only(())
        from ui.drill.result import DrillResultDialog

        window: QWidget = self.window()
        sheet = partial(self._desk.documents.open_drill_result, result)
        DrillResultDialog(result, sheet, self._background, self._open_at, window).open()

    def _not_handed_in(self, error: BaseException) -> None:
        self.hand_in.setEnabled(True)
        if not isinstance(error, Failure):
            raise error
        self._said(spoken(error.sentence))
