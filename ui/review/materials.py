"""The middle of the review: which material, its pages, and the clerk's verdict on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QToolButton

from app.cases.model import Material, Verdict
from app.desk import CaseView, Desk
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Elided, Surface, button, clear, column, label, row, rule
from ui.parts.words import VERDICTS, word
from ui.review.pages import ZOOM_STEP, PagesView

MARKS = {"pass": "✓", "fail": "✗", "unclear": "?"}
TYPING_MS = 250


class MaterialsView(Surface):
    """``judged`` is called with a material id and the clerk's verdict, as it is given."""

    def __init__(
        self, desk: Desk, background: Background, judged: Callable[[str, Verdict], None]
    ) -> None:
        super().__init__("paper")
        self._judged = judged
        self._view: CaseView | None = None
        self._materials: tuple[Material, ...] = ()
        self.at = -1
        self._tabs = row(gap=2)
        self._title = Elided()
        self._title.setProperty("weight", "bold")
        self.pages = PagesView(desk, background)
        tools = row(self._title, gap=2)
        tools.setStretch(0, 1)
        for sign, deed, name in (
            ("－", lambda: self.pages.zoom_by(1 / ZOOM_STEP), tr("Smaller")),
            ("＋", lambda: self.pages.zoom_by(ZOOM_STEP), tr("Larger")),
            ("↔", self.pages.fit, tr("Fit width")),
            ("⟳", self.pages.rotate, tr("Rotate")),
        ):
            tools.addWidget(_tool(sign, deed, name))
        self.verdicts = QButtonGroup(self)
        buttons: list[QPushButton] = []
        for code, words in VERDICTS.items():
            choice = button(f"{MARKS[code]} {tr(words)}", partial(self.judge, code))
            choice.setCheckable(True)
            choice.setProperty("verdict", code)
            self.verdicts.addButton(choice)
            buttons.append(choice)
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(tr("Remark on this material"))
        self.remark.setAccessibleName(tr("Remark on this material"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._save_remark)
        self.remark.textEdited.connect(lambda _text: self._typing.start())
        self.remark.editingFinished.connect(self._flush)
        tabs = Surface("paper")
        tabs.setLayout(self._tabs)
        about = label(tr("This material:"), "quiet", wrap=False)
        page = column(
            column(tabs, tools, margin=8, gap=6),
            rule(),
            self.pages,
            rule(),
            column(row(about, *buttons, None), self.remark, margin=8),
            gap=0,
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def show_case(self, view: CaseView) -> None:
        """A new case: its first material at once. The same case again: only the marks."""
        same = self._view is not None and self._view.case.id == view.case.id
        materials = view.case.current_materials()
        unchanged = same and [m.id for m in materials] == [m.id for m in self._materials]
        self._view, self._materials = view, materials
        self._rebuild_tabs()
        if unchanged:
            self._show_verdict()
        elif materials:
            self.choose(0)
        else:
            self.at = -1
            self.pages.clear()

    def choose(self, at: int) -> None:
        if self._view is None or not 0 <= at < len(self._materials):
            return
        self._flush()
        self.at = at
        material = self._materials[at]
        pages = tr("{n} pages", n=material.pages) if material.pages > 1 else ""
        again = tr("round {n}", n=material.round) if material.round > 1 else ""
        extra = " · ".join(part for part in (pages, again) if part)
        self._title.setText(f"{material.name}{'  ' + extra if extra else ''}")
        self.pages.show_material(material, self._view.case.id)
        self._rebuild_tabs()
        self._show_verdict()

    def choose_id(self, material_id: str) -> None:
        for at, material in enumerate(self._materials):
            if material.id == material_id:
                self.choose(at)

    def judge(self, verdict: str) -> None:
        """Gives a verdict on the material that is open."""
        if 0 <= self.at < len(self._materials):
            self._typing.stop()
            given = Verdict(verdict=verdict, remark=self.remark.text().strip())
            self._judged(self._materials[self.at].id, given)

    def _save_remark(self) -> None:
        self.judge(self._verdict_of(self._materials[self.at]).verdict)

    def _flush(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self._save_remark()

    def _verdict_of(self, material: Material) -> Verdict:
        if self._view is None:
            return Verdict()
        review = self._view.draft.over(self._view.case.review)
        return review.materials.get(material.id, Verdict())

    def _has_verdict(self, material: Material) -> bool:
        if self._view is None:
            return False
        return material.id in self._view.draft.over(self._view.case.review).materials

    def _show_verdict(self) -> None:
        material = self._materials[self.at]
        verdict, known = self._verdict_of(material), self._has_verdict(material)
        self.verdicts.setExclusive(False)
        for choice in self.verdicts.buttons():
            choice.setChecked(known and choice.property("verdict") == verdict.verdict)
        self.verdicts.setExclusive(True)
        if not self.remark.hasFocus() or not self._typing.isActive():
            self.remark.setText(verdict.remark)

    def _rebuild_tabs(self) -> None:
        clear(self._tabs)
        for at, material in enumerate(self._materials):
            known = self._has_verdict(material)
            mark = MARKS.get(self._verdict_of(material).verdict, "") if known else ""
            if not material.supplied:
                mark = "—"
            tab = button(f"{at + 1} {mark}".strip(), partial(self.choose, at))
            words = (
                word(VERDICTS, self._verdict_of(material).verdict) if known else tr("not judged")
            )
            tab.setAccessibleName(f"{at + 1} {material.name} {words}")
            tab.setToolTip(f"{material.name} · {words}")
            tab.setCheckable(True)
            tab.setChecked(at == self.at)
            self._tabs.addWidget(tab)
        self._tabs.addStretch(1)


def _tool(sign: str, deed: Callable[[], None], name: str) -> QToolButton:
    tool = QToolButton()
    tool.setText(sign)
    tool.setAccessibleName(name)
    tool.setToolTip(name)
    tool.clicked.connect(lambda _checked=False: deed())
    return tool
