"""A centre that answers nonsense: a sentence, a journal line, nothing lost, nothing twice, no crash."""

import contextlib
import copy
import json
import random
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.central import errors
from app.desk import CaseFilter, Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.store.database import set_meta
from app.sync.cycle import sync_cycle
from app.sync.verify import Verification
from tests.support.centres import resting_centre
from tests.support.desks import held_by_centre
from tests.support.examples import ASKED
from tests.support.servers import altered
from tests.support.waiting import eventually

JUNK = (
    None, True, "", "x", -1, 0, 2**53 + 1, 2**63, 2**70, 1e308, -0.0, [], {}, [[]], "\x00", "‮乱", "\\u0000",
    "9999-12-31", "0001-01-01T00:00:00Z", "2026-13-45", "<b>", "'; drop table cases; --", "%s{0}", "../../x",
    ["x"] * 3000, "字" * 300_000, {"a": {"b": {"c": 1}}},
)  # fmt: skip
PATHS = ("/v1/changes?", "/v1/changes/digest", "/v1/actions", "/v1/attachments")


class Alteration:
    """What is done to the answers of one path; nothing while ``path`` is empty."""

    def __init__(self):
        self.path, self.rng, self.kind = "", random.Random(0), ""
        self.done = 0

    def __call__(self, path, answer):
        status, headers, body = answer
        if not self.path or not path.startswith(self.path) or status >= 300:
            return answer
        self.done += 1
        return status, headers, self.altered(body)

    def altered(self, body: bytes) -> bytes:
        if self.kind == "cut":
            return body[: self.rng.randrange(len(body) or 1)]
        if self.kind == "deep":
            deep = b"[" * 1200 + b"]" * 1200
            return body.replace(b'"body":{', b'"body":{"later":' + deep + b",")
        if self.kind == "twice":  # a key said twice, the second time otherwise
            at = body.find(b'"id":')
            return body if at < 0 else body[:at] + b'"id":17,"revision":"x",' + body[at:]
        said = json.loads(body)
        for _ in range(self.rng.randint(1, 4)):
            self.change_somewhere(said)
        return json.dumps(said).encode()

    def change_somewhere(self, said) -> None:
        """Walks to some value and replaces, removes, doubles or swaps it."""
        holder, key = {"": said}, ""
        while isinstance(holder[key], dict | list) and holder[key] and self.rng.random() < 0.85:
            holder = holder[key]
            key = self.rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        deed = self.rng.choice(("junk", "junk", "remove", "double"))
        if holder == {"": said}:
            return
        if deed == "junk":
            holder[key] = copy.deepcopy(self.rng.choice(JUNK))
        elif deed == "remove":
            del holder[key]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A desk on a centre whose answers can be altered."""
    alteration = Alteration()
    folder = tmp_path_factory.mktemp("hostile")
    with resting_centre(60, 45, folder) as centre, altered(centre.inner_url, alteration) as url:
        places = Places.below(folder / "home")
        desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        desk.machine.keep_settings(centre_url=url, seconds_before_sending=0)
        desk.account.sign_in(**centre.clerks[0])
        yield desk, centre, alteration
        desk.close()


def round_of(desk):
    sync_cycle(
        desk.account.signed_in.store,
        desk.account.signed_in.client,
        "d",
        desk.machine.now,
        lambda _: None,
        Verification(),
    )


def forget_cursor(desk):
    def work(db):
        set_meta(db, "cursor", "")
        return []

    desk.account.signed_in.store.write_refetchable(work).result()


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(PATHS),
    seed=st.integers(0, 10**9),
    kind=st.sampled_from(["junk", "junk", "junk", "junk", "cut", "deep", "twice"]),
)
def test_whatever_it_answers_there_is_a_sentence_and_the_next_good_answer_mends_it(
    place, path, seed, kind
):
    desk, _, alteration = place
    forget_cursor(desk)
    alteration.path, alteration.rng, alteration.kind = path, random.Random(seed), kind
    unsent = {entry.id for entry in desk.deciding.entries()}
    with contextlib.suppress(Failure):
        round_of(desk)
    assert {entry.id for entry in desk.deciding.entries()} == unsent
    for number in desk.cases.first(40):  # whatever came in can be listed and looked at
        for row in desk.cases.rows([number]):
            with contextlib.suppress(Failure):
                desk.cases.view(row.id)
    alteration.path = ""
    forget_cursor(desk)
    round_of(desk)
    assert (
        not desk.account.signed_in.store.damage_flag.exists()
    )  # the cache is not taken for a damaged one
    round_of(desk)


def test_a_decision_sent_into_nonsense_is_neither_lost_nor_doubled(place):
    desk, centre, alteration = place
    alteration.path = ""
    forget_cursor(desk)
    round_of(desk)
    numbers = desk.cases.numbers(CaseFilter(state="received"))
    fresh = [desk.cases.view(row.id).case for row in desk.cases.rows(numbers)]
    fresh = [case for case in fresh if case.state == "received" and not case.corrections]
    assert len(fresh) >= 3
    for seed, case in enumerate(fresh):
        desk.deciding.decide(case.id, ASKED).result()
        alteration.path, alteration.kind = "/v1/actions", "junk"
        alteration.rng = random.Random(seed)
        with contextlib.suppress(Failure):
            round_of(desk)
        alteration.path = ""
        forget_cursor(desk)
        round_of(desk)
        history = [event.type for event in held_by_centre(centre, case.id).history]
        assert history.count("request_correction") == 1


@pytest.mark.parametrize("cursors", [["0"], ["0", "1"]], ids=["repeats", "goes round"])
def test_a_feed_that_never_ends_is_left(make_desk, own_centre, cursors):
    turn = iter(cursors * 1000)

    def alter(path, answer):
        status, headers, body = answer
        if not path.startswith("/v1/changes?"):
            return answer
        said = json.loads(body)
        epoch = said["cursor"].rpartition(".")[0]
        said |= {"more": True, "cursor": f"{epoch}.{next(turn)}"}
        return status, headers, json.dumps(said).encode()

    with altered(own_centre.inner_url, alter) as url:
        desk = make_desk(url)
        desk.account.sign_in(**own_centre.clerks[0])
        with pytest.raises(errors.NotTheCentre):
            round_of(desk)


def test_an_unknown_kind_state_and_field_is_kept_and_shown_as_it_came(make_desk, own_centre):
    def alter(path, answer):
        status, headers, body = answer
        if path.startswith("/v1/changes?"):
            said = json.loads(body)
            said["changes"].append(
                {"kind": "weather", "op": "put", "id": "w", "revision": 1, "body": {"rain": True}}
            )
            for change in said["changes"]:
                if change["kind"] == "sub_application":
                    change["body"]["state"] = "pondered"
                    change["body"]["a_later_field"] = [1]
            body = json.dumps(said).encode()
        return status, headers, body

    with altered(own_centre.inner_url, alter) as url:
        desk = make_desk(url)
        desk.account.sign_in(**own_centre.clerks[0])
        round_of(desk)
        numbers = desk.cases.numbers(CaseFilter(standing=""))
        rows = desk.cases.rows(numbers)
        assert rows and {row.state for row in rows} == {"pondered"}
        assert desk.cases.view(rows[0].id).case.state == "pondered"


def test_the_loop_says_a_sentence_and_a_line_of_the_journal(make_desk, own_centre):
    def alter(path, answer):
        status, headers, _ = answer
        return (status, headers, b'{"changes": 7}') if path.startswith("/v1/changes?") else answer

    with altered(own_centre.inner_url, alter) as url:
        desk = make_desk(url)
        desk.account.sign_in(**own_centre.clerks[0])
        said = []
        desk.on_status = lambda status: said.append(status.failure)
        desk.begin()
        eventually(lambda: any(isinstance(f, errors.NotTheCentre) for f in said))
        journal = (desk.machine.places.journal / "journal.jsonl").read_text()
        assert '"not_the_centre"' in journal
