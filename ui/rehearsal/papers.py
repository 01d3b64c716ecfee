"""The stations of the tour at which the desk has read the papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.cases.model import Material
from ui.language import tr
from ui.rehearsal.centre import LEAD
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import Expectations
from ui.rehearsal.grants import REGISTRATION
from ui.review.paper_findings import FindingLine

FUEL = "fuel-licence-change"
FUEL_CLERK = 6  # of the city, who has it
DIFFERENCE, ALTERED = "lease_area_differs", "altered_after_sealing"
# As pictures show them best; the first is seen on photos only.
ON_PAPER = ("someone_elses_card", "lease_over", "floor_plan_blank")
ON_THE_LEASE = "租金"
Faults = dict[str, tuple[str, list[str]]]
OFD, PICTURE = "application/ofd", "image/"


def use_what_was_read(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """At the lead's desk, who is signed in: a difference becomes a correction, a scan is searched
    where scans are recognised."""
    faults = expectations.centre.faults()
    _ask_about_a_difference(clerk, expectations, faults)
    if clerk.application.desk.machine.recognition.is_on:
        _search_a_scan(clerk, expectations, faults)


def see_seals(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """Another department's clerk looks at an OFD as it was sealed, and at one changed later."""
    faults = expectations.centre.faults()
    clerk.choose_in_menu(tr("Sign out"))
    clerk.sign_in(**expectations.centre.clerks[FUEL_CLERK])
    altered = {case: places for case, (fault, places) in faults.items() if fault == ALTERED}
    case = next(expectations.suitable(FUEL, lambda c: c["id"] in altered, FUEL_CLERK))
    _see_a_seal(clerk, case, lambda m: f"material:{m.id}" in altered[case["id"]], "seal-altered")
    case = expectations.choose(FUEL, _has_ofd, FUEL_CLERK)
    _see_a_seal(clerk, case, lambda m: m.media_type == OFD, "seal-unaltered")


def _see_a_seal(
    clerk: ScriptedClerk, case: dict[str, Any], fits: Callable[[Material], bool], picture: str
) -> None:
    clerk.find(case["no"])
    _open_paper(clerk, fits)
    clerk.until("the seal", clerk.window.review.materials.pane.pages.seals.isVisible)
    clerk.picture(picture)


def open_with_finding(
    clerk: ScriptedClerk,
    cases: Iterable[dict[str, Any]],
    fits: Callable[[FindingLine], bool] = lambda line: True,
) -> tuple[dict[str, Any], FindingLine]:
    """Opens the first of these cases whose papers are found to be against the form: without the
    optional part what only a picture says is not. Raises TourFailed where there is none."""
    for case in cases:
        clerk.find(case["no"])
        clerk.until("its papers to be read", lambda: _are_read(clerk))
        if lines := [line for line in findings(clerk) if fits(line)]:
            return case, lines[0]
    raise TourFailed("no paper of these cases is found to be against its form")


def _ask_about_a_difference(
    clerk: ScriptedClerk, expectations: Expectations, faults: Faults
) -> None:
    """What the desk has found is a fault of the correction without a word typed."""
    cases = expectations.suitable(
        REGISTRATION,
        lambda c: (
            faults.get(c["id"], ("", []))[0] == DIFFERENCE
            and c["state"] == "received"
            and not c["corrections"]
        ),
        LEAD,
    )
    case, line = open_with_finding(clerk, cases, lambda line: line.finding.kind == "differs")
    fault = line.finding.fault
    clerk.click(line.see)
    clerk.until("the place on the lease", lambda: _is_drawn(clerk))
    clerk.picture("paper-differs")
    clerk.click(line.correct)
    clerk.until("it to be in the correction", lambda: _is_marked(clerk, line.finding.id))
    clerk.click_on(clerk.word_of("request_correction"))
    clerk.picture("difference-in-correction")
    clerk.click_on(clerk.word_of("request_correction"))
    clerk.until("the papers to go back", lambda: clerk.state_is(("correcting", "refused")))
    clerk.until("it to be sent", clerk.all_sent)
    expectations.expect(
        case,
        "a difference the desk found, asked to be corrected",
        lambda c: any(fault in words for each in c["notices"] for words in each["paragraphs"]),
    )


def _search_a_scan(clerk: ScriptedClerk, expectations: Expectations, faults: Faults) -> None:
    """The words of a lease that came as a picture are found where they stand."""
    case = expectations.choose(
        REGISTRATION,
        lambda c: (
            c["id"] not in faults
            and any(_is_scanned_lease(m["media_type"], m["name"]) for m in c["materials"])
        ),
        LEAD,
    )
    clerk.find(case["no"])
    _open_paper(clerk, lambda material: _is_scanned_lease(material.media_type, material.name))
    clerk.click_on(tr("Find in this material"))
    bar = clerk.window.review.materials.pane.pages.find_bar

    def is_found() -> bool:
        clerk.type(bar.field, ON_THE_LEASE)
        clerk.rest(500)
        return bar.said.text().startswith("1/")

    clerk.until("the words of the scan", is_found)
    clerk.picture("scan-searched")
    bar.close_bar()


def _open_paper(clerk: ScriptedClerk, fits: Callable[[Material], bool]) -> None:
    view = clerk.window.review.view
    if view is None:
        raise TourFailed("no case is open")
    papers = view.case.current_materials()
    clerk.open_material(next(at for at, material in enumerate(papers) if fits(material)))
    clerk.until("the paper", lambda: _is_drawn(clerk))


def _are_read(clerk: ScriptedClerk) -> bool:
    view = clerk.window.review.view
    comparison = view.situation.comparison if view is not None else None
    return comparison is not None and bool(comparison.fields) and not comparison.unread


def _is_drawn(clerk: ScriptedClerk) -> bool:
    return clerk.window.review.materials.pane.pages.is_shown()


def _is_marked(clerk: ScriptedClerk, id_: str) -> bool:
    view = clerk.window.review.view
    return view is not None and id_ in view.draft.marks


def _has_ofd(case: dict[str, Any]) -> bool:
    return any(material["media_type"] == OFD for material in case["materials"])


def _is_scanned_lease(media_type: str, name: str) -> bool:
    return media_type.startswith(PICTURE) and "租赁" in name


def findings(clerk: ScriptedClerk) -> list[FindingLine]:
    """What the papers say against the form of the open case, as it stands there."""
    lines = clerk.window.review.findChildren(FindingLine)
    return [line for line in lines if line.isVisibleTo(clerk.window)]
