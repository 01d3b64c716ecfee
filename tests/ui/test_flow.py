"""A day by keys: each key leads to where the next one is needed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.centres import resting_centre
from tests.ui.test_review import open_among_all

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Keys:
    """Keys as they come to the window in front, and how many there were; a letter alone waits a
    moment for a scanner's next."""

    def __init__(self, clerk) -> None:
        self._clerk = clerk
        self.count = 0

    def __call__(self, key, modifier=NONE) -> None:
        self.count += 1
        self._clerk.until("a window in front", lambda: QApplication.focusWindow() is not None)
        QTest.keyClick(QApplication.focusWindow(), key, modifier)


def seals_city(folder):
    """A small one in which somebody waits at the counter for a seal's filing."""
    return resting_centre(60, 4, folder)


def who_files_seals(centre):
    """The clerk of an instant item of three papers and three points."""
    return next(each for each in centre.clerks if each["username"] == "ma.jing")


def is_instant_with_three(case, view) -> bool:
    papers = case.current_materials()
    return (
        case.state == "received"
        and case.item.instant
        and (case.delivery is None or case.delivery.wanted == "counter")
        and len(papers) == len(view.situation.item.checklist) == 3
        and all(paper.supplied and paper.sha256 for paper in papers)
        and not any(finding.outcome == "fail" for finding in view.findings)
    )


@pytest.fixture
def own_centre(tmp_path):
    with seals_city(tmp_path) as opened:
        yield opened


@pytest.fixture
def credentials(own_centre):
    return who_files_seals(own_centre)


@pytest.fixture
def instant(clerk):
    """An instant case with three papers and three points, open; the whole list in focus."""
    cases = clerk.application.desk.cases
    return open_among_all(clerk, lambda case: is_instant_with_three(case, cases.view(case.id)))


def test_an_instant_item_of_three_papers_and_three_points_is_delivered_by_eight_keys(
    clerk, instant
):
    review, list_ = clerk.window.review, clerk.window.worklist
    expected = list_.neighbours()[0]
    materials, decision, keys = review.materials, review.decision, Keys(clerk)

    def focus():
        return QApplication.focusWidget()

    keys(ENTER)
    clerk.until("the paper", lambda: focus() is materials.pages.paper)
    assert materials.at == 0
    for at in (1, 2):
        keys(Qt.Key.Key_Y)
        clerk.until("the next paper", lambda at=at: materials.at == at)
        clerk.until("its focus", lambda: focus() is materials.pages.readable())
    keys(Qt.Key.Key_Y)
    first = next(iter(review.checklist.boxes.values()))
    clerk.until("the points", lambda: focus() is first)
    assert first.isVisible()
    keys(Qt.Key.Key_A)
    clerk.until("the opinion", lambda: focus() is decision.opinion)
    assert all(box.isChecked() for box in review.checklist.boxes.values())
    assert decision.opinion.toPlainText() == review.view.situation.item.opinions[0]
    keys(ENTER, CTRL)
    clerk.until("the approval", lambda: review.view.case.state == "approved")
    assert review.case_id == instant.id  # the applicant waits for it
    clerk.until("the focus", lambda: focus() is decision.primary())
    keys(ENTER, CTRL)
    clerk.until("the sheet", lambda: decision.sheet is not None)
    assert decision.isAncestorOf(focus())
    keys(ENTER, CTRL)
    clerk.until("the next case", lambda: review.case_id != instant.id)
    assert keys.count == 8
    assert review.case_id == expected
    clerk.until("its paper", lambda: focus() is materials.pages.readable())
    assert clerk.application.desk.cases.view(instant.id).case.state == "delivered"


def test_a_box_that_is_ticked_leads_to_the_next_and_the_last_to_the_opinion(clerk, instant):
    review = clerk.window.review
    boxes = list(review.checklist.boxes.values())
    keys = Keys(clerk)
    keys(Qt.Key.Key_C)
    for box in boxes:
        clerk.until("the point", lambda box=box: QApplication.focusWidget() is box)
        keys(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is review.decision.opinion


def test_an_unfit_paper_leads_to_the_correction_and_no_point_is_ticked_before_the_papers(
    clerk, instant
):
    review, keys = clerk.window.review, Keys(clerk)
    name = review.view.case.current_materials()[0].name
    keys(Qt.Key.Key_A)
    clerk.until("why not", lambda: name in review.header.note.text())
    assert not any(box.isChecked() for box in review.checklist.boxes.values())
    judge(clerk, keys, "YNU")
    keys(Qt.Key.Key_A)
    correct = review.decision.buttons["request_correction"]
    clerk.until("the correction", lambda: QApplication.focusWidget() is correct)


def test_verdicts_go_on_to_papers_left_out_before_and_none_is_judged_twice(clerk, instant):
    materials, keys = clerk.window.review.materials, Keys(clerk)
    keys(Qt.Key.Key_2)
    clerk.until("the second", lambda: materials.at == 1)
    keys(Qt.Key.Key_Y)
    clerk.until("the third", lambda: materials.at == 2)
    keys(Qt.Key.Key_Y)
    clerk.until("the first", lambda: materials.at == 0)
    assert materials.unjudged() == [instant.current_materials()[0].name]


def test_a_template_never_stands_over_what_was_written(clerk, instant):
    decision, keys = clerk.window.review.decision, Keys(clerk)
    clerk.type(decision.opinion, "我写的意见")
    clerk.window.leave_field()
    judge(clerk, keys, "YYY")
    keys(Qt.Key.Key_A)
    clerk.until("the opinion", lambda: QApplication.focusWidget() is decision.opinion)
    assert decision.opinion.toPlainText() == "我写的意见"


def test_where_the_clerk_wants_to_stay_a_decision_leads_to_the_list(clerk, instant):
    clerk.application.desk.machine.keep_settings(goes_on=False)
    approve_and_deliver(clerk, Keys(clerk))
    clerk.until("the list", lambda: QApplication.focusWidget() is clerk.window.worklist.list)
    assert clerk.window.review.case_id == instant.id


def test_what_is_taken_back_is_open_again(clerk, own_centre, instant):
    own_centre.say("cut")
    review, keys = clerk.window.review, Keys(clerk)
    approve_and_deliver(clerk, keys)
    clerk.until("the next case", lambda: review.case_id != instant.id)
    keys(Qt.Key.Key_Z, CTRL)
    clerk.until("the case again", lambda: review.case_id == instant.id)
    clerk.until("as it was", lambda: review.view.case.state == "approved")


def judge(clerk, keys, verdicts: str) -> None:
    """A verdict key a paper, the last leads to the points."""
    materials = clerk.window.review.materials
    for letter in verdicts:
        left = len(materials.unjudged())
        keys(Qt.Key(ord(letter)))
        clerk.until(letter, lambda left=left: len(materials.unjudged()) == left - 1)


def approve_and_deliver(clerk, keys) -> None:
    review = clerk.window.review
    judge(clerk, keys, "YYY")
    keys(Qt.Key.Key_A)
    clerk.until("the opinion", lambda: QApplication.focusWidget() is review.decision.opinion)
    keys(ENTER, CTRL)
    clerk.until("the approval", lambda: review.view.case.state == "approved")
    keys(ENTER, CTRL)
    clerk.until("the sheet", lambda: review.decision.sheet is not None)
    keys(ENTER, CTRL)
    clerk.until("the delivery", lambda: review.decision.sheet is None)
