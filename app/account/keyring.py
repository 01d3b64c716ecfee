"""The operating system's keyring, the only place on this machine that is trusted with a secret."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from app.account.errors import NoKeyring
from app.cases.failure import cause_of
from app.machine.cancel import Cancelled, CancelScope

# keyring is imported where it is asked, for it takes 50 ms: while the clerk types (load_backend).
T = TypeVar("T")
SERVICE = "jianjian"
_TRUSTED_BACKENDS = ("SecretService", "libsecret", "kwallet", "Windows", "macOS")
PROMPT_SECONDS = 30.0  # after which it is no answer
MOMENT_SECONDS = 1.0  # in which nobody answers a prompt
PAUSES_SECONDS = (0.1, 0.4)  # a sign-out gives the keyring a second in all


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
        """The secret; ``""`` where there is none."""
        return self._ask(lambda: _password(self._entry) or _password(self._earlier))

    def write(self, text: str) -> None:
        """Keeps the secret under the entry's name, and none under its earlier one."""
        import keyring

        def work() -> None:
            keyring.set_password(SERVICE, self._entry, text)
            _delete(self._earlier)

        self._ask(work)

    def remove(self) -> None:
        """Leaves neither entry; that there was none is no error."""

        def work() -> None:
            for entry in (self._entry, self._earlier):
                _delete(entry)

        self._ask(work)

    def _ask(self, work: Callable[[], T]) -> T:
        try:
            return self._scope.call(partial(_insist, work), seconds=PROMPT_SECONDS)
        except Cancelled:
            raise
        except Exception as error:  # a keyring's backends let errors of the bus and sockets through
            raise NoKeyring(cause_of(error)) from error


def _insist(work: Callable[[], T]) -> T:
    """Asks once more, and again, after a failure that came at once, which is no person's answer.

    While a service reads its file anew, since another program wrote, it has nothing for a moment.
    """
    for pause in PAUSES_SECONDS:
        begun = time.monotonic()
        try:
            return work()
        except Exception:
            if time.monotonic() - begun > MOMENT_SECONDS:
                raise
        time.sleep(pause)
    return work()


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


def load_backend() -> None:
    """Finds the system's keyring, which takes a moment, before it is needed."""
    with contextlib.suppress(NoKeyring):
        require_keyring()


def require_keyring() -> None:
    """Raises NoKeyring unless a real keyring service answers; a file is never good enough."""
    import keyring

    try:
        backend = keyring.get_keyring()
        members = [backend, *getattr(backend, "backends", ())]
    except Exception as error:  # a backend may fail while it, or what it is made of, is looked for
        raise NoKeyring(cause_of(error)) from error
    names = [type(member).__module__ for member in members]
    if not any(trusted in name for name in names for trusted in _TRUSTED_BACKENDS):
        raise NoKeyring(", ".join(names))
