"""The journal: what happened, as JSON lines, without anyone's name or number."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime
from pathlib import Path

import msgspec

Fact = str | int | float | bool | None


class Journal:
    """Rotating, 5 files of 2 MB. Facts are codes, counts and durations."""

    def __init__(self, folder: Path) -> None:
        from logging.handlers import RotatingFileHandler

        self._logger = logging.Logger("jianjian.journal")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler: logging.Handler = RotatingFileHandler(
                folder / "journal.jsonl", maxBytes=2 * 2**20, backupCount=5, encoding="utf-8",
                delay=True,
            )  # fmt: skip
        except OSError:
            handler = logging.NullHandler()
        handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk must not stop the desk
        self._logger.addHandler(handler)

    def note(self, event: str, at: datetime, **facts: Fact) -> None:
        line = {"at": at.isoformat(timespec="milliseconds"), "event": event, **facts}
        self._logger.info(msgspec.json.encode(line).decode())

    def unexpected(self, error: BaseException, at: datetime) -> None:
        """An error nobody foresaw: its kind and where it came from, never its words."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        trace = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        self.note("unexpected", at, kind=type(error).__name__, trace=trace)
