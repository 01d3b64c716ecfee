"""Papers held against the form in a real window: places opened, findings answered and made faults."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.cases.actions import BlockingReason
from app.cases.evidence import Place
from app.cases.paper_text import WHOLE_PAGE, PageReading, PaperReading
from app.cases.sentence import say
from app.desk import Cases
from app.store import paper_text
from tests.support.comparisons import AREA_BOX, compared, example
from tests.ui.test_review import is_received, open_among_all, open_case
from ui.language import spoken, tr
from ui.parts.wrapped import WrappedLine
from ui.review.field import FieldValue


@pytest.fixture
def with_comparisons(monkeypatch):
    """Every case is compared with its papers, and an approval waits for the answers."""
    read = Cases.view

    def view(cases, case_id):
        known = read(cases, case_id)
        if not has_two_files(known.case):
            return known
        comparison = example(known.case)
        ids = tuple(finding.id for finding in comparison.findings)
        differ = BlockingReason(
            "papers_differ", say("材料与申请表不一致", "The papers differ"), None, ids
        )
        ticks = known.draft.checklist
        is_open = any(id_ not in ticks for id_ in ids)
        actions = tuple(
            (kind, (differ,) if kind == "approve" and is_open else barred)
            for kind, barred in known.actions
        )
        return compared(replace(known, actions=actions), comparison)

    monkeypatch.setattr(Cases, "view", view)


@pytest.fixture
def case(with_comparisons, clerk):
    opened = open_case(clerk, has_two_files)
    clerk.until("the page", clerk.window.review.materials.pages.is_shown)
    return opened


def has_two_files(case) -> bool:
    files = tuple(m for m in case.current_materials() if m.sha256)
    return (
        len(files) > 1
        and case.item.instant
        and is_received(case)
        and files[:2] == case.current_materials()[:2]
    )


def test_a_field_opens_the_paper_and_enter_is_the_way_there(clerk, case):
    review, first = clerk.window.review, case.current_materials()[0]
    review.materials.choose(1)
    field = case.form[0].fields[0]
    values = review.form.findChildren(FieldValue)
    value = next(v for v in values if v.name == field.label and "68" in v.toolTip())
    value.setFocus()
    QTest.keyClick(value, Qt.Key.Key_Return)
    assert review.materials.paper_id == first.id
    clerk.until("the place", lambda: review.materials.pages.paper.places.current is not None)
    assert review.materials.pages.paper.places.current == (0, AREA_BOX)
    assert review.materials.pages.paper.places.lit == field.key
    assert value.hasFocus()


def test_keys_lead_to_findings_tick_them_and_make_them_faults(clerk, case):
    window, review, desk = clerk.window, clerk.window.review, clerk.application.desk
    area, expired = example(case).findings
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_E)
    lines = review.form.paper_findings.lines
    assert lines[area.id].tick.hasFocus()
    tab = review.materials.tabs
    assert tr("not judged") in tab.tabToolTip(0) and "68 ㎡" in tab.tabToolTip(0)
    QTest.keyClick(lines[area.id].tick, Qt.Key.Key_Space)
    clerk.until("the tick", lambda: area.id in desk.cases.view(case.id).draft.checklist)
    clerk.press(Qt.Key.Key_E)
    assert lines[expired.id].tick.hasFocus()
    review.materials.choose(1)
    clerk.press(Qt.Key.Key_B)
    clerk.until("the mark", lambda: expired.id in desk.cases.view(case.id).draft.marks)
    assert review.materials.paper_id == expired.material_id
    clerk.until("its line", lambda: expired.id in review.materials.pane.annotations.lines)
    clerk.until("the tab to be quiet", lambda: "◆" not in tab.tabText(0))
    assert lines[expired.id].correct.isChecked()
    clerk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the sheet", lambda: review.decision.sheet is not None)
    asked = [field.text() for field in review.decision.sheet.findChildren(WrappedLine)]
    assert expired.fault in asked
    assert area.fault not in asked
    review.decision.close_sheet()
    clerk.press(Qt.Key.Key_B)
    clerk.until("no mark", lambda: expired.id not in desk.cases.view(case.id).draft.marks)


def test_what_bars_an_approval_leads_to_the_finding_without_an_answer(clerk, case):
    review, desk = clerk.window.review, clerk.application.desk
    area, expired = example(case).findings
    lines = review.form.paper_findings.lines
    lines[area.id].tick.click()
    clerk.until("the tick", lambda: area.id in desk.cases.view(case.id).draft.checklist)
    clerk.window.activateWindow()
    review.tabs.setCurrentWidget(review.guide_area)
    clerk.click_on(tr("See findings →"))
    assert review.tabs.currentWidget() is review.form_area
    clerk.until("the finding", lambda: lines[expired.id].tick.hasFocus())


def test_where_no_correction_can_be_asked_for_the_key_says_why(clerk, case, monkeypatch):
    window, read = clerk.window, Cases.view
    in_review = BlockingReason("wrong_state", say("正在审查", "In review"), None)
    barred = (("request_correction", (in_review,)),)
    monkeypatch.setattr(Cases, "view", lambda *asked: replace(read(*asked), actions=barred))
    window.review.refresh()
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_E)
    clerk.press(Qt.Key.Key_B)
    assert spoken(in_review.sentence) in window.status.said.text()
    assert clerk.application.desk.cases.view(case.id).draft.marks == {}


def test_a_paper_is_turned_by_what_was_read_of_it(clerk, case):
    review, paper = clerk.window.review, case.current_materials()[1]
    reading = PaperReading("e", (PageReading(turned=180),))
    store = clerk.application.desk.documents._store
    store.write_refetchable(lambda db: paper_text.keep(db, paper.sha256, reading)).result()
    review.materials.show_upright(Place(paper.id, 0, WHOLE_PAGE), "")
    clerk.until("the page", review.materials.pages.is_shown)
    assert review.materials.paper_id == paper.id
    assert review.materials.pages.paper.rotation == 180


def test_another_case_opens_at_the_top_of_its_form_with_nothing_lit(clerk, with_comparisons):
    case = open_among_all(clerk, has_two_files)
    window, review = clerk.window, clerk.window.review
    clerk.until("the page", review.materials.pages.is_shown)
    review.form.place_wanted.emit(
        "applicant.name", Place(case.current_materials()[0].id, 0, AREA_BOX)
    )
    scrolled = review.form_area.verticalScrollBar()
    scrolled.setValue(scrolled.maximum())
    assert review.materials.pages.paper.places.lit and scrolled.value() > 0
    other = next(id_ for id_ in review._neighbours() if id_ != case.id)
    window.go_to_case(other)
    assert review.materials.pages.paper.places.lit == ""
    assert scrolled.value() == 0


def test_what_is_not_known_is_said_in_the_status_bar_and_moves_nothing(clerk):
    case = open_case(clerk, has_two_files)
    window, review = clerk.window, clerk.window.review
    clerk.until("the page", review.materials.pages.is_shown)
    at = review.materials.mapTo(window, QPoint(0, 0))
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_E)
    filed = [material for material in case.current_materials() if material.sha256]
    assert window.status.said.text() == tr(
        "{n} papers are not read yet: what they say will be shown."
        " You may look for yourself meanwhile.",
        n=len(filed),
    )
    assert review.materials.mapTo(window, QPoint(0, 0)) == at
    assert not review.header.note.isVisible()
