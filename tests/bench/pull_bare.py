"""The floor of a pull: GET, decode, one ``executemany`` into SQLCipher, FTS; no logic."""

import resource
import sys
import time

import msgspec
import requests
from sqlcipher3 import dbapi2

from app.cases.model import SubApplication
from app.store.search.index_text import bare


class Change(msgspec.Struct):
    id: str
    revision: int
    body: msgspec.Raw


class Page(msgspec.Struct):
    changes: list[Change]
    cursor: str
    more: bool


def plain_text(case: SubApplication) -> str:
    """All that is found by substring alone."""
    parts = [case.no, case.applicant.name, case.applicant.phone, case.item.name]
    parts += [case.one_thing.scene.name, case.applicant.address]
    parts += [str(f.value) for s in case.form for f in s.fields if isinstance(f.value, str)]
    return " ".join(" ".join(bare(part)) for part in parts if part)


def main(url: str, home: str, key: str) -> None:
    connection = dbapi2.connect(f"{home}/bare.db", isolation_level=None)
    connection.execute(f"pragma key = \"x'{key}'\"")
    connection.execute("pragma journal_mode = wal")
    connection.execute("create table if not exists cases (id text primary key, revision, body)")
    connection.execute(
        "create virtual table if not exists case_text using fts5 (text, content='',"
        " contentless_delete=1, tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("create table if not exists at (cursor)")
    found = connection.execute("select cursor from at").fetchone()
    cursor, more = found[0] if found else "0", True
    begun = time.perf_counter()
    while more:
        raw = requests.get(f"{url}/v1/changes?cursor={cursor}", timeout=30).content
        page = msgspec.json.decode(raw, type=Page)
        bodies = [
            (int(c.id[3:]), plain_text(msgspec.json.decode(c.body, type=SubApplication)))
            for c in page.changes
        ]
        connection.execute("begin")
        connection.executemany(
            "insert or replace into cases values (?, ?, ?)",
            [(c.id, c.revision, bytes(c.body)) for c in page.changes],
        )
        connection.executemany(
            "insert or replace into case_text (rowid, text) values (?, ?)", bodies
        )
        connection.execute("delete from at")
        connection.execute("insert into at values (?)", (page.cursor,))
        connection.execute("commit")
        cursor, more = page.cursor, page.more
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = connection.execute("select count(*) from cases").fetchone()[0]
    print(f"{seconds} {peak} {held}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
