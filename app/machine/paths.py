"""Where things lie on this machine."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import msgspec

from app.machine.address import normal_address
from app.machine.policy import policy_place

RESOURCES = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2])) / "resources"
# The folder of the optional part that recognises words in pictures, beside the packaged program.
READING = (
    Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).parents[2]
) / "reading"


class Places(msgspec.Struct, frozen=True):
    """The folders of one operating-system account, and the machine's policy."""

    settings: Path
    caches: Path
    journal: Path
    policy: Path

    @classmethod
    def of_account(cls) -> Places:
        """The account's own folders, or below ``JIANJIAN_HOME`` where that is set."""
        if home := os.environ.get("JIANJIAN_HOME"):
            below = cls.below(Path(home))
            return msgspec.structs.replace(below, policy=_stricter(below.policy))
        from platformdirs import PlatformDirs  # 7 ms, and a viewer process has no places

        dirs = PlatformDirs("jianjian", appauthor=False)
        return cls(
            dirs.user_config_path,
            dirs.user_data_path / "caches",
            dirs.user_log_path,
            policy_place(),
        )

    @classmethod
    def below(cls, home: Path) -> Places:
        """All places in one folder, as tests and the tour have them."""
        return cls(home / "settings", home / "caches", home / "journal", home / "policy.toml")

    @property
    def updates(self) -> Path:
        """Where a newer version lies, fetched and not installed."""
        return self.caches.with_name("updates")

    def cache_of(self, centre_url: str, username: str) -> Path:
        """One file per clerk and centre, its name telling neither."""
        return self.cache_under(normal_address(centre_url), username)

    def cache_under(self, spelling: str, username: str) -> Path:
        """Where it lay when each spelling of the address had a cache of its own."""
        name = hashlib.sha256(f"{spelling}|{username}".encode()).hexdigest()[:24]
        return self.caches / f"{name}.db"

    def lock_of(self, centre_url: str, username: str) -> Path:
        """What a clerk's open desk holds. It lies apart from the cache: it is never moved or
        erased with it, so that two desks can never hold a file of this name each."""
        name = self.cache_of(centre_url, username).with_suffix(".lock").name
        return self.caches.with_name("locks") / name


def _stricter(own: Path) -> Path:
    """The machine's policy, where it has one: no variable of an account goes past it."""
    try:
        policy_place().stat()
    except FileNotFoundError:
        return own
    except OSError:
        pass  # one that cannot be looked at opens nothing: ``load_policy`` says so
    return policy_place()


def own_command(*arguments: str) -> list[str]:
    """The command line that starts this program again, from source or packaged."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, str(Path(__file__).parents[2] / "main.py"), *arguments]
