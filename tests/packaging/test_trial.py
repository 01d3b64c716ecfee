"""What a try of any platform is made of."""

import json

import pytest
import trial


def fails():
    raise trial.Wrong("no such window")


def test_a_step_that_goes_wrong_is_kept_with_why_and_the_next_is_done(tmp_path):
    steps = trial.Steps()
    steps.do("started", lambda: "jianjian 0.1.0")
    steps.do("seen", fails)
    steps.do("removed", lambda: "nothing left")
    assert [(step["name"], step["ok"]) for step in steps.done] == [
        ("started", True),
        ("seen", False),
        ("removed", True),
    ]
    assert steps.said("seen") == "Wrong: no such window"
    file = tmp_path / "found.json"
    assert trial.write(file, {"steps": steps.done}) == 1
    assert trial.write(file, {"steps": steps.done[:1]}) == 0
    assert json.loads(file.read_text())["steps"][0]["said"] == "jianjian 0.1.0"


def test_of_the_doctor_only_what_may_be_ill_passes():
    points = [
        {"name": "5 printers", "well": False, "code": "no_printer", "said": ""},
        {"name": "6 keyring", "well": True, "code": "", "said": ""},
    ]
    told = json.dumps({"points": points})
    assert trial.ill_points(told, {"printers"}) == "2 points; not well: 5 printers: no_printer"
    with pytest.raises(trial.Wrong):
        trial.ill_points(told, {"centre"})


def test_figures_are_read_from_what_was_said(tmp_path):
    assert trial.figures("34 pictures, 15 expectations, 0 differ") == {"pictures": 34, "differ": 0}
    assert trial.figures("waited in vain") is None
    assert trial.ratio("100\n250\n120\n240\n") == 2.4
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_bytes(bytes(2**20))
    assert trial.megabytes(tmp_path.rglob("*")) == 1.0
    assert list(trial.hashes(tmp_path)) == ["a/b"]


def test_the_first_that_decides_while_the_line_is_cut_tells_what_waits():
    class Line:
        said = []

        def command(self, words):
            self.said.append(words)

    line = Line()
    trial.leave_unsent(["sh", "-c", "echo synced; read go; echo 1 0"], line)
    assert line.said == ["cut"]
    with pytest.raises(trial.Wrong, match="come back: 0 1"):
        trial.leave_unsent(["sh", "-c", "echo synced; read go; echo 0 1"], line)
    with pytest.raises(trial.Wrong, match="did not sync"):
        trial.leave_unsent(["true"], line)
