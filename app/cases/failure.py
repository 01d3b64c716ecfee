"""Errors that a clerk or IT can do something about."""

from __future__ import annotations

from typing import ClassVar

from app.cases.sentence import Sentence

DEEPEST = 6


class Failure(Exception):
    """Says in ``sentence`` what happened and what to do; ``code`` and ``detail`` are for IT, the
    journal and the bundle: ``detail`` is kinds and numbers, never a host, a path, a name or
    anybody's words (``cause_of``)."""

    code: ClassVar[str] = "failure"

    def __init__(self, sentence: Sentence, detail: str = "") -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.detail = detail


def cause_of(error: BaseException) -> str:
    """What lies under an error, as kinds and numbers: ``ConnectionError < NewConnectionError <
    ConnectionRefusedError 111``."""
    said: list[str] = []
    at: BaseException | None = error
    while at is not None and len(said) < DEEPEST:
        said.append(_kind(at))
        inner = getattr(at, "reason", None) or next(iter(at.args), None)
        at = inner if isinstance(inner, BaseException) else at.__cause__ or at.__context__
    return " < ".join(dict.fromkeys(said))


def _kind(error: BaseException) -> str:
    numbers = (getattr(error, name, None) for name in ("errno", "verify_code"))
    return " ".join([type(error).__name__, *(str(n) for n in numbers if isinstance(n, int))])
