"""The list: the most urgent first, found by any substring."""

import random
import secrets
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.cases.actions import Approve
from app.cases.deadlines import case_deadlines
from app.cases.model import Applicant, Clock, Correction, GivenCommitment, Pause
from app.cases.procedure import Procedure
from app.store import cases, catalogue, drafts, filters, materials
from app.store.cases import CaseFilter
from app.store.database import Store
from app.store.drafts import Annotation
from app.store.search import index_text
from tests.support.examples import MORNING, a_case, a_material

TODAY = date(2026, 3, 4)
DEEMED = Procedure(acceptance_days=2, deemed_acceptance=True)


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


@pytest.mark.parametrize("announced", [date(2026, 3, 6), date(2026, 3, 14), None])
def test_the_list_s_light_of_a_special_procedure_is_that_of_the_deadlines_on_every_day(
    store, announced
):
    pause = Pause(from_=TODAY, procedure="hearing", expected_to=announced)
    clock = Clock(received_at=MORNING, accepted_at=MORNING, pauses=(pause,))
    case = a_case(state="special", clock=clock)
    keep(store, case)
    calendar = catalogue.calendar(store.reader())
    seen = []
    for day in range(40):
        today = MORNING.date() + timedelta(days=day)
        light = row_of(store, today=today).light
        assert light == case_deadlines(case, calendar, today).light, today
        seen += [light] if light not in seen else []
    assert seen == (["paused"] if announced is None else ["paused", "amber", "red"])


def test_a_special_procedure_that_runs_over_is_something_to_do_again(store):
    pause = Pause(from_=TODAY, procedure="hearing", expected_to=date(2026, 3, 6))
    clock = Clock(received_at=MORNING, accepted_at=MORNING, pauses=(pause,))
    keep(
        store, a_case(id="over", state="special", clock=clock), a_case(id="rests", state="special")
    )

    def on(day, standing):
        chosen = CaseFilter(standing=standing)
        numbers = cases.listed(store.reader(), chosen, day)
        return [row.id for row in cases.rows(store.reader(), numbers, day)]

    assert on(TODAY, "todo") == []
    assert set(on(TODAY, "waiting")) == {"over", "rests"}
    for day, kind in ((date(2026, 3, 6), "due_today"), (date(2026, 3, 9), "overdue")):
        assert (on(day, "todo"), on(day, "waiting")) == (["over"], ["rests"])
        assert cases.counts(store.reader(), day)[kind] == 1
    assert row_of(store, "over").due == date(2026, 3, 6)
    assert row_of(store, "rests").due is None


def test_a_delivered_case_is_among_what_is_to_do_until_its_commitment_is_verified(store):
    promise = GivenCommitment(verify_by=date(2026, 3, 30))
    clock = Clock(received_at=MORNING, decided_at=MORNING, delivered_at=MORNING)
    case = a_case(state="delivered", clock=clock, commitment=promise)
    keep(store, case)
    assert shown(store) == [case.id]
    calendar = catalogue.calendar(store.reader())
    for today in (
        TODAY,
        date(2026, 3, 24),
        date(2026, 3, 25),
        date(2026, 3, 30),
        date(2026, 3, 31),
    ):
        row = row_of(store, today=today)
        assert (row.light, row.due) == (
            case_deadlines(case, calendar, today).light,
            promise.verify_by,
        )
    assert cases.counts(store.reader(), date(2026, 3, 31))["overdue"] == 1
    keep(store, replace(case, commitment=replace(promise, verified=True), revision=2))
    assert shown(store, standing="closed") == [case.id]


def test_only_what_the_item_s_law_deems_accepted_is_past_acceptance(store):
    licence = a_case().item
    keep(
        store,
        a_case(id="licence"),
        a_case(id="filing", item=replace(licence, kind="filing")),
        a_case(id="deemed", item=replace(licence, kind="filing", procedure=DEEMED)),
    )
    assert cases.past_acceptance(store.reader(), date(2026, 3, 4)) == []
    assert cases.past_acceptance(store.reader(), date(2026, 3, 5)) == ["deemed"]
    assert set(cases.past_acceptance(store.reader(), date(2026, 3, 10))) == {"licence", "deemed"}
    assert row_of(store, "filing", date(2026, 3, 4)).light == "red"


def row_of(store, case_id="sa-000001", today=TODAY):
    (row,) = cases.rows(store.reader(), [cases.number(store.reader(), case_id)], today)
    return row


def test_the_list_s_row_says_of_a_case_what_the_centre_said(store):
    keep(store, a_case())
    assert row_of(store) == cases.CaseRow(
        id="sa-000001", no="320104-20260302-000001", state="received", handling="promised",
        item_name="食品经营许可证核发", scene_name="开办快餐店", applicant="南京某某餐饮有限公司",
        thing_id="ot-1", received_at=MORNING.isoformat(), due=date(2026, 3, 9), light="green",
        provisional=False, resubmitted=False, unsent=False, attention=False,
    )  # fmt: skip


def test_a_case_without_a_day_it_was_received_has_no_day_it_is_due(store):
    keep(store, a_case(clock=Clock(received_at=None)))
    assert (row_of(store).received_at, row_of(store).due) == ("", None)


@pytest.mark.parametrize(("year", "provisional"), [(2026, False), (2035, True)])
def test_days_of_a_year_without_a_calendar_are_provisional(store, year, provisional):
    keep(store, a_case(received_at=MORNING.replace(year=year)))
    assert row_of(store).provisional is provisional


@pytest.mark.parametrize(
    ("state", "light"),
    [("received", "green"), ("correcting", "paused"), ("special", "paused"), ("refused", "closed"),
     ("delivered", "closed"), ("terminated", "closed")],
)  # fmt: skip
def test_a_case_runs_rests_or_is_closed(store, state, light):
    keep(store, a_case(state=state))
    assert row_of(store).light == light


def test_one_resubmitted_correction_of_several_is_enough(store):
    asked = Correction(round=1, requested_at=MORNING, by_days=15)
    answered = replace(asked, resubmitted_at=MORNING)
    keep(store, a_case(id="a", corrections=(answered, asked)), a_case(id="b", corrections=(asked,)))
    assert row_of(store, "a").resubmitted and not row_of(store, "b").resubmitted
    assert shown(store, returned=True) == ["a"]
    assert cases.counts(store.reader(), TODAY)["returned"] == 1


def test_a_received_case_is_past_acceptance_after_its_fifth_working_day(store):
    keep(store, a_case(id="a"), a_case(id="b", state="reviewing", accepted_at=MORNING))
    past = [cases.past_acceptance(store.reader(), date(2026, 3, day)) for day in (9, 10)]
    assert past == [[], ["a"]]


def test_counts_by_the_day_they_are_due(store):
    assert set(cases.counts(store.reader(), TODAY).values()) == {0}
    keep(store, a_case(id="a"), a_case(id="b", state="special"), a_case(id="c", state="refused"))
    found = [cases.counts(store.reader(), date(2026, 3, day)) for day in (6, 9, 10)]
    assert [(c["due_today"], c["overdue"]) for c in found] == [(0, 0), (1, 0), (0, 1)]
    assert found[0]["everything"] == 3


def test_what_is_said_twice_at_once_is_kept_as_it_was_said_last(store):
    keep(store, a_case(revision=1, no="first"), a_case(revision=2, no="last"))
    assert row_of(store).no == "last"
    assert cases.revisions(store.reader()) == {"sa-000001": 2}


def test_the_revision_of_the_feed_is_kept_where_it_is_another_than_the_body_s(store):
    body = a_case(revision=3)
    told = cases.prepare_case(body, msgspec.json.encode(body), 5)
    assert (told.revision, cases.prepare_case(body, b"").revision) == (5, 3)
    assert cases.prepare_case(body, b"", 0).revision == 0
    store.write(lambda db: cases.put(db, [told], TODAY)).result()
    assert cases.revisions_of(store.reader(), ["sa-000001", "other"]) == {"sa-000001": 5}


def test_a_write_says_which_cases_it_changed_and_nothing_where_there_are_none(store):
    heard = []
    store.listeners.append(heard.append)
    keep(store, a_case(id="a"), a_case(id="b"))
    keep(store)
    store.write(lambda db: cases.drop(db, ["a", "nobody"])).result()
    store.write(lambda db: cases.drop(db, [])).result()
    assert [[(c.kind, c.ids) for c in changed] for changed in heard] == [
        [("case", ("a", "b"))],
        [],
        [("case", ("a", "nobody"))],
        [],
    ]


def test_of_a_dropped_case_nothing_is_left(store):
    material = a_material()
    keep(store, a_case(id="a", materials=(material,)), a_case(id="b"))
    store.write(lambda db: cases.drop(db, ["a"])).result()
    reader = store.reader()
    assert cases.number(reader, "a") is None and cases.get(reader, "a") is None
    assert shown(store) == shown(store, text="食品经营") == ["b"]
    assert materials.wanted(reader, 9) == []
    assert cases.centre_bodies(reader, ["a", "b"]).keys() == {"b"}


def test_an_applicant_set_right_counts_where_duplicates_are_looked_for(store):
    def another(no):
        return Applicant(name="南京某某餐饮有限公司", id_number=no)

    keep(
        store,
        a_case(id="a", no="A", applicant=another("1")),
        a_case(id="b", applicant=another("2")),
    )

    def duplicates():
        b = cases.get(store.reader(), "b")
        return catalogue.situation(store.reader(), b, TODAY).open_duplicates

    assert duplicates() == ()
    keep(store, a_case(id="a", no="A", revision=2, applicant=another("2")))
    assert duplicates() == ("A",)
    keep(store, a_case(id="a", no="A", revision=3, applicant=another("2"), state="delivered"))
    assert duplicates() == ()


def test_numbers_that_are_not_held_are_left_out_and_the_order_is_the_asked_one(store):
    keep(store, a_case(id="a"), a_case(id="b"))
    a, b = (cases.number(store.reader(), id_) for id_ in "ab")
    found = cases.rows_by_number(store.reader(), [b, 99, a], TODAY)
    assert [(number, row.id) for number, row in found] == [(b, "b"), (a, "a")]


def test_no_more_than_asked_for_is_listed_grouped_or_not(store):
    keep(store, *(of_thing("xy"[n % 2], id=f"c{n}") for n in range(4)))
    for grouped in (False, True):
        chosen = CaseFilter(grouped=grouped)
        every = cases.listed(store.reader(), chosen, TODAY)
        assert len(every) == 4
        assert cases.listed(store.reader(), chosen, TODAY, 3) == every[:3]


def any_case(rng: random.Random, n: int):
    """One of few kinds, so that many stand alike."""
    back = MORNING - timedelta(days=rng.choice((0, 3, 9, 40)))
    state = rng.choice(("received", "reviewing", "correcting", "approved", "delivered", "pondered"))
    back_again = Correction(round=1, requested_at=back, by_days=5, resubmitted_at=back)
    corrected = (back_again,) * rng.randrange(2)
    accepted = None if state == "received" else back
    return a_case(
        id=f"c{n}", state=state, handling=rng.choice(("instant", "promised")), received_at=back,
        accepted_at=accepted, promised_days=rng.choice((3, 10)), corrections=corrected,
    )  # fmt: skip


def shuffled(store, rng: random.Random, among: int) -> None:
    """Cases come, change, wait for others, come back to the clerk and go."""
    keep(store, *(any_case(rng, rng.randrange(among)) for _ in range(among)))
    keep(store, *(any_case(rng, rng.randrange(among)) for _ in range(among // 2)))

    def work(db):
        db.execute("update cases set waits_for = '消防' where row % 5 = 0")
        db.execute("update cases set attention = 1 where row % 7 = 0")
        return cases.drop(db, [f"c{rng.randrange(among)}" for _ in range(among // 4)])

    store.write(work).result()


@pytest.mark.parametrize("seed", range(4))
def test_the_first_of_the_list_are_those_of_the_whole_list_on_every_day(store, seed):
    shuffled(store, random.Random(seed), 60)
    for day in (TODAY + timedelta(days=n) for n in range(-45, 20, 4)):
        for standing in ("todo", "waiting", "closed", ""):
            for light in ("", "red", "amber", "green"):
                chosen = CaseFilter(standing=standing, light=light)
                every = cases.listed(store.reader(), chosen, day)
                for most in (0, 1, 5, 20, 100):
                    assert cases.listed(store.reader(), chosen, day, most) == every[:most]


def counted_one_by_one(store, day) -> dict[str, int]:
    """What ``cases.counts`` says of a list without what was returned, read from the list."""
    rows = cases.rows(
        store.reader(), cases.listed(store.reader(), CaseFilter(standing=""), day), day
    )
    of = {
        standing: len(cases.listed(store.reader(), CaseFilter(standing=standing), day))
        for standing in ("todo", "waiting", "closed", "to_sign")
    }
    unclosed = [row.due for row in rows if row.light != "closed" and row.due is not None]
    return of | {
        "everything": len(rows),
        "due_today": sum(due == day for due in unclosed),
        "overdue": sum(due < day for due in unclosed),
        "returned": len(cases.listed(store.reader(), CaseFilter(standing="", returned=True), day)),
    }


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_the_list_whatever_came_changed_and_went(store, seed):
    shuffled(store, random.Random(seed), 60)
    for day in (TODAY + timedelta(days=n) for n in range(-45, 20, 4)):
        assert cases.counts(store.reader(), day) == counted_one_by_one(store, day)


def test_of_what_no_case_is_in_nothing_is_counted(store):
    shuffled(store, random.Random(1), 20)
    every = list(cases.revisions(store.reader()))
    store.write(lambda db: cases.drop(db, every)).result()
    for table in ("case_groups", "case_items"):
        assert store.reader().value(f"select count(*) from {table}") == 0
    assert set(cases.counts(store.reader(), TODAY).values()) == {0}


def test_the_list_shows_what_is_chosen_and_only_that(store):
    late = MORNING - timedelta(days=30)
    body = a_case(id="other", item=replace(a_case().item, code="fire"), no="Z-1")
    scene = replace(body.one_thing.scene, code="hotel")
    other = replace(body, one_thing=replace(body.one_thing, id="ot-2", scene=scene))
    keep(
        store,
        a_case(id="food"),
        other,
        a_case(id="late", state="reviewing", received_at=late, accepted_at=late),
        a_case(id="near", state="reviewing", accepted_at=MORNING, promised_days=2),
        a_case(id="waits", state="correcting"),
        a_case(id="closed", state="delivered"),
    )

    def chosen(**how):
        return set(shown(store, **{"standing": "", **how}))

    assert chosen() == {"food", "other", "late", "near", "waits", "closed"}
    assert chosen(standing="todo") == {"food", "other", "late", "near"}
    assert chosen(standing="waiting") == {"waits"}
    assert chosen(state="received") == {"food", "other"}
    assert chosen(state="received", item_code="food") == {"food"}
    assert chosen(item_code="fire") == chosen(scene_code="hotel") == {"other"}
    assert chosen(thing_id="ot-2") == chosen(text="z1") == {"other"}
    assert chosen(light="red") == {"late"}
    assert chosen(light="amber") == {"near"}
    assert chosen(light="green") == {"food", "other"}
    assert chosen(light="paused") == {"waits"}
    assert chosen(ids=("food", "closed", "nobody")) == {"food", "closed"}
    assert chosen(ids=("food", "closed"), standing="todo") == {"food"}
    assert chosen(text="  ") == chosen()
    assert chosen(text="——") == set()


def test_a_case_is_found_by_its_number_in_whatever_letters(store):
    keep(store, a_case(no="NJ-01"))
    found = [cases.id_of_number(store.reader(), no) for no in ("nj-01", "NJ-01", "NJ-02")]
    assert found == ["sa-000001", "sa-000001", None]


def test_what_is_shown_of_a_case_may_be_the_desk_s_own_until_the_centre_speaks(store):
    said, local = a_case(), a_case(state="reviewing", accepted_at=MORNING)
    keep(store, said)

    def show(body, unsent, attention):
        store.write(
            lambda db: cases.show(db, said.id, body, said, unsent, attention, TODAY)
        ).result()
        row = row_of(store)
        return cases.get(store.reader(), said.id), row.state, row.unsent, row.attention

    assert show(local, True, False) == (local, "reviewing", True, False)
    assert cases.centre_side(store.reader(), said.id) == said
    assert show(None, False, True) == (said, "received", False, True)
    assert show(local, True, True)[0] == local
    keep(store, replace(said, revision=2))
    assert cases.get(store.reader(), said.id).state == "received"
    assert cases.get(store.reader(), "x") is cases.centre_side(store.reader(), "x") is None


def test_a_case_in_a_state_nobody_knows_stands_behind_what_is_to_be_done_with_its_word(store):
    keep(
        store,
        a_case(id="pondered", state="pondered", received_at=MORNING - timedelta(days=90)),
        a_case(id="due", received_at=MORNING),
        a_case(
            id="approved", state="approved", clock=Clock(received_at=MORNING, decided_at=MORNING)
        ),
        a_case(id="waits", state="correcting"),
        a_case(id="closed", state="delivered"),
    )
    assert shown(store) == ["due", "approved", "pondered"]
    (row,) = cases.rows_of(store.reader(), ["pondered"], TODAY)
    assert (row.state, row.due, row.light) == ("pondered", None, "paused")
    counts = cases.counts(store.reader(), TODAY)
    tabs = [counts["todo"], counts["waiting"], counts["closed"]]
    assert tabs == [3, 1, 1] and sum(tabs) == counts["everything"]
