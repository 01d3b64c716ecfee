"""What a case is after an action, and what its notice says of it, word for word."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.actions.payload import Consequences
from app.cases.actions.receive_materials import owed
from app.cases.model import (
    ChecklistPoint,
    CheckRule,
    Clerk,
    Clock,
    Correction,
    DeferredMaterial,
    DenialGround,
    Evaluation,
    Fault,
    Field,
    ItemMaterial,
    ItemRef,
    Pause,
    Review,
    Section,
    Tick,
    Verdict,
)
from app.cases.procedure import Procedure
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import BY, notice_of

KNOWN = a_situation(MORNING.date())
OWED = DeferredMaterial(name="健康证明", by=date(2026, 3, 9))
GROUND = DenialGround(basis="《办法》第九条", text="距离过近")


def of_kind(kind, **own):
    return ItemRef(code="x", name="某事项", kind=kind, procedure=Procedure(**own))


def told(payload, **changes) -> tuple[str, ...]:
    return notice_of(payload, a_case(**changes)).paragraphs


def effect(payload, **changes):
    return payload.effect(a_case(**changes), BY, KNOWN, MORNING)


def test_an_action_makes_the_next_revision_and_a_line_of_history_by_who_acted():
    payload = actions.Accept()
    for revision in (1, 7):
        action = Action(id="a", sub_application_id="sa-000001", at=MORNING, payload=payload)
        lead = Clerk(id="clerk-01", name="张伟", window="3", roles=("lead",))
        after = lifecycle.apply(a_case(revision=revision), action, lead, KNOWN)
        assert after.revision == revision + 1
        (event,) = after.history
        assert (event.at, event.by, event.type) == (
            MORNING,
            Clerk(id="clerk-01", name="张伟"),
            "accept",
        )


def test_a_case_accepted_whole_owes_nothing_and_one_with_something_deferred_says_so_once():
    assert (effect(actions.Accept()).flags, effect(actions.Accept()).deferred) == ((), ())
    accept = actions.Accept(deferred_materials=(OWED,))
    assert effect(accept).flags == ("deferred_materials",)
    assert effect(accept, flags=("joint", "deferred_materials")).flags == (
        "joint",
        "deferred_materials",
    )
    assert effect(accept, flags=("joint",)).flags == ("joint", "deferred_materials")


def test_a_decision_keeps_when_it_was_accepted_and_what_was_said():
    later = MORNING.replace(day=5)
    for payload, outcome in (
        (actions.Approve(opinion="符合", conditions="依据《法》，限期"), "approved"),
        (actions.Deny(opinion="不符", grounds=(GROUND,)), "denied"),
    ):
        for accepted, held in ((MORNING, MORNING), (None, later)):
            case = a_case(state="reviewing", accepted_at=accepted)
            after = payload.effect(case, BY, KNOWN, later)
            assert (after.clock.accepted_at, after.clock.decided_at) == (held, later)
            decided = after.decision
            assert (after.state, decided.outcome, decided.at) == (outcome, outcome, later)
            assert (decided.by, decided.opinion) == (
                Clerk(id="clerk-01", name="张伟"),
                payload.opinion,
            )


def test_a_refusal_and_papers_sent_back_are_decided():
    refused = effect(actions.RefuseAcceptance(ground="barred", text="一年内"))
    assert (refused.state, refused.clock.decided_at, refused.decision.opinion) == (
        "refused",
        MORNING,
        "一年内",
    )
    asked = actions.RequestCorrection(faults=(Fault(text="缺签字"), Fault(text="无日期")))
    back = effect(asked, item=of_kind("confirmation", correction="return"))
    assert (back.state, back.clock.decided_at, back.corrections) == ("refused", MORNING, ())
    assert back.decision.opinion == "缺签字；无日期"


def put_right(value, case):
    field = actions.CorrectedField(key="area", value=value)
    corrected = actions.CorrectOnTheSpot(fields=(field,), text="签名确认")
    return corrected.effect(case, BY, KNOWN, MORNING)


def test_what_is_put_right_at_the_counter_keeps_what_was_filed_however_often():
    case = a_case(fields={"area": "86", "address": "湖南路"})
    once = put_right("68", case)
    assert (once.field("area").value, once.field("area").earlier) == ("68", "86")
    assert once.field("address") == case.field("address")
    twice = put_right("65", once)
    assert (twice.field("area").value, twice.field("area").earlier) == ("65", "86")
    assert put_right("86", twice).form == case.form  # as it was filed: nothing was put right


def test_what_the_applicant_had_left_empty_is_kept_as_empty():
    after = put_right("68", a_case(fields={"area": None}))
    assert (after.field("area").value, after.field("area").earlier) == ("68", "")


@pytest.mark.parametrize(
    ("type_", "value", "fits"),
    [
        ("text", "湖南路", True), ("text", "", False), ("text", 5, False), ("text", None, False),
        ("choice", "首套", True), ("number", 68, True), ("number", 6.8, True), ("number", True, False),
        ("number", "68㎡", False), ("money", 120, True), ("boolean", True, True), ("boolean", "是", False),
        ("date", "2026-03-02", True), ("date", "2026年3月2日", False), ("date", 20260302, False),
    ],
)  # fmt: skip
def test_a_field_says_what_its_type_can_say(type_, value, fits):
    field = Field(key="x", label="某项", type=type_)
    case = a_case(form=(Section(section="甲", fields=(field,)),))
    corrected = actions.CorrectOnTheSpot(
        fields=(actions.CorrectedField(key="x", value=value),), text="签名确认"
    )
    found = {r.code for r in lifecycle.blocking_reasons(case, corrected, BY, KNOWN)}
    assert ("value_odd" in found) != fits


def test_what_was_shared_is_no_mistake_of_the_applicants():
    field = Field(key="x", label="某项", value="甲", source="shared", source_name="某照")
    case = a_case(form=(Section(section="甲", fields=(field,)),))
    corrected = actions.CorrectOnTheSpot(
        fields=(actions.CorrectedField(key="x", value="乙"),), text="签名确认"
    )
    (reason,) = lifecycle.blocking_reasons(case, corrected, BY, KNOWN)
    assert (reason.code, reason.text.zh) == ("field_shared", "某项取自共享数据，不是申请人填写的")


def paper(name, sha256="cd" * 32, answers="extra"):
    return actions.ReceivedMaterial(
        name=name, sha256=sha256, size=7, pages=2, answers=answers, media_type="image/jpeg"
    )


def received(*papers, complete=False):
    return actions.ReceiveMaterials(
        materials=papers, complete=complete, attachments=tuple(p.sha256 for p in papers)
    )


def test_a_paper_that_was_brought_is_the_next_round_of_its_name_or_a_new_material():
    lease = a_material("租赁合同", round=2)
    after = effect(received(paper("租赁合同"), paper("说明", "ef" * 32)), materials=(lease,))
    assert after.materials[0] == lease
    again, new = after.materials[1:]
    assert (again.name, again.round, again.required, again.form) == ("租赁合同", 3, True, "upload")
    assert (again.id, again.sha256) == (f"sa-000001-{'cd' * 8}", "cd" * 32)
    assert (again.size, again.pages, again.media_type) == (7, 2, "image/jpeg")
    assert (new.name, new.round, new.required) == ("说明", 1, False)
    assert [m.id for m in after.current_materials()] == [again.id, new.id]


def test_what_the_item_asks_for_is_required_though_nobody_had_filed_it():
    known = a_situation(MORNING.date(), an_item(materials=(ItemMaterial(name="平面图"),)))
    after = received(paper("平面图")).effect(a_case(), BY, known, MORNING)
    assert after.materials[-1].required


@pytest.mark.parametrize("complete", [False, True])
def test_a_correction_ends_when_all_that_was_asked_for_is_here(complete):
    asked = Correction(round=1, requested_at=MORNING, by_days=15)
    later = MORNING.replace(day=5)
    case = a_case(state="correcting", corrections=(asked,))
    brought = received(paper("租赁合同", answers="correction"), complete=complete)
    after = brought.effect(case, BY, KNOWN, later)
    assert after.state == ("received" if complete else "correcting")
    assert after.corrections[-1].resubmitted_at == (later if complete else None)


def test_a_correction_nobody_knows_of_is_not_ended():
    """As an odd centre may say it."""
    brought = received(paper("租赁合同", answers="correction"), complete=True)
    (reason,) = lifecycle.blocking_reasons(a_case(state="correcting"), brought, BY, KNOWN)
    assert reason.code == "no_correction"


def test_a_deferred_material_is_owed_until_it_comes():
    case = a_case(state="reviewing", accepted_at=MORNING, deferred=(OWED,))
    assert owed(case) == (OWED.name,)
    brought = received(paper(OWED.name, answers="deferred"))
    assert lifecycle.blocking_reasons(case, brought, BY, KNOWN) == ()
    after = brought.effect(case, BY, KNOWN, MORNING)
    assert owed(after) == ()
    again = received(paper(OWED.name, "ef" * 32, answers="deferred"))
    (reason,) = lifecycle.blocking_reasons(after, again, BY, KNOWN)
    assert reason.code == "answers_nothing"


def test_a_receipt_names_each_paper_and_who_took_it():
    rows = dict(
        notice_of(received(paper("租赁合同", answers="correction"), complete=True), a_case()).rows
    )
    assert rows["收到的材料"] == "租赁合同（2页，补正）"
    assert (rows["补正情况"], rows["收件人"], rows["收件日期"]) == (
        "补正材料已经收齐",
        "张伟",
        "2026年3月2日",
    )
    assert "补正情况" not in dict(notice_of(received(paper("租赁合同")), a_case()).rows)


@pytest.mark.parametrize(
    ("payload", "decided"),
    [(actions.Withdraw(text="另行安排"), None), (actions.Terminate(ground="ceased", text="已注销"), MORNING)],
)  # fmt: skip
def test_what_ends_without_a_decision_has_none_and_its_procedure_is_over(payload, decided):
    ended = Pause(from_=date(2026, 2, 24), to=date(2026, 2, 26), procedure="hearing")
    open_ = Pause(from_=date(2026, 2, 27), procedure="testing")
    after = effect(payload, state="special", clock=Clock(pauses=(ended, open_)))
    assert (after.state, after.decision, after.clock.decided_at) == ("terminated", None, decided)
    assert after.clock.pauses == (ended, replace(open_, to=MORNING.date()))


def test_only_the_procedure_that_is_open_is_ended():
    ended = Pause(from_=date(2026, 2, 24), to=date(2026, 2, 26), procedure="hearing")
    open_ = Pause(from_=date(2026, 2, 27), procedure="testing")
    case = a_case(state="special")
    case = replace(case, clock=replace(case.clock, pauses=(ended, open_)))
    after = actions.EndSpecial(finding="合格").effect(case, BY, KNOWN, MORNING)
    assert after.clock.pauses == (ended, replace(open_, to=date(2026, 3, 2)))


def test_a_review_replaces_what_was_recorded_for_its_id_and_keeps_the_rest():
    held = Review(
        materials={"m-1": Verdict(verdict="fail"), "m-2": Verdict(verdict="pass")},
        checklist={"c-1": Tick(done=False), "c-2": Tick(done=True)},
    )
    review = actions.RecordReview(
        materials=(actions.MaterialVerdict(id="m-1", verdict="pass", remark="已核"),),
        checklist=(actions.ChecklistTick(id="c-1", done=True, remark="看过"),),
    )
    after = effect(review, review=held).review
    assert after.materials == {"m-1": Verdict(verdict="pass", remark="已核"), "m-2": Verdict(verdict="pass")}  # fmt: skip
    assert after.checklist == {"c-1": Tick(done=True, remark="看过"), "c-2": Tick(done=True)}


@pytest.mark.parametrize(("tick", "known"), [("c1", True), ("k1", True), ("c9", False)])
def test_a_tick_is_on_a_point_of_the_item_or_on_a_check_of_it(tick, known):
    item = an_item(
        checklist=(ChecklistPoint(id="c1", text="三区分设"),),
        checks=(CheckRule(id="k1", rule="phone"),),
    )
    review = actions.RecordReview(checklist=(actions.ChecklistTick(id=tick, done=True),))
    found = review.blockers(a_case(), BY, replace(KNOWN, item=item))
    assert [reason.code for reason in found] == ([] if known else ["point_unknown"])
    assert review.blockers(a_case(), BY, replace(KNOWN, item=item, item_known=False)) == []


@pytest.mark.parametrize("verdict", ["pass", "fail", "unclear", "fine", ""])
def test_a_verdict_is_one_of_three(verdict):
    review = actions.RecordReview(
        materials=(actions.MaterialVerdict(id="ma-租赁合同", verdict=verdict),)
    )
    found = review.blockers(a_case(materials=(a_material(),)), BY, KNOWN)
    assert bool(found) is (verdict in ("fine", ""))


def test_what_a_centre_does_beyond_the_case_is_nothing_unless_the_action_says_so():
    assert Consequences() == Consequences(
        assigned_to="", message=None, reply=None, issues_licence=False
    )


def test_the_least_asks_for_one_day_and_answers_the_first_rating():
    case = a_case(state="reviewing")
    assert actions.BeginSpecial.minimal(case, KNOWN).expected_days == 1
    assert actions.Extend.minimal(case, KNOWN).days == 1
    rated = tuple(Evaluation(id=f"ev-{n}", sub_application_id=case.id, stars=3) for n in (1, 2))
    known = replace(KNOWN, evaluations=rated)
    assert actions.ReplyEvaluation.minimal(case, known).evaluation_id == "ev-1"


# --- what the notice says ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "resting"),
    [("licence", "依据《中华人民共和国行政许可法》第三十二条第一款第五项的规定，"), ("filing", "")],
)
def test_an_acceptance_finds_what_the_law_asks_for_and_rests_on_it(kind, resting):
    opening, found, *_ = told(actions.Accept(), item=of_kind(kind))
    assert opening == "你于2026年3月2日提出的某事项申请（办件编号：320104-20260302-000001）收悉。"
    assert found == (
        f"经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式。{resting}"
        "本机关决定予以受理。"
    )


def test_an_acceptance_says_by_when_and_what_does_not_count_where_the_item_knows_it():
    days = (
        "本机关承诺于2026年3月30日前（含当日）{}；"
        "法定办理期限为自受理之日起20个工作日，至2026年3月30日止"
    )
    for item, closes, outside in (
        (of_kind("filing"), "办结", ""),
        (
            of_kind("licence"),
            "作出决定",
            "。依法需要听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审的，所需时间不计算在期限内",
        ),
    ):
        assert f"{days.format(closes)}{outside}。" in told(actions.Accept(), item=item)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("licence", "申请符合法定条件、标准"),
        ("confirmation", "申请符合登记条件"),
        ("filing", "备案材料齐全，符合要求"),
        ("public_service", "申请符合办理条件"),
    ],
)
def test_an_approval_says_what_was_found_in_the_clerks_words_or_in_its_kinds(kind, found):
    assert told(actions.Approve(), item=of_kind(kind))[1].startswith(f"经审查，{found}。")
    said = told(actions.Approve(opinion="场所符合要求。"), item=of_kind(kind))[1]
    assert said.startswith("经审查，场所符合要求。")
    assert found not in said


def test_an_approval_rests_on_the_law_of_the_item_and_then_on_the_article_of_decision_once():
    own = ("《食品安全法》第三十五条", "《中华人民共和国行政许可法》第三十八条第一款")
    for basis, cited in ((own[:1], "，".join(own)), (own, "，".join(own)), ((), own[1])):
        item = ItemRef(code="x", name="某事项", legal_basis=basis)
        assert (
            f"依据{cited}的规定，本机关决定准予行政许可。" in told(actions.Approve(), item=item)[1]
        )
    assert "依据" not in told(actions.Approve(), item=of_kind("filing"))[1]


def test_an_approval_says_when_its_result_is_delivered_where_a_text_says_so():
    said = "依据《中华人民共和国行政许可法》第四十四条的规定，本机关将自作出决定之日起{}个工作日内向你颁发、送达办理结果。"
    assert said.format(10) in told(actions.Approve(), item=of_kind("licence"))
    assert said.format(5) in told(actions.Approve(), item=of_kind("licence", delivery_days=5))
    assert not any("颁发、送达" in line for line in told(actions.Approve(), item=of_kind("filing")))


def test_one_ground_of_denial_stands_in_its_sentence_and_more_are_numbered():
    one = told(actions.Deny(grounds=(GROUND,)))
    assert one[1] == "经查，距离过近，不符合《办法》第九条的规定。"
    two = told(actions.Deny(grounds=(GROUND, DenialGround(basis="《条例》第三条", text="无证。"))))
    assert two[1:4] == (
        "经查：",
        "1．距离过近，不符合《办法》第九条的规定。",
        "2．无证，不符合《条例》第三条的规定。",
    )


@pytest.mark.parametrize(
    ("own", "says", "not_"),
    [
        ({}, "逾期未补正的，本机关将依法作出不予受理的决定。", "视为放弃申请"),
        ({"uncorrected": "abandoned"}, "视为放弃申请，本机关终止办理。", "不予受理"),
        ({"correction": "return"}, "申请材料予以退回，补正后可以重新提出申请。", "前（含当日）"),
    ],
)
def test_a_correction_says_what_follows_if_nothing_comes(own, says, not_):
    asked = actions.RequestCorrection(faults=(Fault(text="缺签字"),))
    said = "".join(told(asked, item=of_kind("licence", **own)))
    assert says in said
    assert not_ not in said


def test_a_refusal_says_whom_to_ask_instead_where_it_names_somebody():
    elsewhere = actions.RefuseAcceptance(
        ground="not_competent", text="x", competent_authority="区局"
    )
    assert "请向区局提出申请。" in told(elsewhere)
    assert not any("请向" in line for line in told(replace(elsewhere, competent_authority=" ")))


def test_a_special_procedure_says_more_only_where_the_clerk_did():
    begin = actions.BeginSpecial(procedure="testing", expected_days=1)
    assert len(told(begin)) == 2
    assert told(replace(begin, text=" "))[1:] == told(begin)[1:]
    assert told(replace(begin, text="检测水质"))[2] == "检测水质。"


def test_a_receipt_of_delivery_goes_to_the_address_only_by_mail():
    address = {"delivery": replace(a_delivery(), address="中山路12号")}
    decided = notice_of(actions.Approve(), a_case())
    for method, changes, place in (
        ("ems", address, "中山路12号"),
        ("ems", {}, ""),
        ("counter", address, "政务服务大厅"),
    ):
        case = a_case(notices=(decided, notice_of(actions.Accept(), a_case())), **changes)
        rows = dict(notice_of(actions.Deliver(method=method), case).rows)
        assert rows["送达地点"] == place
        assert rows["送达文书"] == "准予行政许可决定书（待编号）"
        assert "运单号" not in rows
    assert (
        dict(notice_of(actions.Deliver(method="counter"), a_case()).rows)["送达文书"] == "决定文书"
    )


def a_delivery():
    after = effect(actions.Deliver(method="ems", tracking_no="EX1", receiver="王某"))
    assert after.clock.delivered_at == MORNING
    assert (after.state, after.delivery.tracking_no) == ("delivered", "EX1")
    return after.delivery


def test_a_period_that_is_over_is_told_by_its_day():
    asked = Correction(round=1, requested_at=MORNING, by_days=5, by=date(2026, 3, 9))
    case = a_case(state="correcting", corrections=(asked,))
    late = actions.RefuseAcceptance(ground="not_corrected", text="逾期")
    for today, barred in ((date(2026, 3, 9), True), (date(2026, 3, 10), False)):
        found = lifecycle.blocking_reasons(case, late, BY, a_situation(today))
        assert [r.text.zh for r in found] == (["补正期限到 2026-03-09 才届满"] if barred else [])
