"""One quiet line when the scanner has put something into its folder; nothing is taken by itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QTimer, Signal

from app.desk import Machine
from app.machine.scan_folder import Scan, ScanFolder
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Surface, button, label, row

LOOK_MS = 2000


class ScanOffer(Surface):
    """Looks into the scanner's folder while a case is in sight."""

    take_wanted = Signal()

    def __init__(self, machine: Machine, background: Background, key: str) -> None:
        super().__init__("wash")
        self._machine, self._background = machine, background
        self._folder = ScanFolder(Path(machine.scan_folder))
        self._is_looking = False
        self.scans: tuple[Scan, ...] = ()
        self._words = label("", wrap=False)
        self.take = button(tr("Take in ({key})", key=key), self.take_wanted.emit, "link")
        self.leave = button(tr("Not for this case"), lambda: self.put_aside(self.paths()), "link")
        line = row(self._words, self.take, self.leave, None, gap=12)
        line.setContentsMargins(16, 4, 12, 4)
        self.setLayout(line)
        self.hide()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_if_in_sight)
        self._timer.start(LOOK_MS)

    def paths(self) -> list[Path]:
        return [scan.path for scan in self.scans]

    def put_aside(self, paths: Iterable[Path]) -> None:
        """They are not offered any more; they stay in the folder."""
        gone = set(paths)
        self._folder.put_aside(scan for scan in self.scans if scan.path in gone)
        self._show(self._folder, tuple(scan for scan in self.scans if scan.path not in gone))

    def look(self) -> None:
        """On a thread of its own that nobody waits for: a share may hang."""
        set_ = Path(self._machine.scan_folder)
        if set_ != self._folder.folder:
            self._folder, self.scans = ScanFolder(set_), ()
        if self._is_looking or not self._machine.scan_folder:
            return
        self._is_looking = True
        Thread(target=self._find, args=(self._folder,), name="scans", daemon=True).start()

    def _find(self, folder: ScanFolder) -> None:
        found = folder.look(time.time())
        with contextlib.suppress(RuntimeError):  # the application has ended meanwhile
            self._background.on_ui(lambda: self._found(folder, found))

    def _found(self, folder: ScanFolder, scans: tuple[Scan, ...]) -> None:
        self._is_looking = False
        self._show(folder, scans)

    def _show(self, folder: ScanFolder, scans: tuple[Scan, ...]) -> None:
        if folder is self._folder:
            self.scans = scans
            self._words.setText(tr("From the scanner: {n} new", n=len(scans)))
            self.setVisible(bool(scans))

    def _look_if_in_sight(self) -> None:
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.look()
