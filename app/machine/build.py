"""What this desk was built from: a file that the recipe leaves in the bundle."""

from __future__ import annotations

import contextlib
import platform
import sys
from typing import Annotated

import msgspec

from app import __version__
from app.cases.typed import decode
from app.machine.paths import RESOURCES

FILE = RESOURCES / "build.json"
Word = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z.+-]{0,64}$")]


class Build(msgspec.Struct, frozen=True):
    """``id``: the commit, ``""`` from source. ``glibc``: the oldest one that has all symbols its
    libraries ask for, ``""`` where they ask for none."""

    id: Word = ""
    glibc: Annotated[str, msgspec.Meta(pattern=r"^(2\.\d{1,3})?$")] = ""


def build() -> Build:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return decode(FILE.read_bytes(), Build)
    return Build()


def version() -> str:
    """As IT is told it: ``0.1.0 (5d03b2bbef2c)``, or ``0.1.0`` from source."""
    commit = build().id
    return f"{__version__} ({commit})" if commit else __version__


def user_agent() -> str:
    """As a server is told it (RFC 9110 10.1.5); of the machine the system and the processor."""
    about = f"{build().id or 'unbuilt'}; {sys.platform} {platform.machine()}"
    return f"Jianjian/{__version__} ({about})"
