"""What a clerk sets for themselves holds at once and at the next start; About; the first start."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QSpinBox

from app.desk.machine import Machine
from app.machine.build import version
from app.machine.paths import Places
from app.machine.policy import Policy
from app.machine.recognition import LITTLE_MEMORY, NOT_INSTALLED, ON, ON_BY_IT, Recognition
from app.machine.settings import Settings, load
from tests.ui.measures import unnamed
from tests.ui.test_lock import may_sign_in
from ui import theme
from ui.application import JianjianApplication
from ui.background import Background
from ui.language import speak, tr
from ui.pages import PAGES
from ui.rehearsal.clerk import ScriptedClerk
from ui.settings.cards import CardsDialog
from ui.settings.view import SettingsView


@pytest.fixture
def settings(clerk) -> SettingsView:
    place = [page.id for page in PAGES].index("settings") + 1
    clerk.press(Qt.Key(Qt.Key.Key_0.value + place), Qt.KeyboardModifier.ControlModifier)
    return of(clerk)


def of(clerk) -> SettingsView:
    page = clerk.window.page("settings", SettingsView)
    clerk.until("the page", page.isVisible)
    return page


def kept(clerk) -> Settings:
    """As the next start will read them."""
    return load(clerk.application.desk.machine.places.settings)


def press(widget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_the_page_opens_by_its_key_and_every_control_is_named_and_reached_by_tab(clerk, settings):
    clerk.window.activateWindow()
    clerk.until("the focus in it", lambda: settings.isAncestorOf(QApplication.focusWidget()))
    reached = []
    for _ in range(12):
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    controls = [
        settings.language, settings.theme, settings.text_size, settings.goes_on, settings.notifies,
        settings.seconds, settings.minutes, settings.choose_folder, settings.printer,
    ]  # fmt: skip
    assert [each for each in reached if each in controls] == controls
    assert list(unnamed(settings)) == []


def test_the_text_grows_at_once_and_case_page_and_focus_stay(clerk, settings):
    case, before = clerk.window.review.case_id, QApplication.font().pointSizeF()
    old = clerk.window
    settings.text_size.setFocus()
    press(settings.text_size, Qt.Key.Key_End)
    clerk.until("another window", lambda: clerk.window is not old)
    again = of(clerk)
    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.5)
    assert again.text_size.currentData() == 150 == kept(clerk).text_size
    assert clerk.window.review.case_id == case
    clerk.until("the focus", again.text_size.hasFocus)
    tall = {label.fontMetrics().height() for label in clerk.window.findChildren(QLabel)}
    assert min(tall) >= 1.4 * QLabel().fontMetrics().height() / 1.5


def test_the_next_start_has_the_text_size(qapp, tmp_path):
    places = Places.below(tmp_path / "home")
    for text_size, points in ((150, 15.75), (100, 10.5)):
        made = JianjianApplication(places, [])
        made.desk.machine.keep_settings(text_size=text_size)
        made.close()
        JianjianApplication(places, []).close()
        assert QApplication.font().pointSizeF() == pytest.approx(points)


@pytest.mark.parametrize(
    ("box", "key", "said"), [("language", "en", "Settings"), ("theme", "dark", "设置")]
)
def test_language_and_theme_change_where_the_clerk_is(clerk, settings, box, key, said):
    old, combo = clerk.window, getattr(settings, box)
    combo.setFocus()
    press(combo, Qt.Key.Key_End)
    clerk.until("another window", lambda: clerk.window is not old)
    assert getattr(of(clerk), box).currentData() == key == getattr(kept(clerk), box)
    assert said in {label.text() for label in of(clerk).findChildren(QLabel)}


def test_each_setting_is_kept_as_it_is_changed(clerk, settings):
    clerk.click(settings.goes_on)
    clerk.click(settings.notifies)
    settings.seconds.setFocus()
    settings.seconds.selectAll()
    QTest.keyClicks(settings.seconds, "25")
    press(settings.seconds, Qt.Key.Key_Return)
    found = kept(clerk)
    assert (found.goes_on, found.notifies, found.seconds_before_sending) == (False, False, 25)


def test_seconds_the_policy_fixes_are_shown_and_said_to_be_its_own(qtbot, machine, background):
    theme.apply(QApplication.instance(), "light", 100)
    machine.policy = Policy(seconds_before_sending=30)
    page = SettingsView(machine, background)
    qtbot.addWidget(page)
    page.show()
    press(page.seconds, Qt.Key.Key_Up)
    assert page.seconds.value() == 30
    field = page.seconds.lineEdit()
    assert field.width() > field.fontMetrics().horizontalAdvance("30 s")
    assert machine.settings.seconds_before_sending == 10
    assert tr("Fixed by IT.") in {label.text() for label in page.findChildren(QLabel)}
    assert page.seconds.accessibleDescription() == tr("Fixed by IT.")


@pytest.mark.parametrize("by_it", [True, False])
def test_notifications_the_policy_fixes_are_shown_and_stay(qtbot, machine, background, by_it):
    machine.keep_settings(notifies=not by_it)
    machine.policy = Policy(notifications=by_it)
    page = SettingsView(machine, background)
    qtbot.addWidget(page)
    page.show()
    press(page.notifies, Qt.Key.Key_Space)
    assert page.notifies.isChecked() is by_it is machine.notifies
    assert machine.settings.notifies is not by_it  # the clerk's own, for when IT leaves it to them
    assert page.about_notifies.text() == tr("Fixed by IT.")


def test_a_scanner_s_folder_of_the_policy_is_shown_and_cannot_be_chosen(qtbot, machine, background):
    machine.keep_settings(scan_folder="/home/wang/scans")
    machine.policy = Policy(scan_folder="/srv/scans")
    page = SettingsView(machine, background)
    qtbot.addWidget(page)
    page.show()
    assert page.folder.text() == "/srv/scans" == machine.scan_folder
    assert not page.choose_folder.isVisible() and not page.no_folder.isVisible()
    assert page.about_folder.text() == tr("Fixed by IT.")


def test_a_clerk_may_lock_sooner_than_the_policy_and_never_later(clerk, settings):
    idle = clerk.application.idle.timer
    assert (settings.minutes.minimum(), settings.minutes.maximum()) == (1, 5)
    settings.minutes.setValue(2)
    assert idle.interval() == 2 * 60_000
    assert kept(clerk).lock_after_minutes == 2
    settings.minutes.setValue(5)
    assert idle.interval() == 5 * 60_000
    assert kept(clerk).lock_after_minutes == 0  # so that a longer one of the policy's is followed


@pytest.mark.parametrize(("chosen", "minutes"), [(0, 5), (3, 3), (5, 5), (90, 5), (-1, 5)])
def test_a_file_of_settings_cannot_lock_later_than_the_policy(machine, chosen, minutes):
    machine.settings = replace(machine.settings, lock_after_minutes=chosen)
    assert machine.lock_after_minutes == minutes


def test_the_scanners_folder_is_chosen_and_taken_away(clerk, settings, tmp_path):
    clerk.click(settings.choose_folder)
    dialog = clerk.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(tmp_path / "home"))
    dialog.accept()
    clerk.until("the folder", lambda: kept(clerk).scan_folder == str(tmp_path / "home"))
    assert settings.folder.text() == str(tmp_path / "home")
    clerk.click(settings.no_folder)
    assert kept(clerk).scan_folder == ""


def test_a_printer_is_chosen_of_those_there_are_and_one_that_is_off_stays(
    qtbot, machine, background, monkeypatch
):
    monkeypatch.setattr("ui.printers.names", lambda: ["大厅打印机", "窗口打印机"])
    machine.keep_settings(printer="已关的打印机")
    page = SettingsView(machine, background)
    qtbot.addWidget(page)
    page.show()
    page.come_to_front()
    qtbot.waitUntil(lambda: page.printer.count() == 4)
    assert page.printer.currentData() == "已关的打印机"
    page.printer.setFocus()
    press(page.printer, Qt.Key.Key_Home, Qt.Key.Key_Down)
    assert machine.settings.printer == "大厅打印机"


@pytest.mark.parametrize(
    ("recognition", "seconds", "words"),
    [
        (
            Recognition(True, ON, "rapidocr 3.10.0"),
            1.25,
            ("Recognised", "rapidocr 3.10.0", "1.2 s"),
        ),
        (Recognition(True, ON_BY_IT, "rapidocr 3.10.0"), None, ("No page recognised here yet",)),
        (Recognition(False, LITTLE_MEMORY, "rapidocr 3.10.0"), None, ("less than 4 GB",)),
        (Recognition(False, NOT_INSTALLED, ""), None, ("Not recognised", "IT may install it")),
    ],
)
def test_whether_scans_are_recognised_is_said_with_the_reason_and_how_fast(
    qtbot, machine, background, monkeypatch, recognition, seconds, words
):
    speak(QApplication.instance(), "en")
    monkeypatch.setattr(Machine, "recognition", recognition)
    page = SettingsView(machine, background, lambda: seconds)
    qtbot.addWidget(page)
    page.show()
    page.come_to_front()
    qtbot.waitUntil(lambda: page.reading.is_on.text() != "")
    said = "\n".join(label.text() for label in page.reading.card.findChildren(QLabel))
    assert [each for each in words if each not in said] == []
    speak(QApplication.instance(), "zh")
    assert all(tr(each) != each for each in ("Reading", "Recognised", "Not installed"))


def test_the_wheel_changes_no_setting_it_passes(qtbot, machine, background):
    page = SettingsView(machine, background)
    qtbot.addWidget(page)
    page.show()
    before = machine.settings
    for control in (page.language, page.theme, page.text_size, page.seconds, page.minutes):
        control.setFocus()
        turn = QWheelEvent(
            QPointF(5, 5), control.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        was = control.value() if isinstance(control, QSpinBox) else control.currentIndex()
        QApplication.sendEvent(control, turn)
        now = control.value() if isinstance(control, QSpinBox) else control.currentIndex()
        assert now == was
    assert machine.settings == before


# --- about ------------------------------------------------------------------------------------


def test_about_says_what_it_wants_to_know_and_no_clerk_and_is_copied(clerk, own_centre):
    clerk.until("online", lambda: clerk.window.status.sync.text().startswith("●"))
    clerk.window.menu.entries["about"].trigger()
    dialog = clerk.dialog()
    clerk.until("the centre's answer", lambda: f"{tr('API version')}: 1." in dialog.text())
    clerk.until("the components", lambda: "pyside6-essentials" in dialog.licences.text())
    said = dialog.text()
    assert version() in said and own_centre.url in said and "LGPL-3.0" in said
    assert tr("not since the desk was opened") not in said
    account = clerk.application.desk.account.clerk
    assert account.name not in said
    assert clerk.application.desk.machine.settings.username not in said
    clerk.click_on(tr("Copy for IT"), dialog)
    assert QApplication.clipboard().text() == said
    assert list(unnamed(dialog)) == []
    dialog.reject()


def test_about_s_components_are_searched_and_show_their_licence_s_text(clerk, own_centre):
    clerk.window.show_about()
    shown = clerk.dialog().licences
    clerk.until("the components", lambda: shown.list.count() > 20)
    shown.search.setText("lgpl-3")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in shown.licence.toPlainText()
    shown.search.setText("sqlcipher3")
    visible = [i for i in range(shown.list.count()) if not shown.list.item(i).isHidden()]
    assert [shown.list.item(i).text().split()[0] for i in visible] == ["sqlcipher3"]
    assert "Gerhard Häring" in shown.licence.toPlainText()
    shown.search.setText("no such licence")
    assert shown.licence.toPlainText() == ""
    shown.search.clear()
    assert "sqlite-utils" in shown.text()


def test_about_opens_though_the_centre_is_away(clerk, own_centre):
    own_centre.say("cut")
    clerk.window.show_about()
    dialog = clerk.dialog()
    clerk.until("that there is no answer", lambda: f"{tr('API version')}: —" in dialog.text())
    dialog.reject()


# --- the first start ---------------------------------------------------------------------------


def cards_in_sight() -> list[CardsDialog]:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, CardsDialog)]
    return [dialog for dialog in found if dialog.isVisible()]


def sign_in(application, own_centre, tmp_path) -> ScriptedClerk:
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    application.welcome_at_first()
    hands = ScriptedClerk(application, tmp_path)
    application.open_sign_in()
    first = own_centre.clerks[0]
    hands.sign_in(first["username"], first["password"])
    return hands


@pytest.mark.parametrize("keys", [[Qt.Key.Key_Escape], [Qt.Key.Key_Return] * 3])
def test_the_first_start_shows_three_cards_and_the_next_none(
    application, own_centre, tmp_path, keys
):
    hands = sign_in(application, own_centre, tmp_path)
    hands.until("the cards", lambda: bool(cards_in_sight()))
    for key in keys:
        assert list(unnamed(cards_in_sight()[0])) == []
        press(cards_in_sight()[0], key)
    hands.until("no cards", lambda: not cards_in_sight())
    assert kept(hands).welcomed
    application.leave()
    hands.until("the sign-in page", lambda: may_sign_in(application))
    again = sign_in(application, own_centre, tmp_path)
    again.until("synced", lambda: again.window.status.sync.text().startswith("●"))
    assert cards_in_sight() == []


def test_the_cards_come_again_when_they_are_asked_for(clerk, settings):
    clerk.click_on(tr("The cards of the first start"))
    dialog = clerk.dialog()
    assert isinstance(dialog, CardsDialog)
    press(dialog, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert "2 / 3" in {label.text() for label in dialog.findChildren(QLabel)}
    dialog.reject()


@pytest.fixture
def machine(qapp, tmp_path) -> Machine:
    from datetime import UTC, datetime

    places = Places.below(tmp_path / "home")
    return Machine(places, load(places.settings), lambda: datetime.now(UTC))


@pytest.fixture
def background(qapp):
    def unexpected(error: BaseException) -> None:
        raise error

    made = Background(unexpected)
    yield made
    made.close()
