"""What a type's docstring says of its fields, one by one."""

from __future__ import annotations

import re


def clauses(docstring: str, fields: list[str]) -> tuple[dict[str, str], str]:
    """What a docstring says of each of these fields, and of the whole.

    Of a field: the clause that begins with its name, else the first that names it.
    """
    text = re.sub(r"(?<!^)\bNone\b", "null", " ".join(docstring.replace("``", "`").split()))
    said: dict[str, str] = {}
    mentioned: dict[str, str] = {}
    whole = []
    for clause in re.split(r"(?<=[.)`])\s+(?=[A-Z`])|;\s+(?=`)", text):
        begun = re.match(r"((?:`\w+`(?:, | and )?)+)(: )?", clause)
        named = re.findall(r"`(\w+)`", begun[1]) if begun else []
        leads = begun is not None and all(name in fields for name in named)
        for name in named if leads else ():
            own = clause[begun.end() :] if begun and begun[2] and len(named) == 1 else clause
            said.setdefault(name, _sentence(own))
        if leads or not clause:
            continue
        whole.append(_sentence(clause))
        for name in re.findall(r"`(\w+)`", clause):
            if name in fields:
                mentioned.setdefault(name, _sentence(clause))
    return mentioned | said, " ".join(whole)


def _sentence(clause: str) -> str:
    words = clause.strip().rstrip(".;:")
    return words[:1].upper() + words[1:] + "."
