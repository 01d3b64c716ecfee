"""The stations of the tour at which the desk has read the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.cases.model import Material
from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import Expectations
from ui.rehearsal.grants import LICENCE, REGISTRATION
from ui.review.paper_findings import FindingLine

PHARMACY = "drug-retail-licence"
ITEMS = (LICENCE, REGISTRATION, PHARMACY)
DIFFERENCE, ALTERED = "lease_area_differs", "altered_after_sealing"
ON_THE_LEASE = "租金"
OFD, PICTURE = "application/ofd", "image/"


def read_the_papers(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """A difference becomes a correction, seals are looked at, a scan is searched."""
    faults = expectations.centre.faults()
    ask_about_a_difference(clerk, expectations, faults)
    see_a_seal(clerk, expectations, faults, ALTERED, "seal-altered")
    see_a_seal(clerk, expectations, faults, "", "seal-unaltered")
    search_a_scan(clerk, expectations, faults)


def ask_about_a_difference(
    clerk: ScriptedClerk, expectations: Expectations, faults: dict[str, str]
) -> None:
    """What the desk has found is a fault of the correction without a word typed."""
    case = _choose(expectations, lambda c: faults.get(c["id"]) == DIFFERENCE and is_asked_first(c))
    clerk.find(case["no"])
    clerk.until("the difference", lambda: bool(_differences(clerk)))
    (line, *_) = _differences(clerk)
    clerk.click(line.see)
    clerk.until("the place on the lease", lambda: is_drawn(clerk))
    clerk.picture("paper-differs")
    fault = line.finding.fault
    clerk.click(line.correct)
    clerk.until("it to be in the correction", line.correct.isChecked)
    clerk.click_on(clerk.word_of("request_correction"))
    clerk.picture("difference-in-correction")
    clerk.click_on(tr("Ask for correction"))
    clerk.until("the correction to be asked", lambda: clerk.state_is(("correcting",)))
    clerk.until("it to be sent", clerk.all_sent)
    expectations.expect(
        case,
        "a difference the desk found, asked to be corrected",
        lambda c: any(fault in f["text"] for each in c["corrections"] for f in each["faults"]),
    )


def see_a_seal(
    clerk: ScriptedClerk,
    expectations: Expectations,
    faults: dict[str, str],
    fault: str,
    picture: str,
) -> None:
    """An OFD as it was sealed, or one that was changed later."""
    case = _choose(expectations, lambda c: faults.get(c["id"], "") == fault and has_file(c, OFD))
    clerk.find(case["no"])
    open_paper(clerk, lambda material: material.media_type == OFD)
    clerk.until("the seal", clerk.window.review.materials.pane.pages.seals.isVisible)
    clerk.picture(picture)


def search_a_scan(clerk: ScriptedClerk, expectations: Expectations, faults: dict[str, str]) -> None:
    """The words of a lease that came as a picture are found where they stand."""
    case = _choose(
        expectations,
        lambda c: (
            c["id"] not in faults
            and any(
                m["media_type"].startswith(PICTURE) for m in c["materials"] if "租赁" in m["name"]
            )
        ),
    )
    clerk.find(case["no"])
    open_paper(clerk, lambda m: m.media_type.startswith(PICTURE) and "租赁" in m.name)
    clerk.click_on(tr("Find in this material"))
    bar = clerk.window.review.materials.pane.pages.find_bar
    clerk.until("the search", bar.isVisible)

    def is_found() -> bool:
        clerk.type(bar.field, ON_THE_LEASE)
        clerk.rest(500)
        return "1/" in bar.said.text()

    clerk.until("the words of the scan", is_found)
    clerk.picture("scan-searched")
    bar.close_bar()


def open_paper(clerk: ScriptedClerk, fits: Callable[[Material], bool]) -> None:
    view = clerk.window.review.view
    if view is None:
        raise TourFailed("no case is open")
    papers = view.case.current_materials()
    clerk.open_material(next(at for at, material in enumerate(papers) if fits(material)))
    clerk.until("the paper", lambda: is_drawn(clerk))


def is_drawn(clerk: ScriptedClerk) -> bool:
    return clerk.window.review.materials.pane.pages.is_shown()


def is_asked_first(case: dict[str, Any]) -> bool:
    """Whether its applicant was never asked to correct anything."""
    return case["state"] == "received" and not case["corrections"]


def has_file(case: dict[str, Any], media_type: str) -> bool:
    return any(material["media_type"] == media_type for material in case["materials"])


def _choose(expectations: Expectations, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Of the items that the clerk has most of."""
    for item in ITEMS:
        try:
            return expectations.choose(item, fits)
        except TourFailed:
            continue
    raise TourFailed("no case with such a paper is left")


def _differences(clerk: ScriptedClerk) -> list[FindingLine]:
    return [
        line
        for line in clerk.window.review.findChildren(FindingLine)
        if line.finding.kind == "differs" and line.isVisibleTo(clerk.window)
    ]
