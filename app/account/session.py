"""What is open while a clerk is signed in."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.account.errors import PasswordDiffers
from app.account.vault import Vault
from app.cases.model import Clerk
from app.store import decisions, quarantine
from app.store.database import Changed, Store, set_meta
from app.store.quarantine import Aside
from app.store.salvage import Salvaged, open_sound

if TYPE_CHECKING:
    from sqlite_utils import Database

    from app.account.sign_in_flow import Entrance
    from app.central.client import Central
    from app.central.sign_in import SignIn


class Session:
    """What is open while a clerk is signed in. Without ``entrance`` it is a cache alone."""

    def __init__(self, store: Store, salvaged: Salvaged | None, clerk: Clerk) -> None:
        self.store, self.salvaged, self.clerk = store, salvaged, clerk
        self.central: Central | None = None
        self.sign_in: SignIn | None = None
        self.entrance: Entrance | None = None

    @property
    def keeps_nothing(self) -> bool:
        return self.entrance is not None and self.entrance.keeps_nothing

    def sign_in_again(self, password: str, now: datetime) -> None:
        """Renews a sign-in that has expired. Raises what the wire raises."""
        if self.sign_in is not None and self.entrance is not None:
            self.sign_in.with_password(password)
            self.entrance.vault.after_sign_in(password, now)

    def check_password(self, password: str, now: datetime) -> None:
        """Raises PasswordDiffers or TooManyTries."""
        if self.entrance is None:
            raise PasswordDiffers
        self.entrance.vault.with_password(password, now)

    def offer(self, device_id: str, now: datetime) -> None:
        """Sends what is unsent, once. Raises what the wire raises."""
        from app.sync.push import push

        if self.central is not None:
            push(self.store, self.central, device_id, now)

    def asides(self) -> list[Aside]:
        return quarantine.asides(self.entrance.cache) if self.entrance is not None else []

    def bring_back(self, left: Aside, password: str, now: datetime) -> int:
        """What is unsent in a cache set aside, with its old password; then it goes. Returns how
        many decisions. Raises PasswordDiffers, TooManyTries, KeyLost."""
        if self.entrance is None:
            return 0
        key = Vault(left.key, self.entrance.half(left.name)).with_password(password, now)
        count = quarantine.bring_back(left, key, self.store, now)
        quarantine.erase(left, self.entrance.half)
        return count

    def release(self, left: Aside) -> None:
        if self.entrance is not None:
            quarantine.erase(left, self.entrance.half)


def open_session(cache: Path, key: str, clerk: Clerk | None, now: datetime) -> Session:
    """Opens a cache with its key; ``clerk`` is None where the centre was not asked."""
    store, salvaged = open_sound(cache, key, now)
    if clerk is not None:
        store.write(partial(_remember, clerk=clerk)).result()
    return Session(store, salvaged, decisions.acting_clerk(store.reader()))


def _remember(db: Database, clerk: Clerk) -> list[Changed]:
    set_meta(db, "clerk", msgspec.json.encode(clerk).decode())
    return []
