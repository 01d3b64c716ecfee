"""Tab goes through a page as it is read: by its layouts, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QTabWidget, QWidget


def order_tabs(page: QWidget) -> None:
    """Sets the tab order of everything on a page to the order in which it is laid out."""
    stops = [w for w in in_reading_order(page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QMainWindow):
        for part in (widget.centralWidget(), widget.statusBar()):
            if part is not None:
                yield from in_reading_order(part)
    elif isinstance(widget, QSplitter):
        for at in range(widget.count()):
            if (part := widget.widget(at)) is not None:
                yield from in_reading_order(part)
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for at in range(widget.count()):
            if (page := widget.widget(at)) is not None:
                yield from in_reading_order(page)
    elif isinstance(widget, QScrollArea) and (inner := widget.widget()) is not None:
        yield from in_reading_order(inner)
    elif (layout := widget.layout()) is not None:
        yield from _of_layout(layout, [p for p in widget.children() if isinstance(p, QWidget)])


def _of_layout(layout: QLayout, loose: Iterable[QWidget]) -> Iterator[QWidget]:
    """``loose``: of the widget that is laid out, the parts that no layout around this one has.

    Its items are never taken into Python's hands: Qt deletes an item when its widget goes
    elsewhere, and what PySide has made of it would then stand for whatever comes to lie there."""
    placed: list[tuple[int, QWidget | QLayout]] = []
    left: list[QWidget] = []
    for widget in loose:
        if (at := layout.indexOf(widget)) >= 0:
            placed.append((at, widget))
        else:
            left.append(widget)
    inner = (each for each in layout.children() if isinstance(each, QLayout) and each.count())
    placed += ((layout.indexOf(each), each) for each in inner)
    for _, part in sorted(placed, key=itemgetter(0)):
        yield from _of_layout(part, left) if isinstance(part, QLayout) else in_reading_order(part)
