"""One material and its marks; two of them stand side by side for comparing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget

from app.cases.failure import Failure
from app.cases.model import Material
from app.desk import Annotation, Box, CaseView, Desk, Written
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Scrolling, Surface, column, rule
from ui.review.drawn import PageCache
from ui.review.licence import LicencePanel, licence_kind
from ui.review.marking import MarksView
from ui.review.pages import PagesView


class MaterialPane(Surface):
    """``keep`` is called with what is being written; ``correct`` asks for a correction."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        drawn: PageCache,
        header: QWidget,
        correct: Callable[[], None],
        keep: Callable[[Written], None],
    ) -> None:
        super().__init__("paper")
        self._desk, self._background, self._keep = desk, background, keep
        self._view: CaseView | None = None
        self.material: Material | None = None
        self.pages = PagesView(desk, background, drawn)
        self.pages.outside = self._save_copy
        self.pages.paper.marked = self.add_mark
        self.marking_changed: Callable[[bool], None] = lambda on: None
        self.marks = MarksView(self._save_mark, self._take_off_mark, self._choose_mark, correct)
        self.licence = LicencePanel(desk.searching, desk.machine.now, background)
        self.licence_area = Scrolling(self.licence, tr("Electronic licence"))
        self.licence_area.setVisible(False)
        content = column(header, rule(), self.pages, self.licence_area, self.marks, gap=0)
        content.setStretch(2, 1)
        content.setStretch(3, 1)
        self.setMinimumWidth(200)
        self.setLayout(content)

    def show_material(self, view: CaseView, material: Material) -> None:
        """Opens a material; the screen stays free while its file is opened."""
        self.material = material
        if not material.supplied:
            self.pages.clear(tr("The applicant has not supplied this material."))
        elif material.sha256:
            document = self._desk.documents.open_material(material, view.case.id)
            self.pages.show_document(document, material.name)
        else:
            self.pages.clear(tr("The original is checked at the counter."))
        focus = QApplication.focusWidget()
        by_licence = not material.sha256 and bool(licence_kind(view, material))
        self.licence_area.setVisible(by_licence)
        self.pages.setVisible(not by_licence)
        if by_licence:
            self.licence.show_for(view, material)
        if focus is not None and self.isAncestorOf(focus) and not focus.isVisible():
            (self.readable() or self.pages).setFocus()
        self.refresh(view)

    def readable(self) -> QWidget | None:
        """What the keys may scroll; None where a sentence stands in its place."""
        return self.licence_area if self.licence_area.isVisible() else self.pages.readable()

    def refresh(self, view: CaseView) -> None:
        """Shows the marks as the desk holds them now."""
        self._view = view
        held = self.material
        mine = {
            id_: mark for id_, mark in view.draft.marks.items()
            if held is not None and mark.material_id == held.id
        }  # fmt: skip
        self.pages.paper.marks = mine
        self.pages.paper.update_all()
        self.marks.show_marks(mine)

    def show_nothing(self) -> None:
        self.material = None
        self.licence_area.setVisible(False)
        self.pages.setVisible(True)
        self.pages.clear(tr("Choose a material"))

    def add_mark(self, page: int, box: Box) -> None:
        """Marks a place; its remark is written next."""
        if self.material is None or not self.material.sha256:
            return
        id_ = str(uuid.uuid4())
        mark = Annotation(material_id=self.material.id, page=page, box=box)
        self.set_marking(False)
        self._save_mark(id_, mark)
        self.pages.paper.marks = {**self.pages.paper.marks, id_: mark}
        self.marks.show_marks(self.pages.paper.marks)
        self.marks.write_at(id_)

    def mark_here(self) -> None:
        """Marks what is in the middle, for hands that are on the keyboard."""
        if len(self.pages.paper.layout_):
            self.add_mark(*self.pages.paper.box_in_sight())

    def set_marking(self, on: bool) -> None:
        """Whether the mouse draws marks, or selects words."""
        self.pages.paper.marking = on
        self.marking_changed(on)

    def _choose_mark(self, id_: str) -> None:
        paper = self.pages.paper
        paper.chosen_mark = id_
        if (mark := paper.marks.get(id_)) is not None:
            paper.go_to(mark.page, mark.box)
        paper.update_all()

    def _save_mark(self, id_: str, mark: Annotation) -> None:
        if self._view is not None:
            self.pages.paper.marks = {**self.pages.paper.marks, id_: mark}
            self.pages.paper.update_all()
            self._keep(self._desk.drafting.annotate(self._view.case.id, id_, mark))

    def _take_off_mark(self, id_: str) -> None:
        if self._view is not None:
            self._keep(self._desk.drafting.remove_annotation(self._view.case.id, id_))

    def _save_copy(self) -> None:
        """Saves a file where the clerk chooses, under a name of ours and never the sender's."""
        view, material = self._view, self.material
        if view is None or material is None:
            return
        at = view.case.materials.index(material) + 1
        name = f"{view.case.no}-{at}.ofd"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), name, "OFD (*.ofd)")
        if chosen:
            path = Path(chosen)
            self._background.run(
                lambda: self._desk.documents.save_copy(material, path),
                lambda _done: None,
                failed=self._not_saved,
            )

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self.pages.say(tr("The copy could not be saved there. Choose another place."))
        elif isinstance(error, Failure):
            self.pages.say(spoken(error.sentence))
        else:
            raise error


def choice_of(materials: list[tuple[str, Material]], chosen: Callable[[], None]) -> QComboBox:
    """The box in which the material to compare with is chosen."""
    box = QComboBox()
    box.setAccessibleName(tr("Compare with"))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    for words, material in materials:
        box.addItem(words, material)
    box.currentIndexChanged.connect(lambda _index: chosen())
    return box
