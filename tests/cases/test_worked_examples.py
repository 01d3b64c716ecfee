"""Deadlines worked by hand, from the statutes and the published calendars, item by item.

Days off and days worked at weekends are those of the State Council's notices:
2025: 1 Jan; 28 Jan – 4 Feb, 26 Jan and 8 Feb worked; 4–6 Apr; 1–5 May, 27 Apr worked; 31 May – 2 Jun;
      1–8 Oct, 28 Sep and 11 Oct worked.
2026: 1–3 Jan, 4 Jan worked; 15–23 Feb, 14 and 28 Feb worked; 4–6 Apr; 1–5 May, 9 May worked;
      19–21 Jun; 25–27 Sep, 20 Sep worked; 1–7 Oct, 10 Oct worked.
2027 and 2028 are not published: weekends are off, and by 全国年节及纪念日放假办法 (2024), Art. 2,
2027: 1 Jan; 5–8 Feb; 5 Apr; 1, 2 May; 9 Jun; 15 Sep; 1–3 Oct.
2028: 1 Jan; 25–28 Jan; 4 Apr; 1, 2 May; 28 May; 1–3 Oct.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest

from app.cases.counting import deadline
from app.cases.deadlines import announced_end, case_deadlines, correction_day
from app.cases.lifecycle import with_deemed_acceptance
from app.cases.model import SHANGHAI, Clock, Correction, ItemRef, Pause, SubApplication, civil
from app.cases.procedure import Extension, Procedure
from app.cases.workdays import WorkCalendar
from tests.support.examples import a_case, a_situation

CALENDAR = WorkCalendar.packaged()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

# 行政许可法 32(1)(4), 42(1), 44: accepted within 5 days or deemed, decided in 20 + 10, delivered in 10.
LICENCE = ItemRef(code="licence", kind="licence", statutory_days=20, promised_days=20)
# 食品经营许可和备案管理办法 18(4), 21, 22: 5 days or deemed, 10 + 5, delivered in 5.
FOOD = ItemRef(
    code="food", kind="licence", statutory_days=10, promised_days=3,
    procedure=Procedure(extension=Extension(days=5), delivery_days=5),
)  # fmt: skip
# 消防法 15(3): 10 days from acceptance.
FIRE = ItemRef(code="fire", kind="licence", statutory_days=10, promised_days=3)
# 城镇污水排入排水管网许可管理办法 6(1): 15 days from acceptance; more by 行政许可法 42(1).
DRAINAGE = ItemRef(code="drainage", kind="licence", statutory_days=15, promised_days=5)
# 建筑法 8(2): 7 days from receipt.
BUILDING = ItemRef(
    code="building", kind="licence", statutory_days=7, promised_days=2,
    procedure=Procedure(counted_from="receipt", extension=Extension(days=0)),
)  # fmt: skip
# 市场主体登记管理条例 19: on the spot, else 3 + 3.
REGISTRATION = ItemRef(
    code="registration", kind="confirmation", handling="instant", statutory_days=3,
    promised_days=1, procedure=Procedure(extension=Extension(days=3), correction="return"),
)  # fmt: skip
# 不动产登记暂行条例 17(2), 20: not refused on the spot is accepted; 30 days from acceptance.
PROPERTY = ItemRef(
    code="property", kind="confirmation", statutory_days=30, promised_days=10,
    procedure=Procedure(acceptance_days=0, deemed_acceptance=True),
)  # fmt: skip
# 医疗器械经营监督管理办法 21(1): filed by handing it in; no period.
FILING = ItemRef(code="filing", kind="filing", statutory_days=0, promised_days=1)
# 发票管理办法 15(1): 5 working days.
INVOICE = ItemRef(code="invoice", kind="public_service", statutory_days=5, promised_days=1)
# 社会保险经办条例 6(2) and 20(2): 10 and 30 working days from receipt.
SOCIAL_CARD = ItemRef(
    code="card", kind="public_service", statutory_days=10, promised_days=3,
    procedure=Procedure(counted_from="receipt"),
)  # fmt: skip
MATERNITY = ItemRef(
    code="maternity", kind="public_service", statutory_days=30, promised_days=10,
    procedure=Procedure(counted_from="receipt"),
)  # fmt: skip


class Example(NamedTuple):
    """``counted``: every day that counts, by hand; the last one is the deadline."""

    item: ItemRef
    counted: str
    received: str = ""
    accepted: str = ""
    returned: str = ""  # the day a correction came back
    pauses: tuple[tuple[str, str], ...] = ()
    extension: int = 0
    decided: str = ""

    def case(self, state: str) -> SubApplication:
        moments = {
            "received_at": at(self.received or self.accepted or self.decided),
            "accepted_at": at(self.accepted),
            "decided_at": at(self.decided),
        }
        spans = tuple(Pause(from_=day(a), to=day(b), procedure="hearing") for a, b in self.pauses)
        asked = Correction(
            round=1,
            requested_at=at(self.received or "2026-01-05"),
            by_days=15,
            resubmitted_at=at(self.returned),
        )
        return a_case(
            state=state,
            item=self.item,
            clock=Clock(**moments, pauses=spans, extension_days=self.extension),
            corrections=(asked,) if self.returned else (),
        )


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime | None:
    """In the afternoon of a day."""
    return datetime.fromisoformat(f"{text}T15:30").replace(tzinfo=SHANGHAI) if text else None


def days_of(counted: str) -> list[date]:
    """``2026 Mar 30-31 Apr 1`` as days."""
    year, *rest = counted.split()
    found: list[date] = []
    month = 0
    for each in rest:
        if each.isdigit() and len(each) == 4:
            year = each
        elif each in MONTHS:
            month = MONTHS.index(each) + 1
        else:
            first, _, last = each.partition("-")
            numbers = range(int(first), int(last or first) + 1)
            found += [date(int(year), month, number) for number in numbers]
    return found


def held(found, counted: str, provisional: bool | None = None) -> None:
    """What was found is what was worked by hand, day by day."""
    by_hand = days_of(counted)
    assert [step.day for step in found.explain() if step.counts] == by_hand
    assert (found.day, found.days) == (by_hand[-1], len(by_hand))
    assert found.provisional is (by_hand[-1].year > 2026 if provisional is None else provisional)


ACCEPTANCE = [
    Example(LICENCE, "2026 May 9 11-14", received="2026-05-08"),  # Sat 9 is worked
    Example(LICENCE, "2026 Feb 13 14 24-26", received="2026-02-12"),  # Sat 14 is worked
    Example(LICENCE, "2026 Feb 24-28", received="2026-02-18"),  # on a holiday; Sat 28 is worked
    Example(LICENCE, "2026 Dec 29-31 2027 Jan 4 5", received="2026-12-28"),
    Example(FOOD, "2026 May 6-8 9 11", received="2026-04-13", returned="2026-04-30"),
    Example(BUILDING, "2025 Sep 29 30 Oct 9 10 11", received="2025-09-28"),  # Sun 28 is worked
    Example(REGISTRATION, "2026 Sep 28", received="2026-09-24"),  # Mid-Autumn 25–27
    Example(FILING, "2026 Sep 20", received="2026-09-19"),  # Sun 20 is worked
    Example(INVOICE, "2026 Jan 4", received="2025-12-31"),  # Sun 4 is worked
    Example(SOCIAL_CARD, "2027 Jan 4", received="2026-12-31"),
]


@pytest.mark.parametrize("example", ACCEPTANCE)
def test_an_application_is_accepted_by_the_day_worked_by_hand(example):
    today = civil(at(example.returned or example.received))
    held(case_deadlines(example.case("received"), CALENDAR, today).accept, example.counted)


DEEMED = [
    # 5 days to 9 March; accepted on 2 March, 20 days from there
    (Example(LICENCE, "2026 Mar 3-6 9-13 16-20 23-27 30", received="2026-03-02"), "2026-03-10"),
    # April 29, 30, May 6–8 are five; on Saturday the 9th it is deemed accepted on 28 April
    (Example(FOOD, "2026 Apr 29 30 May 6-8 9 11-14", received="2026-04-28"), "2026-05-09"),
    # the papers were back on 4 March: 5, 6, 9, 10, 11 are five
    (
        Example(FOOD, "2026 Mar 5 6 9-13 16-18", received="2026-02-25", returned="2026-03-04"),
        "2026-03-12",
    ),
    # on the spot: 30 days, 4–6 April off
    (
        Example(PROPERTY, "2026 Mar 3-6 9-13 16-20 23-27 30 31 Apr 1-3 7-10 13 14",
                received="2026-03-02"),
        "2026-03-03",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("example", "deemed"), DEEMED)
def test_deemed_accepted_from_receipt_it_is_decided_by_the_day_worked_by_hand(example, deemed):
    case, on = example.case("received"), day(deemed)
    assert with_deemed_acceptance(case, a_situation(on - timedelta(days=1))) == case
    seen = with_deemed_acceptance(case, a_situation(on))
    assert civil(seen.clock.accepted_at) == day(example.returned or example.received)
    held(case_deadlines(seen, CALENDAR, on).statutory, example.counted)


@pytest.mark.parametrize("item", [REGISTRATION, FILING, INVOICE, SOCIAL_CARD, MATERNITY])
def test_what_no_text_deems_accepted_never_is(item):
    case = Example(item, "", received="2026-03-02").case("received")
    assert with_deemed_acceptance(case, a_situation(day("2026-12-31"))) == case


DECISION = [
    Example(LICENCE, "2025 Sep 22-26 28-30 Oct 9-11 13-17 20-23", accepted="2025-09-19"),
    Example(FOOD, "2026 Jan 29 30 Feb 2-6 9-11", accepted="2026-01-28"),
    Example(FOOD, "2026 Feb 9-14 24-27", accepted="2026-02-06"),
    Example(REGISTRATION, "2026 May 6-8", accepted="2026-04-30"),
    Example(PROPERTY, "2026 Sep 1-4 7-11 14-18 20-24 28-30 Oct 8-10 12-16", accepted="2026-08-31"),
    Example(INVOICE, "2025 Jan 26 27 Feb 5-7", accepted="2025-01-24"),
    Example(INVOICE, "2025 Dec 31 2026 Jan 4-7", accepted="2025-12-30"),
    Example(FIRE, "2025 Apr 27-30 May 6-9 12 13", accepted="2025-04-25"),
    Example(DRAINAGE, "2026 Jun 9-12 15-18 22-26 29 30", accepted="2026-06-08"),
    # extended
    Example(FOOD, "2026 Feb 9-14 24-28 Mar 2-5", accepted="2026-02-06", extension=5),
    Example(REGISTRATION, "2026 May 6-9 11 12", accepted="2026-04-30", extension=3),
    Example(
        DRAINAGE, "2026 Jun 9-12 15-18 22-26 29 30 Jul 1-3 6-10 13 14",
        accepted="2026-06-08", extension=10,
    ),
    Example(
        LICENCE, "2026 Dec 2-4 7-11 14-18 21-25 28-31 2027 Jan 4-8 11-13",
        accepted="2026-12-01", extension=10,
    ),
    # from receipt
    Example(BUILDING, "2026 Apr 27-30 May 6-8", received="2026-04-24", accepted="2026-04-28"),
    Example(
        BUILDING, "2026 May 8 9 11-15",
        received="2026-04-24", returned="2026-05-07", accepted="2026-05-08",
    ),
    Example(SOCIAL_CARD, "2026 Oct 8-10 12-16 19 20", received="2026-09-30", accepted="2026-10-08"),
    Example(
        MATERNITY, "2027 Jan 19-22 25-29 Feb 1-4 9-12 15-19 22-26 Mar 1-3",
        received="2027-01-18", accepted="2027-01-19",
    ),
    # years that are not published
    Example(INVOICE, "2027 Feb 4 9-12", accepted="2027-02-03"),  # 5 is New Year's Eve, 8 初三
    Example(REGISTRATION, "2027 Apr 6-8", accepted="2027-04-02"),  # 5 is Qingming
    Example(FIRE, "2027 Jun 7 8 10 11 14-18 21", accepted="2027-06-04"),  # 9 is 端午
    Example(LICENCE, "2027 Sep 14 16 17 20-24 27-30 Oct 4-8 11-13", accepted="2027-09-13"),
    Example(FOOD, "2027 Dec 28-31 2028 Jan 3-7 10", accepted="2027-12-27"),
    Example(FOOD, "2028 Jan 21 24 31 Feb 1-4 7-9", accepted="2028-01-20"),  # 25 is the Eve
    Example(INVOICE, "2028 Apr 5-7 10 11", accepted="2028-04-03"),  # 4 is Qingming
    Example(REGISTRATION, "2028 May 3-5 8-10", accepted="2028-04-28", extension=3),
    Example(PROPERTY, "2028 Sep 12-15 18-22 25-29 Oct 4-6 9-13 16-20 23-25", accepted="2028-09-11"),
    # special procedures [from, to)
    Example(  # April 29, 30, May 6–8 stand still
        LICENCE, "2026 Apr 16 17 20-24 27 28 May 9 11-15 18-22",
        accepted="2026-04-15", pauses=(("2026-04-29", "2026-05-09"),),
    ),
    Example(  # September 14–18, 20, 21 stand still; extended by five
        FOOD, "2026 Sep 8-11 22-24 28-30 Oct 8-10 12 13",
        accepted="2026-09-07", pauses=(("2026-09-14", "2026-09-22"),), extension=5,
    ),
    Example(  # July 6, 7 stand still; begun and ended on the 20th takes nothing
        LICENCE, "2026 Jul 2 3 8-10 13-17 20-24 27-31",
        accepted="2026-07-01", pauses=(("2026-07-06", "2026-07-08"), ("2026-07-20", "2026-07-20")),
    ),
    Example(  # September 24, 28–30 stand still; it ends on a holiday
        FIRE, "2026 Sep 17 18 20-23 Oct 8-10 12",
        accepted="2026-09-16", pauses=(("2026-09-24", "2026-10-04"),),
    ),
    Example(  # December 24, 25, 28–31, January 4, 5 stand still
        LICENCE, "2026 Dec 15-18 21-23 2027 Jan 6-8 11-15 18-22",
        accepted="2026-12-14", pauses=(("2026-12-24", "2027-01-06"),),
    ),
]  # fmt: skip


@pytest.mark.parametrize("example", DECISION)
def test_an_application_is_decided_by_the_statutory_day_worked_by_hand(example):
    found = case_deadlines(example.case("reviewing"), CALENDAR, day(example.accepted))
    held(found.statutory, example.counted)


def test_days_from_receipt_run_while_nothing_is_accepted():
    example = Example(BUILDING, "2026 Sep 20-24 28 29", received="2026-09-18")
    found = case_deadlines(example.case("received"), CALENDAR, day("2026-09-18"))
    held(found.statutory, example.counted)


PROMISE = [
    Example(REGISTRATION, "2026 Feb 28", received="2026-02-27", accepted="2026-02-27"),
    Example(FOOD, "2026 Oct 10 12 13", accepted="2026-10-09"),
    Example(BUILDING, "2026 Feb 14 24", received="2026-02-13", accepted="2026-02-24"),
    Example(FILING, "2027 Oct 4", accepted="2027-09-30"),
]


@pytest.mark.parametrize("example", PROMISE)
def test_an_application_is_decided_by_the_promised_day_worked_by_hand(example):
    found = case_deadlines(example.case("reviewing"), CALENDAR, day(example.accepted))
    held(found.promised, example.counted)


DELIVERY = [
    Example(LICENCE, "2026 Sep 30 Oct 8-10 12-16 19", decided="2026-09-29"),
    Example(FOOD, "2026 Feb 14 24-27", decided="2026-02-13"),
    Example(FOOD, "2026 Dec 30 31 2027 Jan 4-6", decided="2026-12-29"),
    Example(REGISTRATION, "2027 Sep 9 10 13 14 16 17 20-23", decided="2027-09-08"),
]


@pytest.mark.parametrize("example", DELIVERY)
def test_a_decision_is_delivered_by_the_day_worked_by_hand(example):
    found = case_deadlines(example.case("approved"), CALENDAR, day(example.decided))
    held(found.deliver, example.counted)


CORRECTION = [
    ("2026-06-10", "2026 Jun 11 12 15-18 22-25"),
    ("2025-05-26", "2025 May 27-30 Jun 3"),
    ("2026-02-11", "2026 Feb 12-14 24-28 Mar 2 3"),
    ("2026-12-24", "2026 Dec 25 28-31 2027 Jan 4-8 11-15"),
]


@pytest.mark.parametrize(("asked", "counted"), CORRECTION)
def test_a_correction_s_printed_last_day_is_the_one_worked_by_hand(asked, counted):
    days = len(days_of(counted))
    last = correction_day(day(asked), days, CALENDAR)
    correction = Correction(round=1, requested_at=at(asked), by_days=days, by=last)
    case = a_case(state="correcting", corrections=(correction,))
    held(case_deadlines(case, CALENDAR, day(asked)).correct, counted, provisional=False)


@pytest.mark.parametrize(
    ("start", "counted"),
    [
        ("2026-12-28", "2026 Dec 29-31 2027 Jan 4-8 11 12"),
        ("2026-09-30", "2026 Oct 8-10 12-16 19-23"),
    ],
)
def test_a_special_procedure_s_announced_end_is_the_one_worked_by_hand(start, counted):
    days = days_of(counted)
    assert announced_end(day(start), len(days), CALENDAR) == days[-1]
    held(deadline(day(start), len(days), CALENDAR), counted)
