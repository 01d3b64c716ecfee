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
from tests.support.examples import MORNING, a_case
from tests.support.opened import opened_below
from tests.support.waiting import eventually

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


@pytest.mark.linux("/proc tells which files are open")
def test_once_it_is_closed_no_thread_has_its_file_open(tmp_path, store):
    has_read, may_end = threading.Event(), threading.Event()

    def read() -> None:
        meta(store.reader(), "cursor")
        has_read.set()
        may_end.wait(30)

    thread = threading.Thread(target=read)
    thread.start()
    assert has_read.wait(30)
    meta(store.reader(), "cursor")
    assert opened_below(tmp_path)
    threading.Thread(target=store.close).start()
    eventually(lambda: not opened_below(tmp_path), 20)
    may_end.set()
    thread.join()


def test_nobody_reads_what_is_closed(store):
    meta(store.reader(), "cursor")
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.reader()
    assert not store.damage_flag.exists()


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
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=MIGRATIONS.parents[2],
    )
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
    assert cases.counts(reader, MORNING.date())["todo"] == 1
    assert cases.listed(reader, CaseFilter(), MORNING.date(), 5) == [7]
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


@pytest.mark.parametrize("wrong", ["", "ab", "AB" * 32, "ab" * 33, "xy" * 32, "ab" * 32 + "\n"])
def test_what_is_no_key_is_refused_before_anything_is_touched(tmp_path, wrong):
    with pytest.raises(ValueError, match="64 hex digits"):
        Store(tmp_path / "cache.db", wrong)
    assert list(tmp_path.iterdir()) == []


def test_each_thread_has_a_reader_of_its_own_and_keeps_it(store):
    others = []
    thread = threading.Thread(target=lambda: others.append(store.reader()))
    thread.start()
    thread.join()
    assert store.reader() is store.reader()
    assert store.reader() is not others[0]


def test_what_was_asked_for_before_closing_is_written_and_nothing_after_it(tmp_path, key):
    opened = Store(tmp_path / "c.db", key)
    last = opened.write(opinion("last"))
    opened.reader()
    opened.close()
    assert last.done() and last.exception() is None
    for write in (opened.write, opened.write_refetchable):
        with pytest.raises(RuntimeError, match="closed"):
            write(opinion("after")).result(1)
    opened.close()
    again = Store(opened.path, key)
    assert drafts.of_case(again.reader(), "sa-1").opinion == "last"
    again.close()


def test_a_write_gives_what_it_changed_and_so_does_one_that_can_be_made_again(store):
    for write in (store.write, store.write_refetchable):
        (changed,) = write(opinion("x")).result(10)
        assert (changed.kind, changed.ids) == ("draft", ("sa-1",))


def test_a_transaction_that_sqlite_itself_has_ended_fails_as_it_failed(store):
    def ended(db):
        set_meta(db, "a", "1")
        db.execute("rollback")
        raise ValueError("what went wrong")

    with pytest.raises(ValueError, match="what went wrong"):
        store.write(ended).result(10)
    assert meta(store.reader(), "a") == ""
    assert store.write(opinion("x")).result(10)


def read_alone(store, key) -> str:
    """The draft as the file alone has it, without its log."""
    copy = store.path.with_name("alone.db")
    copy.write_bytes(store.path.read_bytes())
    alone = connect(copy, key)
    try:
        return alone.value("select value from drafts") or ""
    except dbapi2.DatabaseError:
        return ""  # amid being written
    finally:
        alone.close()


def test_the_log_is_written_back_into_the_file_while_there_is_nothing_to_do(
    tmp_path, key, monkeypatch
):
    monkeypatch.setattr("app.store.database.IDLE_SECONDS", 0.05)
    opened = Store(tmp_path / "idle.db", key)
    for words in ("before", "珠江路"):  # after it has been idle once it may be so again
        opened.write(opinion(words)).result(10)
        eventually(lambda words=words: words in read_alone(opened, key), 20)
    opened.close()


def test_the_indexes_are_merged_while_there_is_nothing_to_do_until_nothing_is_left(
    tmp_path, key, monkeypatch
):
    monkeypatch.setattr("app.store.database.IDLE_SECONDS", 0.05)
    monkeypatch.setattr("app.store.database.MERGED_PAGES", 1)
    opened = Store(tmp_path / "idle.db", key)
    writing = []
    for n in range(12):  # each leaves a part of its own in each index
        told = [a_case(id=f"sa-{n}-{m}", no=f"n-{n}-{m}") for m in range(40)]
        said = [cases.prepare_case(case, msgspec.json.encode(case)) for case in told]
        writing.append(opened.write(lambda db, said=said: cases.put(db, said, MORNING.date())))
    writing[-1].result(30)

    def parts(table: str) -> int:
        return opened.reader().value(f"select count(distinct segid) from {table}_idx")

    indexes = ("case_names", "case_text", "case_grams")
    eventually(lambda: all(parts(index) < 4 for index in indexes), 20)
    opened.close()


def test_where_things_cannot_be_put_in_order_it_is_told_and_writes_go_on(
    tmp_path, key, monkeypatch
):
    monkeypatch.setattr("app.store.database.IDLE_SECONDS", 0.05)
    opened, said = Store(tmp_path / "idle.db", key), []
    opened.unexpected = said.append
    opened.write(lambda db: db.execute("drop table case_names") and []).result(10)
    eventually(lambda: said, 20)
    assert "case_names" in str(said[0])
    assert opened.write(opinion("x")).result(10)
    assert not opened.damage_flag.exists()
    opened.close()


def test_damage_a_reader_meets_is_a_sentence_and_flagged_for_the_next_sign_in(store, key):
    flag = store.damage_flag
    with pytest.raises(dbapi2.OperationalError, match="no such table"):
        store.reader().value("select * from missing")
    assert not flag.exists()
    store.write(opinion("x" * 90_000)).result(10)
    store.close()
    raw = bytearray(store.path.read_bytes())
    for page in range(-8, 0):  # the last ones, where the draft lies
        raw[page * 4096 + 100] ^= 1
    store.path.write_bytes(raw)
    again = Store(store.path, key)
    with pytest.raises(CacheUnreadable):
        again.reader().value("select sum(length(hex(value))) from drafts")
    assert flag.exists()
    again.close()


@pytest.mark.linux("Windows has no modes")
def test_nobody_else_may_look_into_a_folder_made_for_a_cache(tmp_path, key):
    opened = Store(tmp_path / "made" / "deeper" / "cache.db", key)
    assert opened.path.parent.stat().st_mode & 0o777 == 0o700
    opened.close()
