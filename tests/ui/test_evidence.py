"""What the papers say stands behind the fields, and leads to where they say it and back."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.cases.actions import BlockingReason
from app.cases.evidence import Comparison, FieldEvidence, Place, Unreadable
from app.cases.model import Tick
from app.cases.paper_text import Signature
from app.cases.sentence import say
from app.desk import Annotation, Draft, Opened
from tests.support.comparisons import (
    AREA_BOX,
    NAME_BOX,
    agrees,
    area_finding,
    compared,
    differs,
    expired_finding,
    said,
    turned_finding,
)
from tests.support.examples import a_case, a_material
from tests.ui.test_decision import a_view
from ui.background import Background
from ui.decision.sheets import correction
from ui.language import speak
from ui.parts.widgets import Scrolling
from ui.review.agreement import about_paper, not_read, open_findings, page_places, unreadable_pages
from ui.review.annotations import AnnotationsView
from ui.review.coverage import nothing_found
from ui.review.drawn import MOST_BYTES, PageCache
from ui.review.field import FieldValue, MarkLabel
from ui.review.form import FormView
from ui.review.pages import PagesView
from ui.review.paper import PaperArea
from ui.review.paper_findings import FindingLine
from ui.review.seals import SealsLine
from ui.review.thumbnails import Thumbnails
from ui.review.unopened import asked_again, unopened_id
from ui.review.watermark import Watermark

NUMBER = "32010619971221025X"
WHOLE = (0.0, 0.0, 1.0, 1.0)
LEASE, LICENCE = a_material("租赁合同", pages=3), a_material("营业执照")
CASE = a_case(fields={"area": "86", "use": "餐饮"}, materials=(LEASE, LICENCE))
AREA_SAID = Comparison(
    fields=(
        differs("area", said(LEASE.id, "68", page=1), agreeing=(said(LICENCE.id, "86"),)),
        agrees(
            "applicant.name",
            said(LEASE.id, CASE.applicant.name, box=NAME_BOX),
            said(LICENCE.id, CASE.applicant.name),
            said(LICENCE.id, CASE.applicant.name, page=1),
        ),
        FieldEvidence(key="use", agreement="not_found"),
    ),
    findings=(area_finding(LEASE.id, page=1), expired_finding(LICENCE.id)),
)


@pytest.fixture
def form(qtbot, qapp):
    speak(qapp, "zh")
    made = FormView("B")
    qtbot.addWidget(made)
    made.resize(360, 700)
    made.show()
    return made


def the_view(comparison=AREA_SAID, draft=None, case=CASE):
    view = compared(a_view(case), comparison)
    return view if draft is None else replace(view, draft=draft)


def value_of(form, name) -> FieldValue:
    return next(v for v in form.findChildren(FieldValue) if v.name == name)


def mark_of(form, name) -> MarkLabel:
    return next(
        m for m in form.findChildren(MarkLabel) if m.accessibleName().startswith(f"{name}: ")
    )


def lines(form):
    return form.paper_findings.lines


# --- behind the fields ------------------------------------------------------------------------


def test_a_field_says_how_many_papers_agree_that_one_differs_or_that_none_speaks_of_it(form):
    form.show_case(the_view())
    signs = {name: mark_of(form, name).text() for name in ("名称", "area", "use")}
    assert signs == {"名称": "✓ 2", "area": "≠", "use": "○"}
    assert mark_of(form, "area").toolTip().splitlines() == [
        "有材料记载与申请表不一致", "租赁合同第 2 页记载：68", "营业执照第 1 页：一致",
    ]  # fmt: skip
    assert "营业执照第 2 页：一致" in value_of(form, "名称").accessibleDescription()


@pytest.mark.parametrize(
    ("unreadable", "told"),
    [
        ((), "各份材料中均未见此项内容"),
        ((Unreadable(LEASE.id, 0), Unreadable(LEASE.id, 2)),
         "已识读的内容中未见此项；另有 2 页未能识读"),
        ((Unreadable(LEASE.id, 0), Unreadable(LICENCE.id, -1, "not_opened")),
         "已识读的内容中未见此项；另有 2 处未能识读"),
    ],
)  # fmt: skip
def test_a_value_found_nowhere_may_stand_where_nobody_could_read(form, unreadable, told):
    form.show_case(the_view(replace(AREA_SAID, unreadable=unreadable)))
    assert mark_of(form, "use").toolTip() == told


def test_the_application_form_itself_is_no_witness(form):
    fields = (
        agrees("area", said(LEASE.id, "86"), said(LICENCE.id, "86")),
        agrees("use", said(LEASE.id, "餐饮")),
    )
    form.show_case(the_view(Comparison(fields=fields, forms=(LEASE.id,))))
    area, use = mark_of(form, "area"), mark_of(form, "use")
    assert (area.text(), area.property("tone")) == ("✓ 1", "green")
    assert (use.text(), use.property("tone")) == ("✓", "quiet")
    assert use.toolTip().splitlines() == ["仅申请表自身载明", "租赁合同第 1 页：一致"]


def test_an_electronic_licence_is_a_witness_that_stands_on_no_page(form):
    fields = (
        agrees("area", said(LICENCE.id, "86", page=-1)),
        differs("use", said(LICENCE.id, "零售", page=-1)),
    )
    form.show_case(the_view(Comparison(fields=fields)))
    area, use = mark_of(form, "area"), mark_of(form, "use")
    assert (area.text(), use.text()) == ("✓ 1", "≠")
    assert area.toolTip().splitlines() == ["1 份材料记载一致", "营业执照（电子证照）：一致"]
    assert use.toolTip().splitlines()[1:] == ["营业执照（电子证照）记载：零售"]


def test_the_marks_stand_below_each_other_be_a_number_masked_or_not(form, qapp):
    keys = ("use", "id_number")
    case = a_case(fields={"use": "餐饮", "id_number": NUMBER}, materials=(LEASE, LICENCE))
    found = tuple(FieldEvidence(key=key, agreement="not_found") for key in keys)
    form.resize(360, 600)
    form.show_case(the_view(Comparison(fields=found), case=case))
    qapp.processEvents()
    marks = [mark for mark in form.findChildren(MarkLabel) if mark.isVisibleTo(form)]
    assert len(marks) == 2
    assert len({mark.mapTo(form, mark.rect().topRight()).x() for mark in marks}) == 1


def test_where_nothing_was_read_nothing_stands_behind_a_field(form):
    form.show_case(the_view(Comparison(unread=(LEASE.id, LICENCE.id))))
    assert [m for m in form.findChildren(MarkLabel) if not m.isHidden()] == []
    assert form.paper_findings.isHidden()


def test_marks_of_one_case_are_gone_in_the_next(form):
    form.show_case(the_view())
    made = len(form.findChildren(MarkLabel))
    form.show_case(the_view(Comparison(), case=replace(CASE, id="sa-000002")))
    assert len(form.findChildren(MarkLabel)) == made
    assert {m.text() for m in form.findChildren(MarkLabel)} == {""}
    assert value_of(form, "area").toolTip() == ""
    assert lines(form) == {}


def test_a_line_of_a_finding_is_used_again_with_nothing_of_the_case_before(form):
    form.show_case(the_view())
    for line in lines(form).values():
        line.tick.click()
        line.remark.setText("只说本件")
    made = len(form.findChildren(FindingLine))
    comparison = Comparison(findings=(expired_finding(LEASE.id),))
    form.show_case(the_view(comparison, case=replace(CASE, id="sa-000002")))
    (line,) = lines(form).values()
    assert len(form.findChildren(FindingLine)) == made
    assert (line.tick.isChecked(), line.remark.text()) == (False, "")
    told = {child.text() for child in form.findChildren(QLabel) if "㎡" in child.text()}
    assert told == set()


def test_a_line_used_again_grows_with_what_is_to_be_written_in_it(form, qtbot):
    form.show_case(the_view())
    form.show_case(the_view(case=replace(CASE, id="sa-000002")))
    qtbot.waitUntil(lambda: all(line.height() > 0 for line in lines(form).values()))
    for line in lines(form).values():
        line.tick.click()
    qtbot.waitUntil(
        lambda: all(
            line.height() >= line.heightForWidth(line.width()) and line.remark.isVisible()
            for line in lines(form).values()
        )
    )


def test_the_remark_on_a_finding_comes_into_sight_with_its_tick(qtbot):
    form = FormView("B")
    area = Scrolling(form, "申请表")
    qtbot.addWidget(area)
    area.resize(360, 200)
    form.show_case(the_view())
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    for line in lines(form).values():
        form.see_finding(line)
        line.tick.click()
        qtbot.waitUntil(lambda line=line: line.remark.visibleRegion().contains(line.remark.rect()))


def test_a_finding_that_is_only_told_is_in_sight_when_it_is_gone_to(qtbot):
    form = FormView("B")
    area = Scrolling(form, "申请表")
    qtbot.addWidget(area)
    area.resize(360, 200)
    form.show_case(the_view(Comparison(findings=(turned_finding(LEASE.id),))))
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    (line,) = lines(form).values()
    form.see_finding(line)
    qtbot.waitUntil(line.see.hasFocus)
    assert line.visibleRegion().contains(line.rect())


def test_a_correction_is_offered_only_where_one_can_be_asked_for(form):
    barred = (BlockingReason("wrong_state", say("正在审查", "In review"), None),)
    view = replace(the_view(), actions=(("request_correction", barred),))
    area, expired = AREA_SAID.findings
    marked = Annotation(material_id=LICENCE.id, page=0, box=(0, 0, 1, 1), remark=expired.fault)
    form.show_case(replace(view, draft=Draft(marks={expired.id: marked})))
    assert lines(form)[area.id].correct.isHidden()
    assert not lines(form)[expired.id].correct.isHidden()
    form.show_case(replace(view, draft=Draft(), actions=()))
    assert not lines(form)[area.id].correct.isHidden()


def test_the_keys_begin_with_the_first_field_of_another_case(form, qtbot):
    with qtbot.waitActive(form):
        form.activateWindow()
    form.show_case(the_view())
    value_of(form, "use").setFocus()
    form.show_case(the_view(case=replace(CASE, revision=2)))
    assert form.current.name == "use"
    form.show_case(the_view(case=replace(CASE, id="sa-000002")))
    assert form.current.name == "名称" and form.current.hasFocus()


def test_a_paper_that_cannot_be_opened_is_asked_for_again(form):
    comparison = Comparison(
        unreadable=(Unreadable(LEASE.id, -1, "not_opened"), Unreadable(LICENCE.id, 0, "unreadable"))
    )
    view = replace(the_view(comparison), unopened=(LEASE.id,))
    asked = []
    form.paper_findings.again_wanted.connect(lambda *what: asked.append(what))
    form.show_case(view)
    told = [child.text() for child in form.paper_findings.findChildren(QLabel)]
    assert "? “租赁合同”的文件无法打开" in told
    assert [line for line in told if "看不清" in line] == ["? “营业执照”第 1 页看不清，未能识读"]
    form.paper_findings.unopened[LEASE.id].correct.click()
    assert asked == [(LEASE.id, True)]
    marks = {unopened_id(LEASE.id): asked_again(LEASE.id, LEASE.name)}
    view = replace(view, draft=Draft(marks=marks))
    form.show_case(view)
    assert form.paper_findings.unopened[LEASE.id].correct.text() == "✓ 已列入补正"
    assert [fault.text for fault in correction(view).payload().faults] == [
        "“租赁合同”的文件无法打开，请重新提交。"
    ]


def test_a_file_that_came_damaged_is_not_waited_for():
    comparison = Comparison(
        fields=(FieldEvidence(key="area", agreement="not_found"),), unread=(LEASE.id,)
    )
    view = the_view(comparison)
    assert not_read(view) == ("尚未识读：租赁合同",)
    view = replace(view, unopened=(LEASE.id,))
    assert not_read(view) == ()
    assert about_paper(view, LEASE.id) == ("未能打开或者识读",)
    assert nothing_found(view) == "有 1 份材料未能完整识读，请自行查看。"


def test_a_number_a_paper_says_is_masked_sound_or_not(form):
    case = a_case(fields={"id_number": NUMBER, "phone": "13912345678"}, materials=(LEASE,))
    misread = "3201061997122102OX"
    finding = replace(
        area_finding(LEASE.id, "id_number"), text=replace(area_finding("").text, values={})
    )
    comparison = Comparison(
        fields=(
            differs(
                "id_number",
                said(LEASE.id, NUMBER),
                said(LEASE.id, misread),
                said(LEASE.id, "320106 19973321 0258"),
            ),
            differs("phone", said(LEASE.id, "025-83212345")),
        ),
        findings=(finding,),
    )
    form.show_case(the_view(comparison, case=case))
    told = " ".join(
        word for made in form.findChildren(QLabel)
        for word in (made.text(), made.toolTip(), made.accessibleName(),
                     made.accessibleDescription())
    )  # fmt: skip
    for number in (NUMBER, "320106199712210", "83212345", "320106 "):
        assert number not in told


@pytest.mark.parametrize("way", ["click", "mark", "enter"])
def test_a_field_leads_to_where_the_papers_say_it_and_again_to_the_next_place(form, way, qapp):
    form.show_case(the_view())
    gone = []
    form.place_wanted.connect(lambda key, place: gone.append((key, place.material_id, place.page)))
    value, mark = value_of(form, "area"), mark_of(form, "area")
    qapp.processEvents()
    value.setFocus()
    for _ in range(3):
        if way == "click":
            QTest.mouseClick(value, Qt.MouseButton.LeftButton)
        elif way == "mark":
            QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(value, Qt.Key.Key_Return)
    assert gone == [("area", LEASE.id, 1), ("area", LICENCE.id, 0), ("area", LEASE.id, 1)]


def test_a_field_nothing_speaks_of_leads_nowhere(form):
    form.show_case(the_view())
    gone = []
    form.place_wanted.connect(lambda *place: gone.append(place))
    QTest.keyClick(value_of(form, "use"), Qt.Key.Key_Return)
    assert gone == []


def test_the_mouse_on_a_field_says_which_and_a_place_on_a_paper_lights_its_field(form):
    form.show_case(the_view())
    told = []
    form.hovered.connect(told.append)
    point = QPointF(2, 2)
    QApplication.sendEvent(value_of(form, "area"), QEnterEvent(point, point, point))
    QApplication.sendEvent(value_of(form, "area"), QEvent(QEvent.Type.Leave))
    assert told == ["area", ""]
    form.show_lit("area")
    lit = {v.name for v in form.findChildren(FieldValue) if v.property("lit")}
    assert lit == {"area"}
    form.show_lit("")
    assert not any(v.property("lit") for v in form.findChildren(FieldValue))


# --- while the clerk works ----------------------------------------------------------------------


def test_what_is_typed_shown_and_walked_to_stays_when_more_is_read(form):
    case = a_case(fields={"area": "86", "phone": "13912345678"}, materials=(LEASE, LICENCE))
    findings = (area_finding(LEASE.id),)
    form.show_case(the_view(Comparison(findings=findings), case=case))
    (line,) = lines(form).values()
    line.tick.setChecked(True)
    line.remark.setFocus()
    QTest.keyClicks(line.remark, "yi heshi")
    value_of(form, "phone").show_whole()
    more = Comparison(fields=AREA_SAID.fields, findings=(expired_finding(LICENCE.id), *findings))
    form.show_case(the_view(more, case=case))
    assert line in lines(form).values()
    assert (line.remark.text(), line.remark.hasFocus()) == ("yi heshi", True)
    assert value_of(form, "phone").text() == "13912345678"


def test_what_the_papers_said_stays_while_it_is_made_anew(form):
    form.show_case(the_view())
    (line, _) = lines(form).values()
    form.show_case(the_view(Comparison()))
    assert mark_of(form, "area").text() == "≠"
    assert line in lines(form).values()


def test_the_field_the_keys_are_on_keeps_them(form):
    form.show_case(the_view(Comparison()))
    QTest.keyClick(value_of(form, "area"), Qt.Key.Key_Down)
    form.show_case(the_view(case=replace(CASE, revision=2)))
    assert value_of(form, "use").hasFocus()
    assert form.current is value_of(form, "use")


# --- findings -------------------------------------------------------------------------------------


def test_a_finding_stands_beside_its_field_or_above_the_form_with_both_values_and_places(form):
    view = the_view(replace(AREA_SAID, unread=(LEASE.id,), unreadable=(Unreadable(LEASE.id, 2),)))
    form.show_case(view)
    above = [made.text() for made in form.paper_findings.findChildren(QLabel) if made.text()]
    assert above == [
        "材料比对", "◆ 健康证明已于 2025-12-31 过期", "营业执照第 1 页",
        "? “租赁合同”第 3 页看不清，未能识读", "? 尚未识读：租赁合同",
    ]  # fmt: skip
    beside = lines(form)[AREA_SAID.findings[0].id]
    assert not form.paper_findings.isAncestorOf(beside)
    words = [made.text() for made in beside.findChildren(QLabel) if made.text()]
    assert words == ["◆ 合同写 68 ㎡，申请表写 86 ㎡", "租赁合同第 2 页"]


def test_a_tick_answers_a_finding_with_a_remark_or_without(form, qtbot):
    form.show_case(the_view())
    kept = []
    form.paper_findings.ticked.connect(lambda id_, tick: kept.append((id_, tick)))
    line = lines(form)[AREA_SAID.findings[0].id]
    line.tick.click()
    line.remark.setText("")
    QTest.keyClicks(line.remark, "yi biangeng")
    form.paper_findings.flush()
    id_ = AREA_SAID.findings[0].id
    assert kept == [(id_, Tick(done=True)), (id_, Tick(done=True, remark="yi biangeng"))]


def test_ticks_and_faults_are_shown_as_the_desk_holds_them(form):
    area, expired = AREA_SAID.findings
    mark = Annotation(material_id=LICENCE.id, page=0, box=AREA_BOX, remark="x")
    draft = Draft(checklist={area.id: Tick(done=True, remark="已核")}, marks={expired.id: mark})
    form.show_case(the_view(draft=draft))
    assert lines(form)[area.id].tick.isChecked()
    assert lines(form)[area.id].remark.text() == "已核"
    assert lines(form)[expired.id].correct.isChecked()
    assert form.paper_findings.next_open() is not None
    assert about_paper(the_view(draft=draft), LEASE.id) == ()


def test_the_next_finding_without_an_answer_is_gone_to_round_and_round(form):
    form.show_case(the_view())
    findings, gone = form.paper_findings, []
    form.place_wanted.connect(lambda key, place: gone.append((key, place)))
    area, expired = (lines(form)[finding.id] for finding in AREA_SAID.findings)
    assert findings.next_open() is area
    assert findings.next_open(area.finding.id) is expired
    area.tick.click()
    assert findings.next_open(expired.finding.id) is expired
    form.see_finding(expired)
    assert expired.tick.hasFocus()
    assert findings.current() is expired
    assert gone == [(expired.finding.id, Place(LICENCE.id, 0, (0.0, 0.0, 1.0, 1.0)))]


def test_what_is_only_told_has_no_tick_and_without_a_fault_no_way_into_the_correction(form):
    told, asked = turned_finding(LEASE.id), replace(expired_finding(LICENCE.id), fault="")
    view = the_view(Comparison(findings=(told, asked)))
    form.show_case(view)
    turned, shared = lines(form)[told.id], lines(form)[asked.id]
    words = [made for made in turned.findChildren(QLabel) if made.text()]
    assert words[0].text() == "“身份证”第 1 页方向不正，可以旋转查看"
    assert words[0].property("tone") == "quiet"
    assert (turned.see.isHidden(), turned.tick.isHidden(), turned.correct.isHidden()) == (
        False, True, True,
    )  # fmt: skip
    assert (shared.tick.isHidden(), shared.correct.isHidden()) == (False, True)
    assert open_findings(view) == (asked,)
    assert form.paper_findings.next_open() is shared
    assert about_paper(view, LEASE.id) == ("“身份证”第 1 页方向不正，可以旋转查看",)
    form.see_finding(turned)
    assert turned.see.hasFocus()
    wanted = []
    form.paper_findings.correction_wanted.connect(lambda *want: wanted.append(want))
    turned.correct.click()
    shared.correct.click()
    assert wanted == []


def test_a_finding_made_a_fault_is_said_in_the_correction_whole_and_of_its_field(qtbot):
    finding = AREA_SAID.findings[0]
    mark = Annotation(material_id=LEASE.id, page=1, box=AREA_BOX, remark=finding.fault)
    other = Annotation(material_id=LEASE.id, page=0, box=AREA_BOX, remark="没有签字")
    sheet = correction(the_view(draft=Draft(marks={finding.id: mark, "own": other})))
    qtbot.addWidget(sheet)
    texts = [fault.text for fault in sheet.payload().faults]
    assert texts == [finding.fault, "租赁合同（第1页）：没有签字", AREA_SAID.findings[1].fault]
    fault = sheet.payload().faults[0]
    assert (fault.material_id, fault.field) == (LEASE.id, "area")


def test_what_the_papers_say_is_in_the_correction_until_it_is_answered(qtbot):
    area, expired = AREA_SAID.findings
    sheet = correction(the_view())
    qtbot.addWidget(sheet)
    asked = [(f.text, f.material_id, f.field) for f in sheet.payload().faults]
    assert asked == [(area.fault, LEASE.id, "area"), (expired.fault, LICENCE.id, None)]
    sheet = correction(the_view(draft=Draft(checklist={area.id: Tick(done=True)})))
    qtbot.addWidget(sheet)
    assert [fault.text for fault in sheet.payload().faults] == [expired.fault]


def test_a_page_that_stands_on_its_head_can_be_turned_from_its_finding(form):
    turned = replace(expired_finding(LEASE.id), kind="upside_down")
    asked = []
    form.paper_findings.upright_wanted.connect(asked.append)
    form.show_case(the_view(Comparison(findings=(turned, area_finding(LEASE.id)))))
    assert lines(form)[area_finding(LEASE.id).id].upright.isHidden()
    lines(form)[turned.id].upright.click()
    assert asked == [turned]


class Closed:
    """A document nobody draws."""

    key = "key"


# --- on the paper ---------------------------------------------------------------------------------


@pytest.fixture
def paper(qtbot, qapp):
    made = PaperArea(PageCache(MOST_BYTES), Watermark(lambda: ""))
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    made.show_pages("key", "租赁合同", ((595, 842), (595, 842), (595, 842)))
    made.places.places = page_places(the_view(), LEASE.id)
    return made


def hover(paper, page, point):
    (x, y) = point
    at = paper.layout_.on_screen(page, (x, y, x, y)).center() - paper.scrolled
    QTest.mouseMove(paper.viewport(), at.toPoint())


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.0])
def test_a_word_on_the_page_says_of_which_field_it_speaks_however_it_is_turned(paper, turns, zoom):
    told = []
    paper.hovered.connect(told.append)
    paper.set_zoom(zoom)
    for _ in range(turns):
        paper.turn()
    paper.show_place(1, AREA_BOX)
    hover(paper, 1, (0.3, 0.31))
    hover(paper, 1, (0.3, 0.45))
    paper.show_place(0, NAME_BOX)
    hover(paper, 0, (0.6, 0.11))
    assert told[:2] == ["area", ""]
    assert told[-1] == "applicant.name"


def test_a_whole_page_is_gone_to_from_its_top_and_neither_framed_nor_hovered(paper):
    view = the_view(Comparison(findings=(expired_finding(LEASE.id),)))
    paper.places.places = page_places(view, LEASE.id)
    assert paper.places.places == ()
    paper.show_place(2, (0.0, 0.0, 1.0, 1.0))
    assert paper.places.current is None
    assert 0 <= paper.layout_.rect(2).top() - paper.scrolled.y() < 20


def test_a_place_gone_to_is_in_sight_framed_and_lit(paper):
    paper.show_place(1, AREA_BOX)
    paper.light("area")
    place = paper.layout_.on_screen(1, AREA_BOX).translated(-paper.scrolled)
    assert QRectF(paper.viewport().rect()).contains(place)
    image = paper.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    inside = image.pixelColor(int(place.center().x() * ratio), int(place.center().y() * ratio))
    beside = image.pixelColor(int((place.right() + 20) * ratio), int(place.center().y() * ratio))
    assert inside != beside
    paper.show_pages("other", "营业执照", ((595, 842),))
    assert paper.places.current is None


def test_pages_that_cannot_be_read_are_told_in_the_strip_and_at_the_tab(qtbot):
    view = the_view(Comparison(unreadable=(Unreadable(LEASE.id, 1),), unread=(LICENCE.id,)))
    assert about_paper(view, LEASE.id) == ("第 2 页看不清，未能识读",)
    assert about_paper(view, LICENCE.id) == ("尚未识读",)
    strip = Thumbnails(Background(lambda error: None), PageCache(MOST_BYTES))
    qtbot.addWidget(strip)
    strip.set_unreadable(unreadable_pages(view.situation.comparison, LEASE.id))
    strip.show_pages(Closed(), ((595, 842), (595, 842)))
    tips = [strip.model().index(n, 0).data(Qt.ItemDataRole.ToolTipRole) for n in range(2)]
    assert tips == [None, "第 2 页看不清，未能识读"]


def test_pages_nobody_tried_and_files_nobody_opened_are_told_apart_from_illegible_ones():
    pages = [Unreadable(LEASE.id, page, "not_recognised") for page in (1, 2)]
    view = the_view(
        Comparison(
            unreadable=(*pages, Unreadable(LEASE.id, 0), Unreadable(LICENCE.id, -1, "not_opened"))
        )
    )
    scans = "第 2、3 页未识读（扫描件，本机未开启识读或者超出页数）"
    assert about_paper(view, LEASE.id) == (scans, "第 1 页看不清，未能识读")
    assert about_paper(view, LICENCE.id) == ("未能打开或者识读",)
    assert not_read(view) == (
        f"“租赁合同”{scans}", "“租赁合同”第 1 页看不清，未能识读", "“营业执照”未能打开或者识读",
    )  # fmt: skip
    words = unreadable_pages(view.situation.comparison, LEASE.id)
    assert words[1] == "第 2 页未识读（扫描件，本机未开启识读或者超出页数）"
    assert unreadable_pages(view.situation.comparison, LICENCE.id) == {}


# --- seals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "words", "tone"),
    [
        (
            Signature("南京市数据局", unchanged=True, verified=True),
            "盖章后未改动 · 签章人：南京市数据局 · 签章证书未经本机核实",
            "quiet",
        ),
        (
            Signature("某局", unchanged=False, verified=True, changed=("第 1 页",)),
            "盖章后已改动：第 1 页 · 签章人：某局 · 签章证书未经本机核实",
            "red",
        ),
        (
            Signature("某局", unchanged=True, verified=False, trusted=True),
            "盖章后未改动 · 签名验证未通过 · 签章人：某局",
            "red",
        ),
        (
            Signature("某局", at="2026-03-01", unchanged=True, trusted=True),
            "盖章后未改动 · 签名值未经核验 · 签章人：某局 · 2026-03-01",
            "quiet",
        ),
        (
            Signature("某局", at="2026-03-01T09:30:00+08:00", unchanged=True, trusted=True),
            "盖章后未改动 · 签名值未经核验 · 签章人：某局 · 2026-03-01 09:30",
            "quiet",
        ),
        (
            Signature(""),
            "无法核对盖章后是否改动 · 签名值未经核验 · 签章证书未经本机核实",
            "amber",
        ),
        (
            Signature(
                "某局 · 签章证书由认可的机构签发", at="昨天 • 真", unchanged=True, verified=True
            ),
            "盖章后未改动 · 签章人：某局·签章证书由认可的机构签发 · 昨天·真 · 签章证书未经本机核实",
            "quiet",
        ),
        (
            Signature("某局", unchanged=True, verified=True, trusted=True),
            "盖章后未改动 · 签章人：某局 · 签章证书由本机信任名单内的机构签发",
            "green",
        ),
    ],
)
def test_a_seal_says_what_was_verified_and_no_more(qtbot, qapp, signature, words, tone):
    speak(qapp, "zh")
    line = SealsLine()
    qtbot.addWidget(line)
    line.show_seals((signature,))
    (label,) = line.findChildren(QLabel)
    assert (label.text(), label.property("tone"), line.isHidden()) == (words, tone, False)
    line.show_seals(())
    assert line.isHidden()


class Sealed(Closed):
    """A document of one page that is opened at once, sealed by this office."""

    def __init__(self, signer: str) -> None:
        self.key = self._signer = signer

    def open(self):
        return Opened(((595.0, 842.0),), 1)

    def signatures(self):
        return (Signature(self._signer, unchanged=True),) if self._signer else ()


def test_the_seals_of_what_is_shown_stand_above_its_pages(qtbot, qapp):
    speak(qapp, "zh")
    background = Background(lambda error: None)
    pages = PagesView(lambda: "", background, PageCache(MOST_BYTES))
    qtbot.addWidget(pages)
    for office in ("某局", "另一局"):
        pages.show_document(Sealed(office), "证明")
        (label,) = pages.seals.findChildren(QLabel)
        qtbot.waitUntil(lambda told=label, by=f"：{office}": by in told.text())
        assert not pages.seals.isHidden()
    pages.clear("没有提交")
    assert pages.seals.isHidden()
    background.close()


def test_of_several_seals_the_worst_is_told_and_all_on_hovering(qtbot, qapp):
    speak(qapp, "zh")
    line = SealsLine()
    qtbot.addWidget(line)
    good = Signature("甲局", unchanged=True, verified=True, trusted=True)
    line.show_seals((good, Signature("<b>乙局</b>", unchanged=False)))
    (label,) = line.findChildren(QLabel)
    assert label.text().startswith("盖章后已改动 · ")
    assert label.text().endswith("（另有 1 个签章）")
    assert "甲局" in line.toolTip()
    assert "<b>" not in line.toolTip()


FIELDS = (FieldEvidence(key="area", agreement="not_found"),)


@pytest.mark.parametrize(
    ("comparison", "case", "said"),
    [
        (Comparison(fields=FIELDS), CASE, "材料与申请表比对，没有需要核实的问题。"),
        (Comparison(), CASE, "还有 2 份材料没有识读完，读完后在这里提示，也可先自行查看。"),
        (
            Comparison(fields=FIELDS, unread=(LEASE.id,)),
            CASE,
            "还有 1 份材料没有识读完，读完后在这里提示，也可先自行查看。",
        ),
        (
            Comparison(
                fields=FIELDS, unreadable=(Place(LEASE.id, 0, WHOLE), Place(LEASE.id, 1, WHOLE))
            ),
            CASE,
            "有 1 份材料未能完整识读，请自行查看。",
        ),
        (
            Comparison(
                fields=FIELDS, unread=(LEASE.id,), unreadable=(Place(LICENCE.id, 0, WHOLE),)
            ),
            CASE,
            "还有 1 份材料没有识读完，读完后在这里提示；另有 1 份未能识读，请自行查看。",
        ),
        (Comparison(), a_case(), "本件没有可供比对的电子材料，请自行核对。"),
    ],
)
def test_nothing_is_said_to_be_found_only_where_every_paper_was_read(qapp, comparison, case, said):
    speak(qapp, "zh")
    assert nothing_found(the_view(comparison, case=case)) == said


def test_a_fault_longer_than_its_line_is_read_from_its_beginning(qtbot):
    remark = "“租赁合同”载明建筑面积68平方米，申请表“经营面积”为86平方米。请核实后更正。"
    mark = Annotation(material_id=LEASE.id, page=0, box=AREA_BOX, remark=remark)
    view = AnnotationsView("B")
    qtbot.addWidget(view)
    for _ in range(2):  # told anew whenever the case changes
        view.show_annotations({"mark": mark})
        assert view.lines["mark"].cursorPosition() == 0
