"""An action takes out of the drafts what it sends and nothing else; taken back, it gives that back."""

import hashlib
import secrets
from datetime import date, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases import actions
from app.cases.actions import ACTIONS
from app.cases.model import (
    ChecklistPoint,
    Clerk,
    Clock,
    Correction,
    DeferredMaterial,
    DenialGround,
    Evaluation,
    Fault,
    GivenCommitment,
    ItemMaterial,
    Notice,
    Party,
    Pause,
    Tick,
    Verdict,
    civil,
)
from app.desk import Annotation, Desk, Draft, SheetDraft
from app.machine.paths import Places
from app.machine.settings import load
from app.store import cases, catalogue, drafts
from app.store.database import Store, set_meta
from app.store.errors import NotLawful
from tests.support.caches import open_cache
from tests.support.examples import MORNING, a_case, a_material, an_item

LEAD = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
OPINION, MESSAGE = "意见写了很久", "给兄弟部门的话"
PAPER = a_material("租赁合同")
MARK = Annotation(material_id=PAPER.id, page=0, box=(0.1, 0.2, 0.3, 0.4), remark="面积不符")
OWED = DeferredMaterial(name="平面图", by=date(2026, 3, 9))
GROUNDS = (
    DenialGround(basis="《甲法》第一条", text=OPINION),
    DenialGround(basis="《乙法》第二条", text="通道过窄"),
)
PLAN = b"%PDF plan"
BROUGHT = actions.ReceivedMaterial(name="平面图", sha256=hashlib.sha256(PLAN).hexdigest(), pages=1)

RECEIVED = {"state": "received"}
REVIEWING = {"state": "reviewing", "accepted_at": MORNING}
SPECIAL = {
    "state": "special",
    "clock": Clock(received_at=MORNING, accepted_at=MORNING, pauses=(Pause(from_=civil(MORNING)),)),
}
PROMISED = GivenCommitment(verify_by=civil(MORNING))
TOLD = Notice(type="approve", title="准予", no="7号", provisional=False, day=civil(MORNING))
LAPSED = {
    "state": "correcting",
    "corrections": (Correction(round=1, requested_at=MORNING.replace(year=2025), by_days=3),),
}

# action → the case it is taken on, what it says, and the drafts it sends beside its own sheet
TABLE = {
    "accept": (RECEIVED, actions.Accept(deferred_materials=(OWED,)), {"judgement"}),
    "request_correction": (
        RECEIVED, actions.RequestCorrection(faults=(Fault(text="缺签字"),), by_days=7), {"judgement"},
    ),
    "refuse_acceptance": (
        RECEIVED, actions.RefuseAcceptance(ground="no_licence_needed", text=OPINION),
        {"judgement", "opinion"},
    ),
    "begin_special": (
        REVIEWING, actions.BeginSpecial(procedure="inspection", expected_days=9, text="验水质"),
        {"judgement"},
    ),
    "end_special": (SPECIAL, actions.EndSpecial(finding="水质合格"), {"judgement"}),
    "extend": (REVIEWING, actions.Extend(days=10, reason="案情复杂"), {"judgement"}),
    "approve": (
        REVIEWING, actions.Approve(opinion=OPINION, conditions="依据《食品安全法》第三十三条，不得生食"), {"judgement", "opinion"},
    ),
    "deny": (REVIEWING, actions.Deny(grounds=GROUNDS), {"judgement", "opinion"}),
    "deliver": ({"state": "approved"}, actions.Deliver(method="ems", tracking_no="EX1"), set()),
    "correct_on_the_spot": (
        RECEIVED | {"fields": {"area": "86"}},
        actions.CorrectOnTheSpot(
            fields=(actions.CorrectedField(key="area", value="68"),), text="签名确认"
        ),
        {"judgement"},
    ),
    "receive_materials": (
        REVIEWING, actions.ReceiveMaterials(materials=(BROUGHT,)), set(),
    ),
    "withdraw": (REVIEWING, actions.Withdraw(text="另行安排"), {"judgement"}),
    "terminate": (
        REVIEWING, actions.Terminate(ground="ceased", legal_basis="《甲法》第一条", text=OPINION),
        {"judgement", "opinion"},
    ),
    "review": (REVIEWING, actions.RecordReview(), {"judgement"}),
    "transfer": (REVIEWING, actions.Transfer(to_clerk="clerk-02", reason="请假"), {"judgement"}),
    "release": (RECEIVED, actions.Release(), {"judgement"}),
    "message": (REVIEWING, actions.SendMessage(to_department="wsjk", text=MESSAGE), {"message"}),
    "reply_evaluation": (
        {"state": "delivered"}, actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢"), set(),
    ),
    "inform_parties": (
        REVIEWING, actions.InformParties(parties=(Party(name="王某", how="ems"),), text="采光"), {"judgement"},
    ),
    "verify_commitment": (
        {"state": "approved", "commitment": PROMISED},
        actions.VerifyCommitment(finding=False, text="没有安装"), set(),
    ),
    "rectify": (
        {"state": "approved", "notices": (TOLD,)}, actions.Rectify(notice_no="7号", text="甲应为乙"), set(),
    ),
    "return_delivery": ({"state": "delivered"}, actions.ReturnDelivery(reason="拒收"), set()),
    "archive": ({"state": "delivered"}, actions.Archive.of("a" * 64, "b" * 64), set()),
}  # fmt: skip
WITHOUT_SHEET = ("review", "release", "archive")


@pytest.fixture
def desk(tmp_path):
    """A desk without a centre whose clerk knows the item and the rating."""
    places = Places.below(tmp_path / "home")
    made = Desk(places, load(places.settings), lambda: MORNING)
    open_cache(made, "drafts", secrets.token_hex(32), LEAD)
    item = an_item(checklist=(ChecklistPoint(id="c1", text="三区分设"),))
    rated = Evaluation(id="ev-1", sub_application_id="sa-000001", stars=3)

    def know(db):
        set_meta(db, "epoch", "e1")  # a centre of version 1.1
        catalogue.put(db, "item", [("food", 1, msgspec.json.encode(item))])
        return catalogue.put(db, "evaluation", [("ev-1", 1, msgspec.json.encode(rated))])

    made.account.signed_in.store.write(know).result()
    yield made
    made.close()


def hold(desk, kind, **changes):
    """The case this action is taken on, with something typed and judged in every place."""
    state, payload, _ = TABLE[kind]
    case = a_case(**({"materials": (PAPER,)} | state | changes))
    if kind == "accept":
        item = an_item(materials=(ItemMaterial(name="平面图"), ItemMaterial(name="租赁合同")))
        wanted = [("food", 2, msgspec.json.encode(item))]
        desk.account.signed_in.store.write(lambda db: catalogue.put(db, "item", wanted)).result()
    put = [cases.prepare_case(case, msgspec.json.encode(case))]
    desk.account.signed_in.store.write(lambda db: cases.put(db, put, desk.machine.today())).result()
    if kind == "receive_materials":
        desk.receiving.keep(case.id, BROUGHT.name, PLAN, BROUGHT.pages).result()
    desk.drafting.write_opinion(case.id, OPINION).result()
    desk.drafting.judge_material(case.id, PAPER.id, Verdict(verdict="pass", remark="看过")).result()
    if kind != "accept":
        desk.drafting.tick(case.id, "c1", Tick(done=True)).result()
    desk.drafting.annotate(case.id, "1", MARK).result()
    desk.drafting.write_message(case.one_thing.id, MESSAGE).result()
    for sheet in {"deny", "transfer", kind} - set(WITHOUT_SHEET):
        desk.drafting.write_sheet(case.id, SheetDraft.of(TABLE[sheet][1])).result()
    return case, payload


def typed(desk, case) -> tuple[Draft, str]:
    """Everything that is typed and not sent; when it was saved does not matter."""
    draft = desk.cases.view(case.id).draft
    return replace(draft, saved_at=None), desk.drafting.begun_message(case.one_thing.id)


def without(before: tuple[Draft, str], kind: str, sent: set[str]) -> tuple[Draft, str]:
    draft, message = before
    judged = {"materials": {}, "checklist": {}} if "judgement" in sent else {}
    opinion = {"opinion": ""} if "opinion" in sent else {}
    sheets = {name: sheet for name, sheet in draft.sheets.items() if name != kind}
    return (
        replace(draft, sheets=sheets, **judged, **opinion),
        "" if "message" in sent else message,
    )


def test_only_what_differs_and_what_the_case_still_has_is_recorded():
    case = a_case(materials=(PAPER,))
    point = ChecklistPoint(id="p1", text="面积一致")
    item = an_item(checklist=(point,))
    judged = Draft(
        materials={PAPER.id: Verdict(verdict="pass"), "gone": Verdict(verdict="fail")},
        checklist={"p1": Tick(done=True), "gone": Tick(done=True)},
    )
    said = judged.to_record(case, item)
    assert [m.id for m in said.materials] == [PAPER.id] and [t.id for t in said.checklist] == ["p1"]
    recorded = replace(case, review=judged.over(case.review))
    assert judged.to_record(recorded, item) is None
    assert Draft(checklist={"gone": Tick(done=True)}).to_record(case, item) is None


def test_the_table_knows_every_action():
    proposals = {"propose", "sign", "send_back", "recall"}  # tests/store/test_proposals.py
    assert set(TABLE) == set(ACTIONS) - proposals


@pytest.mark.parametrize("kind", TABLE)
def test_an_action_consumes_what_it_sends_and_an_undo_gives_exactly_that_back(desk, kind):
    case, payload = hold(desk, kind)
    before = typed(desk, case)
    desk.deciding.decide(case.id, payload).result()
    assert typed(desk, case) == without(before, kind, TABLE[kind][2])
    desk.deciding.undo().result()
    assert desk.deciding.entries() == []
    assert typed(desk, case) == before


@pytest.mark.parametrize("kind", TABLE)
def test_what_was_typed_since_is_never_overwritten_by_an_undo(desk, kind):
    case, payload = hold(desk, kind)
    desk.deciding.decide(case.id, payload).result()
    since = Verdict(verdict="fail", remark="后来看的")
    desk.drafting.write_opinion(case.id, "后来写的").result()
    desk.drafting.judge_material(case.id, PAPER.id, since).result()
    desk.drafting.write_message(case.one_thing.id, "后来的话").result()
    later = SheetDraft.of(actions.Transfer(to_clerk="clerk-03", reason="后来的理由"))
    desk.drafting.write_sheet(case.id, later).result()
    desk.deciding.undo().result()
    draft, message = typed(desk, case)
    assert (draft.opinion, draft.materials[PAPER.id], message) == ("后来写的", since, "后来的话")
    assert draft.sheets["transfer"] == later
    assert draft.marks == {"1": MARK}


@pytest.mark.parametrize("kind", [kind for kind in TABLE if kind not in WITHOUT_SHEET])
def test_what_an_action_said_is_in_its_sheet_again_though_it_was_never_saved_there(desk, kind):
    case, payload = hold(desk, kind)
    desk.drafting.forget_sheet(case.id, kind).result()
    desk.deciding.decide(case.id, payload).result()
    desk.deciding.undo().result()
    assert desk.cases.view(case.id).draft.sheets[kind].payload == payload


def test_a_withdrawn_approval_gives_the_opinion_back_and_leaves_the_review_it_rests_on(desk):
    case, payload = hold(desk, "approve")
    desk.deciding.decide(case.id, payload).result()
    review, approval = desk.deciding.entries()
    assert (review.payload.type, approval.payload.type) == ("review", "approve")
    desk.deciding.withdraw(approval.id).result()
    view = desk.cases.view(case.id)
    assert view.draft.opinion == OPINION
    assert (view.draft.materials, view.case.review.materials[PAPER.id].remark) == ({}, "看过")


def test_what_is_refused_here_consumes_nothing(desk):
    case, _ = hold(desk, "approve")
    before = typed(desk, case)
    with pytest.raises(NotLawful):
        desk.deciding.decide(case.id, actions.Deny()).result()
    assert typed(desk, case) == before


def test_lapsed_correction_is_refused_and_comes_back_with_its_reason(desk):
    case, _ = hold(desk, "refuse_acceptance", **LAPSED)
    payload = actions.RefuseAcceptance(ground="not_corrected", text="逾期未补正")
    desk.deciding.decide(case.id, payload).result()
    desk.deciding.undo().result()
    draft, _message = typed(desk, case)
    assert (draft.opinion, draft.sheets["refuse_acceptance"].payload) == ("逾期未补正", payload)


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield made
    made.close()


FIELDS = {
    "opinion": "意见",
    "material:m": Verdict(verdict="fail"),
    "check:c": Tick(done=True),
    "mark:1": MARK,
    "sheet:transfer": SheetDraft.of(actions.Transfer(to_clerk="c", reason="r")),
}


def test_a_draft_is_of_one_case_and_was_saved_when_it_was_last_typed(store):
    def save(case_id, field, value, minutes):
        at = MORNING + timedelta(minutes=minutes)
        return store.write(lambda db: drafts.save(db, case_id, field, value, at)).result()

    assert drafts.of_case(store.reader(), "a") == Draft()
    for minutes, (field, value) in enumerate(FIELDS.items()):
        (changed,) = save("a", field, value, 5 - minutes)
        assert (changed.kind, changed.ids) == ("draft", ("a",))
    save("b", "opinion", "其他", 60)
    draft = drafts.of_case(store.reader(), "a")
    assert draft == Draft(
        opinion="意见",
        materials={"m": Verdict(verdict="fail")},
        checklist={"c": Tick(done=True)},
        marks={"1": MARK},
        sheets={"transfer": FIELDS["sheet:transfer"]},
        saved_at=MORNING + timedelta(minutes=5),
    )
    save("a", "opinion", "改过", 9)
    assert drafts.of_case(store.reader(), "a").opinion == "改过"
    assert drafts.of_case(store.reader(), "a").saved_at == MORNING + timedelta(minutes=9)
    store.write(lambda db: drafts.forget(db, "a", "opinion")).result()
    assert drafts.of_case(store.reader(), "a").opinion == ""
    assert drafts.of_case(store.reader(), "b").opinion == "其他"


def test_a_message_is_sent_only_where_its_words_are_those_that_were_typed(store):
    case, sent = a_case(), actions.SendMessage(to_department="wsjk", text=MESSAGE)

    def left(typed):
        store.write(lambda db: drafts.save(db, "ot-1", "message", typed, MORNING)).result()
        store.write(lambda db: drafts.consume(db, case, sent)).result()
        return drafts.message(store.reader(), "ot-1")

    assert left(f" {MESSAGE} ") == ""
    assert left("别的话") == "别的话"


def test_words_given_back_fill_what_is_empty_and_nothing_else(store):
    payload = actions.Approve(opinion="准予")

    def given_back(typed):
        store.write(lambda db: drafts.save(db, "a", "opinion", typed, MORNING)).result()
        store.write(lambda db: drafts.give_back(db, "a", "", payload, MORNING)).result()
        return drafts.of_case(store.reader(), "a").opinion

    assert (given_back(""), given_back("改过")) == ("准予", "改过")
