"""Notices say what the law asks for; their words come from the case and the action alone."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.law import day_words
from app.cases.model import Applicant, Delivery, DenialGround, Department
from app.cases.notices import content_hash, numbered, remedies
from app.cases.workdays import WorkCalendar
from tests.support.examples import MORNING, a_case, an_item
from tests.support.notices import BY, DENIAL, NINE, served


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
        ("容缺受理通知书", "《中华人民共和国行政许可法》第三十二条"),
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


CITY = Department(
    code="a", full_name="某市某局", reconsideration="某市人民政府", court="某市某区人民法院"
)
TAX = Department(
    code="b", full_name="国家税务总局某市税务局", reconsideration="国家税务总局某省税务局", court="某法院"
)  # fmt: skip


def of(kind: str, department: Department = CITY):
    """A case of an item of this kind, before this department."""
    case = a_case(department=department)
    return replace(case, item=replace(case.item, kind=kind))


def test_remedies_name_the_authority_and_the_court_of_the_department():
    assert remedies(of("licence")) == (
        "如不服本决定，可以自收到本文书之日起60日内向某市人民政府申请行政复议，"
        "也可以自收到本文书之日起6个月内依法向某市某区人民法院提起行政诉讼。",
    )


@pytest.mark.parametrize("kind", ["licence", "confirmation", "filing", "public_service"])
def test_a_tax_authority_is_reconsidered_by_the_next_higher_one(kind):
    (said,) = remedies(of(kind, TAX))
    assert "向国家税务总局某省税务局申请行政复议" in said
    assert "人民政府" not in said


@pytest.mark.parametrize(
    ("kind", "told"),
    [("licence", 1), ("confirmation", 1), ("filing", 1), ("public_service", 0), ("odd", 0)],
)
def test_where_the_department_names_neither_only_an_administrative_act_is_told_of_remedies(
    kind, told
):
    said = remedies(of(kind, Department(code="c", name="某局")))
    assert len(said) == told
    assert all("依法向有管辖权的行政复议机关" in each for each in said)
    assert all("依法向有管辖权的人民法院" in each for each in said)


def test_a_department_that_names_one_of_the_two_leaves_the_other_general():
    (said,) = remedies(of("licence", replace(CITY, reconsideration="")))
    assert "60日内依法向有管辖权的行政复议机关申请行政复议" in said
    assert "向某市某区人民法院提起" in said


@pytest.mark.parametrize(("kind", "word"), [("person", "你"), ("organisation", "你单位")])
def test_a_person_and_an_organisation_are_each_addressed_as_what_they_are(kind, word):
    notice = served("补正告知书", applicant=Applicant(kind=kind, name="某"))
    assert notice.paragraphs[0].startswith(f"{word}于2026年3月2日提出的食品经营许可证核发申请")


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        ("医保定点申请", "提出的医保定点申请（"),
        ("契税申报", "提出的契税申报（"),
        ("社会保障卡申领", "提出的社会保障卡申领（"),
        ("户外招牌设置", "提出的户外招牌设置申请（"),
    ],
)
def test_the_opening_says_once_that_it_was_applied_for(item, asked):
    case = a_case()
    case = replace(case, item=replace(case.item, name=item))
    assert asked in DENIAL.notice(case, BY, MORNING).paragraphs[0]


def test_a_letter_ends_with_the_telephone_of_the_department_where_it_has_one():
    assert served("补正告知书", department=replace(CITY, phone="12345")).paragraphs[-1] == (
        "联系电话：12345"
    )
    assert not any("联系电话" in line for line in served("补正告知书").paragraphs)


@pytest.mark.parametrize("title", ["受理通知书", "容缺受理通知书", "送达回证"])
def test_of_what_stays_in_the_file_there_are_two_copies(title):
    assert "本文书一式两份，一份交申请人，一份存档。" in served(title).paragraphs


def test_of_the_others_there_is_one():
    for title in set(NINE) - {"受理通知书", "容缺受理通知书", "送达回证"}:
        assert "一式两份" not in words(served(title))


def test_a_correction_names_every_fault_at_once_and_the_days():
    told = words(served("补正告知书"))
    assert "1．缺平面图" in told
    assert "2．面积不符" in told
    assert "15 个工作日" in told


def test_acceptance_with_deferred_materials_names_each_and_its_day():
    told = words(served("容缺受理通知书"))
    assert "1．健康证明（2026年3月9日前补交）" in told
    assert "不作出准予行政许可的决定" in told


def test_acceptance_promises_the_days_of_the_item():
    told = words(served("受理通知书"))
    assert "法定办理期限为 20 个工作日" in told
    assert "承诺办理期限为 7 个工作日" in told


def test_a_special_procedure_says_which_and_how_long():
    told = words(served("特别程序告知书"))
    assert "需要进行检验" in told
    assert "10 个工作日" in told


def test_an_extension_states_its_reason_and_who_approved_it():
    assert "因案情复杂" in words(served("延期告知书"))
    assert "经本机关负责人批准" in words(served("延期告知书"))
    joint = words(served("延期告知书", flags=("joint",)))
    assert "经本级人民政府负责人批准" in joint
    assert "第四十二条第二款" in joint


def test_a_denial_names_each_ground_with_its_basis():
    two = actions.Deny(
        grounds=(*DENIAL.grounds, DenialGround(basis="《办法》第十二条", text="过近"))
    )
    told = words(two.notice(a_case(), BY, MORNING))
    assert "1．依据《食品安全法》第三十五条，场所不符。" in told
    assert "2．依据《办法》第十二条，过近。" in told


def test_an_approval_states_its_conditions():
    assert "附有下列条件：不得生食。" in words(served("准予行政许可决定书"))


def test_the_receipt_of_delivery_names_the_documents_served_and_leaves_room_to_sign():
    decided = numbered(served("准予行政许可决定书"), "宁市监许〔2026〕7号")
    told = dict(
        served("送达回证", notices=(decided,), delivery=Delivery(address="中山路12号")).rows
    )
    assert told["送达文书"] == "准予行政许可决定书（宁市监许〔2026〕7号）"
    assert told["运单号"] == "EX1"
    assert told["送达地点"] == "中山路12号"
    assert told["收件人签名"] == ""


def test_a_review_serves_no_notice():
    assert actions.RecordReview().notice(a_case(), BY, MORNING) is None


def test_a_number_waits_until_the_centre_gives_one_out():
    notice = served("受理通知书")
    assert notice.provisional
    assert notice.no == "待编号"
    assert not numbered(notice, "宁市监许〔2026〕7号").provisional


def test_the_receipt_of_delivery_has_no_number_of_its_own():
    notice = served("送达回证")
    assert notice.no == ""
    assert not notice.provisional


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
    assert DENIAL.notice(a_case(applicant=Applicant(name=name)), BY, MORNING).addressee == name


def test_a_department_that_gives_no_full_name_signs_with_its_name():
    case = a_case(department=Department(code="scjg", name="市场监督管理局"))
    assert DENIAL.notice(case, BY, MORNING).department == "市场监督管理局"
