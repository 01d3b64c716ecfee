"""A disk that fills up at any write of a decision: all of it is kept, or none and the words stay."""

import secrets

import pytest

from app.cases.actions import RequestCorrection
from app.cases.model import Clerk, Fault
from app.desk import Desk
from app.paths import Places
from app.settings import load
from app.store import cases as kept_cases
from app.store.errors import DiskFull
from tests.cases.examples import MORNING, a_case

ASKED = RequestCorrection(faults=(Fault(text="缺签字" * 400),))


@pytest.fixture
def desk(tmp_path):
    """A desk with one case and no centre."""
    import msgspec

    places = Places.below(tmp_path / "home")
    made = Desk(places, load(places.settings), lambda: MORNING)
    made.open_cache("full", secrets.token_hex(32), Clerk(id="clerk-01", name="张伟"))
    case = a_case()
    put = [kept_cases.told(case, msgspec.json.encode(case))]
    made._open_store.write(lambda db: kept_cases.put(db, put, made.today())).result()
    made.write_opinion(case.id, "写了一半").result()
    yield made
    made.close()


def limit(desk: Desk, pages: int) -> None:
    def work(db):
        used = db.conn.execute("pragma page_count").fetchone()[0]
        db.execute(f"pragma max_page_count = {used + pages}")
        return []

    desk._open_store.write(work).result()


def test_wherever_the_disk_fills_up_a_decision_is_whole_or_not_there(desk):
    refused = 0
    for pages in range(60):
        limit(desk, pages)
        try:
            desk.decide("sa-000001", ASKED).result()
        except DiskFull as full:
            refused += 1
            assert "磁盘已满" in full.sentence.zh
            assert desk.entries() == []
            assert desk.view("sa-000001").case.state == "received"
            assert desk.view("sa-000001").draft.opinion == "写了一半"
            assert desk._reader.execute("select count(*) from attachments").fetchone()[0] == 0
            continue
        (entry,) = desk.entries()
        assert entry.payload.faults == ASKED.faults
        assert desk.view("sa-000001").case.state == "correcting"
        assert desk._reader.execute("select count(*) from attachments").fetchone()[0] == 1
        break
    assert refused >= 5
    assert desk.entries()
