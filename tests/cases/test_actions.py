"""An action that does not say all of itself is never taken for lawful: it is not made at all."""

import pkgutil
from importlib import import_module

import pytest

from app.cases import actions
from app.cases.actions import ACTIONS, Accept, Payload, require_every_action
from app.cases.actions.payload import MEMBERS, Consequences
from tests.support.examples import MORNING, a_case, a_situation
from tests.support.notices import BY


@pytest.mark.parametrize("member", MEMBERS)
def test_an_action_that_lacks_a_member_cannot_be_made(member):
    said = {name: Accept.__dict__[name] for name in MEMBERS if name != member}
    with pytest.raises(TypeError, match=f"Recall lacks {member}$"):
        type(Payload)("Recall", (Payload,), said)


def test_whatever_the_law_asks_an_action_is_required_of_it():
    asked = {
        name
        for name, member in vars(Payload).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, classmethod))
    }
    asked |= {name for name, kind in Payload.__annotations__.items() if "ClassVar" in str(kind)}
    assert asked == set(MEMBERS)


def test_every_action_there_is_stands_in_the_table():
    for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        import_module(module.name)
    made = {kind for kind in Payload.__subclasses__() if kind.__module__.startswith("app.")}
    assert made == set(ACTIONS.values())


def test_nothing_of_an_action_is_taken_from_another():
    with pytest.raises(TypeError, match="blockers"):
        type(Payload)("AcceptQuickly", (Accept,), {"type": "accept_quickly"})


def test_a_table_beside_it_that_lacks_an_action_cannot_be_loaded():
    with pytest.raises(LookupError, match="words and the table of actions differ in approve"):
        require_every_action({kind: kind for kind in ACTIONS if kind != "approve"}, "words")


@pytest.mark.parametrize("kind", ACTIONS.values(), ids=ACTIONS)
def test_it_serves_a_notice_of_its_type_or_says_that_it_serves_none(kind):
    case = a_case()
    known = a_situation(MORNING.date())
    notice = kind.minimal(case, known).notice(case, BY, known, MORNING)
    assert (notice is not None) == bool(kind.title(case.item))
    assert notice is None or (notice.type, notice.title) == (kind.type, kind.title(case.item))


@pytest.mark.parametrize("kind", ACTIONS.values(), ids=ACTIONS)
def test_it_leads_where_it_says(kind):
    case = a_case(state=kind.states[0])
    known = a_situation(MORNING.date())
    after = kind.minimal(case, known).effect(case, BY, known, MORNING)
    by_case = {"return_delivery": "approved", "verify_commitment": "revoked"}
    assert after.state == (kind.leads_to or by_case.get(kind.type, case.state))


def test_what_a_centre_does_beyond_the_case():
    def beyond(kind):
        return kind.minimal(a_case(), a_situation(MORNING.date())).consequences()

    expected = {
        "approve": Consequences(issues_licence=True),
        "verify_commitment": Consequences(revokes_licence=True),
        "transfer": Consequences(assigned_to="…"),
        "message": Consequences(message=("…", "…")),
        "reply_evaluation": Consequences(reply=("", "…")),
        "archive": Consequences(puts_away=True),
        "receive_materials": Consequences(files=("…",)),
    }
    for name, kind in ACTIONS.items():
        assert beyond(kind) == expected.get(name, Consequences()), name
