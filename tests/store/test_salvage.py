"""A damaged cache: what cannot be fetched again is saved, the file itself set aside."""

import functools
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from app.cases.actions import Action, SendMessage
from app.cases.model import SHANGHAI
from app.store import drafts, outbox
from app.store.connection import connect
from app.store.database import Store, meta, set_meta
from app.store.errors import CacheBusy, CacheTooNew, CacheUnreadable
from app.store.quarantine import QuarantinedCache, recover_unsent
from app.store.salvage import Salvaged, is_damaged, open_sound, salvage
from app.store.schema import migrate, newest_schema
from tests.support.examples import MORNING, a_case

PAGE = 4096
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
ACTIONS, DRAFTS = 40, 40


@pytest.fixture
def key() -> str:
    return secrets.token_hex(32)


@pytest.fixture
def cache(tmp_path, key):
    """A closed cache with unsent actions and drafts, a page or so to each."""
    path = tmp_path / "cache.db"
    store = Store(path, key)

    def work(db):
        set_meta(db, "cursor", "c")
        set_meta(db, "clerk", "{}")
        for n in range(ACTIONS):
            payload = SendMessage(to_department="wsjk", text=f"第{n}条" + "字" * 900)
            action = Action(id=f"a{n}", sub_application_id="sa-000001", at=MORNING, payload=payload)
            last = outbox.last_unsent(db, "sa-000001")
            outbox.insert(db, a_case(), action, 1, last.id if last else None)
            drafts.save(db, f"sa-{n}", "opinion", f"意见{n}" + "字" * 900, MORNING)
        return []

    store.write(work).result()
    store.close()
    return path


@functools.cache
def empty() -> int:
    """How many pages a cache has before anything is kept in it: each migration adds some."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store(path, secrets.token_hex(32)).close()
        return path.stat().st_size // PAGE


def spoil(path, *pages: int) -> None:
    raw = bytearray(path.read_bytes())
    for page in pages:
        raw[page * PAGE + 200 : page * PAGE + 300] = secrets.token_bytes(100)
    path.write_bytes(raw)


def opened(path, key) -> Salvaged | None:
    """What signing in makes of a cache an earlier session met damage in."""
    path.with_suffix(".unreadable").touch()
    store, saved = open_sound(path, key, NOW)
    store.close()
    return saved


def held(path, key) -> tuple[list[str], int]:
    store = Store(path, key)
    texts = [entry.payload.text[:4] for entry in outbox.entries(store.reader())]
    count = store.reader().value("select count(*) from drafts")
    store.close()
    return texts, count


def test_a_sound_cache_is_not_damaged(cache, key):
    assert not is_damaged(cache, key)


@pytest.mark.parametrize("page", range(0, 80, 16))
def test_a_damaged_page_costs_only_what_lay_on_it(cache, key, page):
    spoil(cache, empty() + page)
    assert is_damaged(cache, key)
    saved = opened(cache, key)
    texts, drafted = held(cache, key)
    assert (saved.actions, saved.drafts) == (len(texts), drafted)
    assert len(texts) + drafted >= ACTIONS + DRAFTS - 8
    assert saved.unreadable == ACTIONS + DRAFTS - len(texts) - drafted
    assert not is_damaged(cache, key)


def test_a_sound_cache_is_opened_as_it_is_and_a_mark_of_damage_taken_off(cache, key):
    raw = cache.read_bytes()
    store, saved = open_sound(cache, key, NOW)
    store.close()
    assert saved is None and cache.read_bytes()[:PAGE] == raw[:PAGE]
    assert opened(cache, key) is None
    assert not cache.with_suffix(".unreadable").exists()
    assert not list(cache.parent.glob("cache.damaged-*"))


def test_where_nothing_is_there_yet_a_fresh_one_is_made_whatever_mark_is_left(tmp_path, key):
    path = tmp_path / "fresh.db"
    assert opened(path, key) is None
    assert held(path, key) == ([], 0)
    assert not path.with_suffix(".unreadable").exists()


def test_damage_nobody_marked_is_left_for_the_session_that_meets_it(cache, key):
    spoil(cache, empty())
    store, saved = open_sound(cache, key, NOW)
    store.close()
    assert saved is None


def test_every_row_lost_is_counted_wherever_it_lay(cache, key):
    spoil(cache, empty(), empty() + 20, empty() + 21, empty() + 60)
    saved = opened(cache, key)
    assert (saved.actions + saved.drafts, saved.unreadable) == (ACTIONS + DRAFTS - 8, 8)
    assert saved.set_aside == cache.with_name("cache.damaged-20260303090000")


def test_only_rows_lost_one_after_the_other_end_the_search_for_more(cache, key, monkeypatch):
    monkeypatch.setattr("app.store.salvage.MOST_LOST_IN_A_ROW", 3)
    spoil(cache, empty(), empty() + 20, empty() + 60)
    saved = opened(cache, key)
    assert (saved.actions + saved.drafts, saved.unreadable) == (ACTIONS + DRAFTS - 6, 6)


def test_where_no_row_follows_the_lost_ones_the_search_ends(cache, key, monkeypatch):
    monkeypatch.setattr("app.store.salvage.MOST_LOST_IN_A_ROW", 7)
    spoil(cache, cache.stat().st_size // PAGE - 2)
    saved = opened(cache, key)
    assert (saved.actions, saved.drafts, saved.unreadable) == (ACTIONS - 1, DRAFTS, 7)


def test_what_is_saved_is_what_it_was(cache, key):
    before = rows_of(cache, key)
    spoil(cache, empty())
    opened(cache, key)
    after = rows_of(cache, key)
    assert all(row in before for row in after) and len(after) == len(before) - 2


def rows_of(path, key) -> list[tuple]:
    store = Store(path, key)
    found = [tuple(row) for row in store.reader().rows("select * from outbox")]
    found += [tuple(row) for row in store.reader().rows("select * from drafts")]
    store.close()
    return found


def test_what_an_interrupted_salvage_left_is_begun_anew(cache, key):
    for suffix in ("", "-wal", "-shm"):
        cache.with_name(f"cache.salvaging{suffix}").write_bytes(b"half of it")
    spoil(cache, empty())
    assert opened(cache, key).unreadable == 2
    assert not list(cache.parent.glob("cache.salvaging*"))


def test_a_file_without_an_outbox_is_no_cache(tmp_path, key):
    path = tmp_path / "other.db"
    connection = connect(path, key)
    connection.execute("create table meta (key text primary key, value text)")
    connection.close()
    with pytest.raises(CacheUnreadable) as told:
        salvage(path, key)
    assert told.value.detail == "no outbox"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other.db"]


def test_the_outbox_keeps_its_order_and_the_next_pull_starts_afresh(cache, key):
    spoil(cache, empty())
    opened(cache, key)
    texts, _ = held(cache, key)
    told = [(f"第{n}条" + "字" * 4)[:4] for n in range(ACTIONS)]
    assert texts == [text for text in told if text in texts]
    assert len(texts) >= ACTIONS - 8
    store = Store(cache, key)
    assert (meta(store.reader(), "cursor"), meta(store.reader(), "clerk")) == ("", "{}")
    store.close()


def test_the_damaged_file_is_set_aside_and_never_deleted(cache, key):
    spoil(cache, empty())
    raw = cache.read_bytes()
    saved = opened(cache, key)
    assert saved.set_aside.read_bytes() == raw


def test_with_another_key_nothing_is_touched(cache):
    raw = cache.read_bytes()
    with pytest.raises(CacheUnreadable):
        salvage(cache, secrets.token_hex(32))
    assert cache.read_bytes() == raw
    assert sorted(p.name for p in cache.parent.iterdir()) == ["cache.db"]


def test_a_session_that_meets_the_damage_says_so_and_marks_it_for_the_next_one(cache, key):
    spoil(cache, *range(empty(), empty() + 90))
    store = Store(cache, key)
    unread = store.write(lambda db: [str(list(db.rows("select * from drafts")))])
    assert isinstance(unread.exception(10), CacheUnreadable)
    assert store.damage_flag.exists()
    store.close()


def killed_before_rename(renames, work):
    """Does it in a process that dies before it renames a file for the time after ``renames``."""
    child = os.fork()
    if child == 0:
        done = []

        def dies(self, target, rename=Path.rename):
            if len(done) == renames:
                os.kill(os.getpid(), signal.SIGKILL)
            done.append(target)
            return rename(self, target)

        Path.rename = dies
        work()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("renames", range(3))
def test_killed_amid_putting_the_sound_cache_in_place_nothing_is_lost(cache, key, renames):
    spoil(cache, empty() + 60)
    killed_before_rename(renames, lambda: opened(cache, key))
    assert opened(cache, key).actions >= ACTIONS - 8
    texts, drafted = held(cache, key)
    assert len(texts) + drafted >= ACTIONS + DRAFTS - 8


def test_two_damaged_in_the_same_second_keep_a_name_each(cache, key):
    names = []
    for page in (0, 10):
        spoil(cache, empty() + page)
        names.append((opened(cache, key).set_aside, cache.stat().st_size))
    first, second = (path for path, _ in names)
    assert first != second and first.exists() and second.exists()
    assert second.name == f"{first.name}-2"


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("renames", range(3))
def test_killed_amid_it_the_damaged_file_and_its_log_keep_one_name(cache, key, renames):
    spoil(cache, empty())
    raw = cache.read_bytes()
    log = cache.with_name(cache.name + "-wal")
    salvage(cache, key)
    log.write_bytes(b"the log")
    killed_before_rename(renames, lambda: open_sound(cache, key, NOW))
    store, _ = open_sound(cache, key, datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI))
    store.close()
    aside = {path.name: path.read_bytes() for path in cache.parent.glob("cache.damaged-*")}
    (name,) = (name for name in aside if not name.endswith("-wal"))
    assert aside == {name: raw, f"{name}-wal": b"the log"}


def of_schema(path, key, schema):
    """A closed cache as that version left it: an unsent message and a draft, a page or so each."""
    connection = connect(path, key)
    migrate(connection, schema)
    for n in range(ACTIONS):
        payload = SendMessage(to_department="wsjk", text=f"第{n}条" + "字" * 900)
        connection.execute(
            "insert into outbox (id, case_id, case_no, case_title, type, payload, at, changed_at)"
            " values (?, 'sa-000001', '1', '食品', 'message', ?, ?, ?)",
            (f"a{n}", msgspec.json.encode(payload), MORNING.isoformat(), MORNING.isoformat()),
        )
        connection.execute(
            "insert into drafts values (?, 'opinion', ?, ?)",
            (f"sa-{n}", msgspec.json.encode(f"意见{n}" + "字" * 900).decode(), MORNING.isoformat()),
        )
    connection.execute("insert into meta values ('clerk', '{}')")
    connection.close()


EVERY_SCHEMA = range(1, newest_schema() + 1)


@pytest.mark.parametrize("schema", EVERY_SCHEMA)
def test_a_damaged_cache_of_any_released_schema_is_salvaged(tmp_path, key, schema):
    path = tmp_path / "cache.db"
    of_schema(path, key, schema)
    pages = path.stat().st_size // PAGE
    spoil(path, pages - 20)
    saved = opened(path, key)
    texts, drafted = held(path, key)
    assert (saved.actions, saved.drafts) == (len(texts), drafted)
    assert len(texts) + drafted >= ACTIONS + DRAFTS - 8
    store = Store(path, key)
    assert store.reader().value("pragma user_version") == newest_schema()
    store.close()


@pytest.mark.parametrize("schema", EVERY_SCHEMA)
def test_what_is_unsent_comes_back_out_of_one_of_any_released_schema(tmp_path, key, schema):
    aside = QuarantinedCache(tmp_path / "cache.db", "aside-20260101000000")
    aside.folder.mkdir()
    of_schema(aside.folder / "cache.db", key, schema)
    store = Store(tmp_path / "cache.db", secrets.token_hex(32))
    assert recover_unsent(aside, key, store, NOW) == ACTIONS
    texts = [entry.payload.text[:4] for entry in outbox.entries(store.reader())]
    assert texts == [(f"第{n}条" + "字" * 4)[:4] for n in range(ACTIONS)]
    assert drafts.of_case(store.reader(), "sa-7").opinion.startswith("意见7")
    store.close()


def test_what_is_unsent_comes_back_out_of_a_damaged_one(tmp_path, key):
    aside = QuarantinedCache(tmp_path / "cache.db", "aside-20260101000000")
    aside.folder.mkdir()
    inside = aside.folder / "cache.db"
    of_schema(inside, key, 1)
    spoil(inside, *range(inside.stat().st_size // PAGE - 12, inside.stat().st_size // PAGE - 8))
    inside.with_suffix(".unreadable").touch()
    store = Store(tmp_path / "cache.db", secrets.token_hex(32))
    assert recover_unsent(aside, key, store, NOW) >= ACTIONS - 8
    store.close()


@pytest.mark.parametrize("mark", [(), (".unreadable",)])
def test_a_cache_of_a_newer_version_is_left_as_it_is(cache, key, mark):
    connection = connect(cache, key)
    connection.execute(f"pragma user_version = {newest_schema() + 1}")
    connection.close()
    for suffix in mark:
        cache.with_suffix(suffix).touch()
    raw = hashlib.sha256(cache.read_bytes()).hexdigest()
    with pytest.raises(CacheTooNew) as told:
        open_sound(cache, key, NOW)
    assert "更新版本" in told.value.sentence.zh and "没有改动" in told.value.sentence.zh
    with pytest.raises(CacheTooNew):
        Store(cache, key)
    assert hashlib.sha256(cache.read_bytes()).hexdigest() == raw
    assert not list(cache.parent.glob("cache.damaged*"))


HOLDER = """
import sys
from pathlib import Path
from app.store.connection import connect
connection = connect(Path(sys.argv[1]), sys.argv[2])
connection.execute("pragma locking_mode = exclusive")
connection.execute("begin exclusive")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def held_by_another(cache, key):
    """Another program has the whole file to itself until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(cache), key],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.stdin.close()
    process.wait(20)


def test_a_file_another_program_holds_is_not_taken_for_a_damaged_one(
    cache, key, held_by_another, monkeypatch
):
    monkeypatch.setattr("app.store.connection.OPENING_WAITS_SECONDS", 0.2)
    cache.with_suffix(".unreadable").touch()
    with pytest.raises(CacheBusy) as told:
        open_sound(cache, key, NOW)
    assert "其他程序占用" in told.value.sentence.zh
    with pytest.raises(CacheBusy):
        salvage(cache, key)
    held_by_another.stdin.close()
    held_by_another.wait(20)
    store, saved = open_sound(cache, key, NOW)
    assert saved is None and len(outbox.entries(store.reader())) == ACTIONS
    store.close()
