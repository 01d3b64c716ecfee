"""Notices say what the law asks for; their words come from the case and the action alone."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.law import day_words
from app.cases.model import Applicant, Delivery, DenialGround, Department
from app.cases.notices import content_hash, numbered
from app.cases.workdays import WorkCalendar
from tests.support.examples import MORNING, a_case, a_material, an_item
from tests.support.notices import BY, DENIAL, NINE, notice_of, served


def words(notice) -> str:
    return "".join(notice.paragraphs) + "".join(f"{label}{value}" for label, value in notice.rows)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "2026年11月24日"),
        (date(2026, 3, 2), "2026年3月2日"),
        (date(2030, 10, 1), "2030年10月1日"),
    ],
)
def test_a_date_is_written_in_arabic_figures_without_leading_zeros(day, written):
    assert day_words(day) == written


@pytest.mark.parametrize("title", NINE)
def test_each_of_the_nine_has_its_title_addressee_department_and_day(title):
    notice = served(title)
    assert notice.title == title
    assert notice.addressee == "南京某某餐饮有限公司"
    assert notice.department == "南京市市场监督管理局"
    assert notice.day == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("title", "article"),
    [
        ("受理通知书", "《中华人民共和国行政许可法》第三十二条第一款第五项"),
        ("补正告知书", "《中华人民共和国行政许可法》第三十二条第一款第四项"),
        ("不予受理决定书", "《中华人民共和国行政许可法》第三十二条第一款第二项"),
        ("特别程序告知书", "《中华人民共和国行政许可法》第四十五条"),
        ("延期告知书", "《中华人民共和国行政许可法》第四十二条第一款"),
        ("准予行政许可决定书", "《中华人民共和国行政许可法》第三十八条第一款"),
        ("不予行政许可决定书", "《中华人民共和国行政许可法》第三十八条第二款"),
    ],
)
def test_each_letter_cites_the_article_it_rests_on(title, article):
    assert article in words(served(title))


@pytest.mark.parametrize("title", ["不予受理决定书", "不予行政许可决定书"])
def test_what_is_refused_tells_of_reconsideration_and_suit(title):
    for remedy in ("60日", "行政复议", "6个月", "行政诉讼"):
        assert remedy in words(served(title))


def test_a_correction_names_every_fault_at_once_and_the_days():
    told = words(served("补正告知书"))
    assert "1．缺平面图" in told
    assert "2．面积不符" in told
    assert "请于2026年3月23日前（含当日）补正" in told


def test_acceptance_with_deferred_materials_names_each_and_its_day():
    told = words(served("容缺受理通知书"))
    assert "1．健康证明，于2026年3月9日前（含当日）补齐" in told
    assert "不作出准予行政许可的决定" in told
    assert "本市关于容缺受理的规定" in told
    assert "行政许可法》第三十二条" not in told


def test_acceptance_names_the_days_by_which_it_is_decided():
    told = words(served("受理通知书"))
    assert "承诺于2026年3月11日前（含当日）作出决定" in told
    assert "法定办理期限为自受理之日起20个工作日，至2026年3月30日止" in told


def test_acceptance_lists_the_papers_received():
    papers = tuple(a_material(name) for name in ("申请书", "平面图"))
    assert "收到的申请材料：申请书、平面图。" in words(served("受理通知书", materials=papers))


def test_a_special_procedure_says_which_and_how_long():
    told = words(served("特别程序告知书"))
    assert "需要进行检验" in told
    assert "自2026年3月2日起，预计至2026年3月16日止" in told
    by = actions.BeginSpecial(
        procedure="inspection", expected_days=10, text="检验水质", body="市疾控中心"
    )
    assert "需要由市疾控中心进行检验" in words(notice_of(by, a_case()))


def test_an_extension_states_its_reason_who_approved_it_and_the_new_last_day():
    told = words(served("延期告知书", state="reviewing", accepted_at=MORNING))
    assert "因案情复杂" in told
    assert "经本机关负责人周敏于2026年3月2日批准，办理期限延长10个工作日，至2026年4月14日止" in told


def test_a_denial_names_each_ground_with_its_basis():
    two = actions.Deny(
        grounds=(*DENIAL.grounds, DenialGround(basis="《办法》第十二条", text="过近"))
    )
    told = words(notice_of(two, a_case()))
    assert "1．场所不符，不符合《食品安全法》第三十五条的规定。" in told
    assert "2．过近，不符合《办法》第十二条的规定。" in told


def test_an_approval_states_its_conditions():
    told = words(served("准予行政许可决定书"))
    assert "附有下列条件：依据《食品安全法》第三十三条，不得生食。" in told
    assert "行政复议" in told  # a condition can be contested


@pytest.mark.parametrize(
    "opinion",
    ["材料齐全，符合条件。", "经审查，材料齐全，符合条件", "经审查：材料齐全，符合条件。"],
)
def test_an_approval_says_once_that_the_application_was_examined(opinion):
    told = words(notice_of(actions.Approve(opinion=opinion), a_case()))
    assert told.count("经审查") == 1
    assert "材料齐全，符合条件。依据" in told


def test_an_approval_without_conditions_tells_of_no_remedies():
    assert "行政复议" not in words(notice_of(actions.Approve(), a_case()))


def test_the_receipt_of_delivery_names_the_documents_served_and_leaves_room_to_sign():
    decided = numbered(served("准予行政许可决定书"), "宁市监许〔2026〕7号")
    told = dict(
        served("送达回证", notices=(decided,), delivery=Delivery(address="中山路12号")).rows
    )
    assert told["送达文书"] == "准予行政许可决定书（宁市监许〔2026〕7号）"
    assert told["运单号"] == "EX1"
    assert told["送达地点"] == "中山路12号"
    assert [told[row] for row in ("收件人签名或者盖章", "代收人及代收理由")] == ["", ""]
    assert told["送达日期"].strip() == "年　　月　　日"  # filled in by hand


def test_a_review_serves_no_notice():
    assert notice_of(actions.RecordReview(), a_case()) is None


def test_a_number_waits_until_the_centre_gives_one_out():
    notice = served("受理通知书")
    assert notice.provisional
    assert notice.no == "待编号"
    assert not numbered(notice, "宁市监许〔2026〕7号").provisional


def test_the_content_hash_is_of_the_words_and_not_of_the_number():
    notice = served("受理通知书")
    assert content_hash(notice) == content_hash(numbered(notice, "宁市监许〔2026〕7号"))
    assert content_hash(notice) != content_hash(replace(notice, addressee="另一家公司"))


def test_a_served_notice_stays_with_its_case():
    known = Situation(MORNING.date(), an_item(), WorkCalendar.packaged())
    action = Action(id="a", sub_application_id="sa-000001", at=MORNING, payload=actions.Accept())
    after = lifecycle.apply(a_case(), action, BY, known)
    assert [notice.title for notice in after.notices] == ["受理通知书"]


def test_words_of_an_applicant_are_kept_as_they_came():
    name = '#eval("1") $x^2$ 某\u202e'
    assert notice_of(DENIAL, a_case(applicant=Applicant(name=name))).addressee == name


def test_a_department_that_gives_no_full_name_signs_with_its_name():
    case = a_case(department=Department(code="scjg", name="市场监督管理局"))
    assert notice_of(DENIAL, case).department == "市场监督管理局"
