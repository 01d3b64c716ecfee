"""归档: a closed case's volume made, looked at, and put away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QWidget
from shiboken6 import isValid

from app.cases.failure import Failure
from app.desk import Archiving, CaseView, MadeArchive, NotLawful
from app.machine.cancel import Cancelled, CancelScope
from ui.background import Background
from ui.decision.reasons import sentences
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.widgets import button, column, label, row, set_tone
from ui.review.drawn import PageCache
from ui.review.pages import PagesView

if TYPE_CHECKING:
    from app.desk import Progress

MB = 2**20


class ArchiveDialog(QDialog):
    """Begins at once, beside the window, where the clerk may work on. Nothing is archived before
    they have the volume in sight and say so, and nothing is left of it where they do not."""

    archived = Signal()  # it is durable

    def __init__(
        self,
        archiving: Archiving,
        background: Background,
        watermark: Callable[[], str],
        view: CaseView,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._archiving, self._background, self._view = archiving, background, view
        self._scope = CancelScope()
        self._made: MadeArchive | None = None
        self._is_over = False
        self.setWindowTitle(f"{tr('Archive')} {view.case.no}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window()
        self.resize(min(860, window.width() - 40), min(760, window.height() - 40))
        self.pages = PagesView(watermark, background, PageCache())
        self.pages.say(tr("The volume is being made…"))
        self.said = label(tr("The volume is being made…"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(tr("Making the volume"))
        self.confirm = button(tr("Archive"), self.put_away, "primary")
        self.save = button(tr("Save volume and data…"), self._choose_place)
        self.back = button(tr("Cancel"), self.reject)
        for offered in (self.confirm, self.save):
            offered.setEnabled(False)
        foot = row(self.save, None, self.confirm, self.back)
        content = column(self.pages, self.said, self.progress, foot, margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)
        self.finished.connect(lambda _code: self._end())
        self._begin()

    def put_away(self) -> None:
        """Archives what is in sight."""
        if (made := self._made) is None:
            return
        self.confirm.setEnabled(False)
        self._background.when_done(
            self._archiving.decide(made), self._unless_over(self._is_archived), failed=self._failed
        )

    def save_at(self, path: Path) -> None:
        """The volume there, and its data beside it."""
        if (made := self._made) is None:
            return
        self._background.run(
            lambda: self._archiving.save(made, path),
            self._unless_over(lambda _done: self._say(tr("Volume and data are saved."))),
            failed=self._not_saved,
        )

    def _begin(self) -> None:
        case_id = self._view.case.id

        def tell(progress: Progress) -> None:
            self._background.on_ui(partial(self._show_progress, progress))

        making = self._archiving.make(case_id, tell, self._scope)
        self._background.when_done(making, self._take, failed=self._failed)

    def _show_progress(self, progress: Progress) -> None:
        if self._has_gone or self._made is not None:
            return
        self.progress.setRange(0, progress.pages)
        self.progress.setValue(progress.drawn)
        self.said.setText(
            tr("Page {n} of about {all}", n=progress.drawn, all=progress.pages)
            if progress.drawn < progress.pages
            else tr("All pages are drawn; the volume is being put together…")
        )

    def _take(self, made: MadeArchive) -> None:
        if self._has_gone:
            self._archiving.discard(made)
            return
        self._made = made
        self.progress.hide()
        self.back.setText(tr("Close"))
        for offered in (self.confirm, self.save):
            offered.setEnabled(True)
        size = max(1, round(made.size / MB))
        words = tr("{n} pages, {size} MB. Once archived, the case leaves your list.", n=made.pages,
                   size=size)  # fmt: skip
        if made.unopened:
            named = tr(", ").join(made.unopened)
            words += "\n" + tr("Could not be shown, which the volume says: {papers}", papers=named)
            set_tone(self.said, "amber")
        self._say(words)
        if self._archiving.can_show(made):
            self.pages.show_document(self._archiving.open(made), tr("Volume"))
        else:
            self.pages.say(tr("The volume is too large to be shown here: save it and open it."))
        self.confirm.setFocus()

    def _is_archived(self, _changed: object) -> None:
        self._made = None  # the action carries it
        self.archived.emit()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        """Why no volume was made, or the case is not archived."""
        if isinstance(error, Cancelled) or self._has_gone:
            return
        self.progress.hide()
        self.back.setText(tr("Close"))
        set_tone(self.said, "red")
        if isinstance(error, NotLawful):
            self._say("\n".join(sentences(error.blocking_reasons)))
        elif isinstance(error, Failure):
            self._say(spoken(error.sentence))
        else:
            self._say(tr("Something unexpected happened; nothing was decided. Try again."))
            raise error
        if self._made is None:
            self.pages.say(self.said.text())

    def _choose_place(self) -> None:
        """Under a name of ours, which says nobody's."""
        name = f"{self._view.case.no}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save volume"), name, "PDF (*.pdf)")
        if chosen:
            self.save_at(Path(chosen).with_suffix(".pdf"))

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        if not self._has_gone:
            self._say(tr("Volume and data could not be saved there. Choose another place."))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        announce(self.said, words)

    def _unless_over(self, then: Callable[[object], None]) -> Callable[[object], None]:
        return lambda answer: None if self._has_gone else then(answer)

    @property
    def _has_gone(self) -> bool:
        """Whether it was closed, or ended with its window."""
        return self._is_over or not isValid(self)

    def _end(self) -> None:
        self._is_over = True
        self._scope.cancel()
        self.pages.clear("")
        if self._made is not None:
            self._archiving.discard(self._made)
