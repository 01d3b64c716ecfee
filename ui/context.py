"""What a right-click or the menu key offers on a row, a page, a field: what the keys offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QWidget

from ui.language import tr
from ui.parts.words import decision_word
from ui.review.field import FieldValue
from ui.review.form import FormView
from ui.review.paper import PaperArea
from ui.rows import Command
from ui.worklist.table import CaseTable

if TYPE_CHECKING:
    from ui.window import DeskWindow

# Commands by their ids, a line between the groups.
ON_ROW = (("deadline", "whole"), ("claim",))
ON_PAGE = (
    ("fit", "unfit", "unclear"),
    ("correct", "compare"),
    ("previous_material", "next_material"),
    ("zoom_in", "zoom_out", "fit_width", "fit_page", "rotate"),
    ("thumbnails", "find_in_material", "papers_apart"),
    ("choose_paper", "paste_paper", "take_scans"),
)
ON_FIELD = (("correct",),)


class ContextMenu(QMenu):
    """Of this window's ``commands`` it offers those that can be taken now."""

    def __init__(self, window: DeskWindow, commands: Iterable[Command[DeskWindow]]) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._commands = {command.id: command for command in commands}

    def offer(self, words: str, key: str, call: Callable[[], object]) -> None:
        self.addAction(f"{words}\t{key}" if key else words, lambda: call())

    def offer_commands(self, groups: Iterable[tuple[str, ...]]) -> None:
        for group in groups:
            self.addSeparator()
            for command in [self._commands[id_] for id_ in group]:
                if command.offered(self._window):
                    self.offer(tr(command.words), command.key, partial(self._window.take, command))

    def key_of(self, id_: str) -> str:
        return self._commands[id_].key


def open_menu(
    window: DeskWindow,
    commands: Iterable[Command[DeskWindow]],
    event: QContextMenuEvent,
    within: QWidget,
) -> bool:
    """Whether there is anything to offer where the mouse, or the focus, is ``within`` the desk's
    window, or the one that its papers have."""
    by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
    place = event.globalPos()
    at = within.focusWidget() if by_key else within.childAt(within.mapFromGlobal(place))
    menu = ContextMenu(window, commands)
    for thing in _around(at):
        match thing:
            case CaseTable():
                found = thing.currentIndex() if by_key else thing.indexAt(_within(thing, place))
                if not found.isValid():
                    break
                _fill_for_rows(menu, window)
                below = thing.viewport().mapToGlobal(thing.visualRect(found).center())
            case PaperArea():
                _fill_for_page(menu, window, thing, None if by_key else _within(thing, place))
                below = thing.viewport().mapToGlobal(thing.viewport().rect().center())
            case FieldValue():
                _fill_for_field(menu, window, thing)
                below = thing.mapToGlobal(thing.rect().bottomLeft())
            case _:
                continue
        menu.popup(below if by_key else place)
        if by_key:
            menu.setActiveAction(menu.actions()[0])
        return True
    menu.deleteLater()
    return False


def _fill_for_rows(menu: ContextMenu, window: DeskWindow) -> None:
    worklist = window.worklist
    chosen = worklist.list.chosen_count()
    if chosen > 1:
        for kind, words in window.worklist.kinds_together().items():
            menu.offer(tr("{action} ({n})", action=tr(words), n=chosen), "",
                       partial(worklist.act, kind))  # fmt: skip
        menu.addSeparator()
        menu.offer(tr("Copy the numbers"), "Ctrl+C", worklist.list.copy_numbers)
        return
    menu.offer(tr("Open the case"), "Enter", worklist.open_current)
    menu.offer(tr("Copy the number"), "Ctrl+C", worklist.list.copy_numbers)
    menu.addSeparator()
    _offer_actions(menu, window)
    menu.offer_commands(ON_ROW)


def _offer_actions(menu: ContextMenu, window: DeskWindow) -> None:
    """The lawful ones of the case that is open, which is that of the row; behind a sheet none."""
    view = window.cases.view
    if view is None or view.case.id != window.worklist.current_id or window.cases.has_a_sheet():
        return
    panel = window.review.decision

    def press(kind: str) -> None:
        window.worklist.show_cards()
        panel.press(kind)

    for kind, barred in view.actions:
        if not barred:
            key = menu.key_of("decide") if kind == panel.primary_kind else ""
            menu.offer(decision_word(kind, view.case.item), key, partial(press, kind))


def _fill_for_page(
    menu: ContextMenu, window: DeskWindow, paper: PaperArea, point: QPoint | None
) -> None:
    materials = window.review.materials

    def mark() -> None:
        if point is None:
            materials.annotate_here()
        else:
            materials.active().add_annotation(*paper.box_around(QPointF(point)))

    paper.setFocus()
    if paper.selection.text():
        menu.offer(tr("Copy the selected words"), "Ctrl+C", paper.copy)
    if materials.material is not None:
        menu.offer(tr("Mark this place"), menu.key_of("annotate"), mark)
    evidence = materials.open_evidence
    if evidence is not None and not evidence.is_carried:
        menu.offer(tr("Take off"), "", partial(window.review.intake.remove, evidence.sha256))
    menu.offer_commands(ON_PAGE)


def _fill_for_field(menu: ContextMenu, window: DeskWindow, field: FieldValue) -> None:
    menu.offer(tr("Copy: {name}", name=field.name), "Ctrl+C", field.copy)
    if field.is_masked:
        menu.offer(tr("Show in full"), "", field.show_whole)
    if field.has_places:
        menu.offer(tr("See where the papers say it"), "Enter", field.place_wanted.emit)
    for id_, name in field.papers:
        menu.offer(tr("See {name}", name=name), "", partial(window.review.materials.choose_id, id_))
    menu.offer_commands(ON_FIELD)


def _around(widget: QWidget | None) -> Iterator[QWidget]:
    """What it is and what it is in; of a form that has the focus whole, the field in turn."""
    form = widget.widget() if isinstance(widget, QScrollArea) else None
    if isinstance(form, FormView) and form.current is not None:
        yield form.current
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _within(area: CaseTable | PaperArea, place: QPoint) -> QPoint:
    return area.viewport().mapFromGlobal(place)
