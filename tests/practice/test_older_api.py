"""A practice centre of version 1.0 beside others."""

from datetime import datetime

from litestar.testing import TestClient

from app.cases.contract import API_VERSION, OLDER_API
from app.cases.model import SHANGHAI
from app.practice.server import make_server
from app.practice.tokens import Tokens
from app.practice.world import World
from tests.practice.test_city import quick_city

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


def test_centres_of_both_versions_in_one_process_each_say_their_own(tmp_path):
    ledger = quick_city(tmp_path / "city.sqlite", seed=3, cases=30, now=NOW)
    world = World(ledger, lambda: NOW)
    said = []
    for api in (API_VERSION, OLDER_API, API_VERSION):
        with TestClient(make_server(world, Tokens({}), api)) as centre:
            about = centre.get("/v1/about").json()
        said.append((about["api"], "epoch" in about))
    ledger.close()
    assert said == [(API_VERSION, True), (OLDER_API, False), (API_VERSION, True)]
