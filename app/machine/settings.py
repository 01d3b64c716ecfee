"""What this desk remembers between starts; nothing secret, nothing about a case."""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path

import msgspec

from app.cases.typed import decode
from app.machine.address import normal_address

MOST_FORMER = 16


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
    screen: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``language``: ``zh`` or ``en``. ``theme``: ``system``, ``light`` or ``dark``.

    ``columns``: widths of the list's columns in pixels, 0 for one that is not shown.
    ``files_mb`` is how much of the applicants' files is kept on this machine.
    ``former_addresses``: the centre's as it was typed where that was not its normal form.
    ``text_size`` in per cent, 100 to 150. ``goes_on``: whether a decision leads to the next case.
    ``notifies``: whether what comes is said by the system. ``seconds_before_sending`` is how long
    a decision can be taken back, where the policy leaves it to the clerk. ``scan_folder``: where
    the scanner puts its files. ``printer``: its name, "" for the system's.
    ``papers_screen``: the id of the screen the papers stand on, "" where they stand in the window.
    ``lock_after_minutes``: of rest; 0, or more than the policy's, means the policy's.
    """

    centre_url: str = ""
    former_addresses: tuple[str, ...] = ()
    username: str = ""
    language: str = "zh"
    theme: str = "system"
    device_id: str = ""
    files_mb: int = 2048
    splitters: dict[str, list[int]] = {}
    columns: dict[str, int] = {}
    window: WindowPlace = WindowPlace()
    papers_screen: str = ""
    text_size: int = 100
    goes_on: bool = True
    notifies: bool = True
    seconds_before_sending: int = 10
    scan_folder: str = ""
    printer: str = ""
    lock_after_minutes: int = 0
    welcomed: bool = False  # whether the cards of the first start were seen


def load(folder: Path) -> Settings:
    """The kept settings, with this machine's id, which is made and kept at the first start."""
    settings = read(folder)
    if not settings.device_id:
        settings = msgspec.structs.replace(settings, device_id=str(uuid.uuid4()))
        with contextlib.suppress(OSError):
            save(folder, settings)
    return settings


def read(folder: Path) -> Settings:
    """The kept settings; defaults where there are none or they cannot be read."""
    settings = Settings()
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        settings = decode((folder / "settings.json").read_bytes(), Settings)
    return with_centre(settings, settings.centre_url)


def with_centre(settings: Settings, typed: str) -> Settings:
    """With the centre's address in its normal form; another spelling is remembered, for a cache may
    lie under it."""
    address, former = normal_address(typed), settings.former_addresses
    if typed != address and typed not in former:
        former = (*former, typed)[-MOST_FORMER:]
    return msgspec.structs.replace(settings, centre_url=address, former_addresses=former)


def save(folder: Path, settings: Settings) -> None:
    """Replaces the file in one step; raises OSError where the disk will not have it."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"settings.json.{os.getpid()}.new"  # two desks may save at the same moment
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
    fresh.replace(folder / "settings.json")
