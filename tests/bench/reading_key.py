"""What the papers say, held against the answer key: what was pointed out, what was not, and what
was pointed out though there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from app.cases.evidence import Comparison, PaperFinding
from tests.bench.reading_city import SeededMistake

UNREADABLE = "unreadable"  # no finding: the place is listed as one that nobody could read
# A mistake of the city that can be seen on paper, and the kinds of finding that point it out.
SEEN_ON_PAPER: dict[str, frozenset[str]] = {
    "lease_in_other_name": frozenset({"differs", "another_person"}),
    "lease_area_differs": frozenset({"differs"}),
    "lease_over": frozenset({"expired"}),
    "floor_plan_blank": frozenset({"blank"}),
    "photo_upside_down": frozenset({"upside_down"}),
    "photo_unreadable": frozenset({UNREADABLE, "blank"}),
    "someone_elses_card": frozenset({"another_person", "differs"}),
    "health_certificate_out_of_date": frozenset({"expired"}),
    "certificate_out_of_date": frozenset({"expired"}),
    "certificate_expired_on_paper": frozenset({"expired"}),
    "not_the_lease": frozenset({"another_paper"}),
    "not_the_certificate": frozenset({"another_paper"}),
    "same_file_twice": frozenset({"same_file"}),
    "altered_after_sealing": frozenset({"changed_after_sealing"}),
    "code_differs": frozenset({"code_differs"}),
    "invoice_code_differs": frozenset({"code_differs"}),
    "another_application": frozenset({"another_application"}),
}
# The form is wrong and the papers are right: found without them, and no warning of theirs is false.
DIFFERS_FROM_PAPERS = frozenset({"wrong_check_digit"})
# Told by the register, by the file itself or by the form; the papers say the same as the form.
NOT_ON_PAPER = frozenset({
    "licence_revoked", "licence_expired", "outside_district", "floor_plan_missing",
    "bytes_differ_from_hash", "broken_pdf", "encrypted_pdf", "pdf_bomb",
    "same_application_open", "prerequisite_undecided",
})  # fmt: skip


class Pointed(msgspec.Struct, frozen=True):
    """A mistake that can be seen on paper. ``pictured``: on scans and photographs only."""

    mistake: SeededMistake
    pictured: bool
    pointed_out: bool


class Judged(msgspec.Struct, frozen=True):
    """One case: its mistakes on paper, and the findings that rest on none."""

    mistakes: tuple[Pointed, ...]
    false: tuple[PaperFinding, ...]


def judge(
    mistakes: Iterable[SeededMistake], said: Comparison, is_pictured: Callable[[str], bool]
) -> Judged:
    """``is_pictured``: of a material's id. A finding is false where it is about none of the papers
    and fields that a mistake of the case shows at, of whatever kind it is."""
    known = [m for m in mistakes if m.name in SEEN_ON_PAPER or m.name in DIFFERS_FROM_PAPERS]
    at_mistakes = {place for mistake in known for place in mistake.places}
    return Judged(
        tuple(
            Pointed(m, _is_pictured(m, is_pictured), _is_pointed_out(m, said))
            for m in known
            if m.name in SEEN_ON_PAPER
        ),
        tuple(f for f in said.findings if not at_mistakes & places_of(f)),
    )


def places_of(finding: PaperFinding) -> set[str]:
    """As the answer key names them."""
    materials = {finding.material_id, *(place.material_id for place in finding.places)} - {""}
    field = {f"field:{finding.field}"} if finding.field else set()
    return {f"material:{id_}" for id_ in materials} | field


def _is_pointed_out(mistake: SeededMistake, said: Comparison) -> bool:
    kinds, places = SEEN_ON_PAPER[mistake.name], set(mistake.places)
    unreadable = {f"material:{place.material_id}" for place in said.unreadable}
    return (UNREADABLE in kinds and bool(unreadable & places)) or any(
        finding.kind in kinds and places & places_of(finding) for finding in said.findings
    )


def _is_pictured(mistake: SeededMistake, is_pictured: Callable[[str], bool]) -> bool:
    at_papers = (place for place in mistake.places if place.startswith("material:"))
    return all(is_pictured(place.removeprefix("material:")) for place in at_papers)
