"""提请签发 in a cache: what the handler's and the lead's lists, outboxes and drafts make of it."""

from datetime import date, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.approval_form import approval_forms
from app.cases.model import Clerk, DenialGround, Department
from app.store import arrivals, attachments, cases, decisions, drafts, outbox
from app.store.cases import CaseFilter
from app.store.database import set_meta
from app.store.errors import NotLawful
from tests.support.examples import MORNING, a_case, a_situation
from tests.support.stores import decide, entries, keep, later, states, write

ID = "sa-000001"
TODAY = MORNING.date()
OWN = Department(code="scjg", name="市场监督管理局", full_name="南京市市场监督管理局")
HANDLER = Clerk(id="clerk-01", name="张伟", roles=("clerk",), department=OWN)
LEAD = Clerk(id="clerk-02", name="王芳", roles=("clerk", "lead"), department=OWN)
DENIAL = actions.Deny(
    opinion="不符合", grounds=(DenialGround(basis="《办法》第九条", text="过近"),)
)


def a_signed_case(**changes):
    case = a_case(**({"state": "reviewing", "accepted_at": MORNING} | changes))
    return replace(case, item=replace(case.item, signatures={"approve": 1, "deny": 1, "extend": 1}))


def standing(payload=DENIAL, id_="p", at=MORNING):
    """The case as the centre says it once it was proposed."""
    asked = Action(id=id_, sub_application_id=ID, at=at, payload=actions.Propose.of(payload))
    return lifecycle.apply(a_signed_case(), asked, HANDLER, a_situation(TODAY))


@pytest.fixture(autouse=True)
def a_centre_that_knows_proposals(store):
    write(store, lambda db: set_meta(db, "epoch", "e1"))


def sit(store, clerk):
    def work(db):
        set_meta(db, "clerk", msgspec.json.encode(clerk).decode())

    write(store, work)


def shown(store):
    return cases.get(store.reader(), ID)


def listed(store, standing):
    return cases.rows(
        store.reader(), cases.listed(store.reader(), CaseFilter(standing=standing), TODAY), TODAY
    )


def taken(store):
    came = []
    write(store, lambda db: came.extend(arrivals.take(db)))
    return [(each.kind, each.case_id) for each in came]


# --- the handler's desk ---------------------------------------------------------------------------


def test_a_decision_that_needs_a_signature_is_queued_as_its_proposal_and_prints_nothing(store):
    keep(store, a_signed_case())
    decide(store, DENIAL)
    (entry,) = entries(store)
    assert (entry.payload.type, entry.payload.proposed) == ("propose", DENIAL)
    assert entry.payload.attachments == ()
    assert (shown(store).state, shown(store).proposal.id) == ("reviewing", entry.id)
    assert shown(store).notices == ()


def test_what_stands_with_the_leads_waits_and_its_clock_runs_on(store):
    keep(store, a_signed_case())
    decide(store, DENIAL)
    (row,) = listed(store, "waiting")
    assert (row.proposed, row.proposed_by, row.proposal_opinion) == ("deny", "张伟", "过近")
    assert row.light == "green" and row.due is not None
    assert listed(store, "todo") == listed(store, "to_sign") == []
    late = a_signed_case(received_at=MORNING - timedelta(days=90),
                         accepted_at=MORNING - timedelta(days=90))  # fmt: skip
    keep(store, replace(late, revision=2, proposal=shown(store).proposal))
    assert listed(store, "waiting")[0].light == "red"


def test_what_was_proposed_comes_back_to_where_it_was_typed_when_it_is_taken_back(store):
    keep(store, a_signed_case())
    write(store, lambda db: drafts.save(db, ID, "opinion", "不符合", MORNING))
    decide(store, DENIAL)
    assert drafts.of_case(store.reader(), ID).opinion == ""
    write(store, lambda db: decisions.withdraw(db, entries(store)[0].id, later(1), TODAY))
    draft = drafts.of_case(store.reader(), ID)
    assert draft.sheets["deny"].payload == DENIAL
    assert draft.opinion == "过近"
    assert (shown(store).proposal, states(store)) == (None, ["withdrawn"])


def sent_back(case=None):
    back = Action(id="b", sub_application_id=ID, at=later(1),
                  payload=actions.SendBack(proposal_id="p", text="请补充"))  # fmt: skip
    return lifecycle.apply(case or standing(), back, LEAD, a_situation(TODAY))


def test_what_was_recalled_is_there_to_be_changed_and_proposed_again(store):
    keep(store, standing())
    decide(store, actions.Recall(proposal_id="p"), at=later(1))
    draft = drafts.of_case(store.reader(), ID)
    assert draft.sheets["deny"].payload == DENIAL
    assert draft.opinion == "过近"


def test_what_was_typed_since_stands_when_it_is_recalled(store):
    keep(store, standing())
    write(store, lambda db: drafts.save(db, ID, "opinion", "另写的", MORNING))
    decide(store, actions.Recall(proposal_id="p"), at=later(1))
    assert drafts.of_case(store.reader(), ID).opinion == "另写的"


def test_what_a_lead_sent_back_is_there_to_be_changed_and_proposed_again(store):
    sit(store, HANDLER)
    keep(store, standing())
    keep(store, replace(sent_back(), revision=2))
    draft = drafts.of_case(store.reader(), ID)
    assert (draft.sheets["deny"].payload, draft.opinion) == (DENIAL, "过近")


@pytest.mark.parametrize("reader", [HANDLER, LEAD])
def test_what_was_signed_or_another_s_proposal_leaves_no_draft(store, reader):
    keep(store, standing())
    signature = actions.Sign(proposal_id="p", opinion="同意")
    signed = Action(id="s", sub_application_id=ID, at=later(1), payload=signature)
    done = lifecycle.apply(standing(), signed, LEAD, a_situation(TODAY))
    sit(store, reader)
    keep(store, replace(done if reader is HANDLER else sent_back(), revision=2))
    assert drafts.of_case(store.reader(), ID).opinion == ""


def test_a_recall_queued_behind_the_proposal_names_it(store):
    keep(store, a_signed_case())
    decide(store, DENIAL)
    decide(store, actions.Recall(proposal_id=shown(store).proposal.id), at=later(1))
    assert shown(store).proposal is None
    assert [entry.payload.type for entry in entries(store)] == ["propose", "recall"]


def test_while_it_stands_nothing_else_is_queued(store):
    keep(store, a_signed_case())
    decide(store, DENIAL)
    with pytest.raises(NotLawful) as barred:
        decide(store, actions.BeginSpecial(procedure="testing", expected_days=3, text="x"))
    assert barred.value.blocking_reasons[0].code == "proposed"


def test_a_proposal_that_a_lead_sent_back_is_told(store):
    keep(store, standing())
    keep(store, sent_back())
    assert taken(store) == [("sent_back", ID)]


# --- the lead's desk ------------------------------------------------------------------------------


def test_what_asks_for_the_leads_signature_is_in_a_list_of_its_own_and_told_once(store):
    write(store, lambda db: cases.drop(db, [ID]))
    sit(store, LEAD)
    for _ in range(2):
        keep(store, standing())
    assert taken(store) == [("to_sign", ID)]
    assert taken(store) == []
    (row,) = listed(store, "to_sign")
    assert (row.proposed, row.proposed_by) == ("deny", "张伟")
    assert listed(store, "todo") == listed(store, "waiting") == []
    counts = cases.counts(store.reader(), TODAY)
    assert (counts["to_sign"], counts["todo"], counts["overdue"]) == (1, 0, 0)


def test_the_handlers_own_proposal_asks_for_nobodys_signature_here(store):
    keep(store, standing())
    assert taken(store) == []
    assert listed(store, "to_sign") == []


def test_a_signature_carries_the_notice_and_the_internal_form_it_prints(store):
    sit(store, LEAD)
    keep(store, standing())
    printed = []

    def work(db):
        payload = actions.Sign(proposal_id="p", opinion="同意")

        def print_notice(notice):
            printed.append(notice)
            return notice.title.encode()

        return decisions.decide(db, ID, payload, later(5), print_notice)

    write(store, work)
    (entry,) = entries(store)
    notice, form = shown(store).notices[-1], approval_forms(shown(store))[-1]
    assert printed == [form, notice]
    contents = dict(attachments.contents(store.reader(), entry.payload.attachments))
    carried = [contents[sha256].decode() for sha256 in entry.payload.attachments]
    assert carried == [notice.title, "审批表"]  # the notice first
    assert shown(store).state == "denied"
    assert listed(store, "to_sign") == listed(store, "todo") == []


def test_what_a_lead_signed_and_has_not_sent_goes_whatever_is_said_of_the_case(store):
    """What became of the proposal meanwhile the centre alone can say."""
    sit(store, LEAD)
    keep(store, standing())
    decide(store, actions.Sign(proposal_id="p", opinion="同意"), at=later(1))
    elsewhere = replace(standing(), proposal=None, revision=9)
    write(store, lambda db: decisions.follow_holders(db, [elsewhere], set(), later(2)))
    assert states(store) == ["waiting"]
    write(store, lambda db: outbox.case_gone(db, ID, later(3)))
    assert states(store) == ["waiting"]


def test_an_answer_follows_none_that_was_given_before_the_case_moved_on(store):
    """What was sent back and proposed again meanwhile is signed as it was read."""
    sit(store, LEAD)
    keep(store, standing())
    decide(store, actions.SendBack(proposal_id="p", text="请补充"), at=later(1))
    write(store, lambda db: outbox.mark_sending(db, [entries(store)[0].id], later(2)))
    write(store, lambda db: outbox.unmark_sending(db, later(2)))
    keep(store, replace(standing(id_="q", at=later(3)), revision=9))
    decide(store, actions.Sign(proposal_id="q", opinion="同意"), at=later(4))
    _, signature = entries(store)
    assert (signature.base_revision, signature.after_id) == (9, None)


def test_what_came_too_late_for_one_proposal_is_not_sent_again_for_the_next(store):
    sit(store, LEAD)
    keep(store, standing())
    decide(store, actions.Sign(proposal_id="p", opinion="同意"), at=later(1))
    (entry,) = entries(store)
    write(store, lambda db: outbox.mark_back(db, entry, "gone", "recall", "", later(2), "张伟"))
    write(store, lambda db: outbox.case_back(db, ID, later(3)))
    assert states(store) == ["gone"]


def test_the_leads_own_words_come_back_with_a_signature_taken_back(store):
    sit(store, LEAD)
    keep(store, standing())
    write(store, lambda db: drafts.save(db, ID, "opinion", "同意", MORNING))
    decide(store, actions.Sign(proposal_id="p", opinion="同意"), at=later(1))
    assert drafts.of_case(store.reader(), ID).opinion == ""
    write(store, lambda db: decisions.undo(db, decisions.last_decided(db), later(2), TODAY))
    assert drafts.of_case(store.reader(), ID).opinion == "同意"
    assert len(listed(store, "to_sign")) == 1


# --- the internal form ----------------------------------------------------------------------------


def signed(case, by, at, id_="p", opinion="同意"):
    action = Action(id="s", sub_application_id=ID, at=at,
                    payload=actions.Sign(proposal_id=id_, opinion=opinion))  # fmt: skip
    return lifecycle.apply(case, action, by, a_situation(at.date()))


def test_the_internal_form_names_who_proposed_and_signed_when_and_with_which_opinion():
    (form,) = approval_forms(signed(standing(), LEAD, MORNING + timedelta(days=1)))
    assert (form.title, form.day, form.department) == (
        "审批表", date(2026, 3, 3), "南京市市场监督管理局",
    )  # fmt: skip
    assert form.rows == (
        ("事项", "食品经营许可证核发"),
        ("办件编号", "320104-20260302-000001"),
        ("申请人", "南京某某餐饮有限公司"),
        ("提请办理", "不予行政许可"),
        ("承办意见", "过近"),
        ("承办人、日期", "张伟　2026年3月2日"),
        ("签发意见", "同意"),
        ("签发人、日期", "王芳　2026年3月3日"),
    )


def test_of_two_who_sign_the_first_has_checked_it():
    case = a_signed_case()
    case = replace(case, item=replace(case.item, signatures={"deny": 2}))
    asked = Action(id="p", sub_application_id=ID, at=MORNING, payload=actions.Propose.of(DENIAL))
    case = lifecycle.apply(case, asked, HANDLER, a_situation(TODAY))
    once = signed(case, LEAD, later(1), opinion="属实")
    assert approval_forms(once) == ()
    (form,) = approval_forms(signed(once, replace(LEAD, id="clerk-03", name="李文"), later(2)))
    assert form.rows[6:] == (
        ("审核意见", "属实"), ("审核人、日期", "王芳　2026年3月2日"),
        ("签发意见", "同意"), ("签发人、日期", "李文　2026年3月2日"),
    )  # fmt: skip


def test_what_was_sent_back_or_needed_no_signature_has_no_form():
    back = Action(id="b", sub_application_id=ID, at=later(1),
                  payload=actions.SendBack(proposal_id="p", text="请补充"))  # fmt: skip
    assert approval_forms(lifecycle.apply(standing(), back, LEAD, a_situation(TODAY))) == ()
    plain = Action(id="d", sub_application_id=ID, at=MORNING, payload=DENIAL)
    done = lifecycle.apply(replace(a_signed_case(), item=a_case().item), plain, HANDLER,
                           a_situation(TODAY))  # fmt: skip
    assert approval_forms(done) == ()


def test_two_leads_conflict_is_compared(store):
    sit(store, LEAD)
    keep(store, standing())
    decide(store, actions.Sign(proposal_id="p", opinion="同意"), at=later(1))
    other = signed(standing(), replace(LEAD, id="clerk-03", name="李文"), later(1), opinion="依法")
    keep(store, other)
    write(
        store,
        lambda db: outbox.mark_back(db, entries(store)[0], "conflict", "conflict", "", later(2)),
    )
    with pytest.raises(NotLawful) as barred:
        write(
            store,
            lambda db: decisions.resubmit_on_latest(db, entries(store)[0].id, later(3), TODAY),
        )
    assert barred.value.blocking_reasons[0].text.zh == "提请已由李文签发"
    write(store, lambda db: decisions.take_theirs(db, entries(store)[0].id, later(3), TODAY))
    assert drafts.of_case(store.reader(), ID).opinion == "同意"
