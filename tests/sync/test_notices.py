"""A notice goes with its decision: kept, brought to the centre, numbered there, printed again."""

import hashlib
import re
from collections.abc import Iterator

import pytest
import requests

from app.cases.notices import content_hash
from app.desk import CaseFilter
from app.printing.typesetting import NoticeNotMade
from tests.support.centres import Centre, resting_centre
from tests.support.desks import all_sent, held_by_centre, other_desk, received
from tests.support.examples import ASKED
from tests.support.waiting import eventually


def kept(desk) -> dict[str, bytes]:
    return dict(
        desk.account.signed_in.store.reader().rows("select sha256, content from attachments")
    )


@pytest.fixture
def own_centre(tmp_path) -> Iterator[Centre]:
    """A city large enough for a clerk to hold several fresh cases."""
    with resting_centre(80, 3, tmp_path) as opened:
        yield opened


@pytest.fixture
def offline(desk, own_centre):
    own_centre.say("cut")
    return desk


def test_a_decision_and_the_print_of_its_notice_are_kept_as_one(offline):
    case_id = received(offline).id
    offline.deciding.decide(case_id, ASKED).result()
    (entry,) = offline.deciding.entries()
    (content,) = kept(offline).values()
    assert entry.payload.attachments == (hashlib.sha256(content).hexdigest(),)
    assert content.startswith(b"%PDF")


def test_offline_a_notice_waits_for_its_number(offline):
    case_id = received(offline).id
    offline.deciding.decide(case_id, ASKED).result()
    (notice,) = offline.cases.view(case_id).case.notices
    assert notice.provisional
    assert notice.no == "待编号"


def test_the_centre_holds_the_print_and_gives_out_the_number(offline, own_centre):
    case_id = received(offline).id
    offline.deciding.decide(case_id, ASKED).result()
    ((sha256, content),) = kept(offline).items()
    shown = offline.cases.view(case_id).case.notices[0]
    own_centre.say("restore")
    eventually(lambda: all_sent(offline))
    (notice,) = offline.cases.view(case_id).case.notices
    assert not notice.provisional
    assert re.fullmatch("宁.*市监许?补字〔20[0-9]{2}〕[0-9]+号", notice.no)
    assert content_hash(notice) == content_hash(shown)
    assert held_by_centre(own_centre, case_id).notices == (notice,)
    token = other_desk(own_centre).access_token
    again = requests.put(
        f"{own_centre.inner_url}/v1/attachments/{sha256}",
        data=content,
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    assert again.status_code == 200  # held already; 201 would be new
    assert kept(offline) == {sha256: content}  # for a week, in case the centre is restored


def test_a_decision_taken_back_takes_its_print_with_it(offline):
    case_id = received(offline).id
    offline.deciding.decide(case_id, ASKED).result()
    eventually(lambda: offline.deciding.entries()[0].state == "waiting")
    offline.deciding.withdraw(offline.deciding.entries()[0].id).result()
    assert kept(offline) == {}
    assert offline.cases.view(case_id).case.notices == ()


def test_a_print_the_centre_will_not_have_brings_back_its_own_decision_only(offline, own_centre):
    rows = offline.cases.rows(offline.cases.numbers(CaseFilter(standing="todo")))
    fresh = (row.id for row in rows if row.state == "received" and not row.resubmitted)
    first, second = next(fresh), next(fresh)
    offline.deciding.decide(first, ASKED).result()
    sha256 = offline.deciding.entries()[0].payload.attachments[0]

    def spoil(db):
        db.table("attachments").upsert({"sha256": sha256, "content": b"other bytes"}, pk="sha256")
        return []

    offline.account.signed_in.store.write(spoil).result()
    offline.deciding.decide(second, ASKED).result()
    own_centre.say("restore")
    eventually(lambda: held_by_centre(own_centre, second).state == "correcting")
    eventually(lambda: [e.state for e in offline.deciding.entries()] == ["refused"])
    (entry,) = offline.deciding.entries()
    assert (entry.case_id, entry.code) == (first, "attachment_refused")
    assert "校验值" in entry.detail
    assert entry.payload.faults == ASKED.faults


def test_where_no_notice_can_be_made_nothing_is_decided(offline, monkeypatch, tmp_path):
    case_id = received(offline).id
    offline.drafting.write_opinion(case_id, "我的话").result()
    monkeypatch.setattr("app.desk.documents.TEMPLATES", tmp_path)  # a folder without templates
    with pytest.raises(NoticeNotMade):
        offline.deciding.decide(case_id, ASKED).result()
    assert offline.deciding.entries() == []
    assert offline.cases.view(case_id).case.state == "received"
    assert offline.cases.view(case_id).draft.opinion == "我的话"


def test_what_is_shown_before_is_what_is_attached(offline):
    case_id = received(offline).id
    notice = offline.documents.preview_notice(case_id, ASKED)
    assert len(notice.open().sizes) == 1
    before = notice.draw(0, 400, 0, None).pixels
    offline.deciding.decide(case_id, ASKED).result()
    (content,) = kept(offline).values()
    offline.documents.viewer.open("attached", content)
    assert offline.documents.viewer.draw("attached", 0, 400, 0).pixels == before
