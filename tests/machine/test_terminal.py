"""Every door of the command line speaks on a terminal that has no Chinese, or not all signs."""

import json
import os
import subprocess
import sys

import pytest

from app.cases.sentence import say
from app.machine import terminal as terminal_module
from tests.support.programs import ROOT

PLAIN = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LC_ALL": "C"}
TERMINALS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "cp437": {"PYTHONIOENCODING": "cp437"},
    "cp936": {"PYTHONIOENCODING": "cp936"},
    "LC_ALL=C": PLAIN,
}


@pytest.fixture(params=TERMINALS)
def terminal(request, tmp_path):
    """The environment of a terminal, and how what it was told is read."""
    encoding = "ascii" if request.param == "LC_ALL=C" else request.param
    return TERMINALS[request.param] | {"JIANJIAN_HOME": str(tmp_path)}, encoding


def told(terminal, *arguments, typed=""):
    environment, encoding = terminal
    done = subprocess.run(
        [sys.executable, "main.py", *arguments],
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        input=typed.encode(),
        env=os.environ | environment,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.parametrize(
    ("asked", "encoding"), [({}, "utf-8"), ({"PYTHONIOENCODING": "cp936"}, "cp936")]
)
def test_into_a_file_it_is_utf_8_unless_somebody_asked_for_another(
    tmp_path, monkeypatch, asked, encoding
):
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    with (tmp_path / "doctor.txt").open("w", encoding="cp936") as file:
        monkeypatch.setattr(sys, "stdout", file)
        terminal_module.prepare()
        print("✓ 版本 version")
    told = (tmp_path / "doctor.txt").read_bytes().decode(encoding)
    assert told == ("✓ 版本 version\n" if encoding == "utf-8" else "+ 版本 version\n")


def test_a_program_without_a_console_has_a_sentence_all_the_same():
    assert terminal_module.spoken(say("中心", "centre"), None) == "中心"


def test_the_doctor_marks_what_is_well_and_what_is_ill_and_tells_a_machine_in_json(terminal):
    _, said, _ = told(terminal, "doctor", "--json")
    assert said.isascii()
    points = json.loads(said)["points"]
    assert "版本 version" in [point["name"] for point in points]
    _, words, _ = told(terminal, "doctor")
    marks = [line[:2] for line in words.splitlines()]
    assert marks == ["+ " if point["well"] else "x " for point in points]
    assert {"+ ", "x "} == set(marks)
    assert "keyring: " in words


def test_a_contract_is_told_point_by_point(terminal, centre):
    """Of a clerk whom the centre does not let in: what is left takes no time."""
    code, said, _ = told(
        terminal, "doctor", "--contract", centre.inner_url, "--username", "nobody", typed="x\n"
    )
    lines = said.splitlines()
    assert code == 1
    assert any(line.startswith("+ invalid_grant") for line in lines)
    assert any(line.startswith("x POST /v1/token") for line in lines)
    assert all(line.startswith(("+ ", "x ", "· ", "- ", "    ")) for line in lines)


def test_a_failure_is_told_in_a_language_the_terminal_has(terminal):
    code, _, said = told(terminal, "sync", "--centre", "nonsense", "--username", "x", typed="x\n")
    chinese = terminal[1] == "cp936"
    assert code == 1
    assert ("https://" in said) and ("中心" in said) is chinese and "\\u" not in said


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("tour", "--help")])
def test_help_is_told(terminal, arguments):
    code, said, _ = told(terminal, *arguments)
    assert code == 0 and said


def test_the_bundle_for_it_is_packed_and_named(terminal, tmp_path):
    out = tmp_path / "诊断.zip"
    code, said, _ = told(terminal, "diagnose", "--out", str(out))
    assert code == 0 and "doctor.json" in said
    assert out.exists()


def test_a_practice_centre_says_where_it_is(terminal):
    code, said, _ = told(terminal, "practice", "--cases", "2", "--controlled")
    assert code == 0 and json.loads(said.splitlines()[0])["url"]


def test_where_chinese_can_be_read_it_is_chinese(tmp_path):
    utf8 = {"PYTHONUTF8": "1", "JIANJIAN_HOME": str(tmp_path)}, "utf-8"
    _, _, said = told(utf8, "sync", "--centre", "nonsense", "--username", "x")
    assert "中心" in said
    assert {line[0] for line in told(utf8, "doctor")[1].splitlines()} == {"✓", "✗"}
