"""One case in one view: form, materials, judgement and decision side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QVBoxLayout

from app.cases.actions import BlockingReason, Payload
from app.cases.evidence import PaperFinding, Place
from app.cases.failure import Failure
from app.cases.model import Clerk, Notice, Tick, Verdict
from app.desk import (
    Annotation,
    Archiving,
    Cases,
    CaseView,
    ChangeKind,
    Deciding,
    Documents,
    Drafting,
    Machine,
    Receiving,
    RemoteDocument,
    Searching,
    SheetDraft,
    Written,
)
from app.machine.precedence import begin_window_work, end_window_work
from ui.background import Background
from ui.decision.notice import NoticeDialog
from ui.decision.panel import DecisionPanel
from ui.decision.reasons import named
from ui.events import Changes, DeskEvents
from ui.keys import forget_typing
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.colleague import ColleaguePicker, fill
from ui.parts.taborder import order_tabs
from ui.parts.widgets import Empty, Scrolling, Surface, column, rule
from ui.parts.words import decision_word
from ui.place import ReviewPlace
from ui.receiving.intake import Intake
from ui.review.agreement import correction_barred, fault_words, open_findings, places_of
from ui.review.ahead import Ahead
from ui.review.alone import AloneLine
from ui.review.checklist import ChecklistView
from ui.review.columns import ReviewColumns
from ui.review.coverage import nothing_found
from ui.review.deadline import DeadlineDialog, running
from ui.review.form import FormView
from ui.review.guide import GuideView
from ui.review.header import CaseHeader
from ui.review.materials import MaterialsView
from ui.review.paper_findings import FindingLine
from ui.review.story import StoryView
from ui.review.unopened import asked_again, unopened_id
from ui.review.watermark import watermark_words

SHOWS: frozenset[ChangeKind] = frozenset({"outbox", "draft", "one_thing", "item", "unreadable"})
ORDERING_MS = 100
PAINTING_MS = 30  # within which a case that is opened is laid out and painted


class ReviewView(Surface):
    """``neighbours``: the ids of the cases that the clerk may come to next; ``keys``: the key of
    each command, by its id."""

    shown = Signal(object)  # a CaseView, whenever it was read
    lost = Signal()  # the case that was open cannot be read any more
    decided = Signal()  # a decision is durable
    alone_wanted = Signal(bool)  # whether the paper has the window to itself
    said = Signal(str)  # a remark that passes

    def __init__(
        self,
        *,
        cases: Cases,
        drafting: Drafting,
        deciding: Deciding,
        documents: Documents,
        receiving: Receiving,
        archiving: Archiving,
        searching: Searching,
        machine: Machine,
        clerk: Clerk | None,
        background: Background,
        events: DeskEvents,
        keys: Mapping[str, str],
        neighbours: Callable[[], list[str]],
    ) -> None:
        super().__init__("paper")
        self._cases, self._drafting, self._deciding = cases, drafting, deciding
        self._documents, self._machine, self._background = documents, machine, background
        self._archiving = archiving
        self._neighbours = neighbours
        self._watermark = lambda: watermark_words(clerk, machine.now())
        self.case_id = ""
        self.view: CaseView | None = None
        self._last_written: Written | None = None
        self.materials = MaterialsView(
            documents, searching, machine.now, self._watermark, background, keys
        )
        self.form = FormView(keys["fault"])
        self.story = StoryView()
        self.guide = GuideView(searching)
        self.checklist = ChecklistView()
        self.decision = DecisionPanel(self._blocking_reasons, keys["decide"])
        self.header = CaseHeader(cases)
        self.intake = Intake(
            receiving, machine, background, self._watermark, lambda: self.view,
            keys["take_scans"], self,
        )  # fmt: skip
        self.setAcceptDrops(True)
        self.form_area = Scrolling(self.form, tr("Application form"))
        self.story_area = Scrolling(self.story, tr("One-thing and history"))
        self.guide_area = Scrolling(self.guide, tr("Guide"))
        self.tabs = self._new_tabs()
        inner = Surface("paper")
        inner.setLayout(column(self.checklist, None, margin=12))
        points = Scrolling(inner, tr("Review checklist"))
        self._tabbed = (self.form_area, points, self.story_area, self.guide_area)
        self.decision_area = Scrolling(self.decision, tr("Decision"))
        self.columns = ReviewColumns(
            self.materials,
            self.tabs,
            points,
            self.decision_area,
            machine,
        )
        paper = self.materials.pages.paper
        self._ahead = Ahead(cases, documents, background, self.materials.drawn, paper)
        self._alone = AloneLine(keys["decide"], keys["paper_alone"])
        self._alone.hide()
        self._ordering = QTimer(self)  # once, when all that was made anew has long been painted
        self._ordering.setSingleShot(True)
        self._ordering.setInterval(ORDERING_MS)
        self._ordering.timeout.connect(self._order_tabs)
        self._preparing = QTimer(self)  # once, right after the paint
        self._preparing.setSingleShot(True)
        self._preparing.setInterval(0)
        self._preparing.timeout.connect(self._prepare_next)
        self._connect()
        self._events = events
        events.changed.connect(self._hear)
        whole = Surface("paper")
        page = QVBoxLayout(whole)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(rule())
        page.addWidget(self.intake.scans)
        page.addWidget(self.columns, 1)
        page.addWidget(self._alone)
        self.empty = Empty(tr("Choose a case on the left. J and K walk the list."))
        self._layout = QStackedLayout(self)
        self._layout.addWidget(whole)
        self._layout.addWidget(self.empty)
        self._layout.setCurrentIndex(1)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS) or changes.has_case(self.case_id):
            self.refresh()

    def _connect(self) -> None:
        materials, decision = self.materials, self.decision
        materials.judged.connect(self._judge)
        materials.annotated.connect(self._annotate)
        materials.annotation_removed.connect(self._remove_annotation)
        materials.correction_wanted.connect(self.ask_for_correction)
        materials.compares.connect(self.columns.give_room_to_papers)
        materials.all_judged.connect(self.go_on_to_points)
        materials.paper_wanted.connect(self.intake.choose)
        decision.paper_wanted.connect(self.intake.choose)
        materials.evidence_removed.connect(self.intake.remove)
        materials.receiving_wanted.connect(partial(decision.press, "receive_materials"))
        self.intake.kept.connect(self._show_kept)
        self.intake.said.connect(self.header.say)
        self.checklist.completed.connect(self.go_to_opinion)
        materials.pages.drawn.connect(self._preparing.start)
        self.form.material_wanted.connect(materials.choose_id)
        self.form.unmasked.connect(self._unmasked)
        self.form.place_wanted.connect(lambda key, place: materials.show_place(place, key))
        self.form.hovered.connect(materials.light)
        materials.place_hovered.connect(self._light)
        findings = self.form.paper_findings
        findings.ticked.connect(self._tick)
        findings.correction_wanted.connect(self._make_fault)
        findings.again_wanted.connect(self._ask_again)
        findings.upright_wanted.connect(
            lambda finding: materials.show_upright(places_of(finding)[0], finding.id)
        )
        decision.finding_wanted.connect(self.go_to_finding)
        self.tabs.currentChanged.connect(self._show_tab)
        self.checklist.ticked.connect(self._tick)
        self.header.deadline_wanted.connect(self.explain)
        self._alone.decision_wanted.connect(self.decide)
        self._alone.left.connect(lambda: self.alone_wanted.emit(False))
        decision.room_wanted.connect(self._leave_alone_for_sheet)
        decision.decided.connect(self._decide)
        decision.archive_wanted.connect(self._archive)
        decision.opinion_typed.connect(self._write)
        decision.sheet_filled.connect(self._keep_sheet)
        decision.preview_wanted.connect(self._preview)
        decision.notice_wanted.connect(self._show_served)
        decision.colleagues_wanted.connect(self._offer_colleagues)
        decision.rested.connect(materials.take_focus)
        decision.rebuilt.connect(self._ordering.start)
        decision.room_wanted.connect(self.columns.give_room_to_sheet)

    def show_case(self, case_id: str) -> None:
        """Opens a case, at the top of its form and of what stands; what was typed into the one
        before a moment ago is saved first."""
        is_another = case_id != self.case_id
        if is_another:
            self.flush()
        self.case_id = case_id
        begin_window_work()
        QTimer.singleShot(PAINTING_MS, end_window_work)
        self.refresh()
        for area in (*self._tabbed, self.decision_area) if is_another else ():
            area.verticalScrollBar().setValue(0)

    def make_ready(self) -> None:
        """Before a case is opened: what is made with the first is there, styled, laid out, and
        painted once where nobody sees it, so that its icons are drawn."""
        self.form.make_ready()
        self._layout.setCurrentIndex(0)
        self.grab()
        self._layout.setCurrentIndex(1)

    def place(self) -> ReviewPlace:
        panel, pane = self.decision, self.materials.pane
        return ReviewPlace(
            case_id=self.case_id,
            tab=self._tabbed.index(self.tabs.currentWidget()),
            material_id=self.materials.paper_id,
            paper=pane.pages.paper.place(),
            thumbnails=not pane.pages.thumbnails.isHidden(),
            opinion=panel.opinion.toPlainText(),
            cursor=panel.opinion.textCursor().position(),
            sheet=panel.sheet.draft() if panel.sheet is not None else None,
        )

    def return_to(self, place: ReviewPlace) -> None:
        """Opens the same case at the same paper, with what is typed."""
        self.show_case(place.case_id)
        if self.view is None:
            return
        self.tabs.setCurrentWidget(self._tabbed[place.tab])
        pages = self.materials.pages
        pages.thumbnails.setVisible(place.thumbnails)
        self.materials.choose_id(place.material_id)
        pages.return_to(place.paper)
        self.decision.return_to(place)

    def flush(self) -> None:
        """Saves what was typed a moment ago."""
        self.checklist.flush()
        self.form.paper_findings.flush()
        self.materials.flush()
        self.decision.flush()

    def refresh(self) -> None:
        """Reads the case again; what the clerk is typing stays as it is."""
        if not self.case_id:
            return
        try:
            view = self._cases.view(self.case_id)
        except Failure as failure:
            self.empty.sentence.setText(spoken(failure.sentence))
            self._layout.setCurrentIndex(1)
            self.view = None
            self.lost.emit()
            return
        self.view = view
        self.header.show_case(view)
        self._show_tab()
        self.materials.show_case(view)
        self.checklist.show_case(view)
        self.decision.show_case(view)
        self._alone.show_case(view, self.decision.next_words())
        self._name_points()
        self._layout.setCurrentIndex(0)
        self._ordering.start()
        self.shown.emit(view)

    def _show_tab(self) -> None:
        """Fills the one that is in front; the others when they come there."""
        front = self.tabs.currentWidget()
        if self.view is None:
            return
        if front is self.form_area:
            self.form.show_case(self.view)
        elif front is self.story_area:
            self.story.show_case(self.view)
        elif front is self.guide_area:
            self.guide.show_case(self.view)

    def ask_for_correction(self) -> None:
        """Opens the correction with everything marked and found in it, the last word included."""
        self.materials.flush()
        self._when_all_is_kept(lambda: self.decision.press("request_correction"))

    def decide(self) -> None:
        """Takes the decision that is next, judged by all that was ticked a moment ago."""
        self.flush()
        self._when_all_is_kept(self.decision.take_primary)

    def read_alone(self, alone: bool) -> None:
        """The paper, and one line of decision below it; or all the rest again."""
        self.header.setVisible(not alone)
        self.columns.leave_alone(alone)
        self._alone.setVisible(alone)
        self.materials.take_focus()

    def part_with_papers(self) -> MaterialsView:
        """They stand elsewhere from now on; the rest has their room."""
        self.columns.part_with_paper()
        return self.materials

    def take_papers_back(self) -> None:
        self.columns.take_back(self.materials)
        self._name_points()
        self._order_tabs()

    def _name_points(self) -> None:
        done, of = self.checklist.progress()
        self.columns.name_points(tr("Checklist {done}/{all}", done=done, all=of))

    def open_points(self) -> None:
        self.columns.show_points()
        self.checklist.take_focus()

    def go_to_finding(self) -> None:
        """To the next of the papers' findings that is open, from the one the keys are in."""
        self._when_all_is_kept(self._go_to_finding)

    def _go_to_finding(self) -> None:
        self.tabs.setCurrentWidget(self.form_area)
        here = self.finding()
        line = self.form.paper_findings.next_open(here.finding.id if here is not None else "")
        if line is None:
            if self.view is not None:
                self.said.emit(nothing_found(self.view))
            return
        if self._alone.isVisible():
            self.alone_wanted.emit(False)
        self.form.see_finding(line)

    def finding(self) -> FindingLine | None:
        """The finding of the papers that the keys are in or were last gone to, while in sight."""
        in_front = self.tabs.currentWidget() is self.form_area
        return self.form.paper_findings.current() if in_front else None

    def make_fault(self) -> None:
        """Puts that finding into the correction, or takes it out again; says why not where none
        can be asked for any more."""
        line = self.finding()
        if line is None or self.view is None:
            return
        if (barred := correction_barred(self.view)) and not line.correct.isChecked():
            action = decision_word("request_correction", self.view.case.item)
            self.said.emit("\n".join(named(action, barred)))
        else:
            line.correct.click()

    def go_on_to_points(self) -> None:
        """To what the papers have against the form, then to the first point that is open; where
        nothing is, on to the opinion."""
        if self.view is not None and open_findings(self.view):
            self.go_to_finding()
        elif self.checklist.first_open() is None:
            self.go_to_opinion()
        else:
            self.open_points()

    def go_to_opinion(self) -> None:
        """Where what was judged is put into words: the correction's button if a paper is unfit."""
        correct = self.decision.buttons.get("request_correction")
        if self.materials.has_unfit() and correct is not None:
            correct.setFocus()
        else:
            self.decision.begin_opinion()

    def tick_all(self) -> None:
        """Ticks every point where nothing is open, and goes on to what is."""
        if self.view is None or self.view.review_barred:
            return
        if left := self.materials.unjudged():
            self.header.say(tr("First judge the papers: {names}", names="、".join(left)))
            return
        self.checklist.tick_all()

    def _when_all_is_kept(self, then: Callable[[], None]) -> None:
        def go_on() -> None:
            self.refresh()
            then()

        if self._last_written is None or self._last_written.done():
            go_on()
        else:
            self._background.when_done(self._last_written, lambda _done: go_on())

    def toggle_guide(self) -> None:
        """The item's guide and articles in the form's place, and back."""
        is_shown = self.tabs.currentWidget() is self.guide_area
        self.tabs.setCurrentWidget(self.form_area if is_shown else self.guide_area)

    def explain(self) -> None:
        if self.view is not None:
            case = self.view.case
            DeadlineDialog(running(self.view.deadlines, case), case.item, self).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.intake.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.intake.drop(event.mimeData())

    def _show_kept(self) -> None:
        """What was taken in just now."""
        self.refresh()
        if self.view is not None and self.view.evidence:
            self.materials.choose_id(self.view.evidence[-1].sha256)
            self.materials.take_focus()

    def _leave_alone_for_sheet(self, is_open: bool) -> None:
        if is_open and self._alone.isVisible():
            self.alone_wanted.emit(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab, which may come before what was made anew has its place in the order."""
        if self._ordering.isActive():
            self._order_tabs()
        return super().focusNextPrevChild(forward)

    def _order_tabs(self) -> None:
        self._ordering.stop()
        order_tabs(self)

    def _annotate(self, id_: str, annotation: Annotation) -> None:
        self._kept(self._drafting.annotate(self.case_id, id_, annotation))

    def _remove_annotation(self, id_: str) -> None:
        self._kept(self._drafting.remove_annotation(self.case_id, id_))

    def _judge(self, material_id: str, verdict: Verdict) -> None:
        self._kept(self._drafting.judge_material(self.case_id, material_id, verdict))

    def _tick(self, point_id: str, tick: Tick) -> None:
        self._kept(self._drafting.tick(self.case_id, point_id, tick))

    def _make_fault(self, finding: PaperFinding, on: bool) -> None:
        """A mark whose remark is the finding's ready sentence."""
        if self.view is None:
            return
        place, remark = places_of(finding)[0], fault_words(finding, self.view)
        annotation = Annotation(
            material_id=place.material_id, page=place.page, box=place.box, remark=remark
        )
        self._mark(finding.id, annotation if on else None, finding.field or finding.id)

    def _ask_again(self, material_id: str, on: bool) -> None:
        """For a paper whose file cannot be opened."""
        names = {m.id: m.name for m in self.view.case.materials} if self.view is not None else {}
        if material_id in names:
            annotation = asked_again(material_id, names[material_id])
            self._mark(unopened_id(material_id), annotation if on else None, "")

    def _mark(self, id_: str, annotation: Annotation | None, key: str) -> None:
        """Puts a mark on a paper, which is opened there, or takes it off."""
        if annotation is None:
            self._remove_annotation(id_)
            return
        self._annotate(id_, annotation)
        place = Place(annotation.material_id, annotation.page, annotation.box)
        self.materials.show_place(place, key)
        announce(self, tr("In the correction: {fault}", fault=annotation.remark))

    def _light(self, key: str) -> None:
        """What the mouse is on in a paper, there and in the form."""
        self.materials.light(key)
        if self.tabs.currentWidget() is self.form_area:
            self.form.show_lit(key)

    def _write(self, text: str) -> None:
        self._kept(self._drafting.write_opinion(self.case_id, text))

    def _blocking_reasons(self, payload: Payload) -> tuple[BlockingReason, ...]:
        view = self.view
        if view is None:
            return ()
        whole = view.with_evidence(payload)
        return self._cases.blocking_reasons(view.judged, whole, view.situation)

    def _keep_sheet(self, draft: SheetDraft) -> None:
        self._kept(self._drafting.write_sheet(self.case_id, draft))

    def _kept(self, written: Written) -> None:
        self._last_written = written
        self._background.when_done(written, lambda _done: None, say=self.header.say)

    def _decide(self, payload: Payload) -> None:
        self._background.when_done(
            self._deciding.decide(self.case_id, payload),
            lambda _changed: self._is_durable(),
            failed=partial(self.decision.say_failed, payload.type),
        )

    def _is_durable(self) -> None:
        self.decision.close_sheet()
        forget_typing(self)
        self.refresh()
        self.decided.emit()

    def _archive(self) -> None:
        from ui.archiving.dialog import ArchiveDialog

        if self.view is None:
            return
        made_of = self._archiving, self._background, self._watermark, self.view, self
        dialog = ArchiveDialog(*made_of)
        dialog.archived.connect(partial(self._is_archived, self.case_id))
        dialog.show()

    def _is_archived(self, case_id: str) -> None:
        """The clerk may have gone on to another case meanwhile, whose sheet stays open."""
        if case_id == self.case_id:
            self._is_durable()

    def _preview(self, payload: Payload) -> None:
        notice = self._documents.preview_notice(self.case_id, payload)
        self._show_notice(notice, tr("Not served yet: this is how it will read."))

    def _show_served(self, notice: Notice) -> None:
        numberless = tr("The centre has not given out its number yet: print it for service then.")
        document = self._documents.open_notice(notice)
        self._show_notice(document, numberless if notice.provisional else "")

    def _show_notice(self, document: RemoteDocument, why_not: str) -> None:
        printer = self._machine.settings.printer
        NoticeDialog(self._watermark, self._background, document, why_not, printer, self).open()

    def _offer_colleagues(self, picker: ColleaguePicker) -> None:
        fill(picker, self._cases, self._background)

    def _unmasked(self, field: str) -> None:
        self._machine.note("unmasked", field=field)

    def _prepare_next(self) -> None:
        if self._events.ended:  # since the paint
            return
        self._ahead.prepare(self.materials.others(), self._neighbours())

    def _new_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.setUsesScrollButtons(True)  # with larger text
        for part, words in (
            (self.form_area, tr("Form")),
            (self.story_area, tr("History")),
            (self.guide_area, tr("Guide")),
        ):
            tabs.addTab(part, words)
        tabs.setAccessibleName(tr("Application"))
        return tabs
