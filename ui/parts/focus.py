"""Where the keys go: what is typed into, where a part begins, and where a field is left to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ui.parts.taborder import in_reading_order


def is_typed_into(widget: QWidget | None) -> bool:
    """Whether letters and digits are words there and no commands."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


def is_field(widget: QWidget | None) -> bool:
    """Whether keys change what stands there: typed into or chosen from."""
    return is_typed_into(widget) or isinstance(widget, QComboBox)


def first_stop(part: QWidget) -> QWidget | None:
    """The first thing in a part that Tab comes to."""
    return next((w for w in in_reading_order(part) if _is_a_stop(w) and w is not part), None)


def resting_place(field: QWidget) -> QWidget:
    """The nearest thing around a field that lists or scrolls, else its window."""
    around = field.parentWidget()
    while around is not None:
        for area in around.findChildren(QAbstractScrollArea):
            if area.isVisible() and _is_a_stop(area) and not is_typed_into(area):
                return area
        around = around.parentWidget()
    return field.window()


def _is_a_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and not widget.isHidden()
