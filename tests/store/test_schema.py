"""``schema.sql`` says what the migrations make."""

import re
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from sqlite_utils import Database

from app.store import schema
from app.store.connection import Connection
from app.store.errors import CacheTooNew

FILE = Path(schema.__file__).with_name("schema.sql")
SAID_IN_SQL_ONLY = {"autoincrement", "check", "collate", "references", "generated"}


def described(database: Database) -> dict[str, object]:
    """What an empty database is made of, by its name: tables, indexes, triggers, settings."""
    found: dict[str, object] = {}
    for name in database.table_names():
        table, sql = database[name], plain(database[name].schema)
        if sql.startswith("create virtual table"):
            found[f"table {name}"] = sql
        else:
            found[f"table {name}"] = (table.strict, SAID_IN_SQL_ONLY & set(re.findall(r"\w+", sql)))
        for column in table.columns:
            found[f"column {name}.{column.name}"] = column
        for index in table.indexes:
            found[f"index {index.name}"] = (name, index.unique, index.origin, index.columns)
        if name.endswith("_config"):
            found[f"settings {name}"] = list(table.rows)
    for trigger in database.triggers:
        found[f"trigger {trigger.name}"] = plain(trigger.sql)
    return found


def plain(sql: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", sql)).lower()


@pytest.fixture
def migrated():
    raw = dbapi2.connect(":memory:", isolation_level=None)
    raw.row_factory = dbapi2.Row
    schema.migrate(Connection(raw), schema.newest_schema())
    yield Database(raw)
    raw.close()


@pytest.fixture
def read():
    raw = dbapi2.connect(":memory:", isolation_level=None)
    raw.executescript(FILE.read_text("utf-8"))
    yield Database(raw)
    raw.close()


def test_the_schema_that_is_read_is_the_one_the_migrations_make(migrated, read):
    made, said = described(migrated), described(read)
    differing = [
        f"{name}: the migrations make {made.get(name)}, schema.sql says {said.get(name)}"
        for name in sorted(made.keys() | said.keys())
        if made.get(name) != said.get(name)
    ]
    assert not differing, "\n".join(
        [
            "Edit app/store/schema.sql until it says what the migrations make; a released migration",
            "is never edited: a change of the schema is a new one.",
            *differing,
        ]
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("alter table drafts add column more text", "column drafts.more"),
        ("create index more on drafts (saved_at)", "index more"),
        ("drop index outbox_by_state", "index outbox_by_state"),
        ("create table more (id text) strict", "table more"),
        ("create trigger more after insert on drafts begin select 1; end", "trigger more"),
        (
            "insert into case_names (case_names, rank) values ('automerge', 4)",
            "settings case_names",
        ),
    ],
)
def test_any_difference_is_seen(migrated, read, change, named):
    read.execute(change)
    made, said = described(migrated), described(read)
    (differing,) = (
        n for n in made.keys() | said.keys() if made.get(n) != said.get(n) and n.startswith(named)
    )
    assert differing.startswith(named)


@pytest.fixture
def fresh():
    raw = dbapi2.connect(":memory:", isolation_level=None)
    raw.row_factory = dbapi2.Row
    yield Connection(raw)
    raw.close()


def test_a_cache_is_brought_on_step_by_step_and_never_back(fresh):
    assert schema.schema_of(fresh) == 0
    for to in (1, 3, 3, 2):
        schema.migrate(fresh, to)
    assert schema.schema_of(fresh) == 3
    assert fresh.value("select count(*) from pragma_table_info('outbox') where name = 'revision'")
    assert not fresh.value("select count(*) from sqlite_master where name = 'files_begun'")


def test_the_newest_schema_is_that_of_the_last_migration():
    numbers = [int(step.name[:4]) for step in schema.MIGRATIONS.glob("*.sql")]
    assert sorted(numbers) == list(range(1, schema.newest_schema() + 1))


def test_a_step_that_fails_leaves_the_schema_as_it_was(fresh, tmp_path, monkeypatch):
    (tmp_path / "0001_good.sql").write_text("create table good (id text);")
    (tmp_path / "0002_bad.sql").write_text("create table bad (id text); nonsense;")
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path)
    assert schema.newest_schema() == 2
    with pytest.raises(dbapi2.OperationalError):
        schema.migrate(fresh, 2)
    assert schema.schema_of(fresh) == 1


def test_only_a_later_schema_is_not_known(fresh):
    schema.migrate(fresh, schema.newest_schema())
    schema.require_known_schema(fresh)
    fresh.execute(f"pragma user_version = {schema.newest_schema() + 1}")
    with pytest.raises(CacheTooNew) as told:
        schema.require_known_schema(fresh)
    assert told.value.detail == f"schema {schema.newest_schema() + 1}"
