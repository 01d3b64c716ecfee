"""Desk and centre keep the same rules: what a desk allows offline no centre refuses for a rule.

Two real desks with their caches, a handler's and a lead's, and a served practice centre live
through histories made by chance: decisions, signatures, other hands, days passing, rounds of the
protocol, the lead's desk killed on its way.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from msgspec.structs import replace

from app.cases import actions, kinds, proposals
from app.cases.actions import Action
from app.cases.checks import missing_materials
from app.cases.model import SHANGHAI, DeferredMaterial, DenialGround, Fault, Party, Tick, Verdict
from app.central import errors
from app.central.client import CentralClient
from app.central.wire import WireAction, to_wire
from app.desk import CaseFilter, Desk, NotLawful
from app.machine.paths import Places
from app.machine.settings import load
from app.store import cases as held_cases
from app.sync.cycle import sync_cycle
from app.sync.verify import Verification
from tests.practice.test_city import quick_city
from tests.support.caches import open_cache
from tests.support.centres import Centre

LEAD = 1  # wang.fang, who may extend
EMPTY = hashlib.sha256(b"").hexdigest()  # of an archive's files: what is in them no rule asks


def accept(view):
    owed = missing_materials(view.case, view.situation.item)
    day = view.situation.today + timedelta(days=5)
    return actions.Accept(
        deferred_materials=tuple(DeferredMaterial(name=name, by=day) for name in owed)
    )


def receive(view):
    """A paper that is brought and taken in first."""
    pdf = b"%PDF-1.4\n" + uuid.uuid4().bytes
    Histories.desk.receiving.keep(view.case.id, "补充说明", pdf, 1).result()
    paper = Histories.desk.cases.view(view.case.id).new_evidence[-1]
    correcting = view.case.state == "correcting"
    brought = actions.ReceivedMaterial(
        name=paper.name,
        sha256=paper.sha256,
        media_type="application/pdf",
        size=paper.size,
        pages=paper.pages,
        answers="correction" if correcting else "extra",
    )
    return actions.ReceiveMaterials(materials=(brought,), complete=correcting)


DECISIONS = {
    "accept": accept,
    "request_correction": lambda view: actions.RequestCorrection(
        faults=(Fault(text="缺平面图"),), by_days=3
    ),
    "refuse_acceptance": lambda view: actions.RefuseAcceptance(
        ground="not_corrected" if view.case.state == "correcting" else "no_licence_needed",
        text="依法不予受理",
    ),
    "begin_special": lambda view: actions.BeginSpecial(
        procedure=next(iter(kinds.special_procedures(view.case.item)), "testing"),
        expected_days=3,
        text="听证",
    ),
    "end_special": lambda view: actions.EndSpecial(finding="合格"),
    "extend": lambda view: actions.Extend(
        days=kinds.extension(view.case.item).days or 10,
        reason="复杂",
        approved_by="周敏",
        approved_on=view.situation.today,
    ),
    "approve": lambda view: actions.Approve(opinion="准予"),
    "deny": lambda view: actions.Deny(grounds=(DenialGround(basis="第三十八条", text="不符"),)),
    "deliver": lambda view: actions.Deliver(method="counter", receiver="王某"),
    "return_delivery": lambda view: actions.ReturnDelivery(reason="拒收"),
    "rectify": lambda view: replace(
        actions.Rectify.minimal(view.case, view.situation), text="将“86”更正为“68”"
    ),
    "correct_on_the_spot": lambda view: replace(
        actions.CorrectOnTheSpot.minimal(view.case, view.situation), text="签名确认"
    ),
    "receive_materials": receive,
    "withdraw": lambda view: actions.Withdraw(text="另行安排"),
    "terminate": lambda view: actions.Terminate(
        ground="abandoned" if view.case.state == "correcting" else "ceased",
        legal_basis="《办法》第二十条",
        text="依法终止",
    ),
    "verify_commitment": lambda view: actions.VerifyCommitment(finding=False, text="现场核查"),
    "inform_parties": lambda view: actions.InformParties(
        parties=(Party(name="相邻业主", how="ems"),), text="影响采光", hearing=True
    ),
    "recall": lambda view: actions.Recall(
        proposal_id=view.case.proposal.id if view.case.proposal else ""
    ),
    "message": lambda view: actions.SendMessage(to_department="wsjk", text="请告知进展"),
    "archive": lambda view: actions.Archive.of(EMPTY, EMPTY),
}


ENDS = ("withdraw", "terminate")
PROPOSABLE = ("received", "reviewing")


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Iterator[Centre]:
    path = tmp_path_factory.mktemp("city") / "city.sqlite"
    quick_city(path, seed=3, cases=420, now=datetime.now(SHANGHAI)).close()
    opened = Centre("--speed", "0", "--database", str(path))
    yield opened
    opened.close()


class SigningDesk:
    """A lead's, that can be killed: what the disk holds at that moment it starts with again."""

    def __init__(self, home: Path, city: Centre, credentials: dict[str, str]) -> None:
        self._places, self._url, self._credentials = Places.below(home), city.url, credentials
        self._key = secrets.token_hex(32)
        self.deaths = 0
        self.answered: list[str] = []
        self.open()

    def open(self) -> None:
        client = CentralClient(self._url, "signing")
        form = {"grant_type": "password", "device_id": "signing", **self._credentials}
        token = client.token(form)
        client.access_token = token.access_token
        self.desk = Desk(
            self._places,
            load(self._places.settings),
            lambda: datetime.now(SHANGHAI) + Histories.ahead,
        )
        self.desk.machine.keep_settings(centre_url=self._url, seconds_before_sending=0)
        open_cache(self.desk, self._credentials["username"], self._key, token.clerk, client)

    def round(self) -> None:
        a_cycle(self.desk)
        for entry in self.desk.deciding.entries():
            assert entry.state in ("waiting", "conflict", "gone"), (entry.code, entry.detail)

    def answer(self, nth: int, payload_of: Callable[[str], actions.Payload]) -> None:
        """To one of the proposals in its list, where there are any."""
        to_sign = self.desk.cases.numbers(CaseFilter(standing="to_sign"))
        if not to_sign:
            return
        (row,) = self.desk.cases.rows([to_sign[nth % len(to_sign)]])
        case = self.desk.cases.view(row.id).case
        payload = payload_of(case.proposal.id)
        try:
            self.desk.deciding.decide(row.id, payload).result()
            self.answered.append(payload.type)
        except NotLawful:
            pass

    def settle(self) -> None:
        deciding = self.desk.deciding
        for entry in deciding.entries():
            if entry.state == "gone":
                deciding.dismiss(entry.id).result()
            elif entry.state == "conflict":
                deciding.take_theirs(entry.id).result()

    def die_sending(self) -> None:
        """Once the centre has acted, before the desk has heard of it."""
        signed_in = self.desk.account.signed_in
        act, store = signed_in.client.act, signed_in.store
        cache = self.desk.machine.cache_of(self._credentials["username"])
        files = [cache, cache.with_name(cache.name + "-wal")]
        left: list[bytes] = []

        def dying(wired):
            act(wired)
            store.write(lambda _db: left.extend(map(Path.read_bytes, files)) or []).result()
            raise errors.SignInExpired

        signed_in.client.act = dying
        with contextlib.suppress(errors.SignInExpired):
            a_cycle(self.desk)
        self.desk.close()
        if left:
            self.deaths += 1
            for file, content in zip(files, left, strict=True):
                file.write_bytes(content)
        self.open()


def a_cycle(desk: Desk) -> None:
    signed_in = desk.account.signed_in
    sync_cycle(
        signed_in.store, signed_in.client, "d", desk.machine.now, lambda _: None, Verification()
    )


class Histories(RuleBasedStateMachine):
    """Three cases at a time; a round of the protocol at the end of every history."""

    desk: ClassVar[Desk]
    centre: ClassVar[Centre]
    elsewhere: ClassVar[CentralClient]
    signing: ClassVar[SigningDesk]  # another lead's of the same department
    lead: ClassVar[CentralClient]  # the same lead's, somewhere else
    ahead: ClassVar[timedelta] = timedelta()
    allowed: ClassVar[list[str]] = []
    refused: ClassVar[list[str]] = []
    answered: ClassVar[list[tuple[str, str]]] = []

    @rule(which=st.integers(0, 200), kind=st.sampled_from(list(DECISIONS)))
    def the_clerk_tries(self, which, kind):
        """What ends a case at once only now and then: there would soon be none to go on with."""
        if kind in ENDS and which % 8:
            return
        view = self.view(which)
        try:
            self.desk.deciding.decide(view.case.id, DECISIONS[kind](view)).result()
            self.allowed.append(kind)
        except NotLawful:
            self.refused.append(kind)

    @rule(which=st.integers(0, 200), nth=st.integers(0, 99))
    def the_clerk_takes_what_is_offered(self, which, nth):
        view = self.view(which)
        offered = [kind for kind, barred in view.actions if kind in DECISIONS and not barred]
        if offered:
            self.the_clerk_tries(which, offered[nth % len(offered)])

    @rule(which=st.integers(0, 200))
    def the_clerk_judges_everything_and_approves(self, which):
        view = self.view(which)
        for material in view.case.current_materials():
            self.desk.drafting.judge_material(view.case.id, material.id, Verdict(verdict="pass"))
        for point in view.situation.item.checklist:
            self.desk.drafting.tick(view.case.id, point.id, Tick(done=True))
        for check in view.situation.item.checks:
            self.desk.drafting.tick(view.case.id, check.id, Tick(done=True, remark="已核对"))
        self.desk.drafting.write_opinion(view.case.id, "准予").result()
        self.the_clerk_tries(which, "accept")
        self.the_clerk_tries(which, "approve")

    @rule(hours=st.integers(1, 20))
    def hours_pass(self, hours):
        """No faster than work is done, or every case would be past acceptance at once."""
        if len(self.allowed) < 15 * self.ahead / timedelta(days=1):
            return
        self.centre.say(f"advance {hours * 60}")
        type(self).ahead += timedelta(hours=hours)

    @rule(which=st.integers(0, 200))
    def another_hand_reviews(self, which):
        view = self.view(which)
        centre = held_cases.centre_side(self.desk.account.signed_in.store.reader(), view.case.id)
        review = actions.RecordReview()
        self.elsewhere.act([_wired(view.case.id, centre.revision, review, self.desk.machine.now())])

    @rule(which=st.integers(0, 200), signs=st.booleans())
    def another_lead_answers(self, which, signs):
        """The first proposal from there on that the centre has."""
        reader = self.desk.account.signed_in.store.reader()
        for at in range(which, which + 40):
            case = held_cases.centre_side(reader, self.view(at).case.id)
            if case.proposal is not None:
                id_ = case.proposal.id
                back = actions.SendBack(proposal_id=id_, text="请补充")
                answer = actions.Sign(proposal_id=id_, opinion="同意") if signs else back
                asked = _wired(case.id, case.revision, answer, self.desk.machine.now())
                (result,) = self.lead.act([asked])
                self.answered.append((answer.type, result.outcome))
                return

    @rule(which=st.integers(0, 200), kind=st.sampled_from(["deny", "refuse_acceptance", "extend"]))
    def the_clerk_proposes(self, which, kind):
        """On the first case from there on that has something signed and nothing standing."""
        for at in range(which, which + 40):
            case = self.view(at).case
            if case.item.signatures and case.proposal is None and case.state in PROPOSABLE:
                self.the_clerk_tries(at, kind)
                return

    @rule(nth=st.integers(0, 9), signs=st.integers(0, 3))
    def the_lead_answers(self, nth, signs):
        """With a signature at first, then now and then: what is signed is decided for good."""
        back = functools.partial(actions.SendBack, text="请补充")
        sign = functools.partial(actions.Sign, opinion="同意")
        payload = back if signs and "sign" in self.signing.answered else sign
        self.signing.answer(nth, lambda id_: payload(proposal_id=id_))

    @rule()
    def a_round_of_the_lead(self):
        self.signing.round()

    @rule()
    def the_desk_of_the_lead_dies_on_its_way(self):
        self.signing.die_sending()

    @rule()
    def the_lead_settles_what_came_back(self):
        self.signing.settle()

    @rule()
    def a_round(self):
        a_cycle(self.desk)
        for entry in self.desk.deciding.entries():
            assert entry.state in ("waiting", "conflict"), (entry.state, entry.code, entry.detail)

    @rule(mine=st.booleans())
    def the_clerk_settles_what_came_back(self, mine):
        back = [entry for entry in self.desk.deciding.entries() if entry.state == "conflict"]
        for entry in {entry.case_id: entry for entry in reversed(back)}.values():
            try:
                put = (
                    self.desk.deciding.resubmit_on_latest
                    if mine
                    else self.desk.deciding.take_theirs
                )
                put(entry.id).result()
            except NotLawful:
                self.desk.deciding.take_theirs(entry.id).result()

    def teardown(self):
        self.a_round()
        self.the_clerk_settles_what_came_back(False)
        self.a_round()
        self.signing.round()
        self.signing.settle()
        self.signing.round()
        assert self.signing.desk.deciding.entries() == []
        for which in range(3):
            view = self.view(which)
            if all(entry.state == "sent" for entry in view.entries):
                centre = held_cases.centre_side(
                    self.desk.account.signed_in.store.reader(), view.case.id
                )
                assert view.case.state == centre.state or view.case.clock.deemed_accepted
                assert all(not notice.provisional for notice in centre.notices)

    def view(self, which):
        numbers = self.desk.cases.numbers(CaseFilter(standing=""))
        (row,) = self.desk.cases.rows([numbers[which % len(numbers)]])
        return self.desk.cases.view(row.id)


UNSCANNED = actions.ReceivedMaterial(name="平面图", sha256="ab" * 32, answers="deferred")
UNLAWFUL_MORE_OFTEN_THAN_NOT = (
    actions.Accept(), actions.RequestCorrection(), actions.Deny(), actions.Approve(),
    actions.Extend(days=11), actions.BeginSpecial(procedure="site_visit", expected_days=0),
    actions.EndSpecial(), actions.Deliver(method="ems"), actions.ReplyEvaluation(evaluation_id="x"),
    actions.ReturnDelivery(), actions.Rectify(notice_no=""), actions.Withdraw(),
    actions.CorrectOnTheSpot(), actions.ReceiveMaterials(), actions.ReceiveMaterials(materials=(UNSCANNED,), complete=True),
    actions.Terminate(ground="ceased"),
    actions.InformParties(hearing=True), actions.VerifyCommitment(finding=True),
    actions.RefuseAcceptance(ground="because"), actions.Transfer(),
    actions.Archive(volume=EMPTY, data=EMPTY),
    actions.Propose.of(actions.Approve()), actions.Propose.of(actions.Deny()),
    actions.Sign(proposal_id="x"), actions.SendBack(proposal_id="x"), actions.Recall(proposal_id="x"),
)  # fmt: skip


def test_the_reasons_of_both_sides_are_the_same(city, tmp_path):
    """Every kind of action on every case: what the desk's rules say, the served centre says."""
    places = Places.below(tmp_path / "home")
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    desk.machine.keep_settings(centre_url=city.url)
    desk.account.sign_in(**city.clerks[0])
    compared = 0
    try:
        a_cycle(desk)
        for row in desk.cases.rows(desk.cases.numbers(CaseFilter(standing=""))):
            view = desk.cases.view(row.id)
            revision = view.case.revision
            unlawful = [
                (payload, ours)
                for payload in UNLAWFUL_MORE_OFTEN_THAN_NOT
                if (ours := desk.cases.blocking_reasons(view.case, payload, view.situation))
            ]
            for payload, ours in unlawful:
                taken = proposals.as_taken(view.case, payload, view.situation)
                asked = _wired(row.id, revision, taken, desk.machine.now())
                (result,) = desk.account.signed_in.client.act([asked])
                assert (result.outcome, result.code) == ("refused", ours[0].code)
                assert all(reason.sentence.zh in result.detail for reason in ours)
                assert set(result.fields) == {field for h in ours for field in h.fields}
                compared += 1
    finally:
        desk.close()
    assert compared > 200


def test_what_the_desk_allows_the_centre_never_refuses_on_any_history(city, tmp_path):
    places = Places.below(tmp_path / "lead")
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI) + Histories.ahead)
    desk.machine.keep_settings(centre_url=city.url, seconds_before_sending=0)
    lead = city.clerks[LEAD]
    desk.account.sign_in(**lead)
    second = next(clerk for clerk in city.clerks if clerk["username"] == "li.wen")
    Histories.desk, Histories.centre = desk, city
    Histories.elsewhere, Histories.lead = _client(city, lead), _client(city, second)
    Histories.signing = SigningDesk(tmp_path / "signing", city, second)
    Histories.elsewhere.put_attachment(EMPTY, b"")
    try:
        a_cycle(desk)
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=40,
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        Histories.signing.desk.close()
        desk.close()
    assert Histories.signing.deaths > 0
    assert {"sign", "send_back"} == set(Histories.signing.answered)
    assert len(set(Histories.allowed)) >= 8, sorted(set(Histories.allowed))
    assert len(Histories.allowed) > 100
    assert Histories.refused
    assert ("sign", "applied") in Histories.answered


def _client(city, clerk) -> CentralClient:
    client = CentralClient(city.inner_url, "other")
    form = {"grant_type": "password", "device_id": "other", **clerk}
    client.access_token = client.token(form).access_token
    return client


def _wired(case_id, revision, payload, at) -> WireAction:
    action = Action(id=str(uuid.uuid4()), sub_application_id=case_id, at=at, payload=payload)
    return to_wire(action, "d", revision, None)
