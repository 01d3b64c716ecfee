"""What the electronic licences (电子证照) in the places of papers say of the form.

Their facts have the keys of a form's fields, so that they need no label. Whether a licence is in
force, and whose it is, is another question (``app.cases.licences``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.cases.evidence.comparison import LICENCE, Said
from app.cases.evidence.forms import Slot
from app.cases.evidence.labelled import AGREES, DIFFERS, read
from app.cases.evidence.unlabelled import find
from app.cases.evidence.values import Value, shown
from app.cases.evidence.words import PageWords
from app.cases.model import Licence, SubApplication
from app.cases.paper_text import Line, PageReading

NOWHERE = (0.0, 0.0, 0.0, 0.0)


def said_by_licences(
    case: SubApplication, values: Mapping[str, Value]
) -> Iterator[tuple[str, str, Said]]:
    """The key of a value, whether a licence AGREES or DIFFERS, and what it says."""
    for material in case.current_materials():
        for fact, text in _facts(material.licence) if material.licence else ():
            line = PageReading((Line(text, NOWHERE),), source="text")
            words = PageWords(material.id, LICENCE, line)
            said = Said(text, words.place(0, len(words.text)))
            for key, value in values.items():
                verdict = read(value, words, Slot(0, len(words.text), True))[0]
                if key == fact and verdict in (AGREES, DIFFERS):
                    yield key, verdict, said
                elif any(find(value, words)):
                    yield key, AGREES, said


def _facts(licence: Licence) -> Iterator[tuple[str, str]]:
    """By their keys; what can agree with the form only has none."""
    told = (licence.no, licence.holder, licence.holder_id, licence.valid_from, licence.valid_to)
    yield from (("", str(text)) for text in told if text)
    for key, value in licence.facts.items():
        if text := shown(value):
            yield key, text
