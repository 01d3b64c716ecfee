"""Bodies far beyond any real one are cut short before anything else sees them."""

import msgspec
import pytest

from app.central.wire import MOST_ENTRIES, MOST_TEXT, bounded


def test_a_body_of_any_real_size_stays_to_the_byte_as_it_came():
    raw = b'{"name" : "x",\n "later": [[1, 2.50]], "name": "y"}' + b" " * 1000
    assert bounded(raw) == raw


def test_a_text_of_a_megabyte_and_a_list_of_a_million_are_cut():
    raw = msgspec.json.encode({"name": "字" * 2**20, "list": list(range(10**6)), "n": 7})
    cut = msgspec.json.decode(bounded(raw))
    assert cut["name"] == "字" * MOST_TEXT + "…"
    assert cut["list"] == list(range(MOST_ENTRIES))
    assert cut["n"] == 7


@pytest.mark.parametrize("depth", [1000, 100_000])
def test_what_is_nested_too_deep_is_no_body(depth):
    with pytest.raises(msgspec.DecodeError):
        bounded(b'{"later":' + b"[" * depth + b"]" * depth + b"}")
