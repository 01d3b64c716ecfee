"""What the hall's IT decides for this machine: one TOML file only an administrator can write."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from app.cases.failure import Failure
from app.cases.sentence import say

Days = Annotated[int, msgspec.Meta(ge=0, le=60)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=120)]


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``centre_url``: the only centre this machine speaks to. ``without_keyring``: ``memory``, work
    and keep nothing, or ``refuse``. ``offline_days``: how long a clerk may sign in without the
    centre. ``lock_after_minutes`` of rest the window is locked. The rest is the wire's
    (``app/central/transport.py``)."""

    centre_url: str = ""
    without_keyring: Literal["memory", "refuse"] = "memory"
    offline_days: Days = 7
    lock_after_minutes: Minutes = 5
    extra_ca: str = ""
    pins: tuple[str, ...] = ()
    client_certificate: str = ""
    client_key: str = ""


class PolicyUnreadable(Failure):
    code = "policy_unreadable"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "本机的管理策略文件有误，软件不能打开：请联系信息科（{detail}）",
                "This machine's policy file is wrong, the desk does not open: call IT ({detail})",
                detail=detail,
            ),
            detail,
        )


def load_policy(path: Path) -> Policy:
    """The policy; the defaults where there is no file. Raises PolicyUnreadable where it is wrong:
    a machine whose policy nobody can read is not open to everyone."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Policy)
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else error
        raise PolicyUnreadable(f"{path.name}: {words}") from error


def policy_place() -> Path:
    """Where an administrator puts it."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "Jianjian" / "policy.toml"
    return Path("/etc/jianjian/policy.toml")
