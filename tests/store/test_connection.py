"""One way of running SQL: what is asked, what is changed, and what a change that fails leaves."""

import secrets

import pytest
from sqlcipher3 import dbapi2

from app.store import connection
from app.store.connection import as_json, connect, update, upsert_many, whole_or_nothing
from app.store.errors import CacheNotWritable, CacheUnreadable

KEY = secrets.token_hex(32)


@pytest.fixture
def db(tmp_path):
    opened = connect(tmp_path / "x.db", KEY)
    opened.execute("create table paper (id text primary key, size integer, name text)")
    yield opened
    opened.close()


def rows(db) -> list[tuple]:
    return [tuple(row) for row in db.rows("select * from paper order by id")]


def put(db, *said, settled=()):
    papers = [{"id": id_, "size": size, "name": name} for id_, size, name in said]
    upsert_many(db, "paper", "id", papers, settled)


def test_rows_are_read_by_name_one_or_all_of_them(db):
    put(db, ("a", 1, "x"), ("b", 2, "y"))
    asked = "select id, size from paper where size >= ? order by id"
    assert [(row["id"], row["size"]) for row in db.rows(asked, (1,))] == [("a", 1), ("b", 2)]
    assert dict(db.row(asked, (2,))) == {"id": "b", "size": 2}
    assert (db.value(asked, (1,)), db.column(asked, (1,))) == ("a", ["a", "b"])
    assert (db.row(asked, (3,)), db.value(asked, (3,)), db.column(asked, (3,))) == (None, None, [])
    assert db.value("select :size", {"size": 7}) == 7


def test_a_list_or_a_mapping_goes_in_as_one_value(db):
    put(db, ("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z"))
    chosen = "select id from paper where id in (select value from json_each(?))"
    assert db.column(chosen, (as_json(["a", "c", "d"]),)) == ["a", "c"]
    assert db.column("select value from json_each(?)", (as_json({"k": "值"}),)) == ["值"]


def test_known_rows_are_updated_new_ones_inserted_and_settled_columns_stay(db):
    put(db, ("a", 1, "x"), ("b", 2, "y"))
    put(db, ("b", 3, "w"), ("c", 4, "z"), settled=("name",))
    assert rows(db) == [("a", 1, "x"), ("b", 3, "y"), ("c", 4, "z")]
    put(db)
    assert len(rows(db)) == 3


def test_a_key_may_be_of_several_columns(db):
    db.execute("create table note (kind text, id text, words text, primary key (kind, id))")
    for words in ("before", "after"):
        upsert_many(db, "note", "kind, id", [{"kind": "a", "id": "1", "words": words}])
    upsert_many(db, "note", "kind, id", [{"kind": "b", "id": "1", "words": "other"}])
    assert db.column("select words from note order by kind") == ["after", "other"]


@pytest.mark.parametrize("most", [3, 4, 5, 6, 100])
def test_more_values_than_a_statement_takes_go_in_several(db, monkeypatch, most):
    monkeypatch.setattr(connection, "MOST_VALUES", most)
    put(db, *(("abcde"[n], n, "x") for n in range(5)))
    assert rows(db) == [("abcde"[n], n, "x") for n in range(5)]


def test_as_many_values_as_sqlite_takes_go_in_one(db):
    put(db, *((f"{n:06d}", n, "x") for n in range(connection.MOST_VALUES // 3 + 1)))
    assert db.value("select count(*) from paper") == connection.MOST_VALUES // 3 + 1


def test_columns_of_one_row_are_set(db):
    put(db, ("a", 1, "x"), ("b", 2, "x"))
    update(db, "paper", "id", "b", {"size": 9, "name": None})
    update(db, "paper", "id", "nobody", {"size": 9})
    assert rows(db) == [("a", 1, "x"), ("b", 9, None)]


def test_what_fails_is_taken_back_alone(db):
    db.execute("begin")
    put(db, ("a", 1, "x"))
    with pytest.raises(ValueError), whole_or_nothing(db):
        put(db, ("b", 2, "y"))
        raise ValueError
    with whole_or_nothing(db):
        put(db, ("c", 3, "z"))
    assert db.in_transaction
    db.execute("commit")
    assert not db.in_transaction
    assert rows(db) == [("a", 1, "x"), ("c", 3, "z")]


def test_where_the_whole_transaction_is_gone_the_error_is_the_one_that_ended_it(db):
    db.execute("begin")
    with pytest.raises(ValueError), whole_or_nothing(db):
        db.execute("rollback")
        raise ValueError


def test_an_error_is_raised_as_what_it_means(db, tmp_path):
    heard = []

    def meaning(error):
        heard.append(error)
        return CacheUnreadable("x") if "no such table" in str(error) else error

    other = connect(tmp_path / "x.db", KEY, meaning)
    for ask in (other.rows, other.row, other.value, other.column, other.execute):
        with pytest.raises(CacheUnreadable) as told:
            ask("select * from missing")
        assert told.value.__cause__ is heard[-1]
    with pytest.raises(dbapi2.OperationalError, match="no such column"):
        other.value("select missing from paper")
    other.close()


def test_a_file_that_cannot_be_written_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    connect(path, KEY).close()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(CacheNotWritable):
        connect(path, KEY)
    connect(tmp_path / "new.db", KEY).close()  # there is nothing yet that could not be written
