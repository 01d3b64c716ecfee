"""A shared counter at a real window: the lock, another clerk, a machine the centre has revoked."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.account.errors import PasswordDiffers
from app.cases.actions import RequestCorrection
from app.cases.failure import Failure
from app.cases.kinds import returns_papers
from app.cases.model import Fault
from app.central.errors import DeviceRevoked
from ui.rehearsal.clerk import ScriptedClerk
from ui.signin.lock import LockWindow
from ui.signin.page import SignInPage
from ui.window import DeskWindow


def in_sight() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def may_sign_in(application) -> bool:
    page = application.window.centralWidget()
    return isinstance(page, SignInPage) and page.isEnabled()


def password(own_centre) -> str:
    return own_centre.clerks[0]["password"]


def unlock(clerk, given: str) -> None:
    lock = clerk.application.locked
    clerk.type(lock.form.password, given)
    clerk.click(lock.form.go)


def lock(clerk) -> LockWindow:
    clerk.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the lock", lambda: clerk.application.locked is not None)
    return clerk.application.locked


def test_locked_nothing_of_a_case_is_in_sight_not_even_in_a_title_or_a_dialog(clerk):
    window = clerk.window
    case = window.review.view.case
    window.search.open()
    assert clerk.dialog().isVisible()
    clerk.application.lock()
    assert in_sight() == [clerk.application.locked]
    said = " ".join(
        w.property("text") or "" for w in clerk.application.locked.findChildren(QWidget)
    )
    for secret in (case.applicant.name, case.no, case.item.name):
        assert secret not in said + clerk.application.locked.windowTitle()


def test_locked_f1_opens_the_handbook_at_unlocking_and_it_goes_with_the_lock(clerk, own_centre):
    locked = lock(clerk)
    clerk.until("the lock in front", locked.isActiveWindow)
    QTest.keyClick(locked.form.password, Qt.Key.Key_F1)
    handbook = clerk.dialog()
    assert handbook.page() == "sign-in"
    assert set(in_sight()) == {locked, handbook}
    unlock(clerk, password(own_centre))
    clerk.until("the desk", clerk.window.isVisible)
    clerk.until("the handbook gone", lambda: in_sight() == [clerk.window])


def test_unlocking_needs_the_password_and_returns_to_the_same_place(clerk, own_centre):
    window = clerk.window
    window.worklist.walk(1)
    clerk.until("the next case", lambda: window.review.view is not None)
    case_id = window.review.case_id
    clerk.type(window.review.decision.opinion, "写到一半的意见")
    window.search.open()
    dialog = clerk.dialog()
    clerk.application.lock()
    unlock(clerk, "不是这个")
    clerk.until("the refusal", lambda: "密码不对" in clerk.application.locked.form.said.text())
    assert not window.isVisible()
    unlock(clerk, password(own_centre))
    clerk.until("the desk", window.isVisible)
    assert clerk.application.locked is None
    assert dialog.isVisible()
    dialog.reject()
    assert window.review.case_id == case_id
    assert window.review.decision.opinion.toPlainText() == "写到一半的意见"
    assert clerk.application.desk.cases.view(case_id).draft.opinion == "写到一半的意见"


def test_ctrl_l_locks_and_while_locked_no_key_of_the_desk_works(clerk):
    locked = lock(clerk)
    for key in (Qt.Key.Key_K, Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(locked.form.password, key, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(clerk.window, key, Qt.KeyboardModifier.ControlModifier)
    assert in_sight() == [locked]


def test_five_wrong_tries_close_the_lock_for_a_while(clerk, own_centre):
    lock(clerk)
    for _ in range(5):
        unlock(clerk, "不是这个")
        clerk.until("the next try", clerk.application.locked.form.go.isEnabled)
    unlock(clerk, password(own_centre))
    clerk.until("the wait", lambda: "分钟后再试" in clerk.application.locked.form.said.text())


def test_after_minutes_of_rest_the_desk_locks_itself_and_a_touch_begins_them_anew(clerk):
    idle = clerk.application.idle
    assert idle.timer.interval() == 5 * 60_000
    handle = clerk.window.windowHandle()
    clerk.application.qt.focusWindowChanged.emit(handle)
    clerk.until("a moment of rest", lambda: idle.timer.remainingTime() < 5 * 60_000 - 500)
    before = idle.timer.remainingTime()
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(5, 5), QPointF(5, 5), Qt.MouseButton.NoButton,
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(handle, move)
    assert idle.timer.remainingTime() > before
    idle.timer.setInterval(1)
    clerk.until("the lock", lambda: clerk.application.locked is not None)


def test_the_policy_says_after_how_many_minutes(qapp, tmp_path):
    from app.machine.paths import Places
    from ui.application import JianjianApplication

    home = tmp_path / "home"
    home.mkdir()
    (home / "policy.toml").write_text("lock_after_minutes = 2\n")
    made = JianjianApplication(Places.below(home), [])
    assert made.idle.timer.interval() == 2 * 60_000
    made.close()


def test_another_clerk_takes_one_step_and_meets_nothing_of_the_first(clerk, own_centre, tmp_path):
    application = clerk.application
    window = clerk.window
    mine = window.review.view.case
    first_rows = {
        row.id
        for row in application.desk.cases.rows(
            application.desk.cases.numbers(window.worklist.model.chosen)
        )
    }
    clerk.type(window.review.decision.opinion, "只属于第一位的意见")
    viewer = application.desk.documents.viewer
    clerk.until("the first page", window.review.materials.pages.is_shown)
    process = viewer.process
    QApplication.clipboard().setText(mine.applicant.name)
    lock(clerk)
    clerk.click(application.locked.switch)
    clerk.until("the sign-in", lambda: may_sign_in(application))
    assert QApplication.clipboard().text() == ""
    assert process.poll() is not None
    assert [w for w in in_sight() if mine.applicant.name in w.windowTitle()] == []
    second = ScriptedClerk(application, tmp_path)
    second.sign_in(**own_centre.clerks[1])
    second.until("the case", lambda: second.window.review.view is not None)
    desk = application.desk
    assert desk.account.clerk.name in second.window.windowTitle()
    rows = {
        row.id for row in desk.cases.rows(desk.cases.numbers(second.window.worklist.model.chosen))
    }
    assert rows.isdisjoint(first_rows)
    assert desk.deciding.entries() == []
    assert desk.account.signed_in.store.reader().value("select count(*) from drafts") == 0
    assert application.desk.account.signed_in.store.path.name != mine.id
    second.application.leave()
    second.until("the sign-in", lambda: may_sign_in(application))
    third = ScriptedClerk(application, tmp_path)
    third.sign_in(**own_centre.clerks[0])
    assert application.desk.cases.view(mine.id).draft.opinion == "只属于第一位的意见"


def test_a_revoked_machine_offers_what_is_unsent_once_more_and_erases_the_rest(clerk, own_centre):
    application, desk = clerk.application, clerk.application.desk
    own_centre.say("cut")
    rows = [
        desk.cases.view(r.id).case
        for r in desk.cases.rows(desk.cases.numbers(clerk.window.worklist.model.chosen))
    ]
    case = next(c for c in rows if c.state == "received" and not returns_papers(c.item))
    asked = RequestCorrection(faults=(Fault(text="缺签字"),))
    desk.deciding.decide(case.id, asked).result()
    cache = desk.account.signed_in.store.path
    own_centre.say("revoke on")
    own_centre.say("restore")
    desk.centre.sync_now()
    clerk.until("the sign-in", lambda: may_sign_in(application))
    assert "停用本机" in application.window.centralWidget().said.text()
    assert list(cache.parent.glob(f"{cache.stem}*")) == []
    own_centre.say("revoke off")
    again = ScriptedClerk(application, cache.parent)
    again.sign_in(**own_centre.clerks[0])
    again.until("the case", lambda: desk.cases.number(case.id) is not None)
    assert desk.cases.view(case.id).case.corrections[0].faults == asked.faults  # it had arrived


def test_a_machine_revoked_while_it_was_off_is_erased_at_the_next_sign_in(
    desk, own_centre, make_desk
):
    cache = desk.account.signed_in.store.path
    url = desk.machine.settings.centre_url
    desk.close()
    own_centre.say("revoke on")
    again = make_desk(url)
    with pytest.raises(DeviceRevoked) as revoked:
        again.account.sign_in(**own_centre.clerks[0])
    assert "停用本机" in revoked.value.sentence.zh
    assert list(cache.parent.glob(f"{cache.stem}*")) == []
    own_centre.say("cut")
    with pytest.raises(Failure):  # and nobody gets in offline
        again.account.sign_in(**own_centre.clerks[0])


def test_unlocking_asks_the_seal_not_the_centre(desk, own_centre):
    own_centre.say("cut")
    desk.account.unlock(password(own_centre))
    with pytest.raises(PasswordDiffers):
        desk.account.unlock("不是这个")


def test_a_desk_in_a_window_says_whose_it_is(clerk):
    assert isinstance(clerk.application.window, DeskWindow)
    assert clerk.application.desk.account.clerk.name in clerk.window.windowTitle()
