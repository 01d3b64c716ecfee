"""What lies under an error, told as kinds and numbers."""

import errno

import pytest

from app.cases.failure import Failure, cause_of
from app.cases.sentence import say


class WithReason(Exception):
    def __init__(self, reason):
        super().__init__("host example.invalid, port 443")
        self.reason = reason


def raised(error, cause=None, context=None):
    error.__cause__, error.__context__ = cause, context
    return error


REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "refused", "/home/clerk/secret")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("some words"), "ValueError"),
        (ValueError(), "ValueError"),
        (REFUSED, f"ConnectionRefusedError {errno.ECONNREFUSED}"),
        (WithReason(REFUSED), f"WithReason < ConnectionRefusedError {errno.ECONNREFUSED}"),
        (WithReason("words"), "WithReason"),
        (OSError(WithReason(KeyError("x"))), "OSError < WithReason < KeyError"),
        (raised(ValueError("x"), cause=KeyError("y")), "ValueError < KeyError"),
        (raised(ValueError("x"), context=KeyError("y")), "ValueError < KeyError"),
        (raised(ValueError("x"), KeyError("y"), IndexError("z")), "ValueError < KeyError"),
        (raised(WithReason(REFUSED), KeyError("y")), f"WithReason < ConnectionRefusedError {errno.ECONNREFUSED}"),
        (raised(ValueError("x"), cause=ValueError("y")), "ValueError"),
    ],
)  # fmt: skip
def test_a_cause_is_kinds_and_numbers_and_nobodys_words(error, told):
    assert cause_of(error) == told


def test_the_number_a_certificate_was_refused_with_is_told():
    error = ValueError("certificate of host")
    error.verify_code = 10
    assert cause_of(error) == "ValueError 10"


def test_a_circle_of_causes_ends():
    one, other = ValueError("x"), KeyError("y")
    raised(one, other), raised(other, one)
    assert cause_of(one) == "ValueError < KeyError"


def test_no_more_than_six_of_a_long_chain_are_told():
    kinds = (ValueError, KeyError, IndexError, TypeError, OSError, EOFError, NameError, ImportError)
    error = None
    for kind in reversed(kinds):
        error = raised(kind(), cause=error)
    assert cause_of(error) == " < ".join(kind.__name__ for kind in kinds[:6])


def test_a_failure_has_a_sentence_for_the_clerk_and_a_detail_for_it():
    failure = Failure(say("磁盘已满", "The disk is full"), "OSError 28")
    assert (str(failure), failure.sentence.zh, failure.detail) == (
        "The disk is full",
        "磁盘已满",
        "OSError 28",
    )
    assert Failure(say("甲", "a")).detail == ""
