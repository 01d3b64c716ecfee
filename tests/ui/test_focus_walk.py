"""A day by keys alone, from the sign-in on: after each key the focus is where the next is needed, in
sight, and never in a field or on a word that nobody asked for."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QPushButton

from app.cases.actions.accept import COMMITMENT
from app.cases.checks import missing_materials
from app.cases.kinds import is_deferrable
from app.desk import CaseFilter
from tests.support.centres import resting_centre
from tests.ui.test_receiving import photograph
from ui.decision.opinion import OpinionView
from ui.handbook.dialog import HandbookDialog
from ui.language import tr
from ui.outbox.view import OutboxView
from ui.overview.view import OverviewView
from ui.palette.dialog import PaletteDialog
from ui.palette.view import SearchView
from ui.parts.focus import first_stop
from ui.receiving.dialog import ReceivingDialog
from ui.rehearsal.clerk import ScriptedClerk, type_text
from ui.rehearsal.hands import Keyboard, tab_to
from ui.rehearsal.screens import CASES, SEED
from ui.review.deadline import DeadlineDialog
from ui.settings.view import SettingsView
from ui.thing.view import ThingView
from ui.window import DeskWindow

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
ENTER, ESC, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down


def focus():
    return QApplication.focusWidget()


class Walk:
    """Keys as they come to the window in front, each with where it leads."""

    def __init__(self, application, hands) -> None:
        self.application, self._hands = application, hands
        self.choose_in_menu = hands.choose_in_menu  # by Tab and arrows

    # --- keys ---------------------------------------------------------------------------

    def press(self, key, leads_to, *, with_=NONE, once=lambda: True) -> None:
        """A key, or the letter on it; ``leads_to`` answers with the widget that has the focus once
        ``once`` is so, which it is not before the key."""
        self._hands.until("a window in front", self._is_in_front)
        code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
        QTest.keyClick(QApplication.focusWindow(), code, with_)
        self.rests(leads_to, once, f"after {code.name} with {with_}")

    def write(self, words, leads_to) -> None:
        """Words into what has the focus, which keeps it."""
        type_text(focus(), words)
        self.rests(leads_to, lambda: True, f"after {words}")

    def rests(self, where, once, when) -> None:
        def is_there() -> bool:
            self._manage_windows()
            wanted = where() if once() else None
            return wanted is not None and wanted is focus() and wanted.isVisible()

        try:
            self._hands.until(when, is_there)
        except Exception as failure:
            now = focus()
            said = (
                f"{type(now).__name__} {now.accessibleName()!r}" if now is not None else "nothing"
            )
            raise AssertionError(f"{when} {said} has the keys") from failure

    def _is_in_front(self) -> bool:
        """Whether the system sends keys to the active window, as a window manager has it do."""
        QApplication.processEvents()  # what comes of a window that has just been closed
        self._manage_windows()
        active = QApplication.activeWindow()
        return active is not None and active.windowHandle() is QApplication.focusWindow()

    def _manage_windows(self) -> None:
        """Gives the keys to the window in sight, where a closed one had them."""
        application = self.application
        window = QApplication.activeWindow() or application.locked or application.window
        if window is not None and window.windowHandle() is not QApplication.focusWindow():
            window.activateWindow()

    # --- places -------------------------------------------------------------------------

    @property
    def window(self) -> DeskWindow:
        return self._hands.window

    @property
    def review(self):
        return self.window.review

    @property
    def decision(self):
        return self.review.decision

    @property
    def materials(self):
        return self.review.materials

    def list(self):
        window = self.application.window
        return window.worklist.list if isinstance(window, DeskWindow) else None

    def narrowing(self):
        return self.window.worklist.search

    def paper(self):
        """What is read of the material, or the sentence in its place, or where another is chosen."""
        pane = self.materials.active()
        if not pane.pages.is_at_rest():
            return None
        return pane.readable() or next(
            (w for w in (pane.pages.empty.focusProxy(), self.materials.tabs) if w is focus()), None
        )

    def opinion(self):
        return self.decision.opinion

    def in_judgement(self):
        judges = (*self.materials.verdicts.buttons(), self.materials.remark)
        return next((part for part in judges if part is focus()), None)

    def first_point(self):
        return next(iter(self.review.checklist.boxes.values()))

    def in_sheet(self):
        return first_stop(self.decision.sheet) if self.decision.sheet is not None else None

    def in_dialog(self, kind, part=focus):
        return lambda: part() if isinstance(QApplication.activeWindow(), kind) else None

    def in_page(self, kind):
        page = self.window.page({OutboxView: "outbox", OverviewView: "overview",
                                 SearchView: "search", SettingsView: "settings",
                                 ThingView: "thing"}[kind], kind)  # fmt: skip
        return lambda: focus() if page.isAncestorOf(focus() or self.window) else None

    def password(self):
        lock = self.application.locked
        return lock.form.password if lock is not None else None

    # --- what comes again and again -------------------------------------------------------

    def has_open(self, case_id):
        return lambda: self.review.case_id == case_id

    def is_state(self, state):
        return lambda: self.review.view.case.state == state

    def has_left(self, case_id):
        return lambda: self.review.case_id not in ("", case_id)

    def open(self, fits):
        """Narrows the list to the first case that fits and opens it; then all are listed again."""
        cases = self.window.desk.cases
        views = (cases.view(r.id) for r in cases.rows(cases.numbers(CaseFilter(standing=""))))
        case = next((view.case for view in views if fits(view)), None)
        assert case is not None, f"the city has no case {fits.__doc__}"
        self.press("/", self.narrowing)
        self.press("a", self.narrowing, with_=CTRL)
        self.write(case.no, self.narrowing)
        self.press(ENTER, self.paper, once=self.has_open(case.id))
        self.press("/", self.narrowing)
        self.press("a", self.narrowing, with_=CTRL)
        self.press(Qt.Key.Key_Delete, self.narrowing)
        rows = self.window.worklist.model
        self.press(ESC, self.list, once=lambda: rows.rowCount() > 2)
        self.press(ENTER, self.paper)
        return case

    def judge(self, letters) -> None:
        """A verdict a paper, fit where no letter is left; the last leads to the points."""
        letters = letters.ljust(len(self.materials.unjudged()), "y")
        for letter in letters[:-1]:
            left = len(self.materials.unjudged())
            self.press(letter, self.paper,
                       once=lambda left=left: len(self.materials.unjudged()) < left)  # fmt: skip
        self.press(letters[-1], self.first_point, once=lambda: not self.materials.unjudged())


@pytest.fixture
def own_centre(tmp_path):
    """With the city of the walk over all screens, which a run of the suite makes once."""
    with resting_centre(CASES, SEED, tmp_path) as opened:
        yield opened


@pytest.fixture
def walk(application, own_centre, tmp_path):
    """At the sign-in page, with a minute to take a decision back."""
    application.desk.machine.keep_settings(centre_url=own_centre.url, seconds_before_sending=60)
    page = application.open_sign_in()
    page.window().activateWindow()
    walk = Walk(application, ScriptedClerk(application, tmp_path, Keyboard()))
    walk.rests(lambda: page.username, lambda: True, "at the sign-in page")
    return walk


def to_be_judged(way):
    """That can be decided at once, by a verdict on three papers or more."""

    def fits(view) -> bool:
        """to be judged on the spot, all its papers filed and no check failing"""
        case = view.case
        papers = case.current_materials()
        return (
            case.state == "received" and case.item.instant and case.delivery.wanted == way
            and len(papers) >= 3 and all(paper.sha256 for paper in papers)
            and not any(finding.outcome == "fail" for finding in view.findings)
        )  # fmt: skip

    return fits


def to_be_accepted(view) -> bool:
    """to be accepted before it is judged"""
    return view.case.state == "received" and not view.case.item.instant


def to_be_accepted_without_a_paper(view) -> bool:
    """to be accepted that owes a paper which may come later"""
    owed = missing_materials(view.case, view.situation.item)
    return to_be_accepted(view) and bool(owed) and all(
        is_deferrable(view.case.item, name) for name in owed
    )  # fmt: skip


def test_a_day_by_keys_alone(walk, application, own_centre):
    name, password = own_centre.clerks[0].values()
    signs_in(walk, application.window.centralWidget(), name, password)
    walks_the_list(walk)
    asks_for_a_correction(walk)
    reads_a_case_that_is_accepted_and_takes_that_back(walk)
    looks_around(walk)
    locks(walk, password)
    approves_and_delivers_and_takes_that_back(walk)
    denies(walk)
    hands_over(walk)
    writes_to_a_department(walk)
    works_the_outbox(walk)


def signs_in(walk, page, name, password) -> None:
    """To a cache of which nothing is there yet: the list comes with the first pull."""
    walk.write(name, lambda: page.username)
    walk.press(TAB, lambda: page.password)
    walk.write(password, lambda: page.password)
    walk.press(ENTER, walk.list)
    walk.rests(walk.list, lambda: walk.window.review.view is not None, "with the first case open")


def walks_the_list(walk) -> None:
    list_ = walk.window.worklist
    first, second = (list_.model.case_at(at).id for at in range(2))
    walk.press("j", walk.list, once=walk.has_open(second))
    walk.press("k", walk.list, once=walk.has_open(first))
    walk.press("g", walk.list, once=list_.groups.isChecked)
    walk.press("g", walk.list, once=lambda: not list_.groups.isChecked())
    walk.press("\\", walk.list, once=lambda: list_.is_folded)
    walk.press("/", walk.narrowing, once=lambda: not list_.is_folded)
    walk.press(ESC, walk.list)
    walk.press(Qt.Key.Key_F7, walk.list, once=lambda: list_.list.wide)
    at = list_.list.currentIndex().row()
    walk.press(DOWN, walk.list, once=lambda: list_.list.currentIndex().row() == at + 1)
    walk.press("j", walk.list, once=lambda: list_.list.currentIndex().row() == at + 2)
    walk.press("y", walk.list)  # no verdict on what is out of sight
    walk.press("v", walk.paper, once=lambda: not list_.list.wide)
    assert len(walk.materials.unjudged()) > 1
    walk.press(Qt.Key.Key_F7, walk.list, once=lambda: list_.list.wide)
    walk.press(ENTER, walk.paper, once=lambda: not list_.list.wide)


def asks_for_a_correction(walk) -> None:
    case = walk.open(to_be_judged("ems"))
    walk.judge("ynu")
    walk.press("2", walk.first_point, once=lambda: walk.materials.at == 1)
    walk.press("v", walk.paper)
    while focus() is not walk.materials.remark:
        before = focus()
        walk.press(TAB, walk.in_judgement, once=lambda before=before: focus() is not before)
    walk.write("盖章不清", lambda: walk.materials.remark)
    walk.press(ESC, walk.paper)
    walk.press("c", walk.first_point)
    walk.press("o", walk.opinion)
    walk.press(ESC, walk.paper)
    walk.press("a", lambda: walk.decision.buttons["request_correction"])
    walk.press(ENTER, walk.in_sheet)
    assert isinstance(walk.in_sheet(), QCheckBox)
    walk.press(ENTER, walk.paper, with_=CTRL, once=walk.has_left(case.id))


def takes_in_the_commitment(walk) -> None:
    """Pasted, and called what it is by the name the dialog offers."""
    mime = QMimeData()
    mime.setData("image/png", photograph())
    QApplication.clipboard().setMimeData(mime)
    walk.press("v", walk.in_dialog(ReceivingDialog), with_=CTRL)
    dialog = QApplication.activeWindow()
    walk.rests(focus, dialog.is_at_rest, "at the page taken in")
    tab_to(dialog.name)
    for _ in range(dialog.name.findText(COMMITMENT) - dialog.name.currentIndex()):
        walk.press(DOWN, focus)
    assert dialog.name.currentText() == COMMITMENT
    walk.press(ENTER, walk.paper, with_=CTRL, once=lambda: bool(walk.review.view.evidence))
    QApplication.clipboard().clear()


def reads_a_case_that_is_accepted_and_takes_that_back(walk) -> None:
    case = walk.open(to_be_accepted_without_a_paper)
    takes_in_the_commitment(walk)
    walk.press(ENTER, walk.in_sheet, with_=CTRL)
    walk.press(ENTER, walk.paper, with_=CTRL, once=walk.is_state("reviewing"))
    assert walk.review.case_id == case.id
    walk.press("z", walk.paper, with_=CTRL, once=walk.is_state("received"))
    materials, pages = walk.materials, walk.materials.pages
    while (at := materials.at) > 0:
        walk.press("[", walk.paper, once=lambda at=at: materials.at < at)
    walk.press("d", walk.paper, once=lambda: materials.beside is not None)
    walk.press("d", walk.paper, once=lambda: materials.beside is None)
    walk.press("f", lambda: pages.find_bar.field, with_=CTRL)
    walk.write("申请", lambda: pages.find_bar.field)
    walk.press(ESC, walk.paper)
    walk.press("t", walk.paper, once=pages.thumbnails.isVisible)
    walk.press("t", walk.paper, once=lambda: not pages.thumbnails.isVisible())
    walk.press("m", lambda: next(iter(materials.pane.annotations.lines.values()), None))
    walk.press(ESC, walk.paper)
    walk.press(Qt.Key.Key_F11, walk.paper, once=lambda: not walk.window.worklist.isVisible())
    walk.press(Qt.Key.Key_F11, walk.paper, once=walk.window.worklist.isVisible)
    walk.press(Qt.Key.Key_F11, walk.paper, once=lambda: not walk.window.worklist.isVisible())
    walk.press("l", walk.list)
    walk.press("v", walk.paper)
    walk.press("\\", walk.paper, once=lambda: walk.window.worklist.is_folded)
    walk.press("\\", walk.paper, once=lambda: not walk.window.worklist.is_folded)
    walk.press("h", walk.paper, once=lambda: walk.review.tabs.currentIndex() > 0)
    walk.press("h", walk.paper, once=lambda: walk.review.tabs.currentIndex() == 0)


def looks_around(walk) -> None:
    window = walk.window
    walk.press("i", walk.in_dialog(DeadlineDialog))
    walk.press(ESC, walk.paper)
    field = walk.in_dialog(PaletteDialog, lambda: QApplication.activeWindow().view.field)
    walk.press("k", field, with_=CTRL)
    walk.press(ESC, walk.paper)
    for number, kind in enumerate((ThingView, SearchView, OutboxView, OverviewView), 2):
        walk.press(str(number), walk.in_page(kind), with_=CTRL)
        walk.press("y", walk.in_page(kind))  # a verdict on what is out of sight is none
        walk.press("1", walk.paper, with_=CTRL, once=window.cases.isVisible)
    assert len(walk.materials.unjudged()) > 1
    walk.press(Qt.Key.Key_F1, walk.in_dialog(HandbookDialog))
    walk.press(ESC, walk.paper)
    walk.press("8", walk.in_page(SettingsView), with_=CTRL)
    walk.press(ESC, walk.paper, once=window.cases.isVisible)
    walk.press("4", walk.in_page(OutboxView), with_=CTRL)
    walk.press("l", walk.list)
    assert window.cases.isVisible()
    walk.press("4", walk.in_page(OutboxView), with_=CTRL)
    walk.press("/", walk.narrowing)
    walk.press(ESC, walk.list)


def locks(walk, password) -> None:
    for place in (walk.list, walk.paper):
        walk.press("v" if place == walk.paper else "l", place)
        walk.press("l", walk.password, with_=CTRL)
        walk.write(password, walk.password)
        walk.press(ENTER, place)


def approves_and_delivers_and_takes_that_back(walk) -> None:
    case = walk.open(to_be_judged("counter"))
    walk.judge("yyy")
    walk.press("a", walk.opinion)
    assert isinstance(walk.opinion().parentWidget(), OpinionView)
    walk.press(ENTER, lambda: walk.decision.primary(), with_=CTRL, once=walk.is_state("approved"))
    walk.press(ENTER, walk.in_sheet, with_=CTRL)
    walk.press(ENTER, walk.paper, with_=CTRL, once=walk.has_left(case.id))
    walk.press("z", walk.paper, with_=CTRL, once=walk.has_open(case.id))
    assert walk.review.view.case.state == "approved"


def denies(walk) -> None:
    case = walk.open(to_be_judged("ems"))
    tab_to(walk.decision.buttons["deny"])
    walk.press(ENTER, walk.in_sheet)
    fields = walk.decision.sheet.findChildren(QPlainTextEdit)
    ground = next(field for field in fields if not field.isReadOnly())
    walk.press(TAB, lambda: ground)
    walk.write("申请人提交的场所证明虚假，不符合法定条件。", lambda: ground)
    walk.press(ENTER, walk.paper, with_=CTRL, once=walk.has_left(case.id))


def hands_over(walk) -> None:
    case = walk.open(to_be_accepted)
    walk.choose_in_menu(tr("Transfer"))
    walk.rests(
        walk.in_sheet, lambda: walk.in_sheet() and walk.in_sheet().colleagues, "at the colleague"
    )
    picker = walk.in_sheet()
    walk.press(DOWN, walk.in_sheet, once=picker.list_in_sight)
    for key in (DOWN, ENTER):
        QTest.keyClick(picker.list_in_sight(), key)
    walk.rests(walk.in_sheet, lambda: picker.id, "with one picked")
    walk.press(TAB, focus, once=lambda: isinstance(focus(), QPlainTextEdit))
    walk.write("休假", focus)
    walk.press(ENTER, walk.paper, with_=CTRL, once=walk.has_left(case.id))


def with_a_department_beside_it(view) -> bool:
    """of which another department could be told"""
    return ("message", ()) in view.actions


def writes_to_a_department(walk) -> None:
    walk.open(with_a_department_beside_it)
    walk.choose_in_menu(tr("Message"))
    walk.rests(walk.in_sheet, lambda: True, "at the department")
    walk.press(TAB, focus, once=lambda: isinstance(focus(), QPlainTextEdit))
    walk.write("请尽快办理", focus)
    walk.press(ENTER, walk.paper, with_=CTRL, once=lambda: walk.decision.sheet is None)


def works_the_outbox(walk) -> None:
    """Its first button, then on by Tab; what is taken back leaves the keys on what stays."""
    entries = walk.window.desk.deciding.entries
    before = len(entries())
    assert before >= 4
    walk.press("4", walk.in_page(OutboxView), with_=CTRL, once=lambda: is_button(focus()))
    first, case_no = focus(), entries()[0].case_no
    walk.press(TAB, walk.in_page(OutboxView), once=lambda: focus() is not first)
    walk.press(TAB, walk.in_page(OutboxView), once=lambda: focus().text() == first.text())
    walk.press(ENTER, walk.in_page(OutboxView), once=lambda: len(entries()) < before)
    assert is_button(focus()) and entries()[0].case_no == case_no
    walk.press("1", walk.paper, with_=CTRL, once=walk.window.cases.isVisible)


def is_button(widget) -> bool:
    return isinstance(widget, QPushButton)
