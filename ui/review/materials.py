"""The middle of the review: which material, its pages, and the clerk's verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTabBar,
    QWidget,
)

from app.cases.model import Material, Verdict
from app.desk import CaseView, Documents, Searching
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.saving import SaveTimer
from ui.parts.widgets import Elided, Surface, button, column, label, naming, row, rule, tool
from ui.parts.words import VERDICTS, word
from ui.review.drawn import MOST_BYTES, PageCache
from ui.review.licence import LicencePanel
from ui.review.pages import PagesView
from ui.review.pane import MaterialPane, choice_of

VERDICT_SHAPES = {"pass": "✓", "fail": "✗", "unclear": "?"}


class MaterialsView(Surface):
    """``now`` is for the age of a licence's look-up, ``watermark`` what stands over the pages,
    ``keys`` the key of each command, by its id."""

    judged = Signal(str, object)  # a material's id and the clerk's Verdict, as it is given
    annotated = Signal(str, object)  # an annotation's id and the Annotation it is now
    annotation_removed = Signal(str)
    correction_wanted = Signal()
    compares = Signal(bool)  # whether two stand side by side

    def __init__(
        self,
        documents: Documents,
        searching: Searching,
        now: Callable[[], datetime],
        watermark: Callable[[], str],
        background: Background,
        keys: Mapping[str, str],
    ) -> None:
        super().__init__("paper")
        self._keys = keys
        self._documents, self._searching, self._now = documents, searching, now
        self._watermark, self._background = watermark, background
        self._view: CaseView | None = None
        self._materials: tuple[Material, ...] = ()
        self.at = -1
        self.drawn = PageCache(_room_for_pictures(self))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Materials"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setProperty("kind", "materials")
        self.tabs.currentChanged.connect(self.choose)
        self._title = Elided()
        self._title.setProperty("weight", "bold")
        self.annotating = tool(
            "ph.selection-plus", self._annotate, tr("Mark with the mouse"), keys["annotate"]
        )
        self.annotating.setCheckable(True)
        self.pane = self._new_pane(self._header())
        self.pages = self.pane.pages
        self.beside: MaterialPane | None = None
        self._choice: QComboBox | None = None
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.panes.addWidget(self.pane)
        self.verdicts = QButtonGroup(self)
        buttons: list[QPushButton] = []
        for code, words in VERDICTS.items():
            name = tr("This material: {verdict}", verdict=tr(words))
            choice = button(
                f"{VERDICT_SHAPES[code]} {tr(words)}", partial(self.judge, code), "", name
            )
            choice.setCheckable(True)
            choice.setProperty("verdict", code)
            self.verdicts.addButton(choice)
            buttons.append(choice)
        self.barred = label("", "quiet")
        self.barred.hide()
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(tr("Remark on this material"))
        self.remark.setAccessibleName(tr("Remark on this material"))
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self._save_remark)
        self.remark.textEdited.connect(lambda _text: self._typing.start())
        self.remark.editingFinished.connect(self._typing.flush)
        self.compare = tool("ph.columns", self.toggle_beside, tr("Side by side"), keys["compare"])
        self.compare.setCheckable(True)
        head = row(self.tabs, self.compare, gap=2)
        head.setStretch(0, 1)
        page = column(
            column(head, margin=6),
            rule(),
            self.panes,
            rule(),
            column(row(*buttons, None, gap=6), self.remark, self.barred, margin=8),
            gap=0,
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def show_case(self, view: CaseView) -> None:
        """A new case: its first material at once. The same case again: only the marks."""
        same = self._view is not None and self._view.case.id == view.case.id
        materials = view.case.current_materials()
        self._offer_verdicts(view)
        unchanged = same and [m.id for m in materials] == [m.id for m in self._materials]
        self._view, self._materials = view, materials
        if unchanged:
            self._rebuild_tabs()
            self._show_verdict()
            self.pane.refresh(view)
            if self.beside is not None:
                self.beside.refresh(view)
            return
        self._close_beside()
        self.at = -1
        if materials:
            self.choose(0)
        else:
            self._rebuild_tabs()
            self._title.setText("")
            self.pane.show_nothing()

    def choose(self, at: int) -> None:
        if self._view is None or not 0 <= at < len(self._materials):
            return
        self.flush()
        self.at = at
        material = self._materials[at]
        self._title.setText(_described(material))
        self.pane.show_material(self._view, material)
        self._rebuild_tabs()
        self._show_verdict()
        if self.beside is not None:
            self._close_beside()
            self.toggle_beside()

    def choose_id(self, material_id: str) -> None:
        for at, material in enumerate(self._materials):
            if material.id == material_id:
                self.choose(at)

    def judge(self, verdict: str) -> None:
        """Gives a verdict on the material that is open, where the case can still be judged."""
        may = self._view is not None and not self._view.review_barred
        if may and 0 <= self.at < len(self._materials):
            self._typing.stop()
            given = Verdict(verdict=verdict, remark=self.remark.text().strip())
            material = self._materials[self.at]
            self.judged.emit(material.id, given)
            announce(self, f"{material.name} · {word(VERDICTS, verdict)}")

    def annotate_here(self) -> None:
        """Marks what is in the middle of the pane the clerk is in."""
        self.active().annotate_here()

    def others(self) -> list[Material]:
        """The materials beside the one that is open, those after it first."""
        return [*self._materials[self.at + 1 :], *self._materials[: max(0, self.at)]]

    def take_focus(self) -> None:
        """Puts the keys on what is shown of the material, else where another is chosen."""
        (self.active().readable() or self.tabs).setFocus()

    def active(self) -> MaterialPane:
        """The pane the clerk's keys speak to: the one that has the focus, else the first."""
        beside = self.beside
        focused = beside is not None and beside.isAncestorOf(self.focusWidget() or self)
        return beside if focused and beside is not None else self.pane

    def toggle_beside(self) -> None:
        """Another material beside this one: its earlier round where there is one."""
        if self.beside is not None:
            self._close_beside()
            return
        others = self._comparable()
        self.compare.setChecked(bool(others))
        if not others:
            return
        self._choice = choice_of(others)
        self._choice.currentIndexChanged.connect(self._show_beside)
        header = Surface("paper")
        name = naming(tr("Compare with"), self._choice)
        header.setLayout(column(name, self._choice, margin=4))
        self.beside = self._new_pane(header)
        self.panes.addWidget(self.beside)
        self.compares.emit(True)
        self.panes.setSizes([1, 1])
        self._show_beside()

    def _new_pane(self, header: QWidget) -> MaterialPane:
        pages = PagesView(self._watermark, self._background, self.drawn)
        licence = LicencePanel(self._searching, self._now, self._background)
        pane = MaterialPane(
            self._documents, self._background, header, pages, licence, self._keys["correct"]
        )
        pane.annotating_changed.connect(self.annotating.setChecked)
        pane.annotated.connect(self.annotated)
        pane.annotation_removed.connect(self.annotation_removed)
        pane.correction_wanted.connect(self.correction_wanted)
        return pane

    def _header(self) -> Surface:
        """The material's name and the tools, which work on the pane the clerk is in."""

        def on(action: Callable[[PagesView], None]) -> Callable[[], None]:
            return lambda: action(self.active().pages)

        keys = self._keys

        line = row(self._title, gap=0, margin=4)
        line.setStretch(0, 1)
        for each in (
            tool("ph.minus", on(PagesView.smaller), tr("Smaller"), keys["zoom_out"]),
            tool("ph.plus", on(PagesView.larger), tr("Larger"), keys["zoom_in"]),
            tool("ph.arrows-out-line-horizontal", on(PagesView.fit_width), tr("Fit width"),
                 keys["fit_width"]),
            tool("ph.frame-corners", on(PagesView.fit_page), tr("Fit page"), keys["fit_page"]),
            tool("ph.arrow-clockwise", on(PagesView.turn), tr("Rotate"), keys["rotate"]),
            tool("ph.magnifying-glass", on(PagesView.open_search), tr("Find in this material"),
                 keys["find_in_material"]),
            tool("ph.rows", on(PagesView.show_thumbnails), tr("Thumbnails"), keys["thumbnails"]),
            self.annotating,
        ):  # fmt: skip
            line.addWidget(each)
        header = Surface("paper")
        header.setLayout(line)
        return header

    def _annotate(self) -> None:
        self.active().set_annotating(self.annotating.isChecked())

    def _comparable(self) -> list[tuple[str, Material]]:
        """Earlier rounds of this material first, then the others."""
        if self._view is None or not 0 <= self.at < len(self._materials):
            return []
        here = self._materials[self.at]
        earlier = [
            (tr("{name}, round {n}", name=m.name, n=m.round), m)
            for m in reversed(self._view.case.materials)
            if m.name == here.name and m.id != here.id and m.sha256
        ]
        others = [(m.name, m) for m in self._materials if m.id != here.id and m.supplied]
        return earlier + others

    def _show_beside(self) -> None:
        if self.beside is not None and self._choice is not None and self._view is not None:
            material = self._choice.currentData()
            self.beside.show_material(self._view, material)

    def _close_beside(self) -> None:
        self.compare.setChecked(False)
        if self.beside is not None:
            self.beside.show_nothing()
            self.beside.hide()
            self.beside.setParent(None)
            self.beside.deleteLater()
            self.beside = self._choice = None
            self.compares.emit(False)

    def _offer_verdicts(self, view: CaseView) -> None:
        """A verdict, or in its place the reason why none is given any more."""
        for part in (*self.verdicts.buttons(), self.remark):
            part.setVisible(not view.review_barred)
        self.barred.setText("\n".join(spoken(h.sentence) for h in view.review_barred))
        self.barred.setVisible(bool(view.review_barred))

    def _save_remark(self) -> None:
        self.judge(self._verdict_of(self._materials[self.at]).verdict)

    def flush(self) -> None:
        """Saves what is being written at once."""
        self._typing.flush()
        for pane in (self.pane, self.beside):
            if pane is not None:
                pane.annotations.flush()

    def _verdict_of(self, material: Material) -> Verdict:
        if self._view is None:
            return Verdict()
        review = self._view.draft.over(self._view.case.review)
        return review.materials.get(material.id, Verdict())

    def _has_verdict(self, material: Material) -> bool:
        if self._view is None:
            return False
        return material.id in self._view.draft.over(self._view.case.review).materials

    def _show_verdict(self) -> None:
        if not 0 <= self.at < len(self._materials):
            return
        material = self._materials[self.at]
        verdict, known = self._verdict_of(material), self._has_verdict(material)
        self.verdicts.setExclusive(False)
        for choice in self.verdicts.buttons():
            choice.setChecked(known and choice.property("verdict") == verdict.verdict)
        self.verdicts.setExclusive(True)
        if not self.remark.hasFocus() or not self._typing.isActive():
            self.remark.setText(verdict.remark)

    def _rebuild_tabs(self) -> None:
        tabs = self.tabs
        tabs.blockSignals(True)
        while tabs.count() > len(self._materials):
            tabs.removeTab(tabs.count() - 1)
        for at, material in enumerate(self._materials):
            known = self._has_verdict(material)
            verdict = self._verdict_of(material).verdict
            shape = (VERDICT_SHAPES.get(verdict, "") if known else "") if material.supplied else "—"
            if at >= tabs.count():
                tabs.addTab("")
            tabs.setTabText(at, f"{at + 1} {shape}".strip())
            words = word(VERDICTS, verdict) if known else tr("not judged")
            again = tr("brought again") if material.round > 1 else ""
            about = " · ".join(part for part in (material.name, words, again) if part)
            tabs.setAccessibleTabName(at, f"{at + 1} {about}")
            tabs.setTabToolTip(at, about)
        tabs.setCurrentIndex(self.at)
        tabs.blockSignals(False)


def _room_for_pictures(view: QWidget) -> int:
    """Bytes: two screens full of pixels, and not less than on the screens most halls have."""
    screen = view.screen()
    pixels = screen.size() * screen.devicePixelRatio()
    return max(MOST_BYTES, 2 * 4 * pixels.width() * pixels.height())


def _described(material: Material) -> str:
    pages = tr("{n} pages", n=material.pages) if material.pages > 1 else ""
    again = tr("round {n}", n=material.round) if material.round > 1 else ""
    extra = " · ".join(part for part in (pages, again) if part)
    return f"{material.name}{'  ' + extra if extra else ''}"
