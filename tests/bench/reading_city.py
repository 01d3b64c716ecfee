"""Cities whose cases are read: with their papers, and what is wrong with them by the answer key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Item, SubApplication
from app.cases.typed import decode
from app.practice.generation import generate_city
from app.practice.ledger import Ledger
from app.practice.scenes import load_city

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
SEEN_ON_PAPER = 1.0  # of the cases that nobody has touched, with nothing else wrong


class SeededMistake(msgspec.Struct, frozen=True):
    """``places``: ``material:ID`` and ``field:KEY``, where it can be found."""

    name: str
    places: tuple[str, ...]


class FiledCase(msgspec.Struct, frozen=True):
    """``papers``: the files of the latest round as the desk has them, by the material's id: not
    those whose bytes are not what was registered."""

    seed: int
    case: SubApplication
    item: Item
    papers: dict[str, bytes]
    mistakes: tuple[SeededMistake, ...]


def filed_cases(folder: Path, seed: int, count: int) -> Iterator[FiledCase]:
    """All cases of a city of at least ``count``."""
    ledger = Ledger(folder / f"city-{seed}.sqlite")
    generate_city(ledger, load_city(), seed, count, NOW, SEEN_ON_PAPER)
    items = {code: decode(body, Item) for code, body in ledger.bodies("item")}
    mistakes: dict[str, list[SeededMistake]] = {}
    for case_id, name, places in ledger.faults():
        mistakes.setdefault(case_id, []).append(SeededMistake(name, places))
    for id_, body in ledger.bodies("sub_application"):
        case = decode(body, SubApplication)
        yield FiledCase(
            seed, case, items[case.item.code], _papers(ledger, case), tuple(mistakes.get(id_, ()))
        )
    ledger.close()


def is_picture(content: bytes) -> bool:
    """Whether a paper has no words of its own: a photograph, a scan, also one in a PDF. Looked at,
    not parsed: some of the city's files are traps."""
    if content.startswith(b"%PDF-"):
        return b"/DCTDecode" in content and b"/Font" not in content
    return not content.startswith(b"PK")  # an OFD is a ZIP


def _papers(ledger: Ledger, case: SubApplication) -> dict[str, bytes]:
    papers = {}
    for material in case.current_materials():
        kept = ledger.file(material.id) if material.sha256 else None
        if kept is not None and hashlib.sha256(kept[2]).hexdigest() == material.sha256:
            papers[material.id] = kept[2]
    return papers
