"""The whole one-thing at a real window: lanes, results as they come, messages by the outbox."""

from PySide6.QtWidgets import QLabel, QPushButton

from app.cases import one_thing
from app.cases.actions import SendMessage
from app.cases.model import Verdict, civil
from tests.ui.test_input_method import compose
from tests.ui.test_review import numbers, open_case
from ui.review.deadline import DeadlineDialog
from ui.thing.view import ThingView


def of_several(case) -> bool:
    return case.one_thing.scene.code == "open-fast-food"


def test_the_whole_shows_a_lane_a_department_and_who_waits_for_whom(clerk):
    case = open_case(clerk, of_several)
    clerk.window.show_page("thing")
    whole = clerk.window.page("thing", ThingView)
    thing = clerk.application.desk.cases.thing(case.one_thing.id)
    said = {box.accessibleName() for box in whole.picture.boxes()}
    for sibling in thing.sub_applications:
        assert any(sibling.department.name in s and sibling.item.name in s for s in said)
    own = [box for box in whole.picture.boxes() if box.isEnabled()]
    assert {box.sibling.id for box in own} == {s.id for s in thing.sub_applications if s.mine}


def accepted_together(case) -> bool:
    return of_several(case) and case.clock.accepted_at is not None and case.item.kind == "licence"


def test_departments_that_decide_together_see_their_joint_deadline_from_acceptance(clerk):
    case = open_case(clerk, accepted_together)
    clerk.window.show_page("thing")
    view = clerk.application.desk.cases.view(case.id)
    thing, situation = view.situation.thing, view.situation
    joint = one_thing.joint_deadline(thing, situation.calendar, situation.today)
    assert joint.start >= civil(case.clock.accepted_at)
    words = f"联合办理期限 {joint.day or '暂停计算'}"
    whole = clerk.window.page("thing", ThingView)

    def shown() -> list[QPushButton]:
        buttons = whole.findChildren(QPushButton)
        return [button for button in buttons if button.isVisible() and button.text() == words]

    clerk.until("the joint deadline", lambda: bool(shown()))
    clerk.click(shown()[0])
    clerk.until("the explanation", lambda: isinstance(clerk.dialog(), DeadlineDialog))
    said = [label.text() for label in clerk.dialog().findChildren(QLabel)]
    assert "依据：行政许可法第四十二条第二款" in said
    clerk.dialog().accept()


def test_pressing_one_s_own_box_opens_its_case(clerk):
    open_case(clerk, of_several)
    clerk.window.show_page("thing")
    box = next(
        box for box in clerk.window.page("thing", ThingView).picture.boxes() if box.isEnabled()
    )
    clerk.click(box)
    review = clerk.window.review
    clerk.until("the case", lambda: review.view and review.view.case.id == box.sibling.id)
    assert clerk.window.pages.currentIndex() == 0


def test_a_message_waits_in_the_outbox_and_then_stands_among_the_messages(clerk, own_centre):
    case = open_case(clerk, of_several)
    desk, window = clerk.application.desk, clerk.window
    material = case.materials[0]
    desk.drafting.judge_material(
        case.id, material.id, Verdict(verdict="fail", remark="看不清")
    ).result()
    own_centre.say("cut")
    window.show_page("thing")
    message = window.page("thing", ThingView).text
    compose(message, "nihe")
    assert message.placeholderText() == ""  # it would lie under what is composed
    compose(message, "")
    clerk.type(message, "拟合并一次现场核查")
    clerk.click(window.page("thing", ThingView).send)
    clerk.until(
        "the entry",
        lambda: any(isinstance(e.payload, SendMessage) for e in desk.deciding.entries()),
    )
    clerk.until("the word that it waits", lambda: "待发" in words(window.page("thing", ThingView)))
    assert (
        desk.cases.view(case.id).draft.over(case.review).materials[material.id].remark == "看不清"
    )
    own_centre.say("restore")
    desk.centre.sync_now()
    clerk.until("it to be sent", clerk.all_sent)
    clerk.until(
        "the message",
        lambda: any(
            m.text == "拟合并一次现场核查" for m in desk.cases.thing(case.one_thing.id).messages
        ),
    )
    clerk.until("it on the page", lambda: "待发" not in words(window.page("thing", ThingView)))


def test_the_list_says_what_a_case_waits_for_and_what_is_out(clerk):
    desk = clerk.application.desk
    rows = desk.cases.rows(numbers(clerk))
    assert {bool(row.waits_for) for row in rows} == {True, False}
    assert {bool(row.result_out) for row in rows} == {True, False}
    for row in rows:
        thing = desk.cases.thing(desk.cases.view(row.id).case.one_thing.id)
        own = next(s for s in thing.sub_applications if s.id == row.id)
        names = {s.id: s for s in thing.sub_applications}
        waits = [
            names[i].item.name
            for i in own.depends_on
            if names[i].result is None and names[i].state not in ("approved", "delivered")
        ]
        assert row.waits_for == "、".join(waits)
        assert bool(row.result_out) == (len(waits) < len(own.depends_on))


def words(whole) -> str:
    return " ".join(made.text() for made in whole.findChildren(QLabel) if made.isVisible())


def test_a_message_that_was_begun_is_there_when_its_one_thing_is_seen_again(clerk):
    first = open_case(clerk, of_several)
    clerk.window.show_page("thing")
    clerk.type(clerk.window.page("thing", ThingView).text, "写了一半")
    clerk.window.save_what_is_typed()
    other = open_case(clerk, lambda c: c.one_thing.id != first.one_thing.id)
    clerk.window.show_page("thing")
    assert clerk.window.page("thing", ThingView).text.toPlainText() == ""
    clerk.find(first.no)
    clerk.window.show_page("thing")
    assert clerk.window.page("thing", ThingView).text.toPlainText() == "写了一半"
    assert other.id != first.id


def test_a_message_that_was_begun_outlives_the_desk_and_goes_when_it_is_sent(clerk):
    case = open_case(clerk, of_several)
    desk, thing_id = clerk.application.desk, case.one_thing.id
    clerk.window.show_page("thing")
    clerk.type(clerk.window.page("thing", ThingView).text, "写了一半的消息")
    clerk.until("it to be kept", lambda: desk.drafting.begun_message(thing_id) == "写了一半的消息")
    clerk.application.apply_appearance("en", "")  # the window is made anew
    clerk.until("the case", lambda: clerk.window.review.view is not None)
    clerk.find(case.no)
    clerk.window.show_page("thing")
    assert clerk.window.page("thing", ThingView).text.toPlainText() == "写了一半的消息"
    clerk.click(clerk.window.page("thing", ThingView).send)
    clerk.until("it to be gone", lambda: desk.drafting.begun_message(thing_id) == "")
    clerk.application.apply_appearance("zh", "")
