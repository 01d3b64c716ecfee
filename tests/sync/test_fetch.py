"""What one fetch does with each file, step by step, without a network."""

from __future__ import annotations

import hashlib

import pytest

from app.central import errors
from app.machine.cancel import Cancelled
from app.store import evidence, materials
from app.sync import fetch as fetching
from app.sync.fetch import fetch
from tests.support.examples import MORNING, a_case, a_material
from tests.support.stores import keep

MUCH = 10**9
CONTENTS = {f"ma-{n}": f"file {n}".encode() * (80 - 10 * n) for n in range(6)}


def paper(id_: str):
    content = CONTENTS[id_]
    sha256 = hashlib.sha256(content).hexdigest()
    return a_material(id_, id=id_, sha256=sha256, size=len(content))


@pytest.fixture
def store(store):
    keep(store, a_case(materials=tuple(paper(id_) for id_ in CONTENTS)))
    return store


class Files:
    """``odd``: by id, what is raised in a row, the last of them for ever; None is the file."""

    def __init__(self, **odd):
        self.odd = {id_.replace("_", "-"): list(answers) for id_, answers in odd.items()}
        self.asked: list[str] = []
        self.begun: dict[str, list[int]] = {}

    def material(self, id_, sha256, name, begun):
        self.asked.append(id_)
        self.begun.setdefault(id_, []).append(begun.tell())
        answers = self.odd.get(id_, [None])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is not None:
            begun.write(CONTENTS[id_][:10])
            raise answer
        begun.seek(0)
        begun.write(CONTENTS[id_])


def fetched(store, files, most=MUCH, stopped=lambda: False, case_id=""):
    return fetch(store, files, MORNING, stopped, most, case_id)


def held(store):
    return {id_ for id_ in CONTENTS if materials.content(store, paper(id_).sha256) is not None}


def test_all_that_is_wanted_comes_once(store):
    files = Files()
    assert fetched(store, files) == 6
    assert held(store) == set(CONTENTS)
    assert fetched(store, files) == 0
    assert sorted(files.asked) == sorted(CONTENTS)


def test_what_was_taken_in_at_this_desk_is_not_asked_for(store):
    content = CONTENTS["ma-2"]
    store.write(lambda db: evidence.keep(db, "sa-000001", "合同", content, 1, MORNING)).result()
    files = Files()
    assert fetched(store, files) == 6
    assert held(store) == set(CONTENTS)
    assert sorted(files.asked) == sorted(set(CONTENTS) - {"ma-2"})


def test_of_files_that_one_worker_fetches_each_is_kept_as_it_came(store, monkeypatch):
    """The later ones are shorter, and one was begun before."""
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    begun = CONTENTS["ma-4"][:10]
    store.write(lambda db: materials.keep_begun(db, paper("ma-4").sha256, begun)).result()
    files = Files()
    fetched(store, files)
    assert files.begun["ma-4"] == [10]
    for id_, content in CONTENTS.items():
        assert materials.content(store, paper(id_).sha256) == content


def test_a_round_is_so_many_files(store, monkeypatch):
    monkeypatch.setattr(fetching, "FILES_AT_MOST", 2)
    files = Files()
    assert [fetched(store, files) for _ in range(4)] == [2, 2, 2, 0]


def test_a_spoilt_file_is_fetched_once_more_and_then_left(store):
    files = Files(ma_1=[errors.FileSpoilt("x")], ma_2=[errors.FileSpoilt("x"), None])
    assert fetched(store, files) == 5
    assert (files.asked.count("ma-1"), files.asked.count("ma-2")) == (2, 2)
    assert held(store) == set(CONTENTS) - {"ma-1"}
    assert materials.is_spoilt(store.reader(), "ma-1")
    assert not materials.is_spoilt(store.reader(), "ma-2")
    assert fetched(store, files) == 0


def test_a_file_the_centre_will_not_give_is_asked_for_once(store):
    files = Files(ma_1=[errors.CentreRefused(404, "", "")])
    assert fetched(store, files) == 5
    assert files.asked.count("ma-1") == 1
    assert materials.is_spoilt(store.reader(), "ma-1")


@pytest.mark.parametrize("cut", [errors.CentreUnreachable(), Cancelled()])
def test_what_was_cut_off_goes_on_where_it_was(store, cut):
    files = Files(ma_3=[cut, None])
    with pytest.raises(type(cut)):
        fetched(store, files)
    assert "ma-3" not in held(store)
    fetched(store, files)
    assert held(store) == set(CONTENTS)
    assert files.begun["ma-3"] == [0, 10]


def test_a_failure_ends_the_round_and_what_came_before_stays(store, monkeypatch):
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    order = [wanted.id for wanted in materials.wanted(store.reader(), 40, "")]
    files = Files(**{order[2].replace("-", "_"): [errors.CentreBusy(None, "503")]})
    with pytest.raises(errors.CentreBusy):
        fetched(store, files)
    assert files.asked == order[:3]
    assert held(store) == set(order[:2])


def test_once_stopped_nothing_is_begun(store):
    files = Files()
    assert fetched(store, files, stopped=lambda: True) == 0
    assert files.asked == []


def test_ahead_of_need_nothing_comes_once_there_is_enough(store):
    files = Files()
    assert fetched(store, files, most=0) == 0
    assert files.asked == []


def test_for_a_case_that_is_opened_room_is_made(store, monkeypatch):
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    assert fetched(store, Files(), most=1, case_id="sa-000001") == 6
    assert materials.held_bytes(store.reader()) <= 1


def test_what_is_held_to_the_byte_is_not_too_much(store):
    whole = sum(map(len, CONTENTS.values()))
    assert fetched(store, Files(), most=whole, case_id="sa-000001") == 6
    assert held(store) == set(CONTENTS)


def test_where_nothing_came_nothing_goes(store):
    fetched(store, Files())
    assert fetched(store, Files(), most=1, case_id="sa-000001") == 0
    assert held(store) == set(CONTENTS)
