"""What the notices say to whom, as an official would write it: written from the statutes and the
rules (docs/rules.md), not from the code."""

import re

import pytest
from msgspec.structs import replace

from app.cases import actions
from app.cases.law import joined
from app.cases.model import (
    Applicant,
    DeferredMaterial,
    Delivery,
    DenialGround,
    Department,
    Fault,
    ItemRef,
    ItemResult,
)
from app.cases.procedure import Procedure, SpecialProcedure
from app.practice.scenes import load_city
from tests.support.every_notice import APPLICANTS, every_notice
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import BY, notice_of

L = "《中华人民共和国行政许可法》"
CITY = load_city()
ALL = [
    pytest.param(CITY.items[code], kind, id=f"{code}-{kind}")
    for code in CITY.items
    for kind in APPLICANTS
]


def case_of(kind="licence", state="reviewing", case=None, **procedure):
    item = ItemRef(code="x", name="某事项", kind=kind, procedure=Procedure(**procedure))
    accepted = MORNING if state == "reviewing" else None
    return a_case(item=item, state=state, accepted_at=accepted, **(case or {}))


def told(payload, case) -> str:
    return "\n".join(notice_of(payload, case).paragraphs)


# --- every notice of the city ---------------------------------------------------------------------


@pytest.mark.parametrize(("spec", "kind"), ALL)
def test_a_notice_is_chinese_closed_up_and_says_nothing_twice(spec, kind):
    for name, notice in every_notice(CITY, spec, kind):
        lines = [*notice.paragraphs, *(value for _, value in notice.rows)]
        said = "\n".join((notice.title, *lines))
        for twice in (
            "经审查，经审查",
            "经审查，经查",
            "。。",
            "，，",
            "；。",
            "。；",
            "》》",
            "《《",
            "、、",
            "规定的规定",
        ):
            assert twice not in said, (name, said)
        assert not re.search(r"[A-Za-z]{2,}", said.replace("EMS", "").replace("EX", "")), name
        assert not re.search(r"\{|\}|None|(?<![0-9])0[0-9]?月", said), name
        assert all(line.count("《") == line.count("》") for line in lines), name


@pytest.mark.parametrize(("spec", "kind"), ALL)
def test_a_notice_addresses_whom_it_is_for_and_no_applicant_in_the_third_person(spec, kind):
    for name, notice in every_notice(CITY, spec, kind):
        if notice.type == "inform_parties":
            continue  # it goes to others, and tells them of the applicant
        letter = [
            p for p in notice.paragraphs if not p.startswith(("收到的申请材料", "本文书一式"))
        ]
        assert not any("申请人" in paragraph for paragraph in letter), name
        assert any("你单位" in p for p in letter) == (kind == "organisation" and bool(letter)), name


@pytest.mark.parametrize(("spec", "kind"), ALL)
def test_a_paragraph_names_a_text_once(spec, kind):
    for name, notice in every_notice(CITY, spec, kind):
        for paragraph in notice.paragraphs:
            for cited in re.findall(r"依据(.+?)的规定，", paragraph):
                texts = re.findall("《[^》]*》", cited)
                assert len(texts) == len(set(texts)), (name, cited)


@pytest.mark.parametrize("code", CITY.items)
def test_a_ready_made_opinion_says_what_was_found_and_not_what_is_decided(code):
    for opinion in CITY.items[code].opinions:
        assert not re.search("准予|予以|不予|^经[审查]", opinion), opinion
        assert opinion.endswith("。")


# --- citations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("citations", "said"),
    [
        ([], ""),
        (["", "《甲法》第一条"], "《甲法》第一条"),
        (["《甲法》第一条", "《甲法》第二条"], "《甲法》第一条、第二条"),
        (["《甲法》第一条", "《乙法》第一条", "《甲法》第三条"], "《甲法》第一条、第三条，《乙法》第一条"),
        (["《甲法》第一条、第二条", "《甲法》第二条"], "《甲法》第一条、第二条"),
        (["《甲法》第一条", "《甲法》第一条第二款"], "《甲法》第一条第二款"),
        (["《甲法》第一条第二款", "《甲法》第一条"], "《甲法》第一条第二款"),
        (["《甲法》第一条第一款、第二款", "《甲法》第三条第二款"], "《甲法》第一条第一款、第二款、第三条第二款"),
        (["《甲实施〈乙法〉办法》第一条", "《乙法》第一条"], "《甲实施〈乙法〉办法》第一条，《乙法》第一条"),
        (["本市关于容缺受理", "《甲法》"], "本市关于容缺受理，《甲法》"),
    ],
)  # fmt: skip
def test_each_text_is_cited_once_with_all_its_articles(citations, said):
    assert joined(citations) == said


# --- acceptance -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "closes"),
    [
        ("licence", "作出决定"),
        ("confirmation", "办结"),
        ("filing", "办结"),
        ("public_service", "办结"),
    ],
)
def test_an_acceptance_promises_a_decision_or_that_it_is_done(kind, closes):
    assert f"前（含当日）{closes}" in told(actions.Accept(), case_of(kind, "received"))


def test_the_acceptance_of_an_instant_item_says_that_it_is_one():
    case = case_of(state="received")
    assert "即办件" not in told(actions.Accept(), case)
    instant = replace(case, item=replace(case.item, handling="instant"))
    assert "本事项为即办件，本机关承诺于2026年3月3日前（含当日）" in told(actions.Accept(), instant)


@pytest.mark.parametrize(("counted", "from_"), [("acceptance", "受理"), ("receipt", "收到申请")])
def test_an_acceptance_says_from_when_the_statutory_days_run(counted, from_):
    case = case_of(state="received", counted_from=counted)
    assert f"法定办理期限为自{from_}之日起20个工作日" in told(actions.Accept(), case)


def test_a_last_day_that_a_holiday_may_still_move_is_called_provisional():
    at = MORNING.replace(month=12, day=4)
    known = a_situation(at.date())
    case = case_of(state="received", case={"received_at": at})
    assert "至2027年1月4日（放假安排公布前暂定）止" in "".join(
        actions.Accept().notice(case, BY, known, at).paragraphs
    )
    accepted = case_of(case={"received_at": at})
    accepted = replace(accepted, clock=replace(accepted.clock, accepted_at=at))
    extend = actions.Extend(days=10, reason="案情复杂")
    assert "（放假安排公布前暂定）止" in "".join(extend.notice(accepted, BY, known, at).paragraphs)


@pytest.mark.parametrize("payload", [
    actions.RequestCorrection(faults=(Fault(text="缺签字"),)),
    actions.RefuseAcceptance(ground="no_licence_needed", text="x"),
    actions.BeginSpecial(procedure="hearing", expected_days=5),
    actions.Extend(days=5, reason="x"),
    actions.Approve(),
    actions.Deny(grounds=(DenialGround(basis="《某法》第一条", text="x"),)),
], ids=lambda payload: payload.type)  # fmt: skip
def test_every_letter_names_that_telephone(payload):
    case = case_of()
    case = replace(case, item=replace(case.item, phone="025-1"))
    assert notice_of(payload, case).paragraphs[-1] == "联系电话：025-1"


def test_an_acceptance_names_the_telephone_of_the_item_before_that_of_the_department():
    case = case_of(state="received", case={"department": Department(code="a", phone="12345")})
    own = replace(case, item=replace(case.item, phone="025-1"))
    for asked, phone in ((case, "12345"), (own, "025-1")):
        assert notice_of(actions.Accept(), asked).paragraphs[-1] == f"联系电话：{phone}"


def test_papers_whose_names_are_lists_are_letterapart():
    papers = (a_material("章程"), a_material("董事、监事任职文件"))
    case = case_of(state="received", case={"materials": papers})
    assert "收到的申请材料：章程；董事、监事任职文件。" in told(actions.Accept(), case)


def test_a_deferral_says_what_follows_if_nothing_comes():
    accept = actions.Accept(
        deferred_materials=(DeferredMaterial(name="平面图", by=MORNING.date()),)
    )
    said = told(accept, case_of("filing", "received"))
    assert "依据本市关于容缺受理的规定，本机关决定容缺受理，下列材料可以后补：" in said
    assert "1．平面图，于2026年3月2日前（含当日）补齐。" in said
    assert "容缺的材料届时已经补齐的，本机关承诺于" in said  # and on no other terms
    assert "不作出予以备案的决定；逾期未补齐的，本机关依据现有材料依法作出决定。" in said


# --- correction -----------------------------------------------------------------------------------


def test_each_fault_ends_in_one_full_stop_however_it_was_typed():
    texts = ("缺签字", "缺日期。", "缺印章；", "缺页，", "面积是多少？")
    asked = actions.RequestCorrection(faults=tuple(Fault(text=text) for text in texts))
    lines = notice_of(asked, case_of(state="received")).paragraphs[2:7]
    assert lines == (
        "1．缺签字。", "2．缺日期。", "3．缺印章。", "4．缺页。", "5．面积是多少？",
    )  # fmt: skip


def test_papers_that_go_back_are_refused_only_where_the_items_text_has_it_so():
    """不动产登记暂行条例 Art. 17(1)(3); not 市场主体登记管理条例实施细则 Art. 18(3)."""
    asked = actions.RequestCorrection(faults=(Fault(text="缺签字"),))
    for uncorrected, refused in (("refuse", True), ("abandoned", False), ("", False)):
        case = case_of("confirmation", "received", correction="return", uncorrected=uncorrected)
        said = told(asked, case)
        assert ("本机关决定不予受理，申请材料予以退回" in said) == refused
        assert ("行政复议" in said) == refused
    spec = CITY.items["property-transfer"]
    assert asked.title(spec.ref()) == "不予受理告知书"


# --- refusal of acceptance ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "needless"),
    [
        ("licence", "依法不需要取得行政许可"),  # the words of L 32(1)(1)
        ("confirmation", "依法不需要办理登记"),
        ("filing", "依法不需要备案"),
        ("public_service", "依法不需要办理"),
    ],
)
def test_what_needs_no_application_is_letterwhat_it_does_not_need(kind, needless):
    refuse = actions.RefuseAcceptance(ground="no_licence_needed", text="x")
    assert f"申请事项{needless}。" in told(refuse, case_of(kind, "received"))


@pytest.mark.parametrize(("kind", "you"), [("person", "你"), ("organisation", "你单位")])
@pytest.mark.parametrize(
    ("ground", "found"),
    [
        ("not_corrected", "逾期未按告知的内容补正申请材料"),
        ("false_materials", "隐瞒有关情况或者提供虚假材料"),
        ("barred", "在依法不得提出申请的期间内提出申请"),
    ],
)
def test_who_is_refused_is_addressed_as_everywhere(kind, you, ground, found):
    case = case_of(state="received", case={"applicant": Applicant(kind=kind, name="某")})
    refuse = actions.RefuseAcceptance(ground=ground, text="经查，逾期；")
    assert f"经审查，{you}{found}。逾期。" in told(refuse, case)


@pytest.mark.parametrize("ground", ["false_materials", "barred"])
@pytest.mark.parametrize("kind", ["licence", "confirmation", "filing", "public_service"])
def test_only_a_text_lets_what_is_no_licence_be_refused_for_what_somebody_did(ground, kind):
    """行政许可法 Art. 78 and 79 speak of licences."""
    refuse = actions.RefuseAcceptance(ground=ground, text="x")
    own = {"bases": {ground: "《某条例》第九条"}}
    for case, open_ in ((case_of(kind, "received"), kind == "licence"),
                        (case_of(kind, "received", **own), True)):  # fmt: skip
        reasons = refuse.blockers(case, BY, a_situation(MORNING.date()))
        assert ([reason.code for reason in reasons] == []) == open_


# --- special procedure ----------------------------------------------------------------------------


def test_a_hearing_is_held_under_its_own_text_and_stops_the_days_under_the_licensing_law():
    own = (SpecialProcedure(procedure="hearing", basis="《某办法》第九条"),)
    begin = actions.BeginSpecial(procedure="hearing", expected_days=10)
    said = told(begin, case_of(special=own))
    assert "经审查，依据《某办法》第九条的规定，作出决定前需要举行听证，自2026年3月2日起" in said
    assert f"依据{L}第四十五条的规定，所需时间不计算在办理期限内。" in said
    said = told(begin, case_of("filing", special=own))
    assert L not in said


def test_a_testing_that_no_text_of_the_item_names_is_needed_by_law():
    begin = actions.BeginSpecial(procedure="testing", expected_days=10)
    assert "经审查，作出决定前依法需要进行检测，自2026年3月2日起" in told(begin, case_of())


# --- decision -------------------------------------------------------------------------------------


def test_an_approval_says_of_what_it_found_once_that_it_was_examined():
    for opinion in ("经审查，场所布局合理。", "经查，经审查，场所布局合理", " 场所布局合理； "):
        said = told(actions.Approve(opinion=opinion), case_of())
        assert said.count("经审查，场所布局合理。") == 1, opinion
        assert "经查" not in said


@pytest.mark.parametrize(
    ("kind", "fit"),
    [
        ("licence", "申请符合法定条件、标准。"),  # the words of L 38(1)
        ("confirmation", "申请符合登记条件。"),
        ("filing", "备案材料齐全，符合要求。"),
        ("public_service", "申请符合办理条件。"),
    ],
)
def test_where_the_clerk_says_nothing_the_kind_says_what_was_found(kind, fit):
    assert f"经审查，{fit}" in told(actions.Approve(), case_of(kind))


def test_what_is_decided_bears_the_name_the_item_gives_it():
    own = {"conclusions": {"approve": "准予迁入", "deny": "不予迁入"}}
    case = case_of("confirmation", **own)
    deny = actions.Deny(grounds=(DenialGround(basis="《某法》第一条", text="不住在此"),))
    assert "本机关决定准予迁入。" in told(actions.Approve(), case)
    assert "本机关决定不予迁入。" in told(deny, case)


def test_an_approval_names_what_is_handed_over_unless_it_is_that_itself():
    case = case_of()
    for name, follows in (("食品经营许可证", True), ("准予行政许可决定书", False)):
        item = replace(an_item(), result=ItemResult(name=name))
        known = a_situation(MORNING.date(), item)
        said = "\n".join(actions.Approve().notice(case, BY, known, MORNING).paragraphs)
        assert (f"10个工作日内向你颁发、送达{name}。" in said) == follows


def test_a_ground_that_names_its_rule_is_not_letterit_again():
    basis = "《旅馆业治安管理办法》第三条"
    for text in ("没有防盗设施", f"没有防盗设施，不符合{basis}的规定。"):
        deny = actions.Deny(grounds=(DenialGround(basis=basis, text=text),))
        assert f"经查，没有防盗设施，不符合{basis}的规定。\n" in told(deny, case_of())


def test_an_institution_calls_itself_one():
    centre = Department(code="a", name="某中心", full_name="南京住房公积金管理中心")
    case = case_of("public_service", case={"department": centre})
    said = told(actions.Approve(), case) + told(actions.Accept(), case)
    assert "本中心决定予以办理" in said
    assert "本机关" not in said


# --- delivery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "place"),
    [("counter", "政务服务大厅"), ("ems", "中山路12号"), ("locker", ""), ("electronic", None)],
)
def test_a_receipt_of_delivery_names_the_place_only_where_it_is_known(method, place):
    case = case_of(case={"delivery": Delivery(address="中山路12号")})
    deliver = actions.Deliver(method=method, tracking_no="1", receiver="某")
    assert dict(notice_of(deliver, case).rows).get("送达地点") == place


def test_the_signed_receipt_of_delivery_stays_in_the_file_alone():
    assert notice_of(actions.Deliver(method="counter"), case_of()).paragraphs == ()
