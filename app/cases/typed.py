"""JSON read as typed values."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")
_ONE_AT_A_TIME = Lock()


def decode(raw: bytes | str | msgspec.Raw, kind: type[T]) -> T:
    """The typed value; raises msgspec.DecodeError (or ValidationError) on anything else."""
    value: T = decoder(cast(Hashable, kind)).decode(raw)
    return value


@cache
def decoder(kind: Hashable, strict: bool = True) -> msgspec.json.Decoder[Any]:
    """msgspec 0.22 works out how a class is read when it is first met, and ends the process by
    SIGSEGV where two threads meet it at once: here one does, for all threads."""
    with _ONE_AT_A_TIME:
        return msgspec.json.Decoder(kind, strict=strict)
