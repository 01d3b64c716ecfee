"""What works beside the window holds back while the window is at work, for a moment at most."""

import threading

import pytest

from app.machine import precedence


@pytest.fixture
def step():
    """A small step of another thread, and what tells that it was taken."""
    over = threading.Event()

    def take():
        precedence.give_way()
        over.set()

    thread = threading.Thread(target=take)
    yield thread, over
    thread.join()


def test_a_step_waits_until_the_window_is_done(monkeypatch, step):
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 60.0)
    thread, over = step
    with precedence.window_first():
        thread.start()
        assert not over.wait(0.05)
    assert over.wait(60)


def test_within_its_work_the_window_may_begin_more_of_it(monkeypatch, step):
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 60.0)
    thread, over = step
    with precedence.window_first():
        with precedence.window_first():
            pass
        thread.start()
        assert not over.wait(0.05)
    assert over.wait(60)


def test_a_window_that_takes_long_holds_nobody_back(monkeypatch, step):
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 0.0)
    thread, over = step
    with precedence.window_first():
        thread.start()
        assert over.wait(60)


def test_within_a_piece_that_goes_on_nobody_is_held_back_again(monkeypatch, step):
    """As while a dialog waits for its clerk."""
    thread, over = step
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 0.0)
    with precedence.window_first():
        monkeypatch.setattr(precedence, "LONGEST_SECONDS", 60.0)
        with precedence.window_first():
            thread.start()
            assert over.wait(5)


def test_beside_a_window_at_rest_nobody_waits(monkeypatch, step):
    monkeypatch.setattr(precedence, "LONGEST_SECONDS", 60.0)
    with pytest.raises(ZeroDivisionError), precedence.window_first():
        _ = 1 / 0
    thread, over = step
    thread.start()
    assert over.wait(60)
