"""The middle of the review: which material, its pages, and the clerk's verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QWidget,
)

from app.cases.evidence import LICENCE, PaperFinding, Place
from app.cases.licences import judged
from app.cases.model import Material, Verdict
from app.desk import CaseView, Documents, Evidence, Searching
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.saving import SaveTimer
from ui.parts.widgets import (
    Elided,
    Surface,
    check_button,
    check_tool,
    column,
    label,
    naming,
    row,
    rule,
    show_checked,
    tool,
)
from ui.parts.words import OUTCOME_SHAPES, VERDICTS, word
from ui.place import PaperPlace
from ui.review.agreement import about_paper, open_findings, papers_of
from ui.review.counter_evidence import EvidenceLine
from ui.review.drawn import MOST_BYTES, PageCache
from ui.review.licence import LicencePanel
from ui.review.pages import PagesView
from ui.review.pane import MaterialPane, choice_of
from ui.review.tabs import NOT_JUDGED, PaperTab, PaperTabs, short_name

VERDICT_SHAPES = {"pass": "✓", "fail": "✗", "unclear": "?"}
Paper = Material | Evidence


class MaterialsView(Surface):
    """The case's materials, and behind them what was taken in at the counter. ``now`` is for the
    age of a licence's look-up, ``watermark`` what stands over the pages, ``keys`` the key of each
    command, by its id."""

    judged = Signal(str, object)  # a material's id and the clerk's Verdict, as it is given
    annotated = Signal(str, object)  # an annotation's id and the Annotation it is now
    annotation_removed = Signal(str)
    correction_wanted = Signal()
    compares = Signal(bool)  # whether two stand side by side
    paper_wanted = Signal()  # to be taken in at the counter
    evidence_removed = Signal(str)  # its hash
    receiving_wanted = Signal()  # of what was taken in, as materials
    all_judged = Signal()  # a verdict was given on the last that had none
    place_hovered = Signal(str)  # the key of what the mouse is on, as PagePlace has it

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
        self._papers: tuple[Paper, ...] = ()
        self._open_findings: tuple[PaperFinding, ...] = ()
        self.at = -1
        self.drawn = PageCache(_room_for_pictures(self))
        self._gone_to = ""  # the key whose places stay lit
        self._given: dict[str, str] = {}  # the verdicts of this sitting, by material
        self.tabs = PaperTabs()
        self.tabs.currentChanged.connect(self.choose)
        self._title = Elided()
        self._heading = Surface("paper")
        self._heading.setLayout(row(self._title, margin=4))
        self._heading.hide()
        self.annotating = check_tool(
            "selection-plus", self._annotate, tr("Mark with the mouse"), keys["annotate"]
        )
        self.pane = self._new_pane(self._heading)
        self.pages = self.pane.pages
        self.beside: MaterialPane | None = None
        self._choice: QComboBox | None = None
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.panes.addWidget(self.pane)
        self.verdicts = QButtonGroup(self)
        self.verdicts.setExclusive(False)  # the verdict that is kept is shown, whatever was pressed
        buttons: list[QPushButton] = []
        for code, words in VERDICTS.items():
            name = tr("This material: {verdict}", verdict=tr(words))
            choice = check_button(
                f"{VERDICT_SHAPES[code]} {tr(words)}", partial(self.judge, code), "", name
            )
            choice.setProperty("verdict", code)
            self.verdicts.addButton(choice)
            buttons.append(choice)
        self.barred = label("", "quiet")
        self.barred.hide()
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(tr("Remark"))
        self.remark.setAccessibleName(tr("Remark on this material"))
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self._save_remark)
        self.remark.textEdited.connect(lambda _text: self._typing.start())
        self.remark.editingFinished.connect(self._typing.flush)
        self.evidence = EvidenceLine()
        self.evidence.removed.connect(self.evidence_removed)
        self.evidence.receiving_wanted.connect(self.receiving_wanted)
        self.evidence.hide()
        self.compare = check_tool(
            "columns", self.toggle_beside, tr("Side by side"), keys["compare"]
        )
        judgement = row(
            *buttons, self.remark, self.barred, self.evidence, self._tools(), gap=6, margin=6
        )
        page = column(self.tabs, self.panes, rule(), judgement, gap=0)
        page.setStretch(1, 1)
        self.setLayout(page)

    def show_case(self, view: CaseView) -> None:
        """A new case: its first material at once. The same case again: only the marks."""
        same = self._view is not None and self._view.case.id == view.case.id
        materials = view.case.current_materials()
        unchanged = same and [m.id for m in materials] == [m.id for m in self._materials]
        before = self.paper_id
        self._view, self._materials = view, materials
        self._papers = (*materials, *view.evidence)
        self._open_findings = open_findings(view)
        if not same:
            self._gone_to = ""
            self.light("")
        kept = view.draft.over(view.case.review).materials
        self._given = {
            id_: given
            for id_, given in self._given.items()
            if same and (id_ not in kept or kept[id_].verdict != given)
        }
        ids = [_id(paper) for paper in self._papers]
        if unchanged and before in ids:
            self.at = ids.index(before)
            self._rebuild_tabs()
            self._show_verdict()
            self.pane.refresh(view)
            if self.beside is not None:
                self.beside.refresh(view)
            return
        self._close_beside()
        at, self.at = self.at, -1
        if self._papers:
            self.choose(min(max(0, at), len(ids) - 1) if unchanged else 0)
        else:
            self._show_verdict()
            self._rebuild_tabs()
            self._title.setText("")
            self.pane.show_nothing()

    def choose(self, at: int) -> None:
        if self._view is None or not 0 <= at < len(self._papers):
            return
        self.flush()
        self.at = at
        paper = self._papers[at]
        self._title.setText(_described(paper))
        self.pane.show_paper(self._view, paper)
        self._rebuild_tabs()
        self._show_verdict()
        if self.beside is not None:
            self._close_beside()
            self.toggle_beside()

    def choose_id(self, paper_id: str) -> None:
        """A material by its id, or what was taken in at the counter by its hash."""
        for at, paper in enumerate(self._papers):
            if _id(paper) == paper_id:
                self.choose(at)

    def search_in(self, name: str, words: str) -> None:
        """Opens the material of this name, and searches it."""
        ids = [material.id for material in self._materials if material.name == name]
        if ids and self.paper_id not in ids:
            self.choose_id(ids[0])
        self.pages.search(words)

    def show_place(self, place: Place, key: str) -> None:
        """Opens a paper at a place that speaks of the form, and lights what speaks of this key; in
        the second pane where the paper stands there."""
        beside = self.beside
        held = beside.material if beside is not None else None
        if beside is not None and held is not None and held.id == place.material_id:
            pane = beside
        else:
            pane = self.pane
            if self.paper_id != place.material_id:
                self.choose_id(place.material_id)
        is_open = pane.material is not None and pane.material.id == place.material_id
        if is_open and place.page != LICENCE:
            pane.pages.show_place(place.page, place.box)
        self._gone_to = key
        self.light("")

    def show_upright(self, place: Place, key: str) -> None:
        """Opens a paper likewise, turned so that the page can be read."""
        self.show_place(place, key)
        for pane in (self.pane, self.beside):
            held = pane.material if pane is not None else None
            if pane is not None and held is not None and held.id == place.material_id:
                turned = self._documents.turned(held, place.page)
                pane.pages.return_to(PaperPlace(rotation=turned))
                pane.pages.show_place(place.page, place.box)

    def light(self, key: str) -> None:
        """Lights the places that speak of this; for "" those last gone to."""
        for pane in (self.pane, self.beside):
            if pane is not None:
                pane.pages.paper.light(key or self._gone_to)

    @property
    def paper_id(self) -> str:
        """Of the one that is open."""
        return _id(self._papers[self.at]) if 0 <= self.at < len(self._papers) else ""

    @property
    def material(self) -> Material | None:
        """The material that is open; None where something else is."""
        return self._materials[self.at] if 0 <= self.at < len(self._materials) else None

    @property
    def open_evidence(self) -> Evidence | None:
        """What was taken in at the counter, where that is open."""
        paper = self._papers[self.at] if 0 <= self.at < len(self._papers) else None
        return paper if isinstance(paper, Evidence) else None

    def judge(self, verdict: str) -> None:
        """Gives a verdict on the material that is open, where the case can still be judged."""
        may = self._view is not None and not self._view.review_barred
        if may and self.material is not None:
            self._give(verdict)
            self._go_on()

    def unjudged(self) -> list[str]:
        """The names of the papers that still need the clerk's verdict."""
        return [self._materials[at].name for at in self._open()]

    def has_unfit(self) -> bool:
        return any(self._known_verdict(material) == "fail" for material in self._materials)

    def _give(self, verdict: str) -> None:
        self._typing.stop()
        material = self._materials[self.at]
        self._given[material.id] = verdict
        given = Verdict(verdict=verdict, remark=self.remark.text().strip())
        self.judged.emit(material.id, given)
        announce(self, f"{material.name} · {word(VERDICTS, verdict)}")

    def _go_on(self) -> None:
        """To the next paper without a verdict, from here round."""
        left = self._open()
        if not left:
            self.all_judged.emit()
            return
        self.choose(next((at for at in left if at > self.at), left[0]))
        self.take_focus()

    def _open(self) -> list[int]:
        """Where the papers stand that neither the clerk nor a licence's own facts have judged."""
        return [
            at
            for at, material in enumerate(self._materials)
            if material.supplied
            and not self._known_verdict(material)
            and not self._passes_by_licence(material)
        ]

    def _known_verdict(self, material: Material) -> str:
        """The clerk's, of this moment; "" where there is none."""
        kept = self._kept_verdict(material)
        return self._given.get(material.id, kept.verdict if kept is not None else "")

    def _passes_by_licence(self, material: Material) -> bool:
        if self._view is None or material.licence is None:
            return False
        holder, today = self._view.case.applicant.id_number, self._view.situation.today
        return judged(material.licence, holder, today)[0] == "pass"

    def annotate_here(self) -> None:
        """Marks what is in the middle of the pane the clerk is in."""
        self.active().annotate_here()

    def others(self) -> list[Material]:
        """The materials beside the one that is open, those after it first."""
        return [*self._materials[self.at + 1 :], *self._materials[: max(0, self.at)]]

    def take_focus(self) -> None:
        """Puts the keys on what is shown of the material, else where another is chosen."""
        if not self.active().take_focus():
            self.tabs.setFocus()

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
        show_checked(self.compare, bool(others))
        if not others:
            return
        self._choice = choice_of(others)
        self._choice.currentIndexChanged.connect(self._show_beside)
        header = Surface("paper")
        name = naming(tr("Compare with"), self._choice)
        header.setLayout(column(name, self._choice, margin=4))
        self.beside = self._new_pane(header)
        self.panes.addWidget(self.beside)
        self._heading.show()
        self.compares.emit(True)
        self.panes.setSizes([1, 1])
        self._show_beside()

    def _new_pane(self, header: QWidget) -> MaterialPane:
        pages = PagesView(self._watermark, self._background, self.drawn)
        licence = LicencePanel(self._searching, self._now, self._background)
        pane = MaterialPane(self._documents, header, pages, licence, self._keys["correct"])
        pane.annotating_changed.connect(partial(show_checked, self.annotating))
        pane.annotated.connect(self.annotated)
        pane.annotation_removed.connect(self.annotation_removed)
        pane.correction_wanted.connect(self.correction_wanted)
        pane.pages.paper.hovered.connect(self.place_hovered)
        return pane

    def _tools(self) -> QLayout:
        """They work on the pane the clerk is in."""

        def on(action: Callable[[PagesView], None]) -> Callable[[], None]:
            return lambda: action(self.active().pages)

        keys = self._keys
        find = tool("magnifying-glass", on(PagesView.open_search), tr("Find in this material"),
                    keys["find_in_material"])  # fmt: skip
        more = tool("dots-three", lambda: None, tr("More tools"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        for words, command, action in (
            (tr("Larger"), "zoom_in", PagesView.larger),
            (tr("Smaller"), "zoom_out", PagesView.smaller),
            (tr("Fit width"), "fit_width", PagesView.fit_width),
            (tr("Fit page"), "fit_page", PagesView.fit_page),
            (tr("Rotate"), "rotate", PagesView.turn),
            (tr("Thumbnails"), "thumbnails", PagesView.show_thumbnails),
        ):
            menu.addAction(tr("{words} ({key})", words=words, key=keys[command]), on(action))
        menu.addSeparator()
        taking = tr("{words} ({key})", words=tr("Take in a paper from a file…"),
                    key=keys["choose_paper"])  # fmt: skip
        menu.addAction(taking, self.paper_wanted.emit)
        more.setMenu(menu)
        return row(find, self.annotating, self.compare, more, gap=0)

    def _annotate(self) -> None:
        self.active().set_annotating(self.annotating.isChecked())

    def _comparable(self) -> list[tuple[str, Paper]]:
        """Earlier rounds of this material first, then the others."""
        if self._view is None or not 0 <= self.at < len(self._papers):
            return []
        here = self._papers[self.at]
        earlier: list[tuple[str, Paper]] = [
            (tr("{name}, round {n}", name=m.name, n=m.round), m)
            for m in reversed(self._view.case.materials)
            if isinstance(here, Material) and m.name == here.name and m.id != here.id and m.sha256
        ]
        others = [p for p in self._papers if p != here and (isinstance(p, Evidence) or p.supplied)]
        return earlier + [(_name(paper), paper) for paper in others]

    def _show_beside(self) -> None:
        if self.beside is not None and self._choice is not None and self._view is not None:
            self.beside.show_paper(self._view, self._choice.currentData())

    def _close_beside(self) -> None:
        show_checked(self.compare, False)
        if self.beside is not None:
            self.beside.show_nothing()
            self.beside.hide()
            self.beside.setParent(None)
            self.beside.deleteLater()
            self.beside = self._choice = None
            self._heading.hide()
            self.compares.emit(False)

    def _offer_verdicts(self) -> None:
        """A verdict, or in its place the reason why none is given any more, or ever."""
        reasons = self._view.review_barred if self._view is not None else ()
        evidence = self.open_evidence
        for part in (*self.verdicts.buttons(), self.remark):
            part.setVisible(not reasons and evidence is None)
        self.barred.setText("\n".join(spoken(h.sentence) for h in reasons))
        self.barred.setVisible(bool(reasons) and evidence is None)
        self.evidence.setVisible(evidence is not None)
        if evidence is not None and self._view is not None:
            is_open = dict(self._view.actions).get("receive_materials") == ()
            self.evidence.show_paper(evidence, is_open)

    def _save_remark(self) -> None:
        material = self._materials[self.at]
        self._give(self._known_verdict(material) or Verdict().verdict)

    def flush(self) -> None:
        """Saves what is being written at once."""
        self._typing.flush()
        for pane in (self.pane, self.beside):
            if pane is not None:
                pane.annotations.flush()

    def _kept_verdict(self, material: Material) -> Verdict | None:
        """The clerk's as it was last read; None where there is none."""
        if self._view is None:
            return None
        return self._view.draft.over(self._view.case.review).materials.get(material.id)

    def _show_verdict(self) -> None:
        self._offer_verdicts()
        material = self.material
        if material is None:
            return
        verdict = self._known_verdict(material)
        for choice in self.verdicts.buttons():
            show_checked(choice, choice.property("verdict") == verdict)
        if not self.remark.hasFocus() or not self._typing.isActive():
            kept = self._kept_verdict(material)
            self.remark.setText(kept.remark if kept is not None else "")

    def _rebuild_tabs(self) -> None:
        self.tabs.show_papers([self._tab(paper) for paper in self._papers], self.at)

    def _tab(self, paper: Paper) -> PaperTab:
        if isinstance(paper, Evidence):
            about = f"{_described(paper)} · {tr('taken in at the counter')}"
            return PaperTab(paper.name, tr("in"), about)
        return self._material_tab(paper)

    def _material_tab(self, material: Material) -> PaperTab:
        verdict = self._known_verdict(material)
        words = word(VERDICTS, verdict) if verdict else tr("not judged")
        shape = VERDICT_SHAPES.get(verdict, NOT_JUDGED) if material.supplied else "—"
        view = self._view
        if any(material.id in papers_of(finding) for finding in self._open_findings):
            shape = OUTCOME_SHAPES["warn"] + shape.replace(NOT_JUDGED, "")
        pages = tr("{n} pages", n=material.pages) if material.pages > 1 else ""
        again = tr("round {n}", n=material.round) if material.round > 1 else ""
        papers = about_paper(view, material.id) if view is not None else ()
        parts = (material.name, words, pages, again, *papers)
        about = " · ".join(part for part in parts if part)
        item = view.case.item.name if view is not None else ""
        return PaperTab(short_name(material.name, item), shape, about)


def _room_for_pictures(view: QWidget) -> int:
    """Bytes: two screens full of pixels, and not less than on the screens most halls have."""
    screen = view.screen()
    pixels = screen.size() * screen.devicePixelRatio()
    return max(MOST_BYTES, 2 * 4 * pixels.width() * pixels.height())


def _id(paper: Paper) -> str:
    return paper.id if isinstance(paper, Material) else paper.sha256


def _name(paper: Paper) -> str:
    if isinstance(paper, Material):
        return paper.name
    return tr("{name}, taken in at the counter", name=paper.name)


def _described(paper: Paper) -> str:
    pages = tr("{n} pages", n=paper.pages) if paper.pages > 1 else ""
    round_ = paper.round if isinstance(paper, Material) else 1
    again = tr("round {n}", n=round_) if round_ > 1 else ""
    extra = " · ".join(part for part in (pages, again) if part)
    return f"{paper.name}{'  ' + extra if extra else ''}"
