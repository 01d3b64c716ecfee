"""What one pull does with the pages of the feed, step by step, without a network."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.model import OneThingRef
from app.central import errors
from app.central.wire import MOST_REVISION, Change, encode
from app.store import cases, catalogue, decisions, materials, outbox
from app.store.cases import CaseFilter
from app.store.database import meta
from app.sync import pull as pulling
from app.sync.pull import Progress, differing_kinds, pull
from tests.support.examples import ASKED, MORNING, a_case, a_material, a_thing
from tests.support.stores import decide
from tests.sync.scripted import ScriptedCentre, digest, dropped, page, put, read_up_to

NOW = MORNING + timedelta(hours=1)
ONE, TWO, THREE = (a_case(id=f"sa-{n:06d}") for n in (1, 2, 3))


@pytest.fixture
def store(store):
    """It holds the first case, at revision 1, and was read up to ``c1``."""
    read_up_to(store, "c1")
    return store


@pytest.fixture
def centre():
    return ScriptedCentre()


def pulled(store, centre):
    said: list[Progress] = []
    done = pull(store, centre, NOW, said.append)
    return done, [(each.done, each.total) for each in said]


def held(store) -> dict[str, int]:
    return cases.revisions(store.reader())


def raw(body) -> msgspec.Raw:
    return msgspec.Raw(encode(body))


def flags(store, id_="sa-000001") -> tuple[str, ...]:
    return cases.centre_side(store.reader(), id_).flags


def test_all_pages_are_taken_in_and_the_cursor_is_the_last_one_s(store, centre):
    centre.pages = {"c1": page("c2", put(TWO), more=True), "c2": page("c3", put(THREE))}
    done, said = pulled(store, centre)
    assert sorted(held(store)) == ["sa-000001", "sa-000002", "sa-000003"]
    assert (meta(store.reader(), "cursor"), done.page.cursor) == ("c3", "c3")
    assert said == [(1, 0), (2, 0)]  # of how many nobody knows


def test_a_page_without_changes_is_no_progress(store, centre):
    centre.pages = {"c1": page("c1")}
    assert pulled(store, centre)[1] == []


def test_a_reading_from_the_start_says_how_far_it_is(store, centre):
    read_up_to(store, "")
    centre.digests = {"sub_application": digest({"a": 1, "b": 1}), "item": digest({"i": 1})}
    centre.pages = {"": page("c1", put(ONE), put(TWO), more=True), "c1": page("c2", put(THREE))}
    assert pulled(store, centre)[1] == [(0, 3), (2, 3), (3, 3)]


def test_it_never_has_more_than_there_is(store, centre):
    read_up_to(store, "")
    centre.digests = {"sub_application": digest({"a": 1})}
    centre.pages = {"": page("c1", put(ONE), put(TWO))}
    assert pulled(store, centre)[1] == [(0, 1), (2, 2)]


def test_after_an_expired_cursor_all_is_read_and_counted_from_the_start(store, centre):
    centre.digests = {"sub_application": digest({"a": 1, "b": 1})}
    centre.pages = {
        "c1": page("c2", put(THREE), more=True),
        "c2": errors.CursorExpired(),
        "": page("c9", put(ONE), put(TWO)),
    }
    _, said = pulled(store, centre)
    assert said == [(1, 0), (2, 2)]
    assert sorted(held(store)) == ["sa-000001", "sa-000002"]  # the third was not named any more


def test_a_centre_that_has_nothing_from_the_start_either_is_said(store, centre):
    centre.pages = {"c1": errors.CursorExpired(), "": errors.CursorExpired()}
    with pytest.raises(errors.CursorExpired):
        pulled(store, centre)
    assert centre.cursors == ["c1", ""]


@pytest.mark.parametrize("again", ["c1", "c2"])
def test_a_feed_that_comes_round_again_is_none(store, centre, again):
    centre.pages = {"c1": page("c2", more=True), "c2": page(again, more=True)}
    with pytest.raises(errors.NotTheCentre):
        pulled(store, centre)
    assert centre.cursors == ["c1", "c2"]


def test_a_feed_without_an_end_is_left(store, centre, monkeypatch):
    monkeypatch.setattr(pulling, "MOST_PAGES", 3)
    centre.pages = {f"c{n}": page(f"c{n + 1}", more=True) for n in range(1, 20)}
    with pytest.raises(errors.NotTheCentre):
        pulled(store, centre)
    assert centre.cursors == ["c1", "c2", "c3", "c4"]


@pytest.mark.parametrize(("revision", "is_taken"), [(1, False), (2, True), (3, True)])
def test_a_body_is_taken_unless_it_is_older(store, centre, revision, is_taken):
    centre.pages = {"c1": page("c2", put(replace(ONE, revision=2)))}
    pulled(store, centre)
    centre.pages = {"c2": page("c3", put(replace(ONE, revision=revision, flags=("later",))))}
    pulled(store, centre)
    assert ("later" in flags(store)) == is_taken
    assert held(store)["sa-000001"] == max(2, revision)


@pytest.mark.parametrize(
    ("revision", "is_read"),
    [(-1, False), (0, True), (MOST_REVISION, True), (MOST_REVISION + 1, False)],
)
def test_a_revision_beyond_all_is_not_read(store, centre, revision, is_read):
    change = replace(put(TWO), revision=revision)
    centre.pages = {"c1": page("c2", change)}
    done, _ = pulled(store, centre)
    assert ("sa-000002" in held(store)) == is_read
    assert len(done.unreadable) == (not is_read)


@pytest.mark.parametrize("odd", [{"op": "patch"}, {"id": "sa-000009"}])
def test_a_change_nobody_can_make_sense_of_is_set_aside_and_the_others_are_taken(
    store, centre, odd
):
    centre.pages = {"c1": page("c2", replace(put(TWO), **odd), put(THREE))}
    done, _ = pulled(store, centre)
    assert [each.id for each in done.unreadable] == [odd.get("id", "sa-000002")]
    assert sorted(held(store)) == ["sa-000001", "sa-000003"]


def test_what_is_dropped_goes_and_what_was_decided_on_it_is_gone(store, centre):
    decide(store, ASKED)
    centre.pages = {"c1": page("c2", dropped("sa-000001"))}
    pulled(store, centre)
    assert held(store) == {}
    assert [e.state for e in outbox.entries(store.reader())] == ["gone"]


def test_what_a_reading_from_the_start_does_not_name_goes_likewise(store, centre):
    decide(store, ASKED)
    read_up_to(store, "")
    centre.pages = {"": page("c2", put(TWO))}
    pulled(store, centre)
    assert list(held(store)) == ["sa-000002"]
    assert [e.state for e in outbox.entries(store.reader())] == ["gone"]


def test_what_is_dropped_in_the_end_of_a_reading_is_not_there(store, centre):
    read_up_to(store, "")
    centre.pages = {
        "": page("c2", put(ONE), put(TWO), more=True),
        "c2": page("c3", dropped(ONE.id)),
    }
    pulled(store, centre)
    assert list(held(store)) == ["sa-000002"]


def test_a_later_page_never_drops_what_it_does_not_name(store, centre):
    centre.pages = {"c1": page("c2", put(TWO))}
    pulled(store, centre)
    assert sorted(held(store)) == ["sa-000001", "sa-000002"]


@pytest.mark.parametrize(
    ("known", "said", "is_read_again"),
    [("", "e1", False), ("e1", "", False), ("e1", "e1", False), ("e1", "e2", True)],
)
def test_another_epoch_is_read_from_the_start(store, centre, known, said, is_read_again):
    read_up_to(store, "c1", known)
    centre.pages = {"c1": page("c2", epoch=said), "": page("c9", put(TWO), epoch=said)}
    pulled(store, centre)
    assert ("" in centre.cursors) == is_read_again
    assert list(held(store)) == (["sa-000002"] if is_read_again else ["sa-000001"])
    assert meta(store.reader(), "epoch") == (said or known)


@pytest.mark.parametrize(
    ("known", "said", "agrees", "falls"),
    [
        ("", "", True, True),
        ("", "", False, False),
        ("e1", "e1", True, False),
        ("", "e1", True, True),
    ],
)
def test_lower_revisions_are_the_centre_s_word_where_its_digest_agrees(
    store, centre, known, said, agrees, falls
):
    """From the start, at a centre without an epoch or one that has none here yet."""
    centre.pages = {"c1": page("c2", put(replace(ONE, revision=5)))}
    pulled(store, centre)
    read_up_to(store, "", known)
    centre.digests = {"sub_application": digest({"sa-000001": 3 if agrees else 4})}
    centre.pages = {"": page("c3", put(replace(ONE, revision=3)), epoch=said)}
    pulled(store, centre)
    assert held(store)["sa-000001"] == (3 if falls else 5)


def test_an_old_page_s_lower_revisions_are_no_word_of_the_centre_s(store, centre):
    centre.pages = {"c1": page("c2", put(replace(ONE, revision=5)))}
    pulled(store, centre)
    centre.digests = {"sub_application": digest({"sa-000001": 3})}
    centre.pages = {"c2": page("c3", put(replace(ONE, revision=3)))}
    pulled(store, centre)
    assert held(store)["sa-000001"] == 5
    assert "" not in centre.cursors


def test_where_nothing_fell_no_digest_is_asked_for(store, centre):
    centre.pages = {"c1": page("c2", put(replace(ONE, revision=2)))}
    pulled(store, centre)
    assert centre.digests_asked == 0


def test_a_kind_the_centre_has_no_digest_of_has_not_fallen(store, centre):
    centre.pages = {"c1": page("c2", put(replace(ONE, revision=5)))}
    pulled(store, centre)
    read_up_to(store, "")
    centre.digests = {"item": digest({})}
    centre.pages = {"": page("c3", put(replace(ONE, revision=3)))}
    pulled(store, centre)
    assert held(store)["sa-000001"] == 5


def test_an_unreadable_body_says_why_and_a_partly_read_one_what_is_missing(store, centre):
    partly = msgspec.json.decode(encode(TWO)) | {"flags": 7}
    centre.pages = {
        "c1": page("c2", replace(put(THREE), op="patch"), replace(put(TWO), body=raw(partly)))
    }
    done, _ = pulled(store, centre)
    why = {each.id: (each.why, each.parts) for each in done.unreadable}
    assert why["sa-000003"] == ("ValueError: op 'patch', revision 1", ())
    assert why["sa-000002"] == ("", ("flags",))


def waits_for(store) -> str:
    (number,) = cases.listed(store.reader(), CaseFilter(thing_id="ot-1"), MORNING.date())
    return cases.rows(store.reader(), [number], MORNING.date())[0].waits_for


@pytest.mark.parametrize("first", ["case", "thing"])
def test_what_a_case_waits_for_shows_whichever_of_both_comes_first(store, centre, first):
    thing = a_thing("reviewing")
    own = replace(ONE, one_thing=OneThingRef(id="ot-1"), revision=2)
    said = Change(kind="one_thing", op="put", id="ot-1", revision=1, body=raw(thing))
    lines = [put(own), said]
    if first == "thing":
        lines.reverse()
    centre.pages = {"c1": page("c2", lines[0], more=True), "c2": page("c3", lines[1])}
    pulled(store, centre)
    assert waits_for(store) == "食品经营许可证核发"
    sibling = replace(thing.sub_applications[0], state="approved")
    decided = replace(thing, sub_applications=(sibling, *thing.sub_applications[1:]), revision=2)
    centre.pages = {"c3": page("c4", replace(said, revision=2, body=raw(decided)))}
    pulled(store, centre)
    assert waits_for(store) == ""


def test_the_digest_differs_where_an_id_or_a_revision_does(store, centre):
    def differ(**said):
        return differing_kinds(store, {kind: digest(held) for kind, held in said.items()})

    assert differ(sub_application={"sa-000001": 1}, item={}) == []
    assert differ(sub_application={"sa-000001": 2}, item={}) == ["sub_application"]
    assert differ(sub_application={}, item={"food": 1}) == ["sub_application", "item"]
    assert differ(something_new={"x": 1}) == []
    centre.pages = {"c1": page("c2", replace(put(TWO), op="patch", revision=4))}
    pulled(store, centre)  # what could not be read is here all the same
    assert differ(sub_application={"sa-000001": 1, "sa-000002": 4}) == []


def test_the_digests_of_materials_are_known_in_small_letters(store, centre):
    paper = a_material(sha256="AB" * 32)
    centre.pages = {"c1": page("c2", put(replace(ONE, materials=(paper,), revision=2)))}
    pulled(store, centre)
    assert [each.sha256 for each in materials.wanted(store.reader(), 9)] == ["ab" * 32]
    (kept,) = cases.get(store.reader(), "sa-000001").materials
    assert kept == replace(paper, sha256="ab" * 32)


def test_a_digest_in_capitals_is_the_same(store):
    said = digest({"sa-000001": 1})
    said = replace(said, digest=said.digest.upper())
    assert differing_kinds(store, {"sub_application": said}) == []


def served(store):
    """The notice of a correction, sent and applied at revision 2."""
    decide(store, ASKED)
    (notice,) = cases.get(store.reader(), "sa-000001").notices
    (entry,) = outbox.entries(store.reader())
    store.write(lambda db: outbox.mark_sent(db, entry, NOW, 2)).result()
    return notice


def correcting(revision, *notices):
    return put(replace(ONE, state="correcting", revision=revision, notices=notices))


@pytest.mark.parametrize("kept", ["none", "without words", "one paragraph"])
def test_fewer_words_of_a_notice_never_replace_those_that_were_served(store, centre, kept):
    notice = served(store)
    numbered = replace(notice, no="某市监补字〔2026〕7号", provisional=False)
    theirs = {
        "none": (),
        "without words": (replace(numbered, paragraphs=()),),
        "one paragraph": (replace(numbered, paragraphs=notice.paragraphs[:1]),),
    }[kept]
    for revision in (2, 3):  # whenever it is said again
        at = f"c{revision - 1}"
        centre.pages = {at: page(f"c{revision}", correcting(revision, *theirs))}
        done, _ = pulled(store, centre)
        assert done.telling_less == {"sa-000001"}
        case = cases.get(store.reader(), "sa-000001")
        assert case.state == "correcting"
        assert case.notices == ((notice,) if kept == "none" else (numbered,))
        assert decisions.tells_less(store.reader(), "sa-000001")
        assert cases.centre_side(store.reader(), "sa-000001").notices == theirs


def test_where_all_its_words_are_there_the_centre_s_notice_stands(store, centre):
    numbered = replace(served(store), no="某市监补字〔2026〕7号", provisional=False)
    centre.pages = {"c1": page("c2", correcting(2, numbered))}
    done, _ = pulled(store, centre)
    assert done.telling_less == frozenset()
    assert cases.get(store.reader(), "sa-000001").notices == (numbered,)
    assert not decisions.tells_less(store.reader(), "sa-000001")


def test_a_body_from_before_the_action_lacks_nothing(store, centre):
    served(store)
    centre.pages = {"c1": page("c2", put(ONE))}
    done, _ = pulled(store, centre)
    assert done.telling_less == frozenset()
    assert cases.get(store.reader(), "sa-000001").notices == ()


THING = Change(
    kind="one_thing", op="put", id="ot-1", revision=1, body=raw(a_thing("reviewing"))
)  # fmt: skip


@pytest.fixture
def orphaned(store, centre):
    """The case went; the centre, which should have dropped its one-thing as well, did not."""
    centre.pages = {"c1": page("c2", THING)}
    pulled(store, centre)
    centre.pages = {"c2": page("c3", dropped("sa-000001"))}
    pulled(store, centre)
    return store


def thing(store):
    return catalogue.thing(store.reader(), "ot-1")


def test_a_one_thing_goes_with_its_last_case_though_the_centre_keeps_it(orphaned, centre):
    assert thing(orphaned) is None
    assert differing_kinds(orphaned, {"one_thing": digest({"ot-1": 1})}) == []
    centre.pages = {"c3": page("c4", replace(THING, revision=2))}
    pulled(orphaned, centre)
    assert thing(orphaned) is None
    assert differing_kinds(orphaned, {"one_thing": digest({"ot-1": 2})}) == []
    gone = Change(kind="one_thing", op="drop", id="ot-1", revision=3, reason="reassigned")
    centre.pages = {"c4": page("c5", gone)}
    pulled(orphaned, centre)
    assert differing_kinds(orphaned, {"one_thing": digest({})}) == []


def test_it_stays_while_another_case_of_it_is_here(store, centre):
    centre.pages = {"c1": page("c2", THING, put(TWO))}
    pulled(store, centre)
    centre.pages = {"c2": page("c3", dropped("sa-000001"))}
    pulled(store, centre)
    assert thing(store) is not None


def test_a_case_that_comes_back_with_its_one_thing_needs_nothing_more(orphaned, centre):
    centre.pages = {"c3": page("c4", put(ONE, 3), replace(THING, revision=2))}
    pulled(orphaned, centre)
    assert thing(orphaned) is not None
    assert centre.cursors[-1] == "c3"


def test_where_the_centre_does_not_say_it_again_all_is_read_once_from_the_start(orphaned, centre):
    centre.pages = {"c3": page("c4", put(ONE, 3)), "": page("c4", THING, put(ONE, 3))}
    pulled(orphaned, centre)
    assert thing(orphaned) is not None
    assert centre.cursors[-2:] == ["c3", ""]


def test_nor_more_than_once_where_it_has_none(orphaned, centre):
    centre.pages = {"c3": page("c4", put(ONE, 3)), "": page("c4", put(ONE, 3))}
    pulled(orphaned, centre)
    centre.pages = {"c4": page("c4", put(ONE, 3))}
    pulled(orphaned, centre)
    assert thing(orphaned) is None
    assert centre.cursors[-3:] == ["c3", "", "c4"]
