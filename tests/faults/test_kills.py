"""Killed at any moment, on a line that loses answers: every decision reaches the centre once."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kills import DONE_HERE_ONLY, judge
from tests.support.programs import COUNTS

BAD = ("lost", "doubled", "reordered", "stuck", "papers_lost")


@pytest.mark.parametrize(
    ("of", "kills", "share"),
    [("handler", 35, 0.0), ("handler", 20, 0.3), ("lead", 25, 0.0), ("lead", 20, 0.3)],
)
def test_a_desk_killed_again_and_again_loses_doubles_and_reorders_nothing(
    of, kills, share, tmp_path
):
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", "--of", of, "--kills", str(kills),
         "--share", str(share), "--keep", str(tmp_path), "--out", str(COUNTS)],
        capture_output=True, text=True, timeout=800, cwd=COUNTS.parents[1],
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    counts = json.loads(told.stdout.splitlines()[-1])
    assert counts["kills"] == kills
    assert counts["said"] > (kills if of == "handler" else kills / 3)  # each prints two papers
    assert (counts["requests_faulted"] > kills / 3) == (share > 0)
    assert [counts[name] for name in BAD] == [0] * len(BAD)
    the_judge_sees_what_is_missing(tmp_path)


def the_judge_sees_what_is_missing(folder: Path) -> None:
    """The same ledger with one answer taken out, then with one event twice."""
    ledger = folder / "centre.sqlite"
    said = [line.split() for line in (folder / "said.txt").read_text().splitlines()]
    held = json.loads((folder / "outbox.json").read_text())
    signs = any(kind == "sign" for _, kind, _ in held["entries"])
    spoilt = {"lost": _forget, "doubled": _repeat} | ({"papers_lost": _burn} if signs else {})
    for name, spoil in spoilt.items():
        copy = folder / f"{name}.sqlite"
        shutil.copy(ledger, copy)
        connection = sqlite3.connect(copy)
        spoil(connection, said)
        connection.commit()
        connection.close()
        assert judge(folder, copy)[name] >= 1


def _forget(connection: sqlite3.Connection, said: list[list[str]]) -> None:
    connection.execute("delete from action where id = ?", (said[0][1],))


def _repeat(connection: sqlite3.Connection, said: list[list[str]]) -> None:
    its = "where kind = 'sub_application' and id = ?"
    (raw,) = connection.execute(f"select body from record {its}", (said[0][0],)).fetchone()
    body = json.loads(raw)
    body["history"] += [event for event in body["history"] if event["type"] in DONE_HERE_ONLY]
    connection.execute(f"update record set body = ? {its}", (json.dumps(body).encode(), said[0][0]))


def _burn(connection: sqlite3.Connection, _said: list[list[str]]) -> None:
    connection.execute("delete from attachment")
