"""Figures: five pictures drawn and told, each with its table, the cases behind a bar, and a file."""

import csv
import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.central.wire import KeptDays, StatisticsRow
from app.desk import CaseFilter, FiguresAnswer
from ui import theme
from ui.language import speak
from ui.overview.chart import BarChart
from ui.overview.pictures import Total, pictures, rows_of
from ui.overview.view import OverviewView

UNTIL = date(2026, 3, 31)


def row(key, counted, **more):
    figures = {
        "received": counted, "decided": counted, "instant_share": 0.5, "mean_promised": 6.0,
        "mean_actual": 3.0, "on_time_rate": 1.0, "corrections": 0, "satisfaction": 0.9,
        "statutory": 20.0, "on_time": KeptDays(counted=counted, promised=counted - 1,
                                               dated=counted, statutory=counted),
        "ratings": (3, 0, 0, 0, 1),
    }  # fmt: skip
    return StatisticsRow(key=key, name=f"事项{key}", **figures | more)


def answer(span=30, of="me", **more):
    since = UNTIL - timedelta(days=span - 1)
    said = {
        "days": (row(since.isoformat(), 4), row(UNTIL.isoformat(), 6)),
        "groups": (row("a", 8), row("b", 2, mean_actual=8.0)),
    }
    return FiguresAnswer(of=of, since=since, until=UNTIL, **said | more)


@pytest.fixture
def chinese(qapp):
    speak(qapp, "zh")


def picture(which, *given, **named):
    return next(each for each in pictures(answer(*given, **named)) if each.id == which)


def test_every_day_has_its_columns_and_a_quarter_is_taken_by_weeks(chinese):
    assert len(picture("days", 7).groups) == 7
    assert [bar.text for bar in picture("days").groups[-1].bars] == ["6", "6"]
    weeks = picture("days", 90).groups
    assert len(weeks) == 14
    asked = [group.bars[0].question for group in weeks]
    assert all(a.until + timedelta(days=1) == b.since for a, b in pairwise(asked))
    assert (asked[0].since, asked[-1].until) == (UNTIL - timedelta(days=89), UNTIL)


def test_means_are_weighed_by_what_they_are_means_of():
    total = Total(answer().groups)
    assert total.mean_actual == pytest.approx((8 * 3 + 2 * 8) / 10)
    assert (total.counted, total.promised, total.instant) == (10, 8, 5)
    assert total.ratings == [6, 0, 0, 0, 2]


def test_how_much_less_is_promised_than_the_law_allows_is_said(chinese):
    assert "压缩70.0%" in picture("taken").said
    assert "20%" not in picture("taken", groups=(row("a", 0, statutory=0.0),)).said


def test_what_has_no_figures_says_so_and_has_no_bars(chinese):
    for each in pictures(answer(groups=(), days=())):
        assert each.groups == () and each.said


def test_of_a_centre_of_1_0_what_it_does_not_tell_is_told_to_be_missing(chinese):
    older = pictures(answer(is_older=True, days=(), of="hall"))
    told = {each.id: each for each in older}
    assert told["days"].groups == told["ratings"].groups == ()
    assert "1.0" in told["days"].said
    assert told["on-time"].series == ("承诺时限内",)
    assert told["taken"].series == ("承诺时限", "实际用时")


def test_a_file_has_a_line_for_every_bar(chinese):
    every = pictures(answer())
    lines = rows_of(every)
    assert len(lines) == 1 + sum(len(group.bars) for each in every for group in each.groups)
    assert {len(line) for line in lines} == {4}


@pytest.fixture
def chart(qtbot, chinese):
    made = BarChart()
    made.resize(420, 220)
    made.show_picture(picture("on-time"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made._places))
    return made


def test_a_chart_is_gone_through_by_keys_and_says_each_bar(chart):
    chosen = []
    chart.chosen.connect(chosen.append)
    assert chart.accessibleName().endswith("全部 · 承诺时限内 8/10 · 80%")
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleName().endswith("全部 · 法定时限内 10/10 · 100%")
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert [bar.question.item_code for bar in chosen] == ["b"]
    assert [bar.question.counted for bar in chosen] == ["late_by_law"]


def test_a_click_on_a_bar_chooses_it_and_beside_it_nothing(chart):
    chosen = []
    chart.chosen.connect(chosen.append)
    middle = chart.place_of(2).center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert [bar.question.item_code for bar in chosen] == ["a"]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_bars_stand_out_from_the_paper_in_both_themes(qapp, chart, name):
    theme.apply(qapp, name, 100)
    try:
        chart.repaint()
        painted = chart.grab().toImage()
        ratio = painted.devicePixelRatio()
        bar = chart.place_of(0).center() * ratio
        assert painted.pixelColor(bar.toPoint()) == QColor(theme.current().accent)
    finally:
        theme.apply(qapp, "light", 100)


@pytest.fixture
def view(clerk):
    clerk.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = clerk.window.page("overview", OverviewView)
    clerk.until("the figures", lambda: page.answer is not None)
    return page


def choose(clerk, view, of, days):
    clerk.click(view.whose[of])
    clerk.click(view.spans[days])
    first = view._machine.today() - timedelta(days=days - 1)
    clerk.until("them", lambda: (view.answer.of, view.answer.since) == (of, first))


def test_mine_are_those_of_my_cases_and_the_hall_s_are_more(clerk, view):
    choose(clerk, view, "me", 90)
    mine = sum(row.received for row in view.answer.groups)
    assert mine == len(clerk.application.desk.cases.numbers(CaseFilter(standing="")))
    choose(clerk, view, "hall", 90)
    assert sum(row.received for row in view.answer.groups) > mine


def test_space_turns_a_picture_to_its_table_and_back_and_the_keys_go_along(clerk, view):
    card = next(card for card in view.cards if card.chart.picture.id == "instant")
    card.chart.setFocus()
    clerk.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is card.table
    group = card.chart.picture.groups[0]
    assert [card.table.item(0, at).text() for at in range(2)] == [group.name, group.bars[0].text]
    clerk.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is card.chart


def test_a_bar_shows_its_cases_and_enter_opens_one(clerk, view):
    choose(clerk, view, "me", 90)
    card = next(card for card in view.cards if card.chart.picture.id == "instant")
    card.chart.setFocus()
    bar = card.chart.bars[0]
    clerk.press(Qt.Key.Key_Return)
    clerk.until("the cases", lambda: clerk.dialog() is not None and clerk.dialog().table.rowCount())
    dialog = clerk.dialog()
    assert dialog.table.rowCount() == int(bar.value)
    no = dialog.table.item(0, 5).text()
    dialog.table.setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until("the case", lambda: clerk.window.review.view.case.no == no)


def test_figures_are_saved_as_csv(clerk, view, tmp_path, monkeypatch):
    path = tmp_path / "figures.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    clerk.click(view.save)
    clerk.until("the file", lambda: path.exists() and path.stat().st_size > 3)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert rows[0] == ["图表", "对象", "指标", "数值"]
    assert len(rows) > 10


def test_offline_the_page_says_so_and_keeps_what_it_showed(clerk, view, own_centre):
    before = view.answer
    own_centre.say("cut")
    clerk.click(view.spans[7])
    clerk.until("the sentence", lambda: "现在显示的是" in view.said.text())
    assert view.answer is before
