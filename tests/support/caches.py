"""A clerk's cache: opened without anyone signing in, and what the keyring holds of it."""

from __future__ import annotations

import msgspec

from app.account.erase import entry_of
from app.account.keyring import KeyringPlace
from app.account.session import remember_clerk
from app.account.vault import Vault
from app.cases.model import Clerk
from app.central.errors import CentreUnreachable
from app.desk import Desk, SignedIn
from app.machine.cancel import CancelScope
from app.store.acting import acting_clerk
from app.store.salvage import open_sound


class NoCentre:
    """Nobody answers."""

    def __init__(self) -> None:
        self.scope = CancelScope()

    def close(self) -> None:
        pass

    def answers(self) -> bool:
        return False

    def __getattr__(self, _name: str):
        def nobody(*_asked: object) -> None:
            raise CentreUnreachable

        return nobody


def open_cache(
    desk: Desk, username: str, key: str, clerk: Clerk | None = None, client=None
) -> None:
    """As after a sign-in, with ``client`` for the centre; without one nobody answers."""
    desk.machine.lock_of(username).parent.mkdir(parents=True, exist_ok=True)
    store, _ = open_sound(desk.machine.cache_of(username), key, desk.machine.now())
    if clerk is not None:
        remember_clerk(store, Clerk(**msgspec.structs.asdict(clerk)))
    desk.account.let_in(
        SignedIn(
            store,
            acting_clerk(store.reader()),
            client or NoCentre(),
            desk.machine,
            lambda changed: desk.on_changed(changed),
            lambda status: desk.on_status(status),
        )
    )


def entry_of_keyring(desk: Desk, username: str, what: str) -> KeyringPlace:
    """What the keyring holds of a clerk's cache at the desk's centre: ``cache`` or ``refresh``."""
    cache = desk.machine.places.cache_of(desk.machine.centre_url, username)
    return KeyringPlace(entry_of(cache.stem, what))


def key_of(desk: Desk, username: str, password: str) -> str:
    """The key of a clerk's cache, by both its halves."""
    file = desk.machine.cache_of(username).with_suffix(".key")
    vault = Vault(file, entry_of_keyring(desk, username, "cache"))
    return vault.with_password(password, desk.machine.now())
