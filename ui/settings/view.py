"""What the clerk sets for themselves on this machine; each setting is kept as it is changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QSpinBox,
    QWidget,
)

from app.desk import Machine
from app.machine.recognition import Recognition
from ui.background import Background
from ui.language import language, tr
from ui.parts.page import PageView
from ui.parts.widgets import (
    Elided,
    Scrolling,
    Surface,
    button,
    column,
    inset_words,
    label,
    row,
)
from ui.settings.group import Group
from ui.settings.reading import ReadingCard
from ui.theme import TEXT_SIZES, with_text

MOST_SECONDS = 60
WIDEST = 1080  # pixels, with text of 100 %


class SettingsView(PageView):
    """What the policy decides can be read, and not changed. ``seconds_a_page``: what a page took
    lately that was recognised on this machine; None where none was."""

    appearance_wanted = Signal(str, str)  # a language or a theme, the other empty
    text_size_wanted = Signal(int)  # per cent
    rest_changed = Signal()  # how long before the desk locks
    about_wanted = Signal()
    cards_wanted = Signal()  # those of the first start

    def __init__(
        self,
        machine: Machine,
        background: Background,
        seconds_a_page: Callable[[], float | None] = lambda: None,
    ) -> None:
        super().__init__("wash")
        self._machine, self._background = machine, background
        self._seconds_a_page = seconds_a_page
        self._wheel = _WheelScrolls(self)
        kept = machine.settings
        self.language = self._choice((("中文", "zh"), ("English", "en")), language())
        self.language.activated.connect(
            lambda: self.appearance_wanted.emit(self.language.currentData(), "")
        )
        themes = ((tr("Follow the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark"))
        self.theme = self._choice(themes, kept.theme)
        self.theme.activated.connect(
            lambda: self.appearance_wanted.emit("", self.theme.currentData())
        )
        sizes = tuple((f"{size} %", size) for size in TEXT_SIZES)
        self.text_size = self._choice(sizes, kept.text_size)
        self.text_size.activated.connect(
            lambda: self.text_size_wanted.emit(self.text_size.currentData())
        )
        self.goes_on = QCheckBox(tr("Go on to the next case after a decision"))
        self.goes_on.setChecked(kept.goes_on)
        self.goes_on.toggled.connect(lambda on: machine.keep_settings(goes_on=on))
        self.notifies = QCheckBox(tr("Notify me of what comes while I am elsewhere"))
        self.notifies.setChecked(machine.notifies)
        self.notifies.clicked.connect(self._keep_notifies)
        self.seconds = self._number(0, MOST_SECONDS, kept.seconds_before_sending, tr(" s"))
        self.seconds.valueChanged.connect(
            lambda seconds: machine.keep_settings(seconds_before_sending=seconds)
        )
        most = machine.policy.lock_after_minutes
        self.minutes = self._number(1, most, machine.lock_after_minutes, tr(" min"))
        self.minutes.valueChanged.connect(self._keep_minutes)
        self.folder = Elided()
        self.folder.setMinimumHeight(self.folder.fontMetrics().height())
        self.choose_folder = button(tr("Choose…"), self._ask_for_folder)
        self.no_folder = button(tr("None"), lambda: self._keep_folder(""))
        self.printer = self._choice(((tr("The system's printer"), ""),), "")
        self._show_printers([])
        self.printer.activated.connect(
            lambda: machine.keep_settings(printer=self.printer.currentData())
        )
        self.reading = ReadingCard()
        self._show_folder()
        self._lay_out(most)
        self._fix(machine)

    def come_to_front(self) -> None:
        from ui.printers import names

        self._background.run(names, self._show_printers)
        self._background.run(lambda: self._machine.recognition, self._show_recognition)
        self._area.setFocus()

    def parts(self) -> dict[str, QWidget]:
        return {
            "settings.language": self.language,
            "settings.theme": self.theme,
            "settings.text_size": self.text_size,
        }

    def _fix(self, machine: Machine) -> None:
        """What IT has decided stays to be read, also by Tab."""
        by_it, policy = tr("Fixed by IT."), machine.policy
        if policy.seconds_before_sending is not None:
            with QSignalBlocker(self.seconds):
                self.seconds.setValue(policy.seconds_before_sending)
            self.seconds.setReadOnly(True)
            self.about_seconds.setText(by_it)
            self.seconds.setAccessibleDescription(by_it)
        if policy.notifications is not None:
            self.about_notifies.setText(by_it)
            self.notifies.setAccessibleDescription(by_it)
        if policy.scan_folder:
            self.choose_folder.hide()
            self.about_folder.setText(by_it)
            self.folder.setAccessibleDescription(by_it)
        self.about_folder.setVisible(bool(policy.scan_folder))

    def _keep_notifies(self, on: bool) -> None:
        if self._machine.policy.notifications is None:
            self._machine.keep_settings(notifies=on)
        self.notifies.setChecked(self._machine.notifies)

    def _keep_minutes(self, minutes: int) -> None:
        most = self._machine.policy.lock_after_minutes
        self._machine.keep_settings(lock_after_minutes=minutes if minutes < most else 0)
        self.rest_changed.emit()

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, tr("The scanner's folder"), self._machine.settings.scan_folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._keep_folder)
        dialog.open()

    def _keep_folder(self, folder: str) -> None:
        self._machine.keep_settings(scan_folder=folder)
        self._show_folder()
        self.choose_folder.setFocus()

    def _show_folder(self) -> None:
        folder = self._machine.scan_folder
        self.folder.setText(folder or tr("None chosen"))
        self.choose_folder.setAccessibleDescription(self.folder.text())
        self.no_folder.setVisible(bool(folder) and not self._machine.policy.scan_folder)

    def _show_printers(self, names: list[str]) -> None:
        """The one that is set stays to be chosen, though it is switched off now."""
        chosen = self._machine.settings.printer
        known = dict.fromkeys(name for name in (*names, chosen) if name)
        if [self.printer.itemData(at) for at in range(1, self.printer.count())] == list(known):
            return
        while self.printer.count() > 1:
            self.printer.removeItem(1)
        for name in known:
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(chosen)))

    def _show_recognition(self, recognition: Recognition) -> None:
        self.reading.show(recognition, self._seconds_a_page())

    # --- how it is laid out -------------------------------------------------------------

    def _lay_out(self, most_minutes: int) -> None:
        looks, work, machine = Group(tr("Appearance")), Group(tr("Work")), Group(tr("Machine"))
        looks.add(tr("Language"), self.language)
        looks.add(tr("Theme"), self.theme)
        looks.add(tr("Text size"), self.text_size)
        work.add("", self.goes_on)
        self.about_notifies = work.add(
            "", self.notifies, tr("Says the item and how many, never a name.")
        )
        self.about_seconds = work.add(
            tr("Sent after"),
            self.seconds,
            tr("So long a decision can be taken back with Ctrl+Z; 0 sends it at once."),
        )
        machine.add(
            tr("Locks after"), self.minutes, tr("At rest; IT allows up to {n} min.", n=most_minutes)
        )
        folder = row(self.folder, self.choose_folder, self.no_folder)
        folder.setStretch(0, 1)
        self.about_folder = machine.add_across(tr("Scanner's folder"), folder, self.choose_folder)
        machine.add(tr("Printer"), self.printer)
        foot = row(
            button(tr("The cards of the first start"), self.cards_wanted.emit),
            button(tr("About Jianjian"), self.about_wanted.emit),
            None,
        )
        across = row(
            column(looks.card, work.card, None, gap=12),
            column(machine.card, self.reading.card, foot, None, gap=12),
            gap=12,
        )
        inner = Surface("wash")
        inner.setLayout(column(label(tr("Settings"), level="title"), across, margin=16, gap=12))
        inner.setMaximumWidth(with_text(WIDEST))
        self._area = Scrolling(inner, tr("Settings"))
        self._area.setProperty("surface", "wash")
        self.setLayout(column(self._area))

    def _choice(self, options: tuple[tuple[str, str | int], ...], chosen: str | int) -> QComboBox:
        made = QComboBox()
        for words, code in options:
            made.addItem(words, code)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._wheel.spare(made)
        return made

    def _number(self, least: int, most: int, value: int, unit: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(least, most)
        made.setValue(value)
        made.setSuffix(unit)
        made.setKeyboardTracking(False)
        inset_words(made)
        self._wheel.spare(made)
        return made


class _WheelScrolls(QObject):
    """The wheel scrolls the page; it changes nothing that it passes by."""

    def spare(self, control: QWidget) -> None:
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()
        return True
