"""Places in the feed, told to desks as opaque cursors."""

from __future__ import annotations

import re

from app.practice.ledger import Ledger

SEQ = re.compile(r"\d{1,18}", re.ASCII)


class CursorExpired(Exception):
    """This feed, as it is now, never gave that cursor: it is to be read from the start."""


class Cursors:
    """A cursor names the epoch, so that none from before a restore is known any more."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._edition = ""

    def at(self, seq: int) -> str:
        """The cursor behind a line of the feed."""
        return f"{self._prefix()}.{seq}"

    def seq(self, cursor: str) -> int:
        """The feed's line a cursor stands at; 0 for none. Raises CursorExpired."""
        if not cursor:
            return 0
        prefix, _, at = cursor.rpartition(".")
        if prefix != self._prefix() or not SEQ.fullmatch(at) or int(at) > self._ledger.last_seq():
            raise CursorExpired
        return int(at)

    def expire(self) -> None:
        """Forgets every cursor given so far."""
        self._edition += "'"

    def _prefix(self) -> str:
        return self._ledger.epoch + self._edition
