"""One search (一单清): what was typed, what was found in groups, and the next step for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.desk import Group, Hit, Searching
from ui.background import Background
from ui.events import DeskEvents
from ui.language import tr, tr_noop
from ui.palette.hit import HIT, HitDelegate, heading
from ui.parts.announcing import announce
from ui.parts.page import PageView
from ui.parts.widgets import Scrolling, Surface, button, clear, column, label, row, rule
from ui.parts.words import STATES, hide_numbers, word
from ui.review.guide import article_card, item_card

GROUPS = {
    "recent": tr_noop("Opened last"),
    "likely": tr_noop("Likely now"),
    "case": tr_noop("Cases"),
    "item": tr_noop("Items"),
    "scene": tr_noop("One-things"),
    "faq": tr_noop("Questions"),
    "policy": tr_noop("Policies"),
    "centre": tr_noop("From the centre"),
    "command": tr_noop("Commands"),
    "handbook": tr_noop("Handbook"),
    "near": tr_noop("Perhaps you meant"),
}
REST_MS = 250  # after the last key, before the centre is asked


class SearchView(PageView):
    """At most ``most`` of each kind; ``commands`` answers what was typed with the commands that
    it names and that can be taken now, and with pages of the handbook; ``at_rest`` what is shown
    before a letter is typed."""

    case_wanted = Signal(str)  # its id
    paper_wanted = Signal(str, str, str)  # a case's id, the name of its paper, what it says
    message_wanted = Signal(str)  # to a department, on the case of this id
    cases_wanted = Signal(str, str)  # an item's code and a scene's, one of them empty
    command_wanted = Signal(str)  # its id
    handbook_wanted = Signal(str)  # a page's id

    def __init__(
        self,
        searching: Searching,
        background: Background,
        events: DeskEvents,
        most: int,
        commands: Callable[[str], Sequence[Hit]],
        at_rest: Callable[[], Sequence[Group]],
    ) -> None:
        super().__init__("paper")
        self._searching, self._background, self._events = searching, background, events
        self._most, self._commands, self._at_rest = most, commands, at_rest
        self._typed = ""
        self._hits: list[Hit] = []
        self._previewed: Hit | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Number, name, address, item or question; pinyin too"))
        self.field.setAccessibleName(tr("Search"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.hits = QListWidget()
        self.hits.setAccessibleName(tr("What was found"))
        self.hits.setItemDelegate(HitDelegate(self.hits))
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._said = label("", "quiet")
        self._shown = column(margin=12, gap=12)
        self._steps = row(gap=8)
        preview = Surface("wash")
        preview.setLayout(self._shown)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._ask_further)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self.take)
        self.hits.itemActivated.connect(lambda _item: self.take())
        self.hits.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self._lay_out(preview)
        self._search("")

    def come_to_front(self) -> None:
        if not self._typed:
            self._search("")
        self.field.setFocus()
        self.field.selectAll()

    def parts(self) -> dict[str, QWidget]:
        return {"search": self.field}

    def typed(self) -> str:
        return self.field.text()

    def return_to(self, typed: str) -> None:
        self.field.setText(typed)

    def chosen(self) -> Hit | None:
        item = self.hits.currentItem()
        hit = item.data(HIT) if item is not None else None
        return hit if isinstance(hit, Hit) else None

    def take(self) -> None:
        """The first of the next steps for what is chosen."""
        hit = self.chosen()
        steps = self._steps_of(hit) if hit is not None else []
        if steps:
            steps[0][1]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._move(step)
                announce(self.hits, self._heard())
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        at = self.hits.currentRow() + step
        while 0 <= at < self.hits.count() and self.hits.item(at).data(HIT) is None:
            at += step
        if 0 <= at < self.hits.count():
            self.hits.setCurrentRow(at)

    def _heard(self) -> str:
        """What is chosen, for whoever does not see it: the keys stay in the field."""
        item = self.hits.currentItem()
        return str(item.data(Qt.ItemDataRole.AccessibleTextRole)) if item is not None else ""

    def _search(self, typed: str) -> None:
        """What is here, at once; the centre and near misses are asked when the typing rests."""
        self._typed, self._hits = typed.strip(), []
        groups = self._found(self._typed) if self._typed else [g for g in self._at_rest() if g.hits]
        with QSignalBlocker(self.hits):  # what is chosen is shown once, when all are there
            self.hits.clear()
            for group in groups:
                self._add(group)
            if self._typed or (groups and groups[0].kind == "recent"):
                self._move(1)  # at rest an Enter may open a case, but takes no command
        self._resting.stop()
        if self._typed:
            self._resting.start()
        self._show_chosen()
        self._say()

    def _found(self, typed: str) -> list[Group]:
        commands = self._commands(typed)
        own = [
            Group(kind, tuple(hit for hit in commands if hit.kind == kind))
            for kind in dict.fromkeys(hit.kind for hit in commands)
        ]
        return [*self._searching.found(typed, self._most), *own]

    def _add(self, group: Group) -> None:
        name = tr(GROUPS[group.kind])
        self.hits.addItem(heading(f"{name} · {tr('more than these')}" if group.more else name))
        for hit in group.hits:
            item = QListWidgetItem()
            item.setData(HIT, hit)
            spoken = hide_numbers(f"{name} {hit.title} {hit.summary}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.hits.addItem(item)
            self._hits.append(hit)

    def _ask_further(self) -> None:
        if self._events.ended:
            return
        typed, known = self._typed, tuple(self._hits)
        searching, most = self._searching, self._most

        def add(kind: str, hits: tuple[Hit, ...]) -> None:
            """Below what is on the screen: nothing moves."""
            fresh = tuple(
                h for h in hits if (h.kind, h.id) not in {(k.kind, k.id) for k in self._hits}
            )
            if typed == self._typed and fresh:
                self._add(Group(kind, fresh))
                if self.chosen() is None:
                    self._move(1)
                self._say()

        self._background.run(
            lambda: searching.nearly_found(typed, most, known), partial(add, "near")
        )
        self._background.run(
            lambda: searching.found_at_centre(typed, most, known),
            partial(add, "centre"),
            failed=lambda _error: None,
        )

    def _say(self) -> None:
        sentence = ""
        if not self._typed:
            sentence = tr("Type any part of it: 王, 320104, kuaican, kcd, 房本 …")
        elif not self._hits:
            sentence = tr("Nothing of yours has this. Try fewer words, or pinyin.")
        if self._typed:
            found = tr("{n} found", n=len(self._hits))
            announce(self.hits, sentence or f"{found} · {self._heard()}")
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    # --- what is chosen -----------------------------------------------------------------

    def _show_chosen(self) -> None:
        hit = self.chosen()
        if hit is not None and hit == self._previewed and not hit.paper:
            return  # a further key mostly finds the same first; a paper is opened at what was typed
        self._previewed = hit
        clear(self._shown)
        clear(self._steps)
        if hit is None:
            return
        if hit.item is not None:
            self._shown.addWidget(item_card(hit.item))
        elif hit.article is not None:
            self._shown.addWidget(article_card(hit.article))
        else:
            for line in self._lines(hit):
                self._shown.addWidget(line)
        self._shown.addStretch(1)
        for at, (words, step) in enumerate(self._steps_of(hit)):
            self._steps.addWidget(button(words, step, "primary" if at == 0 else ""))
        self._steps.addStretch(1)

    def _lines(self, hit: Hit) -> list[QWidget]:
        lines: list[QWidget] = [label(hit.title, level="heading")]
        if hit.row is not None:
            case = hit.row
            lines += [
                label(f"{case.item_name} · {case.scene_name}"),
                label(case.no, "quiet"),
                label(word(STATES, case.state), "quiet"),
            ]
        elif hit.scene is not None:
            names = {item.code: item.name for item in self._searching.items()}
            lines += [
                label(f"{n}. {names.get(code, code)}")
                for n, code in enumerate(hit.scene.item_codes, 1)
            ]
        elif hit.summary:
            lines.append(label(hit.summary))
        return lines

    def _steps_of(self, hit: Hit) -> list[tuple[str, Callable[[], None]]]:
        """The next steps, the likeliest first."""
        if hit.kind == "case":
            found_in = partial(self.paper_wanted.emit, hit.id, hit.paper, self._typed)
            return [
                *([(tr("Open the paper"), found_in)] if hit.paper else []),
                (tr("Open the case"), partial(self.case_wanted.emit, hit.id)),
                (tr("Write to a department"), partial(self.message_wanted.emit, hit.id)),
            ]
        if hit.kind == "command":
            return [(hit.title, partial(self.command_wanted.emit, hit.id))]
        if hit.kind == "handbook":
            return [(tr("Open the handbook"), partial(self.handbook_wanted.emit, hit.id))]
        if hit.kind == "item":
            return [(tr("Its cases"), partial(self.cases_wanted.emit, hit.id, ""))]
        if hit.kind == "scene":
            return [(tr("Its cases"), partial(self.cases_wanted.emit, "", hit.id))]
        if hit.article is not None and hit.article.item_codes:
            code = hit.article.item_codes[0]
            return [(tr("Cases of the item"), partial(self.cases_wanted.emit, code, ""))]
        return []

    def _lay_out(self, preview: QWidget) -> None:
        right = Surface("paper")
        steps = QWidget()
        self._steps.setContentsMargins(12, 8, 12, 8)
        steps.setLayout(self._steps)
        right.setLayout(column(Scrolling(preview, tr("What is chosen")), rule(), steps, gap=0))
        found = QSplitter(Qt.Orientation.Horizontal)
        found.setChildrenCollapsible(False)
        found.setHandleWidth(1)
        found.addWidget(self.hits)
        found.addWidget(right)
        found.setSizes([420, 380])
        head = column(self.field, self._said, margin=12, gap=8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(found, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(560, 320)
