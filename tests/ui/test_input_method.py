"""What an input method has begun is no text: nothing is saved, and nothing is drawn under it."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent

from ui.decision.opinion import OpinionView
from ui.language import tr


@pytest.fixture
def opinion(qtbot):
    view = OpinionView()
    qtbot.addWidget(view)
    view.show()
    view.text.setFocus()
    return view


def compose(field, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)


def test_the_placeholder_makes_room_for_what_is_being_composed(opinion):
    placeholder = tr("Opinion, as the decision says it")
    compose(opinion.text, "jing")
    assert opinion.text.placeholderText() == ""
    compose(opinion.text, "")
    assert opinion.text.placeholderText() == placeholder
    compose(opinion.text, "jing")
    compose(opinion.text, "", "经审查")
    assert (opinion.words(), opinion.text.placeholderText()) == ("经审查", placeholder)


def test_only_what_is_committed_is_saved(opinion, qtbot):
    saved = []
    opinion.typed.connect(saved.append)
    compose(opinion.text, "jing'shen'cha")
    opinion.flush()
    assert saved == []
    compose(opinion.text, "", "经审查")
    opinion.flush()
    assert saved == ["经审查"]
