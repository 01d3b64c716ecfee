"""A notice on the screen: the one a decision will serve, or one that was served."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.desk import RemoteDocument
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, column, label, row
from ui.review.drawn import PageCache
from ui.review.pages import PagesView


class NoticeDialog(QDialog):
    """Shows ``notice`` by the viewer, under ``watermark``. It can be printed, first of all on
    ``printer``, unless ``why_not`` says why it cannot yet."""

    def __init__(
        self,
        watermark: Callable[[], str],
        background: Background,
        notice: RemoteDocument,
        why_not: str,
        printer: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, min(760, parent.window().height()))
        self.pages = PagesView(watermark, background, PageCache())
        close = button(tr("Close"), self.accept, "primary" if why_not else "")
        if why_not:
            foot = row(label(why_not, "quiet"), close)
            foot.setStretch(0, 1)
        else:
            from ui.decision.printing import Printing

            self._printing = Printing(background, notice, self)
            foot = row(
                None, button(tr("Print…"), partial(self._printing.ask, printer), "primary"), close
            )
        content = column(self.pages, foot, margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)
        self.pages.show_document(notice, tr("Notice"))
        # A picture that comes later has nowhere to go.
        self.finished.connect(lambda _code: self.pages.clear(""))
