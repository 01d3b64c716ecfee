"""Killed at each named point of the write path and started again: nothing is lost or doubled."""

import json
import subprocess
import sys

import pytest

from tests.faults.crash_points import LEADS_POINTS, POINTS
from tests.faults.test_kills import BAD
from tests.support.centres import city_file
from tests.support.programs import COUNTS

DECIDED = {
    "decide: amid the transaction": 0,
    "decide: committed": 1,
    "fetch: a file has come": 0,
    "fetch: a file is kept": 0,
    "sign: amid the transaction": 0,
    **{point.split(",")[0]: 1 for point in list(LEADS_POINTS)[1:]},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What came of each point."""
    folder = tmp_path_factory.mktemp("crash")
    (folder / "centre.sqlite").write_bytes(city_file(200, 3))
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.crash_points", str(folder)],
        capture_output=True,
        text=True,
        timeout=800,
        cwd=COUNTS.parents[1],
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("point", [*POINTS, *LEADS_POINTS])
def test_killed_there_and_started_again_nothing_is_lost_doubled_or_stuck(point, told):
    came = told[point]
    assert came["reached"], "nobody was killed there"
    assert came["actions"] == DECIDED.get(point.split(",")[0], 2)
    assert [came[name] for name in BAD] == [0] * len(BAD)


@pytest.mark.parametrize("point", ["decide: amid the transaction, the actions are inserted",
                                   "sign: amid the transaction, the signature is inserted"])  # fmt: skip
def test_what_was_typed_is_there_where_the_decision_was_not_kept(point, told):
    assert told[point]["drafts_kept"] == 1


@pytest.mark.parametrize("point", [point for point in POINTS if "fetch" not in point])
def test_a_paper_of_the_counter_is_there_with_the_decision_or_without_it(point, told):
    came = told[point]
    served = "notice" in point  # by a correction; a message carries nothing
    assert (came["papers_kept"], came["papers_carried"]) == (1, int(served))
