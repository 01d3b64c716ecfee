"""A document on the screen: its pages, or the sentence that says why there are none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from app.cases.paper_text import Signature
from app.desk import Box, CaseView, NotShown, Opened, PageText, RemoteDocument
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Empty, column, row
from ui.place import PaperPlace
from ui.review.agreement import page_places, unreadable_pages
from ui.review.drawn import PageCache, PageRenderer, Wanted
from ui.review.find_bar import FindBar, Hit
from ui.review.paper import ZOOM_STEP, PaperArea
from ui.review.seals import SealsLine
from ui.review.thumbnails import Thumbnails
from ui.review.watermark import Watermark

PATIENCE_MS = 150
MINUTE_MS = 30_000


class PagesView(QWidget):
    """``watermark``: what is written over the pages now. ``reason``: why nothing of the document is
    shown, empty where something is or may still be."""

    drawn = Signal()  # the first page of what was asked for is on the screen

    def __init__(
        self, watermark: Callable[[], str], background: Background, drawn: PageCache
    ) -> None:
        super().__init__()
        self._background, self._drawn = background, drawn
        self.document: RemoteDocument | None = None
        self.is_interrupted = False
        self.reason = ""
        self._awaits_answer = self._is_read = False
        self._name = ""
        self._returning: PaperPlace | None = None
        self._wanted_place: tuple[int, Box] | None = None
        self._drawing: PageRenderer | None = None
        self.paper = PaperArea(drawn, Watermark(watermark))
        self.paper.pictures_wanted.connect(self._want)
        self.paper.words_wanted.connect(self._read)
        self.thumbnails = Thumbnails(background, drawn)
        self.thumbnails.page_chosen.connect(self.paper.go_to)
        self.thumbnails.hide()
        self.paper.page_changed.connect(self.thumbnails.set_page)
        self.find_bar = FindBar(background)
        self.find_bar.found.connect(self._found)
        self.find_bar.closed.connect(self.paper.setFocus)
        self.find_bar.hide()
        self.empty = Empty(tr("Choose a material"))
        pages = QWidget()
        pages.setLayout(row(self.thumbnails, self.paper, gap=0))
        self._stack = QStackedLayout()
        for page in (pages, self.empty):
            self._stack.addWidget(page)
        self.seals = SealsLine()
        whole = column(self.seals, self.find_bar, self._stack, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.say(tr("Choose a material"))
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(PATIENCE_MS)
        self._opening.timeout.connect(lambda: self.say(tr("Opening…")))
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self.paper.update_all)
        self._minutes.start(MINUTE_MS)

    def return_to(self, place: PaperPlace) -> None:
        """Shows what is being opened at this place of it."""
        if len(self.paper.layout_):
            self.paper.return_to(place)
        else:
            self._returning = place

    def show_said(self, view: CaseView, material_id: str) -> None:
        """What the paper says of the form, and which of its pages could not be read."""
        comparison = view.situation.comparison
        self.paper.places.places = page_places(view, material_id)
        self.thumbnails.set_unreadable(unreadable_pages(comparison, material_id))
        is_read = bool(comparison.fields) and material_id not in comparison.unread
        if is_read != self._is_read:  # a reading knows more of its signatures than the file
            self._is_read = is_read
            self._ask_for_seals()

    def _ask_for_seals(self) -> None:
        document = self.document
        if document is None or not len(self.paper.layout_):
            return

        def show(answer: tuple[Signature, ...] | NotShown) -> None:
            if document is self.document and not isinstance(answer, NotShown):
                self.seals.show_seals(answer)

        self._background.run(document.signatures, show)

    def show_place(self, page: int, box: Box) -> None:
        """A place that speaks of the form, at once or as soon as the document is opened."""
        if len(self.paper.layout_):
            self.paper.show_place(page, box)
        else:
            self._wanted_place = (page, box)

    def show_document(self, document: RemoteDocument, name: str) -> None:
        """At once where it was opened before, else as soon as the viewer process has opened it."""
        self._let_go()
        self.document, self._name, self.is_interrupted = document, name, False
        known = self._drawn.opened(document.key)
        if known is not None:
            self._opened(document, known)
            return
        self._awaits_answer = True
        self._opening.start()
        self._background.run(document.open, lambda answer: self._opened(document, answer))

    def say(self, sentence: str) -> None:
        """Shows a sentence in the pages' place."""
        self.empty.sentence.setText(sentence)
        self._turn_to(1)

    def clear(self, sentence: str) -> None:
        self._let_go()
        self.say(sentence)

    def zoom_by(self, factor: float) -> None:
        self.paper.set_zoom(self.paper.zoom * factor)

    def larger(self) -> None:
        self.zoom_by(ZOOM_STEP)

    def smaller(self) -> None:
        self.zoom_by(1 / ZOOM_STEP)

    def fit_width(self) -> None:
        self.paper.set_zoom(1.0)

    def fit_page(self) -> None:
        self.paper.fit_page()

    def turn(self) -> None:
        self.paper.turn()

    def show_thumbnails(self) -> None:
        self.thumbnails.setVisible(not self.thumbnails.isVisible())

    def open_search(self) -> None:
        """Opens the search in the document."""
        self.find_bar.show()
        self.find_bar.field.setFocus()
        self.find_bar.field.selectAll()

    def search(self, words: str) -> None:
        """Searches the document, at once or as soon as it is opened; the keys stay."""
        self.find_bar.show()
        self.find_bar.search(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the page did not want: Esc ends a search, also where the keys are on the page."""
        if event.key() == Qt.Key.Key_Escape and self.find_bar.isVisible():
            self.find_bar.close_bar()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> bool:
        """Puts the keys on what can be read, or will be once it is opened; False where nothing
        can."""
        place = self.readable() or (self.empty if self._awaits_answer else None)
        if place is not None:
            place.setFocus()
        return place is not None

    def readable(self) -> QWidget | None:
        """What the keys may scroll; None where a sentence stands in its place."""
        return self.paper if self._stack.currentIndex() == 0 else None

    def is_at_rest(self) -> bool:
        """Whether all there is to show now is shown, be it a sentence."""
        return self.is_shown() or (self._stack.currentIndex() > 0 and not self._awaits_answer)

    def is_shown(self) -> bool:
        """Whether all pages in sight are drawn."""
        paper = self.paper
        return (
            self._stack.currentIndex() == 0
            and len(paper.layout_) > 0
            and all(
                self._drawn.get(paper.key, paper.wanted_for(page)) is not None
                for page in paper.layout_.between(
                    paper.verticalScrollBar().value(),
                    paper.verticalScrollBar().value() + paper.viewport().height(),
                )
            )
        )

    def _turn_to(self, index: int) -> None:
        """Shows the pages or a sentence; the keys stay with what is shown."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        self._stack.setCurrentIndex(index)
        if held and focus is not None and not self.find_bar.isAncestorOf(focus):
            (self.readable() or self.empty).setFocus()

    def _let_go(self) -> None:
        if self._drawing is not None:
            self._drawing.stop()
        self._opening.stop()
        self._awaits_answer, self._is_read, self.reason = False, False, ""
        self.document = self._drawing = self._returning = self._wanted_place = None
        self.find_bar.set_document(None)
        self.seals.show_seals(())
        self.paper.annotations, self.paper.places.places = {}, ()
        self.paper.show_pages("", "", ())

    def _opened(self, document: RemoteDocument, answer: Opened | NotShown) -> None:
        if document is not self.document:
            return
        self._opening.stop()
        self._awaits_answer = False
        if isinstance(answer, NotShown):
            self._refused(answer)
            return
        self._drawn.keep_opened(document.key, answer)
        self._drawing = PageRenderer(
            self._background, self._drawn, document, self._arrived, self._refused
        )
        self._turn_to(0)
        self.paper.show_pages(document.key, self._name, answer.sizes)
        if self._returning is not None:
            self.paper.return_to(self._returning)
        if self._wanted_place is not None:
            self.paper.show_place(*self._wanted_place)
            self._wanted_place = None
        self.thumbnails.show_pages(document, answer.sizes)
        self.find_bar.set_document(document)
        self._ask_for_seals()
        if self._drawn.get(document.key, self.paper.wanted_for(0)) is not None:
            self.drawn.emit()

    def _want(self, wanted: list[Wanted]) -> None:
        if self._drawing is not None:
            self._drawing.want(wanted)

    def _arrived(self, wanted: Wanted) -> None:
        self.paper.update_all()
        if wanted.page == 0:
            self.drawn.emit()

    def _refused(self, why: NotShown) -> None:
        self.is_interrupted = why.reason == "replaced"
        if self.is_interrupted:
            self._show_again()
            return
        if self.document is not None:
            self._drawn.forget(self.document.key)
        self._say_why(why)

    def _say_why(self, why: NotShown) -> None:
        self.reason = why.reason
        self.say(why_not(why.reason))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_again()

    def _show_again(self) -> None:
        """What the lock interrupted, at the same place; not before the window is back."""
        if self.is_interrupted and self.document is not None and self.isVisible():
            place = self.paper.place()
            self.show_document(self.document, self._name)
            self.return_to(place)

    def _read(self, page: int) -> None:
        document = self.document
        if document is None or self.paper.selection.has_read(page):
            return

        def done(answer: PageText | NotShown) -> None:
            if document is self.document and isinstance(answer, PageText):
                self.paper.take_text(page, answer)

        self._background.run(lambda: document.read(page), done)

    def _found(self, hits: list[Hit], at: int) -> None:
        self.paper.hits, self.paper.hit = hits, at
        if 0 <= at < len(hits) and hits[at][1]:
            self.paper.go_to(hits[at][0], hits[at][1][0])
        self.paper.update_all()


def why_not(reason: str) -> str:
    return {
        "encrypted": tr("The file asks for a password and cannot be read. Ask for it again."),
        "broken": tr("The file is damaged and cannot be read. Ask for it again."),
        "too_large": tr("The file unfolds beyond any paper and was not opened. Ask for it again."),
        "died": tr("The file brought the viewer down. The viewer is back; do not trust the file."),
        "spoilt": tr("What arrived differs from its registered fingerprint and was thrown away."),
        "not_here": tr("The file is not here yet. It comes when the centre is reached again."),
    }.get(reason, tr("The file cannot be shown."))
