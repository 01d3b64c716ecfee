"""The decision panel: exactly the lawful actions, and in a sentence why not the others."""

import re
from datetime import date, timedelta

import msgspec
import pypdfium2
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)

from app.cases import actions, lifecycle
from app.cases.actions import ACTIONS, BlockingReason
from app.cases.checks import Finding, run_checks
from app.cases.contract import API_VERSION, OLDER_API
from app.cases.deadlines import case_deadlines
from app.cases.model import (
    ChecklistPoint,
    CheckRule,
    Clerk,
    Clock,
    Correction,
    DeferredMaterial,
    Evaluation,
    Fault,
    Field,
    Grant,
    ItemMaterial,
    ItemResult,
    Pause,
    Review,
    Section,
    Tick,
    Verdict,
    civil,
)
from app.cases.notices import numbered
from app.cases.procedure import Extension, Procedure
from app.cases.sentence import say
from app.desk import CaseView, Draft, Evidence, RemoteDocument, SheetDraft
from app.machine.paths import RESOURCES, own_command
from app.printing.notice import print_notice
from app.viewer.process import Viewer
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import NINE, notice_of
from ui.background import Background
from ui.decision.offers import OFFERS
from ui.decision.panel import DecisionPanel
from ui.decision.printing import Printing
from ui.decision.sheet import choose
from ui.language import speak, tr
from ui.parts.widgets import Scrolling
from ui.parts.words import decision_word
from ui.parts.wrapped import WrappedLine
from ui.review.checklist import ChecklistView

CLERK = Clerk(id="clerk-01", name="张伟", roles=("clerk",))
WITH_BASIS = "依据《食品安全法》第三十三条，不得生食"
RETURNED = Procedure(correction="return", uncorrected="abandoned")
LEAD = Clerk(id="clerk-01", name="王芳", roles=("clerk", "lead"))
FIRST = civil(MORNING)
OF_A_PROPOSAL = {"propose", "sign", "send_back", "recall"}  # tests/ui/test_proposals.py


@pytest.fixture(autouse=True)
def chinese(qapp):
    speak(qapp, "zh")


def a_view(case, item=None, by=CLERK, today=FIRST, **known) -> CaseView:
    situation = a_situation(today, item, **known)
    return CaseView(
        case=case,
        situation=situation,
        findings=run_checks(case, situation),
        deadlines=case_deadlines(case, situation.calendar, situation.today),
        draft=Draft(),
        entries=(),
        actions=tuple(
            (
                kind,
                lifecycle.blocking_reasons(
                    case, ACTIONS[kind].minimal(case, situation), by, situation
                ),
            )
            for kind in ACTIONS
            if kind not in ("review", *OF_A_PROPOSAL)
        ),
    )


def needing(view: CaseView, code: str) -> CaseView:
    """The same, with one more reason that bars its approval."""
    reason = BlockingReason(code, say("材料与申请表不一致", "The papers differ"), None)
    barred = tuple(
        (kind, (*why, reason) if kind == "approve" else why) for kind, why in view.actions
    )
    return replace(view, actions=barred)


class Panel:
    """A panel on the screen and what it asked for."""

    def __init__(self, qtbot, view: CaseView) -> None:
        self.decided: list[actions.Payload] = []
        self.previewed: list[actions.Payload] = []
        self.served: list[object] = []
        self.widget = DecisionPanel(lambda _payload: (), "Ctrl+Enter")
        self.widget.decided.connect(self.decided.append)
        self.widget.preview_wanted.connect(self.previewed.append)
        self.widget.notice_wanted.connect(self.served.append)
        qtbot.addWidget(self.widget)
        self.widget.show_case(view)
        self.widget.resize(300, 700)
        self.widget.show()

    def offered(self) -> set[str]:
        """The actions a clerk can take, on buttons and in the menu."""
        shown = {kind for kind, button in self.widget.buttons.items() if button.isVisible()}
        words = {entry.text() for entry in self.menu()}
        return shown | {kind for kind in ACTIONS if tr(_word(kind)) in words}

    def menu(self):
        more = [
            b
            for b in self.widget.findChildren(QPushButton)
            if b.accessibleName() == tr("More actions") and b.isVisible()
        ]
        return more[0].menu().actions() if more else []

    def said(self) -> str:
        QApplication.processEvents()
        return "\n".join(
            label.text() for label in self.widget.findChildren(QLabel) if label.isVisible()
        )

    def take(self, kind: str) -> None:
        if kind in self.widget.buttons:
            self.widget.buttons[kind].click()
        else:
            next(entry for entry in self.menu() if entry.text() == tr(_word(kind))).trigger()

    def field(self, kind, name: str):
        return next(
            w for w in self.widget.sheet.findChildren(kind) if w.accessibleName() == tr(name)
        )

    def button(self, words: str) -> QPushButton:
        made = self.widget.sheet.findChildren(QPushButton)
        return next(b for b in made if b.text() == tr(words))

    def press_link(self, words: str) -> None:
        shown = self.widget.findChildren(QPushButton)
        next(b for b in shown if b.text() == tr(words) and not b.isHidden()).click()

    def confirm(self) -> actions.Payload:
        self.widget.buttons["confirm"].click()
        return self.decided[-1]


def _word(kind: str) -> str:
    from ui.parts.words import ACTION_WORDS

    return ACTION_WORDS[kind]


def reviewing(**changes):
    return a_case(**({"state": "reviewing", "accepted_at": MORNING} | changes))


def correcting(**changes):
    asked = Correction(
        round=1,
        requested_at=MORNING,
        by_days=15,
        faults=(Fault(text="缺签字"), Fault(text="缺平面图")),
    )
    return a_case(state="correcting", corrections=(asked,), **changes)


def of_item(case, **changes):
    return replace(case, item=replace(case.item, **changes))


WHILE_OPEN = {"receive_materials", "withdraw", "terminate"}  # nothing is decided


@pytest.mark.parametrize(
    ("case", "lawful"),
    [
        (a_case(), {"accept", "request_correction", "refuse_acceptance", "transfer", "release"} | WHILE_OPEN),
        (a_case(handling="instant"), {"accept", "request_correction", "refuse_acceptance", "transfer",
                                      "release", "approve", "deny"} | WHILE_OPEN),
        (a_case(state="correcting", corrections=(Correction(round=1, requested_at=MORNING, by_days=15),)), WHILE_OPEN),
        (reviewing(), {"begin_special", "inform_parties", "approve", "deny", "transfer"} | WHILE_OPEN),
        (reviewing(state="special", clock=Clock(received_at=MORNING, accepted_at=MORNING,
                   pauses=(Pause(from_=civil(MORNING)),))), {"end_special"} | WHILE_OPEN),
        (reviewing(state="approved"), {"deliver"}),
        (reviewing(state="denied"), {"deliver"}),
        (reviewing(state="delivered"), {"return_delivery", "archive"}),
        (a_case(state="refused"), {"deliver", "archive"}),
        (a_case(state="terminated"), {"archive"}),
    ],
)  # fmt: skip
def test_exactly_the_lawful_actions_are_offered(qtbot, case, lawful):
    panel = Panel(qtbot, a_view(case))
    assert panel.offered() == lawful | {"message"}


def test_to_archive_asks_for_its_window_and_decides_nothing(qtbot):
    panel = Panel(qtbot, a_view(a_case(state="terminated")))
    with qtbot.waitSignal(panel.widget.archive_wanted):
        panel.take("archive")
    assert panel.decided == []


def test_an_action_the_law_does_not_allow_yet_says_why_and_cites_its_article(qtbot):
    item = an_item(checklist=(ChecklistPoint(id="c1", text="三区分设"),))
    panel = Panel(qtbot, a_view(reviewing(), item))
    assert "approve" not in panel.widget.buttons
    assert "准予" in panel.said()
    assert "还有 1 项审查要点未完成（行政许可法第三十八条第一款）" in panel.said()
    assert "延期：延期须经负责人批准，请由负责人办理（行政许可法第四十二条第一款）" in panel.said()


NEWER = {kind for kind, action in ACTIONS.items() if action.since == API_VERSION}


@pytest.mark.parametrize("case", [a_case(), correcting(), reviewing()])
def test_what_a_centre_of_1_0_does_not_know_is_not_offered_and_says_so_when_asked(qtbot, case):
    panel = Panel(qtbot, a_view(case, centre_api=OLDER_API))
    assert WHILE_OPEN <= NEWER
    assert not panel.offered() & NEWER
    assert panel.widget.primary_kind not in NEWER
    sentence = "贵市中心的接口版本较早，不受理这项操作"
    assert sentence not in panel.said()  # the clerk can do nothing about it
    panel.press_link("Why is nothing else available?")
    for kind in WHILE_OPEN:
        assert f"{decision_word(kind, case.item)}：{sentence}" in panel.said()


def test_every_other_action_is_answered_in_a_sentence_when_asked(qtbot):
    panel = Panel(qtbot, a_view(correcting()))
    panel.press_link("Why is nothing else available?")
    told = panel.widget.said.text().splitlines()
    open_ones = {*WHILE_OPEN, *OF_A_PROPOSAL, "review", "message"}
    assert len(told) == len(set(ACTIONS) - open_ones)
    assert any("补正期限到 2026-03-23 才届满" in line for line in told)


def test_where_materials_are_missing_acceptance_asks_for_each_and_its_day(qtbot):
    item = an_item(materials=(ItemMaterial(name="平面图"),))
    panel = Panel(qtbot, a_view(a_case(), item))
    panel.take("accept")
    day = panel.field(QDateEdit, "平面图")
    assert day.minimumDate() == QDate(2026, 3, 2)
    assert day.date() == QDate(2026, 3, 9)  # five working days
    day.setDate(QDate(2026, 3, 6))
    (owed,) = panel.confirm().deferred_materials
    assert (owed.name, owed.by.isoformat()) == ("平面图", "2026-03-06")


def brought(view, *names):
    """The view once these papers were taken in at the counter."""
    papers = tuple(
        Evidence(sha256=f"{n}" * 64, name=name, pages=1, size=9, kept_at=MORNING, is_carried=False)
        for n, name in enumerate(names, 1)
    )
    return replace(view, evidence=papers)


PROMISE = "The applicant's written commitment"


@pytest.fixture
def lacking():
    return a_view(a_case(), an_item(materials=(ItemMaterial(name="平面图"),)))


def test_a_deferral_asks_for_the_applicants_commitment_among_the_papers_taken_in(qtbot, lacking):
    panel = Panel(qtbot, brought(lacking, "租约", "容缺受理承诺书", "身份证"))
    panel.take("accept")
    promise = panel.field(QComboBox, PROMISE)
    offered = [promise.itemText(n) for n in range(promise.count())]
    assert offered == [tr("Not taken in yet"), "租约", "容缺受理承诺书", "身份证"]
    assert panel.confirm().written_commitment == "2" * 64
    promise.setCurrentIndex(1)
    assert panel.confirm().written_commitment == "1" * 64


def test_a_commitment_taken_in_while_the_sheet_is_open_is_chosen(qtbot, lacking):
    panel = Panel(qtbot, lacking)
    asked = []
    panel.widget.paper_wanted.connect(lambda: asked.append(True))
    panel.take("accept")
    assert panel.confirm().written_commitment == ""
    (take_in,) = [
        b
        for b in panel.widget.sheet.findChildren(QPushButton)
        if b.text() == tr("Take in the commitment…")
    ]
    take_in.click()
    assert asked == [True]
    panel.widget.show_case(brought(lacking, "扫描件"))
    assert panel.confirm().written_commitment == "1" * 64
    panel.widget.show_case(brought(lacking, "扫描件", "身份证"))  # what is chosen stays
    assert panel.confirm().written_commitment == "1" * 64
    panel.widget.show_case(lacking)  # taken off again
    assert panel.confirm().written_commitment == ""


def test_what_went_with_an_earlier_decision_is_no_commitment_of_this_one(qtbot, lacking):
    (paper,) = brought(lacking, "承诺书").evidence
    view = replace(lacking, evidence=(replace(paper, is_carried=True),))
    panel = Panel(qtbot, view)
    panel.take("accept")
    assert panel.field(QComboBox, PROMISE).count() == 1
    assert view.with_evidence(actions.Accept()).attachments == ()
    fresh = brought(lacking, "承诺书")
    assert fresh.with_evidence(actions.Accept()).attachments == ("1" * 64,)


def test_a_complete_application_is_accepted_without_being_asked_anything(qtbot):
    panel = Panel(qtbot, a_view(a_case()))
    panel.take("accept")
    assert panel.decided == [actions.Accept()]


def test_faults_come_from_failing_checks_and_unfit_and_missing_materials(qtbot):
    item = an_item(checks=(CheckRule(id="k", rule="resident_id", params={"field": "id"}),))
    case = a_case(
        fields={"id": "110105194912310021"},
        materials=(a_material("租赁合同"), a_material("平面图", sha256="")),
        review=Review(materials={"ma-租赁合同": Verdict(verdict="fail", remark="没有签字")}),
    )
    panel = Panel(qtbot, a_view(case, item))
    panel.take("request_correction")
    panel.field(QSpinBox, "To be answered within").setValue(10)
    asked = panel.confirm()
    assert asked.by_days == 10
    assert [(f.field, f.material_id) for f in asked.faults] == [
        ("id", None),
        (None, "ma-租赁合同"),
        (None, "ma-平面图"),
    ]
    assert [f.text for f in asked.faults][1:] == ["租赁合同：没有签字", "缺少平面图"]


def test_faults_are_chinese_in_an_english_desk_too_for_they_are_the_notices_words(qapp, qtbot):
    item = an_item(checks=(CheckRule(id="k", rule="resident_id", params={"field": "id"}),))
    case = a_case(
        fields={"id": "110105194912310021"},
        materials=(a_material("租赁合同"), a_material("平面图", sha256="")),
        review=Review(materials={"ma-租赁合同": Verdict(verdict="fail")}),
    )
    speak(qapp, "en")
    panel = Panel(qtbot, a_view(case, item))
    panel.take("request_correction")
    texts = [fault.text for fault in panel.confirm().faults]
    assert texts[1:] == ["租赁合同：不符合要求", "缺少平面图"]
    assert not any(re.search("[A-Za-z]{2}", text) for text in texts)


def test_papers_that_go_back_are_given_no_period_and_the_button_says_so(qtbot):
    panel = Panel(qtbot, a_view(of_item(a_case(), kind="confirmation", procedure=RETURNED)))
    assert panel.widget.buttons["request_correction"].text() == "退回补正"
    panel.take("request_correction")
    assert panel.widget.sheet.findChildren(QSpinBox) == []
    assert "补正只能告知一次" not in panel.said()
    assert "材料退回，本件办结；申请人补正后可以重新申请" in panel.said()
    panel.field(QPlainTextEdit, "Anything else, one per line").setPlainText("缺住所证明")
    assert [fault.text for fault in panel.confirm().faults] == ["缺住所证明"]


@pytest.mark.parametrize(("kind", "told"), [("licence", True), ("public_service", False)])
def test_the_sheet_of_a_denial_promises_remedies_only_where_the_notice_tells_of_them(
    qtbot, kind, told
):
    panel = Panel(qtbot, a_view(of_item(reviewing(), kind=kind)))
    panel.take("deny")
    assert ("复议" in panel.said()) == told


def test_a_denial_takes_its_basis_from_the_item_and_several_grounds(qtbot):
    case = reviewing()
    case = replace(case, item=replace(case.item, legal_basis=("《甲法》第一条", "《乙法》第二条")))
    panel = Panel(qtbot, a_view(case))
    panel.take("deny")
    (another,) = [
        b for b in panel.widget.sheet.findChildren(QPushButton) if b.text() == tr("Another ground")
    ]
    another.click()
    for edit, text in zip(
        panel.widget.sheet.findChildren(QPlainTextEdit), ("过近", "不符"), strict=True
    ):
        edit.setPlainText(text)
    bases = [b for b in panel.widget.sheet.findChildren(QComboBox)]
    assert [bases[0].itemText(n) for n in range(2)] == ["《甲法》第一条", "《乙法》第二条"]
    bases[1].setCurrentIndex(1)
    denial = panel.confirm()
    assert [(g.basis, g.text) for g in denial.grounds] == [
        ("《甲法》第一条", "过近"),
        ("《乙法》第二条", "不符"),
    ]


LONG = "从业人员健康证明已于 2026-09-16 过期，请补交在有效期内的健康证明，并在名单上写明姓名和工种"


def test_what_is_to_be_corrected_is_seen_whole_and_is_one_line(qtbot):
    case = a_case(
        materials=(a_material("健康证明"),),
        review=Review(materials={"ma-健康证明": Verdict(verdict="fail", remark=LONG)}),
    )
    panel = Panel(qtbot, a_view(case))
    panel.take("request_correction")
    line = panel.widget.sheet.findChild(WrappedLine)
    qtbot.waitUntil(lambda: line.isVisible() and line.is_whole())
    one = line.height()
    assert line.viewport().width() < line.fontMetrics().horizontalAdvance(line.text())
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not line.hasFocus()
    QApplication.clipboard().setText("第一行\n第二行" * 20)
    line.selectAll()
    line.paste()
    qtbot.waitUntil(line.is_whole)
    assert line.height() > one
    (fault,) = panel.confirm().faults
    assert fault.text == " ".join(["第一行", *["第二行第一行"] * 19, "第二行"])
    QApplication.clipboard().clear()


def test_a_legal_basis_too_long_for_its_box_is_spelled_out_below_it(qtbot):
    long, short = "《中华人民共和国食品安全法》第三十五条第一款第（二）项", "《甲法》第一条"
    case = reviewing()
    case = replace(case, item=replace(case.item, legal_basis=(long, short)))
    panel = Panel(qtbot, a_view(case))
    panel.take("deny")
    basis = panel.field(QComboBox, "Legal basis")
    qtbot.waitUntil(lambda: long in panel.said())
    basis.setCurrentIndex(1)
    assert short not in panel.said()
    basis.setCurrentIndex(0)
    assert basis.lineEdit().cursorPosition() == 0  # its beginning is in sight, not its end
    basis.setEditText(long + "和第三十六条")
    assert long + "和第三十六条" in panel.said()
    assert basis.view().minimumWidth() > basis.fontMetrics().horizontalAdvance(long)


def test_while_correcting_only_its_lapse_is_offered_as_a_ground_of_refusal(qtbot):
    lapsed = Correction(round=1, requested_at=MORNING.replace(year=2025), by_days=3)
    panel = Panel(qtbot, a_view(a_case(state="correcting", corrections=(lapsed,))))
    panel.take("refuse_acceptance")
    ground = panel.field(QComboBox, "Ground")
    assert [ground.itemData(n) for n in range(ground.count())] == ["not_corrected"]


def grounds_offered(panel):
    ground = panel.field(QComboBox, "Ground")
    return [ground.itemData(n) for n in range(ground.count())]


GIVES_UP = Procedure(uncorrected="abandoned", bases={"uncorrected": "《办法》第十五条"})


def test_who_lets_a_correction_lapse_has_given_up_where_the_text_says_so(qtbot):
    lapsed = Correction(round=1, requested_at=MORNING.replace(year=2025), by_days=3)
    case = of_item(a_case(state="correcting", corrections=(lapsed,)), procedure=GIVES_UP)
    panel = Panel(qtbot, a_view(case))
    assert "refuse_acceptance" not in panel.offered()
    assert "请办理终止办理" not in panel.said()
    panel.press_link("Why is nothing else available?")
    assert "请办理终止办理（《办法》第十五条）" in panel.said()
    panel.take("terminate")
    assert grounds_offered(panel) == ["withdrawn", "abandoned", "ceased"]
    assert panel.field(QComboBox, "Ground").currentData() == "abandoned"
    assert panel.field(QLineEdit, "Legal basis").placeholderText() == "《办法》第十五条"
    panel.field(QPlainTextEdit, "Reason, as the notice says it").setPlainText("没有收到补正材料")
    assert panel.confirm() == actions.Terminate(ground="abandoned", text="没有收到补正材料")


def test_while_it_may_still_be_corrected_nobody_has_given_up(qtbot):
    asked = Correction(round=1, requested_at=MORNING, by_days=15)
    case = of_item(a_case(state="correcting", corrections=(asked,)), procedure=GIVES_UP)
    panel = Panel(qtbot, a_view(case))
    panel.take("terminate")
    assert grounds_offered(panel) == ["withdrawn", "ceased"]


def test_what_ends_by_no_text_of_its_own_names_one(qtbot):
    panel = Panel(qtbot, a_view(reviewing()))
    panel.take("terminate")
    choose_ground = panel.field(QComboBox, "Ground")
    choose_ground.setCurrentIndex(choose_ground.findData("ceased"))
    panel.field(QPlainTextEdit, "Reason, as the notice says it").setPlainText("已注销")
    panel.field(QLineEdit, "Legal basis").setText("《甲法》第一条")
    expected = actions.Terminate(ground="ceased", legal_basis="《甲法》第一条", text="已注销")
    assert panel.confirm() == expected


LEASE, PLAN = (
    Evidence(sha256=digit * 64, name=name, pages=2, size=9, kept_at=MORNING, is_carried=False)
    for digit, name in (("a", "租赁合同"), ("b", "平面图"))
)


def codes_of(combo):
    return [combo.itemData(n) for n in range(combo.count())]


def test_while_the_applicant_corrects_what_comes_next_is_to_receive_it(qtbot):
    panel = Panel(qtbot, a_view(correcting()))
    assert panel.widget.primary_kind == "receive_materials"
    assert Panel(qtbot, a_view(a_case())).widget.primary_kind == "accept"


def test_papers_that_were_taken_in_are_received_for_what_they_answer(qtbot):
    owed = (DeferredMaterial(name="平面图", by=FIRST),)
    went = replace(LEASE, sha256="c" * 64, name="合同", is_carried=True)
    view = replace(a_view(reviewing(deferred=owed)), evidence=(LEASE, PLAN, went))
    panel = Panel(qtbot, view)
    panel.take("receive_materials")
    lease, plan = panel.field(QComboBox, "租赁合同"), panel.field(QComboBox, "平面图")
    assert (codes_of(lease), codes_of(plan)) == (["extra", ""], ["deferred", "extra", ""])
    choose(lease, "")
    # What went with a decision already may be made a material too, and is not unasked.
    assert panel.field(QComboBox, "合同").currentData() == ""
    (received,) = panel.confirm().materials
    assert (received.name, received.sha256, received.answers) == ("平面图", PLAN.sha256, "deferred")
    assert (received.pages, received.size) == (2, 9)


def test_a_correction_says_what_was_asked_for_and_ends_with_a_tick(qtbot):
    view = replace(a_view(correcting()), evidence=(LEASE,))
    panel = Panel(qtbot, view)
    panel.take("receive_materials")
    assert "1. 缺签字\n2. 缺平面图" in panel.said()
    assert codes_of(panel.field(QComboBox, "租赁合同")) == ["correction", "extra", ""]
    (all_here,) = panel.widget.sheet.findChildren(QCheckBox)
    assert not all_here.isChecked()
    all_here.setChecked(True)
    payload = panel.confirm()
    assert (payload.complete, payload.materials[0].answers) == (True, "correction")


def test_a_paper_that_is_taken_in_meanwhile_is_offered_and_one_taken_off_is_not(qtbot):
    view = replace(a_view(correcting()), evidence=(LEASE,))
    panel = Panel(qtbot, view)
    panel.take("receive_materials")
    choose(panel.field(QComboBox, "租赁合同"), "extra")
    panel.widget.show_case(replace(view, evidence=(LEASE, PLAN)))
    assert panel.field(QComboBox, "租赁合同").currentData() == "extra"  # what was chosen stays
    qtbot.waitUntil(panel.field(QComboBox, "平面图").isVisible)
    panel.widget.show_case(replace(view, evidence=(PLAN,)))
    assert [m.name for m in panel.confirm().materials] == ["平面图"]


OWN = (
    Field(key="area", label="面积（㎡）", type="number", value=86),
    Field(key="id_number", label="公民身份号码", value="320102199001011234"),
    Field(key="rented", label="租赁", type="boolean", value=True),
)
SHARED = Field(key="company", label="名称", value="某公司", source="shared", source_name="营业执照")


def with_form(**changes):
    return a_case(form=(Section(section="场所", fields=(*OWN, SHARED)),), **changes)


def test_what_the_applicant_wrote_is_put_right_and_nothing_that_was_shared(qtbot):
    panel = Panel(qtbot, a_view(with_form()))
    panel.take("correct_on_the_spot")
    which, value = (
        panel.field(QComboBox, "What is put right"),
        panel.field(QLineEdit, "What it says from now on"),
    )
    assert codes_of(which) == ["area", "id_number", "rented"]
    assert value.text() == "86"
    choose(which, "id_number")
    assert value.text() == ""  # a number of a person is not shown unasked
    choose(which, "rented")
    value.setText(tr("No"))
    panel.field(QPlainTextEdit, "How the applicant confirmed it").setPlainText("签名确认")
    (corrected,) = panel.confirm().fields
    assert (corrected.key, corrected.value) == ("rented", False)


def test_several_fields_are_put_right_at_once_each_of_its_type(qtbot):
    panel = Panel(qtbot, a_view(with_form()))
    panel.take("correct_on_the_spot")
    panel.field(QLineEdit, "What it says from now on").setText("68.5")
    panel.button("Another field").click()
    first, second = panel.widget.sheet.findChildren(QComboBox)
    _, value = [w for w in panel.widget.sheet.findChildren(QLineEdit) if w.accessibleName()]
    choose(second, "id_number")
    value.setText(" 320102199001011235 ")
    assert {(f.key, f.value) for f in panel.confirm().fields} == {
        ("area", 68.5),
        ("id_number", "320102199001011235"),
    }
    assert first.currentData() == "area"


def test_a_withdrawal_asks_how_and_offers_to_take_its_paper_in(qtbot):
    panel = Panel(qtbot, a_view(reviewing()))
    panel.take("withdraw")
    with qtbot.waitSignal(panel.widget.paper_wanted):
        panel.button("Take in the written withdrawal…").click()
    how = "How the applicant withdrew, as the notice says it"
    panel.field(QPlainTextEdit, how).setPlainText("另行安排")
    assert panel.confirm() == actions.Withdraw(text="另行安排")


def test_of_what_nobody_is_refused_only_want_of_competence_is_offered_as_a_ground(qtbot):
    never = replace(a_case().item, procedure=Procedure(no_refusal="《甲法》第一条"))
    panel = Panel(qtbot, a_view(a_case(item=never)))
    panel.take("refuse_acceptance")
    ground = panel.field(QComboBox, "Ground")
    assert [ground.itemData(n) for n in range(ground.count())] == ["not_competent"]


@pytest.mark.parametrize(
    ("kind", "own", "offered"),
    [
        ("licence", {}, {"no_licence_needed", "not_competent", "false_materials", "barred"}),
        ("filing", {}, {"no_licence_needed", "not_competent"}),
        ("filing", {"bases": {"barred": "《某条例》第八条"}},
         {"no_licence_needed", "not_competent", "barred"}),
        ("public_service", {"no_refusal": "《某法》第九条"}, {"not_competent"}),
    ],
)  # fmt: skip
def test_grounds_of_refusal_are_offered_where_the_items_law_has_them(qtbot, kind, own, offered):
    panel = Panel(qtbot, a_view(of_item(a_case(), kind=kind, procedure=Procedure(**own))))
    panel.take("refuse_acceptance")
    ground = panel.field(QComboBox, "Ground")
    assert {ground.itemData(n) for n in range(ground.count())} == offered


def test_the_competent_authority_is_asked_for_only_where_it_matters(qtbot):
    panel = Panel(qtbot, a_view(a_case()))
    panel.take("refuse_acceptance")
    ground = panel.field(QComboBox, "Ground")
    form = panel.widget.sheet.form
    rows = {form.itemAt(n, form.ItemRole.FieldRole).widget(): n for n in range(form.rowCount())}
    line = next(w for w in rows if w.accessibleName() == tr("Competent authority"))
    assert not form.isRowVisible(line)
    ground.setCurrentIndex(ground.findData("not_competent"))
    assert form.isRowVisible(line)


def test_the_items_own_words_for_a_correction_are_picked_and_none_twice(qtbot):
    item = replace(an_item(), corrections=("平面图未标明三区，请补充标注。",))
    panel = Panel(qtbot, a_view(a_case(), item))
    panel.take("request_correction")
    offer = next(
        b
        for b in panel.widget.findChildren(QPushButton)
        if b.text() == tr("Templates ▾") and b.accessibleName() == tr("Correction templates")
    )
    for _ in range(2):
        offer.menu().actions()[0].trigger()
    assert [fault.text for fault in panel.confirm().faults] == list(item.corrections)


def test_where_many_papers_are_not_judged_yet_two_are_named_and_all_counted(qtbot):
    papers = tuple(a_material(f"材料{n}") for n in range(5))
    panel = Panel(qtbot, a_view(reviewing(materials=papers)))
    assert "材料还没有全部审查通过：材料0、材料1等 5 份" in panel.said()


def test_the_lead_is_offered_an_extension_of_as_many_days_as_the_items_law_allows(qtbot):
    panel = Panel(qtbot, a_view(reviewing(), by=LEAD))
    panel.take("extend")
    assert panel.field(QSpinBox, "Longer by").maximum() == 10
    food = a_case().item
    own = Procedure(extension=Extension(days=5, basis="《食品经营许可和备案管理办法》第二十一条"))
    panel = Panel(qtbot, a_view(reviewing(item=replace(food, procedure=own)), by=LEAD))
    panel.take("extend")
    assert panel.field(QSpinBox, "Longer by").maximum() == 5


def test_an_extension_asks_who_approved_it_and_on_which_day_since_acceptance(qtbot):
    today = civil(MORNING) + timedelta(days=14)
    panel = Panel(qtbot, a_view(reviewing(), by=LEAD, today=today))
    panel.take("extend")
    who, on = panel.field(QLineEdit, "Approved by"), panel.field(QDateEdit, "Approved on")
    assert who.placeholderText() == "本机关负责人"
    assert (on.minimumDate(), on.maximumDate()) == (QDate(2026, 3, 2), QDate(2026, 3, 16))
    assert on.date() == QDate(2026, 3, 16)
    assert panel.confirm().approved_by == ""  # which the rule bars: nobody is named for the lead
    who.setText("周敏")
    on.setDate(QDate(2026, 3, 13))
    extended = panel.confirm()
    assert (extended.approved_by, extended.approved_on) == ("周敏", date(2026, 3, 13))


def test_a_sheet_begun_before_it_asked_for_the_approval_is_gone_on_with(qtbot):
    view = a_view(reviewing(), by=LEAD)
    begun = SheetDraft(kind="extend", body=msgspec.Raw(b'{"days":7,"reason":"\xe5\xa4\x9a"}'))
    panel = Panel(qtbot, replace(view, draft=replace(view.draft, sheets={"extend": begun})))
    panel.take("extend")
    extended = panel.confirm()
    assert (extended.days, extended.reason, extended.approved_by) == (7, "多", "")


def test_only_who_may_extend_has_the_button_for_it(qtbot):
    assert "extend" in Panel(qtbot, a_view(reviewing(), by=LEAD)).offered()
    assert "extend" not in Panel(qtbot, a_view(reviewing(), by=CLERK)).offered()


def test_a_licence_may_be_approved_with_conditions(qtbot):
    panel = Panel(qtbot, a_view(reviewing()))
    (entry,) = [e for e in panel.menu() if e.text() == tr("Approve with conditions")]
    entry.trigger()
    panel.field(QPlainTextEdit, "Conditions, with their legal basis").setPlainText(WITH_BASIS)
    assert panel.confirm().conditions == WITH_BASIS


FOOD = ItemResult(name="食品经营许可证", scope="kinds", place="address", valid_years=5)


def test_an_approval_permits_what_was_applied_for_without_being_asked(qtbot):
    case = reviewing(fields={"kinds": "热食类食品制售", "address": "湖南路18号"})
    panel = Panel(qtbot, a_view(case, replace(an_item(), result=FOOD)))
    panel.take("approve")
    (approved,) = panel.decided
    assert approved.grant == Grant(
        scope="热食类食品制售",
        place="湖南路18号",
        valid_from=date(2026, 3, 2),
        valid_to=date(2031, 3, 1),
    )


def test_what_is_permitted_can_be_filled_in_otherwise(qtbot):
    case = reviewing(fields={"kinds": "热食类食品制售", "address": "湖南路18号"})
    panel = Panel(qtbot, a_view(case, replace(an_item(), result=FOOD)))
    (entry,) = [e for e in panel.menu() if e.text() == tr("Approve with particulars")]
    entry.trigger()
    scope = panel.field(QLineEdit, "What is permitted")
    assert scope.text() == "热食类食品制售"
    scope.setText("热食类食品制售，不含冷食")
    panel.field(QDateEdit, "Valid until, this day included").setDate(QDate(2027, 3, 1))
    grant = panel.confirm().grant
    assert (grant.scope, grant.place) == ("热食类食品制售，不含冷食", "湖南路18号")
    assert (grant.valid_from, grant.valid_to) == (date(2026, 3, 2), date(2027, 3, 1))


def test_a_tall_sheet_scrolls_above_its_buttons_which_stay_in_sight(qtbot):
    panel = Panel(qtbot, a_view(reviewing(), replace(an_item(), result=FOOD)))
    around = Scrolling(panel.widget, "")  # as in the review
    qtbot.addWidget(around)
    around.resize(330, 560)
    around.show()
    (entry,) = [e for e in panel.menu() if e.text() == tr("Approve with particulars")]
    entry.trigger()
    confirm = panel.widget.buttons["confirm"]
    qtbot.waitUntil(lambda: confirm.isVisible() and confirm.height() > 0)
    qtbot.waitUntil(lambda: confirm.visibleRegion().boundingRect() == confirm.rect())


def test_only_what_the_items_result_bears_is_asked_for(qtbot):
    place = ItemResult(name="许可证", place="address")
    panel = Panel(qtbot, a_view(reviewing(), replace(an_item(), result=place)))
    (entry,) = [e for e in panel.menu() if e.text() == tr("Approve with particulars")]
    entry.trigger()
    asked = {w.accessibleName() for w in panel.widget.sheet.findChildren(QLineEdit)}
    assert {tr("Place"), tr("Number, where it has one already")} <= asked
    assert tr("What is permitted") not in asked
    assert panel.widget.sheet.findChildren(QDateEdit) == []


def test_a_rating_is_shown_and_answered(qtbot):
    rated = Evaluation(id="ev-1", sub_application_id="sa-000001", stars=3, text="等候稍长")
    panel = Panel(qtbot, a_view(reviewing(state="delivered"), evaluations=(rated,)))
    panel.take("reply_evaluation")
    assert "等候稍长" in panel.said()
    panel.field(QPlainTextEdit, "Reply").setPlainText("谢谢指正")
    assert panel.confirm() == actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢指正")


def test_every_action_that_asks_for_something_has_its_sheet():
    plain = {"release", "review", "archive", "propose", "sign", "recall"}
    assert {kind for kind, offer in OFFERS.items() if offer.sheet} == set(ACTIONS) - plain


def test_a_notice_is_shown_before_and_after_it_is_served(qtbot):
    served = numbered(notice_of(NINE["受理通知书"], a_case(), CLERK), "宁市监许〔2026〕7号")
    panel = Panel(qtbot, a_view(reviewing(notices=(served,))))
    buttons = {b.accessibleName() or b.text(): b for b in panel.widget.findChildren(QPushButton)}
    buttons[tr("Notice")].click()
    assert [payload.type for payload in panel.previewed] == ["approve"]
    buttons["受理通知书 宁市监许〔2026〕7号"].click()
    assert panel.served == [served]


def test_a_receipt_of_delivery_is_offered_by_its_title_alone(qtbot):
    receipt = notice_of(NINE["送达回证"], a_case(), CLERK)
    panel = Panel(qtbot, a_view(reviewing(notices=(receipt,))))
    buttons = {b.accessibleName(): b for b in panel.widget.findChildren(QPushButton)}
    buttons["送达回证"].click()
    assert panel.served == [receipt]


def test_nothing_in_the_panel_is_wider_than_the_panel(qtbot):
    item = an_item(checklist=(ChecklistPoint(id="c1", text="三区分设"),))
    panel = Panel(qtbot, a_view(reviewing(materials=(a_material("很长很长的材料名称" * 6),)), item))
    parts = panel.widget.findChildren(QLabel) + panel.widget.findChildren(QPushButton)
    visible = [widget for widget in parts if widget.isVisible()]
    assert len(visible) > 5
    assert [w for w in visible if w.geometry().right() > panel.widget.width()] == []


# --- printing -------------------------------------------------------------------------------


def test_a_served_notice_is_printed_page_by_page(qtbot, tmp_path):
    name = "很长的名称" * 150
    applied = a_case(applicant=replace(a_case().applicant, name=name))
    notice = notice_of(NINE["不予行政许可决定书"], applied, CLERK)
    content = print_notice(notice, RESOURCES / "notices")
    document = pypdfium2.PdfDocument(content)
    sizes = tuple(document.get_page_size(n) for n in range(len(document)))
    assert len(sizes) >= 2

    background = Background(lambda error: (_ for _ in ()).throw(error))
    viewer = Viewer(own_command("viewer"))
    printing = Printing(background, RemoteDocument(viewer, "notice", lambda: content), None)
    done: list[bool] = []
    printing.done.connect(lambda: done.append(True))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printing.print_on(printer)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    background.close()
    viewer.replace()
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == len(sizes)
    dark = [sum(page.render(scale=0.5).to_pil().convert("L").histogram()[:128]) for page in printed]
    assert all(count > 500 for count in dark)


def test_what_the_papers_say_moves_no_button_when_it_comes(qtbot):
    case = a_case(handling="instant", materials=(a_material("营业执照"),))
    view = needing(a_view(case), "points_open")
    panel = Panel(qtbot, view)
    panel.widget.resize(348, 600)  # as in the window's side column

    def places():
        at = {kind: made.pos() for kind, made in panel.widget.buttons.items()}
        return at, panel.widget.heightForWidth(300)

    panel.widget.activateWindow()
    qtbot.waitUntil(panel.widget.opinion.hasFocus)
    before = places()
    panel.widget.show_case(needing(view, "papers_differ"))
    assert tr("See findings →") in [b.text() for b in panel.widget.findChildren(QPushButton)]
    qtbot.waitUntil(lambda: places() == before)


def test_an_opinion_nobody_has_come_to_takes_little_room_until_somebody_does(qtbot):
    view = a_view(a_case())
    panel = Panel(qtbot, view)
    text = panel.widget.opinion
    small = text.height()
    with qtbot.waitActive(panel.widget):
        panel.widget.activateWindow()
    text.setFocus()
    large = text.height()
    assert large > small
    text.clearFocus()
    assert text.height() == large  # what is pressed stays under the mouse
    panel.widget.show_case(a_view(a_case(id="sa-000002")))
    assert text.height() == small
    written = replace(a_view(a_case(id="sa-000003")), draft=Draft(opinion="同意"))
    panel.widget.show_case(written)
    assert text.height() == large


def test_buttons_stay_for_the_next_case_where_they_are_the_same_and_act_on_that_one(qtbot):
    panel = Panel(qtbot, a_view(reviewing()))
    before = panel.widget.buttons["deny"]
    another = replace(reviewing(), id="sa-another", no="320104-20261123-009999")
    panel.widget.show_case(a_view(another))
    assert panel.widget.buttons["deny"] is before
    before.click()
    assert panel.widget.sheet is not None
    panel.widget.show_case(a_view(reviewing()))
    assert panel.widget.sheet is None
    qtbot.waitUntil(lambda: panel.widget.buttons["deny"].isVisible())


def test_the_answers_to_failing_checks_are_the_next_case_s(qtbot):
    checklist, finding = ChecklistView(), Finding("c1", "fail", say("面积不足", "Too small"))
    qtbot.addWidget(checklist)
    answered = Draft(checklist={"c1": Tick(done=True, remark="已核实")})
    for id_, draft in (("sa-1", answered), ("sa-2", Draft())):
        view = a_view(replace(reviewing(), id=id_))
        checklist.show_case(replace(view, findings=(finding,), draft=draft))
        said = [answer.text() for answer in checklist.answers.values()]
        assert said == (["已核实"] if id_ == "sa-1" else [""])
