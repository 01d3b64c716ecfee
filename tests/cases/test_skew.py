"""How far this machine's clock may be from the centre's."""

from datetime import datetime, timedelta

import pytest

from app.cases.model import SHANGHAI
from app.cases.skew import clock_skew, is_tolerated

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI)


def test_a_clock_that_is_ahead_has_a_positive_skew_in_seconds():
    assert clock_skew(NOW + timedelta(minutes=2), NOW) == 120.0
    assert clock_skew(NOW - timedelta(minutes=2), NOW) == -120.0


@pytest.mark.parametrize(
    ("seconds", "tolerated"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_five_minutes_either_way_need_nobody_s_attention(seconds, tolerated):
    assert is_tolerated(seconds) is tolerated
