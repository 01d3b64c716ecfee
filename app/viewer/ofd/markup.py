"""Elements of an OFD's XML by their names alone: its namespaces differ, or are missing."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Iterator


def name_of(element: ET.Element) -> str:
    """Without its namespace; "" of a comment."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element: ET.Element | None, name: str) -> Iterator[ET.Element]:
    if element is not None:
        yield from (child for child in element if name_of(child) == name)


def child(element: ET.Element | None, *path: str) -> ET.Element | None:
    """The first one down a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def words(element: ET.Element | None, *path: str) -> str:
    """What stands in it, "" where it is not there."""
    found = child(element, *path)
    return "" if found is None else (found.text or "").strip()


def is_true(written: str | None, otherwise: bool) -> bool:
    """An attribute of xs:boolean; ``otherwise`` where it is not there."""
    return otherwise if written is None else written.strip().lower() in ("true", "1")
