"""Small parts every page is made of; all text is plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.parts.icons import load_icon
from ui.parts.words import hide_numbers

MOST_SHOWN = 20_000  # characters
Filled = TypeVar("Filled", QHBoxLayout, QVBoxLayout)


def label(text: str, tone: str = "", level: str = "", wrap: bool = True) -> QLabel:
    """A plain-text label with identity and mobile numbers masked; ``tone`` and ``level`` as
    theme.py names them."""
    made = QLabel(shown(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    if level:
        made.setProperty("level", level)
    return made


def shown(text: str) -> str:
    """A text as a label says it: without numbers of persons, and not endless."""
    return shorten(hide_numbers(text))


def shorten(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


def set_tone(widget: QWidget, tone: str) -> None:
    if widget.property("tone") == tone:
        return
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_lit(widget: QWidget, on: bool) -> None:
    """Lights a label, as what the mouse or the keys speak of elsewhere."""
    widget.setProperty("lit", on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def plain_tip(text: str) -> str:
    """For a tooltip: what a paper or an applicant wrote stays text, whatever it looks like."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape  # seldom, and not before the first paint

    lines = (escape(line) for line in text.splitlines())
    return f"<qt>{'<br>'.join(lines)}</qt>"


def button(text: str, pressed: Callable[[], None], kind: str = "", name: str = "") -> QPushButton:
    """A button; ``kind`` is ``primary``, ``danger`` or ``link``."""
    made = _button(text, kind, name)
    made.clicked.connect(lambda _checked=False: pressed())
    return made


def check_button(
    text: str, toggled: Callable[[], None], kind: str = "", name: str = ""
) -> QPushButton:
    """A button that is on or off; ``kind`` may be ``tab``. ``toggled`` is called however it is set,
    by a screen reader's Toggle too, which Qt makes no click of; not by ``show_checked``."""
    made = _button(text, kind, name)
    made.setCheckable(True)
    made.toggled.connect(lambda _on: toggled())
    return made


def show_checked(made: QAbstractButton, is_on: bool) -> None:
    """Shows a button on or off, as something else made it."""
    with QSignalBlocker(made):
        made.setChecked(is_on)


def naming(name: str, box: QComboBox) -> QLabel:
    """Names a combo box: on Linux a screen reader hears its value in the place of its own name. The
    label stands beside it, unseen where a value explains itself."""
    made = QLabel(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setBuddy(box)
    made.hide()
    box.setAccessibleName(name)
    return made


def tool(icon: str, pressed: Callable[[], None], name: str, keys: str = "") -> QToolButton:
    """A small button with an icon; its tooltip says its name, and its keys if it has some."""
    made = _tool(icon, name, keys)
    made.clicked.connect(lambda _checked=False: pressed())
    return made


def check_tool(icon: str, toggled: Callable[[], None], name: str, keys: str = "") -> QToolButton:
    """A small button that is on or off; ``toggled`` as of ``check_button``."""
    made = _tool(icon, name, keys)
    made.setCheckable(True)
    made.toggled.connect(lambda _on: toggled())
    return made


def set_icon(made: QAbstractButton, name: str) -> None:
    """In the colour of words."""
    made.setIcon(load_icon(name, theme.current().ink))


class Surface(QWidget):
    """A plain widget with the background its stylesheet gives it."""

    def __init__(self, surface: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", surface)


def column(*parts: QWidget | QLayout | int | None, margin: int = 0, gap: int = 8) -> QVBoxLayout:
    """Parts from top to bottom; an int is space, None stretches."""
    layout = QVBoxLayout()
    return _filled(layout, parts, margin, gap)


def row(*parts: QWidget | QLayout | int | None, margin: int = 0, gap: int = 8) -> QHBoxLayout:
    """Parts from left to right; an int is space, None stretches."""
    layout = QHBoxLayout()
    return _filled(layout, parts, margin, gap)


def _filled(
    layout: Filled, parts: tuple[QWidget | QLayout | int | None, ...], margin: int, gap: int
) -> Filled:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def rule() -> QFrame:
    made = QFrame()
    made.setProperty("line", "true")
    made.setFixedHeight(1)
    return made


class Scrolling(QScrollArea):
    """Scrolls up and down; never narrower than its content can be."""

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """As tall as its content, where there is room for it."""
        content, width = self.widget(), self.viewport().width()
        if content is None:
            return super().sizeHint()
        layout, edges = content.layout(), 2 * self.frameWidth()
        if layout is not None and layout.hasHeightForWidth():
            return QSize(width + edges, layout.heightForWidth(width) + edges)
        return content.sizeHint() + QSize(edges, edges)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Asks Qt for the content: when a window goes, Python's attributes go first."""
        content = self.widget()
        if content is not None and watched is content and event.type() in (
            QEvent.Type.LayoutRequest, QEvent.Type.Resize,
        ):  # fmt: skip
            width = content.minimumSizeHint().width() + 2 * self.frameWidth()
            self.setMinimumWidth(width + self.verticalScrollBar().sizeHint().width())
            self.updateGeometry()
        return super().eventFilter(watched, event)


def card(layout: QLayout) -> QFrame:
    """A layout on a card of its own."""
    made = QFrame()
    made.setProperty("surface", "card")
    made.setLayout(layout)
    return made


class Empty(Surface):
    """What stands where nothing is: a sentence, and one next step if there is one."""

    def __init__(self, sentence: str, step: QPushButton | None = None) -> None:
        super().__init__("paper")
        self.sentence = label(sentence, "quiet")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusProxy(self.sentence)  # which can be heard
        parts: list[QWidget | QLayout | int | None] = [None, self.sentence]
        if step is not None:
            parts.append(row(None, step, None))
        self.setLayout(column(*parts, None, margin=24, gap=12))


class Elided(QLabel):
    """A one-line label that ends in … where it does not fit; the tooltip has it whole."""

    def __init__(self, text: str = "", tone: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if tone:
            self.setProperty("tone", tone)

    def sizeHint(self) -> QSize:
        return QSize(60, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(0, 0, self.width(), self.height()), flags, shown)


def _button(text: str, kind: str, name: str) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(name or text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    return made


def _tool(icon: str, name: str, keys: str) -> QToolButton:
    made = QToolButton()
    made.setIconSize(QSize(18, 18))
    if icon:
        set_icon(made, icon)
    made.setAccessibleName(name)
    made.setToolTip(f"{name}  {keys}".strip())
    return made


def inset_words(field: QSpinBox) -> None:
    """As far in as other fields' words; a style sheet's padding does not reach these."""
    field.lineEdit().setTextMargins(6, 0, 0, 0)


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
