"""Killed at any moment, on a line that loses answers: every decision reaches the centre once."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kills import judge
from tests.support.programs import COUNTS


@pytest.mark.parametrize(("kills", "share"), [(35, 0.0), (20, 0.3)])
def test_a_desk_killed_again_and_again_loses_doubles_and_reorders_nothing(kills, share, tmp_path):
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", "--kills", str(kills), "--share", str(share),
         "--keep", str(tmp_path), "--out", str(COUNTS)],
        capture_output=True, text=True, timeout=800, cwd=COUNTS.parents[1],
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    counts = json.loads(told.stdout.splitlines()[-1])
    assert counts["kills"] == kills
    assert counts["said"] > kills
    assert (counts["requests_faulted"] > kills / 3) == (share > 0)
    assert [counts[name] for name in ("lost", "doubled", "reordered", "stuck")] == [0, 0, 0, 0]
    the_judge_sees_what_is_missing(tmp_path)


def the_judge_sees_what_is_missing(folder: Path) -> None:
    """The same ledger with one answer taken out, then with one event twice."""
    ledger = folder / "centre.sqlite"
    said = [line.split() for line in (folder / "said.txt").read_text().splitlines()]
    for name, spoil in (("lost", _forget), ("doubled", _repeat)):
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
    (raw,) = connection.execute("select body from record where id = ?", (said[0][0],)).fetchone()
    body = json.loads(raw)
    body["history"] += [event for event in body["history"] if event["type"] == "message"][:1] or [
        {**body["history"][-1], "type": "message"}
    ]
    connection.execute(
        "update record set body = ? where id = ?", (json.dumps(body).encode(), said[0][0])
    )
