"""What a point of the doctor has found."""

from __future__ import annotations

import msgspec


class Said(msgspec.Struct, frozen=True):
    """What was found; ``named`` beside it is for whoever stands here: names of printers and of the
    centre, folders, words of others. The bundle that is mailed leaves it out."""

    said: str
    named: str = ""


class Unfit(Exception):
    """A point that is ill, and why."""

    def __init__(self, said: str, named: str = "") -> None:
        super().__init__(said)
        self.found = Said(said, named)
