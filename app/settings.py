"""What this desk remembers between starts; nothing secret, nothing about a case."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

import msgspec


class WindowPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where the window was, in logical pixels: its frame's corner, its size inside the frame, and
    how much the frame adds; a width of 0 where it was never shown."""

    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    frame_width: int = 16
    frame_height: int = 48
    maximised: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``language``: ``zh`` or ``en``. ``theme``: ``system``, ``light`` or ``dark``.

    ``columns``: widths of the list's columns in pixels, 0 for one that is not shown.
    ``files_mb`` is how much of the applicants' files is kept on this machine.
    """

    centre_url: str = ""
    username: str = ""
    language: str = "zh"
    theme: str = "system"
    device_id: str = ""
    files_mb: int = 2048
    splitters: dict[str, list[int]] = {}
    columns: dict[str, int] = {}
    window: WindowPlace = WindowPlace()


def load(folder: Path) -> Settings:
    """The kept settings; defaults where there are none or they cannot be read."""
    settings = Settings()
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        settings = msgspec.json.decode((folder / "settings.json").read_bytes(), type=Settings)
    if not settings.device_id:
        settings = msgspec.structs.replace(settings, device_id=str(uuid.uuid4()))
        with contextlib.suppress(OSError):
            save(folder, settings)
    return settings


def save(folder: Path, settings: Settings) -> None:
    """Replaces the file in one step; raises OSError where the disk will not have it."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "settings.json.new"
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
    fresh.replace(folder / "settings.json")
