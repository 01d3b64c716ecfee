"""Which article each rule rests on. The rows were read in 行政许可法 (as of 2019-04-23): article,
paragraph (款), item (项), with the words that say it."""

import pytest

from app.cases import actions, kinds, law, lifecycle
from app.cases.actions import ACTIONS
from app.cases.model import DeferredMaterial, Fault, ItemMaterial, ItemRef
from app.cases.procedure import Extension, Procedure, SpecialProcedure
from tests.support.examples import MORNING, a_case, a_situation, an_item
from tests.support.notices import BY, notice_of

L = "《中华人民共和国行政许可法》"
KINDS = ("licence", "confirmation", "filing", "public_service", "a city's own")
OTHERS = KINDS[1:]
OWN = "《某某条例》第九条"
BY_POINT = {
    "acceptance": ("第三十二条第一款第五项", "32(1)(5)"),  # 材料齐全、符合法定形式…应当受理
    "deemed_acceptance": ("第三十二条第一款第四项", "32(1)(4)"),  # 逾期不告知的，自收到…即为受理
    "correct_on_the_spot": ("第三十二条第一款第三项", "32(1)(3)"),  # 应当允许申请人当场更正
    "correction": ("第三十二条第一款第四项", "32(1)(4)"),  # 一次告知…需要补正的全部内容
    "uncorrected": ("第三十二条第一款", "32(1)"),  # 分别作出处理
    "no_licence_needed": ("第三十二条第一款第一项", "32(1)(1)"),  # 依法不需要取得行政许可
    "not_competent": ("第三十二条第一款第二项", "32(1)(2)"),  # 不属于本行政机关职权范围
    "false_materials": ("第七十八条", "78"),  # 隐瞒有关情况或者提供虚假材料
    "special": ("第四十五条", "45"),  # 听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审
    "revocation": ("第六十九条第二款", "69(2)"),  # 以欺骗、贿赂等不正当手段取得…应当予以撤销
    "informing": ("第三十六条", "36"),  # 直接关系他人重大利益的，应当告知该利害关系人
    "interested_parties": ("第四十七条第一款", "47(1)"),  # 告知…享有要求听证的权利
    "condition": ("第十六条第四款", "16(4)"),  # 不得增设违反上位法的其他条件
    "approve": ("第三十八条第一款", "38(1)"),  # 应当依法作出准予行政许可的书面决定
    "deny": ("第三十八条第二款", "38(2)"),  # 应当说明理由
    "deliver": ("第四十四条", "44"),  # 十日内向申请人颁发、送达
}
IN_NO_STATUTE = ("deferral", "withdrawal")
BY_ACTION = {
    "accept": "第三十二条第一款第五项",
    "request_correction": "第三十二条第一款第四项",
    "refuse_acceptance": "第三十二条第一款",
    "correct_on_the_spot": "第三十二条第一款第三项",
    "begin_special": "第四十五条",
    "end_special": "第四十五条",
    "extend": "第四十二条第一款",  # 经本行政机关负责人批准，可以延长十日
    "approve": "第三十八条第一款",
    "deny": "第三十八条第二款",
    "deliver": "第四十四条",
    "inform_parties": "第三十六条",
    "review": "第三十四条第一款",  # 应当对申请人提交的申请材料进行审查
}


def an_item_of(kind: str, **procedure: object) -> ItemRef:
    return ItemRef(code="x", name="某事项", kind=kind, procedure=Procedure(**procedure))


def said(sentence) -> str | None:
    return sentence.zh if sentence else None


@pytest.mark.parametrize("point", BY_POINT)
def test_a_point_of_a_licence_rests_on_the_article_that_says_it(point):
    item, (zh, en) = an_item_of("licence"), BY_POINT[point]
    assert kinds.citation(item, point) == f"{L}{zh}"
    assert kinds.cited(item, point).zh == f"行政许可法{zh}"
    assert kinds.cited(item, point).en == f"Administrative Licensing Law, Art. {en}"


def test_who_is_barred_is_barred_by_two_articles():  # 78: 一年内, 79: 三年内不得再次申请
    item = an_item_of("licence")
    assert kinds.citation(item, "barred") == f"{L}第七十八条、第七十九条"
    assert kinds.cited(item, "barred").zh == "行政许可法第七十八条、行政许可法第七十九条"
    assert kinds.cited(item, "barred").en == (
        "Administrative Licensing Law, Art. 78, Administrative Licensing Law, Art. 79"
    )


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("point", [*BY_POINT, "barred", *IN_NO_STATUTE])
def test_what_is_no_licence_cites_nothing_of_itself(kind, point):
    item = an_item_of(kind)
    assert (kinds.citation(item, point), kinds.cited(item, point)) == ("", None)


@pytest.mark.parametrize("point", IN_NO_STATUTE)
def test_what_no_statute_knows_rests_on_none(point):
    item = an_item_of("licence")
    assert (kinds.citation(item, point), kinds.cited(item, point)) == ("", None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", [*BY_POINT, "barred", *IN_NO_STATUTE])
def test_an_items_own_text_is_cited_before_any_other(kind, point):
    item = an_item_of(kind, bases={point: OWN})
    assert kinds.citation(item, point) == OWN
    assert (kinds.cited(item, point).zh, kinds.cited(item, point).en) == (OWN, OWN)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_on_a_licence_rests_on_its_article_and_what_the_law_does_not_know_on_none(name):
    found = said(ACTIONS[name].basis(an_item_of("licence")))
    assert found == (f"行政许可法{BY_ACTION[name]}" if name in BY_ACTION else None)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_on_what_is_no_licence_rests_on_nothing_but_its_own_text(kind, name):
    assert ACTIONS[name].basis(an_item_of(kind)) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("own", "basis"),
    [
        (Extension(days=5, basis=OWN), OWN),
        (Extension(days=5), None),  # more time, and a text we could not read
        (Extension(days=0), None),
    ],
)
def test_an_extension_rests_on_the_text_that_gives_it(kind, own, basis):
    item = an_item_of(kind, extension=own)
    assert said(actions.Extend.basis(item)) == basis
    assert kinds.extension(item) == own


def test_the_licensing_law_gives_ten_days_by_the_head_of_the_authority_and_others_none():  # 42(1)
    given = kinds.extension(an_item_of("licence"))
    assert (given.days, given.by, given.basis) == (10, "本机关负责人", f"{L}第四十二条第一款")
    assert [kinds.extension(an_item_of(kind)).days for kind in OTHERS] == [0, 0, 0, 0]


def test_each_of_the_eight_procedures_rests_on_article_45():
    assert kinds.special_procedures(an_item_of("licence")) == dict.fromkeys(
        ["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal",
         "expert_review"],
        f"{L}第四十五条",
    )  # fmt: skip
    assert [kinds.special_procedures(an_item_of(kind)) for kind in OTHERS] == [{}, {}, {}, {}]


@pytest.mark.parametrize(
    ("kind", "basis", "cited"),
    [("licence", "", f"{L}第四十五条"), ("licence", OWN, OWN), ("filing", OWN, OWN), ("filing", "", "")],
)  # fmt: skip
def test_a_procedure_the_item_knows_rests_on_its_text_else_on_its_kinds(kind, basis, cited):
    item = an_item_of(kind, special=(SpecialProcedure(procedure="testing", basis=basis),))
    assert kinds.special_procedures(item) == {"testing": cited}


def test_an_item_that_says_something_of_its_procedure_and_names_no_special_one_has_none():
    assert kinds.special_procedures(an_item_of("licence", delivery_days=5)) == {}


# --- what stands in the way, and the article that says so ------------------------------------------

OWED = DeferredMaterial(name="平面图", by=MORNING.date())
REFUSED = actions.RefuseAcceptance
IN_THE_WAY = [
    ("received", actions.Accept(), "materials_missing", "第三十二条第一款第四项"),
    ("received", actions.Accept(deferred_materials=(OWED,)), "materials_present", "第三十二条第一款第五项"),
    ("received", actions.RequestCorrection(), "faults_missing", "第三十二条第一款第四项"),
    ("received", actions.CorrectOnTheSpot(), "fields_missing", "第三十二条第一款第三项"),
    ("received", REFUSED(ground="x", text="x"), "ground_missing", "第三十二条第一款"),
    ("received", REFUSED(ground="no_licence_needed"), "text_missing", "第三十二条第一款第一项"),
    ("received", REFUSED(ground="not_competent", text="x"), "authority_missing", "第三十二条第一款第二项"),
    ("received", REFUSED(ground="not_corrected", text="x"), "ground_not_open", "第三十二条第一款"),
    ("received", REFUSED(ground="false_materials"), "text_missing", "第七十八条"),
    ("received", REFUSED(ground="barred"), "text_missing", "第七十八条、行政许可法第七十九条"),
    ("reviewing", actions.BeginSpecial(procedure="visit", expected_days=1), "procedure_unknown", "第四十五条"),
    ("reviewing", actions.BeginSpecial(procedure="testing", expected_days=0), "days_missing", "第四十五条"),
    ("special", actions.EndSpecial(), "finding_missing", "第四十五条"),
    ("reviewing", actions.Extend(days=5), "reason_missing", "第四十二条第一款"),
    ("reviewing", actions.Extend(days=11, reason="x"), "days_out_of_range", "第四十二条第一款"),
    ("reviewing", actions.Approve(), "materials_missing", "第三十八条第一款"),
    ("reviewing", actions.Approve(conditions="不得生食"), "condition_basis_missing", "第十六条第四款"),
    ("reviewing", actions.Deny(), "grounds_missing", "第三十八条第二款"),
    ("approved", actions.Deliver(method="pigeon"), "method_missing", "第四十四条"),
    ("reviewing", actions.RecordReview(materials=(actions.MaterialVerdict(id="x", verdict="pass"),)),
     "material_unknown", "第三十四条第一款"),
    ("reviewing", actions.RecordReview(checklist=(actions.ChecklistTick(id="x", done=True),)),
     "point_unknown", "第三十四条第一款"),
    ("delivered", actions.Accept(), "wrong_state", "第三十二条第一款第五项"),
    ("received", actions.Extend(days=5, reason="x"), "wrong_state", "第四十二条第一款"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "payload", "code", "article"), IN_THE_WAY)
def test_what_stands_in_the_way_of_a_licence_cites_the_article_that_says_so(
    state, payload, code, article
):
    found = reasons("licence", state, payload)
    assert said(found[code].article) == f"行政许可法{article}"
    assert found[code].sentence.zh == f"{found[code].text.zh}（行政许可法{article}）"
    assert found[code].sentence.en.startswith(
        f"{found[code].text.en} (Administrative Licensing Law, Art. "
    )


@pytest.mark.parametrize(("state", "payload"), [row[:2] for row in IN_THE_WAY])
@pytest.mark.parametrize("kind", OTHERS)
def test_nothing_of_the_licensing_law_stands_in_the_way_of_what_is_no_licence(kind, state, payload):
    found = reasons(kind, state, payload).values()
    assert not [reason for reason in found if reason.article is not None]
    assert all(reason.sentence == reason.text for reason in found)


def reasons(kind, state, payload):
    """What stands in the way on a case whose item asks for a fire certificate, by code."""
    case = a_case(item=an_item_of(kind), state=state)
    known = a_situation(MORNING.date(), an_item(materials=(ItemMaterial(name="消防合格证"),)))
    found = lifecycle.blocking_reasons(case, payload, BY, known)
    return {reason.code: reason for reason in found}


def test_deemed_acceptance_cites_the_text_that_deems_it():
    for own, cited in (
        ({}, "行政许可法第三十二条第一款第四项"),
        ({"deemed_acceptance": True, "bases": {"deemed_acceptance": OWN}}, OWN),
    ):
        case = a_case(item=an_item_of("licence", **own))
        known = a_situation(MORNING.date().replace(day=20))
        asked = actions.RequestCorrection(faults=(Fault(text="x"),))
        (reason,) = lifecycle.blocking_reasons(case, asked, BY, known)
        assert (reason.code, said(reason.article)) == ("deemed_accepted", cited)


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        ("no_licence_needed", "第三十二条第一款第一项"),
        ("not_competent", "第三十二条第一款第二项"),
        ("not_corrected", "第三十二条第一款"),
        ("false_materials", "第七十八条"),
        ("barred", "第七十八条、第七十九条"),
    ],
)
def test_a_refusal_rests_on_the_article_of_its_ground(ground, article):
    refusal = REFUSED(ground=ground, text="理由")
    for kind, resting in (("licence", f"依据{L}{article}的规定，"), ("filing", "理由。")):
        notice = notice_of(refusal, a_case(item=an_item_of(kind), state="correcting"))
        assert f"{resting}本机关决定不予受理。" in notice.paragraphs[1]


def test_the_delivery_of_a_denial_rests_on_no_article():
    """Art. 44 speaks of the decision to approve."""
    case = a_case(item=an_item_of("licence"), state="denied")
    known = a_situation(MORNING.date())
    (reason,) = lifecycle.blocking_reasons(case, actions.Deliver(method="pigeon"), BY, known)
    assert (reason.code, reason.article) == ("method_missing", None)


# --- how an article is written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (16, "十六"), (19, "十九"), (20, "二十"), (21, "二十一"),
     (30, "三十"), (32, "三十二"), (45, "四十五"), (78, "七十八"), (82, "八十二"), (90, "九十"), (99, "九十九")],
)  # fmt: skip
def test_a_number_is_written_in_chinese(number, written):
    assert law.numeral(number) == written


@pytest.mark.parametrize(
    ("parts", "zh", "en"),
    [
        ((45,), "第四十五条", "45"),
        ((38, 1), "第三十八条第一款", "38(1)"),
        ((32, 1, 4), "第三十二条第一款第四项", "32(1)(4)"),
        ((12, 0, 5), "第十二条第五项", "12(5)"),
    ],
)
def test_an_article_is_written_with_its_paragraph_and_item(parts, zh, en):
    assert law.clause(*parts) == zh
    assert law.full_article(*parts) == f"{L}{zh}"
    assert law.article(*parts).zh == f"行政许可法{zh}"
    assert law.article(*parts).en == f"Administrative Licensing Law, Art. {en}"
