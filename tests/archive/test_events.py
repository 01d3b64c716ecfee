"""Whatever may happen to a case has a word in its history."""

from app.archive.events import EVENT_WORDS, event_word
from app.cases.actions import ACTIONS
from app.cases.model import EVENTS


def test_every_action_and_every_other_event_has_a_word_of_its_own():
    assert {*ACTIONS, *EVENTS} <= set(EVENT_WORDS)
    assert len(set(EVENT_WORDS.values())) == len(EVENT_WORDS)


def test_an_event_of_a_later_version_stands_as_it_came():
    assert event_word("teleported") == "teleported"
