"""Several cases at once: who is left out and why, one confirmation, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from app.cases.failure import Failure
from app.desk import CaseRow, Cases, CaseView
from ui.archiving.together import ArchiveTogether
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.focus import first_stop
from ui.parts.shortcut import install_key
from ui.parts.widgets import button, column, label, row
from ui.parts.words import reason
from ui.worklist.together import DecideTogether, PrintTogether

Together = DecideTogether | PrintTogether | ArchiveTogether


class Looked(msgspec.Struct, frozen=True):
    """A case of the list, and what is known of it: nothing where it is no longer the clerk's."""

    row: CaseRow
    view: CaseView | None
    why_not: str

    @property
    def words(self) -> str:
        """Also what is proposed, which a lead signs with the others."""
        proposed = f" · {reason(self.row)}" if self.row.proposed else ""
        return f"{self.row.applicant} · {self.row.item_name}\n{self.row.no}{proposed}"


class BatchDialog(QDialog):
    """Looks at every case first; once the clerk confirms, it goes from one to the next, whatever
    became of the one before, until it is done or stopped."""

    decided = Signal(str)  # a sentence, after the last

    def __init__(
        self,
        cases: Cases,
        background: Background,
        task: Together,
        rows: Sequence[CaseRow],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._cases, self._background, self._rows = cases, background, rows
        self._looked: list[Looked] = []
        self._going: list[Looked] = []
        self._done: list[Looked] = []
        self._failed = 0
        self._is_working = self._is_stopped = False
        self._task = task
        self.setWindowTitle(self._task.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, min(560, parent.window().height()))
        self.said = label("")
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Cases"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setRange(0, len(rows))
        self.going = [
            button(words, partial(self._go, then), "" if at else "primary")
            for at, (words, then) in enumerate(self._task.endings)
        ]
        self.back = button(tr("Back"), self.reject)
        content = column(
            self.said, self.list, self._task, self.progress,
            row(None, self.back, *reversed(self.going)), margin=16,
        )  # fmt: skip
        content.setStretch(1, 1)
        self.setLayout(content)
        install_key(self, "Ctrl+Enter", self._confirm)
        self._task.changed.connect(self._judge)
        if isinstance(task, DecideTogether):
            task.completed.connect(self.go.setFocus)
        self._offer()
        self._look(0)

    @property
    def go(self) -> QPushButton:
        """The button that begins it."""
        return self.going[0]

    def reject(self) -> None:
        """While it works, the case under way is the last."""
        if self._is_working:
            self._is_stopped = True
            self.back.setEnabled(False)
        else:
            super().reject()

    # --- before: who is left out, and why -------------------------------------------------

    def _look(self, at: int) -> None:
        if not isValid(self):
            return
        self.progress.setValue(at)
        if at == len(self._rows):
            self._has_looked()
            return
        self.said.setText(tr("Looking at {n} of {all} cases…", n=at + 1, all=len(self._rows)))
        case = self._rows[at]

        def seen(view: CaseView) -> None:
            self._looked.append(Looked(case, view, ""))
            self._look(at + 1)

        def gone(error: BaseException) -> None:
            if not isinstance(error, Failure):
                raise error
            self._looked.append(Looked(case, None, spoken(error.sentence)))
            self._look(at + 1)

        self._background.run(lambda: self._cases.view(case.id), seen, failed=gone)

    def _has_looked(self) -> None:
        self.progress.hide()
        if isinstance(self._task, DecideTogether):
            self._task.take_views([each.view for each in self._looked if each.view is not None])
        self._judge()
        (first_stop(self._task) or self.going[0]).setFocus()

    def _judge(self) -> None:
        """Those left out stand first, each with its reason."""
        if len(self._looked) < len(self._rows) or self._is_working:
            return
        judged = [
            Looked(each.row, each.view, self._task.why_not(each.view)) if each.view else each
            for each in self._looked
        ]
        self._going = [each for each in judged if not each.why_not]
        self.list.clear()
        for each in judged:
            if each.why_not:
                self._add(f"— {each.words}\n{each.why_not}")
        for each in self._going:
            self._add(f"✓ {each.words}")
        left_out = len(judged) - len(self._going)
        words = tr("{action}: {n} of {all} cases.", action=self._task.title,
                   n=len(self._going), all=len(judged))  # fmt: skip
        if left_out:
            words += " " + tr("{n} are left out, for the reason beside each.", n=left_out)
        self.said.setText(words)
        self._offer()

    def _add(self, words: str) -> None:
        self.list.addItem(QListWidgetItem(words))

    def _offer(self) -> None:
        can_begin = bool(self._going) and self._task.is_filled_in()
        for begin, (words, _then) in zip(self.going, self._task.endings, strict=True):
            begin.setText(tr("{action} ({n})", action=words, n=len(self._going)))
            begin.setEnabled(can_begin)

    # --- while it is done, and after ---------------------------------------------------------

    def _confirm(self) -> None:
        if self.go.isVisible():  # else it is under way, or over
            self.go.click()

    def _go(self, then: Callable[[], None]) -> None:
        self._is_working = True
        self._task.setEnabled(False)
        for begin in self.going:
            begin.hide()
        self.back.setText(tr("Stop"))
        self.back.setFocus()
        self.progress.setRange(0, len(self._going))
        self.progress.show()
        self._next(0, then)

    def _next(self, at: int, then: Callable[[], None]) -> None:
        if not isValid(self):
            return
        self.progress.setValue(at)
        if at == len(self._going) or self._is_stopped:
            self._end(at, then)
            return
        each = self._going[at]
        if each.view is None:
            raise ValueError(each.row.no)
        self.said.setText(
            tr("{action}: {n} of {all}…", action=self._task.title, n=at + 1, all=len(self._going))
        )

        def done() -> None:
            self._done.append(each)
            self._tell(at, "✓", tr("Done"))
            self._next(at + 1, then)

        def failed(error: BaseException) -> None:
            foreseen = isinstance(error, Failure)
            self._failed += 1
            why = spoken(error.sentence) if isinstance(error, Failure) else tr(
                "Something unexpected happened; it stays as it was."
            )  # fmt: skip
            self._tell(at, "✗", why)
            self._next(at + 1, then)
            if not foreseen:
                raise error

        self._task.begin(each.view, done, failed)

    def _tell(self, at: int, mark: str, what: str) -> None:
        """What became of one, in its line of the list."""
        if not isValid(self):
            return
        line = self.list.item(self.list.count() - len(self._going) + at)
        line.setText(f"{mark} {self._going[at].words}\n{what}")
        self.list.scrollToItem(line)

    def _end(self, at: int, then: Callable[[], None]) -> None:
        self._is_working = False
        for left in range(at, len(self._going)):
            self._tell(left, "—", tr("Stopped before it: it stays as it was."))
        words = self._task.said(len(self._done))
        if self._failed:
            words += " " + tr("{n} could not be done: open them one by one.", n=self._failed)
        if self._is_stopped:
            words += " " + tr("{n} were not begun.", n=len(self._going) - at)
        self.said.setText(words)
        self.progress.hide()
        self._task.hide()
        self.back.setText(tr("Close"))
        self.back.setEnabled(True)
        self.back.setFocus()
        self.decided.emit(words)
        then()
