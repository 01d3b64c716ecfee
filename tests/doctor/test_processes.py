"""What doctor says of the processes that open and read applicants' files."""

import pytest

from app.cases.paper_text import Line, PageReading
from app.reader import READING_VARIABLE
from app.support import processes
from app.support.found import Unfit
from app.viewer.messages import NotShown

ENGINE = "rapidocr 3.10.0, onnxruntime 1.32.0"
CONFINED, READ = "均受限制", "读出一页"
READS = PageReading((Line("JIANJIAN 20261128", (0.1, 0.1, 0.5, 0.2)),), source="recognised")


@pytest.fixture(autouse=True)
def as_at_a_desk(monkeypatch):
    monkeypatch.delenv(READING_VARIABLE)


def process(monkeypatch, kind, unconfined, page=READS):
    """Stands for one: what it was started by, and what it says."""
    commands = []

    class Process:
        def __init__(self, command, started):
            commands.append(command)
            self._started = started

        def start(self):
            if unconfined is not None:
                self._started(unconfined)

        def open(self, key, content):
            assert content.startswith(b"\x89PNG")

        def read_page(self, key, at):
            return page

        def replace(self):
            commands.append("ended")

    monkeypatch.setattr(processes, kind, Process)
    return commands


def said_of(ask):
    try:
        return ask().said, True
    except Unfit as unfit:
        return unfit.found.said, False


@pytest.mark.parametrize("kind", ["Viewer", "Reader"])
@pytest.mark.parametrize(
    ("system", "has_landlock", "unconfined", "well"),
    [
        ("linux", True, (), True),
        ("linux", True, ("filesystem",), False),
        ("linux", False, ("filesystem",), True),
        ("linux", False, ("filesystem", "network"), False),
        ("win32", False, ("filesystem", "network"), True),
        ("win32", False, ("filesystem", "processes"), False),
    ],
)
def test_one_is_well_where_what_the_system_can_confine_is(
    monkeypatch, kind, system, has_landlock, unconfined, well
):
    process(monkeypatch, kind, unconfined)
    monkeypatch.setattr(processes.engine, "recogniser", lambda: "")
    monkeypatch.setattr(processes.sys, "platform", system)
    monkeypatch.setattr(processes, "memory_here", lambda: None)
    monkeypatch.setattr(processes.landlock, "is_offered", lambda: has_landlock)
    ask = processes.viewer if kind == "Viewer" else lambda: processes.reader(None)
    said, is_well = said_of(ask)
    assert is_well is well
    assert [part for part in processes.PARTS if part in said] == list(unconfined)


@pytest.mark.parametrize(
    ("policy", "engine", "memory", "words", "tries"),
    [
        (None, ENGINE, 8 * 2**30, (ENGINE, READ, CONFINED, "默认启用"), True),
        (True, ENGINE, 2 * 2**30, (ENGINE, READ, CONFINED, "由信息科打开"), True),
        (None, ENGINE, 2 * 2**30, (ENGINE, CONFINED, "不足 4 GB"), False),
        (False, ENGINE, 8 * 2**30, (ENGINE, CONFINED, "信息科已关闭"), False),
        (None, "", 8 * 2**30, (CONFINED, "没有安装识读组件"), False),
    ],
)
def test_the_reader_is_well_with_or_without_the_optional_part_and_says_why(
    monkeypatch, policy, engine, memory, words, tries
):
    commands = process(monkeypatch, "Reader", ())
    monkeypatch.setattr(processes.engine, "recogniser", lambda: engine)
    monkeypatch.setattr(processes, "memory_here", lambda: memory)
    said, is_well = said_of(lambda: processes.reader(policy))
    assert is_well and [each for each in words if each not in said] == []
    assert (READ in said) is tries
    command, ended = commands
    assert command[-1] == ("reader" if tries else "--text-only") and ended == "ended"


def test_a_suite_of_tests_may_say_that_nothing_is_recognised(monkeypatch):
    monkeypatch.setenv(READING_VARIABLE, "off")
    commands = process(monkeypatch, "Reader", ())
    monkeypatch.setattr(processes.engine, "recogniser", lambda: ENGINE)
    said, is_well = said_of(lambda: processes.reader(True))
    assert is_well and CONFINED in said and READ not in said
    assert "--text-only" in commands[0]


@pytest.mark.parametrize("page", [NotShown("died"), PageReading(problem="unreadable")])
def test_one_that_reads_nothing_though_it_is_installed_is_ill(monkeypatch, page):
    process(monkeypatch, "Reader", (), page)
    monkeypatch.setattr(processes.engine, "recogniser", lambda: ENGINE)
    assert said_of(lambda: processes.reader(True)) == (
        "试读的一页没有读出 a page that was tried could not be read", False
    )  # fmt: skip


def test_one_that_does_not_start_is_ill_and_ended(monkeypatch):
    commands = process(monkeypatch, "Reader", None)
    monkeypatch.setattr(processes.reader_process, "STARTING_SECONDS", 0)
    assert said_of(lambda: processes.reader(False)) == ("没有启动 does not start", False)
    assert commands[-1] == "ended"
