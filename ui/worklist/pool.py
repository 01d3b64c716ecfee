"""The pool (待领): what waits for anyone, by item, and claiming several at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QSpinBox, QWidget

from app.cases.model import PoolHead
from app.desk import Cases
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, button, column, label, row

MOST = 20


class PoolDialog(QDialog):
    """Closes with the claim."""

    claim_wanted = Signal(int, object)  # how many, and of which items' codes; none means any

    def __init__(self, cases: Cases, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Claim cases"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 420)
        by_item: dict[str, list[PoolHead]] = {}
        for head in cases.pool():
            by_item.setdefault(head.item.code, []).append(head)
        self.boxes: dict[str, QCheckBox] = {}
        lines = column(gap=10)
        for code, heads in by_item.items():
            dues = [head.due for head in heads if head.due]
            first = tr("first due {day}", day=min(dues).isoformat()) if dues else ""
            box = QCheckBox(f"{heads[0].item.name}  ({len(heads)})")
            box.setAccessibleName(f"{heads[0].item.name} {len(heads)} {first}")
            self.boxes[code] = box
            lines.addWidget(box)
            lines.addWidget(label(f"      {heads[0].scene.name}  {first}", "quiet"))
        if not by_item:
            lines.addWidget(label(tr("The pool has nothing for you now."), "quiet"))
        lines.addStretch(1)
        page = Surface("paper")
        page.setLayout(lines)
        self.count = QSpinBox()
        self.count.setRange(1, MOST)
        self.count.setAccessibleName(tr("How many"))
        self.go = button(tr("Claim"), self._go, "primary")
        self.go.setEnabled(bool(by_item))
        self.back = button(tr("Back"), self.reject)
        foot = row(label(tr("How many"), wrap=False), self.count, None,
                   self.back, self.go)  # fmt: skip
        about = label(
            tr(
                "Tick the items you want, or none for any. The centre chooses among them; a single "
                "case cannot be picked."
            ),
            "quiet",
        )
        content = column(about, Scrolling(page, tr("Pool")), foot, margin=16)
        content.setStretch(1, 1)
        self.setLayout(content)
        next(iter(self.boxes.values()), self.back).setFocus()

    def _go(self) -> None:
        chosen = tuple(code for code, box in self.boxes.items() if box.isChecked())
        self.claim_wanted.emit(self.count.value(), chosen)
        self.accept()
