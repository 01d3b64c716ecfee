"""Taking back what is under way waits for the try to end, and asks again only then."""

import threading

from app.store.changes import Changed
from app.store.errors import BeingSent, NotWithdrawable
from app.store.taking_back import TakingBack


class Work:
    """Answers in turn what it is told to; the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def __call__(self, db):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def changed(store, kind: str) -> None:
    store.write(lambda db: [Changed("x"), Changed(kind)]).result(10)
    store.write(lambda db: []).result(10)  # what was asked for meanwhile has been answered


TAKEN = [Changed("draft", ("sa-1",))]


def test_what_can_be_taken_back_is_at_once(store):
    work = Work(TAKEN)
    assert TakingBack(store, work).done.result(10) == tuple(TAKEN)
    changed(store, "outbox")
    assert work.asked == 1
    assert store.listeners == []


def test_it_is_asked_again_once_the_outbox_has_changed_and_for_nothing_else(store):
    work = Work(BeingSent(), BeingSent(), TAKEN)
    taking = TakingBack(store, work)
    changed(store, "case")
    assert (work.asked, taking.done.done()) == (1, False)
    changed(store, "outbox")
    assert (work.asked, taking.done.done()) == (2, False)
    changed(store, "outbox")
    assert taking.done.result(10) == tuple(TAKEN)
    changed(store, "outbox")
    assert work.asked == 3
    assert store.listeners == []


def test_what_cannot_be_taken_back_any_more_is_said(store):
    work = Work(BeingSent(), NotWithdrawable())
    taking = TakingBack(store, work)
    changed(store, "outbox")
    assert type(taking.done.exception(10)) is NotWithdrawable
    changed(store, "outbox")
    assert work.asked == 2
    assert store.listeners == []


def test_while_it_is_being_asked_it_is_not_asked_again(store):
    held, work = threading.Event(), Work(TAKEN)
    store.write(lambda db: [Changed("x")] if held.wait(10) else [])
    store.write(lambda db: [Changed("outbox")])
    taking = TakingBack(store, work)  # behind both
    held.set()
    assert taking.done.result(10) == tuple(TAKEN)
    changed(store, "outbox")
    assert work.asked == 1
