"""The key of a clerk's cache, sealed twice: by the operating system's keyring and by the password.

Beside the cache lies ``…key``: the 256-bit key, sealed with AES-256-GCM (NIST SP 800-38D) under
scrypt of the password (RFC 7914), and that under a secret which only the keyring has. Neither alone
opens it, and no file ever stands in for the keyring.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from app.cancel import Cancelled, CancelScope
from app.cases.failure import cause_of
from app.store.errors import (
    KeyLost,
    NoKeyring,
    NotHeldHere,
    OfflineTooLong,
    PasswordChanged,
    PasswordDiffers,
    TooManyTries,
)

T = TypeVar("T")
SERVICE = "jianjian"
_TRUSTED_BACKENDS = ("SecretService", "libsecret", "kwallet", "Windows", "macOS")
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # OWASP's password storage cheat sheet; 128 MB
NONCE_BYTES, KEY_BYTES = 12, 32
PROMPT_SECONDS = 30.0  # after which it is no answer
FREE_TRIES, FIRST_WAIT, LONGEST_WAIT = 5, timedelta(minutes=1), timedelta(hours=8)
CLOCK_SLACK = timedelta(hours=1)


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """The file beside the cache; ``sealed`` as hex, the parameters of scrypt beside it."""

    n: int
    r: int
    p: int
    salt: str
    sealed: str


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What rests in the keyring: its half, and what may not be set back by copying a file."""

    secret: str
    online_at: datetime
    seen_at: datetime
    failures: int = 0
    closed_until: datetime | None = None


class SecretPlace(Protocol):
    """Where the other half is kept."""

    def read(self) -> str: ...
    def write(self, text: str) -> None: ...
    def remove(self) -> None: ...


class KeyringPlace:
    """An entry of the operating system's keyring; ``earlier`` is the name it had before, if any.

    Raises NoKeyring whatever the matter with the keyring is: not running, gone, locked, its prompt
    dismissed or left alone for half a minute. ``scope`` ends waiting for it at once.
    """

    def __init__(self, entry: str, earlier: str = "", scope: CancelScope | None = None) -> None:
        require_keyring()
        self._entry, self._earlier = entry, earlier
        self._scope = scope or CancelScope()

    def read(self) -> str:
        return self._ask(lambda: _password(self._entry) or _password(self._earlier))

    def write(self, text: str) -> None:
        import keyring

        def work() -> None:
            keyring.set_password(SERVICE, self._entry, text)
            _delete(self._earlier)

        self._ask(work)

    def remove(self) -> None:
        def work() -> None:
            for entry in (self._entry, self._earlier):
                _delete(entry)

        self._ask(work)

    def _ask(self, work: Callable[[], T]) -> T:
        try:
            return self._scope.call(work, seconds=PROMPT_SECONDS)
        except Cancelled:
            raise
        except Exception as error:  # a keyring's backends let errors of the bus and sockets through
            raise NoKeyring(cause_of(error)) from error


def _password(entry: str) -> str:
    import keyring

    return (keyring.get_password(SERVICE, entry) or "") if entry else ""


def _delete(entry: str) -> None:
    import keyring
    from keyring.errors import PasswordDeleteError

    if entry and _password(entry):
        with contextlib.suppress(PasswordDeleteError):  # another thread was quicker
            keyring.delete_password(SERVICE, entry)


class MemoryPlace:
    """Keeps nothing: with the process the secret is gone, and what it sealed can't be opened."""

    def __init__(self) -> None:
        self._text = ""

    def read(self) -> str:
        return self._text

    def write(self, text: str) -> None:
        self._text = text

    def remove(self) -> None:
        self._text = ""


class Vault:
    """The key of one cache. Keys are 64 hex digits.

    >>> vault = Vault(cache.with_suffix(".key"), KeyringPlace("…"))  # doctest: +SKIP
    >>> vault.after_sign_in("the password the centre accepted", now)  # doctest: +SKIP
    '3f…'
    """

    def __init__(self, file: Path, place: SecretPlace) -> None:
        self._file, self._place = file, place

    def after_sign_in(self, password: str, now: datetime) -> str:
        """The key once the centre has accepted ``password``; made anew at a first sign-in.

        Raises PasswordChanged where another password sealed it, KeyLost where a half is gone and
        there is something it would open.
        """
        kept, sealed = self._kept(), self._sealed()
        if kept is None or sealed is None:
            if self._file.with_suffix(".db").exists():
                raise KeyLost
            key = secrets.token_hex(KEY_BYTES)
            self._keep(_Kept(secret=secrets.token_hex(KEY_BYTES), online_at=now, seen_at=now))
            self._seal(key, password)
            return key
        try:
            key = _unsealed(sealed, kept, password)
        except PasswordDiffers:
            raise PasswordChanged from None
        self._keep(msgspec.structs.replace(
            kept, online_at=now, seen_at=now, failures=0, closed_until=None))  # fmt: skip
        self._strengthen(sealed, key, password)
        return key

    def reseal(self, old: str, new: str, now: datetime) -> str:
        """The key, sealed with a password the centre has accepted since; ``old`` is asked for once.

        Raises PasswordDiffers, TooManyTries, KeyLost.
        """
        key = self.with_password(old, now)
        self._seal(key, new)
        return key

    def offline(self, password: str, now: datetime, most_days: int) -> str:
        """The key without the centre, for so many days after it was last asked.

        Raises NotHeldHere, OfflineTooLong, PasswordDiffers, TooManyTries, KeyLost.
        """
        if (kept := self._kept()) is None:
            raise NotHeldHere
        away = max(now, kept.seen_at) - kept.online_at
        if away > timedelta(days=most_days) or now < kept.online_at - CLOCK_SLACK:
            raise OfflineTooLong(most_days)
        return self.with_password(password, now)

    def forget(self) -> None:
        """Lets both halves go: what the key sealed can never be opened again."""
        self._file.unlink(missing_ok=True)
        self._place.remove()

    def with_password(self, password: str, now: datetime) -> str:
        """The key; five tries, then a wait that grows with each further one, restarts or not.

        Raises PasswordDiffers, TooManyTries, KeyLost.
        """
        kept, sealed = self._kept(), self._sealed()
        if kept is None or sealed is None:
            raise KeyLost
        if kept.closed_until is not None and now < kept.closed_until:
            raise TooManyTries(kept.closed_until - now)
        try:
            key = _unsealed(sealed, kept, password)
        except PasswordDiffers:
            failures = kept.failures + 1
            over = failures - FREE_TRIES
            wait = min(FIRST_WAIT * 2 ** min(over, 20), LONGEST_WAIT) if over >= 0 else None
            self._keep(msgspec.structs.replace(
                kept, seen_at=max(now, kept.seen_at), failures=failures,
                closed_until=now + wait if wait else None))  # fmt: skip
            raise
        self._keep(msgspec.structs.replace(
            kept, seen_at=max(now, kept.seen_at), failures=0, closed_until=None))  # fmt: skip
        self._strengthen(sealed, key, password)
        return key

    def _strengthen(self, sealed: _Sealed, key: str, password: str) -> None:
        """Seals anew what an earlier version sealed with less; where that cannot be written, the
        old seal still fits and the next sign-in tries again."""
        if sealed.n * sealed.r * sealed.p < SCRYPT_N * SCRYPT_R * SCRYPT_P:
            with contextlib.suppress(OSError):
                self._seal(key, password)

    def _seal(self, key: str, password: str) -> None:
        """Writes the file anew under the keyring's half: in one step, so that one of both fits."""
        if (kept := self._kept()) is None:
            raise KeyLost
        salt = secrets.token_hex(16)
        of_password = _of_password(password, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
        inner = _locked(of_password, bytes.fromhex(key))
        sealed = _Sealed(
            n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, salt=salt,
            sealed=_locked(bytearray.fromhex(kept.secret), inner).hex(),
        )  # fmt: skip
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._file.with_name(self._file.name + ".new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(sealed))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)

    def _sealed(self) -> _Sealed | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Sealed)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise KeyLost(cause_of(error)) from error

    def _kept(self) -> _Kept | None:
        text = self._place.read()
        try:
            return msgspec.json.decode(text, type=_Kept) if text else None
        except msgspec.MsgspecError as error:
            raise KeyLost(cause_of(error)) from error

    def _keep(self, kept: _Kept) -> None:
        self._place.write(msgspec.json.encode(kept).decode())


def require_keyring() -> None:
    """Raises NoKeyring unless a real keyring service answers; a file is never good enough."""
    import keyring

    backend = keyring.get_keyring()
    members = [backend, *getattr(backend, "backends", ())]
    names = [type(member).__module__ for member in members]
    if not any(trusted in name for name in names for trusted in _TRUSTED_BACKENDS):
        raise NoKeyring(", ".join(names))


def _unsealed(sealed: _Sealed, kept: _Kept, password: str) -> str:
    """Raises KeyLost where the keyring's half does not fit, PasswordDiffers where the password
    does not."""
    from cryptography.exceptions import InvalidTag

    try:
        inner = _opened(bytearray.fromhex(kept.secret), bytes.fromhex(sealed.sealed))
    except (InvalidTag, ValueError) as error:
        raise KeyLost(type(error).__name__) from error
    try:
        key = _opened(_of_password(password, sealed.salt, sealed.n, sealed.r, sealed.p), inner)
    except InvalidTag:
        raise PasswordDiffers from None
    except ValueError as error:  # parameters nobody wrote
        raise KeyLost(cause_of(error)) from error
    return key.hex()


def _of_password(password: str, salt: str, n: int, r: int, p: int) -> bytearray:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=n, r=r, p=p, dklen=KEY_BYTES,
        maxmem=129 * n * r + 2**20,
    )  # fmt: skip
    return bytearray(made)


def _locked(key: bytearray, content: bytes) -> bytes:
    """Sealed under a key that is wiped at once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    try:
        return nonce + AESGCM(bytes(key)).encrypt(nonce, content, b"jianjian cache key")
    finally:
        wipe(key)


def _opened(key: bytearray, sealed: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(bytes(key)).decrypt(nonce, rest, b"jianjian cache key")
    finally:
        wipe(key)


def wipe(secret: bytearray) -> None:
    """Overwrites in place. What Python has copied into immutable objects, it cannot reach."""
    secret[:] = bytes(len(secret))
