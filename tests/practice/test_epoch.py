"""A centre restored from a backup says so: another epoch, and no cursor from before is known."""

import shutil
import sqlite3

import pytest

from tests.practice.calls import Caller, action
from tests.support.centres import Centre, city_file

MESSAGE = {"to_department": "wsjk", "text": "请看"}


class Place:
    """A folder in which a centre is kept, stopped, killed, backed up and put back."""

    def __init__(self, folder):
        self.file, self.backup = folder / "centre.sqlite", folder / "backup" / "centre.sqlite"
        self.backup.parent.mkdir()
        self.file.write_bytes(city_file(60, 3))
        self.centre = None

    def open(self, *more):
        self.centre = Centre("--speed", "0", "--database", str(self.file), *more)
        return Caller(self.centre)

    def close(self):
        self.centre.close()

    def kill(self):
        self.centre.process.kill()
        self.centre.process.wait()

    def back_up(self):
        source, copy = sqlite3.connect(self.file), sqlite3.connect(self.backup)
        source.backup(copy)
        source.close()
        copy.close()

    def put_back(self):
        """The database alone, as a backup program has it."""
        for left in ("-wal", "-shm"):
            self.file.with_name(self.file.name + left).unlink(missing_ok=True)
        shutil.copy(self.backup, self.file)


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path)
    yield made
    made.close()


def epoch(clerk):
    """What every page and ``/v1/about`` say alike."""
    said = {clerk.get("/v1/about").json()["epoch"]}
    cursor, more = "", True
    while more:
        page = clerk.get("/v1/changes", cursor=cursor, limit=50).json()
        said.add(page["epoch"])
        cursor, more = page["cursor"], page["more"]
    (only,) = said
    assert isinstance(only, str) and only
    return only


def write_to(clerk):
    case = clerk.cases()[0]
    (result,) = clerk.act(action(case.id, "message", case.revision, payload=MESSAGE))
    assert result["outcome"] == "applied"


def status(clerk, cursor):
    answer = clerk.get("/v1/changes", cursor=cursor)
    return answer.status_code, answer.json().get("code")


def test_no_two_cities_have_the_same_epoch_though_they_have_the_same_seed(tmp_path):
    epochs = set()
    for name in ("a", "b"):
        opened = Centre(
            "--speed", "0", "--cases", "3", "--seed", "1", "--database", str(tmp_path / name)
        )
        epochs.add(epoch(Caller(opened)))
        opened.close()
    assert len(epochs) == 2


@pytest.mark.parametrize("end", [Place.close, Place.kill], ids=["stopped", "killed"])
def test_a_centre_that_was_only_stopped_goes_on_in_its_epoch(place, end):
    clerk = place.open()
    write_to(clerk)
    before, (_, cursor) = epoch(clerk), clerk.feed()
    end(place)
    clerk = place.open()
    assert epoch(clerk) == before
    assert status(clerk, cursor) == (200, None)


def test_a_backup_put_back_begins_another_epoch_and_its_cursors_are_unknown(place):
    clerk = place.open()
    write_to(clerk)
    place.back_up()
    before, (_, cursor) = epoch(clerk), clerk.feed()
    write_to(clerk)
    place.close()
    place.put_back()
    clerk = place.open()
    assert epoch(clerk) != before
    assert status(clerk, cursor) == (410, "cursor_expired")


def test_what_is_written_after_a_restore_does_not_bring_an_old_cursor_back(place):
    clerk = place.open()
    place.back_up()
    write_to(clerk)
    _, cursor = clerk.feed()
    place.close()
    place.put_back()
    clerk = place.open()
    for _ in range(5):
        write_to(clerk)
    assert status(clerk, cursor) == (410, "cursor_expired")


def test_the_epoch_of_a_restore_stays_until_the_next(place):
    clerk = place.open()
    place.back_up()
    write_to(clerk)
    epochs = [epoch(clerk)]
    for _ in range(2):
        place.close()
        place.put_back()
        epochs.append(epoch(place.open()))
        place.close()
        clerk = place.open()
        assert epoch(clerk) == epochs[-1]
        write_to(clerk)
    assert len(set(epochs)) == 3


def test_a_killed_centre_put_back_begins_another_epoch(place):
    clerk = place.open()
    place.back_up()
    before = epoch(clerk)
    write_to(clerk)
    place.kill()
    place.put_back()
    assert epoch(place.open()) != before


def test_a_file_that_comes_without_its_note_is_a_backup(place):
    before = epoch(place.open())
    place.close()
    place.file.with_name("centre.sqlite.epoch").unlink()
    assert epoch(place.open()) != before


def test_an_operator_who_put_the_whole_folder_back_says_so(place):
    before = epoch(place.open())
    place.close()
    clerk = place.open("--restored")
    after = epoch(clerk)
    assert after != before
    place.close()
    assert epoch(place.open()) == after


def test_a_new_epoch_can_be_rehearsed_while_the_centre_serves(place):
    clerk = place.open()
    before, (_, cursor) = epoch(clerk), clerk.feed()
    place.centre.say("epoch")
    assert epoch(clerk) != before
    assert status(clerk, cursor) == (410, "cursor_expired")


def test_cursors_that_are_forgotten_are_no_restore(place):
    clerk = place.open()
    before, (_, cursor) = epoch(clerk), clerk.feed()
    place.centre.say("reread")
    assert status(clerk, cursor) == (410, "cursor_expired")
    assert epoch(clerk) == before
    assert status(clerk, clerk.feed()[1]) == (200, None)


def test_a_centre_of_1_0_names_neither_epoch_nor_holder(place):
    clerk = place.open("--api", "1.0")
    about = clerk.get("/v1/about").json()
    assert about["api"] == "1.0" and "epoch" not in about
    page = clerk.get("/v1/changes").json()
    assert page["changes"] and "epoch" not in page
    other = Caller(place.centre, 2).cases()[0]
    (gone,) = clerk.act(action(other.id, "message", other.revision, payload=MESSAGE))
    assert gone["outcome"] == "gone" and "held_by" not in gone


def test_an_empty_file_is_given_its_city(tmp_path):
    (file := tmp_path / "centre.sqlite").touch()
    opened = Centre("--speed", "0", "--cases", "60", "--seed", "3", "--database", str(file))
    changes, _ = Caller(opened).feed()
    opened.close()
    assert changes
