"""A viewer process that an attacker has made their own does not hold the desk, nor outlive it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from app.machine.paths import own_command
from app.viewer.documents import is_ofd
from app.viewer.messages import LARGEST_PICTURE, Draw, NotShown, Open, Opened, Picture, Sheet
from app.viewer.parser_process import Answers, ParserProcess
from app.viewer.pdf import Pdf
from app.viewer.process import Viewer
from tests.support.papers import good, pages_saying, pdf, stream
from tests.viewer.holding import ANSWERS, WAYS

pytestmark = pytest.mark.linux("groups of processes, and /proc")
LIMIT = 2.0
LARGE = bytes(30 * 2**20)  # no pipe holds as much

ANSWERS_BY_ASKED = [(asked, answer) for asked, answers in ANSWERS.items() for answer in answers]


@pytest.fixture
def held():
    made = []

    def hold(*way: str, seconds: float = LIMIT, starting: float = LIMIT) -> Viewer:
        command = [sys.executable, "-m", "tests.viewer.holding", *way]
        made.append(Viewer(command, seconds=seconds, starting=starting))
        return made[-1]

    yield hold
    for each in made:
        each.replace()


def until(true, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return true()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("way", WAYS)
def test_the_desk_waits_no_longer_than_it_said(held, way):
    viewer = held(way)
    begun = time.monotonic()
    assert viewer.open("file", LARGE) == NotShown("died")
    assert time.monotonic() - begun < LIMIT + 3
    assert viewer.process is None


def test_a_file_is_not_blamed_for_a_process_that_starts_slowly(held):
    viewer = held("starts_slowly", seconds=1.0, starting=60.0)
    assert viewer.open("file", b"x") == Opened(((1.0, 1.0),), 1)


@pytest.mark.parametrize("way", WAYS)
def test_ending_it_waits_for_nobody_and_says_so_to_who_asked(held, way):
    viewer = held(way, seconds=60.0, starting=60.0)
    said = []
    asking = threading.Thread(target=lambda: said.append(viewer.open("file", LARGE)))
    asking.start()
    assert until(lambda: viewer.process is not None)
    begun = time.monotonic()
    viewer.replace()
    asking.join(10)
    assert time.monotonic() - begun < 5
    assert said[0] in (NotShown("replaced"), NotShown("died"))


def test_what_it_started_ends_with_it(held):
    viewer = held("leaves_a_child_on_the_pipe")
    viewer.start()
    group = viewer.process.pid
    viewer.open("file", b"x")
    assert until(lambda: not any(_group(pid) == group for pid in _processes()))


def _processes() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid) if is_running(pid) else 0
    except OSError:
        return 0


@pytest.mark.parametrize(("asked", "answer"), ANSWERS_BY_ASKED)
def test_an_answer_no_parser_gives_is_not_taken_and_costs_no_memory(held, asked, answer):
    viewer = held("answers", asked, answer, seconds=30.0)
    ask = {
        "open": lambda: viewer.open("file", b"x"),
        "draw": lambda: viewer.draw("file", 0, 100),
        "read": lambda: viewer.read("file", 0),
        "find": lambda: viewer.find("file", "x"),
        "signatures": lambda: viewer.signatures("file"),
        "assemble": lambda: viewer.assemble([b"x"], [Sheet(0, 0)]),
    }
    if asked != "open":
        assert isinstance(viewer.open("file", b"x"), Opened)
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert ask[asked]() in (NotShown("died"), NotShown("broken"))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 90 * 1024, f"{grown // 1024} MB"


def test_it_does_not_outlive_a_desk_that_is_killed():
    """Though it may not even read, so never notices that its pipe was closed."""
    desk = subprocess.Popen(
        [sys.executable, "-c", DESK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    viewer = int(desk.stdout.readline())
    assert is_running(viewer)
    os.kill(viewer, signal.SIGSTOP)
    desk.kill()
    desk.communicate()
    assert until(lambda: not is_running(viewer))


DESK = """
import sys
from app.machine.paths import own_command
from app.viewer.process import Viewer
from tests.support.papers import pages_saying
viewer = Viewer(own_command("viewer"))
viewer.open("file", pages_saying(["x"]))
print(viewer.process.pid, flush=True)
sys.stdin.read()
"""


def test_it_outlives_the_thread_that_asked_first():
    viewer = Viewer(own_command("viewer"))
    first = threading.Thread(target=lambda: viewer.open("file", pages_saying(["x"])))
    first.start()
    first.join()
    assert isinstance(viewer.read("file", 0), type(viewer.read("file", 0)))
    assert viewer.read("file", 0).text.startswith("x")
    viewer.replace()


def test_it_inherits_nothing_but_its_pipes(tmp_path):
    kept = (tmp_path / "clerk.key").open("wb")
    os.set_inheritable(kept.fileno(), True)
    viewer = Viewer(own_command("viewer"))
    viewer.open("file", pages_saying(["x"]))
    handles = Path(f"/proc/{viewer.process.pid}/fd")
    held = [str(each.readlink()).split(":")[0] for each in handles.iterdir()]
    assert sorted(held) == ["/dev/null", "pipe", "pipe"]
    viewer.replace()
    kept.close()


@pytest.mark.parametrize("name", good())
def test_a_file_is_shown_with_all_its_parsers_loaded_before(name):
    """Nothing is mapped to be executed that was not there when the process said it was ready."""
    ready = threading.Event()
    command = own_command("viewer", *(["--ofd"] if is_ofd(good()[name]) else []))
    process = ParserProcess(command, lambda unconfined: ready.set(), 60.0)
    process.start()
    assert ready.wait(10)
    before = _libraries(process)
    answers = Answers(msgspec.msgpack.Decoder(Opened | Picture), LARGEST_PICTURE, 60.0)
    assert isinstance(process.ask(Open("file", good()[name]), answers), Opened)
    assert isinstance(process.ask(Draw("file", 0, 300), answers), Picture)
    assert before and _libraries(process) == before
    process.replace()


def test_fonts_that_a_page_does_not_bring_are_the_machines():
    """A page that names 宋体 looks as it does in a process that may read everything."""
    words = "营业执照".encode("utf-16-be").hex().encode()
    content = pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H"
            b" /DescendantFonts [6 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>",
            stream(b"BT /F 40 Tf 20 100 Td <%s> Tj ET" % words),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /CIDSystemInfo"
            b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
            b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /ItalicAngle 0 /StemV 80"
            b" /FontBBox [0 -200 1000 900] /Ascent 800 /Descent -200 /CapHeight 700 >>",
        ]
    )
    viewer = Viewer(own_command("viewer"))
    viewer.open("file", content)
    drawn = viewer.draw("file", 0, 600)
    viewer.replace()
    assert drawn == Pdf(content).draw(0, 600, 0, None)
    assert len(set(drawn.pixels)) > 2


def _libraries(process: ParserProcess) -> set[str]:
    maps = Path(f"/proc/{process.process.pid}/maps").read_text()
    return {line.split()[-1] for line in maps.splitlines() if ".so" in line}
