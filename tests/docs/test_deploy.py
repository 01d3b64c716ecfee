"""IT's guide is true of the desk: each line of the policy, each sentence of doctor, each code and folder."""

import ast
import importlib
import inspect
import pkgutil
import re

import msgspec
import pytest

import app
from app.cases.failure import Failure
from app.machine import journal
from app.machine.paths import Places
from app.machine.policy import Policy
from app.support import doctor
from tests.support.programs import ROOT

PAGES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("deploy*.md"))}
SAMPLE = (ROOT / "packaging/policy.toml").read_text("utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
LINE = re.compile(r"^# (\w+ = .*)$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


def rows(page):
    return [
        re.split(r"(?<!\\)\|", line.strip("|")) for line in page.splitlines() if line[:2] == "| "
    ]


def outline(page):
    """What both languages share: headings' depth, list items, tables' rows with their codes."""
    return re.findall(r"^(?:#+ |\d\. |- |```\w*|\|)", page, re.MULTILINE)


def spoken(part):
    """The Chinese phrases in the strings of a function or a module."""
    tree = ast.parse(inspect.getsource(part))
    words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {phrase for each in words if isinstance(each, str) for phrase in CHINESE.findall(each)}


def examinations():
    """doctor, and the modules beside it that it asks."""
    tree = ast.parse(inspect.getsource(doctor))
    asked = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    beside = sorted(name for name in asked if name.startswith("app.support."))
    return [doctor, *map(importlib.import_module, beside)]


def codes():
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith(("app.practice", "app.support")):
            importlib.import_module(module.name)
    found, left = set(), [Failure]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("app.") and kind is not Failure:
            found.add(kind.code)
    return found


def test_the_sample_decides_nothing_until_a_line_is_taken():
    assert msgspec.toml.decode(SAMPLE, type=Policy) == Policy()


def test_every_line_of_the_sample_can_be_taken_and_there_is_one_of_each():
    taken = "\n".join(LINE.findall(SAMPLE))
    msgspec.toml.decode(taken, type=Policy)
    assert sorted(msgspec.toml.decode(taken)) == sorted(Policy.__struct_fields__)


def test_each_line_of_the_sample_is_explained_in_both_languages():
    for line in LINE.findall(SAMPLE):
        above = SAMPLE.split(f"# {line}")[0].split("\n\n")[-1]
        assert "不写时" in above, line
        assert "Without" in above, line


@pages
def test_the_page_has_every_line_of_the_policy(page):
    named = {key for row in rows(page) for key in re.findall(r"`(\w+)", row[0])}
    assert set(Policy.__struct_fields__) - named == set()


@pages
def test_the_page_explains_whatever_doctor_says(page):
    said = set().union(*map(spoken, [*examinations(), journal.verify]))
    explained = "\n".join(row[0] for row in rows(page))
    assert len(said) > 40
    assert sorted(phrase for phrase in said if phrase not in explained) == []


@pages
def test_the_page_has_every_code(page):
    last = re.split(r"\n## (?:Codes|提示代码)\n", page)[1]
    named = {code for row in rows(last) for code in re.findall(r"`(\w+)`", row[0])}
    assert {"disk_full", "no_keyring", "policy_unreadable"} <= codes()
    assert named == codes()


@pages
def test_the_page_says_where_things_lie(page, monkeypatch, tmp_path):
    for name in ("JIANJIAN_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    places = Places.of_account()
    for place in (places.settings, places.caches, places.journal):
        assert f"`~/{place.relative_to(tmp_path)}`" in page
    assert f"`{places.policy}`" in page


def test_both_languages_have_the_same_parts():
    english, chinese = PAGES.values()
    assert outline(english) == outline(chinese)
    assert [len(row) for row in rows(english)] == [len(row) for row in rows(chinese)]


def test_both_languages_name_the_same_commands_and_codes():
    def named(page):
        return set(re.findall(r"`([a-z]+_[a-z_]+)`|`\[(\w+)\]`|(--[a-z-]+)", page))

    english, chinese = PAGES.values()
    assert named(english) == named(chinese)
