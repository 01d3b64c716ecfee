"""What a conformance run leaves alone, and what it does not tell."""

from app.central.transport import Trust
from app.practice.centre import password_of
from app.practice.scenes import load_city
from app.support.conformance.acting import act, action
from app.support.conformance.probe import Credentials, Pace, Probe
from app.support.conformance.reading import Feed
from app.support.conformance.run import ConformanceRun
from tests.practice.broken.actions import answering
from tests.support.broken_centre import served

OTHERS = "冒名者"


def feed_of(centre, clerk):
    """A clerk's, read; and who asked."""
    probe = Probe(centre.url, clerk, Trust())
    probe.sign_in()
    feed = Feed(probe)
    feed.read()
    return probe, feed


def run_of(centre, department):
    pace = Pace(silence=1.5, prompt=1.0, patience=3600, wait=centre.wait)
    run = ConformanceRun(centre.url, centre.clerk, Trust(), centre.second, pace, department)
    return list(run.points())


def with_an_open_case(centre, department):
    """A clerk of another department, with their feed."""
    for username in load_city().staff():
        probe, feed = feed_of(centre, Credentials(username, password_of(username)))
        if feed.open_cases() and feed.open_cases()[0].department.code != department:
            return probe, feed
    raise LookupError("nobody else has an open case")


def test_a_run_for_one_department_touches_no_case_of_another(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch) as centre:
        ours, before = feed_of(centre, centre.clerk)
        (department,) = {case.department.code for case in before.cases()}
        theirs, lent = with_an_open_case(centre, department)
        case = lent.open_case()
        transfer = {"to_clerk": ours.clerk_id, "reason": "x"}
        (result,) = act(
            theirs, action(case, "transfer", base_revision=case.revision, payload=transfer)
        )
        points = run_of(centre, department)
        _, after = feed_of(centre, centre.clerk)
    assert after.held["sub_application"][case.id].revision == result["revision"]
    assert {p.name for p in points if p.keeps} >= {"approve", "transfer", "claims: count"}


def renamed(action, result):
    """The body is another applicant's, and its notices go to them."""
    if result.get("body"):
        result["body"]["applicant"]["name"] = OTHERS
        for notice in result["body"]["notices"]:
            notice["addressee"] = OTHERS
    return result


def test_what_differs_names_no_applicant(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, answering(renamed)) as centre:
        _, feed = feed_of(centre, centre.clerk)
        names = {case.applicant.name for case in feed.cases()}
        points = run_of(centre, "")
    differs = [p for p in points if p.keeps is False]
    assert {"accept", "request_correction"} <= {p.name for p in differs}
    said = "".join(p.expected.zh + p.expected.en + p.came for p in differs)
    assert "applicant.name" in said
    assert OTHERS not in said and not [name for name in names if name in said]
