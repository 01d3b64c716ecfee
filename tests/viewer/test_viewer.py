"""Applicants' files are opened in another process, which may die without harm."""

import io
import time

import pytest
from PIL import Image

from app.machine.paths import own_command
from app.practice.papers import FLAWS, Paper, PaperRenderer
from app.viewer.messages import Found, NotShown, Opened, Picture
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.support.papers import good, meaning


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


@pytest.fixture(scope="module")
def paper() -> Paper:
    return PaperRenderer().render(
        {"kind": "application", "title": "申请书", "no": "1", "rows": [["名称", "某店"]],
         "facts": {}, "signed": "王", "day": "2026年3月2日"}
    )  # fmt: skip


def flawed(paper: Paper, flaw: str) -> bytes:
    return FLAWS[flaw](paper).content


def test_a_pdf_is_drawn_at_the_width_asked_for(viewer, paper):
    opened = viewer.open("a", paper.content)
    assert isinstance(opened, Opened)
    picture = viewer.draw("a", 0, 600)
    assert isinstance(picture, Picture)
    assert picture.width == 600
    assert len(picture.pixels) == picture.width * picture.height * 4
    assert len(set(picture.pixels)) > 2


def test_a_turned_page_is_as_wide_as_asked_for(viewer, paper):
    viewer.open("a", paper.content)
    upright, turned = viewer.draw("a", 0, 400), viewer.draw("a", 0, 400, 90)
    assert upright.height > upright.width
    assert turned.height < turned.width


def test_a_photograph_is_turned_as_its_exif_says(viewer):
    image = Image.new("RGB", (80, 40), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert viewer.open("p", out.getvalue()).sizes == ((40.0, 80.0),)


@pytest.mark.parametrize(
    ("flaw", "reason"), [("broken_pdf", "broken"), ("encrypted_pdf", "encrypted")]
)
def test_a_file_that_cannot_be_read_says_why(viewer, paper, flaw, reason):
    assert viewer.open("f", flawed(paper, flaw)) == NotShown(reason)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"MZ executable", b"<html><script>"])
def test_what_is_no_document_is_not_shown_whatever_it_calls_itself(viewer, content):
    assert isinstance(viewer.open("x", content), NotShown)


def test_a_picture_that_would_unfold_beyond_any_paper_is_not_opened(viewer):
    out = io.BytesIO()
    Image.new("1", (30000, 30000)).save(out, "PNG")
    assert viewer.open("big", out.getvalue()) == NotShown("too_large")


def test_a_bomb_is_given_up_and_the_next_file_is_drawn(paper):
    viewer = Viewer(own_command("viewer"))
    try:
        begun = time.monotonic()
        opened = viewer.open("bomb", flawed(paper, "pdf_bomb"))
        if isinstance(opened, Opened):
            viewer.draw("bomb", 0, 600)
        assert time.monotonic() - begun < 60
        assert isinstance(viewer.open("a", paper.content), Opened)
        assert isinstance(viewer.draw("a", 0, 300), Picture)
    finally:
        viewer.replace()


def test_an_ofd_is_opened_in_a_process_that_starts_with_the_first_one(paper):
    viewer = Viewer(own_command("viewer"))
    viewer.open("a", paper.content)
    assert viewer.processes == (viewer.process,)
    assert isinstance(viewer.open("o", good()["a.ofd"]), Opened)
    assert isinstance(viewer.draw("o", 0, 100), Picture)
    assert len(viewer.processes) == 2
    viewer.replace()
    assert viewer.processes == ()
    assert viewer.draw("o", 0, 100) == NotShown("not_open")


def test_an_ofd_that_ends_its_process_is_no_harm_to_another_kind_of_file(paper):
    viewer = Viewer(own_command("viewer"))
    viewer.open("a", paper.content)
    viewer.open("o", good()["a.ofd"])
    _, second = viewer.processes
    second.kill()
    second.wait()
    assert isinstance(viewer.draw("o", 0, 100), NotShown)
    assert isinstance(viewer.draw("a", 0, 100), Picture)
    viewer.replace()


def test_seals_are_asked_of_a_document_as_its_pages_are(viewer, paper):
    """Opened again by itself where the process has forgotten it."""
    sealed = RemoteDocument(viewer, "s", lambda: good()["sealed.ofd"])
    (seal,) = sealed.signatures()
    assert (seal.signer, seal.unchanged) == ("南京市市场监督管理局", True)
    assert RemoteDocument(viewer, "p", lambda: paper.content).signatures() == ()
    assert RemoteDocument(viewer, "n", lambda: NotShown("not_here")).signatures() == NotShown(
        "not_here"
    )


def test_a_viewer_that_died_is_replaced_and_the_file_must_be_opened_again(viewer, paper):
    viewer.open("a", paper.content)
    viewer.process.kill()
    viewer.process.wait()
    assert isinstance(viewer.draw("a", 0, 300), NotShown)
    assert isinstance(viewer.open("a", paper.content), Opened)


@pytest.mark.linux("/proc tells a process's environment")
@pytest.mark.parametrize("code", ["D800", "DC00"])
def test_half_a_character_is_shown_as_one_that_cannot_be(viewer, code):
    """One that no message could carry; the process lives on."""
    viewer.open("half", meaning(code))
    process = viewer.process.pid
    assert viewer.read("half", 0).text.strip() == "\ufffd" * 2
    assert viewer.find("half", "x") == Found((), -1)
    assert viewer.process.pid == process


def test_the_viewer_is_given_no_bus_no_home_and_no_proxy(viewer, paper, tmp_path):
    viewer.open("a", paper.content)
    from pathlib import Path

    environment = Path(f"/proc/{viewer.process.pid}/environ").read_bytes()
    for secret in (b"DBUS_SESSION_BUS_ADDRESS", b"HOME=", b"PROXY"):
        assert secret not in environment.upper()
