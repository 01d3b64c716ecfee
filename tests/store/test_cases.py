"""The list: the most urgent first, found by any substring."""

import secrets
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.cases.actions import Approve
from app.cases.deadlines import case_deadlines
from app.cases.model import Applicant, Clock, Correction
from app.store import cases, catalogue, drafts, filters
from app.store.cases import CaseFilter
from app.store.database import Store
from app.store.drafts import Annotation
from app.store.search import index_text
from tests.support.examples import MORNING, a_case

TODAY = date(2026, 3, 4)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def keep(store: Store, *bodies) -> None:
    raw = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
    store.write(lambda db: cases.put(db, raw, TODAY)).result()


def shown(store: Store, **chosen) -> list[str]:
    numbers = cases.listed(store.reader(), CaseFilter(**chosen), TODAY)
    return [row.id for row in cases.rows(store.reader(), numbers, TODAY)]


def test_overdue_comes_before_near_before_instant_before_the_rest(store):
    late = MORNING - timedelta(days=30)
    keep(
        store,
        a_case(id="later", state="reviewing", accepted_at=MORNING, promised_days=20),
        a_case(id="instant", handling="instant", received_at=MORNING + timedelta(days=2)),
        a_case(id="near", state="reviewing", accepted_at=MORNING, promised_days=2),
        a_case(id="overdue", state="reviewing", received_at=late, accepted_at=late),
        a_case(id="closed", state="delivered"),
    )
    assert shown(store) == ["overdue", "near", "instant", "later"]
    assert shown(store, standing="closed") == ["closed"]


def test_a_denied_case_in_time_is_in_time_and_not_green(store):
    decided = Clock(received_at=MORNING, decided_at=MORNING)
    keep(
        store,
        a_case(id="approved", state="approved", clock=decided),
        a_case(id="denied", state="denied", clock=decided),
    )
    numbers = cases.listed(store.reader(), CaseFilter(light="green"), TODAY)
    lights = {row.id: row.light for row in cases.rows(store.reader(), numbers, TODAY)}
    assert lights == {"approved": "green", "denied": "denied"}


def test_counts_follow_what_is_there(store):
    keep(store, a_case(id="a"), a_case(id="b", state="correcting"), a_case(id="c", state="refused"))
    counts = cases.counts(store.reader(), TODAY)
    assert (counts["todo"], counts["waiting"], counts["closed"]) == (1, 1, 1)


def test_a_newer_body_replaces_the_older_and_is_found_by_its_new_words_only(store):
    keep(store, a_case(id="a", applicant=Applicant(name="老灶快餐店")))
    keep(store, a_case(id="a", revision=2, applicant=Applicant(name="金陵面馆")))
    assert shown(store, text="金陵") == ["a"]
    assert shown(store, text="老灶") == []


NAMES = st.text("南京金陵老灶快餐店麦香ABab0126 -", min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), NAMES.filter(str.strip))
def test_a_search_finds_exactly_what_contains_the_words(tmp_path_factory, names, wanted):
    opened = Store(tmp_path_factory.mktemp("s") / "c.db", secrets.token_hex(32))
    try:
        blank = a_case().one_thing
        keep(
            opened,
            *(
                a_case(id=f"c{i}", no="", one_thing=blank, applicant=Applicant(name=name))
                for i, name in enumerate(names)
            ),
        )
        plain = index_text.bare(wanted)
        always = plain in "食品经营许可证核发" or plain in "开办快餐店"
        expected = {
            f"c{i}"
            for i, name in enumerate(names)
            if plain and (always or plain in index_text.bare(name))
        }
        assert set(shown(opened, text=wanted)) == expected
    finally:
        opened.close()


def of_thing(thing: str, **case):
    body = a_case(**case)
    return replace(body, one_thing=replace(body.one_thing, id=thing))


def test_cases_of_one_thing_stand_together_behind_its_most_urgent_one(store):
    late = MORNING - timedelta(days=30)
    running = {"state": "reviewing", "accepted_at": MORNING}
    keep(
        store,
        of_thing("x", id="x-slow", promised_days=20, **running),
        of_thing("y", id="y-near", promised_days=2, **running),
        of_thing("x", id="x-late", state="reviewing", received_at=late, accepted_at=late),
    )
    assert shown(store) == ["x-late", "y-near", "x-slow"]
    assert shown(store, grouped=True) == ["x-late", "x-slow", "y-near"]
    assert shown(store, thing_id="y") == ["y-near"]


def test_the_list_is_sorted_by_any_column_both_ways(store):
    for name in ("乙", "甲", "丙"):
        keep(store, a_case(id=name, no=name, applicant=Applicant(name=name)))
    rising = shown(store, sort="applicant")
    assert rising == sorted(rising)
    assert shown(store, sort="applicant", falling=True) == rising[::-1]
    assert shown(store, sort="row; drop table cases") == shown(store)


def test_the_form_before_a_correction_is_kept_when_the_corrected_one_comes(store):
    asked = Correction(round=1, requested_at=MORNING, by_days=15)
    answered = replace(asked, resubmitted_at=MORNING + timedelta(days=1))

    def version(revision, area, *corrections):
        body = a_case(id="a", revision=revision, fields={"area": area})
        return replace(body, corrections=corrections)

    keep(store, version(1, "68"))
    assert cases.earlier_form(store.reader(), "a") == ()
    keep(store, version(2, "68", asked), a_case(id="other"))
    keep(store, version(3, "86", answered))
    keep(store, version(4, "86", answered))
    (section,) = cases.earlier_form(store.reader(), "a")
    assert [field.value for field in section.fields if field.key == "area"] == ["68"]
    assert cases.get(store.reader(), "a").field("area").value == "86"


def test_filters_with_a_name_are_kept_in_the_cache(store):
    named = {"王某某的": CaseFilter(text="王某某", state="reviewing")}
    store.write(lambda db: filters.save(db, named)).result()
    assert filters.saved(store.reader()) == named


def test_marks_stay_when_the_rest_of_a_draft_has_been_sent(store):
    mark = Annotation(material_id="m", page=3, box=(0.1, 0.2, 0.3, 0.4), remark="面积不符")
    for field, value in (("mark:1", mark), ("opinion", "准予")):
        store.write(lambda db, f=field, v=value: drafts.save(db, "a", f, v, MORNING)).result()
    approval = Approve(opinion="准予")
    store.write(lambda db: drafts.consume(db, a_case(id="a"), approval)).result()
    draft = drafts.of_case(store.reader(), "a")
    assert (draft.marks, draft.opinion) == ({"1": mark}, "")
    store.write(lambda db: drafts.forget(db, "a", "mark:1")).result()
    assert drafts.of_case(store.reader(), "a").marks == {}


@pytest.mark.parametrize("promised", [1, 5, 10, 20])
@pytest.mark.parametrize("state", ["received", "reviewing", "approved", "special", "refused"])
def test_the_list_s_lights_are_those_of_the_deadlines_on_every_day(store, state, promised):
    accepted = None if state == "received" else MORNING
    case = a_case(state=state, accepted_at=accepted, promised_days=promised)
    if state in ("approved", "refused"):
        case = replace(case, clock=replace(case.clock, decided_at=MORNING))
    keep(store, case)
    number = cases.number(store.reader(), case.id)
    calendar = catalogue.calendar(store.reader())
    for day in range(40):
        today = MORNING.date() + timedelta(days=day)
        if state == "received" and day > 7:
            break  # deemed accepted by then; a new day lets it show
        (row,) = cases.rows(store.reader(), [number], today)
        assert row.light == case_deadlines(case, calendar, today).light, today
