"""What the comparison of the papers with the form hands on."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

import msgspec

from app.cases.model import Review, Tick
from app.cases.paper_text import Box
from app.cases.sentence import Sentence

FINDING_ID = re.compile(r"paper:[a-z_]{1,32}:[0-9a-f]{16}")
Agreement = Literal["agrees", "differs", "not_found"]
LICENCE = -1


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where on a paper of the case; ``page`` from 0, or ``LICENCE`` for what the electronic licence
    (电子证照) in its place says, which stands on no page."""

    material_id: str
    page: int
    box: Box


class Said(msgspec.Struct, frozen=True, gc=False):
    """What a paper says in its own words, and where."""

    value: str
    place: Place


class FieldEvidence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the papers say of one value of the form. ``key``: the form field's, or
    ``applicant.name``, ``applicant.id_number``, ``applicant.phone``, ``applicant.address``,
    ``representative.name``."""

    key: str
    agreement: Agreement
    agreeing: tuple[Said, ...] = ()
    differing: tuple[Said, ...] = ()


class PaperFinding(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something to look at. ``id`` is the same each time the same papers are compared: a tick on it
    (``Review.checklist``) answers it. ``kind``: ``differs``, ``expired``, ``not_yet_valid``,
    ``another_person``, ``another_application``, ``another_paper``, ``blank``, ``upside_down``,
    ``same_file``, ``code_differs`` or ``changed_after_sealing``. ``fault``: a sentence for the
    applicant, ready for a correction, ``""`` where it is none of the applicant's. ``field`` as in
    ``FieldEvidence``, ``""`` where there is none. ``needs_answer``: whether an approval waits for a
    tick or a fault; else it is only told.
    """

    id: str
    kind: str
    text: Sentence
    fault: str
    field: str = ""
    places: tuple[Place, ...] = ()
    material_id: str = ""
    needs_answer: bool = True


class Unreadable(msgspec.Struct, frozen=True, gc=False):
    """What of a paper nobody could read: a page, from 0, or -1 for all of a file that was
    ``not_opened``. ``not_recognised``: nobody tried."""

    material_id: str
    page: int
    problem: Literal["unreadable", "not_recognised", "not_opened"] = "unreadable"


class Comparison(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of all papers of the round with the form. ``unread``: ids of materials not read yet;
    ``forms``: of those that are the application form itself."""

    fields: tuple[FieldEvidence, ...] = ()
    findings: tuple[PaperFinding, ...] = ()
    unread: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    forms: tuple[str, ...] = ()


def finding_id(kind: str, *parts: str) -> str:
    """The id of a finding of this kind about these parts: papers, field and values."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8)
    return f"paper:{kind}:{digest.hexdigest()}"


def is_finding_id(text: str) -> bool:
    """Whether a tick under this id answers a finding of the papers; at most 55 characters."""
    return FINDING_ID.fullmatch(text) is not None


def unticked(review: Review, comparison: Comparison) -> tuple[PaperFinding, ...]:
    """The findings that need an answer and that the clerk has not ticked."""
    ticks = review.checklist
    return tuple(
        finding
        for finding in comparison.findings
        if finding.needs_answer and not ticks.get(finding.id, Tick()).done
    )
