"""A material's pages, drawn in the viewer process and only shown here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.cases.model import Material
from app.desk import Desk, NotShown, Opened, Picture
from ui import theme
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Empty

GAP = 12
ZOOM_STEP, LEAST_ZOOM, MOST_ZOOM = 1.25, 0.4, 4.0


class Source(NamedTuple):
    """A document in the viewer process; both calls block and run on a thread."""

    open: Callable[[], Opened | NotShown]
    draw: Callable[[int, int, int], Picture | NotShown]


class PageWidget(QWidget):
    """One page: paper of the right size at once, its picture when it is drawn."""

    def __init__(self, size: tuple[float, float]) -> None:
        super().__init__()
        self.points = size
        self.picture: QImage | None = None
        self.asked_width = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.picture)
        painter.setPen(QColor(theme.current().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PagesView(QWidget):
    """Shows one material; ``drawn`` is called when its first page is on the screen."""

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._source: Source | None = None
        self._pages: list[PageWidget] = []
        self._sizes: tuple[tuple[float, float], ...] = ()
        self.zoom = 1.0
        self.rotation = 0
        self.drawn: Callable[[], None] = lambda: None
        self._sheet = QWidget()
        self._sheet.setObjectName("page")
        self._stack = QVBoxLayout(self._sheet)
        self._stack.setContentsMargins(GAP, GAP, GAP, GAP)
        self._stack.setSpacing(GAP)
        self._stack.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._area.setProperty("surface", "wash")
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setAccessibleName(tr("Pages of the material"))
        self._area.verticalScrollBar().valueChanged.connect(lambda _v: self._draw_visible())
        self._empty = Empty(tr("Choose a material"))
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._area)
        self._layout.addWidget(self._empty)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(60)
        self._settling.timeout.connect(self._lay_out)

    def show_material(self, material: Material, case_id: str) -> None:
        """Opens the file in the viewer process; the screen stays free meanwhile."""
        self._start_anew()
        if not material.supplied:
            self._say(tr("The applicant has not supplied this material."))
        elif not material.sha256:
            self._show_licence(material)
        else:
            self.show_source(
                Source(
                    lambda: self._desk.open_material(material, case_id),
                    lambda *asked: self._desk.draw_page(material, *asked),
                )
            )

    def show_source(self, source: Source) -> None:
        """Opens a document and draws its pages as they come into sight."""
        self._start_anew()
        self._source = source
        self._say(tr("Opening…"))
        self._background.run(source.open, lambda answer: self._opened(source, answer))

    def _start_anew(self) -> None:
        self._source = None
        self.zoom, self.rotation = 1.0, 0
        self._set_pages(())

    def clear(self) -> None:
        self._start_anew()
        self._say(tr("Choose a material"))

    def zoom_by(self, factor: float) -> None:
        self.zoom = max(LEAST_ZOOM, min(MOST_ZOOM, self.zoom * factor))
        self._lay_out()

    def fit(self) -> None:
        self.zoom = 1.0
        self._lay_out()

    def rotate(self) -> None:
        self.rotation = (self.rotation + 90) % 360
        self._set_pages(self._sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settling.start()

    def _opened(self, source: Source, answer: Opened | NotShown) -> None:
        if source is not self._source:
            return
        if isinstance(answer, NotShown):
            self._say(_why_not(answer.reason))
            return
        self._sizes = answer.sizes
        self._set_pages(answer.sizes)

    def _set_pages(self, sizes: tuple[tuple[float, float], ...]) -> None:
        for page in self._pages:
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = [PageWidget(size) for size in sizes]
        for number, page in enumerate(self._pages, 1):
            page.setAccessibleName(tr("Page {n}", n=number))
            self._stack.addWidget(page)
        if sizes:
            self._layout.setCurrentIndex(0)
            self._lay_out()

    def _lay_out(self) -> None:
        """Sizes every page to the column's width and draws those in sight."""
        room = max(120, self._area.viewport().width() - 2 * GAP)
        for page in self._pages:
            across, down = page.points
            if self.rotation % 180:
                across, down = down, across
            width = int(room * self.zoom)
            page.setFixedSize(width, max(1, int(width * down / max(1.0, across))))
        self._sheet.adjustSize()
        self._draw_visible()

    def _draw_visible(self) -> None:
        """Asks for the pages in sight and the next one."""
        ratio = self.devicePixelRatioF()
        view = self._area.viewport().rect()
        ahead = view.height()
        for number, page in enumerate(self._pages):
            top = page.mapTo(self._area.viewport(), QPoint(0, 0)).y()
            width = int(page.width() * ratio)
            in_reach = top < view.height() + ahead and top + page.height() > -ahead
            if in_reach and page.asked_width != width:
                page.asked_width = width
                self._ask(number, page, width)

    def _ask(self, number: int, page: PageWidget, width: int) -> None:
        source, rotation = self._source, self.rotation
        if source is None:
            return

        def shown(answer: Picture | NotShown) -> None:
            if page not in self._pages or page.asked_width != width or rotation != self.rotation:
                return
            if isinstance(answer, NotShown):
                self._not_drawn(source, answer)
                return
            page.picture = QImage(
                answer.pixels, answer.width, answer.height, 4 * answer.width,
                QImage.Format.Format_RGB32,
            ).copy()  # fmt: skip
            page.update()
            if number == 0:
                self.drawn()

        self._background.run(lambda: source.draw(number, width, rotation), shown)

    def _not_drawn(self, source: Source, answer: NotShown) -> None:
        """A viewer that was replaced has to open the file again; anything else is said."""
        if answer.reason == "not_open":
            self.show_source(source)
        else:
            self._set_pages(())
            self._say(_why_not(answer.reason))

    def _show_licence(self, material: Material) -> None:
        licence = material.licence
        if licence is None:
            self._say(tr("The original is checked at the counter."))
            return
        until = licence.valid_to.isoformat() if licence.valid_to else tr("no end date")
        status = {
            "valid": tr("valid"), "revoked": tr("revoked"), "expired": tr("expired"),
        }.get(licence.status, licence.status)  # fmt: skip
        lines = [
            tr("Electronic licence instead of paper"),
            f"{licence.kind}  {licence.no}",
            licence.holder,
            tr("{status}, until {until}, issued by {issuer}",
               status=status, until=until, issuer=licence.issuer),
        ]  # fmt: skip
        self._say("\n".join(lines))

    def _say(self, sentence: str) -> None:
        self._empty.sentence.setText(sentence)
        self._layout.setCurrentIndex(1)


def _why_not(reason: str) -> str:
    return {
        "encrypted": tr("The file asks for a password and cannot be read. Ask for it again."),
        "broken": tr("The file is damaged and cannot be read. Ask for it again."),
        "too_large": tr("The file unfolds beyond any paper and was not opened. Ask for it again."),
        "died": tr("The file brought the viewer down. The viewer is back; do not trust the file."),
        "spoilt": tr("What arrived differs from its registered fingerprint and was thrown away."),
        "not_here": tr("The file is not here yet. It comes when the centre is reached again."),
    }.get(reason, tr("The file cannot be shown."))
