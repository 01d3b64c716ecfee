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
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.account.errors import (
    KeyLost,
    NotHeldHere,
    OfflineTooLong,
    PasswordChanged,
    PasswordDiffers,
    TooManyTries,
)
from app.cases.failure import cause_of
from app.cases.typed import decode
from app.store.sealing import SecretPlace, seal, unseal, wipe

PURPOSE = b"jianjian cache key"
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # OWASP's password storage cheat sheet; 128 MB
KEY_BYTES = 32
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
        self._keep(
            msgspec.structs.replace(kept, online_at=now, seen_at=now, failures=0, closed_until=None)
        )
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
        self._keep(
            msgspec.structs.replace(
                kept, seen_at=max(now, kept.seen_at), failures=0, closed_until=None
            )
        )
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
            n=SCRYPT_N,
            r=SCRYPT_R,
            p=SCRYPT_P,
            salt=salt,
            sealed=_locked(bytearray.fromhex(kept.secret), inner).hex(),
        )
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._file.with_name(self._file.name + ".new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(sealed))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)

    def _sealed(self) -> _Sealed | None:
        try:
            return decode(self._file.read_bytes(), _Sealed)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise KeyLost(cause_of(error)) from error

    def _kept(self) -> _Kept | None:
        text = self._place.read()
        try:
            return decode(text, _Kept) if text else None
        except msgspec.MsgspecError as error:
            raise KeyLost(cause_of(error)) from error

    def _keep(self, kept: _Kept) -> None:
        self._place.write(msgspec.json.encode(kept).decode())


def _unsealed(sealed: _Sealed, kept: _Kept, password: str) -> str:
    """Raises KeyLost where the keyring's half does not fit, PasswordDiffers where the password
    does not."""
    try:
        inner = _opened(bytearray.fromhex(kept.secret), bytes.fromhex(sealed.sealed))
        if inner is None:
            raise KeyLost("InvalidTag")
        key = _opened(_of_password(password, sealed.salt, sealed.n, sealed.r, sealed.p), inner)
    except ValueError as error:  # hex or parameters nobody wrote
        raise KeyLost(cause_of(error)) from error
    if key is None:
        raise PasswordDiffers
    return key.hex()


def _of_password(password: str, salt: str, n: int, r: int, p: int) -> bytearray:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=n, r=r, p=p, dklen=KEY_BYTES,
        maxmem=129 * n * r + 2**20,
    )  # fmt: skip
    return bytearray(made)


def _locked(key: bytearray, content: bytes) -> bytes:
    """Sealed under a key that is wiped at once."""
    try:
        return seal(key, content, PURPOSE)
    finally:
        wipe(key)


def _opened(key: bytearray, sealed: bytes) -> bytes | None:
    try:
        return unseal(key, sealed, PURPOSE)
    finally:
        wipe(key)
