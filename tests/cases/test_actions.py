"""An action that does not say all of itself is never taken for lawful: it is not made at all."""

import pytest

from app.cases.actions import ACTIONS, Accept, Payload, require_every_action
from app.cases.actions.payload import MEMBERS
from tests.support.examples import MORNING, a_case, a_situation
from tests.support.notices import BY


@pytest.mark.parametrize("member", MEMBERS)
def test_an_action_that_lacks_a_member_cannot_be_made(member):
    said = {name: Accept.__dict__[name] for name in MEMBERS if name != member}
    with pytest.raises(TypeError, match=f"Recall lacks {member}$"):
        type(Payload)("Recall", (Payload,), said)


def test_nothing_of_an_action_is_taken_from_another():
    with pytest.raises(TypeError, match="blockers"):
        type(Payload)("AcceptQuickly", (Accept,), {"type": "accept_quickly"})


def test_a_table_beside_it_that_lacks_an_action_cannot_be_loaded():
    with pytest.raises(LookupError, match="words and the table of actions differ in approve"):
        require_every_action({kind: kind for kind in ACTIONS if kind != "approve"}, "words")


@pytest.mark.parametrize("kind", ACTIONS.values(), ids=ACTIONS)
def test_it_serves_a_notice_of_its_type_or_says_that_it_serves_none(kind):
    case = a_case()
    notice = kind.minimal(case, a_situation(MORNING.date())).notice(case, BY, MORNING)
    assert (notice is not None) == bool(kind.serves)
    assert notice is None or (notice.type, notice.title) == (kind.type, kind.serves)


@pytest.mark.parametrize("kind", ACTIONS.values(), ids=ACTIONS)
def test_it_leads_where_it_says(kind):
    case = a_case(state=kind.states[0])
    after = kind.minimal(case, a_situation(MORNING.date())).effect(case, BY, MORNING)
    assert after.state == (kind.leads_to or case.state)
