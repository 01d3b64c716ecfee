"""Numbers in reserve are taken once, of the right series and year, and asked for as they run low."""

from msgspec.structs import replace

from app.cases.model import Department, ItemRef
from app.store import cases, decisions, numbers, outbox
from tests.support.examples import ASKED, MORNING, a_case
from tests.support.stores import CLERK, keep, write

TODAY = MORNING.date()
SCJG = Department(code="scjg", prefix="宁市监")


def a_numbered_case(id_="sa-1", state="received", kind="licence", **more):
    case = a_case(state, id=id_, no=id_, assignee=CLERK, **more)
    item = replace(case.item, kind=kind, code=f"{kind}-item")
    return replace(case, department=SCJG, item=item)


def no(n, kind="宁市监许补", year=2026):
    return f"{kind}字〔{year}〕{n}号"


def correct(store, case_id="sa-1", take=numbers.take):
    printed = []

    def work(db):
        return decisions.decide(
            db, case_id, ASKED, MORNING, lambda notice: printed.append(notice) or b"print",
            take_number=take,
        )  # fmt: skip

    store.write(work).result()
    return printed[-1]


def test_a_notice_served_offline_bears_the_first_number_and_is_printed_with_it(store):
    keep(store, a_numbered_case("sa-1"), a_numbered_case("sa-2"), a_numbered_case("sa-3"))
    write(store, lambda db: numbers.keep(db, [no(7), no(8)]))
    assert (correct(store).no, correct(store, "sa-2").no) == (no(7), no(8))
    third = correct(store, "sa-3")
    assert third.provisional
    entries = [e for e in outbox.entries(store.reader()) if e.payload.type == ASKED.type]
    assert [e.action.notice_no for e in entries] == [no(7), no(8), ""]
    shown = cases.get(store.reader(), "sa-1").notices[-1]
    assert (shown.no, shown.provisional) == (no(7), False)


def test_it_stays_the_notice_s_when_the_case_is_worked_out_anew(store):
    keep(store, a_numbered_case())
    write(store, lambda db: numbers.keep(db, [no(7)]))
    correct(store)
    store.write(lambda db: decisions.rebase(db, "sa-1", TODAY)).result()
    assert cases.get(store.reader(), "sa-1").notices[-1].no == no(7)


def test_another_authority_s_another_kind_s_and_last_year_s_are_left_alone(store):
    keep(store, a_numbered_case())
    others = [no(1, "宁卫许受"), no(2, "宁市监补"), no(3, "宁市监许准"), no(4, year=2025)]
    write(store, lambda db: numbers.keep(db, others))
    assert correct(store).provisional


def test_one_that_was_taken_is_not_given_again_though_the_decision_is_taken_back(store):
    keep(store, a_numbered_case())
    write(store, lambda db: numbers.keep(db, [no(7), no(8)]))
    correct(store)
    (entry,) = [e for e in outbox.entries(store.reader()) if e.payload.type == ASKED.type]
    store.write(lambda db: decisions.withdraw(db, entry.id, MORNING, TODAY)).result()
    assert correct(store).no == no(8)


def lacking(store):
    return numbers.lacking(store.reader(), TODAY)


def test_as_many_are_wanted_as_cases_may_need_and_no_more_than_the_reserve(store):
    keep(store, *(a_numbered_case(f"sa-{n}") for n in range(9)))
    keep(store, a_numbered_case("sa-r", "reviewing", "filing", accepted_at=MORNING))
    assert lacking(store) == {
        "宁市监许受": numbers.RESERVE, "宁市监许补": numbers.RESERVE,
        "宁市监许不受": numbers.RESERVE, "宁市监准": 1, "宁市监不准": 1,
    }  # fmt: skip


def test_none_are_asked_for_while_half_of_them_are_here(store):
    keep(store, *(a_numbered_case(f"sa-{n}") for n in range(9)))
    write(store, lambda db: numbers.keep(db, [no(n) for n in (1, 2, 3)]))
    assert "宁市监许补" not in lacking(store)
    write(store, lambda db: numbers.forget_other_years(db, 2027))
    assert lacking(store)["宁市监许补"] == numbers.RESERVE


def test_a_case_of_a_department_without_a_prefix_wants_none(store):
    keep(store, replace(a_numbered_case(), department=Department(code="x"), item=ItemRef(code="i")))
    assert lacking(store) == {}


def test_a_case_that_is_decided_or_gone_wants_none_any_more(store):
    keep(store, a_numbered_case("sa-1"), a_numbered_case("sa-2"))
    assert lacking(store)["宁市监许受"] == 2
    keep(store, a_numbered_case("sa-1", "delivered"))
    assert lacking(store)["宁市监许受"] == 1
    write(store, lambda db: cases.drop(db, ["sa-2"]))
    assert lacking(store) == {}
