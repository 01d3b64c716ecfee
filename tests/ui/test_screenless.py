"""What Qt says on a tour without a screen: warnings, and not what that platform cannot do."""

from tests.support.programs import python

SAID = """
from ui.rehearsal.screenless import choose_platform
choose_platform()
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
window.setMinimumSize(10, 10)
window.show()
window.raise_()
qWarning("a real one")
"""


def test_a_real_warning_is_seen_and_nothing_else_is():
    done = python("-c", SAID, QT_QPA_PLATFORM="offscreen")
    assert done.stderr.splitlines() == ["a real one"]
