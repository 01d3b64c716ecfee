"""Fetched files at rest: sealed, nameless, and never given out when somebody changed them."""

import errno
import hashlib
import secrets
from pathlib import Path

import pytest

from app.store import materials
from app.store.database import Store
from app.store.errors import DiskFull
from app.store.files import Files
from tests.support.examples import MORNING

CONTENT = "身份证 320104199001011234".encode() * 500
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def key() -> str:
    return secrets.token_hex(32)


@pytest.fixture
def files(tmp_path, key) -> Files:
    made = Files(tmp_path / "cache.files", key)
    made.keep(SHA256, CONTENT)
    return made


def only(files: Files) -> Path:
    (path,) = files.folder.iterdir()
    return path


def test_what_was_kept_is_read_again(files, key):
    assert files.read(SHA256) == CONTENT
    assert Files(files.folder, key).read(SHA256) == CONTENT


def test_neither_words_nor_hash_nor_key_can_be_read_on_the_disk(files, key):
    raw, name = only(files).read_bytes(), only(files).name
    assert b"320104" not in raw
    assert SHA256 not in name
    assert bytes.fromhex(key) not in raw


def test_another_key_opens_nothing(files):
    assert Files(files.folder, secrets.token_hex(32)).read(SHA256) is None


@pytest.mark.parametrize("at", [0, 15, 5000, -1])
def test_a_changed_byte_anywhere_and_the_file_is_not_given_out(files, at):
    raw = bytearray(only(files).read_bytes())
    raw[at] ^= 1
    only(files).write_bytes(raw)
    assert files.read(SHA256) is None


@pytest.mark.parametrize("length", [0, 5, 12, 400])
def test_a_file_cut_short_is_not_given_out(files, length):
    only(files).write_bytes(only(files).read_bytes()[:length])
    assert files.read(SHA256) is None


def test_a_file_cannot_stand_in_for_another(files):
    first, other = only(files), hashlib.sha256(b"other").hexdigest()
    files.keep(other, b"other")
    (second,) = set(files.folder.iterdir()) - {first}
    first.replace(second)
    assert files.read(other) is None


def test_a_shorter_file_kept_after_a_longer_one_has_nothing_of_it(files):
    files.keep("b" * 64, b"short")
    assert files.read("b" * 64) == b"short"
    assert files.read(SHA256) == CONTENT


def test_what_a_crash_left_behind_is_swept(files):
    (files.folder / "0.unfinished").write_bytes(b"half")
    files.keep("a" * 64, b"nobody noted it")
    files.keep_only([SHA256])
    assert files.read(SHA256) == CONTENT
    assert len(list(files.folder.iterdir())) == 1


def test_a_full_disk_is_said_and_leaves_nothing_half_written(files, monkeypatch):
    def full(_path, _target):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DiskFull):
        files.keep("b" * 64, b"more")
    assert len(list(files.folder.iterdir())) == 1


def test_a_file_that_is_no_longer_whole_is_wanted_again(tmp_path, key):
    store = Store(tmp_path / "cache.db", key)
    store.files.keep(SHA256, CONTENT)
    store.write(lambda db: materials.note_kept(db, {SHA256: len(CONTENT)}, MORNING)).result()
    assert materials.content(store, SHA256) == CONTENT
    only(store.files).write_bytes(b"spoilt")
    assert materials.content(store, SHA256) is None
    assert materials.held(store.reader()) == []
    store.close()


def test_a_file_that_is_here_stays_noted_and_one_that_is_gone_is_wanted_again(tmp_path, key):
    store = Store(tmp_path / "c.db", key)
    store.files.keep(SHA256, CONTENT)
    store.write(lambda db: materials.note_kept(db, {SHA256: len(CONTENT)}, MORNING)).result()
    for _ in range(2):
        assert materials.content(store, SHA256) == CONTENT
        assert materials.held(store.reader()) == [SHA256]
    only(store.files).unlink()
    assert materials.content(store, SHA256) is None
    assert materials.held(store.reader()) == []
    store.close()


@pytest.mark.linux("Windows has no modes")
def test_nobody_else_may_look_into_the_folder(files):
    assert files.folder.stat().st_mode & 0o777 == 0o700


def test_what_was_let_go_of_can_be_neither_kept_nor_read(files):
    files.wipe()
    assert files.read(SHA256) is None
    assert only(files)


def test_what_is_removed_is_gone_and_what_was_never_here_is_no_error(files):
    for _ in range(2):
        files.remove(SHA256)
        assert files.read(SHA256) is None
    files.keep_only([])


def test_where_no_file_has_ever_come_there_is_nothing_to_sweep(tmp_path, key):
    Files(tmp_path / "none", key).keep_only([SHA256])
    assert not (tmp_path / "none").exists()
