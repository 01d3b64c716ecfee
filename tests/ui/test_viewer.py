"""The pages of a material in a real view, drawn by a real viewer process."""

import sys
import threading
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.cases.model import SHANGHAI, Clerk
from app.cases.paper_text import Line, PageReading, PaperReading
from app.desk.scans import ReadDocument
from app.machine.paths import own_command
from app.viewer.messages import MOST_PIXELS
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.support.papers import good, pages_saying, picture
from tests.viewer.hostile import hostile_file
from ui.background import Background
from ui.language import tr
from ui.review.drawn import PageCache, Wanted
from ui.review.layout import PageLayout
from ui.review.pages import PagesView, why_not
from ui.review.watermark import watermark_words


@pytest.fixture
def background(qapp):
    made = Background(lambda error: (_ for _ in ()).throw(error))
    yield made
    made.close()


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


class NotingCache(PageCache):
    def __init__(self):
        super().__init__()
        self.kept = set()

    def keep(self, key, wanted, image):
        self.kept.add(wanted.page)
        super().keep(key, wanted, image)


@pytest.fixture
def cache():
    return NotingCache()


@pytest.fixture
def signature():
    """What the watermark says; a test may change it."""
    return ["张伟 3号窗"]


@pytest.fixture
def view(qtbot, background, cache, signature):
    made = PagesView(lambda: signature[0], background, cache)
    qtbot.addWidget(made)
    made.resize(420, 560)
    made.show()
    yield made
    made.clear("")


def show(qtbot, view, viewer, content, name="平面图") -> None:
    view.show_document(RemoteDocument(viewer, name, lambda: content), name)
    qtbot.waitUntil(view.is_at_rest, timeout=60_000)


def test_pages_lie_below_each_other_and_those_out_of_sight_are_not_drawn(
    qtbot, view, viewer, cache
):
    show(qtbot, view, viewer, pages_saying([f"page {n}" for n in range(500)]))
    assert len(view.paper.layout_) == 500
    assert cache.kept <= set(range(8))
    view.paper.go_to(499)
    qtbot.waitUntil(view.is_shown, timeout=60_000)
    assert "500" in view.paper.accessibleName()


def test_a_document_opened_ahead_is_on_the_screen_at_once(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying(["one"]), "one")
    show(qtbot, view, viewer, pages_saying(["two"]), "two")
    view.show_document(RemoteDocument(viewer, "one", lambda: pages_saying(["one"])), "one")
    assert view.is_shown()


def test_a_view_is_at_rest_once_a_file_is_shown_however_slowly_it_came(qtbot, view, viewer):
    come = threading.Event()

    def content():
        come.wait(60)
        return good()["a.ofd"]

    view.show_document(RemoteDocument(viewer, "slow", content), "slow")
    opening = tr("Opening…")
    qtbot.waitUntil(lambda: view.empty.sentence.text() == opening, timeout=60_000)
    assert not view.is_at_rest()
    come.set()
    qtbot.waitUntil(view.is_at_rest, timeout=60_000)
    assert view.is_shown() and view.reason == ""


def test_a_view_says_as_a_state_why_nothing_is_shown(qtbot, view, viewer):
    show(qtbot, view, viewer, b"no document", "none")
    assert view.reason == "broken"
    show(qtbot, view, viewer, pages_saying(["page"]), "some")
    assert view.reason == ""


def test_zooming_in_draws_only_what_is_in_sight(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying(["page"]))
    view.paper.set_zoom(8.0)
    wanted = view.paper.wanted_for(0)
    assert wanted.region is not None
    assert wanted.region[2] * wanted.region[3] < 4_000_000
    qtbot.waitUntil(view.is_shown, timeout=60_000)


def test_turning_keeps_the_page_and_turns_marks_and_hits_with_it():
    layout = PageLayout(((200.0, 100.0),), 200, 1.0, 0)
    turned = PageLayout(((200.0, 100.0),), 200, 1.0, 90)
    box = (0.0, 0.0, 0.5, 0.5)
    assert layout.on_screen(0, box).topLeft() == layout.rect(0).topLeft()
    assert turned.on_screen(0, box).topRight() == turned.rect(0).topRight()
    for rotation in (0, 90, 180, 270):
        some = PageLayout(((200.0, 100.0),), 200, 1.0, rotation)
        middle = some.on_screen(0, (0.2, 0.3, 0.2, 0.3)).center()
        x, y = some.on_page(0, middle)
        assert (round(x, 6), round(y, 6)) == (0.2, 0.3)


def test_hits_are_counted_marked_and_walked_round(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying([f"Page {n}" for n in range(30)]))
    view.open_search()
    view.find_bar.field.setText("page")
    qtbot.waitUntil(lambda: len(view.paper.hits) == 30, timeout=60_000)
    assert view.find_bar.said.text().startswith("1/30")
    view.find_bar.step(-1)
    assert view.find_bar.said.text().startswith("30/30")
    assert view.paper.verticalScrollBar().value() > 1000
    view.find_bar.field.setText("nowhere")
    qtbot.waitUntil(
        lambda: not view.paper.hits and "…" not in view.find_bar.said.text(), timeout=60_000
    )
    QTest.keyClick(view.paper, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()


def test_words_are_selected_with_the_mouse_and_copied(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying(["hello clerk"]))
    paper = view.paper
    words = viewer.read("平面图", 0)
    first, last = words.boxes[0], words.boxes[words.text.index("clerk") - 2]

    def at(box) -> QPoint:
        place = paper.layout_.on_screen(0, box).center() - paper.scrolled
        return place.toPoint()

    QTest.mousePress(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(first))
    QTest.mouseMove(paper.viewport(), at(last))
    QTest.mouseRelease(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(last))
    qtbot.waitUntil(lambda: paper.selection.text() == "hello", timeout=60_000)
    QTest.keyClick(paper, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "hello"
    QTest.keyClick(paper, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert paper.selection.text().startswith("hello clerk")


def test_a_scan_is_searched_and_copied_from_once_it_was_read(qtbot, view, viewer):
    line = Line("承租人：张伟", (0.1, 0.1, 0.9, 0.2))
    read = []
    document = ReadDocument(
        viewer, "scan", lambda: picture("PNG"), lambda: read[0] if read else None
    )
    view.show_document(document, "scan")
    qtbot.waitUntil(view.is_at_rest, timeout=60_000)
    view.open_search()
    view.find_bar.field.setText("张伟")
    said = view.find_bar.said
    qtbot.waitUntil(lambda: said.text() == tr("Not read yet"), timeout=60_000)
    read.append(PaperReading("e1", (PageReading((line,), source="recognised"),)))
    view.find_bar.set_document(document)
    qtbot.waitUntil(lambda: said.text().startswith("1/1"), timeout=60_000)
    assert view.paper.hits == [(0, (line.part(4, 6),))]
    select_all(qtbot, view, "张伟")
    QTest.keyClick(view.paper, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().strip() == line.text


def spoken_of(paper) -> str:
    """What a screen reader is told of the pages beside their name."""
    return QAccessible.queryAccessibleInterface(paper).text(QAccessible.Text.Description)


def select_all(qtbot, view, words: str) -> None:
    QTest.keyClick(view.paper, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: words in view.paper.selection.text(), timeout=10_000)


def test_a_listener_hears_what_is_selected_with_its_numbers_masked(qtbot, view, viewer):
    said = "clerk 320105198712084555 and 15718833849"
    show(qtbot, view, viewer, pages_saying([said]), "masked")
    select_all(qtbot, view, "320105198712084555")
    assert spoken_of(view.paper).startswith("clerk 320***********4555 and 157****3849")
    QTest.mouseClick(view.paper.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
    assert spoken_of(view.paper) == ""


def test_a_listener_hears_nothing_of_the_material_before(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying(["first applicant"]), "first")
    select_all(qtbot, view, "first applicant")
    assert "first applicant" in spoken_of(view.paper)
    view.show_document(RemoteDocument(viewer, "second", lambda: pages_saying(["second"])), "second")
    assert spoken_of(view.paper) == ""
    qtbot.waitUntil(view.is_at_rest, timeout=15_000)
    assert spoken_of(view.paper) == ""


def test_a_box_drawn_with_the_mouse_is_a_mark_on_that_part_of_the_page(qtbot, view, viewer):
    show(qtbot, view, viewer, pages_saying(["page"]))
    paper, marked = view.paper, []
    paper.box_drawn.connect(lambda page, box: marked.append((page, box)))
    paper.annotating = True
    QTest.mousePress(paper.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(paper.viewport(), QPoint(200, 160))
    QTest.mouseRelease(paper.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 160))
    ((page, box),) = marked
    place = paper.layout_.on_screen(page, box)
    assert (round(place.width()), round(place.height())) == (100, 60)


def test_a_photograph_of_the_screen_carries_the_clerk_and_the_time(qtbot, view, viewer, signature):
    show(qtbot, view, viewer, picture("PNG"))
    clerk = Clerk(id="c", name="张伟", window="3号窗")
    words = watermark_words(clerk, datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI))
    assert words == "张伟 3号窗  2026-11-24 09:30"
    with_it = view.grab().toImage()
    signature[0] = " "
    without = view.grab().toImage()
    assert with_it != without


@pytest.mark.parametrize("name", good())
def test_every_kind_of_file_is_drawn(qtbot, view, viewer, cache, name):
    show(qtbot, view, viewer, good()[name])
    assert view.is_shown()
    image = cache.get(view.paper.key, view.paper.wanted_for(0))
    pixels = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, 300, 3)}
    assert len(pixels) > 1 or name == "pages.tif"


def test_a_file_that_brings_the_viewer_down_is_said_and_the_next_is_drawn(qtbot, view, viewer):
    content = hostile_file("a form that draws itself")
    show(qtbot, view, viewer, content, "hostile")
    assert view.empty.isVisible()
    assert view.empty.sentence.text()
    show(qtbot, view, viewer, pages_saying(["page"]), "honest")
    assert view.is_shown()


def test_a_page_the_lock_came_before_is_drawn_when_the_window_is_back(qtbot, view, tmp_path):
    """The viewer process was ended by the desk, so nothing is said against the file."""
    slow = tmp_path / "slow"
    slow.touch()
    script = f"""
import pathlib, sys, time
from app.viewer import worker
answer = worker._answer
def answer_slowly(request, held):
    if slow and isinstance(request, worker.Draw):
        time.sleep(60)
    return answer(request, held)
worker._answer = answer_slowly
slow = pathlib.Path({str(slow)!r}).exists()
worker.serve(sys.stdin.buffer, sys.stdout.buffer)
"""
    viewer = Viewer([sys.executable, "-c", script])
    view.show_document(RemoteDocument(viewer, "key", lambda: pages_saying(["page"])), "name")
    qtbot.waitUntil(lambda: len(view.paper.layout_) == 1, timeout=60_000)
    slow.unlink()
    viewer.replace()
    view.hide()
    qtbot.waitUntil(lambda: view.is_interrupted, timeout=60_000)
    assert view.empty.sentence.text() != why_not("died")
    assert viewer.process is None
    view.show()
    qtbot.waitUntil(view.is_shown, timeout=60_000)
    viewer.replace()


def test_pages_in_sight_are_shown_however_little_room_there_is(qtbot, background, viewer):
    view = PagesView(lambda: "", background, PageCache(1))
    qtbot.addWidget(view)
    view.resize(420, 560)
    view.show()
    show(qtbot, view, viewer, pages_saying(["one", "two", "three"]))
    view.paper.verticalScrollBar().setValue(view.paper.verticalScrollBar().maximum() // 2)
    assert len(view.paper.layout_.between(view.paper.verticalScrollBar().value(), 900)) > 1
    qtbot.waitUntil(view.is_shown, timeout=15_000)
    view.clear("")


def test_what_is_drawn_for_a_screen_of_3840_by_2160_is_not_more_than_the_viewer_gives(
    qtbot, view, viewer
):
    view.resize(3840, 2160)
    show(qtbot, view, viewer, pages_saying(["one", "two"]))
    scroll = view.paper.verticalScrollBar()
    for at in range(0, scroll.maximum(), 97):
        scroll.setValue(at)
        for page in range(2):
            region = view.paper.wanted_for(page).region
            assert region is not None and region[2] * region[3] <= MOST_PIXELS
    qtbot.waitUntil(view.is_shown, timeout=30_000)


def test_pictures_kept_are_bounded_and_the_least_recently_seen_goes_first(qapp):
    drawn, key = PageCache(), "k"
    image = QImage(1000, 1000, QImage.Format.Format_RGB32)
    for page in range(20):
        drawn.keep(key, Wanted(page, 1000), image)
        drawn.get(key, Wanted(0, 1000))
    kept = [page for page in range(20) if drawn.get(key, Wanted(page, 1000)) is not None]
    assert kept[0] == 0
    assert kept[-1] == 19
    assert len(kept) == 8
