"""Whatever an applicant sends is shown, or said in a word; the desk goes on."""

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.machine.paths import own_command
from app.viewer.messages import NotShown, Opened, PageText, Picture, Sheet
from app.viewer.process import Viewer
from tests.support.papers import good, ofd, pages_saying
from tests.support.resident import resident
from tests.viewer.hostile import hostile, hostile_file, mutations

MIB = 2**20
CUT = Sheet(0, 0, 90, (0.1, 0.1, 0.9, 0.9))
MAY_DIE = {"a form that draws itself"}
LONGEST_SECONDS = 9  # from then on the viewer gives a file up, on a busy machine an honest one


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


def look(viewer: Viewer, content: bytes):
    """Opens a file and looks at it as a clerk would; the first answer that was a refusal."""
    opened = viewer.open("file", content)
    if not isinstance(opened, Opened):
        return opened
    for answer in (
        viewer.draw("file", 0, 600),
        viewer.draw("file", len(opened.sizes) - 1, 100, 90),
        viewer.read("file", 0),
        viewer.find("file", "page"),
    ):
        if isinstance(answer, NotShown):
            return answer
    return opened


@pytest.mark.parametrize("name", good())
def test_an_honest_file_is_shown(viewer, name):
    assert isinstance(look(viewer, good()[name]), Opened)


def test_every_hostile_file_gets_an_answer_and_the_next_one_too(viewer):
    honest = pages_saying(["page"])
    look(viewer, honest)
    before = resident()
    refused, largest = {}, 0
    for name, content in hostile():
        largest = max(largest, len(content))
        begun = time.monotonic()
        answer = look(viewer, content)
        assert isinstance(answer, Opened | NotShown), name
        if isinstance(answer, Opened):
            answer = viewer.assemble([content], [Sheet(0, 0), CUT])
            assert isinstance(answer, bytes | NotShown), name
        if isinstance(answer, NotShown):
            refused[name] = answer.reason, time.monotonic() - begun >= LONGEST_SECONDS
        assert isinstance(look(viewer, honest), Opened), f"after {name}"
        del content
    died = {
        name
        for name, (reason, was_given_up) in refused.items()
        if reason == "died" and not was_given_up
    }
    assert died <= MAY_DIE
    assert {reason for reason, _ in refused.values()} - {"died"} == {
        "broken",
        "too_large",
        "encrypted",
    }
    assert resident() - before < 50 * MIB + largest


def test_files_with_bytes_changed_by_chance_get_an_answer(viewer):
    for name, content in mutations(seed=1, count=300):
        assert isinstance(look(viewer, content), Opened | NotShown), name


@pytest.mark.parametrize("what", ["a.pdf", "a.jpg", "pages.tif", "a.ofd"])
def test_a_file_is_known_by_its_bytes_whatever_it_is_called(viewer, what):
    assert isinstance(viewer.open("../../etc/passwd", good()[what]), Opened)


def test_of_100000_pages_the_first_2000_are_shown_and_the_rest_is_counted(viewer):
    content = hostile_file("100,000 pages")
    opened = viewer.open("file", content)
    assert (len(opened.sizes), opened.pages) == (2000, 100_000)


def test_no_file_makes_the_viewer_call_anywhere(viewer):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        do_POST = do_GET

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = b"http://127.0.0.1:%d/" % server.server_port
    look(viewer, pages_saying(
        ["x"], b"/OpenAction << /S /URI /URI (%s) >>" % address,
        b"/AA << /O << /S /SubmitForm /F (%s) >> >>" % address))  # fmt: skip
    look(viewer, ofd(f"&lt;img src={address.decode()}&gt;"))
    server.shutdown()
    assert asked == []


def test_markup_in_an_applicants_words_is_words(viewer):
    viewer.open("file", ofd("&lt;b&gt;粗&lt;/b&gt;"))
    assert viewer.read("file", 0).text == "<b>粗</b>"


def test_words_in_a_form_are_drawn(viewer):
    from tests.support.papers import a_form

    viewer.open("filled", a_form("filled in"))
    viewer.open("empty", a_form(""))
    assert viewer.draw("filled", 0, 300) != viewer.draw("empty", 0, 300)


def test_a_part_of_a_page_is_the_same_as_that_part_of_the_whole(viewer):
    viewer.open("file", pages_saying(["first page"]))
    for rotation in (0, 90, 180, 270):
        whole = viewer.draw("file", 0, 400, rotation)
        part = viewer.draw("file", 0, 400, rotation, (30, 40, 200, 100))
        rows = [
            whole.pixels[4 * (400 * (40 + y) + 30) : 4 * (400 * (40 + y) + 230)] for y in range(100)
        ]
        assert part.pixels == b"".join(rows)


def test_no_picture_is_larger_than_a_screen_needs(viewer):
    viewer.open("file", pages_saying(["x"]))
    assert viewer.draw("file", 0, 20_000) == NotShown("too_large")
    assert isinstance(viewer.draw("file", 0, 20_000, 0, (9000, 9000, 2000, 2000)), Picture)


def test_words_are_read_where_they_stand(viewer):
    viewer.open("file", pages_saying(["first page"]))
    words = viewer.read("file", 0)
    assert isinstance(words, PageText)
    assert words.text.startswith("first page")
    left, top, right, bottom = words.boxes[0]
    assert 0.11 < left < right < 0.16
    assert 0.1 < top < bottom < 0.17


def test_words_are_found_on_every_page_whatever_their_case(viewer):
    viewer.open("file", pages_saying([f"Page number {n}" for n in range(400)]))
    hits, page = [], 0
    while page >= 0:
        found = viewer.find("file", "pAGE", page)
        hits += found.hits
        page = found.next_page
    assert [hit[0] for hit in hits] == list(range(400))
    assert all(len(boxes) == 1 for _, boxes in hits)


@pytest.mark.linux("/proc tells what a process may")
def test_the_viewer_process_holds_nothing_and_may_do_nothing(viewer):
    viewer.open("file", pages_saying(["x"]))
    process = Path(f"/proc/{viewer.process.pid}")
    held = {str(link.readlink()).split(":")[0] for link in (process / "fd").iterdir()}
    assert held <= {"pipe", "/dev/null"}
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
    assert status["NoNewPrivs"] == "1"
    limits = (process / "limits").read_text()
    assert "Max address space         1610612736" in limits
    assert "Max file size             0" in limits
    assert "Max core file size        0" in limits
    networks = (process / "ns/net").readlink(), Path("/proc/self/ns/net").readlink()
    assert networks[0] != networks[1], "this kernel gives no network namespace"


def test_a_viewer_that_answers_nonsense_is_replaced(tmp_path):
    for said in (b"\\xff\\xff\\xff\\xff", b"\\0\\0\\0\\x03abc", b"\\0\\0\\0\\0"):
        script = f"import sys; sys.stdout.buffer.write(b'{said.decode()}'); sys.stdout.flush(); sys.stdin.read()"
        liar = Viewer([sys.executable, "-c", script])
        assert liar.open("file", b"x") == NotShown("died")
        liar.replace()


def test_a_picture_that_is_shorter_than_it_says_is_not_taken():
    told = "answers", "draw", "a picture shorter than it says"
    liar = Viewer([sys.executable, "-m", "tests.viewer.holding", *told])
    assert isinstance(liar.open("file", b"x"), Opened)
    assert liar.draw("file", 0, 100) == NotShown("broken")
    liar.replace()
