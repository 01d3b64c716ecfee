"""What changed is told once a moment, and each view reads again what it shows and nothing else."""

import threading
from typing import get_args

import pytest
from PySide6.QtCore import QObject

from app.desk import Changed, ChangeKind
from ui.delivery.view import DeliveryView
from ui.drill.strip import DrillStrip
from ui.events import Changes, DeskEvents
from ui.outbox.view import OutboxView
from ui.review.view import ReviewView
from ui.statusbar import DeskStatusBar
from ui.worklist.filters import FilterBar
from ui.worklist.view import WorklistView

KINDS = get_args(ChangeKind)
READS = {
    WorklistView: "refresh",
    FilterBar: "read_scenes",
    ReviewView: "refresh",
    OutboxView: "refresh",
    DrillStrip: "refresh",
    DeskStatusBar: "refresh",
}


@pytest.fixture
def events(qapp):
    parent = QObject()
    yield DeskEvents(parent)
    parent.deleteLater()


def test_what_changes_in_one_moment_is_told_once_and_together(qtbot, events):
    told = []
    events.changed.connect(told.append)
    for kind in ("case", "draft", "case"):
        events.tell_changed((Changed(kind, ("sa-1",)),))
    qtbot.waitUntil(lambda: bool(told))
    (changes,) = told
    assert changes.any_of({"draft"})
    assert not changes.any_of({"outbox"})


def test_a_change_that_names_no_case_may_be_any_s():
    assert Changes([Changed("case", ("sa-1",))]).has_case("sa-1")
    assert not Changes([Changed("case", ("sa-1",))]).has_case("sa-2")
    assert Changes([Changed("case")]).has_case("sa-2")
    assert not Changes([Changed("draft", ("sa-1",))]).has_case("sa-1")


def test_nothing_is_told_any_more_once_the_clerk_has_left(qtbot, events):
    told = []
    events.changed.connect(told.append)
    events.tell_changed((Changed("case"),))
    events.end()
    qtbot.wait(200)
    assert told == []


def test_each_view_reads_again_for_the_kinds_it_shows_and_for_no_other(clerk, monkeypatch):
    clerk.application.desk.on_changed = lambda changed: None  # only what is told here
    clerk.window.show_page("outbox")  # which reads while it is in sight
    clerk.rest(200)
    read: list[type] = []
    for view, name in READS.items():
        monkeypatch.setattr(view, name, lambda _self, view=view: read.append(view))
    shows = {view: __import__(view.__module__, fromlist=["SHOWS"]).SHOWS for view in READS}
    for kind in KINDS:
        read.clear()
        clerk.window.events.tell_changed((Changed(kind, ("nobody's",)),))
        clerk.rest(150)
        assert set(read) == {view for view in READS if kind in shows[view]}, kind


def test_what_waits_and_what_is_to_be_delivered_is_not_read_behind_another_page(clerk, monkeypatch):
    window, read = clerk.window, []
    pages = {"outbox": OutboxView, "delivery": DeliveryView}
    for id_ in (*pages, "cases"):
        window.show_page(id_)
    clerk.rest(200)
    for view in pages.values():
        monkeypatch.setattr(view, "refresh", lambda _self, view=view: read.append(view))
    window.events.tell_changed((Changed("outbox"), Changed("case")))
    clerk.rest(150)
    assert read == []
    for id_, view in pages.items():
        window.show_page(id_)
        assert read.pop() is view


def test_a_view_says_only_kinds_that_there_are():
    for view in READS:
        assert set(KINDS) >= __import__(view.__module__, fromlist=["SHOWS"]).SHOWS


def test_whatever_the_desk_publishes_is_of_a_kind_that_there_is(clerk):
    kinds, on_changed = set(), clerk.application.desk.on_changed

    def hear(changed):
        kinds.update(change.kind for change in changed)
        on_changed(changed)

    clerk.application.desk.on_changed = hear
    clerk.window.review.materials.judge("pass")
    clerk.until("the verdict", lambda: "draft" in kinds)
    clerk.until("the files", clerk.files_here)
    assert kinds <= set(KINDS)


def test_while_much_changes_the_list_rests_between_two_readings(clerk, monkeypatch):
    clerk.application.desk.on_changed = lambda changed: None  # only what is told here
    cases, events = clerk.application.desk.cases, clerk.window.events
    clerk.until("the list", lambda: not clerk.window.worklist.is_reading)
    monkeypatch.setattr("ui.worklist.view.RESTS", 1_000_000)  # it does not end in this test
    read: list[object] = []
    listing = cases.listing
    monkeypatch.setattr(cases, "listing", lambda chosen: read.append(chosen) or listing(chosen))
    clerk.window.worklist.refresh()
    clerk.until("one reading", lambda: read and not clerk.window.worklist.is_reading)
    read.clear()
    events.tell_changed((Changed("case"),))
    clerk.rest(200)
    assert read == []
    clerk.window.worklist.groups.click()
    clerk.until("what the clerk asks for", lambda: len(read) == 1)


def test_what_changed_while_the_list_rested_is_read_after_it(clerk, monkeypatch):
    clerk.application.desk.on_changed = lambda changed: None  # only what is told here
    cases, events = clerk.application.desk.cases, clerk.window.events
    clerk.until("the list", lambda: not clerk.window.worklist.is_reading)
    monkeypatch.setattr("ui.worklist.view.RESTS", 30)
    read: list[object] = []
    listing = cases.listing

    def slow(chosen):
        clerk_waits.wait(0.02)
        read.append(chosen)
        return listing(chosen)

    clerk_waits = threading.Event()
    monkeypatch.setattr(cases, "listing", slow)
    clerk.window.worklist.refresh()
    clerk.until("one reading", lambda: read and not clerk.window.worklist.is_reading)
    events.tell_changed((Changed("case"),))
    clerk.until("another after the rest", lambda: len(read) == 2)
