"""The conformance run sees: each way of breaking the practice centre is told by its points alone."""

import gzip
import os
import re
import ssl
from pathlib import Path

import pytest

from app.cases.contract import OLDER_API
from app.central.transport import Trust
from app.support.conformance.probe import Credentials
from app.support.conformance.run import ConformanceRun
from tests.practice.broken import actions, feed, hands, look_ups, sign_in, team
from tests.practice.broken.feed import of_bodies, of_pages
from tests.support.broken_centre import served
from tests.support.servers import scripted_server, self_signed

MUTANTS = [
    *sign_in.MUTANTS, *feed.MUTANTS, *look_ups.MUTANTS, *actions.MUTANTS, *hands.MUTANTS,
    *team.MUTANTS,
]  # fmt: skip
TRIED = MUTANTS if os.environ.get("EVERY_MUTANT") else MUTANTS[::6]  # all: make conformance
CONTRACT = Path(__file__).parents[2] / "docs/contract.md"


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """The points of a run against the practice centre as it is."""
    folder = tmp_path_factory.mktemp("honest")
    with pytest.MonkeyPatch.context() as patch, served(folder, patch) as centre:
        return centre.points()


def test_the_practice_centre_keeps_every_point(honest):
    assert [(point.name, point.came, point.why.en) for point in honest if not point.keeps] == []


@pytest.mark.parametrize("mutant", TRIED, ids=lambda mutant: mutant.broken)
def test_a_broken_centre_is_told_by_its_points_and_by_no_other(mutant, tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, mutant.breaks) as centre:
        points = centre.points()
    told = differ(points)
    assert {name for name, _, _ in told} == mutant.told_by, told
    assert mutant.untried in (None, untried(points).keys())


def test_every_point_has_a_mutant_that_it_tells(honest):
    """The way there has tests of its own below."""
    told = set().union(*(mutant.told_by for mutant in MUTANTS)) | {"HTTPS"}
    assert {point.name for point in honest} - told == set()


def test_every_point_names_a_section_of_the_contract(honest):
    headings = set(re.findall(r"^#+ (.+)$", CONTRACT.read_text("utf-8"), re.MULTILINE))
    assert {point.section for point in honest} <= headings


def test_what_differs_says_what_was_expected_in_both_languages_and_what_came(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, MUTANTS[0].breaks) as centre:
        (found,) = [point for point in centre.points() if point.keeps is False]
    assert found.expected.zh and found.expected.en and found.came


def differ(points):
    return [(point.name, point.expected.en, point.came) for point in points if point.keeps is False]


def untried(points):
    return {point.name: point.why.en for point in points if point.keeps is None}


def of_a_later_version(page):
    """What were articles are of a kind that nobody knows."""
    page["a_field_of_a_later_version"] = 1
    for change in page["changes"]:
        if change["kind"] == "article":
            change.update(kind="weather", body={"sky": "blue"}, a_field_of_a_later_version=1)


def without_articles(reply):
    if reply.status == 200:
        reply.json = {kind: said for kind, said in reply.json.items() if kind != "article"}


def test_further_kinds_and_fields_are_no_faults(tmp_path, monkeypatch):
    def breaks(centre):
        of_bodies("sub_application", lambda body: body.update(weather="blue"))(centre)
        of_pages(of_a_later_version)(centre)
        centre.answers("/v1/changes/digest", without_articles)

    with served(tmp_path, monkeypatch, breaks) as centre:
        assert differ(centre.points()) == []


def packing(reply):
    if "gzip" in reply.asked.get("accept-encoding", "") and reply.body:
        reply.headers["content-encoding"] = "gzip"
        reply.body = gzip.compress(reply.body)


def test_a_centre_that_packs_its_pages_keeps_every_point_and_is_told_by_how_much(
    tmp_path, monkeypatch
):
    with served(tmp_path, monkeypatch, lambda c: c.answers("/v1/changes", packing)) as centre:
        points = centre.points()
    assert differ(points) == []
    (packed,) = [point.said for point in points if point.name == "packing: gzip"]
    assert re.fullmatch(r"gzip 1 : \d+", packed)


def test_a_centre_of_1_0_keeps_every_point_as_well(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, api=OLDER_API) as centre:
        points = centre.points()
    assert differ(points) == []
    assert {p.name: p.said for p in points}["changes: epoch"].startswith("1.0")


def test_what_cannot_be_tried_is_neither_kept_nor_differs_and_says_why(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch) as centre:
        points = centre.points(second=False, patience=10)
    assert differ(points) == []
    why = untried(points)
    assert why["changes: one's own"] == "no second clerk was given"
    assert why["access token: its end"] == "this waits for 901 s"
    assert why["stream: heartbeat"] == "this waits for 15 s"


def test_an_authority_the_machine_does_not_know_is_told_with_the_word_for_it(tmp_path):
    certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with scripted_server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"https://127.0.0.1:{server.server_port}"
        clerk = Credentials("nobody", "nothing")
        unknown = list(ConformanceRun(url, clerk, Trust()).points())
        known = next(ConformanceRun(url, clerk, Trust(extra_ca=certificate)).points())
    assert [point.name for point in unknown if point.keeps is False] == ["HTTPS"]
    assert "extra_ca" in unknown[0].expected.zh and "extra_ca" in unknown[0].expected.en
    assert len(untried(unknown)) == len(unknown) - 1
    assert untried(unknown)["POST /v1/token"] == "the centre is not reached"
    assert known.keeps
