"""A second start of a clerk's desk: the window that is open comes to the front."""

import contextlib
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from app.cli import main
from app.desk import CaseFilter
from app.machine.link import LinkRefused
from tests.support.programs import ROOT
from ui.application import JianjianApplication, run_desk
from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk
from ui.window import DeskWindow

SIGNS_IN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app.machine.paths import Places
from ui.application import JianjianApplication
home, username, password = sys.argv[1:]
application = JianjianApplication(Places.below(Path(home)), [])
page = application.open_sign_in()
page.username.setText(username)
page.password.setText(password)
QTimer.singleShot(0, page.submit)
sys.exit(application.run())
"""


def started(clerk, tmp_path, *arguments):
    """Another process of the account; the window lives on meanwhile."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "JIANJIAN_HOME": str(tmp_path / "home")},
    )
    clerk.until("the second start to end", lambda: process.poll() is not None)
    assert process.returncode == 0, process.stderr.read()


@pytest.fixture
def other(clerk):
    """A case that is not the one in sight."""
    desk = clerk.application.desk
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter()))
    return next(row for row in rows if row.id != clerk.window.review.case_id)


def test_a_link_opens_its_case_at_the_desk_that_is_open(clerk, tmp_path, other):
    clerk.window.showMinimized()
    started(clerk, tmp_path, "main.py", f"jianjian://case/{quote(other.no)}")
    clerk.until("the case", lambda: clerk.window.review.case_id == other.id)
    assert not clerk.window.isMinimized()


@pytest.mark.parametrize(
    "arguments",
    [
        ("jianjian://desk/X",),
        ("jianjian://case/X", "--centre", "https://elsewhere.example"),
        ("jianjian://case/X", "-platformpluginpath", "/tmp"),
        ("jianjian://case/X", "jianjian://case/Y"),
        ("JIANJIAN:", "doctor"),
    ],
)
def test_a_link_that_asks_for_anything_else_is_said_and_opens_nothing(
    qapp, tmp_path, monkeypatch, arguments
):
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    monkeypatch.setattr(JianjianApplication, "__init__", lambda *_: pytest.fail("opened"))
    shown = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    assert main(list(arguments)) == 1
    assert shown == [LinkRefused().sentence.zh]


@pytest.mark.parametrize("named_by", ["no", "id"])
def test_it_comes_to_the_front_and_opens_the_case_asked_for(clerk, tmp_path, other, named_by):
    clerk.window.showMinimized()
    started(clerk, tmp_path, "main.py", "desk", "--case", getattr(other, named_by))
    clerk.until("the case", lambda: clerk.window.review.case_id == other.id)
    assert not clerk.window.isMinimized() and clerk.window.isVisible()


def test_without_a_case_it_stays_where_it_was(clerk, tmp_path):
    before = clerk.window.review.case_id
    clerk.window.showMinimized()
    started(clerk, tmp_path, "main.py", "desk")
    clerk.until("the window", lambda: not clerk.window.isMinimized())
    assert clerk.window.review.case_id == before


def test_a_case_that_is_not_here_is_said(clerk, tmp_path):
    started(clerk, tmp_path, "main.py", "desk", "--case", 'nothing" OR 1')
    said = tr("Case {no} is not here.", no='nothing" OR 1')
    clerk.until("the word", lambda: said in texts(clerk.window.status))


def texts(bar):
    return bar.currentMessage() + " ".join(label.text() for label in bar.findChildren(QLabel))


def test_locked_it_stays_locked_and_the_case_opens_once_it_is_not(
    clerk, tmp_path, own_centre, other
):
    application, window = clerk.application, clerk.window
    application.lock()
    started(clerk, tmp_path, "main.py", "desk", "--case", other.no)
    assert application.locked is not None and not window.isVisible()
    clerk.type(application.locked.form.password, own_centre.clerks[0]["password"])
    clerk.click(application.locked.form.go)
    clerk.until("the case", lambda: window.isVisible() and window.review.case_id == other.id)


def test_under_a_dialog_no_case_changes(clerk, tmp_path, other):
    before = clerk.window.review.case_id
    clerk.window.search.open()
    started(clerk, tmp_path, "main.py", "desk", "--case", other.no)
    clerk.until("the word", lambda: other.no in texts(clerk.window.status))
    assert clerk.window.review.case_id == before
    clerk.dialog().reject()


def test_signing_in_where_a_window_is_open_brings_it_to_the_front_and_ends(
    clerk, tmp_path, own_centre
):
    first = own_centre.clerks[0]
    clerk.window.showMinimized()
    started(clerk, tmp_path, "-c", SIGNS_IN, str(tmp_path / "home"), *first.values())
    clerk.until("the window", lambda: not clerk.window.isMinimized())
    assert clerk.application.desk.account.clerk is not None


def test_once_the_clerk_has_signed_out_nobody_answers(clerk):
    application, username = clerk.application, clerk.application.desk.machine.settings.username
    file = application.desk.machine.window_file(username)
    name = Path(file.read_text())
    assert name.exists()
    application.leave()
    clerk.until("the sign-in", lambda: application.window.centralWidget().isEnabled())
    assert not file.exists() and not name.parent.exists()
    assert not application.hand_over(username)


def test_what_a_killed_desk_left_holds_nobody_up(application, own_centre):
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    file = application.desk.machine.window_file("somebody")
    file.parent.mkdir(parents=True)
    for left in ("/nowhere/desk", "", "x" * 10_000, "\0", str(file)):
        file.write_text(left)
        assert not application.hand_over("somebody")
    file.write_bytes(b"\xff\xfe")
    assert not application.hand_over("somebody")


def test_only_the_account_itself_can_reach_it(clerk):
    desk = clerk.application.desk
    file = desk.machine.window_file(desk.machine.settings.username)
    listens_at = Path(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(listens_at.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(listens_at.stat().st_mode) & 0o077 == 0
    assert desk.machine.settings.username not in f"{file}{listens_at}"


@pytest.mark.parametrize(
    "sent", [
        b"", b"\n", b"x" * 5_000_000, b'{"case": 1}\n', b'{"case": "' + b"9" * 65 + b'"}\n',
        b'{"open": "/etc/passwd"}\n', b"\xff\xfe\n", b'{"case"', b"[" * 1000 + b"\n",
    ],
)  # fmt: skip
def test_nonsense_sent_to_it_changes_nothing_and_the_next_start_is_heard(
    clerk, tmp_path, other, sent
):
    desk, before = clerk.application.desk, clerk.window.review.case_id
    name = desk.machine.window_file(desk.machine.settings.username).read_text()
    connections = [socket.socket(socket.AF_UNIX) for _ in range(12)]
    for each in connections:
        each.connect(name)
        each.setblocking(False)
        with contextlib.suppress(OSError):
            each.send(sent)
    clerk.rest(200)
    assert clerk.window.review.case_id == before
    for each in connections:
        each.close()
    clerk.rest(50)
    started(clerk, tmp_path, "main.py", "desk", "--case", other.no)
    clerk.until("the case", lambda: clerk.window.review.case_id == other.id)


def test_a_sender_who_never_ends_is_cut_off(clerk):
    desk = clerk.application.desk
    name = desk.machine.window_file(desk.machine.settings.username).read_text()
    with socket.socket(socket.AF_UNIX) as sender:
        sender.connect(name)
        sender.send(b'{"case": "')
        sender.setblocking(False)

        def cut_off():
            with contextlib.suppress(BlockingIOError):
                return sender.recv(100) == b""
            return False

        clerk.until("the end", cut_off)


def test_a_named_clerk_only_types_the_password(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    seen = []

    def looks(application):
        page = application.window.centralWidget()
        clerk = ScriptedClerk(application, tmp_path)
        clerk.until("the focus", page.password.hasFocus)
        seen.append(page.username.text())
        application.close()
        return 0

    monkeypatch.setattr(JianjianApplication, "run", looks)
    assert run_desk("https://centre.example", False, username="wang.fang") == 0
    assert seen == ["wang.fang"]


def test_the_first_start_opens_the_case_asked_for_once_it_has_come(
    application, own_centre, make_desk, tmp_path
):
    first = own_centre.clerks[0]
    looks = make_desk(own_centre.url, "elsewhere")
    looks.account.sign_in(**first)
    looks.begin()
    hands = ScriptedClerk(application, tmp_path)
    hands.until("the cases", looks.cases.has_pulled)
    wanted = looks.cases.rows(looks.cases.numbers(CaseFilter()))[-1]
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    application.wanted_case = wanted.no
    application.open_sign_in()
    hands.sign_in(**first)
    hands.until("the desk", lambda: isinstance(application.window, DeskWindow))
    hands.until("the case", lambda: hands.window.review.case_id == wanted.id)
