"""Looks for a newer version in the background; what it finds lies ready for IT, and no more."""

from __future__ import annotations

import platform
import random
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app import __version__
from app.cases.failure import Failure, cause_of
from app.machine.cancel import Cancelled, CancelScope
from app.machine.instance import file_lock
from app.machine.paths import READING
from app.machine.policy import Policy

if TYPE_CHECKING:
    from app.update.listing import Package, UpdateList
    from app.update.source import Source

# What fetches is imported when it does: 8 ms of the window's start, for most desks in vain.
FIRST_SECONDS = 30 * 60  # a hall's desks begin together: each waits for any part of that
AGAIN_SECONDS = 4 * 60 * 60
AFTER_FAILURE_SECONDS = 15 * 60
PROCESSORS = {"x86_64": "amd64", "aarch64": "arm64"}  # else named as packages name them
LOCK = "lock"


class UpdateFile(msgspec.Struct, frozen=True):
    """One IT installs, whole and with the hash that was signed."""

    path: Path
    sha256: str


class Update(msgspec.Struct, frozen=True):
    """A newer version: the desk's file, and the optional part's where that is installed here.
    ``drops_reading``: that is installed and not listed in this version, the upgrade removes it."""

    version: str
    files: tuple[UpdateFile, ...]
    drops_reading: bool = False


class Updates:
    """Of one account. ``found`` and ``failed`` are called from its thread, ``failed`` once for each
    new reason."""

    def __init__(
        self,
        policy: Policy,
        folder: Path,
        clock: Callable[[], datetime],
        found: Callable[[Update], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.update: Update | None = None
        self._policy, self._folder, self._clock = policy, folder, clock
        self._found, self._failed = found, failed
        self._scope = CancelScope()
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="updates", daemon=True)

    def begin(self) -> None:
        """Looks from now on, until closed; where the policy names a source. Never blocks."""
        if self._policy.update_from and not self._thread.is_alive():
            self._thread.start()

    def look_now(self) -> None:
        """The centre takes this version no more. Never blocks."""
        self._wanted.set()

    def close(self) -> None:
        """Never blocks: nobody waits for a share that hangs."""
        self._scope.cancel()
        self._wanted.set()

    def _run(self) -> None:
        said = ""
        wait = random.uniform(0, FIRST_SECONDS)
        while not self._scope.cancelled:
            self._wanted.wait(wait)
            self._wanted.clear()
            try:
                self._look()
                said, wait = "", AGAIN_SECONDS
            except Cancelled:
                return
            except Exception as error:
                reason = error.code if isinstance(error, Failure) else type(error).__name__
                if reason != said:
                    self._failed(error)
                said, wait = reason, AFTER_FAILURE_SECONDS

    def _look(self) -> None:
        from app.update.source import source_of

        source = source_of(self._policy.update_from, self._policy.extra_ca, self._scope)
        update = look(source, self._policy.update_keys, self._folder, self._clock())
        if update is not None and update != self.update:
            self.update = update
            self._found(update)


def look(source: Source, keys: tuple[str, ...], folder: Path, now: datetime) -> Update | None:
    """The newest version for this machine, fetched into ``folder``; None where there is none, or
    another desk of the account is fetching it.

    Raises as ``fetch_list`` and ``fetch_package`` do, and UpdateNotKept.
    """
    from filelock import Timeout

    from app.update.errors import UpdateNotKept
    from app.update.fetching import fetch_list, fetch_package, keep_only

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(folder / LOCK).acquire(timeout=0):
            packages = newer_packages(fetch_list(source, keys, folder, now))
            keep_only(folder, packages)
            if not packages:
                return None
            files = tuple(
                UpdateFile(fetch_package(source, each, folder), each.sha256) for each in packages
            )
            return Update(packages[0].version, files, drops_reading(packages))
    except Timeout:
        return None
    except OSError as error:
        raise UpdateNotKept(cause_of(error)) from error


def newer_packages(listed: UpdateList) -> tuple[Package, ...]:
    """The desk's, of a version higher than this one, and the optional part's where that is
    installed here and listed; a cache that a newer desk has opened is opened by no older one."""
    from app.update.listing import order_of

    desk = listed.newest(*this_machine())
    if desk is None or desk.order <= order_of(__version__):
        return ()
    part = listed.reading_of(desk) if _has_reading() else None
    return (desk,) if part is None else (desk, part)


def drops_reading(newer: Sequence[Package]) -> bool:
    """Whether the optional part is installed here and not among these: it wants the desk's very
    version, so that a package manager removes it as the desk is upgraded."""
    return len(newer) == 1 and _has_reading()


def _has_reading() -> bool:
    """By a package of its own; the installer for Windows holds both."""
    return sys.platform != "win32" and READING.is_dir()


def this_machine() -> tuple[str, str]:
    """What is installed here, and for which processor, as a package has them."""
    processor = platform.machine().lower()
    if sys.platform == "win32":
        system = "windows"
    else:
        system = "deb" if shutil.which("dpkg") else "rpm"
    return system, PROCESSORS.get(processor, processor)
