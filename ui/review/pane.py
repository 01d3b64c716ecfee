"""One material and its marks; two of them stand side by side for comparing."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from app.cases.model import Material
from app.desk import Annotation, Box, CaseView, Documents, Evidence
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, column, rule
from ui.review.agreement import correction_barred
from ui.review.annotations import AnnotationsView
from ui.review.licence import LicencePanel, licence_kind
from ui.review.pages import PagesView


class MaterialPane(Surface):
    """A header of the one who made it, the pages or the licence, and the annotations."""

    annotating_changed = Signal(bool)  # whether the mouse draws marks
    annotated = Signal(str, object)  # an annotation's id and the Annotation it is now
    annotation_removed = Signal(str)
    correction_wanted = Signal()

    def __init__(
        self,
        documents: Documents,
        header: QWidget,
        pages: PagesView,
        licence: LicencePanel,
        correct_key: str,
    ) -> None:
        super().__init__("paper")
        self._documents = documents
        self._view: CaseView | None = None
        self.material: Material | None = None
        self.pages, self.licence = pages, licence
        self.pages.paper.box_drawn.connect(self.add_annotation)
        self.annotations = AnnotationsView(correct_key)
        self.annotations.saved.connect(self._save)
        self.annotations.removed.connect(self.annotation_removed)
        self.annotations.chosen.connect(self._choose)
        self.annotations.correction_wanted.connect(self.correction_wanted)
        self.licence_area = Scrolling(self.licence, tr("Electronic licence"))
        self.licence_area.setVisible(False)
        content = column(header, rule(), self.pages, self.licence_area, self.annotations, gap=0)
        content.setStretch(2, 1)
        content.setStretch(3, 1)
        self.setMinimumWidth(200)
        self.setLayout(content)

    def show_paper(self, view: CaseView, paper: Material | Evidence) -> None:
        """Opens a material, or what was taken in at the counter; the screen stays free while its
        file is opened."""
        if isinstance(paper, Material):
            self._show_material(view, paper)
            return
        self.material = None
        self.licence_area.setVisible(False)
        self.pages.setVisible(True)
        self.pages.show_document(self._documents.open_evidence(paper.sha256), paper.name)
        self.refresh(view)

    def _show_material(self, view: CaseView, material: Material) -> None:
        self.material = material
        if not material.supplied:
            self.pages.clear(tr("The applicant has not supplied this material."))
        elif material.sha256:
            document = self._documents.open_material(material, view.case.id)
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

    def take_focus(self) -> bool:
        """Puts the keys on what can be read of the material; False where nothing can."""
        if self.licence_area.isVisible():
            self.licence_area.setFocus()
            return True
        return self.pages.take_focus()

    def readable(self) -> QWidget | None:
        """What the keys may scroll; None where a sentence stands in its place."""
        return self.licence_area if self.licence_area.isVisible() else self.pages.readable()

    def refresh(self, view: CaseView) -> None:
        """Shows the marks as the desk holds them now."""
        self._view = view
        held = self.material
        mine = {
            id_: annotation
            for id_, annotation in view.draft.marks.items()
            if held is not None and annotation.material_id == held.id
        }
        self.pages.paper.annotations = mine
        self.pages.show_said(view, held.id if held is not None else "")
        self.pages.paper.update_all()
        self.annotations.show_annotations(mine)
        self.annotations.offer_correction(not correction_barred(view))

    def show_nothing(self) -> None:
        self.material = None
        self.licence_area.setVisible(False)
        self.pages.setVisible(True)
        self.pages.clear(tr("Choose a material"))

    def add_annotation(self, page: int, box: Box) -> None:
        """Marks a place; its remark is written next."""
        if self.material is None or not self.material.sha256:
            return
        id_ = str(uuid.uuid4())
        annotation = Annotation(material_id=self.material.id, page=page, box=box)
        self.set_annotating(False)
        self._save(id_, annotation)
        self.annotations.show_annotations(self.pages.paper.annotations)
        self.annotations.write_at(id_)

    def annotate_here(self) -> None:
        """Marks what is in the middle, for hands that are on the keyboard."""
        if len(self.pages.paper.layout_):
            self.add_annotation(*self.pages.paper.box_in_sight())

    def set_annotating(self, on: bool) -> None:
        """Whether the mouse draws marks, or selects words."""
        self.pages.paper.annotating = on
        self.annotating_changed.emit(on)

    def _choose(self, id_: str) -> None:
        paper = self.pages.paper
        paper.chosen_annotation = id_
        if (annotation := paper.annotations.get(id_)) is not None:
            paper.go_to(annotation.page, annotation.box)
        paper.update_all()

    def _save(self, id_: str, annotation: Annotation) -> None:
        if self._view is not None:
            self.pages.paper.annotations = {**self.pages.paper.annotations, id_: annotation}
            self.pages.paper.update_all()
            self.annotated.emit(id_, annotation)


def choice_of(papers: list[tuple[str, Material | Evidence]]) -> QComboBox:
    """The box in which the paper to compare with is chosen."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    for words, paper in papers:
        box.addItem(words, paper)
    return box
