"""What the hall's IT decides for this machine: one TOML file only an administrator can write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from app.cases.failure import Failure
from app.cases.sentence import say
from app.machine.ownership import strangers

PROGRAM_DATA = "62AB5D82-FDC1-4DC3-A9DD-070D1D495D97"
MOST_SECONDS_BEFORE_SENDING = 60
Days = Annotated[int, msgspec.Meta(ge=0, le=60)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=120)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=MOST_SECONDS_BEFORE_SENDING)]
# From the root of a machine, of a drive or of a share; or below the account's home.
_FOLDER = r"(/|~/|[A-Za-z]:[\\/]|\\\\[^\\]+\\)[^\x00-\x1f]*"
Folder = Annotated[str, msgspec.Meta(pattern=rf"^({_FOLDER})?$", max_length=400)]
Source = Annotated[str, msgspec.Meta(pattern=rf"^(https://[^\s@?#]+|{_FOLDER})?$", max_length=400)]
Ed25519Key = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{43}=$")]
File = Annotated[str, msgspec.Meta(pattern=rf"^{_FOLDER}$", max_length=400)]


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``centre_url``: the only centre this machine speaks to. ``without_keyring``: ``memory``, work
    and keep nothing, or ``refuse``. ``offline_days``: how long a clerk may sign in without the
    centre. ``lock_after_minutes`` of rest the window is locked. ``seconds_before_sending``: how
    long a decision can be taken back before it goes, ``notifications``: whether what comes is said
    by the system; None leaves these to the clerk. ``scan_folder``: where the scanner puts its
    files; ``""`` leaves that to the clerk. ``reader``: whether the words of scans and photos are
    recognised; None leaves that to how much memory the machine has. ``seal_authorities``:
    files with the certificates of those who issue seals and signatures that are trusted; a name
    would prove nothing, for whoever makes a certificate writes it. ``update_from``: an https
    address or a folder with a signed list of versions; ``update_keys``: the Ed25519 public keys in
    base64, one of which must have signed it. The rest is the wire's
    (``app/central/transport.py``)."""

    centre_url: str = ""
    without_keyring: Literal["memory", "refuse"] = "memory"
    offline_days: Days = 7
    lock_after_minutes: Minutes = 5
    seconds_before_sending: Seconds | None = None
    notifications: bool | None = None
    scan_folder: Folder = ""
    reader: bool | None = None
    seal_authorities: Annotated[tuple[File, ...], msgspec.Meta(max_length=32)] = ()
    update_from: Source = ""
    update_keys: Annotated[tuple[Ed25519Key, ...], msgspec.Meta(max_length=4)] = ()
    extra_ca: str = ""
    pins: tuple[str, ...] = ()
    client_certificate: str = ""
    client_key: str = ""

    def __post_init__(self) -> None:
        if self.update_from and not self.update_keys:
            raise ValueError("`update_from` without `update_keys`: nobody could have signed it")


class PolicyUnreadable(Failure):
    """No TOML, or keys and values no policy has."""

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


class PolicyNotTrusted(Failure):
    """``detail`` names who else may write the file."""

    code = "policy_not_trusted"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "本机的管理策略文件可被管理员以外的人修改，软件不能打开：请联系信息科（{detail}）",
                "Others than the administrator may change this machine's policy file, the desk "
                "does not open: call IT ({detail})",
                detail=detail,
            ),
            detail,
        )


def load_policy(path: Path) -> Policy:
    """The policy; the defaults where there is no file. Raises PolicyUnreadable where it is wrong:
    a machine whose policy nobody can read is not open to everyone. Raises PolicyNotTrusted where
    it is the machine's, and not only the administrator may write it."""
    try:
        if path == policy_place() and (others := strangers(path)):
            raise PolicyNotTrusted(others)
        return msgspec.toml.decode(path.read_bytes(), type=Policy)
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else error
        raise PolicyUnreadable(f"{path.name}: {words}") from error


def policy_place() -> Path:
    """Where an administrator puts it."""
    if sys.platform == "win32":
        return _program_data() / "Jianjian" / "policy.toml"
    return Path("/etc/jianjian/policy.toml")


def _program_data() -> Path:
    """As Windows has it (SHGetKnownFolderPath, FOLDERID_ProgramData): a variable of the account
    may say anything."""
    import ctypes
    from uuid import UUID

    library: Any = ctypes
    wanted = (ctypes.c_byte * 16).from_buffer_copy(UUID(PROGRAM_DATA).bytes_le)
    place = ctypes.c_wchar_p()
    refused = library.windll.shell32.SHGetKnownFolderPath(wanted, 0, None, ctypes.byref(place))
    if refused or place.value is None:
        raise OSError(f"SHGetKnownFolderPath: {refused:#x}")
    try:
        return Path(place.value)
    finally:
        library.windll.ole32.CoTaskMemFree(place)
