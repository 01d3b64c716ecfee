"""A card of the form: fields below each other, each with what is to be said of it.

Its widgets stay from case to case and are filled anew. Making new ones and laying them out took
half of the time to the next case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.language import tr
from ui.parts.widgets import button, clear, column, label, row, set_lit, shown
from ui.review.agreement import FieldMark
from ui.review.field import FieldValue, MarkLabel, Paper
from ui.review.paper_findings import FindingLine, place_lines
from ui.theme import with_text

LABEL_WIDTH = 96  # pixels; what is longer stands above its field
ROWS = 4  # of the grid for a field: label and value, a value below its label, notes, findings


class FormField(msgspec.Struct, frozen=True):
    """``secret``, ``papers`` as FieldValue has them; ``notes`` stand below the value; ``key``: by
    which the papers speak of it."""

    name: str
    text: str
    secret: str = ""
    papers: tuple[Paper, ...] = ()
    notes: tuple[QWidget, ...] = ()
    key: str = ""


class FormCard(QFrame):
    unmasked = Signal(str)  # the key of a number that is shown now
    stepped = Signal(object, int)  # from a FieldValue: to the next (1) or the one before (-1)
    place_wanted = Signal(str)  # of a field's key: where the papers speak of it
    hovered = Signal(str)  # the key of the field that the mouse is on, "" where it left one

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._heading = label("", level="heading")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 66)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[_Line] = []
        self._filled = 0
        layout = column(self._heading, self._grid)
        layout.setContentsMargins(12, 10, 12, 12)
        self.setLayout(layout)

    def make_ready(self, lines: int) -> None:
        """Makes so many lines, which are hidden until there are fields for them."""
        while len(self._lines) < lines:
            self._lines.append(self._new_line())
            self._lines[-1].hide()

    def show_fields(self, heading: str, fields: Sequence[FormField]) -> None:
        self._heading.setText(shown(heading))
        while len(self._lines) < len(fields):
            self._lines.append(self._new_line())
        for line, field in zip(self._lines, fields, strict=False):
            line.show(field)
        for line in self._lines[len(fields) :]:
            line.hide()
        self._filled = len(fields)

    def values(self) -> Iterator[FieldValue]:
        return (line.value for line in self._lines[: self._filled])

    def show_said(
        self, marks: Mapping[str, FieldMark], findings: Mapping[str, Sequence[FindingLine]]
    ) -> None:
        """What the papers say of the fields, by their keys. The findings' lines are not the card's
        to let go of."""
        for line in self._lines[: self._filled]:
            line.show_said(marks.get(line.key), findings.get(line.key, ()))

    def show_lit(self, key: str) -> FieldValue | None:
        """Lights the field of this key, and no other; its value, where the card has it."""
        found = None
        for line in self._lines[: self._filled]:
            line.set_lit(bool(key) and line.key == key)
            if key and line.key == key:
                found = line.value
        return found

    def field_keys(self) -> Iterator[str]:
        return (line.key for line in self._lines[: self._filled] if line.key)

    def _new_line(self) -> _Line:
        line = _Line(self._grid, ROWS * len(self._lines))
        line.value.unmasked.connect(self.unmasked)
        line.value.stepped.connect(partial(self.stepped.emit, line.value))
        for part in (line.value, line.mark):
            part.hovered.connect(lambda on: self.hovered.emit(line.key if on else ""))
        line.value.place_wanted.connect(lambda: self.place_wanted.emit(line.key))
        line.mark.pressed.connect(lambda: self.place_wanted.emit(line.key))
        return line


class _Line:
    """One field's widgets, in the grid's rows from ``at`` on."""

    def __init__(self, grid: QGridLayout, at: int) -> None:
        self._grid, self._at = grid, at
        self.key = ""
        self.value, self.mark = FieldValue(), MarkLabel()
        self._name = label("", "quiet", wrap=False)
        self._name.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reveal = button(tr("Show"), self.value.show_whole, "link")
        self._reveal.setMaximumWidth(with_text(60))
        self.value.unmasked.connect(self._reveal.hide)
        self._across = row(self.value, self._reveal, self.mark, gap=4)
        self._across.setStretch(0, 1)
        self._notes, self._findings = column(), column()
        self._is_beside, self._is_lit = True, False
        grid.addWidget(self._name, at, 0)
        grid.addLayout(self._across, at, 1)
        grid.addLayout(self._notes, at + 2, 1)
        grid.addLayout(self._findings, at + 3, 0, 1, 2)

    def show(self, field: FormField) -> None:
        self._name.setText(shown(field.name))
        words = self._name.fontMetrics().horizontalAdvance(self._name.text())
        self._place(words <= LABEL_WIDTH)
        self.key = field.key
        self.value.show_text(field.name, field.text, field.secret, field.papers)
        self.set_lit(False)
        self._reveal.setAccessibleName(tr("Show {name}", name=field.name))
        self._name.show()
        self.value.show()
        self._reveal.setVisible(self.value.is_masked)
        clear(self._notes)
        for note in field.notes:
            self._notes.addWidget(note)

    def show_said(self, mark: FieldMark | None, findings: Sequence[FindingLine]) -> None:
        self.mark.show_mark(mark, self.value.name)
        self.value.show_mark(mark)
        place_lines(self._findings, findings)

    def set_lit(self, on: bool) -> None:
        if on != self._is_lit:
            self._is_lit = on
            for part in (self._name, self.value, self.mark):
                set_lit(part, on)

    def hide(self) -> None:
        """Nothing of the case before is kept in it."""
        clear(self._notes)
        self.key = ""
        self.value.show_text("", "", "", ())
        self.show_said(None, ())
        for part in (self._name, self.value, self._reveal):
            part.hide()

    def _place(self, is_beside: bool) -> None:
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        self._name.setWordWrap(not is_beside)
        self._grid.removeWidget(self._name)
        self._grid.removeItem(self._across)
        self._grid.addWidget(self._name, self._at, 0, 1, 1 if is_beside else 2)
        self._grid.addLayout(self._across, self._at + (not is_beside), 1)
