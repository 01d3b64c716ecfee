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
    """Shows ``notice`` by the viewer, under ``watermark``; one that was served can be
    printed, first of all on ``printer``."""

    def __init__(
        self,
        watermark: Callable[[], str],
        background: Background,
        notice: RemoteDocument,
        served: bool,
        printer: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, min(760, parent.window().height()))
        self.pages = PagesView(watermark, background, PageCache())
        close = button(tr("Close"), self.accept, "" if served else "primary")
        foot = row(None, close)
        if served:
            from ui.decision.printing import Printing

            self._printing = Printing(background, notice, self)
            foot.insertWidget(
                1, button(tr("Print…"), partial(self._printing.ask, printer), "primary")
            )
        else:
            foot.insertWidget(0, label(tr("Not served yet: this is how it will read."), "quiet"))
        content = column(self.pages, foot, margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)
        self.pages.show_document(notice, tr("Notice"))
        # A picture that comes later has nowhere to go.
        self.finished.connect(lambda _code: self.pages.clear(""))
