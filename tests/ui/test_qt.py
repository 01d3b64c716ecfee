"""The Qt that is installed keeps Python's books straight (docs/decisions/0003)."""

import sys

from PySide6.QtWidgets import QApplication


def test_calls_into_qt_do_not_give_references_of_none_away(qapp):
    if sys.version_info >= (3, 12):
        return  # None is immortal there
    before = sys.getrefcount(None)
    for _ in range(2000):
        QApplication.focusWidget()
    assert before - sys.getrefcount(None) < 500
