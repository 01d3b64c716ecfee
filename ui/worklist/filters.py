"""The ways to narrow the list: words, one-thing, deadline, state, item, and filters with a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QInputDialog, QLineEdit, QMenu, QToolButton

from app.desk import CaseFilter, ChangeKind, Searching
from ui.events import Changes, DeskEvents
from ui.language import tr
from ui.parts.lights import light_icon
from ui.parts.widgets import Surface, button, column, naming, row, tool
from ui.parts.words import STATES, word

TYPING_MS = 120
SHOWS: frozenset[ChangeKind] = frozenset({"scene"})


class FilterBar(Surface):
    """What is chosen here is a CaseFilter."""

    changed = Signal()  # the clerk chose otherwise
    entered = Signal()  # Enter in the words

    def __init__(
        self, searching: Searching, events: DeskEvents, tools: Sequence[QToolButton]
    ) -> None:
        """``tools`` stand beside the words."""
        super().__init__("paper")
        self._searching = searching
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Narrow the list"))
        self.search.setAccessibleName(tr("Narrow the list"))
        self.search.setClearButtonEnabled(True)
        self.scene, self.light = QComboBox(), QComboBox()
        names = naming(tr("One thing"), self.scene), naming(tr("Deadline"), self.light)
        for combo in (self.scene, self.light):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(4)
            combo.currentTextChanged.connect(combo.setToolTip)
        self.light.addItem(tr("All dates"), "")
        for words, light in (
            (tr("Overdue"), "red"), (tr("Near"), "amber"), (tr("In time"), "green"),
        ):  # fmt: skip
            self.light.addItem(light_icon(light), words, light)
        self._more = CaseFilter()  # what is chosen in the menu: state, item, returned
        self.funnel = tool("", lambda: None, tr("More filters"))
        self.funnel.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.funnel)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.funnel.setMenu(self.menu)
        self.said = button("", self.clear_more, "link")
        self.said.hide()
        first = row(self.search, self.funnel, *tools, gap=0)
        second = row(*names, self.scene, self.light, gap=4)
        second.setStretchFactor(self.scene, 6)
        second.setStretchFactor(self.light, 5)
        self.setLayout(column(first, second, self.said, margin=6, gap=4))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._typing.start())

        def enter() -> None:
            self._typing.stop()
            self.entered.emit()

        self.search.returnPressed.connect(enter)
        self.read_scenes()
        for combo in (self.scene, self.light):
            combo.currentIndexChanged.connect(self.changed)
        events.changed.connect(self._hear)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS):
            self.read_scenes()

    def chosen(self, standing: str) -> CaseFilter:
        """What is chosen here, of the cases of this standing; words, and a drill, look in all."""
        text = self.search.text()
        return replace(
            self._more,
            standing="" if text.strip() or self._more.ids else standing,
            text=text,
            scene_code=self.scene.currentData() or "",
            light=self.light.currentData() or "",
        )

    def clear_more(self) -> None:
        self._take(CaseFilter())

    def read_scenes(self) -> None:
        chosen = self.scene.currentData() or ""
        self.scene.blockSignals(True)
        self.scene.clear()
        self.scene.addItem(tr("All scenes"), "")
        for scene in self._searching.scenes():
            self.scene.addItem(scene.name, scene.code)
        self.scene.setCurrentIndex(max(0, self.scene.findData(chosen)))
        self.scene.blockSignals(False)
        self.scene.setToolTip(self.scene.currentText())

    def _fill_menu(self) -> None:
        for submenu in self.menu.findChildren(QMenu):
            submenu.deleteLater()
        self.menu.clear()
        states = self.menu.addMenu(tr("State"))
        for code, words in {"": tr("Any state"), **{c: word(STATES, c) for c in STATES}}.items():
            self._choice(states, words, replace(self._more, state=code), self._more.state == code)
        items = self.menu.addMenu(tr("Item"))
        names = {
            "": tr("Any item"),
            **{item.code: item.name for item in self._searching.items()},
        }
        for code, words in names.items():
            one = replace(self._more, item_code=code)
            self._choice(items, words, one, self._more.item_code == code)
        returned = replace(self._more, returned=not self._more.returned)
        self._choice(self.menu, tr("Corrected and resubmitted"), returned, self._more.returned)
        self.menu.addSeparator()
        saved = self._searching.saved_filters()
        for name, kept in saved.items():
            self.menu.addAction(name, partial(self.recall, kept))
        self.menu.addAction(tr("Save this filter…"), self.ask_for_name)
        if saved:
            gone = self.menu.addMenu(tr("Remove a saved filter"))
            for name in saved:
                gone.addAction(name, partial(self._forget, name))

    def _choice(self, menu: QMenu, words: str, chosen: CaseFilter, checked: bool) -> QAction:
        action = menu.addAction(words, partial(self._take, chosen))
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def _take(self, chosen: CaseFilter) -> None:
        self._more = CaseFilter(
            state=chosen.state,
            item_code=chosen.item_code,
            returned=chosen.returned,
            ids=chosen.ids,
        )
        names = {item.code: item.name for item in self._searching.items()}
        parts = [word(STATES, chosen.state)] if chosen.state else []
        parts += [names.get(chosen.item_code, chosen.item_code)] if chosen.item_code else []
        parts += [tr("Corrected and resubmitted")] if chosen.returned else []
        parts += [tr("These {n} cases", n=len(chosen.ids))] if chosen.ids else []
        self.said.setText("✕ " + " · ".join(parts))
        self.said.setAccessibleName(tr("Clear the filter: {words}", words=" · ".join(parts)))
        self.said.setVisible(bool(parts))
        self.changed.emit()

    def show_only(self, item_code: str, scene_code: str) -> None:
        """The cases of an item, or of a scene, and nothing else chosen."""
        self.recall(CaseFilter(item_code=item_code, scene_code=scene_code))

    def show_these(self, ids: tuple[str, ...]) -> None:
        """These cases, whatever their standing; none chosen shows all again."""
        self.recall(CaseFilter(ids=ids))

    def recall(self, kept: CaseFilter) -> None:
        """A saved filter, whole."""
        for combo, code in ((self.scene, kept.scene_code), (self.light, kept.light)):
            combo.blockSignals(True)
            combo.setCurrentIndex(max(0, combo.findData(code)))
            combo.blockSignals(False)
        self.search.blockSignals(True)
        self.search.setText(kept.text)
        self.search.blockSignals(False)
        self._take(kept)

    def ask_for_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Save this filter"))
        dialog.setLabelText(tr("Its name"))
        dialog.textValueSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, name: str) -> None:
        """Keeps what is chosen now under a name; the same name again replaces it."""
        if name.strip():
            kept = {**self._searching.saved_filters(), name.strip(): self.chosen("")}
            self._searching.save_filters(kept)

    def _forget(self, name: str) -> None:
        kept = self._searching.saved_filters()
        kept.pop(name, None)
        self._searching.save_filters(kept)
