"""A desk that was put back to an older version leaves the newer one's cache as it is."""

import hashlib

import pytest

from app.store import schema
from app.store.errors import CacheTooNew


def contents(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_signing_in_changes_no_byte_of_it_and_says_what_to_install(centre, make_desk, monkeypatch):
    newer, credentials = make_desk(centre.url), centre.clerks[0]
    newer.account.sign_in(**credentials)
    newer.close()
    caches = newer.machine.places.caches
    before, known = contents(caches), schema.newest_schema()
    assert {path.suffix for path in before} >= {".db", ".key"}
    monkeypatch.setattr(schema, "newest_schema", lambda: known - 1)
    older = make_desk(centre.url)
    for _ in range(2):
        with pytest.raises(CacheTooNew, match="newer version"):
            older.account.sign_in(**credentials)
        assert contents(caches) == before
    monkeypatch.undo()
    older.account.sign_in(**credentials)
    assert older.account.clerk is not None
