"""The reader process as this machine's policy has it; loaded when it is first asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.cases.paper_text import PageReading, Signature
from app.desk.machine import Machine
from app.viewer.messages import NotShown, Part

if TYPE_CHECKING:
    from app.reader.messages import PageCount
    from app.reader.process import Reader


class LazyReader:
    """A ``PaperReader`` (app/desk/incremental_reader.py). ``started`` is told what a reader process
    that has started could still do."""

    def __init__(self, machine: Machine, started: Callable[[tuple[Part, ...]], None]) -> None:
        self._machine, self._started = machine, started

    def engine(self) -> str:
        """What reads, its version, and whom it trusts: papers are read anew by another."""
        from app.reader.engine import version

        read_by = version(self._recognises)
        if not self._authorities:
            return read_by
        trusted = hashlib.sha256(b"".join(self._authorities)).hexdigest()
        return f"{read_by}, trusting {trusted[:12]}"

    def open(self, key: str, content: bytes) -> PageCount | NotShown:
        return self._reader.open(key, content)

    def read_page(self, key: str, page: int) -> PageReading | NotShown:
        return self._reader.read_page(key, page)

    def signatures(self, key: str) -> tuple[Signature, ...]:
        return self._reader.signatures(key, self._authorities)

    def pause(self, seconds: float) -> None:
        if "_reader" in vars(self):
            self._reader.pause(seconds)

    def replace(self) -> None:
        if "_reader" in vars(self):  # there is none to be ended before it was asked
            self._reader.replace()

    @cached_property
    def _reader(self) -> Reader:
        from app.reader.engine import command
        from app.reader.process import Reader

        return Reader(command(self._recognises), self._started)

    @cached_property
    def _recognises(self) -> bool:
        return self._machine.recognition.is_on

    @cached_property
    def _authorities(self) -> tuple[bytes, ...]:
        return self._machine.seal_authorities()
