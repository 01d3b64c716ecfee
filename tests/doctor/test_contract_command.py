"""``doctor --contract``: what it says beforehand, what it may touch, and its reports."""

import html
import json
import os
import subprocess
import sys

import pytest

from app.central.transport import Trust
from app.support.conformance.probe import Probe
from app.support.conformance.reading import Feed
from tests.doctor import report_schema
from tests.support.broken_centre import served
from tests.support.servers import altered

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("city")
        with served(folder, monkeypatch) as centre:
            yield centre


def contract(city, home, *more, url="", typed=None):
    """One run of the command, with one test clerk."""
    clerk = city.clerk
    return subprocess.run(
        [sys.executable, "main.py", "doctor", "--contract", url or city.url,
         "--username", clerk.username, *more],
        input=clerk.password + "\n" if typed is None else typed, capture_output=True, text=True,
        timeout=600, env={**os.environ, "JIANJIAN_HOME": str(home)},
    )  # fmt: skip


def written(city):
    """All that the test clerk's feed says, with its revisions."""
    probe = Probe(city.url, city.clerk, Trust())
    probe.sign_in()
    feed = Feed(probe)
    feed.read()
    return feed.revisions()


def test_nothing_is_written_before_it_is_told_what_and_agreed_to(city, tmp_path):
    before = written(city)
    done = contract(city, tmp_path, typed=f"{city.clerk.password}\nn\n")
    assert done.returncode == 2
    assert "Decisions and the numbers of their notices are for good" in done.stdout
    assert "[y/N]" in done.stderr and "✓" not in done.stdout
    assert written(city) == before


def test_a_run_for_one_department_refuses_a_clerk_of_another(city, tmp_path):
    before = written(city)
    done = contract(city, tmp_path, "--department", "no-such", "--yes")
    assert done.returncode == 2 and "nothing was written" in done.stderr
    assert written(city) == before


def test_who_is_not_let_in_is_told_so_without_a_question(city, tmp_path):
    done = contract(city, tmp_path, typed="wrong\n")
    assert done.returncode == 1 and "[y/N]" not in done.stderr
    assert "✗ POST /v1/token\n    应当 expected: " in done.stdout
    assert "    依据 says: docs/contract.md: Sign-in" in done.stdout


def hostile(path, answer):
    """A centre that says markup where it should say a number."""
    if not path.startswith("/v1/statistics?"):
        return answer
    return 500, {"Content-Type": "text/plain"}, HOSTILE.encode()


@pytest.fixture(scope="module")
def reported(city, tmp_path_factory):
    """A whole run as JSON and as a page, for the test department alone."""
    home = tmp_path_factory.mktemp("home")
    with altered(city.url, hostile) as url:
        done = contract(city, home, "--department", "scjg", "--yes", "--json", "--report",
                        str(home / "report.html"), url=url)  # fmt: skip
    return done.returncode, json.loads(done.stdout), (home / "report.html").read_text("utf-8")


def test_the_json_keeps_its_schema(reported):
    import jsonschema  # four seconds of the processor, in every process that collects the tests

    code, report, _ = reported
    assert report_schema.FILE.read_text("utf-8") == report_schema.text()
    jsonschema.validate(report, json.loads(report_schema.text()))
    assert code == 1 and not report["keeps"] and report["department"] == "scjg"
    kept, differs, untried = (
        [p["name"] for p in report["points"] if p["keeps"] is said] for said in (True, False, None)
    )
    assert (len(kept), len(differs), len(untried)) == (
        report["kept"], report["differs"], report["untried"],
    )  # fmt: skip
    assert "GET /v1/statistics" in differs and "transfer" in untried and "approve" in kept


def test_the_page_for_the_supplier_says_what_differs_and_runs_nothing(reported):
    _, report, page = reported
    (point,) = [p for p in report["points"] if p["name"] == "GET /v1/statistics"]
    assert HOSTILE not in page and "&lt;script&gt;" in page
    for said in (point["expected"]["zh"], point["expected"]["en"], "docs/contract.md · Look-ups"):
        assert html.escape(said) in page
    assert "没有第二名测试人员" in page


def test_no_applicant_is_named_in_a_report(city, reported):
    probe = Probe(city.url, city.clerk, Trust())
    probe.sign_in()
    feed = Feed(probe)
    feed.read()
    _, report, page = reported
    names = {case.applicant.name for case in feed.cases()}
    assert names and not [name for name in names if name in page or name in str(report)]
