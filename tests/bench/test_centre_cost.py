"""What a desk costs its centre is counted on the line between them."""

from app.central.client import CentralClient
from tests.bench.centre_cost import CountingLine, first_pulls
from tests.support.desks import other_desk
from tests.support.waiting import eventually


def test_a_line_counts_each_call_and_its_bytes_both_ways(own_centre):
    line = CountingLine(own_centre.inner_url)
    central = CentralClient(line.url, "cost")
    central.about()
    central.access_token = other_desk(own_centre).access_token
    central.about()
    page = central.changes("", 3)
    counted = line.counted()
    central.close()
    line.close()
    assert len(page.changes) == 3
    assert (counted["GET /v1/about", "calls"], counted["GET /v1/changes", "calls"]) == (2, 1)
    assert counted["GET /v1/about", "connections"] == 1  # which the page went over too
    assert counted["GET /v1/changes", "connections"] == 0
    assert counted["GET /v1/changes", "down"] > sum(len(c.body) for c in page.changes)
    assert all(counted[call, "up"] > 100 for call in ("GET /v1/about", "GET /v1/changes"))


def test_a_line_can_be_without_a_stream(own_centre):
    line = CountingLine(own_centre.inner_url)
    central = CentralClient(line.url, "cost")
    central.access_token = other_desk(own_centre).access_token
    assert next(central.stream()) == ""
    line.drop_streams()
    eventually(lambda: not line.streams)
    line.close()


def test_a_page_shrinks_when_it_is_packed():
    for name, plain, packed in first_pulls(60, (100,)):
        assert plain > 4 * packed, name
