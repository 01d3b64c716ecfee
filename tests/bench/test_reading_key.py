"""What the papers say is held against the answer key: found, missed, and warned of for nothing."""

import pytest

from app.cases.evidence import Comparison, PaperFinding, Place, Unreadable
from app.cases.sentence import say
from app.practice.mistakes import (
    EVERY_MISTAKE,
    PREREQUISITE_UNDECIDED,
    SAME_APPLICATION_OPEN,
)
from tests.bench.reading_city import SeededMistake
from tests.bench.reading_key import DIFFERS_FROM_PAPERS, NOT_ON_PAPER, SEEN_ON_PAPER, judge

WHOLE = (0.0, 0.0, 1.0, 1.0)
LEASE = SeededMistake("lease_over", ("material:lease",))


def finding(kind, material_id="", field="", at=()):
    places = tuple(Place(id_, 0, WHOLE) for id_ in at)
    return PaperFinding(
        id=f"{kind} {material_id}", kind=kind, text=say("看", "look"), fault="", field=field,
        places=places, material_id=material_id,
    )  # fmt: skip


def judged(*findings, mistakes=(LEASE,), pictured=(), unreadable=()):
    pages = tuple(Unreadable(id_, 0) for id_ in unreadable)
    said = Comparison(findings=findings, unreadable=pages)
    return judge(mistakes, said, lambda id_: id_ in pictured)


def test_every_mistake_of_the_city_is_judged_one_way():
    ways = (set(SEEN_ON_PAPER), set(DIFFERS_FROM_PAPERS), set(NOT_ON_PAPER))
    every = {mistake.name for mistake in EVERY_MISTAKE}
    assert set.union(*ways) == every | {SAME_APPLICATION_OPEN, PREREQUISITE_UNDECIDED}
    assert sum(map(len, ways)) == len(set.union(*ways))


@pytest.mark.parametrize(
    ("said", "pointed_out", "false"),
    [
        (finding("expired", "lease"), True, 0),
        (finding("expired", at=("lease",)), True, 0),
        (finding("differs", "lease"), False, 0),  # about that paper, but not what is wrong with it
        (finding("expired", "card"), False, 1),
        (finding("differs", field="area", at=("plan",)), False, 1),
    ],
)
def test_a_finding_points_a_mistake_out_by_its_kind_and_its_place(said, pointed_out, false):
    made = judged(said)
    assert [each.pointed_out for each in made.mistakes] == [pointed_out]
    assert len(made.false) == false


def test_a_mistake_is_on_scans_where_all_its_papers_are_pictures():
    both = SeededMistake("same_file_twice", ("material:a", "material:b"))
    on_scans = [
        judged(mistakes=(both,), pictured=pictured).mistakes[0].pictured
        for pictured in ((), ("a",), ("a", "b"))
    ]
    assert on_scans == [False, False, True]


def test_a_photo_nobody_can_read_is_pointed_out_by_being_listed_as_unreadable():
    photo = SeededMistake("photo_unreadable", ("material:photo",))
    assert judged(mistakes=(photo,), unreadable=("photo",)).mistakes[0].pointed_out
    assert not judged(mistakes=(photo,), unreadable=("card",)).mistakes[0].pointed_out
    assert not judged(mistakes=(LEASE,), unreadable=("lease",)).mistakes[0].pointed_out


def test_what_no_paper_shows_counts_neither_way():
    assert judged(mistakes=(SeededMistake("licence_revoked", ("material:l",)),)).mistakes == ()
    wrong_form = SeededMistake("wrong_check_digit", ("field:id_number",))
    made = judged(finding("differs", field="id_number", at=("card",)), mistakes=(wrong_form,))
    assert (made.mistakes, made.false) == ((), ())
    elsewhere = SeededMistake("outside_district", ("field:address",))
    made = judged(finding("differs", field="address", at=("lease",)), mistakes=(elsewhere,))
    assert len(made.false) == 1
