"""What came is said by the system's notifications: a real daemon shows it, a click opens it."""

import os
import time
import uuid
from collections import Counter

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.cases.actions import Action, SendMessage
from app.cases.arrivals import Arrival
from app.cases.model import Correction, SubApplication
from app.cases.typed import decode
from app.central.client import CentralClient
from app.central.wire import to_wire
from app.desk import Arrivals, CaseFilter
from app.store.database import meta
from tests.support.examples import MORNING, a_case
from tests.support.notifications import notification_daemon
from tests.support.stores import keep
from tests.support.waiting import eventually
from ui.language import speak
from ui.notifications.notifier import Notifier
from ui.notifications.session_bus import SessionBus
from ui.notifications.words import Notification, notification_of

FOOD, SIGN = "食品经营许可证核发", "户外招牌设置备案"


def came(*told: tuple[str, str, str]) -> list[Arrival]:
    return [Arrival(kind=kind, case_id=id_, item=item) for kind, id_, item in told]


@pytest.mark.parametrize(
    ("language", "told", "title", "text"),
    [
        ("zh", [("correction", "1", FOOD)], "申请人已补正", FOOD),
        ("en", [("correction", "1", FOOD)], "Corrected by the applicant", FOOD),
        ("zh", [("paper", "1", FOOD), ("paper", "2", FOOD), ("paper", "3", SIGN)],
         "收到新材料：3 件", f"{FOOD} ×2、{SIGN}"),
        ("zh", [("overdue", "1", FOOD), ("message", "1", FOOD)],
         "办件有新情况", f"已超期：{FOOD}\n部门留言：{FOOD}"),
        ("en", [("overdue", "1", FOOD), ("message", "2", SIGN)],
         "2 cases need a look", f"Now overdue: {FOOD}\nMessage from another department: {SIGN}"),
        ("zh", [("paper", n, f"事项{n}") for n in "12345"],
         "收到新材料：5 件", "事项1、事项2、事项3、…"),
        ("zh", [("paper", "1", "事项\n\x00 甲")], "收到新材料", "事项 甲"),
    ],
)  # fmt: skip
def test_it_says_what_came_and_of_which_items(qapp, language, told, title, text):
    speak(qapp, language)
    notification = notification_of(came(*told))
    assert (notification.title, notification.text) == (title, text)
    assert notification.case_ids == tuple(dict.fromkeys(id_ for _, id_, _ in told))


# --- a real daemon -------------------------------------------------------------------------------


@pytest.fixture
def daemon(tmp_path):
    with notification_daemon(tmp_path) as running:
        yield running


@pytest.fixture
def bus():
    """The way to the daemon, with what was clicked and what was refused."""
    clicked, refused = [], []
    way = SessionBus(clicked.append, refused.append, "打开")
    yield way, clicked, refused
    way.close()


def test_a_notification_is_shown_as_it_is_and_a_click_brings_its_cases(daemon, bus):
    way, clicked, refused = bus
    way.show(Notification("收到新材料", "第一个", ("sa-1",)))
    way.show(Notification("部门留言", "<b>第二个</b> & 其他\n下一行", ("sa-2", "sa-3")))
    eventually(lambda: len(daemon.shown()) == 2)
    assert daemon.shown()[0] == ("收到新材料", "第一个")
    assert daemon.shown()[1][1] == "&lt;b&gt;第二个&lt;/b&gt; &amp; 其他\n下一行"  # no markup
    daemon.click()
    eventually(lambda: clicked)
    assert clicked in ([("sa-1",)], [("sa-2", "sa-3")])
    assert refused == []


@pytest.mark.skipif("DISPLAY" in os.environ, reason="the bus may start a daemon there")
def test_where_nobody_shows_notifications_it_is_given_back(bus):
    way, _, refused = bus
    notification = Notification("收到新材料", "第一个", ("sa-1",))
    way.show(notification)
    eventually(lambda: refused == [notification])


def test_without_a_bus_it_is_given_back(bus, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    way, _, refused = bus
    way.show(Notification("收到新材料", "第一个", ("sa-1",)))
    eventually(lambda: refused)


# --- when it is said -----------------------------------------------------------------------------


@pytest.fixture
def notifier(daemon, store, application):
    """Makes one on a cache with a case; it looks at the case whose id is put in the list."""
    made, looked_at = [], [""]

    def make(gathered_ms=60_000):
        now = lambda: MORNING  # noqa: E731
        machine, background = application.desk.machine, application.background
        arrivals = Arrivals(store, now)
        one = Notifier(arrivals, machine, background, lambda: looked_at[0], gathered_ms)
        store.listeners.append(lambda changed: background.on_ui(lambda: one.hear(changed)))
        made.append(one)
        return one

    make.looked_at = looked_at
    yield make
    for one in made:
        one.end()


def answered(store, id_="sa-000001"):
    """The applicant answered a correction of this case."""
    asked = Correction(round=1, requested_at=MORNING, by_days=5)
    keep(store, a_case(id=id_, corrections=(asked,)))
    keep(store, a_case(id=id_, corrections=(replace(asked, resubmitted_at=MORNING),)))


def all_taken(store):
    return meta(store.reader(), "arrivals") == ""


def lives_until(true):
    """Lets the application live until something is true."""
    eventually(lambda: QApplication.processEvents() or true())


def test_what_comes_after_one_was_shown_is_gathered(notifier, daemon, store):
    notifier(gathered_ms=3_000)
    answered(store)
    lives_until(lambda: len(daemon.shown()) == 1)
    begun = time.monotonic()
    answered(store, "sa-2")
    answered(store, "sa-3")
    lives_until(lambda: len(daemon.shown()) == 2)
    assert time.monotonic() - begun > 2
    assert daemon.shown() == [("申请人已补正", FOOD), ("申请人已补正：2 件", f"{FOOD} ×2")]


def test_what_came_before_a_restart_is_told_after_it_once(notifier, daemon, store):
    answered(store)
    notifier()
    lives_until(lambda: len(daemon.shown()) == 1)
    notifier()
    answered(store, "sa-2")
    lives_until(lambda: len(daemon.shown()) == 2)
    assert daemon.shown()[1] == ("申请人已补正", FOOD)


def test_of_the_case_in_sight_nothing_is_said(notifier, daemon, store):
    notifier.looked_at[0] = "sa-000001"
    notifier()
    answered(store)
    lives_until(lambda: all_taken(store))
    answered(store, "sa-2")
    lives_until(lambda: daemon.shown())
    assert daemon.shown() == [("申请人已补正", FOOD)]


def test_switched_off_in_settings_nothing_is_said_nor_later_made_up_for(
    notifier, daemon, store, application
):
    application.desk.machine.keep_settings(notifies=False)
    notifier()
    answered(store)
    lives_until(lambda: all_taken(store))
    application.desk.machine.keep_settings(notifies=True)
    answered(store, "sa-2")
    lives_until(lambda: daemon.shown())
    assert daemon.shown() == [("申请人已补正", FOOD)]


def test_after_the_stay_a_click_opens_nothing_and_what_comes_waits(notifier, daemon, store):
    one, wanted = notifier(), []
    one.wanted.connect(wanted.append)
    answered(store)
    lives_until(lambda: daemon.shown())
    one.end()
    answered(store, "sa-2")
    daemon.click()
    notifier()
    lives_until(lambda: len(daemon.shown()) == 2)
    assert wanted == []


def test_a_click_opens_the_list_of_several_and_waits_for_the_lock(clerk):
    application = clerk.application
    ids = tuple(row.id for row in every_row(clerk)[:2])
    clerk.window.show_page("outbox")
    application.lock()
    application.open_notified(ids)
    assert application.locked.isVisible()
    application.unlock()
    listed = clerk.window.worklist
    clerk.until("the list of both", lambda: listed.isVisible() and listed.model.rowCount() == 2)
    assert listed.filters.said.text() == "✕ 只看这 2 件"


# --- from the centre to the click ----------------------------------------------------------------


def message_from_another_department(own_centre, clerk, username="zhou.min"):
    """What another department's clerk writes to ours, on its own case of a one-thing of which ours
    holds one; the one-thing's id."""
    desk = clerk.application.desk
    held = Counter(desk.cases.view(row.id).case.one_thing.id for row in every_row(clerk))
    central = CentralClient(own_centre.inner_url, "another")
    password = next(c["password"] for c in own_centre.clerks if c["username"] == username)
    form = {"grant_type": "password", "device_id": "z", "username": username, "password": password}
    central.access_token = central.token(form).access_token
    said = SendMessage(to_department="市场监督管理局", text="现场已看过，可以继续。")
    page = central.changes("", 1000)
    fed = [c.body for c in page.changes if c.kind == "sub_application"]
    cases = [decode(body, SubApplication) for body in fed]
    case = next(case for case in cases if held[case.one_thing.id] == 1)
    at = page.server_time
    action = Action(id=str(uuid.uuid4()), sub_application_id=case.id, at=at, payload=said)
    (result,) = central.act([to_wire(action, "z", case.revision, None)])
    assert result.outcome == "applied"
    return case.one_thing.id


def test_a_message_of_another_department_is_shown_and_a_click_opens_the_case(
    daemon, clerk, own_centre
):
    clerk.until("the first pull", lambda: clerk.application.desk.cases.has_pulled())
    clerk.window.show_page("outbox")
    thing_id = message_from_another_department(own_centre, clerk)
    clerk.window.sync_now()
    clerk.until("the notification", lambda: daemon.shown())
    ((title, item),) = daemon.shown()
    assert title == "部门留言"
    mine = {row.id: row.item_name for row in every_row(clerk)}
    daemon.click()
    review = clerk.window.review
    clerk.until(
        "its case",
        lambda: (
            review.isVisible()
            and review.view is not None
            and review.view.case.one_thing.id == thing_id
        ),
    )
    assert mine[review.view.case.id] == item


def test_no_notification_names_an_applicant_or_a_number(daemon, clerk, own_centre):
    clerk.until("the first pull", lambda: clerk.application.desk.cases.has_pulled())
    message_from_another_department(own_centre, clerk)
    clerk.window.sync_now()
    clerk.until("the notification", lambda: daemon.shown())
    words = "".join(daemon.shown()[0])
    for row in every_row(clerk):
        assert row.applicant not in words
        assert row.no not in words


def every_row(clerk):
    cases = clerk.application.desk.cases
    return cases.rows(cases.numbers(CaseFilter(standing="")))
