"""The marks on a material, a line each: what is the matter there, to be said in a correction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.desk import Annotation
from ui.language import tr
from ui.parts.saving import SaveTimer
from ui.parts.widgets import Scrolling, Surface, button, clear, column, label, row, tool
from ui.theme import with_text

STEP = 0.01
MOST_LINES = 3


class AnnotationsView(Surface):
    """The annotations of the material that is open."""

    saved = Signal(str, object)  # an annotation's id and the Annotation it is now
    removed = Signal(str)
    chosen = Signal(str)  # the one whose line the clerk is in
    correction_wanted = Signal()

    def __init__(self, correct_key: str) -> None:
        super().__init__("paper")
        self._annotations: dict[str, Annotation] = {}
        self.lines: dict[str, AnnotationLine] = {}
        self._rows = column(gap=4)
        inner = Surface("paper")
        inner.setLayout(self._rows)
        self._area = Scrolling(inner, tr("Marks"))
        self.correct = button(
            tr("Ask for correction of what is marked"), self.correction_wanted.emit, "link"
        )
        self.correct.setToolTip(correct_key)
        self.setLayout(column(self._area, self.correct, margin=8, gap=4))
        self.hide()

    def show_annotations(self, annotations: Mapping[str, Annotation]) -> None:
        """The marks of the material that is open; a line that is being written stays."""
        self._annotations = dict(annotations)
        if list(self.lines) != list(annotations):
            writing = next((id_ for id_, line in self.lines.items() if line.hasFocus()), "")
            typed = self.lines[writing].text() if writing else ""
            self._rebuild()
            if writing in self.lines:
                self.lines[writing].setText(typed)
                self.lines[writing].setFocus()
        for id_, line in self.lines.items():
            if not line.hasFocus():
                line.setText(annotations[id_].remark)
                line.setCursorPosition(0)  # its beginning in sight
        self.setVisible(bool(annotations))

    def offer_correction(self, is_possible: bool) -> None:
        self.correct.setVisible(is_possible)

    def flush(self) -> None:
        """Saves what is being written at once."""
        for line in self.lines.values():
            line.flush()

    def write_at(self, id_: str) -> None:
        if id_ in self.lines:
            self.lines[id_].setFocus()

    def _rebuild(self) -> None:
        clear(self._rows)
        self.lines = {}
        for number, (id_, annotation) in enumerate(self._annotations.items(), 1):
            line = AnnotationLine()
            line.typed.connect(partial(self._save, id_))
            line.entered.connect(partial(self.chosen.emit, id_))
            line.setText(annotation.remark)
            name = tr("Mark {n} on page {page}", n=number, page=annotation.page + 1)
            line.setAccessibleName(name)
            line.setToolTip(tr("Alt+arrows move the mark, Alt+Shift+arrows size it"))
            line.moved.connect(partial(self._move, id_))
            self.lines[id_] = line
            take_off = tool("x", partial(self.removed.emit, id_), tr("Take off mark {n}", n=number))
            about = label(f"{number}", "red", wrap=False)
            self._rows.addLayout(row(about, line, take_off, gap=6))
        height = min(MOST_LINES, len(self.lines)) * with_text(38)
        self._area.setFixedHeight(height)

    def _save(self, id_: str, remark: str) -> None:
        self._keep(id_, replace(self._annotations[id_], remark=remark))

    def _move(self, id_: str, across: int, down: int, size: bool) -> None:
        annotation = self._annotations[id_]
        left, top, right, bottom = annotation.box
        dx, dy = across * STEP, down * STEP
        if not size:
            dx = max(-left, min(dx, 1 - right))
            dy = max(-top, min(dy, 1 - bottom))
            left, top = left + dx, top + dy
        right = max(left + STEP, min(1.0, right + dx))
        bottom = max(top + STEP, min(1.0, bottom + dy))
        self._keep(id_, replace(annotation, box=(left, top, right, bottom)))

    def _keep(self, id_: str, annotation: Annotation) -> None:
        self._annotations[id_] = annotation
        self.saved.emit(id_, annotation)


class AnnotationLine(QLineEdit):
    """A mark's remark, saved as it is typed; Alt and the arrows move the mark itself."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int, int, bool)  # steps across and down; whether they size it

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("What is the matter here"))
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(lambda: self.typed.emit(self.text().strip()))
        self.textEdited.connect(lambda _text: self._typing.start())
        self.editingFinished.connect(self.flush)

    def flush(self) -> None:
        self._typing.flush()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        way = arrows.get(Qt.Key(event.key()))
        if way is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            sizing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.moved.emit(*way, sizing)
        else:
            super().keyPressEvent(event)
