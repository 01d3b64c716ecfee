"""The key of a clerk's cache, kept in the operating system's keyring and nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import msgspec

from app.store.errors import NoKeyring, NotHeldHere, PasswordDiffers

SERVICE = "jianjian"
_TRUSTED_BACKENDS = ("SecretService", "libsecret", "kwallet", "Windows", "macOS")


class _Sealed(msgspec.Struct, frozen=True):
    """What rests in the keyring: the cache's key and a scrypt verifier (RFC 7914)."""

    key: str
    salt: str
    verifier: str


class Vault:
    """The secrets of one clerk at one centre.

    >>> Vault("https://centre.example", "wang").key_after_sign_in("…")  # doctest: +SKIP
    '3f…'
    """

    def __init__(self, centre_url: str, username: str) -> None:
        self._entry = f"{centre_url}|{username}|cache"

    def key_after_sign_in(self, password: str) -> str:
        """The key as 64 hex digits, made on first use; call when the centre accepted ``password``.

        Raises NoKeyring where no keyring service runs.
        """
        held = self._read()
        key = held.key if held is not None else secrets.token_hex(32)
        salt = secrets.token_hex(16)
        self._write(_Sealed(key=key, salt=salt, verifier=_verifier(password, salt)))
        return key

    def key_offline(self, password: str) -> str:
        """The key, without the centre; raises NotHeldHere, PasswordDiffers or NoKeyring."""
        held = self._read()
        if held is None:
            raise NotHeldHere
        if not hmac.compare_digest(_verifier(password, held.salt), held.verifier):
            raise PasswordDiffers
        return held.key

    def _read(self) -> _Sealed | None:
        import keyring
        from keyring.errors import KeyringError

        require_keyring()
        try:
            text = keyring.get_password(SERVICE, self._entry)
        except KeyringError as error:
            raise NoKeyring(str(error)) from error
        return msgspec.json.decode(text, type=_Sealed) if text else None

    def _write(self, sealed: _Sealed) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, self._entry, msgspec.json.encode(sealed).decode())
        except KeyringError as error:
            raise NoKeyring(str(error)) from error


def require_keyring() -> None:
    """Raises NoKeyring unless a real keyring service answers; a file is never good enough."""
    import keyring

    backend = keyring.get_keyring()
    members = [backend, *getattr(backend, "backends", ())]
    names = [type(member).__module__ for member in members]
    if not any(trusted in name for name in names for trusted in _TRUSTED_BACKENDS):
        raise NoKeyring(", ".join(names))


def _verifier(password: str, salt: str) -> str:
    raw = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return raw.hex()
