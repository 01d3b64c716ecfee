"""The strip over the pages while a drill runs: how far it is, its cases, and handing it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.cases.drill import DrillMark, lasted
from app.desk import Desk
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, label, row

TICK_MS = 1000


class DrillStrip(Surface):
    """``narrow`` is called with the ids of a drill's cases, ``open_at`` with a case's and a
    material's, ``said`` with a sentence."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        narrow: Callable[[tuple[str, ...]], None],
        open_at: Callable[[str, str], None],
        said: Callable[[str], None],
    ) -> None:
        super().__init__("wash")
        self._desk, self._background = desk, background
        self._narrow, self._open_at, self._said = narrow, open_at, said
        self._words = label("", "amber", wrap=False)
        self.only = button(tr("Only its cases"), self.show_cases, "link")
        self.hand_in = button(tr("Hand in"), self.ask_for_mark, "primary")
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
        spent = spoken(lasted((self._desk.machine.now() - running.begun_at).total_seconds()))
        self._words.setText(
            tr("Drill: {done} of {all} decided, {spent}", done=done,
               all=len(running.sub_application_ids), spent=spent)
        )  # fmt: skip

    def show_cases(self) -> None:
        drilling = self._desk.drill
        if drilling.running is not None:
            self._narrow(drilling.running.sub_application_ids)

    def open_begin(self) -> None:
        """A drill, or the mark of the last one; only where there is a practice centre."""
        if self._desk.drill.offered:
            from ui.drill.begin import BeginDrillDialog

            BeginDrillDialog(
                self._desk.drill, self._background, self._begun, self._show_mark, self.window()
            ).open()

    def _begun(self, count: int) -> None:
        self._desk.centre.sync_now()
        self.refresh()
        self.show_cases()
        self._said(tr("The drill has begun: {n} cases. They are on their way.", n=count))

    def ask_for_mark(self) -> None:
        drilling = self._desk.drill
        self.hand_in.setEnabled(False)
        self._background.run(
            drilling.hand_in, self._show_mark, say=self._said,
            ended=lambda: self.hand_in.setEnabled(True),
        )  # fmt: skip

    def _show_mark(self, mark: DrillMark) -> None:
        self.refresh()
        self._narrow(())
        from ui.drill.mark import MarkDialog

        window: QWidget = self.window()
        sheet = partial(self._desk.documents.open_drill_result, mark)
        MarkDialog(mark, sheet, self._background, self._open_at, window).open()
