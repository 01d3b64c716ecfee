"""Our list and search beside a plain QTableView over SQLite with FTS5's trigrams, of the same cases.

Prints ms: frames p50 and p99, ours and theirs; searches of three to six characters likewise.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView

from app.desk import CaseFilter, Desk
from app.machine.paths import Places
from app.store.search import service
from tests.bench.growth import taken
from tests.bench.scroll import frames, live, live_until, percentile
from tests.bench.search import MOST, queries
from tests.support.caches import open_cache
from ui.application import JianjianApplication

COLUMNS = "no, applicant, item"
READ_AT_ONCE = 256


class Plain(QAbstractTableModel):
    """Rows read as they come in sight."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__()
        self._database = database
        (self._count,) = database.execute("select count(*) from plain").fetchone()
        self._read: dict[int, list[tuple[str, ...]]] = {}

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return self._count

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS.split(","))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        part, place = divmod(index.row(), READ_AT_ONCE)
        if part not in self._read:
            self._read[part] = self._database.execute(
                f"select {COLUMNS} from plain where rowid > ? order by rowid limit ?",
                (part * READ_AT_ONCE, READ_AT_ONCE),
            ).fetchall()
        return self._read[part][place][index.column()]


def main(home: str, key: str, rows: str, repaints: str, count: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    open_cache(application.desk, "bench", key, None)
    window = application.open_desk()
    table = window.worklist.list
    live_until(lambda: window.worklist.model.rowCount() >= int(rows))
    window.activateWindow()
    table.setFocus()
    live(1500)
    database = plain(application.desk, Path(home) / "plain.sqlite")
    ours = frames(table, int(repaints))
    theirs = frames(beside(table, database), int(repaints))
    reader, today = (
        application.desk.account.signed_in.store.reader(),
        application.desk.machine.today(),
    )
    asked = queries(application.desk.account.signed_in.store, random.Random(3), int(count))
    texts = [text for n in range(3, 7) for text in asked[f"{n} characters"] if len(text) >= 3]
    ask = "select rowid from words where words match ? limit ?"
    found = [taken(lambda text=text: service.found(reader, text, MOST, today)) for text in texts]
    matched = [
        taken(lambda text=text: database.execute(ask, (f'"{text}"', MOST)).fetchall())
        for text in texts
    ]
    print(*(percentile(each, at) for each in (ours, theirs, found, matched) for at in (50, 99)))
    application.close()


def plain(desk: Desk, path: Path) -> sqlite3.Connection:
    """The cases of the list, unencrypted, each with one text to be found by."""
    database = sqlite3.connect(path)
    database.execute(f"create table plain ({COLUMNS})")
    database.execute("create virtual table words using fts5 (text, tokenize='trigram')")
    numbers = desk.cases.numbers(CaseFilter())
    for start in range(0, len(numbers), 1000):
        told = desk.cases.rows(numbers[start : start + 1000])
        said = [(row.no, row.applicant, row.item_name) for row in told]
        database.executemany("insert into plain values (?, ?, ?)", said)
        database.executemany("insert into words values (?)", [(" ".join(row),) for row in said])
    database.commit()
    return database


def beside(table: QTableView, database: sqlite3.Connection) -> QTableView:
    view = QTableView()
    view.setModel(Plain(database))
    view.resize(table.size())
    view.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.show()
    live(300)
    return view


if __name__ == "__main__":
    main(*sys.argv[1:])
