"""Errors that a clerk or IT can do something about."""

from __future__ import annotations

from typing import ClassVar

from app.cases.sentence import Sentence


class Failure(Exception):
    """Says in ``sentence`` what happened and what to do; ``code`` is for IT and the journal."""

    code: ClassVar[str] = "failure"

    def __init__(self, sentence: Sentence, detail: str = "") -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.detail = detail
