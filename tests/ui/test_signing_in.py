"""Signing in where something is not as it was: the password, the keyring, the policy."""

import secrets
from pathlib import Path

import keyring
import keyring.errors
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox
from sqlcipher3 import dbapi2

from app.account.errors import (
    LeadNeeded,
    NoKeyring,
    OfflineTooLong,
    PasswordChanged,
    PasswordDiffers,
)
from app.cases.actions import RequestCorrection
from app.cases.model import Fault
from app.central.errors import SignInRefused
from app.machine.journal import NAME
from app.machine.policy import PolicyUnreadable
from app.store.database import Store
from tests.support.caches import entry_of_keyring
from tests.support.desks import held_by_centre, received
from tests.support.keyrings import locked_keyring, no_keyring
from tests.support.programs import python
from tests.support.waiting import eventually
from ui.application import JianjianApplication, run_desk
from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk
from ui.signin.quarantined import QuarantinedCachesDialog
from ui.window import DeskWindow

ASKED = RequestCorrection(faults=(Fault(text="缺签字"),))


@pytest.fixture
def changed(desk, own_centre):
    """A desk with an unsent decision, closed; meanwhile the clerk's password is another one."""
    own_centre.say("cut")
    case_id = received(desk).id
    desk.deciding.decide(case_id, ASKED).result()
    url, cache = desk.machine.settings.centre_url, desk.account.signed_in.store.path
    desk.close()
    username = own_centre.clerks[0]["username"]
    own_centre.say(f"password {username} neues-passwort")
    own_centre.say("restore")
    return url, username, case_id, cache


def test_the_old_password_is_asked_for_once_and_what_was_unsent_is_sent(
    changed, make_desk, own_centre
):
    url, username, case_id, _ = changed
    again = make_desk(url)
    with pytest.raises(PasswordChanged):
        again.account.sign_in(username, "neues-passwort")
    with pytest.raises(PasswordDiffers):
        again.account.sign_in_with_old_password(username, "neues-passwort", "falsch")
    again.account.sign_in_with_old_password(
        username, "neues-passwort", own_centre.clerks[0]["password"]
    )
    again.begin()
    eventually(lambda: held_by_centre_now(own_centre, username, case_id).corrections)
    again.close()
    make_desk(url).account.sign_in(username, "neues-passwort")  # not asked again


def held_by_centre_now(own_centre, username, case_id):
    own_centre.clerks[0]["password"] = "neues-passwort"
    return held_by_centre(own_centre, case_id)


def test_without_the_old_password_the_cache_is_set_aside_and_brought_back_when_it_is_known(
    changed, make_desk, own_centre
):
    url, username, case_id, cache = changed
    old = own_centre.clerks[0]["password"]
    again = make_desk(url)
    again.account.sign_in_setting_aside(username, "neues-passwort")
    again.begin()
    eventually(again.cases.has_pulled)
    assert again.deciding.entries() == []
    (left,) = again.account.quarantined()
    assert (left.folder / cache.name).exists()
    with pytest.raises(PasswordDiffers):
        again.account.recover_unsent(left, "falsch")
    with pytest.raises(LeadNeeded):  # nobody deletes it by themselves
        again.account.discard(left)
    assert again.account.recover_unsent(left, old) >= 1
    assert again.account.quarantined() == [] and not left.folder.exists()
    eventually(lambda: held_by_centre_now(own_centre, username, case_id).corrections)


def test_a_lead_may_let_a_cache_go_that_was_set_aside(changed, make_desk):
    url, username, _, _ = changed
    again = make_desk(url)
    again.account.sign_in_setting_aside(username, "neues-passwort")
    signed_in = again.account.signed_in
    signed_in.clerk = replace(signed_in.clerk, roles=("clerk", "lead"))
    (left,) = again.account.quarantined()
    again.account.discard(left)
    assert again.account.quarantined() == []


def test_setting_aside_that_was_interrupted_goes_on_where_it_was(changed, make_desk):
    url, username, _, cache = changed
    unfinished = cache.with_suffix(".aside-20260101000000.unfinished")
    unfinished.mkdir()
    cache.rename(unfinished / cache.name)  # killed after the first of its files
    again = make_desk(url)
    again.account.sign_in_setting_aside(username, "neues-passwort")
    (left,) = again.account.quarantined()
    assert left.name == "aside-20260101000000"
    assert {cache.name, cache.with_suffix(".key").name} <= {p.name for p in left.folder.iterdir()}


def test_the_page_asks_for_the_old_password_and_offers_to_go_on_without(
    changed, application, own_centre, tmp_path
):
    url, username, _, _ = changed
    hands = ScriptedClerk(application, tmp_path)
    application.desk.machine.keep_settings(centre_url=url)
    page = application.open_sign_in()
    hands.type(page.username, username)
    hands.type(page.password, "neues-passwort")
    hands.click(page.go)
    hands.until("the question", page.old.isVisible)
    assert "原来的密码" in page.said.text() and page.aside.isVisible()
    hands.type(page.old, "falsch")
    hands.click(page.go)
    hands.until("the refusal", lambda: "密码不对" in page.said.text())
    assert page.old.isVisible()
    hands.click(page.aside)
    hands.until("the desk", lambda: isinstance(application.window, DeskWindow))
    hands.until("the menu to be whole", hands.window.status.place.isVisible)
    hands.choose_in_menu(tr("Cases set aside…"))
    hands.until("the dialog", lambda: any(isinstance(w, QuarantinedCachesDialog) and w.isVisible()
                                          for w in QApplication.topLevelWidgets()))  # fmt: skip
    dialog = hands.dialog()
    hands.type(dialog.fields[0], own_centre.clerks[0]["password"])
    hands.click_on(tr("Recover"), dialog)
    hands.until("what is unsent", lambda: application.desk.account.quarantined() == [])


def test_a_cache_its_key_does_not_open_is_said_and_may_be_set_aside(
    desk, application, own_centre, tmp_path
):
    """What two first sign-ins at the same moment once left: one's cache under the other's key."""
    clerk, cache = own_centre.clerks[0], desk.account.signed_in.store.path
    desk.close()
    for part in cache.parent.glob(f"{cache.name}*"):
        part.unlink()
    Store(cache, secrets.token_hex(32)).close()
    hands = ScriptedClerk(application, tmp_path)
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    page = application.open_sign_in()
    hands.type(page.username, clerk["username"])
    hands.type(page.password, clerk["password"])
    hands.click(page.go)
    hands.until("the word and the way on", page.aside.isVisible)
    assert "打不开" in page.said.text()
    assert (
        entry_of_keyring(application.desk, clerk["username"], "refresh").read() == ""
    )  # nobody came in
    hands.click(page.aside)
    hands.until("the desk", lambda: isinstance(application.window, DeskWindow))
    assert [left.database.name for left in application.desk.account.quarantined()] == [cache.name]


def test_an_error_of_the_cache_s_file_is_said_in_its_own_words(clerk):
    clerk.application.background.run(raise_busy, lambda _: None)
    clerk.until("the word", lambda: bool(boxes()))
    (box,) = boxes()
    assert "其他程序占用" in box.text()
    box.accept()


def boxes():
    shown = QApplication.topLevelWidgets()
    return [box for box in shown if isinstance(box, QMessageBox) and box.isVisible()]


def raise_busy():
    raise dbapi2.OperationalError("database is locked")


def test_without_a_keyring_the_desk_works_says_so_and_keeps_nothing(
    application, own_centre, tmp_path
):
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    hands = ScriptedClerk(application, tmp_path)
    with no_keyring():
        application.open_sign_in()
        hands.sign_in(**own_centre.clerks[0])
        hands.until("the case", lambda: hands.window.review.view is not None)
        desk = application.desk
        assert desk.account.ephemeral
        assert any("不保存任何办件" in text for text in texts(hands.window))
        cache = desk.account.signed_in.store.path
        assert desk.machine.places.caches not in cache.parents
        case_id = received(desk).id
        desk.deciding.decide(case_id, ASKED).result()
        hands.until("it to be sent", hands.all_sent)
        assert held_by_centre(own_centre, case_id).corrections
        desk.account.unlock(own_centre.clerks[0]["password"])
        with pytest.raises(PasswordDiffers):
            desk.account.unlock("falsch")
        application.leave()
        hands.until("the sign-in", lambda: application.window.centralWidget().isEnabled())
    assert not cache.parent.exists()
    assert (
        list(desk.machine.places.caches.rglob("*")) == []
        if desk.machine.places.caches.exists()
        else True
    )


def test_where_nobody_came_in_nothing_of_it_stays(make_desk, own_centre):
    before = set(Path("/dev/shm").glob("jianjian-memory-*"))
    with no_keyring(), pytest.raises(SignInRefused):
        make_desk(own_centre.url).account.sign_in(own_centre.clerks[0]["username"], "falsch")
    assert set(Path("/dev/shm").glob("jianjian-memory-*")) == before


def test_or_not_at_all_where_the_policy_says_so(make_desk, own_centre, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "policy.toml").write_text('without_keyring = "refuse"\n')
    with no_keyring(), pytest.raises(NoKeyring) as refused:
        make_desk(own_centre.url).account.sign_in(**own_centre.clerks[0])
    assert "密码保管服务没有运行" in refused.value.sentence.zh


def test_offline_the_clerk_gets_in_for_as_long_as_the_policy_says(
    desk, own_centre, make_desk, tmp_path
):
    url, clerk = desk.machine.settings.centre_url, own_centre.clerks[0]
    case_id = received(desk).id
    desk.close()
    own_centre.say("cut")
    offline = make_desk(url)
    assert offline.account.sign_in(**clerk).name
    assert offline.cases.view(case_id).case.id == case_id
    offline.close()
    with pytest.raises(PasswordDiffers):
        make_desk(url).account.sign_in(clerk["username"], "falsch")
    (tmp_path / "home" / "policy.toml").write_text("offline_days = 0\n")
    with pytest.raises(OfflineTooLong):
        make_desk(url).account.sign_in(**clerk)


@pytest.mark.parametrize(
    "written", ['without_keyring = "file"', "lock_after_minutes = 0", "unknown = 1", "not toml ["]
)
def test_a_policy_that_is_wrong_opens_nothing(make_desk, tmp_path, written):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "policy.toml").write_text(written)
    with pytest.raises(PolicyUnreadable) as wrong:
        make_desk("http://127.0.0.1:1")
    assert "policy.toml" in wrong.value.sentence.zh


def test_such_a_policy_is_said_on_the_screen_and_on_the_command_line(qapp, tmp_path, monkeypatch):
    (tmp_path / "policy.toml").write_text("not toml [")
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    shown = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    with pytest.raises(PolicyUnreadable):
        run_desk("", False)
    assert "管理策略文件有误" in shown[0]
    said = python("main.py", "sync", "--centre", "http://127.0.0.1:9", "--username", "x")
    assert said.returncode == 1 and "[policy_unreadable]" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_keyring_that_breaks_while_signing_out_lets_the_next_clerk_in(clerk, monkeypatch):
    def broken(*_):
        raise keyring.errors.KeyringLocked("locked")

    monkeypatch.setattr(keyring, "get_password", broken)
    clerk.application.leave()
    page = clerk.application.window.centralWidget()
    clerk.until("the page to serve", page.isEnabled)
    assert clerk.application.desk.account.clerk is None
    assert dialogs() == []
    file = clerk.application.desk.machine.places.journal / NAME
    clerk.until("its note", lambda: '"event":"token_not_removed"' in file.read_text("utf-8"))
    journal = file.read_text("utf-8")
    assert '"code":"no_keyring"' in journal
    assert '"event":"unexpected"' not in journal


def test_a_keyring_locked_while_the_token_expires_is_said_and_work_goes_on(clerk, own_centre):
    window, desk = clerk.window, clerk.application.desk
    with locked_keyring():
        own_centre.say("expire")
        case_id = received(desk).id
        desk.deciding.decide(case_id, ASKED).result()
        clerk.until("the word", lambda: "密钥环" in window.status.sync.text())
        assert "没有解锁" in window.status.sync.toolTip()
        assert desk.deciding.counts()[0] >= 1 and dialogs() == []
    desk.centre.sync_now()
    clerk.until("it to be sent", clerk.all_sent)
    assert held_by_centre(own_centre, case_id).corrections


def dialogs():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_the_policy_s_centre_is_the_only_one(qapp, own_centre, tmp_path):
    from app.machine.paths import Places

    home = tmp_path / "home"
    home.mkdir()
    (home / "policy.toml").write_text(f'centre_url = "{own_centre.url}"\n')
    made = JianjianApplication(Places.below(home), [])
    made.desk.machine.keep_settings(centre_url="http://127.0.0.1:9")
    page = made.open_sign_in()
    assert page.centre.isReadOnly() and page.centre.text() == own_centre.url
    hands = ScriptedClerk(made, tmp_path)
    hands.sign_in(**own_centre.clerks[0])
    made.close()


def texts(window):
    return [made.text() for made in window.findChildren(QLabel) if made.isVisible()]
