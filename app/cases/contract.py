"""The versions of the contract between the desk and a centre (docs/contract.md)."""

from __future__ import annotations

from functools import cache

OLDER_API, API_VERSION = "1.0", "1.1"


def knows(api: str, since: str) -> bool:
    """Whether a centre of version ``api`` knows what came with ``since``; both as ``1.1``."""
    return _numbers(api) >= _numbers(since)


@cache
def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
