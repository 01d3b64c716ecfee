"""The notice a decision will serve, shown before it is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.cases.actions import Payload
from app.desk import Desk
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, column, row
from ui.review.pages import PagesView, Source


class NoticeDialog(QDialog):
    def __init__(
        self, desk: Desk, background: Background, case_id: str, payload: Payload, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 700)
        pages = PagesView(desk, background)
        close = button(tr("Close"), self.accept, "primary")
        content = column(pages, row(None, close), margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)
        pages.show_source(Source(lambda: desk.open_notice(case_id, payload), desk.draw_notice))
