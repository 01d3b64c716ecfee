"""Substring search over Chinese and Latin text with FTS5.

Every character, digits and letters too, is a token of its own, so that a
phrase query is an exact substring search from one character on.
"""

from __future__ import annotations

import re
import unicodedata

from app.cases.model import SubApplication

NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def spaced(text: str) -> str:
    """The text as single-character tokens."""
    return " ".join(NOT_ALPHANUMERIC.sub("", folded(text)))


def phrase(text: str) -> str:
    """An FTS5 query for the text as a substring; empty where nothing is searchable."""
    return f'"{tokens}"' if (tokens := spaced(text)) else ""


def case_text(case: SubApplication) -> str:
    """What a case is found by, its parts kept apart by a token no query can hold."""
    parts = [case.no, case.applicant.name, case.applicant.phone, case.item.name]
    parts += [case.one_thing.scene.name, case.applicant.address]
    parts += [str(f.value) for s in case.form for f in s.fields if isinstance(f.value, str)]
    return " \ufffcx ".join(spaced(part) for part in parts if part)
