"""The papers are read in the background: in which order, when not, and what becomes of bad ones."""

import hashlib
import threading
from datetime import timedelta

import msgspec
import pytest

from app.cases.evidence import Comparison, FieldEvidence
from app.cases.evidence.compare import compare as compare_papers
from app.cases.paper_text import Line, PageReading, PaperReading, Signature
from app.desk.cases import Cases
from app.desk.reading import QUIET_SECONDS, UNUSED_SECONDS, ReadersDie, Reading
from app.reader import READING_VARIABLE
from app.store import cases, materials, paper_text
from app.store.comparisons import situation
from app.viewer.messages import NotShown
from tests.support.examples import MORNING, a_case, a_material
from tests.support.stores import CLERK, keep, write
from tests.support.waiting import eventually

BOX = (0.1, 0.1, 0.9, 0.13)
TODAY = MORNING.date()


class Paper(msgspec.Struct):
    pages: int


class FakeReader:
    """Reads what a test says: a file's bytes are its name, ``pages`` how many it has. ``asked`` are
    the pages that were read, ``deadly`` the files it dies of, ``full`` those for which what others
    have left of its memory is not enough."""

    def __init__(self):
        self.asked, self.pages, self.deadly, self.broken = [], {}, set(), {}
        self.open_, self.replaced, self.recognises = {}, 0, set()
        self.exhausted, self.unreadable = False, set()
        self.full, self.opened_before = set(), False
        self.meanwhile, self.paused = lambda: None, []

    def open(self, key, content):
        name = content.decode()
        if self.opened_before and name in self.full:
            return NotShown("died")
        self.opened_before = True
        if name in self.broken:
            return NotShown(self.broken[name])
        self.open_ = {key: name}  # one at a time
        return Paper(self.pages.get(name, 1))

    def read_page(self, key, page):
        if key not in self.open_:
            return NotShown("not_open")
        name = self.open_[key]
        self.asked.append((name, page))
        self.meanwhile()
        if key not in self.open_:
            return NotShown("replaced")
        if name in self.deadly:
            self.open_.clear()
            return NotShown("died")
        if self.exhausted or (name, page) in self.unreadable:
            return NotShown("too_large")
        source = "recognised" if name in self.recognises else "text"
        return PageReading((Line(f"{name} {page}", BOX),), source=source)

    def signatures(self, key):
        return (Signature(self.open_[key]),) if key in self.open_ else ()

    def pause(self, seconds):
        self.paused.append(seconds)

    def replace(self):
        self.replaced += 1
        self.exhausted = self.opened_before = False
        self.open_.clear()


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def compare(case, readings, item, today):
    keys = sorted(f"{id_}:{reading.problem}" for id_, reading in readings.items())
    return Comparison(fields=tuple(FieldEvidence(key=k, agreement="agrees") for k in keys))


class Desk:
    """A ``Reading`` over a cache, stepped by hand."""

    def __init__(self, store, compare=compare):
        self.store, self.reader, self.clock, self.reported = store, FakeReader(), Clock(), []
        self.reading = self.begun(compare)

    def begun(self, compare=compare, engine="e1"):
        return Reading(
            self.store, self.reader, lambda: engine, compare, lambda: TODAY,
            self.reported.append, self.clock,
        )  # fmt: skip

    def steps(self, reading=None, most=60):
        """Until nothing is left to do now; what the last step said."""
        for _ in range(most):
            if (said := (reading or self.reading).step()) != 0.0:
                return said
        raise AssertionError("it never rests")

    def read(self, name) -> PaperReading | None:
        return paper_text.of_paper(self.store.reader(), digest(name))

    def compared(self, case_id) -> list[str]:
        case = cases.get(self.store.reader(), case_id)
        found = situation(self.store.reader(), case, TODAY).comparison.fields
        return [field.key.removesuffix(":") for field in found]

    @property
    def asked(self) -> str:
        return " ".join(f"{name}{page}" for name, page in self.reader.asked)


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def paper(name: str, round_=1, called=""):
    return a_material(called or name, id=name, sha256=digest(name), size=1, round=round_)


def come(store, *names):
    for name in names:
        store.files.keep(digest(name), name.encode())
        write(store, lambda db, n=name: materials.note_kept(db, {digest(n): 1}, MORNING))


@pytest.fixture
def desk(store):
    """Three cases: the first falls due first; each paper is a letter, and is here."""
    for at, (case_id, papers) in enumerate({"one": "ab", "two": "cd", "three": "ef"}.items()):
        received = MORNING + timedelta(days=at)
        keep(store, a_case(id=case_id, received_at=received, materials=tuple(map(paper, papers))))
    come(store, *"abcdef")
    return Desk(store)


def test_todays_list_is_read_in_the_order_in_which_it_falls_due(desk):
    desk.steps()
    assert desk.asked == "a0 b0 c0 d0 e0 f0"
    assert desk.read("a") == PaperReading(
        "e1", (PageReading((Line("a 0", BOX),), source="text"),), (Signature("a"),)
    )
    assert [desk.compared(id_) for id_ in ("one", "two", "three")] == [
        ["a", "b"], ["c", "d"], ["e", "f"]
    ]  # fmt: skip


def test_a_paper_that_nobody_can_open_or_that_came_damaged_is_told_to_be_asked_for_again(store):
    keep(store, a_case(id="one", materials=tuple(map(paper, "abc"))))
    come(store, "a", "b")
    write(store, lambda db: materials.mark_spoilt(db, "c"))
    desk = Desk(store, compare_papers)
    desk.reader.broken = {"b": "encrypted"}
    desk.steps()
    assert Cases(store, CLERK, lambda: MORNING).view("one").unopened == ("b", "c")


def test_the_case_in_sight_comes_first_then_those_looked_at_next(desk):
    desk.reading.note_opened("three", ["two"])
    desk.steps()
    assert desk.asked == "e0 f0 c0 d0 a0 b0"


def test_a_new_case_in_sight_overtakes_after_a_page_and_what_was_begun_goes_on_later(desk):
    desk.reader.pages = {"a": 3}
    assert desk.reading.step() == 0.0
    desk.reading.note_opened("three")
    desk.steps()
    assert desk.asked == "a0 e0 f0 a1 a2 b0 c0 d0"
    assert [line.text for page in desk.read("a").pages for line in page.lines] == [
        "a 0", "a 1", "a 2"
    ]  # fmt: skip


def test_of_the_case_in_sight_the_latest_round_comes_first(desk):
    both = (paper("old", 1, "租赁合同"), paper("z", 1), paper("new", 2, "租赁合同"))
    keep(desk.store, a_case(id="four", materials=both))
    come(desk.store, "old", "z", "new")
    desk.reading.note_opened("four")
    desk.steps()
    assert desk.asked.startswith("new0 z0 old0 ")
    assert desk.compared("four") == ["new", "z"]


def test_what_the_papers_say_of_the_case_in_sight_is_known_after_each_of_them(desk):
    desk.reading.note_opened("two")
    known = []
    for _ in range(4):
        desk.reading.step()
        known.append(desk.compared("two"))
    assert known == [[], ["c"], [], ["c", "d"]]


def test_it_waits_while_the_clerk_types_and_goes_on_in_a_moment(desk):
    desk.reading.note_activity()
    assert desk.reading.step() == pytest.approx(QUIET_SECONDS)
    desk.clock.now += QUIET_SECONDS / 2
    assert desk.reading.step() == pytest.approx(QUIET_SECONDS / 2)
    assert desk.asked == ""
    desk.clock.now += QUIET_SECONDS
    desk.steps()
    assert desk.asked.startswith("a0 b0")


def test_a_page_that_is_being_read_stands_still_while_the_clerk_types(desk):
    desk.reading.note_activity()
    assert desk.reader.paused == []
    desk.clock.now += 1
    desk.reader.meanwhile = desk.reading.note_activity
    desk.reading.step()
    assert desk.reader.paused == [QUIET_SECONDS]


def test_what_is_quick_of_the_case_in_sight_does_not_wait_for_quiet(desk):
    desk.reader.recognises = {"f"}
    desk.reader.pages = {"f": 2}
    desk.reading.note_opened("three")
    desk.reader.meanwhile = desk.reading.note_activity
    assert desk.steps() > 0
    assert desk.asked == "e0 f0" and desk.compared("three") == ["e"]
    desk.clock.now += 1
    desk.reading.step()
    assert desk.asked == "e0 f0 f1"


def test_the_process_ends_after_a_minute_of_nothing_and_not_before(desk):
    assert desk.steps() == pytest.approx(UNUSED_SECONDS) and desk.reader.replaced == 0
    desk.clock.now += UNUSED_SECONDS - 1
    assert desk.reading.step() == pytest.approx(1) and desk.reader.replaced == 0
    desk.clock.now += 1
    assert desk.reading.step() is None and desk.reader.replaced == 1
    desk.clock.now += 999
    assert desk.reading.step() is None and desk.reader.replaced == 1


def test_what_comes_later_is_read_and_compared_anew(desk):
    desk.steps()
    late = (paper("a"), paper("b"), paper("g"))
    keep(desk.store, a_case(id="one", materials=late, revision=2))
    desk.steps()
    assert desk.compared("one") == ["a", "b"]
    come(desk.store, "g")
    desk.steps()
    assert desk.asked.endswith("f0 g0") and desk.compared("one") == ["a", "b", "g"]


def test_a_paper_that_kills_the_reader_is_kept_as_unread_and_not_tried_again(desk):
    desk.reader.deadly = {"a"}
    desk.steps()
    assert desk.asked == "a0 b0 c0 d0 e0 f0"
    assert desk.read("a") == PaperReading("e1", problem="died")
    assert desk.compared("one") == ["a:died", "b"]
    desk.steps(desk.begun())
    assert desk.asked == "a0 b0 c0 d0 e0 f0"
    desk.reader.deadly = set()
    desk.steps(desk.begun(engine="e2"))
    assert desk.read("a").engine == "e2" and not desk.read("a").problem


def test_a_file_that_cannot_be_opened_is_kept_with_the_reason(desk):
    desk.reader.broken = {"b": "encrypted"}
    desk.steps()
    assert desk.read("b") == PaperReading("e1", problem="encrypted")
    assert desk.compared("one") == ["a", "b:encrypted"]


def test_a_reader_that_died_between_two_pages_goes_on_where_it_was(desk):
    desk.reader.pages = {"a": 3}
    desk.reading.step()
    desk.reader.open_.clear()
    desk.steps()
    assert desk.asked.startswith("a0 a1 a2 b0")
    assert len(desk.read("a").pages) == 3 and desk.read("a").signatures == (Signature("a"),)


def test_a_file_for_which_others_left_no_memory_is_opened_in_a_process_that_has_seen_no_other(desk):
    desk.reader.full = {"b"}
    desk.steps()
    assert desk.asked == "a0 b0 c0 d0 e0 f0" and not desk.read("b").problem


@pytest.mark.parametrize("reason", ["died", "too_large", "broken"])
def test_a_file_that_cannot_be_opened_there_either_is_kept_with_the_reason(desk, reason):
    desk.reader.broken = {"b": reason}
    desk.steps()
    assert desk.read("b") == PaperReading("e1", problem=reason) and desk.reader.replaced == 1


def taking(desk, seconds):
    """What a page of each paper takes, by the desk's clock."""

    def pass_time():
        desk.clock.now += seconds.get(desk.reader.asked[-1][0], 0.1)

    desk.reader.meanwhile = pass_time


def test_a_paper_that_holds_up_others_is_read_after_them_and_given_up_in_the_end(desk):
    desk.reader.pages = {"a": 50}
    taking(desk, {"a": 52.0})
    desk.steps(most=100)
    assert desk.asked == "a0 b0 c0 d0 e0 f0 a1 a2"
    problems = [page.problem for page in desk.read("a").pages]
    assert problems == ["", "", "", *["not_recognised"] * 47]


def test_nor_does_it_hold_up_others_because_its_case_is_in_sight(desk):
    desk.reader.pages = {"a": 50}
    taking(desk, {"a": 52.0})
    desk.reading.note_opened("one", ["two"])
    desk.steps(most=100)
    assert desk.asked == "a0 b0 c0 d0 e0 f0 a1 a2"


def test_a_long_paper_whose_pages_take_no_longer_than_others_is_read_whole(desk):
    desk.reader.pages = {"a": 100}
    taking(desk, {"a": 4.0})
    desk.steps(most=200)
    assert not any(page.problem for page in desk.read("a").pages)


def test_of_a_paper_that_says_more_than_is_kept_the_rest_is_not_recognised(desk, monkeypatch):
    monkeypatch.setattr("app.desk.incremental_reader.MOST_BYTES", 150)
    desk.reader.pages = {"a": 50}
    desk.steps(most=100)
    problems = [page.problem for page in desk.read("a").pages]
    assert 0 < problems.count("") < 5 and problems == sorted(problems)
    assert desk.asked.count("a") == problems.count("") + 1


def test_papers_between_which_the_clerk_goes_back_and_forth_are_all_read(desk):
    desk.reader.pages = {"a": 8, "c": 8, "e": 8}
    for at in range(24):
        desk.reading.note_opened(("one", "two", "three")[at % 3])
        desk.reading.step()
    desk.steps()
    assert [len(desk.read(name).pages) for name in "ace"] == [8, 8, 8]


def test_a_page_broken_off_again_and_again_is_no_death_of_its_paper(desk):
    desk.reader.meanwhile = desk.reader.replace
    for _ in range(9):
        desk.reading.step()
    desk.reader.meanwhile = lambda: None
    desk.steps()
    assert not desk.read("a").problem


def test_a_page_that_takes_long_is_broken_off_for_another_case_in_sight(desk, monkeypatch):
    monkeypatch.setattr("app.desk.reading.PATIENCE_SECONDS", 0.0)
    ended, replace = threading.Event(), desk.reader.replace

    def end():
        replace()
        ended.set()

    def clerk_looks_elsewhere():
        desk.reader.meanwhile = lambda: None
        desk.reading.note_opened("three")
        assert ended.wait(60)

    desk.reader.replace, desk.reader.meanwhile = end, clerk_looks_elsewhere
    desk.steps()
    assert desk.asked.startswith("a0 e0 f0 a0 b0")
    assert not desk.read("a").problem


def test_a_page_that_fails_is_asked_for_once_more_of_a_process_that_has_seen_nothing_else(desk):
    desk.reader.pages, desk.reader.exhausted = {"a": 3}, True
    desk.steps()
    assert desk.asked.startswith("a0 a0 a1 a2 b0")
    assert [page.problem for page in desk.read("a").pages] == [""] * 3


def test_a_page_that_fails_twice_is_unreadable_and_the_paper_is_not_asked_for_again(desk):
    desk.reader.pages, desk.reader.unreadable = {"a": 4}, {("a", 1), ("a", 2)}
    desk.steps()
    assert desk.asked.startswith("a0 a1 a1 a2 a3 b0")
    assert [page.problem for page in desk.read("a").pages] == ["", *["unreadable"] * 2, ""]


def test_a_paper_whose_process_is_gone_each_time_is_given_up(desk):
    signatures = desk.reader.signatures

    def dying(key):
        if desk.reader.open_[key] == "a":
            desk.reader.open_.clear()
        return signatures(key)

    desk.reader.signatures = dying
    desk.steps()
    assert desk.read("a") == PaperReading("e1", problem="died")
    assert desk.asked == "b0 c0 d0 e0 f0"


def test_a_reader_that_dies_of_every_paper_is_said_once_in_a_while(desk):
    desk.reader.deadly = set("abcdef")
    with pytest.raises(ReadersDie):
        desk.steps()
    assert desk.asked == "a0 b0 c0"
    with pytest.raises(ReadersDie):
        desk.steps()
    assert desk.asked == "a0 b0 c0 d0 e0 f0"


def test_of_a_very_long_paper_the_rest_is_said_not_to_be_recognised(desk, monkeypatch):
    monkeypatch.setattr("app.desk.incremental_reader.MOST_PAGES", 2)
    desk.reader.pages = {"a": 4}
    desk.steps()
    assert desk.asked.startswith("a0 a1 b0")
    assert [page.problem for page in desk.read("a").pages] == ["", "", *["not_recognised"] * 2]


def test_a_file_that_has_gone_meanwhile_is_left_out(desk):
    desk.store.files.remove(digest("a"))
    desk.steps()
    assert desk.asked == "b0 c0 d0 e0 f0" and desk.read("a") is None


def test_a_comparison_that_raises_is_reported_once_and_holds_up_no_other(store):
    def raising(case, readings, item, today):
        if case.id == "one":
            raise ValueError
        return compare(case, readings, item, today)

    keep(
        store, a_case(id="one", materials=(paper("a"),)), a_case(id="two", materials=(paper("b"),))
    )
    come(store, "a", "b")
    desk = Desk(store, raising)
    desk.reading.note_opened("one")
    desk.steps()
    assert desk.compared("two") == ["b"] and desk.compared("one") == []
    assert [type(error) for error in desk.reported] == [ValueError]


def test_a_restart_goes_on_with_what_was_not_read(desk):
    for _ in range(2):
        desk.reading.step()
    desk.steps(desk.begun())
    assert desk.asked == "a0 b0 c0 d0 e0 f0"


def test_behind_the_lock_nothing_is_read_and_the_process_has_ended(desk):
    desk.reader.pages = {"a": 3}
    desk.reading.step()
    desk.reader.meanwhile = desk.reading.suspend
    desk.reading.step()
    assert desk.reader.replaced and desk.reading.step() is None
    desk.clock.now += 999
    assert desk.reading.step() is None and desk.asked == "a0 a1"
    desk.reader.meanwhile = lambda: None
    desk.reading.resume()
    desk.steps()
    assert desk.asked.startswith("a0 a1 a0 a1 a2 b0")


def test_it_reads_on_a_thread_of_its_own_until_it_is_closed(desk, monkeypatch):
    monkeypatch.delenv(READING_VARIABLE)
    desk.reading.start()
    eventually(lambda: desk.compared("three") == ["e", "f"])
    keep(desk.store, a_case(id="four", materials=(paper("g"),)))
    come(desk.store, "g")
    eventually(lambda: desk.compared("four") == ["g"])
    desk.reading.close()
    before = desk.reader.replaced
    keep(desk.store, a_case(id="five", materials=(paper("h"),)))
    come(desk.store, "h")
    assert desk.asked.endswith("g0") and before > 0 and desk.reported == []


def test_how_long_a_page_takes_is_told_of_those_that_were_recognised(desk):
    assert desk.reading.seconds_a_page is None
    seconds = iter(
        (0.1, 9.0, 1.0, 2.0, 0.1, 0.1)
    )  # the first that is recognised starts the process
    desk.reader.recognises = {"b", "c", "d"}
    desk.reader.meanwhile = lambda: setattr(desk.clock, "now", desk.clock.now + next(seconds))
    for _ in range(60):
        if (rest := desk.reading.step()) is None:
            break
        desk.clock.now += rest
    assert desk.reading.seconds_a_page == pytest.approx(2.0)
