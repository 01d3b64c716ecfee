"""Papers handed over at the counter: looked at, turned, cut, put in order, named, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QWidget,
)

from app.cases.actions.accept import COMMITMENT
from app.cases.checks import missing_materials
from app.cases.kinds import is_deferrable
from app.desk import (
    LARGEST_PAPER,
    Box,
    CaseView,
    NotShown,
    Opened,
    Receiving,
    RemoteDocument,
)
from ui.background import Background
from ui.language import tr
from ui.parts.announcing import announce
from ui.parts.shortcut import install_key
from ui.parts.widgets import Surface, button, column, label, row, rule
from ui.place import PaperPlace
from ui.receiving.opening import BroughtFiles
from ui.receiving.sheets import BroughtPage, SheetList
from ui.receiving.taking import files_in, has_paper, on_clipboard, picture_in
from ui.review.drawn import PageCache
from ui.review.pages import PagesView, why_not

MARGIN, STEP, LEAST = 0.06, 0.01, 0.05  # fractions of a page
SUFFIXES = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp"
Answer = TypeVar("Answer")
ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}


class ReceivingDialog(QDialog):
    """For one case. Nothing is kept before the clerk says so, and then it is durable."""

    kept = Signal(str, object)  # the paper's name, and the paths of the files it is made of

    def __init__(
        self,
        receiving: Receiving,
        background: Background,
        watermark: Callable[[], str],
        view: CaseView,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._receiving, self._background = receiving, background
        self._case_id = view.case.id
        self._is_over = False
        self._brought = BroughtFiles(receiving, background, self)
        self._brought.opened.connect(self._opened)
        self._brought.refused.connect(self._refused)
        self.setWindowTitle(tr("Take in a paper at the counter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(min(1040, parent.width() - 40), min(720, parent.height() - 40))
        self.sheets = SheetList(background)
        self.sheets.chosen.connect(self._show)
        self.sheets.arranged.connect(self._offer)
        self._drawn = PageCache()
        self.pages = PagesView(watermark, background, self._drawn)
        self.pages.paper.annotating = True  # the mouse draws what is left of the page
        self.pages.paper.box_drawn.connect(lambda _page, box: self._cut(box))
        self.pages.say(tr("Opening…"))
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._offer_names(view)
        self.said = label("", "amber")
        self.said.hide()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Making the paper"))
        self.progress.hide()
        self._lay_out()
        self._offer()
        self.finished.connect(lambda _code: self._end())

    # --- what comes ---------------------------------------------------------------------

    def add_files(self, paths: Sequence[Path]) -> None:
        """One after another, behind what is there."""
        self._brought.add(paths)

    def add_picture(self, content: bytes) -> None:
        """Of the clipboard, its bytes as they are."""
        self._brought.add_picture(content)

    def add_from_clipboard(self) -> None:
        mime = on_clipboard()
        if files := files_in(mime):
            self.add_files(files)
        elif picture := picture_in(mime):
            self.add_picture(picture)
        else:
            self._say(tr("The clipboard has no picture and no file."))

    def choose_files(self) -> None:
        dialog = file_dialog(self)
        dialog.filesSelected.connect(lambda chosen: self.add_files([Path(c) for c in chosen]))
        dialog.open()

    def is_at_rest(self) -> bool:
        """Whether all that came was looked at."""
        return self._brought.is_at_rest()

    def _opened(self, document: RemoteDocument, opened: Opened) -> None:
        self.sheets.add(len(self._brought.files) - 1, document, opened.sizes)

    def _refused(self, sentence: str) -> None:
        self._say(sentence)
        if not self.sheets.count():
            self.pages.say(sentence)

    # --- what the clerk makes of it -----------------------------------------------------

    def turn(self) -> None:
        """The page, by a quarter, clockwise."""
        if (page := self.sheets.current()) is not None:
            page.rotation = (page.rotation + 90) % 360
            self._show(page)
            self.sheets.show_changed()

    def cut_or_not(self) -> None:
        """Cuts a margin off, to be moved from there; or brings the whole page back."""
        if (page := self.sheets.current()) is not None:
            far = 1 - MARGIN
            self._cut((MARGIN, MARGIN, far, far) if page.crop is None else None)

    def leave_out_or_not(self) -> None:
        if (page := self.sheets.current()) is not None:
            page.is_left_out = not page.is_left_out
            self.sheets.show_changed()

    def keep(self) -> None:
        """Makes one PDF of it and keeps it with the case."""
        pages, name = self.sheets.kept(), self.name.currentText().strip()
        if self.progress.isVisible() or not pages:
            return
        if not name:
            self._say(tr("Give the paper a name."))
            self.name.setFocus()
            return
        self._work(True)
        sheets, files = [page.sheet for page in pages], list(self._brought.files)
        paths = [self._brought.paths[at] for at in sorted({page.file for page in pages})]
        used = [path for path in paths if path is not None]

        def assembled(answer: bytes | NotShown) -> None:
            if isinstance(answer, NotShown):
                self._not_made(answer.reason)
                return
            self._background.when_done(
                self._receiving.keep(self._case_id, name, answer, len(sheets)),
                self._unless_over(lambda _done: self._is_kept(name, used)),
                say=self._unless_over(self._say),
                ended=lambda: self._work(False),
            )

        self._background.run(
            lambda: self._receiving.assemble(files, sheets), self._unless_over(assembled)
        )

    def _is_kept(self, name: str, used: list[Path]) -> None:
        self.kept.emit(name, used)
        self.accept()

    def _not_made(self, reason: str) -> None:
        self._work(False)
        if reason == "too_heavy":
            self._say(tr("The paper would be larger than {n} MB: leave pages out, or take it in as "
                         "several papers.", n=LARGEST_PAPER // 2**20))  # fmt: skip
        elif reason == "replaced":
            self._say(tr("The lock came between: keep it again."))
        else:
            self._say(why_not(reason))

    def _work(self, is_making: bool) -> None:
        if self._is_over:
            return
        self.progress.setVisible(is_making)
        self.ready.setEnabled(not is_making)

    def _unless_over(self, then: Callable[[Answer], None]) -> Callable[[Answer], None]:
        def heard(answer: Answer) -> None:
            if not self._is_over:
                then(answer)

        return heard

    def _end(self) -> None:
        self._is_over = True
        self._brought.stop()
        self.sheets.stop()
        self.pages.clear("")
        self._background.run(self._receiving.discard_viewer, lambda _done: None)

    def _cut(self, box: Box | None) -> None:
        if (page := self.sheets.current()) is not None:
            page.crop = self.pages.paper.cut = box
            self.pages.paper.update_all()
            self.sheets.show_changed()

    def _move_cut(self, across: int, down: int, sizes: bool) -> None:
        """As the clerk sees it, however the page is turned."""
        page = self.sheets.current()
        if page is None or page.crop is None:
            return
        left, top, right, bottom = _turned(page.crop, page.rotation)
        dx, dy = across * STEP, down * STEP
        if not sizes:
            dx, dy = max(-left, min(dx, 1 - right)), max(-top, min(dy, 1 - bottom))
            left, top = left + dx, top + dy
        right = min(1.0, max(left + LEAST, right + dx))
        bottom = min(1.0, max(top + LEAST, bottom + dy))
        self._cut(_turned((left, top, right, bottom), -page.rotation % 360))

    def _show(self, page: BroughtPage) -> None:
        self._drawn.keep_opened(page.shown.key, page.shown.opened)
        self.pages.show_document(page.shown, tr("Page {n}", n=self.sheets.currentRow() + 1))
        self.pages.return_to(PaperPlace(rotation=page.rotation))
        self.pages.paper.cut = page.crop
        QTimer.singleShot(0, self, self.pages.fit_page)  # once the page has its room

    def _offer(self) -> None:
        page = self.sheets.current()
        for tool in self.tools.values():
            tool.setEnabled(page is not None)
        self.tools["cut"].setChecked(page is not None and page.crop is not None)
        self.tools["leave_out"].setChecked(page is not None and page.is_left_out)
        pages = len(self.sheets.kept())
        self.ready.setEnabled(pages > 0 and not self.progress.isVisible())
        self.count.setText(tr("{n} of {all} pages", n=pages, all=self.sheets.count()))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        announce(self, sentence)

    def _offer_names(self, view: CaseView) -> None:
        """What is missing or owed first, then the applicant's commitment to bring what may come
        later, then the case's other papers."""
        owed = [each.name for each in view.case.deferred]
        lacking = missing_materials(view.case, view.situation.item)
        missing = [*lacking, *owed]
        if view.case.state == "received" and any(is_deferrable(view.case.item, n) for n in lacking):
            missing.append(COMMITMENT)
        every = [material.name for material in view.case.current_materials()]
        self.name.addItems(list(dict.fromkeys([*missing, *every])))
        self.name.setCurrentIndex(0 if missing else -1)
        if (line := self.name.lineEdit()) is not None:
            line.setPlaceholderText(tr("One of the case's papers, or a name of its own"))
            line.setMaxLength(100)

    # --- hands --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sheets.draw_pictures()  # the lock may have come between
        self._brought.go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.pages.fit_page)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_paper(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if has_paper(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if files := files_in(event.mimeData()):
            self.add_files(files)
        elif picture := picture_in(event.mimeData()):
            self.add_picture(picture)

    def _install_keys(self, around_pages: QWidget) -> None:
        """Those that work on pages are none where the name is typed."""
        on_pages: dict[str, Callable[[], None]] = {
            "R": self.turn,
            "C": self.cut_or_not,
            "Delete": self.leave_out_or_not,
            "Ctrl+Up": lambda: self.sheets.move_current(-1),
            "Ctrl+Down": lambda: self.sheets.move_current(1),
            "+": self.pages.larger,
            "=": self.pages.larger,
            "-": self.pages.smaller,
            "W": self.pages.fit_width,
            "P": self.pages.fit_page,
        }
        for name, (across, down) in ARROWS.items():
            on_pages[f"Alt+{name}"] = partial(self._move_cut, across, down, False)
            on_pages[f"Alt+Shift+{name}"] = partial(self._move_cut, across, down, True)
        for key, call in on_pages.items():
            made = QShortcut(QKeySequence(key), around_pages)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(call)
        for key, call in (
            ("Ctrl+O", self.choose_files),
            ("Ctrl+V", self.add_from_clipboard),
            ("Ctrl+Enter", self.keep),
        ):
            install_key(self, key, call)

    def _lay_out(self) -> None:
        def tool(words: str, key: str, call: Callable[[], None]) -> QPushButton:
            made = button(tr("{words} ({key})", words=words, key=key), call, "", words)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            return made

        self.tools = {
            "turn": tool(tr("Rotate"), "R", self.turn),
            "cut": tool(tr("Cut"), "C", self.cut_or_not),
            "leave_out": tool(tr("Leave out"), "Del", self.leave_out_or_not),
            "up": tool(tr("Up"), "Ctrl+↑", lambda: self.sheets.move_current(-1)),
            "down": tool(tr("Down"), "Ctrl+↓", lambda: self.sheets.move_current(1)),
        }
        for checkable in ("cut", "leave_out"):
            self.tools[checkable].setCheckable(True)
        hint = label(tr("Drag over the page to cut it; Alt+arrows move the cut, with Shift they "
                        "size it."), "quiet")  # fmt: skip
        self.count = label("", "quiet", wrap=False)
        more = button(tr("Add a file…"), self.choose_files)
        left = Surface("wash")
        left.setLayout(column(self.sheets, row(self.count, None, more), margin=8))
        right = Surface("paper")
        across = column(self.pages, rule(), row(*self.tools.values(), None, gap=6), hint, margin=8)
        across.setStretch(0, 1)
        right.setLayout(across)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(1)
        both.addWidget(left)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        self._install_keys(both)
        named = QLabel(tr("Name"))
        named.setBuddy(self.name)
        self.name.setAccessibleName(tr("Name"))
        self.ready = button(tr("Keep with the case"), self.keep, "primary")
        goes = tr("It goes with the next decision, unless you make it a material of the case.")
        note = label(goes, "quiet")
        foot = row(named, self.name, button(tr("Cancel"), self.reject), self.ready)
        foot.setStretch(1, 1)
        whole = column(both, self.said, self.progress, foot, note, margin=12)
        whole.setStretch(0, 1)
        self.setLayout(whole)


def file_dialog(parent: QWidget) -> QFileDialog:
    """Files to be taken in are chosen in it."""
    dialog = QFileDialog(parent, tr("Take in a paper from a file…"), QDir.homePath())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(tr("PDF and pictures ({kinds})", kinds=SUFFIXES))
    return dialog


def _turned(box: Box, rotation: int) -> Box:
    """Where a box of the page lies once the page is turned clockwise."""
    for _ in range(rotation // 90):
        left, top, right, bottom = box
        box = (1 - bottom, left, 1 - top, right)
    return box
