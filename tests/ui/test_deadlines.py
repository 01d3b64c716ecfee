"""What the desk says of a case's deadlines: in the list, at its head, day by day."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget, QTabWidget

from app.cases.checks import Situation
from app.cases.deadlines import case_deadlines
from app.cases.model import SHANGHAI, Clock, Pause, SubApplication, civil
from app.cases.procedure import Procedure
from app.desk import Cases, CaseView, Draft
from app.store.cases import CaseRow
from tests.support.examples import MORNING, a_case, a_situation
from ui.language import speak
from ui.parts.words import due_words, short_due_words
from ui.review.deadline import DeadlineDialog, running
from ui.review.header import CaseHeader

ANNOUNCED = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def chinese(qapp):
    speak(qapp, "zh")


def in_procedure(expected_to: date | None = ANNOUNCED) -> SubApplication:
    pause = Pause(from_=civil(MORNING), procedure="hearing", expected_to=expected_to)
    return a_case(state="special", clock=Clock(accepted_at=MORNING, pauses=(pause,)))


def dialog_of(qtbot, case: SubApplication, today: date | None = None) -> DeadlineDialog:
    day = today or civil(MORNING)
    found = case_deadlines(case, a_situation(day).calendar, day)
    dialog = DeadlineDialog(running(found, case), case.item, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def said(dialog: DeadlineDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def names(dialog: DeadlineDialog) -> list[str]:
    tabs = dialog.findChild(QTabWidget)
    return [tabs.tabText(n) for n in range(tabs.count())]


def test_the_dialog_explains_promised_and_statutory_day_by_day(qtbot):
    dialog = dialog_of(qtbot, a_case(state="reviewing", accepted_at=MORNING))
    assert names(dialog) == ["承诺期限", "法定期限"]
    table = dialog.findChild(QTabWidget).widget(0).findChild(QTableWidget)
    rows = [[table.item(r, c).text() for c in range(3)] for r in range(table.rowCount())]
    assert rows[0] == ["2026-03-02  周一", "—", "当日不计入"]
    assert rows[-1] == ["2026-03-11  周三", "7", "工作日"]


def test_the_days_to_deliver_rest_on_the_law_for_an_approval_and_on_none_for_a_denial(qtbot):
    clock = Clock(accepted_at=MORNING, decided_at=MORNING)
    for state, cited in (("approved", True), ("denied", False)):
        assert ("第四十四条" in said(dialog_of(qtbot, a_case(state=state, clock=clock)))) is cited


def test_the_dialog_of_a_closed_case_says_that_nothing_is_running(qtbot):
    assert "没有正在计算的期限" in said(dialog_of(qtbot, a_case(state="refused")))


def test_the_dialog_cites_the_licensing_law_for_a_licence_only(qtbot):
    licence = a_case().item
    words = said(dialog_of(qtbot, a_case()))
    assert "依据：行政许可法第三十二条第一款第四项" in words
    assert "只计工作日（行政许可法第八十二条）。" in words
    words = said(dialog_of(qtbot, a_case(item=replace(licence, kind="filing"))))
    assert "只计工作日。" in words
    assert "依据" not in words and "许可法" not in words


def test_the_dialog_names_the_item_s_own_law(qtbot):
    own = Procedure(bases={"acceptance": "《本市规定》第六条"})
    filing = replace(a_case().item, kind="filing", procedure=own)
    assert "依据：《本市规定》第六条" in said(dialog_of(qtbot, a_case(item=filing)))


def test_where_no_text_sets_a_period_the_dialog_has_no_statutory_day(qtbot):
    item = replace(a_case().item, statutory_days=0)
    dialog = dialog_of(qtbot, a_case(state="reviewing", accepted_at=MORNING, item=item))
    assert names(dialog) == ["承诺期限"]


def test_the_dialog_counts_to_the_announced_end_of_a_special_procedure(qtbot):
    dialog = dialog_of(qtbot, in_procedure())
    assert names(dialog)[-1] == "特别程序期限"
    assert "自 2026-03-02 起 4 个工作日：2026-03-06" in said(dialog)


def test_the_dialog_says_by_how_much_a_special_procedure_runs_over(qtbot):
    dialog = dialog_of(qtbot, in_procedure(), date(2026, 3, 10))  # announced to the Friday before
    tab = dialog.findChild(QTabWidget).widget(len(names(dialog)) - 1)
    lines = [label.text() for label in tab.findChildren(QLabel)]
    assert lines == ["自 2026-03-02 起 4 个工作日：2026-03-06", "已超过 2 个工作日"]
    table = tab.findChild(QTableWidget)
    last = [table.item(table.rowCount() - 1, column).text() for column in range(3)]
    assert last == ["2026-03-06  周五", "4", "工作日"]


@pytest.mark.parametrize(
    ("today", "words", "short"),
    [(5, "特别程序", "特别程序"), (6, "告知的时间今天届满", "今天"), (9, "超过告知的时间", "超1天")],
)  # fmt: skip
def test_a_special_procedure_that_runs_over_is_said_in_the_list_and_at_the_head(
    qtbot, today, words, short
):
    day, case = date(2026, 3, today), in_procedure()
    calendar = a_situation(day).calendar
    found = case_deadlines(case, calendar, day)
    left = calendar.working_days(day, ANNOUNCED) or -calendar.working_days(ANNOUNCED, day)
    row = CaseRow(
        id=case.id, no=case.no, state=case.state, handling="promised", item_name="", scene_name="",
        applicant="", thing_id="", received_at="", due=ANNOUNCED, light=found.light,
        provisional=False, resubmitted=False, unsent=False, attention=False,
    )  # fmt: skip
    assert (due_words(row, day, left), short_due_words(row, day, left)) == (words, short)
    assert head_of(qtbot, case, day) == f"{words} · 03-06"


def test_without_an_announced_end_the_head_says_no_more_than_that_it_goes_on(qtbot):
    assert head_of(qtbot, in_procedure(None), date(2026, 3, 9)) == "特别程序"


def head_of(qtbot, case: SubApplication, day: date) -> str:
    cases = Cases(
        NoStore(), case.assignee, lambda: datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    )
    situation = Situation(today=day, item=a_situation(day).item, calendar=a_situation(day).calendar)
    header = CaseHeader(cases)
    qtbot.addWidget(header)
    header.show_case(
        CaseView(
            case=case, situation=situation, findings=(), draft=Draft(), entries=(), actions=(),
            deadlines=case_deadlines(case, situation.calendar, day),
        )
    )  # fmt: skip
    return header.light.text()


class NoStore:
    """Nothing is asked of it."""

    def __init__(self) -> None:
        self.listeners = []
