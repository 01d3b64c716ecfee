"""A practice centre in a process of its own: there once it is started, gone once it is closed."""

import urllib.error
import urllib.request

import pytest

from app.machine.practice_process import PracticeProcess


def test_it_answers_while_it_is_open_and_not_any_more():
    centre = PracticeProcess("--cases", "1", "--speed", "0")
    try:
        assert centre.inner_url == centre.url
        assert {"username", "password"} == set(centre.clerks[0])
        with urllib.request.urlopen(f"{centre.url}/v1/about") as answer:
            assert answer.status == 200
    finally:
        centre.close(30)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{centre.url}/v1/about")


def test_an_order_has_an_answer():
    centre = PracticeProcess("--cases", "1", "--speed", "0", "--controlled")
    try:
        assert centre.say("cut") == "done\n"
        assert centre.inner_url != centre.url
    finally:
        centre.close(30)


def test_one_that_cannot_start_is_no_centre(tmp_path):
    (tmp_path / "departments.toml").write_text("")
    with pytest.raises(ValueError):
        PracticeProcess("--data", str(tmp_path))
