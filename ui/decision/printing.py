"""A document of the viewer on paper: each page drawn at 300 dpi, one after another."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QMessageBox, QWidget

from app.desk import NotShown, Opened, RemoteDocument
from ui import printers
from ui.background import Background
from ui.language import tr
from ui.review.drawn import Wanted, draw

DOTS_PER_POINT = 300 / 72


class Printing(QObject):
    """Asks for a printer and prints ``document``; pages are drawn off the UI thread. ``starts``:
    the pages that begin a sheet, on whichever side the one before ended."""

    done = Signal()  # after the last page

    def __init__(
        self,
        background: Background,
        document: RemoteDocument,
        parent: QWidget,
        starts: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__()  # it prints on when the dialog is closed
        self._starts, self._sides = starts, 0
        self._background, self._document, self._parent = background, document, parent
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._painter: QPainter | None = None

    def ask(self, preferred: str) -> None:
        """Begins with the printer of this name, with the system's where there is none."""
        if not printers.names():
            self._warn(tr("This machine has no printer: ask IT to set one up."))
            return
        printer = _printer(preferred)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle(tr("Print notice"))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)  # a file is no delivery
        if dialog.exec():
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Prints on a printer whose options are set, unless it is stopped: the job would lie there
        and be printed a second time once it goes on."""
        name = printer.printerName()
        if printers.is_stopped(name):
            self._warn(
                tr(
                    "The printer “{name}” is stopped and nothing was printed. Choose another one,"
                    " or ask IT to resume it.",
                    name=name,
                )
            )
            return
        printer.setFullPage(True)
        self._background.run(self._document.open, lambda opened: self._begin(printer, opened))

    def _begin(self, printer: QPrinter, opened: Opened | NotShown) -> None:
        painter = QPainter()
        if not isinstance(opened, Opened) or not painter.begin(printer):
            self._failed()
            return
        self._sizes, self._painter = opened.sizes, painter
        self._draw(printer, 0)

    def _draw(self, printer: QPrinter, page: int) -> None:
        width = int(self._sizes[page][0] * DOTS_PER_POINT)
        self._background.run(
            lambda: draw(self._document, Wanted(page, width)),
            lambda image: self._paint(printer, page, image),
        )

    def _paint(self, printer: QPrinter, page: int, image: QImage | NotShown) -> None:
        if self._painter is None:
            return
        if isinstance(image, NotShown):
            self._end()
            self._failed()
            return
        paper = printer.pageLayout().fullRectPixels(printer.resolution())
        self._painter.drawImage(paper, image)
        self._sides += 1
        if page + 1 < len(self._sizes):
            printer.newPage()
            if page + 1 in self._starts and self._sides % 2 and _prints_both_sides(printer):
                self._sides += 1
                printer.newPage()
            self._draw(printer, page + 1)
        else:
            self._end()
            self._hand_over(printer)

    def _hand_over(self, printer: QPrinter) -> None:
        to_queue = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
        if to_queue and (why := printers.refusal()):
            said = tr(
                "The printer's queue refused the notice; ask IT to look at it: {why}", why=why
            )
            self._warn(said)
        else:
            self.done.emit()

    def _end(self) -> None:
        if self._painter is not None:
            self._painter.end()
        self._painter = None

    def _failed(self) -> None:
        self._warn(tr("The notice was not printed. Check the printer and print it again."))

    def _warn(self, said: str) -> None:
        QMessageBox.warning(self._parent, tr("Print notice"), said)


def _prints_both_sides(printer: QPrinter) -> bool:
    return printer.duplex() != QPrinter.DuplexMode.DuplexNone


def _printer(name: str) -> QPrinter:
    found = QPrinterInfo.printerInfo(name) if name else QPrinterInfo()
    if found.isNull():
        return QPrinter(QPrinter.PrinterMode.HighResolution)
    return QPrinter(found, QPrinter.PrinterMode.HighResolution)
