"""A paper whose file cannot be opened: said with the form, and asked for again with one click."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.cases.paper_text import WHOLE_PAGE
from app.desk import Annotation
from ui.language import tr
from ui.parts.widgets import check_button, label, row, show_checked
from ui.parts.words import OUTCOME_SHAPES


def unopened_id(material_id: str) -> str:
    """Of the mark that asks for a paper again."""
    return f"unopened:{material_id}"


def asked_again(material_id: str, name: str) -> Annotation:
    """The mark: for the applicant, whatever the desk speaks."""
    remark = f"“{name}”的文件无法打开，请重新提交。"
    return Annotation(material_id=material_id, page=0, box=WHOLE_PAGE, remark=remark)


class UnopenedLine(QWidget):
    """One such paper, and the way into the correction."""

    correction_wanted = Signal(bool)  # whether it is to be a fault

    def __init__(self, name: str) -> None:
        super().__init__()
        said = tr("The file of “{paper}” cannot be opened", paper=name)
        self.correct = check_button(
            tr("Into the correction"),
            lambda: self.correction_wanted.emit(self.correct.isChecked()),
            "link",
        )
        self.correct.setAccessibleName(tr("Into the correction: {finding}", finding=said))
        words = label(f"{OUTCOME_SHAPES['unknown']} {said}", "quiet")
        line = row(words, self.correct, gap=4)
        line.setStretch(0, 1)
        self.setLayout(line)


def show_fault(correct: QPushButton, is_fault: bool, is_barred: bool, is_offered: bool) -> None:
    """The way into the correction, or out of it again; none where no correction is asked for."""
    show_checked(correct, is_fault)
    correct.setText(tr("✓ In the correction") if is_fault else tr("Into the correction"))
    correct.setEnabled(not is_barred)
    correct.setVisible(is_fault or is_offered)
