"""Practice with a result at a real window, on a real practice centre; and nowhere else."""

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from app.cases.actions import RecordReview
from app.cases.model import Verdict
from app.desk import Opened
from tests.support.examples import TOLD
from tests.support.servers import altered
from tests.support.waiting import eventually
from ui.drill.begin import BeginDrillDialog
from ui.drill.result import DrillResultDialog
from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk


def words(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def shown():
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def begin(clerk, count):
    clerk.until("the word that it is practice", clerk.window.status.place.isVisible)
    clerk.click(clerk.window.status.place)
    dialog = clerk.dialog()
    assert isinstance(dialog, BeginDrillDialog)
    dialog.count.setValue(count)
    clerk.click(dialog.go)
    clerk.until("the drill", clerk.window.drill.isVisible)
    drill = clerk.application.desk.drill.running
    model, ids = clerk.window.worklist.model, drill.sub_application_ids
    clerk.until("its cases", lambda: model.chosen.ids == ids and model.rowCount() == len(ids))
    return drill


def hand_in(clerk) -> DrillResultDialog:
    clerk.click(clerk.window.drill.hand_in)
    clerk.until("the result", lambda: clerk.application.desk.drill.result is not None)
    clerk.until("its sheet", lambda: any(isinstance(w, DrillResultDialog) for w in shown()))
    return clerk.dialog()


def test_a_drill_narrows_the_list_to_its_cases_counts_them_and_ends_in_a_mark(clerk):
    desk, window = clerk.application.desk, clerk.window
    drill = begin(clerk, 50)  # all that nobody has touched
    assert f"{len(drill.sub_application_ids)}" in words(window.drill)
    listed = {row.id for row in desk.cases.rows(desk.cases.numbers(window.worklist.model.chosen))}
    assert listed == set(drill.sub_application_ids)
    for case_id in drill.sub_application_ids:
        window.cases.open_case(case_id)
        clerk.until("it", lambda c=case_id: window.review.view.case.id == c)
        clerk.rest(30)
    unfit = desk.cases.view(drill.sub_application_ids[0]).case.current_materials()[0]
    desk.drafting.judge_material(
        drill.sub_application_ids[0], unfit.id, Verdict(verdict="fail")
    ).result()
    desk.deciding.decide(drill.sub_application_ids[0], RecordReview()).exception()
    clerk.until("it to be sent", clerk.all_sent)
    dialog = hand_in(clerk)
    result = desk.drill.result
    assert {case.id for case in result.cases} == set(drill.sub_application_ids)
    assert all(case.seconds > 0 for case in result.cases)
    assert dialog.cases.rowCount() == len(result.cases)
    assert not window.drill.isVisible()
    row = next(
        n
        for n, case in enumerate(result.cases)
        if any(p.kind == "material" for f in case.faults for p in f.places)
    )
    dialog.cases.setCurrentCell(row, 0)
    clerk.click_on(tr("Look at it"), dialog)
    clerk.until("the case", lambda: window.review.view.case.id == result.cases[row].id)
    place = next(p for f in result.cases[row].faults for p in f.places if p.kind == "material")
    shown = window.review.materials
    clerk.until("its material", lambda: shown.active().material.id == place.id)


def test_the_mark_is_printed_as_it_stands_in_both_languages(clerk, tmp_path):
    desk = clerk.application.desk
    begin(clerk, 3)
    hand_in(clerk).reject()
    for language, title in (("zh", "练习成绩单"), ("en", "Drill result")):
        sheet = desk.documents.open_drill_result(desk.drill.result, language)
        opened = sheet.open()
        assert isinstance(opened, Opened)
        assert title in sheet.read(0).text
    clerk.click(clerk.window.status.place)
    clerk.click_on(tr("Last result"))
    assert isinstance(clerk.dialog(), DrillResultDialog)


def test_what_is_not_sent_yet_holds_the_handing_in_and_says_so(clerk, own_centre):
    begin(clerk, 3)
    desk = clerk.application.desk
    own_centre.say("cut")
    case = desk.cases.view(desk.drill.running.sub_application_ids[0]).case
    desk.drafting.judge_material(
        case.id, case.materials[0].id, Verdict(verdict="fail", remark="x")
    ).result()
    desk.deciding.decide(case.id, RecordReview()).result()
    clerk.click(clerk.window.drill.hand_in)
    clerk.until("the sentence", lambda: "没有发送" in clerk.window.status.said.text())
    assert desk.drill.running is not None
    own_centre.say("restore")
    desk.centre.sync_now()
    clerk.until("it to be sent", clerk.all_sent)
    assert isinstance(hand_in(clerk), DrillResultDialog)


def test_handing_in_sends_what_could_still_be_taken_back(clerk):
    begin(clerk, 3)
    desk = clerk.application.desk
    desk.machine.keep_settings(seconds_before_sending=60)
    clerk.until("online", lambda: desk.centre.online)
    case = desk.cases.view(desk.drill.running.sub_application_ids[0]).case
    desk.deciding.decide(case.id, TOLD).result()
    assert isinstance(hand_in(clerk), DrillResultDialog)


def test_a_drill_goes_on_after_the_desk_was_closed_with_the_times_it_had(desk, make_desk):
    desk.drill.offered = desk.centre.about().practice
    drill = desk.drill.begin(2)
    eventually(lambda: all(desk.cases.number(id_) for id_ in drill.sub_application_ids))
    desk.drill.see(drill.sub_application_ids[0])
    desk.drill.see("")
    url, username = desk.machine.settings.centre_url, desk.machine.settings.username
    desk.close()
    again = make_desk(url)
    again.account.sign_in(username, f"lianxi-{username.split('.')[0]}")
    again.drill.offered = again.centre.about().practice
    assert again.drill.running == drill
    assert again.drill.hand_in().cases[0].seconds > 0


@pytest.fixture
def city_s_centre(own_centre):
    """The same centre, but it says that it is none for practice, and knows no drills."""

    def alter(path, answer):
        status, headers, body = answer
        if path == "/v1/about":
            said = msgspec.json.decode(body) | {"practice": False}
            return status, headers, msgspec.json.encode(said)
        return (404, {}, b"") if path.startswith("/practice") else answer

    with altered(own_centre.url, alter) as url:
        yield url


def test_outside_a_practice_centre_there_is_no_drill_anywhere(
    application, own_centre, city_s_centre, tmp_path
):
    application.desk.machine.keep_settings(centre_url=city_s_centre)
    hands = ScriptedClerk(application, tmp_path)
    application.open_sign_in()
    hands.sign_in(**own_centre.clerks[0])
    asked = []
    application.background.run(application.desk.centre.about, asked.append)
    hands.until("the centre's word", lambda: bool(asked))
    assert not asked[0].practice
    window = hands.window
    assert not application.desk.drill.offered
    assert not window.status.place.isVisible() and not window.drill.isVisible()
    menu = window.menu
    assert isinstance(menu, QMenu)
    assert tr("Drill…") not in [entry.text() for entry in menu.actions() if entry.isVisible()]
    window.drill.open_begin()
    window.drill.ask_for_result()
    assert not any(isinstance(w, BeginDrillDialog | DrillResultDialog) for w in shown())
