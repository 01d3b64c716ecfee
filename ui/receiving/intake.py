"""The ways in which a paper comes to the open case: dropped, pasted, chosen, scanned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.model import CLOSED_STATES
from app.desk import CaseView, Machine, Receiving
from ui.background import Background
from ui.language import tr
from ui.receiving.scans import ScanOffer
from ui.receiving.taking import files_in, has_paper, on_clipboard, picture_in

if TYPE_CHECKING:
    from ui.receiving.dialog import ReceivingDialog


class Intake(QObject):
    """``view``: the case that is open, if one is. Each way leads to the same dialog."""

    kept = Signal()  # durable with the case that is open
    said = Signal(str)

    def __init__(
        self,
        receiving: Receiving,
        machine: Machine,
        background: Background,
        watermark: Callable[[], str],
        view: Callable[[], CaseView | None],
        scan_key: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._receiving, self._background = receiving, background
        self._watermark, self._view, self._over = watermark, view, parent
        self.scans = ScanOffer(machine, background, scan_key)
        self.scans.take_wanted.connect(self.take_scans)

    def is_possible(self) -> bool:
        """Whether a decision of this case may still carry something."""
        view = self._view()
        return view is not None and view.case.state not in CLOSED_STATES

    def accepts(self, mime: QMimeData) -> bool:
        return self.is_possible() and has_paper(mime)

    def drop(self, mime: QMimeData) -> None:
        if files := files_in(mime):
            self._take(files)
        elif picture := picture_in(mime):
            self._take_picture(picture)

    def paste(self) -> None:
        mime = on_clipboard()
        if has_paper(mime):
            self.drop(mime)
        else:
            self.said.emit(tr("The clipboard has no picture and no file."))

    def choose(self) -> None:
        from ui.receiving.dialog import file_dialog

        dialog: QFileDialog = file_dialog(self._over)
        dialog.filesSelected.connect(lambda chosen: self._take([Path(c) for c in chosen]))
        dialog.open()

    def take_scans(self) -> None:
        if paths := self.scans.paths():
            self._take(paths)

    def remove(self, sha256: str) -> None:
        if (view := self._view()) is not None:
            removed = self._receiving.remove(view.case.id, sha256)
            self._background.when_done(removed, lambda _done: None, say=self.said.emit)

    def _take(self, paths: Sequence[Path]) -> None:
        if (dialog := self._dialog()) is not None:
            dialog.add_files(paths)

    def _take_picture(self, content: bytes) -> None:
        if (dialog := self._dialog()) is not None:
            dialog.add_picture(content)

    def _dialog(self) -> ReceivingDialog | None:
        from ui.receiving.dialog import ReceivingDialog

        view = self._view()
        if view is None or not self.is_possible():
            return None
        dialog = ReceivingDialog(
            self._receiving, self._background, self._watermark, view, self._over.window()
        )
        dialog.kept.connect(self._kept)
        dialog.open()
        return dialog

    def _kept(self, name: str, used: list[Path]) -> None:
        self.scans.put_aside(used)
        self.said.emit(tr("Kept with the case: {name}", name=name))
        self.kept.emit()
