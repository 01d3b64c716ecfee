"""A notice is printed for service once it has its number; until then the desk says why it waits."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.cases.notices import numbered
from app.desk import RemoteDocument
from app.machine.paths import RESOURCES, own_command
from app.printing.notice import print_notice
from app.viewer.process import Viewer
from tests.support.notices import served
from ui.background import Background
from ui.decision.notice import NoticeDialog
from ui.language import speak, tr
from ui.worklist.together import PrintTogether

WAITS = "中心尚未编发文号，编号后再打印送达。"


@pytest.fixture(autouse=True)
def chinese(qapp):
    speak(qapp, "zh")


@pytest.mark.parametrize("why_not", ["", WAITS])
def test_a_notice_is_printed_from_its_dialog_unless_that_says_why_it_waits(qtbot, why_not):
    content = print_notice(served("受理通知书"), RESOURCES / "notices")
    background = Background(lambda error: (_ for _ in ()).throw(error))
    viewer = Viewer(own_command("viewer"))
    document = RemoteDocument(viewer, "notice", lambda: content)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = NoticeDialog(str, background, document, why_not, "", window)
    offered = {each.text() for each in dialog.findChildren(QPushButton)}
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert (tr("Print…") in offered) is (why_not == "")
    assert (WAITS in said) is (why_not == WAITS)
    dialog.reject()
    background.close()
    viewer.replace()


def test_notices_of_several_cases_wait_until_each_has_its_number(qtbot):
    together = PrintTogether(None, None, "", None, str)
    qtbot.addWidget(together)
    waiting = served("受理通知书")
    ready = numbered(waiting, "宁市监许受字〔2026〕7号")
    assert together.why_not(with_notices(waiting)) == "中心尚未编发文号"
    assert together.why_not(with_notices(ready)) == ""
    assert together.why_not(with_notices()) == "本件还没有文书"


def with_notices(*notices):
    return SimpleNamespace(case=SimpleNamespace(notices=notices))
