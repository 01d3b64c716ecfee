"""The cache file: encrypted, durable, and honest when it cannot be."""

import secrets
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2

from app.cases.actions import SendMessage
from app.store import cases, drafts, materials, outbox
from app.store.cases import CaseFilter
from app.store.connection import connect
from app.store.database import Store, meta, set_meta
from app.store.errors import CacheBusy, CacheUnreadable, DiskFull
from app.store.reindex import reindex
from tests.cases.examples import MORNING, a_case

MIGRATIONS = Path(__file__).parents[2] / "app/store/migrations"


@pytest.fixture
def key() -> str:
    return secrets.token_hex(32)


@pytest.fixture
def store(tmp_path, key):
    opened = Store(tmp_path / "cache.db", key)
    yield opened
    opened.close()


def opinion(text: str):
    return lambda db: drafts.save(db, "sa-1", "opinion", text, MORNING)


def test_what_was_written_is_there_after_closing_and_opening_again(tmp_path, key, store):
    store.write(opinion("三区分设")).result()
    store.close()
    again = Store(tmp_path / "cache.db", key)
    assert drafts.of_case(again.reader(), "sa-1").opinion == "三区分设"
    again.close()


def test_nothing_readable_lies_on_the_disk_and_the_key_least_of_all(tmp_path, key, store):
    store.write(opinion("南京市玄武区珠江路")).result()
    written = {file.name: file.read_bytes() for file in tmp_path.rglob("*")}
    assert len(written["cache.db"]) >= 4096
    for raw in written.values():
        assert "珠江路".encode() not in raw
        assert b"SQLite format 3" not in raw
        assert key.encode() not in raw
        assert bytes.fromhex(key) not in raw


def test_another_key_does_not_open_it(tmp_path, store):
    store.write(opinion("x")).result()
    with pytest.raises(CacheUnreadable):
        Store(tmp_path / "cache.db", secrets.token_hex(32))


def test_a_write_that_fails_leaves_nothing_of_itself_behind(store):
    def half(db):
        set_meta(db, "a", "1")
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        store.write(half).result()
    assert meta(store.reader(), "a") == ""


def test_a_full_disk_is_said_and_what_was_there_before_stays(store):
    store.write(opinion("before")).result()
    pages = store.reader().value("pragma page_count")

    def fill(db):
        db.execute(f"pragma max_page_count = {pages}")
        return []

    store.write(fill).result()
    with pytest.raises(DiskFull):
        store.write(opinion("x" * 200_000)).result()
    assert drafts.of_case(store.reader(), "sa-1").opinion == "before"


def test_readers_cannot_write(store):
    with pytest.raises(Exception, match="readonly"):
        store.reader().value("insert into meta values ('a', 'b')")


def test_listeners_hear_what_changed_after_it_is_durable(store):
    heard = []
    store.listeners.append(heard.extend)
    store.write(opinion("x")).result()
    assert [(change.kind, change.ids) for change in heard] == [("draft", ("sa-1",))]


def test_a_listener_that_breaks_stops_neither_this_write_nor_the_next_nor_other_listeners(store):
    heard, said = [], []
    store.unexpected = said.append
    store.listeners.append(lambda changed: heard[:1][5])
    store.listeners.append(heard.extend)
    assert store.write(opinion("x")).result(10)
    assert store.write(opinion("y")).result(10)
    assert len(heard) == 2
    assert [type(error) for error in said] == [IndexError, IndexError]


def test_whoever_is_told_of_it_may_break_too(store):
    store.unexpected = None  # cannot be called
    store.listeners = [None]
    assert store.write(opinion("x")).result(10)
    assert store.write(opinion("y")).result(10)


def test_where_the_mark_of_damage_cannot_be_written_every_write_is_answered(store):
    store.damage_flag.symlink_to(store.path.parent / "nowhere" / "mark")

    def unreadable(db):
        raise dbapi2.DatabaseError("database disk image is malformed")

    for _ in range(2):
        assert isinstance(store.write(unreadable).exception(10), CacheUnreadable)
    assert store.write(opinion("x")).result(10)


def test_a_write_nobody_waits_for_any_more_is_left_out_and_the_next_one_is_made(store):
    held, begun = threading.Event(), threading.Event()

    def slow(db):
        begun.set()
        held.wait(10)
        return []

    first = store.write(slow)
    begun.wait(10)
    cancelled = store.write(opinion("cancelled"))
    assert cancelled.cancel()
    held.set()
    first.result(10)
    store.write(lambda db: set_meta(db, "a", "1") or []).result(10)
    assert drafts.of_case(store.reader(), "sa-1").opinion == ""


HOLDER = """
import sys, threading
from pathlib import Path
from app.store.connection import connect
connection = connect(Path(sys.argv[1]), sys.argv[2])
connection.execute("begin immediate")
print("held", flush=True)
sys.stdin.readline()
connection.execute("rollback")
connection.close()
"""


@pytest.fixture
def holder(store, key):
    """Another program that holds the file against writing until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store.path), key],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=MIGRATIONS.parents[2],
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait(20)


def test_a_write_waits_while_another_program_holds_the_file(store, holder):
    waits = store.write(opinion("kept"))
    with pytest.raises(TimeoutError):
        waits.result(1)
    holder.stdin.close()
    assert waits.result(20)
    assert drafts.of_case(store.reader(), "sa-1").opinion == "kept"


def test_where_it_is_held_too_long_a_sentence_says_so_and_the_next_write_is_made(
    tmp_path, key, monkeypatch
):
    monkeypatch.setattr("app.store.database.WRITER_WAITS_MS", 200)
    opened = Store(tmp_path / "held.db", key)
    opened.write(opinion("before")).result(10)
    other = connect(opened.path, key)
    other.execute("begin immediate")
    error = opened.write(opinion("refused")).exception(20)
    assert isinstance(error, CacheBusy) and "其他程序占用" in error.sentence.zh
    assert drafts.of_case(opened.reader(), "sa-1").opinion == "before"
    other.execute("rollback")
    other.close()
    assert opened.write(opinion("after")).result(20)
    opened.close()


SCHEMAS = sorted(MIGRATIONS.glob("*.sql"))


@pytest.mark.parametrize("released", range(1, len(SCHEMAS)))
def test_a_cache_of_an_earlier_schema_is_brought_on_and_keeps_what_it_held(tmp_path, key, released):
    """A case, its text, a draft and an unsent action, as that schema held them."""
    case, at = a_case(), MORNING.isoformat()
    connection = dbapi2.connect(str(tmp_path / "old.db"), isolation_level=None)
    connection.execute(f"pragma key = \"x'{key}'\"")
    for step in SCHEMAS[:released]:
        connection.executescript(step.read_text("utf-8"))
    connection.execute(f"pragma user_version = {released}")
    for table, row in {
        "meta": {"key": "cursor", "value": "kept"},
        "cases": {
            "row": 7, "id": case.id, "revision": 1, "no": case.no, "state": "received",
            "handling": "promised", "item_code": "food", "item_name": "食品", "scene_code": "s",
            "scene_name": "开办", "applicant": "南京", "applicant_key": "9", "received_at": at,
            "standing": "running", "provisional": 0, "resubmitted": 0, "unsent": 1,
        },
        "bodies": {"case_id": case.id, "centre": msgspec.json.encode(case)},
        "case_text": {"rowid": 7, "text": "南 京"},
        "drafts": {"case_id": case.id, "field": "opinion", "value": '"写了一半"', "saved_at": at},
        "outbox": {
            "id": "a1", "case_id": case.id, "case_no": case.no, "case_title": "食品",
            "type": "message", "at": at, "base_revision": 1, "changed_at": at,
            "payload": msgspec.json.encode(SendMessage(to_department="wsjk", text="请告知")),
        },
    }.items():  # fmt: skip
        marks = ", ".join("?" * len(row))
        connection.execute(
            f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values())
        )
    connection.close()
    store = Store(tmp_path / "old.db", key)
    reader, found = store.reader(), CaseFilter(standing="", text="南京")
    assert reader.value("pragma user_version") == len(SCHEMAS)
    assert meta(reader, "cursor") == "kept"
    assert cases.get(reader, case.id) == case
    reindex(store)
    assert cases.listed(reader, found, MORNING.date()) == [7]
    assert drafts.of_case(reader, case.id).opinion == "写了一半"
    assert [e.payload.text for e in outbox.sendable(reader, MORNING, 50)] == ["请告知"]
    assert materials.held(reader) == []
    said = [cases.prepare_case(case, msgspec.json.encode(case))]
    store.write(lambda db: cases.put(db, said, MORNING.date())).result()
    assert cases.listed(reader, found, MORNING.date()) == [7]
    store.close()
