"""What becomes of an error in the background: decided in one place, for every view."""

import gc
import weakref

import pytest

from app.cases.failure import Failure
from app.cases.sentence import say
from ui.background import Background
from ui.language import speak


class Refused(Failure):
    def __init__(self) -> None:
        super().__init__(say("中心不同意", "The centre does not agree"))


@pytest.fixture
def unexpected():
    return []


@pytest.fixture
def background(qapp, unexpected):
    speak(qapp, "zh")
    made = Background(unexpected.append)
    yield made
    made.close()


def failing(error: BaseException):
    def work():
        raise error

    return work


def test_a_failure_is_said_where_the_operation_says(qtbot, background, unexpected):
    said = []
    background.run(failing(Refused()), lambda _: None, say=said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["中心不同意"]
    assert unexpected == []


def test_a_failure_that_nothing_says_is_not_swallowed(qtbot, background, unexpected):
    background.run(failing(Refused()), lambda _: None)
    qtbot.waitUntil(lambda: bool(unexpected))
    assert isinstance(unexpected[0], Refused)


def test_any_other_error_is_unexpected_and_never_said_in_the_operations_place(
    qtbot, background, unexpected
):
    said = []
    background.run(failing(ZeroDivisionError()), lambda _: None, say=said.append)
    qtbot.waitUntil(lambda: bool(unexpected))
    assert isinstance(unexpected[0], ZeroDivisionError)
    assert said == []


def test_an_error_its_own_handler_raises_again_is_unexpected(qtbot, background, unexpected):
    def failed(error: BaseException) -> None:
        raise error

    background.run(failing(ZeroDivisionError()), lambda _: None, failed=failed)
    qtbot.waitUntil(lambda: bool(unexpected))
    assert isinstance(unexpected[0], ZeroDivisionError)


@pytest.mark.parametrize("work", [lambda: "result", failing(Refused()), failing(KeyError())])
def test_the_end_is_heard_first_whatever_came_of_it(qtbot, background, unexpected, work):
    heard = []
    background.run(work, heard.append, say=heard.append, ended=lambda: heard.append("ended"))
    qtbot.waitUntil(lambda: len(heard) + len(unexpected) == 2)
    assert heard[0] == "ended"


def test_what_goes_round_in_a_circle_is_let_go_however_long_it_was_held(
    qtbot, unexpected, monkeypatch
):
    monkeypatch.setattr("ui.background.COLLECT_MS", 1)

    class Held:
        pass

    held = Held()
    held.itself, gone = held, weakref.ref(held)
    gc.collect()  # it is old now
    background = Background(unexpected.append)
    del held
    qtbot.waitUntil(lambda: gone() is None)
    background.close()
