"""Several closed cases put away, one after another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions import Archive
from app.desk import Archiving, Cases, CaseView, MadeArchive, NotWhole
from app.machine.cancel import CancelScope
from ui.background import Background
from ui.decision import reasons
from ui.language import tr
from ui.parts.words import action_word

Failed = Callable[[BaseException], None]
Ending = tuple[str, Callable[[], None]]


class ArchiveTogether(QWidget):
    """Each is made and archived; one whose papers cannot all be shown is left for the clerk to look
    at by itself."""

    changed = Signal()

    def __init__(self, cases: Cases, archiving: Archiving, background: Background) -> None:
        super().__init__()
        self._cases, self._archiving, self._background = cases, archiving, background
        self.title = action_word("archive")
        self.endings: list[Ending] = [(self.title, lambda: None)]

    def is_filled_in(self) -> bool:
        return True

    def why_not(self, view: CaseView) -> str:
        asked = Archive.minimal(view.case, view.situation)
        barred = self._cases.blocking_reasons(view.judged, asked, view.situation)
        return reasons.sentences(barred[:1])[0] if barred else ""

    def begin(self, view: CaseView, done: Callable[[], None], failed: Failed) -> None:
        def decide(made: MadeArchive) -> None:
            if made.unopened:
                self._archiving.discard(made)
                failed(NotWhole())
                return
            written = self._archiving.decide(made)
            self._background.when_done(written, lambda _changed: done(), failed=failed)

        making = self._archiving.make(view.case.id, lambda _progress: None, CancelScope())
        self._background.when_done(making, decide, failed=failed)

    def said(self, count: int) -> str:
        return tr("{action}: {n} cases saved.", action=self.title, n=count)
