"""Printing to real queues of CUPS: what arrives there, and what the clerk is told where nothing does."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.support.programs import ROOT, python
from tests.support.waiting import eventually
from ui.background import Background
from ui.decision.printing import Printing

CUPSD = shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin")
CUPSD_CONF = """
Listen {folder}/socket
Browsing No
WebInterface No
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
CUPS_FILES_CONF = """
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
FileDevice Yes
"""
PRINTERS_CONF = """
<DefaultPrinter Hall>
DeviceURI file:///dev/null
State Idle
Accepting Yes
</DefaultPrinter>
<Printer Refusing>
DeviceURI file:///dev/null
State Idle
Accepting No
</Printer>
<Printer Stopped>
DeviceURI file:///dev/null
State Stopped
Accepting Yes
</Printer>
"""
# Prints a notice on each printer named on the command line; says in JSON whose job is done and what
# the clerk was told.
PRINTS = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QMessageBox
from app.desk import RemoteDocument
from app.machine.paths import RESOURCES, own_command
from app.printing.notice import print_notice
from app.viewer.process import Viewer
from tests.support.examples import a_case
from tests.support.notices import NINE, notice_of
from app.cases.model import Clerk
from ui.background import Background
from ui.decision.printing import Printing
from ui.language import speak

application = QApplication([])
speak(application, "zh")
notice = notice_of(NINE["受理通知书"], a_case(), Clerk(id="c", name="张伟", roles=("clerk",)))
content = print_notice(notice, RESOURCES / "notices")
background = Background(lambda error: sys.exit(repr(error)))
viewer = Viewer([sys.executable, "main.py", "viewer"])
said = {}

def next_one(left):
    if not left:
        return application.quit()

    def over(words):
        said[left[0]] = words
        QTimer.singleShot(0, lambda: next_one(left[1:]))

    QMessageBox.warning = lambda parent, title, words: over(words)
    printing = Printing(background, RemoteDocument(viewer, "notice", lambda: content), None)
    printing.done.connect(lambda: over("done"))
    printing.print_on(QPrinter(QPrinterInfo.printerInfo(left[0])))

QTimer.singleShot(0, lambda: next_one(sys.argv[1:]))
application.exec()
background.close()
viewer.replace()
print(json.dumps(said))
"""


@pytest.fixture
def cups():
    """The folder of a CUPS of its own, with a queue that takes jobs, one that refuses them, and one
    that is stopped."""
    if CUPSD is None:
        pytest.skip("CUPS is not installed here (Debian's package cups-daemon)")
    folder = Path(tempfile.mkdtemp(prefix="cups-"))  # a socket's path has 107 characters at most
    files = {"cupsd": CUPSD_CONF, "cups-files": CUPS_FILES_CONF, "printers": PRINTERS_CONF}
    for name, text in files.items():
        (folder / f"{name}.conf").write_text(text.format(folder=folder))
    for name in ("spool", "cache", "state"):
        (folder / name).mkdir()
    daemon = subprocess.Popen(
        [CUPSD, "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def answers():
        with socket.socket(socket.AF_UNIX) as asked:
            return asked.connect_ex(str(folder / "socket")) == 0

    eventually(answers)
    yield folder
    daemon.terminate()
    daemon.wait()
    shutil.rmtree(folder)


def test_a_notice_arrives_where_jobs_are_taken_and_the_clerk_is_told_where_they_are_not(cups):
    done = python(
        "-c", PRINTS, "Hall", "Refusing", "Stopped",
        CUPS_SERVER=str(cups / "socket"), QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["Hall"] == "done"
    assert "打印队列没有接收" in said["Refusing"]
    assert "“Stopped”已停用" in said["Stopped"]
    (job,) = (cups / "spool").glob("d*")
    printed = pypdfium2.PdfDocument(job)
    assert len(printed) == 1
    assert printed.get_page_size(0) == pytest.approx((595, 842), abs=1)
    page = printed[0].render(scale=1, grayscale=True).to_pil()
    left, top, right, bottom = page.point(lambda tone: 255 * (tone < 128)).getbbox()
    points_of_28_mm = 28 / 25.4 * 72  # GB/T 9704 leaves 28 mm on the left, 26 mm on the right
    assert left == pytest.approx(points_of_28_mm, abs=4)
    assert 595 - right == pytest.approx(26 / 25.4 * 72, abs=6)
    assert top > 70
    assert 842 - bottom > 60


def test_a_machine_without_a_printer_says_so_before_it_asks_for_one(qtbot, monkeypatch):
    monkeypatch.setattr("ui.printers.names", list)
    told: list[str] = []
    monkeypatch.setattr(
        "PySide6.QtWidgets.QMessageBox.warning", lambda _p, _t, said: told.append(said)
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    Printing(Background(lambda error: None), None, parent).ask("")
    assert len(told) == 1
    assert "ask IT" in told[0] or "信息科" in told[0]
    assert QApplication.activeModalWidget() is None


def test_a_notice_goes_to_a_printer_and_not_into_a_file_nobody_knows_of(qtbot, monkeypatch):
    monkeypatch.setattr("ui.printers.names", lambda: ["Hall"])
    offered: list[str] = []

    def look(dialog):
        dialog.show()  # what it offers is read as it is shown
        for box in dialog.findChildren(QComboBox):
            offered.extend(box.itemText(index) for index in range(box.count()))
        return 0

    monkeypatch.setattr(QPrintDialog, "exec", look)
    parent = QWidget()
    qtbot.addWidget(parent)
    Printing(Background(lambda error: None), None, parent).ask("")
    assert not [each for each in offered if "PDF" in each]
