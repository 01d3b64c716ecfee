"""The page of deliveries: by way, several together, mail that came back, the list on paper."""

import secrets

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from app.cases.model import Clerk, Clock, Decision, Delivery, Department, Event
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.store import cases
from app.store.database import set_meta
from tests.support.caches import open_cache
from tests.support.examples import MORNING, a_case
from ui.background import Background
from ui.delivery.view import DeliveryView
from ui.events import DeskEvents
from ui.language import speak, tr
from ui.worklist.batch import BatchDialog

CLERK = Clerk(id="clerk-01", name="张伟", department=Department(code="scjg", name="市场监管局"))


def decided(id_, state="approved", wanted="ems", tracking_no="", back=False):
    types = ("deliver", "mail_returned") if back else ()
    return a_case(
        id=id_,
        no=f"320104-{id_}",
        state=state,
        clock=Clock(received_at=MORNING, accepted_at=MORNING, decided_at=MORNING),
        decision=Decision(outcome="approved", at=MORNING, by=CLERK),
        delivery=Delivery(
            wanted=wanted, address="中山路1号", method="ems", tracking_no=tracking_no
        ),
        history=tuple(Event(at=MORNING, by=CLERK, type=t, text="拒收") for t in types),
    )


KEPT = (
    decided("post"),
    decided("counter", wanted="counter"),
    decided("back", "delivered", tracking_no="EX9", back=True),
    decided("gone", "delivered", tracking_no="EX1"),
)


@pytest.fixture
def desk(tmp_path):
    places = Places.below(tmp_path / "home")
    made = Desk(places, load(places.settings), lambda: MORNING)
    open_cache(made, "delivery", secrets.token_hex(32), CLERK)
    told = [cases.prepare_case(case, msgspec.json.encode(case)) for case in KEPT]

    def know(db):
        set_meta(db, "epoch", "e1")
        return cases.put(db, told, made.machine.today())

    made.account.signed_in.store.write(know).result()
    yield made
    made.close()


@pytest.fixture
def view(desk, qapp, qtbot):
    speak(qapp, "zh")
    background = Background(lambda error: pytest.fail(repr(error)))
    holder = QObject()
    made = DeliveryView(
        desk.cases, desk.deciding, desk.documents, desk.machine, background, DeskEvents(holder)
    )
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.come_to_front()
    qtbot.waitUntil(lambda: made.table.rowCount() == 3)
    yield made
    background.close()
    holder.deleteLater()


def numbers(view):
    return [view.table.item(line, 1).text() for line in range(view.table.rowCount())]


def words_in_sight(view) -> set[str]:
    table = view.table
    shown = [c for c in range(table.columnCount()) if not table.isColumnHidden(c)]
    heads = {table.horizontalHeaderItem(c).text() for c in shown}
    return heads | {table.item(r, c).text() for r in range(table.rowCount()) for c in shown}


def test_a_way_shows_its_own_with_how_many_there_are(view):
    counts = [int(tab.text().rsplit(" ", 1)[1]) for tab in view.ways.values()]
    assert dict(zip(view.ways, counts, strict=True)) == {
        "": 3, "counter": 1, "ems": 1, "locker": 0, "electronic": 0, "returned": 1,
    }  # fmt: skip
    assert numbers(view)[0] == "320104-back"
    view.ways["counter"].click()
    assert numbers(view) == ["320104-counter"]
    view.ways["locker"].click()
    assert numbers(view) == [] and view.note.text() == tr("Nothing waits to be delivered.")
    assert not view.deliver.isEnabled() and not view.print_list.isEnabled()


def test_mail_that_came_back_is_a_group_of_its_own_and_tells_its_reason(view):
    assert "320104-back" in numbers(view) and "拒收" in words_in_sight(view)
    view.ways["ems"].click()
    assert numbers(view) == ["320104-post"] and "拒收" not in words_in_sight(view)
    assert "退回原因" not in words_in_sight(view)
    view.ways["returned"].click()
    assert view.ways["returned"].text() == "退回待再送 1"
    assert numbers(view) == ["320104-back"]
    assert {"退回原因", "拒收"} <= words_in_sight(view)


def test_what_came_back_and_was_noted_stays_with_what_came_back_until_it_is_sent(view, desk, qtbot):
    with qtbot.waitSignal(view.said):
        view.ways["returned"].click()
        view.note_returned.click()
    assert desk.cases.view("back").case.state == "approved"
    view.refresh()
    qtbot.waitUntil(view.deliver.isEnabled)
    assert numbers(view) == ["320104-back"]
    view.ways["ems"].click()
    assert numbers(view) == ["320104-post"]


def test_what_is_in_sight_is_delivered_together_without_what_only_came_back(view, qtbot):
    view.ways["ems"].click()
    view.deliver.click()
    (dialog,) = view.findChildren(BatchDialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert "320104-post" in dialog.list.item(0).text()
    dialog.reject()


def test_what_is_delivered_together_stands_in_the_order_of_the_list(view, qtbot):
    view.deliver.click()
    (dialog,) = view.findChildren(BatchDialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    listed = [no for no in numbers(view) if no != "320104-back"]
    assert [next(n for n in listed if n in dialog.list.item(at).text()) for at in (0, 1)] == listed
    dialog.reject()


@pytest.mark.parametrize("number", ["EX1", "320104-gone"])
def test_a_number_that_is_scanned_notes_that_it_came_back(view, desk, qtbot, number):
    view.reason.setCurrentText("查无此人")
    QTest.keyClicks(view.came_back, number)
    with qtbot.waitSignal(view.said) as said:
        QTest.keyClick(view.came_back, Qt.Key.Key_Return)
    assert "320104-gone" in said.args[0]
    assert view.came_back.text() == ""
    case = desk.cases.view("gone").case
    assert (case.state, case.history[-1].text) == ("approved", "查无此人")


def test_the_row_that_came_back_is_noted_without_its_number(view, desk, qtbot):
    view.ways["returned"].click()
    view.table.setCurrentCell(0, 0)
    with qtbot.waitSignal(view.said):
        view.note_returned.click()
    assert desk.cases.view("back").case.state == "approved"


def test_a_number_under_which_nothing_was_sent_says_so_and_stays(view, qtbot):
    QTest.keyClicks(view.came_back, "EX404")
    QTest.keyClick(view.came_back, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "EX404" in view.note.text())
    assert view.came_back.text() == "EX404"


def test_a_case_is_opened_from_its_row(view, qtbot):
    with qtbot.waitSignal(view.case_wanted) as wanted:
        view.table.itemActivated.emit(view.table.item(0, 1))
    assert wanted.args == ["back"]
