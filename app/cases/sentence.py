"""What the product says to a clerk or to IT, in both its languages.

The centre and the desk speak the same sentences, and neither may depend on a
user interface, so a sentence carries its Chinese and its English itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


class Sentence(msgspec.Struct, frozen=True):
    """Two templates of one sentence and what fills them.

    A value may itself be a Sentence; it is filled in the same language.

    >>> Sentence("还差 {n} 份材料", "{n} materials are missing", {"n": 2}).en
    '2 materials are missing'
    """

    zh_template: str
    en_template: str
    values: Mapping[str, Sentence | str | int | float | None] = {}

    @property
    def zh(self) -> str:
        return self.spoken("zh")

    @property
    def en(self) -> str:
        return self.spoken("en")

    def spoken(self, language: str) -> str:
        """The sentence in ``"zh"`` or ``"en"``."""
        template = self.zh_template if language.startswith("zh") else self.en_template
        values = {
            key: value.spoken(language) if isinstance(value, Sentence) else value
            for key, value in self.values.items()
        }
        return template.format(**values)


def say(zh: str, en: str, **values: Any) -> Sentence:
    """A Sentence whose values are named like the fields of its templates."""
    return Sentence(zh, en, values)


def listed(sentences: Sequence[Sentence | str]) -> Sentence:
    """Several sentences or names as one, joined as each language joins them.

    A name is a value, never a template: an applicant may have written it.
    """
    return Sentence(
        "、".join(f"{{s{i}}}" for i in range(len(sentences))),
        ", ".join(f"{{s{i}}}" for i in range(len(sentences))),
        {f"s{i}": sentence for i, sentence in enumerate(sentences)},
    )
