"""What is open while a clerk is signed in."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from app.account.vault import Vault
from app.cases.model import Clerk
from app.store import quarantine
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store, set_meta
from app.store.quarantine import QuarantinedCache
from app.store.salvage import Salvaged

if TYPE_CHECKING:
    from app.account.sign_in_flow import SignInFlow
    from app.central.client import CentralClient
    from app.central.sign_in import SignIn


class Session:
    """A cache that is open, whose it is, and the way to the centre."""

    def __init__(
        self,
        store: Store,
        salvaged: Salvaged | None,
        clerk: Clerk,
        client: CentralClient,
        sign_in: SignIn,
        flow: SignInFlow,
    ) -> None:
        self.store, self.salvaged, self.clerk = store, salvaged, clerk
        self.client, self.flow = client, flow
        self._sign_in = sign_in

    @property
    def ephemeral(self) -> bool:
        """Whether nothing of this session is kept: there is no keyring to keep its key."""
        return self.flow.ephemeral

    def sign_in_again(self, password: str, now: datetime) -> None:
        """Renews a sign-in that has expired. Raises what the wire raises."""
        self._sign_in.with_password(password)
        self.flow.vault.after_sign_in(password, now)

    def check_password(self, password: str, now: datetime) -> None:
        """Raises PasswordDiffers or TooManyTries."""
        self.flow.vault.with_password(password, now)

    def offer(self, device_id: str, now: datetime) -> None:
        """Sends what is unsent, once. Raises what the wire raises."""
        from app.sync.push import push  # with the wire, as in sign_in_flow.py

        push(self.store, self.client, device_id, now)

    def quarantined(self) -> list[QuarantinedCache]:
        """The clerk's caches that were set aside, the latest first."""
        return quarantine.caches_aside(self.flow.cache)

    def recover_unsent(self, left: QuarantinedCache, password: str, now: datetime) -> int:
        """What is unsent in a cache set aside, with its old password; then it goes. Returns how
        many decisions. Raises PasswordDiffers, TooManyTries, KeyLost."""
        key = Vault(left.key, self.flow.half(left.name)).with_password(password, now)
        count = quarantine.recover_unsent(left, key, self.store, now)
        self.discard(left)
        return count

    def discard(self, left: QuarantinedCache) -> None:
        """Deletes a cache that was set aside, with all that is unsent in it, and its key."""
        quarantine.discard(left, self.flow.half)


def remember_clerk(store: Store, clerk: Clerk) -> None:
    """Keeps who the cache belongs to, as the centre said it last."""
    store.write(partial(_remember, clerk=clerk)).result()


def _remember(db: Writer, clerk: Clerk) -> list[Changed]:
    set_meta(db, "clerk", msgspec.json.encode(clerk).decode())
    return []
