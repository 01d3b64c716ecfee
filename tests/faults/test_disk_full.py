"""A disk that fills up at any write: all of it is kept, or none and what was there stays."""

import secrets

import msgspec
import pytest

from app.cases.actions import RequestCorrection
from app.cases.model import Clerk, Fault
from app.central.tolerant import Page
from app.central.wire import ActionResult, Change
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.store import cases as kept_cases
from app.store import materials, outbox
from app.store.database import set_meta
from app.store.errors import DiskFull
from app.sync.pull import pull
from app.sync.push import push
from tests.support.caches import open_cache
from tests.support.examples import MORNING, a_case
from tests.sync.scripted import ScriptedCentre

ASKED = RequestCorrection(faults=(Fault(text="缺签字" * 400),))


@pytest.fixture
def desk(tmp_path):
    """A desk with one case and no centre."""
    places = Places.below(tmp_path / "home")
    made = Desk(places, load(places.settings), lambda: MORNING)
    made.machine.keep_settings(seconds_before_sending=0)
    open_cache(made, "full", secrets.token_hex(32), Clerk(id="clerk-01", name="张伟"))
    case = a_case()
    put = [kept_cases.prepare_case(case, msgspec.json.encode(case))]
    made.account.signed_in.store.write(
        lambda db: kept_cases.put(db, put, made.machine.today())
    ).result()
    made.account.signed_in.store.write(lambda db: set_meta(db, "cursor", "c") or []).result()
    made.drafting.write_opinion(case.id, "写了一半").result()
    yield made
    made.close()


def limit(desk: Desk, pages: int) -> None:
    def work(db):
        used = db.value("pragma page_count")
        db.execute(f"pragma max_page_count = {used + pages}")
        return []

    desk.account.signed_in.store.write(work).result()


def test_wherever_the_disk_fills_up_a_decision_is_whole_or_not_there(desk):
    refused = 0
    for pages in range(60):
        limit(desk, pages)
        try:
            desk.deciding.decide("sa-000001", ASKED).result()
        except DiskFull as full:
            refused += 1
            assert "磁盘已满" in full.sentence.zh
            assert desk.deciding.entries() == []
            assert desk.cases.view("sa-000001").case.state == "received"
            assert desk.cases.view("sa-000001").draft.opinion == "写了一半"
            assert (
                desk.account.signed_in.store.reader().value("select count(*) from attachments") == 0
            )
            continue
        (entry,) = desk.deciding.entries()
        assert entry.payload.faults == ASKED.faults
        assert desk.cases.view("sa-000001").case.state == "correcting"
        assert desk.account.signed_in.store.reader().value("select count(*) from attachments") == 1
        break
    assert refused >= 5
    assert desk.deciding.entries()


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row the cache holds."""
    reader = desk.account.signed_in.store.reader()
    tables = reader.column("select name from sqlite_master where type = 'table'")
    named = [name for name in tables if not name.startswith("sqlite_")]
    return {
        name: [tuple(row) for row in reader.rows(f"select * from {name}")]
        for name in named
        if not name.endswith(("_names", "_text", "_grams"))
    }


def a_page() -> Page:
    bodies = [a_case(id=f"sa-{n:06d}", no=f"no-{n}", revision=2) for n in range(1, 60)]
    return Page(
        changes=tuple(
            Change(kind="sub_application", op="put", id=body.id, revision=2,
                   body=msgspec.Raw(msgspec.json.encode(body)))
            for body in bodies
        ),
        cursor="next", more=False, server_time=MORNING,
    )  # fmt: skip


def pulled(desk: Desk) -> None:
    centre = ScriptedCentre()
    centre.pages["c"] = a_page()
    pull(desk.account.signed_in.store, centre, MORNING, lambda _: None)


def typed(desk: Desk) -> None:
    desk.drafting.write_opinion("sa-000001", "又写了很多" * 20_000).result()


def answered(desk: Desk) -> None:
    """What came back for an action is kept whole, or asked for again."""
    entry = outbox.entries(desk.account.signed_in.store.reader())[0]
    body = a_case(state="correcting", revision=2, fields={"x": "字" * 40_000})
    raw = msgspec.Raw(msgspec.json.encode(body))
    result = ActionResult(id=entry.id, outcome="applied", revision=2, body=raw)
    centre = ScriptedCentre()
    centre.answer = lambda _action: result
    store = desk.account.signed_in.store
    try:
        push(store, centre, "d", MORNING)
    finally:
        store.write(lambda db: []).result()  # the mark that it is under way has been taken off


def files_kept(desk: Desk) -> None:
    rows = [(f"{n:064x}", MORNING.isoformat()) for n in range(2000)]
    desk.account.signed_in.store.write_refetchable(
        lambda db: db.executemany("insert into files values (?, 1, ?)", rows) and []
    ).result()


def a_file_begun(desk: Desk) -> None:
    desk.account.signed_in.store.write_refetchable(
        lambda db: materials.keep_begun(db, "f" * 64, bytes(90_000))
    ).result()


@pytest.mark.parametrize("write", [pulled, typed, answered, files_kept, a_file_begun])
def test_wherever_the_disk_fills_up_any_write_is_whole_or_not_there(desk, write):
    desk.deciding.decide("sa-000001", ASKED).result()
    was_sent = "update outbox set asked = 1"  # that it is, is a write of its own
    desk.account.signed_in.store.write(lambda db: db.execute(was_sent) and []).result()
    before, refused = everything(desk), 0
    for pages in range(0, 2000, 3):
        limit(desk, pages)
        try:
            write(desk)
            break
        except DiskFull:
            refused += 1
            assert everything(desk) == before
    assert refused >= 3
    assert everything(desk) != before
