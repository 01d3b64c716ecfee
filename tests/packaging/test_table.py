"""The table of the halls: a row a platform, and no good end where a step or a platform failed."""

import json
import sys
from subprocess import run

import pytest

from tests.support.programs import ROOT

STEP = {"name": "installed", "ok": True, "seconds": 8.25, "said": "jianjian 0.1.0"}
HALL = {
    "platform": "amd64",
    "folder_mb": 258.4,
    "package_mb": 82.0,
    "highest_glibc": "2.30",
    "start_ratio": 0.85,
    "tour": {"pictures": 32, "differ": 0},
    "steps": [STEP],
    "not_shown": [{"what": "a Kylin desktop", "why": "there is none here"}],
}


@pytest.fixture
def table(tmp_path):
    def told(**halls):
        files = [tmp_path / f"{name}.json" for name in halls]
        for file, hall in zip(files, halls.values(), strict=True):
            if hall is not None:
                file.write_text(json.dumps(hall))
        command = [sys.executable, "packaging/table.py", *map(str, files)]
        done = run(command, cwd=ROOT, capture_output=True, text=True)
        assert not done.stderr
        return done.returncode, done.stdout

    return told


def test_a_platform_has_its_row_its_steps_and_what_was_not_shown(table):
    code, said = table(amd64=HALL)
    head, first = (line.split("  ") for line in said.split("\n")[:2])
    assert [cell for cell in map(str.strip, first) if cell] == [
        "amd64", "258 MB", "82 MB", "2.30", "0.85 ×", "32 pictures, 0 differ", "1 of 1",
    ]  # fmt: skip
    assert "✓ installed, 8 s: jianjian 0.1.0" in said
    assert "not shown: a Kylin desktop: there is none here" in said
    assert (code, head[0]) == (0, "platform")


def test_what_was_not_measured_is_a_dash(table):
    code, said = table(windows=HALL | {"highest_glibc": None, "start_ratio": None, "tour": None})
    assert said.split("\n")[1].split() == [
        "windows",
        "258",
        "MB",
        "82",
        "MB",
        *"———",
        "1",
        "of",
        "1",
    ]
    assert code == 0


def test_a_step_that_failed_is_marked_and_ends_it_badly(table):
    code, said = table(amd64=HALL | {"steps": [STEP, STEP | {"ok": False, "name": "removed"}]})
    assert "1 of 2" in said.split("\n")[1]
    assert "✗ removed" in said
    assert code == 1


def test_a_platform_that_came_to_no_file_is_said_and_hides_no_other(table):
    code, said = table(arm64=None, amd64=HALL)
    _, arm64, amd64, *_ = said.split("\n")
    assert "not built" in arm64 and "32 pictures" in amd64
    assert code == 1
