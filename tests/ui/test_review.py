"""Judging, marking, undoing and deciding together, at the real window on a real centre."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.desk import Annotation, CaseFilter
from tests.support.caches import key_of
from tests.support.programs import python
from ui.commands import ROWS
from ui.language import tr
from ui.parts.wrapped import WrappedLine
from ui.rows import commands_of


def open_case(clerk, fits):
    """Opens the first case of the centre's that fits; returns it."""
    for case_id in [row.id for row in clerk.application.desk.cases.rows(numbers(clerk))]:
        view = clerk.application.desk.cases.view(case_id)
        if fits(view.case):
            clerk.find(view.case.no)
            return view.case
    raise AssertionError("no case fits")


def open_among_all(clerk, fits):
    """Opens it likewise, with the whole list beside it and the list in focus; returns it."""
    case, window = open_case(clerk, fits), clerk.window
    window.worklist.search.clear()
    clerk.until("all rows", lambda: window.worklist.model.rowCount() > 2)
    window.activateWindow()
    window.worklist.list.setFocus()
    return case


def numbers(clerk):
    return clerk.application.desk.cases.numbers(CaseFilter(standing=""))


def is_received(case) -> bool:
    return case.state == "received" and not case.corrections


def has_files(case) -> bool:
    return is_received(case) and bool(case.current_materials()[0].sha256)


def test_what_is_marked_becomes_a_fault_of_the_correction_with_one_key(clerk):
    case = open_case(clerk, has_files)
    review = clerk.window.review
    clerk.until("the page", review.materials.pages.is_shown)
    clerk.window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_M)
    (line,) = review.materials.pane.annotations.lines.values()
    clerk.type(line, "面积与租赁合同不符")
    clerk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the sheet", lambda: review.decision.sheet is not None)
    said = [field.text() for field in review.decision.sheet.findChildren(WrappedLine)]
    name = case.current_materials()[0].name
    assert f"{name}（第1页）：面积与租赁合同不符" in said


def test_a_mark_is_moved_sized_and_taken_off_by_keys_and_kept_at_every_step(clerk):
    case = open_case(clerk, has_files)
    review, desk = clerk.window.review, clerk.application.desk
    clerk.until("the page", review.materials.pages.is_shown)
    review.materials.annotate_here()
    marks = review.materials.pane.annotations
    ((id_, line),) = marks.lines.items()

    def kept() -> Annotation | None:
        return desk.cases.view(case.id).draft.marks.get(id_)

    clerk.until("the mark", lambda: kept() is not None)
    left, top, _right, bottom = kept().box
    QTest.keyClick(line, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    clerk.until("it to be moved", lambda: kept().box[0] > left)
    assert kept().box[1] == top
    sized = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(line, Qt.Key.Key_Down, sized)
    clerk.until("it to be taller", lambda: kept().box[3] > bottom)
    clerk.click_on(tr("Take off mark {n}", n=1))
    clerk.until("it to be gone", lambda: kept() is None)
    clerk.until("no line", lambda: not marks.isVisible())


def test_a_decision_that_has_not_left_is_taken_back_and_its_words_return(clerk, own_centre):
    own_centre.say("cut")
    window = clerk.window
    clerk.sync_now()
    clerk.until("offline", clerk.is_offline)
    case = open_case(clerk, is_received)
    window.review.decision.press("refuse_acceptance")
    clerk.type(window.review.decision.sheet.findChild(QPlainTextEdit), "依法不需要取得许可")
    clerk.click_on(tr("Refuse acceptance"))
    clerk.until("the refusal", lambda: clerk.state_is(("refused",)))
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    clerk.until("it to be back", lambda: clerk.state_is(("received",)))
    assert clerk.application.desk.deciding.entries() == []
    assert clerk.application.desk.cases.view(case.id).draft.opinion == "依法不需要取得许可"
    clerk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the sentence", lambda: "没有可撤销的" in window.status.said.text())


def test_a_filter_with_a_name_comes_back_whole_and_is_not_in_the_settings_file(clerk):
    filters, worklist = clerk.window.worklist.filters, clerk.window.worklist
    name = worklist.model.case_at(0).applicant
    filters.search.setText(name)
    filters.save_as("我的筛选")
    clerk.until(
        "it to be kept", lambda: "我的筛选" in clerk.application.desk.searching.saved_filters()
    )
    filters.search.clear()
    clerk.until("all rows", lambda: worklist.model.rowCount() > 1)
    filters.menu.aboutToShow.emit()
    (entry,) = [e for e in filters.menu.actions() if e.text() == "我的筛选"]
    entry.trigger()
    clerk.until("the row", lambda: worklist.model.chosen.text == name)
    places = clerk.application.desk.machine.places
    assert name not in (places.settings / "settings.json").read_text()


def test_columns_and_their_widths_are_the_clerks_and_stay(clerk):
    table, settings = clerk.window.worklist.list, clerk.application.desk.machine
    clerk.window.worklist.toggle_columns()
    table.show_column("no", False)
    table.setColumnWidth(2, 333)
    assert settings.settings.columns["no"] == 0
    assert settings.settings.columns["applicant"] == 333
    clerk.window.worklist.show_cards()
    clerk.window.worklist.toggle_columns()
    assert table.isColumnHidden(5)
    assert table.columnWidth(2) == 333
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    clerk.until("the order", lambda: clerk.window.worklist.model.chosen.sort == "applicant")


def test_what_was_typed_survives_a_kill_and_says_when_it_was_saved(clerk, own_centre):
    """Another process types into the same cache and is killed by SIGKILL."""
    case = open_case(clerk, has_files)
    desk = clerk.application.desk
    store, first = desk.account.signed_in.store, own_centre.clerks[0]
    code = (
        "import os,sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from app.cases.model import SHANGHAI\n"
        "from app.store import drafts\n"
        "from app.store.database import Store\n"
        "store = Store(Path(sys.argv[1]), sys.argv[2])\n"
        "at = datetime(2026, 11, 20, 9, 5, tzinfo=SHANGHAI)\n"
        "mark = drafts.Annotation(material_id=sys.argv[4], page=0, box=(.1,.1,.2,.2), remark='不清楚')\n"
        "store.write(lambda db: drafts.save(db, sys.argv[3], 'mark:1', mark, at)).result()\n"
        "store.write(lambda db: drafts.save(db, sys.argv[3], 'opinion', '写了一半', at)).result()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    material = case.current_materials()[0].id
    done = python(
        "-c",
        code,
        str(store.path),
        key_of(desk, first["username"], first["password"]),
        case.id,
        material,
    )
    assert done.returncode == -9, done.stderr
    clerk.window.review.refresh()
    decision = clerk.window.review.decision
    assert decision.opinion.toPlainText() == "写了一半"
    assert "11-20 09:05" in decision.opinion_view.saved.text()
    assert list(clerk.window.review.materials.pane.annotations.lines) == ["1"]


def test_words_typed_a_moment_before_the_next_case_are_kept_with_their_own(clerk):
    case = open_case(clerk, has_files)
    review, desk = clerk.window.review, clerk.application.desk
    other = next(
        row.id for row in desk.cases.rows(numbers(clerk)) if row.id != case.id and not row.unsent
    )
    review.decision.opinion.setPlainText("还没写完")
    review.materials.remark.setText("看不清")
    review.materials.remark.textEdited.emit("看不清")
    review.show_case(other)
    material = case.current_materials()[0].id

    def kept() -> bool:
        draft = desk.cases.view(case.id).draft
        return (
            draft.opinion == "还没写完"
            and material in draft.materials
            and draft.materials[material].remark == "看不清"
        )

    clerk.until("both to be kept", kept)
    assert desk.cases.view(other).draft.opinion == ""


def test_every_key_of_the_map_does_something_and_none_is_there_twice(clerk):
    commands = commands_of(ROWS)
    keys = [key for command in commands for key in command.keys]
    assert len(keys) == len(set(keys)) > 40
    for command in commands:
        if command.keys and command.keys[0] not in ("F1", "F10", "Ctrl+K", "F8", "Ctrl+L"):
            clerk.window.take(command)
    clerk.rest(50)
    assert clerk.window.isVisible()


def test_the_parts_of_the_window_are_walked_with_one_key(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    window.activateWindow()
    window.worklist.list.setFocus()
    seen = []
    for _ in range(4):
        clerk.press(Qt.Key.Key_F6)
        seen.append(clerk.application.qt.focusWidget())
    review = window.review
    assert seen == [
        review.form_area,
        review.materials.pages.paper,
        review.decision.opinion,
        window.worklist.list,
    ]
    review.materials.toggle_beside()
    clerk.press(Qt.Key.Key_F6)
    assert clerk.application.qt.focusWidget() is review.materials.pages.paper


def test_a_listener_hears_nothing_of_the_case_before(clerk):
    first = open_case(clerk, has_files)
    window, paper = clerk.window, clerk.window.review.materials.pages.paper
    clerk.until("the page", window.review.materials.pages.is_shown)
    paper.setFocus()
    clerk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    heard = QAccessible.queryAccessibleInterface(paper)
    clerk.until("words", lambda: bool(heard.text(QAccessible.Text.Description)))
    said = heard.text(QAccessible.Text.Description)
    assert first.applicant.name in said
    numbers = [
        str(f.value) for s in first.form for f in s.fields if f.key in ("id_number", "phone")
    ]
    assert len(numbers) == 2
    assert not [number for number in numbers if number in said]
    window.worklist.search.clear()
    clerk.until("all rows", lambda: window.worklist.model.rowCount() > 1)
    window.worklist.walk(1)
    clerk.until("the next case", lambda: window.review.case_id != first.id)
    assert heard.text(QAccessible.Text.Description) == ""


def test_two_materials_stand_side_by_side_in_the_forms_place(clerk):
    open_case(clerk, lambda c: is_received(c) and len(c.current_materials()) > 1)
    materials = clerk.window.review.materials
    form = clerk.window.review.tabs
    materials.toggle_beside()
    assert materials.beside is not None
    assert not form.isVisible()
    clerk.until(
        "both", lambda: materials.pane.pages.is_at_rest() and materials.beside.pages.is_at_rest()
    )
    assert materials.beside.material.id != materials.pane.material.id
    materials.toggle_beside()
    assert form.isVisible()
