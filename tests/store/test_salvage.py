"""A damaged cache: what cannot be fetched again is saved, the file itself set aside."""

import os
import secrets
import signal
from datetime import datetime
from pathlib import Path

import pytest

from app.cases.actions import Action, SendMessage
from app.cases.model import SHANGHAI
from app.store import drafts, outbox
from app.store.database import Store, meta, set_meta
from app.store.errors import CacheUnreadable
from app.store.salvage import Salvaged, is_damaged, open_sound, salvage
from tests.cases.examples import MORNING, a_case

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
            outbox.insert(db, a_case(), action, 1, outbox.last_unsent(db.conn, "sa-000001"))
            drafts.save(db, f"sa-{n}", "opinion", f"意见{n}" + "字" * 900, MORNING)
        return []

    store.write(work).result()
    store.close()
    return path


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
    count = store.reader().execute("select count(*) from drafts").fetchone()[0]
    store.close()
    return texts, count


def test_a_sound_cache_is_not_damaged(cache, key):
    assert not is_damaged(cache, key)


@pytest.mark.parametrize("page", range(40, 140, 20))
def test_a_damaged_page_costs_only_what_lay_on_it(cache, key, page):
    spoil(cache, page)
    assert is_damaged(cache, key)
    saved = opened(cache, key)
    texts, drafted = held(cache, key)
    assert (saved.actions, saved.drafts) == (len(texts), drafted)
    assert len(texts) + drafted >= ACTIONS + DRAFTS - 8
    assert saved.unreadable > 0 or len(texts) + drafted == ACTIONS + DRAFTS
    assert not is_damaged(cache, key)


def test_the_outbox_keeps_its_order_and_the_next_pull_starts_afresh(cache, key):
    spoil(cache, 60)
    opened(cache, key)
    texts, _ = held(cache, key)
    told = [(f"第{n}条" + "字" * 4)[:4] for n in range(ACTIONS)]
    assert texts == [text for text in told if text in texts]
    assert len(texts) >= ACTIONS - 8
    store = Store(cache, key)
    assert (meta(store.reader(), "cursor"), meta(store.reader(), "clerk")) == ("", "{}")
    store.close()


def test_the_damaged_file_is_set_aside_and_never_deleted(cache, key):
    spoil(cache, 60)
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
    spoil(cache, *range(60, 150))
    store = Store(cache, key)
    unread = store.write(lambda db: [str(list(db.query("select * from drafts")))])
    assert isinstance(unread.exception(10), CacheUnreadable)
    assert store.mark.exists()
    store.close()


@pytest.mark.parametrize("renames", range(3))
def test_killed_amid_putting_the_sound_cache_in_place_nothing_is_lost(cache, key, renames):
    spoil(cache, 120)
    child = os.fork()
    if child == 0:
        done = []

        def dies(self, target, rename=Path.rename):
            if len(done) == renames:
                os.kill(os.getpid(), signal.SIGKILL)
            done.append(target)
            return rename(self, target)

        Path.rename = dies
        opened(cache, key)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert opened(cache, key).actions >= ACTIONS - 8
    texts, drafted = held(cache, key)
    assert len(texts) + drafted >= ACTIONS + DRAFTS - 8
