"""A cache set aside waits whole, gives back what is unsent, and goes only when it is let go."""

import secrets
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.cases.model import SHANGHAI
from app.store import drafts, outbox, quarantine
from app.store.database import Store, meta, set_meta
from app.store.quarantine import QuarantinedCache
from app.store.relocation import relocate
from tests.support.examples import ASKED, MORNING, TOLD, a_case
from tests.support.stores import decide, entries, keep, later, opened, states, write

NOW = datetime(2026, 3, 3, 9, 0, 5, tzinfo=SHANGHAI)
NAME = "aside-20260303090005"


class Places(dict):
    """The keyring's entries of one cache."""

    def __call__(self, name):
        return _Place(self, name)


class _Place:
    def __init__(self, places, name):
        self.places, self.name = places, name

    def read(self):
        return self.places.get(self.name, "")

    def write(self, text):
        self.places[self.name] = text

    def remove(self):
        self.places.pop(self.name, None)


def lying(folder, stem="cache", said=b"said"):
    """A cache's file and what lies beside it, each with its own words."""
    for suffix in ("db", "db-wal", "key", "centre"):
        (folder / f"{stem}.{suffix}").write_bytes(said + suffix.encode())
    (folder / f"{stem}.files").mkdir()
    (folder / f"{stem}.files" / "1").write_bytes(said)
    return folder / f"{stem}.db"


def within(folder) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_cache_set_aside_is_whole_with_both_halves_of_its_key(tmp_path):
    cache, places = lying(tmp_path), Places({"": "half"})
    before = within(tmp_path)
    quarantine.set_aside(cache, places, NOW)
    (aside,) = quarantine.caches_aside(cache)
    assert (aside.name, aside.at) == (NAME, NOW.replace(tzinfo=None))
    assert aside.folder == tmp_path / f"cache.{NAME}"
    assert (aside.database, aside.key) == (aside.folder / "cache.db", aside.folder / "cache.key")
    assert within(aside.folder) == before
    if sys.platform != "win32":  # which has no modes
        assert aside.folder.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in tmp_path.iterdir()] == [aside.folder.name]
    assert places == {NAME: "half"}


def test_where_nothing_lies_nothing_is_set_aside(tmp_path):
    places = Places({"": "half"})
    quarantine.set_aside(tmp_path / "cache.db", places, NOW)
    assert quarantine.caches_aside(tmp_path / "cache.db") == []
    assert (list(tmp_path.iterdir()), places) == ([], {"": "half"})


def test_two_of_one_second_have_a_name_each_and_the_latest_comes_first(tmp_path):
    places = Places()
    for minutes in (0, 0, 1):
        cache = lying(tmp_path)
        quarantine.set_aside(cache, places, NOW + timedelta(minutes=minutes))
    names = [aside.name for aside in quarantine.caches_aside(cache)]
    assert names == ["aside-20260303090105", f"{NAME}-2", NAME]


@pytest.mark.parametrize("taken", ["folder", "unfinished", "keyring"])
def test_a_name_is_free_where_neither_a_folder_nor_the_keyring_has_it(tmp_path, taken):
    cache, places = tmp_path / "cache.db", Places()
    assert quarantine.free_name(cache, places, NAME) == NAME
    if taken == "keyring":
        places[NAME] = "half"
    else:
        (tmp_path / f"cache.{NAME}{'.unfinished' if taken == 'unfinished' else ''}").mkdir()
    assert quarantine.free_name(cache, places, NAME) == f"{NAME}-2"


def test_what_was_begun_is_finished_and_the_half_that_waits_is_not_written_over(tmp_path):
    cache, places = lying(tmp_path), Places({"": "of today", NAME: "of then"})
    folder = tmp_path / f"cache.{NAME}.unfinished"
    folder.mkdir()
    (folder / "cache.key").write_bytes(b"of then")
    quarantine.finish(cache, places)
    (aside,) = quarantine.caches_aside(cache)
    assert places == {NAME: "of then"}
    assert within(aside.folder)["cache.key"] == b"of then"
    assert within(aside.folder)["cache.db"] == b"saiddb"


def test_a_fresh_cache_begun_before_all_had_moved_is_left_and_shares_its_key(tmp_path):
    cache, places = lying(tmp_path, said=b"fresh"), Places({"": "half"})
    folder = tmp_path / f"cache.{NAME}.unfinished"
    folder.mkdir()
    (folder / "cache.db").write_bytes(b"of then")
    quarantine.finish(cache, places)
    (aside,) = quarantine.caches_aside(cache)
    assert within(aside.folder) == {"cache.db": b"of then", "cache.key": b"freshkey"}
    assert cache.read_bytes() == b"freshdb"
    assert places == {"": "half"}


@pytest.mark.parametrize(("own", "copy"), [(True, True), (False, False)])
def test_a_key_that_has_moved_is_not_copied_again(tmp_path, own, copy):
    cache = lying(tmp_path, said=b"fresh")
    folder = tmp_path / f"cache.{NAME}.unfinished"
    folder.mkdir()
    (folder / "cache.db").write_bytes(b"of then")
    if copy:
        (folder / "cache.key").write_bytes(b"of then")
    if not own:
        (tmp_path / "cache.key").unlink()
    quarantine.finish(cache, Places())
    (aside,) = quarantine.caches_aside(cache)
    assert within(aside.folder).get("cache.key") == (b"of then" if copy else None)


def test_one_that_is_let_go_is_erased_with_its_half_of_the_key(tmp_path):
    cache, places = lying(tmp_path), Places({"": "half"})
    quarantine.set_aside(cache, places, NOW)
    (aside,) = quarantine.caches_aside(cache)
    quarantine.discard(aside, places)
    assert (list(tmp_path.iterdir()), places) == ([], {})


def test_an_erasure_that_was_begun_is_finished(tmp_path):
    places = Places({NAME: "half", "": "today's"})
    gone = tmp_path / f"cache.{NAME}.erased"
    gone.mkdir()
    (gone / "cache.db").write_bytes(b"x")
    assert quarantine.caches_aside(tmp_path / "cache.db") == []
    quarantine.finish(tmp_path / "cache.db", places)
    assert (list(tmp_path.iterdir()), places) == ([], {"": "today's"})


def test_what_is_unsent_goes_again_what_came_back_stays_back_and_what_is_typed_today_stands(
    tmp_path,
):
    key = secrets.token_hex(32)
    aside = QuarantinedCache(tmp_path / "cache.db", NAME)
    aside.folder.mkdir()
    old = opened(aside.folder / "cache.db", key)
    keep(old, *(a_case(id=f"sa-{n}", no=f"{n}") for n in range(6)))
    for n, state in enumerate(("waiting", "sending", "conflict", "gone", "sent", "withdrawn")):
        decide(old, TOLD if n else ASKED, case_id=f"sa-{n}", at=later(n))
        (entry,) = entries(old, f"sa-{n}")
        write(old, lambda db, e=entry, s=state: outbox.change(db, e.id, later(9), state=s))
    for case_id in ("sa-1", "sa-2"):
        write(old, lambda db, c=case_id: drafts.save(db, c, "opinion", "of then", MORNING))
    old.close()
    store = Store(tmp_path / "today.db", secrets.token_hex(32))
    write(store, lambda db: set_meta(db, "cursor", "c"))
    write(store, lambda db: drafts.save(db, "sa-2", "opinion", "of today", MORNING))
    heard = []
    store.listeners.append(heard.extend)
    assert quarantine.recover_unsent(aside, key, store, NOW) == 4
    assert {change.kind for change in heard} == {"outbox", "draft"}
    found = [states(store, f"sa-{n}") for n in range(6)]
    assert found == [["waiting"], ["waiting"], ["conflict"], ["gone"], [], []]
    (served,) = entries(store, "sa-0")
    (content,) = store.reader().column("select content from attachments")
    assert content == b"print" and len(served.payload.attachments) == 1
    assert [drafts.of_case(store.reader(), f"sa-{n}").opinion for n in (1, 2)] == [
        "of then",
        "of today",
    ]
    assert meta(store.reader(), "cursor") == ""
    assert quarantine.recover_unsent(aside, key, store, NOW) == 4  # again, and nothing is doubled
    assert len(outbox.entries(store.reader())) == 4
    store.close()


def test_a_cache_under_another_spelling_comes_whole_under_the_one_of_now(tmp_path):
    former, places, now = lying(tmp_path, "former"), Places({"": "half"}), Places()
    cache = tmp_path / "cache.db"
    (tmp_path / "cache.files").mkdir()
    (tmp_path / "cache.files" / "stale").write_bytes(b"x")
    assert relocate(former, places, cache, now, NOW) == []
    assert within(tmp_path) == {
        "cache.db": b"saiddb",
        "cache.db-wal": b"saiddb-wal",
        "cache.key": b"saidkey",
        "cache.centre": b"saidcentre",
        "1": b"said",
    }
    assert (places, now) == ({}, {"": "half"})
    assert relocate(former, places, cache, now, NOW) == []
    assert now == {"": "half"}


def test_of_two_caches_the_former_waits_beside_the_one_of_now(tmp_path):
    former, places = lying(tmp_path, "former", b"former"), Places({"": "former half"})
    cache, now = lying(tmp_path, "cache", b"now"), Places({"": "half"})
    (left,) = relocate(former, places, cache, now, NOW)
    assert (left.cache, left.name) == (cache, NAME)
    assert left.database == left.folder / "former.db"
    assert left.key.read_bytes() == b"formerkey"
    assert cache.read_bytes() == b"nowdb"
    assert (places, now) == ({}, {"": "half", NAME: "former half"})


@pytest.mark.parametrize(
    ("taken", "name"), [("folder", f"{NAME}-2"), ("keyring", f"{NAME}-2"), ("same half", NAME)]
)
def test_one_that_waited_beside_the_former_gets_a_name_of_its_own(tmp_path, taken, name):
    former, cache = tmp_path / "former.db", tmp_path / "cache.db"
    places, now = Places({NAME: "half"}), Places()
    (tmp_path / f"former.{NAME}").mkdir()
    (tmp_path / f"former.{NAME}" / "former.db").write_bytes(b"of then")
    if taken == "folder":
        (tmp_path / f"cache.{NAME}").mkdir()
    else:
        now[NAME] = "half" if taken == "same half" else "another"
    (left,) = relocate(former, places, cache, now, NOW)
    assert left.name == name
    assert within(left.folder) == {"former.db": b"of then"}
    assert now[name] == "half" and places == {}
    assert [each.name for each in quarantine.caches_aside(former)] == []


def test_one_that_waits_without_a_half_has_none_afterwards(tmp_path):
    (tmp_path / f"former.{NAME}").mkdir()
    now = Places()
    (left,) = relocate(tmp_path / "former.db", Places(), tmp_path / "cache.db", now, NOW)
    assert left.folder.is_dir() and now == {}


def test_interrupted_the_cache_s_file_has_not_moved_and_the_next_time_goes_on(
    tmp_path, monkeypatch
):
    former, places, now = lying(tmp_path, "former"), Places({"": "half"}), Places()
    cache, moved, replace = tmp_path / "cache.db", [], Path.replace

    def once(path, target):
        if moved:
            raise OSError("no more")
        moved.append(path)
        return replace(path, target)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Path, "replace", once)
        with pytest.raises(OSError, match="no more"):
            relocate(former, places, cache, now, NOW)
    assert moved and former.exists() and not cache.exists()
    assert (places, now) == ({"": "half"}, {"": "half"})
    assert relocate(former, places, cache, now, NOW) == []
    assert cache.read_bytes() == b"saiddb" and not former.exists()
    assert (places, now) == ({}, {"": "half"})
