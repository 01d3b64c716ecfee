"""Who is let in at sign-in, with which cache, by which key."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.account import erase
from app.account.errors import NoKeyring
from app.account.keyring import KeyringPlace, MemoryPlace, require_keyring
from app.account.session import Session, remember_clerk
from app.account.vault import Vault
from app.cases.failure import Failure
from app.cases.model import Clerk
from app.machine.cancel import CancelScope
from app.machine.policy import Policy
from app.store import quarantine
from app.store.acting import acting_clerk
from app.store.quarantine import QuarantinedCache
from app.store.relocation import relocate
from app.store.salvage import open_sound
from app.store.sealing import SecretPlace

# The wire is imported when it is first spoken: it takes longer than the sign-in page.
if TYPE_CHECKING:
    from app.central.client import CentralClient
    from app.central.sign_in import SignIn
    from app.central.transport import Trust

OLD = 2 * 86_400.0  # seconds
# For a keyring that does not answer: less than a farewell takes, lest it meet the next sign-in.
SIGN_OUT_SECONDS, ERASE_SECONDS = 0.8, 5.0
PREFIX = "jianjian-memory-"


class SignInFlow:
    """The door for one user name on this machine. Opens sessions; raises what wire, vault and
    store raise."""

    def __init__(
        self, url: str, username: str, cache: Path, device_id: str, policy: Policy,
        clock: Callable[[], datetime], scope: CancelScope,
        former: Mapping[str, Path] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """``former``: where a cache of the clerk may lie by another spelling of the address."""
        self.url, self.cache = url, cache
        self.scope, self._on_disk = scope, cache
        self._policy, self._clock = policy, clock
        self._username, self._device_id = username, device_id
        self._former, self._relocated = former, list[QuarantinedCache]()
        self.ephemeral = False
        self._token: Callable[[CancelScope], SecretPlace] = partial(self._entry, "refresh")
        self.half: Callable[[str], SecretPlace] = self._keyring_half
        try:
            require_keyring()
            with contextlib.suppress(NoKeyring):
                erase.forget_entries(cache.parent, scope)
            self.half("").read()
        except NoKeyring:
            if policy.without_keyring == "refuse":
                raise
            self._keep_nothing()

    def _keep_nothing(self) -> None:
        """The cache lies where it is gone by the next start of the machine, and its key in memory
        only: what is left of it after a crash nobody can open."""
        self.ephemeral = True
        half, token = MemoryPlace(), MemoryPlace()
        self.half = lambda _name: half
        self._token = lambda _scope: token
        self.cache = _fresh_folder() / self.cache.name

    @property
    def vault(self) -> Vault:
        return Vault(self.cache.with_suffix(".key"), self.half(""))

    def recover(self) -> None:
        """Finishes what an earlier sign-in has begun, and finds a cache that lies by another
        spelling of the address; before any cache is opened."""
        if self.ephemeral:
            return
        quarantine.finish(self.cache, self.half)
        for address, former in self._former.items():
            if quarantine.parts(former) or quarantine.caches_aside(former):
                places = partial(self._former_half, former.stem, address)
                found = relocate(former, places, self.cache, self.half, self._clock())
                self._relocated += found
                self._move_token(former.stem, address)

    def with_password(self, password: str) -> Session:
        """At the centre or, where it cannot be reached and the policy lets it, offline."""
        from app.central.errors import CentreBusy, CentreUnreachable, DeviceRevoked

        central, sign_in = self._wire()
        now = self._clock()
        try:
            clerk = sign_in.with_password(password)
        except (CentreUnreachable, CentreBusy):
            if not self.cache.exists():
                raise
            erase.note_centre(self.cache, self.url)
            key = self.vault.offline(password, now, self._policy.offline_days)
            return self._with_relocated(self._session(key, None, central, sign_in), password)
        except DeviceRevoked:
            self._offer_and_erase(password, central, sign_in)
            raise
        erase.note_centre(self.cache, self.url)
        with _no_token_unless_in(sign_in):
            key = self.vault.after_sign_in(password, now)
            return self._with_relocated(self._session(key, clerk, central, sign_in), password)

    def with_old_password(self, password: str, old: str) -> Session:
        """Once, where the password was changed at the centre."""
        central, sign_in = self._wire()
        clerk = sign_in.with_password(password)
        erase.note_centre(self.cache, self.url)
        with _no_token_unless_in(sign_in):
            key = self.vault.reseal(old, password, self._clock())
            return self._session(key, clerk, central, sign_in)

    def setting_aside(self, password: str) -> Session:
        """With a fresh cache; the one that cannot be opened waits beside it."""
        central, sign_in = self._wire()
        clerk = sign_in.with_password(password)
        with _no_token_unless_in(sign_in):
            quarantine.set_aside(self.cache, self.half, self._clock())
            erase.note_centre(self.cache, self.url)
            key = self.vault.after_sign_in(password, self._clock())
            return self._session(key, clerk, central, sign_in)

    def _wire(self) -> tuple[CentralClient, SignIn]:
        central = self._central(self.scope)
        return central, self._sign_in(central, self._token(self.scope))

    def _central(self, scope: CancelScope) -> CentralClient:
        from app.central.client import CentralClient

        return CentralClient(self.url, self._device_id, trust_of(self._policy), scope)

    def _sign_in(self, central: CentralClient, token: SecretPlace) -> SignIn:
        from app.central.sign_in import SignIn

        return SignIn(central, self._username, self._device_id, token)

    def sign_out(self, access_token: str) -> None:
        """Over a connection of its own, for those of the session are cut by now; a keyring that
        asks something first is not waited for. Raises what the keyring raises. Blocks."""
        central = self._central(CancelScope())
        central.access_token = access_token
        with _patience(SIGN_OUT_SECONDS) as prompt, contextlib.closing(central):
            self._sign_in(central, self._token(prompt)).sign_out()

    def _keyring_half(self, name: str) -> SecretPlace:
        return self._entry(_cache_entry(name), self.scope)

    def _former_half(self, stem: str, address: str, name: str) -> SecretPlace:
        return self._entry_at(stem, address, _cache_entry(name), self.scope)

    def _entry(self, what: str, scope: CancelScope) -> KeyringPlace:
        return self._entry_at(self._on_disk.stem, self.url, what, scope)

    def _entry_at(self, stem: str, address: str, what: str, scope: CancelScope) -> KeyringPlace:
        """Named by the cache, so that all clerks' can be erased; it was the clerk's name once."""
        before = f"{address}|{self._username}|{what}"
        return KeyringPlace(erase.entry_of(stem, what), before, scope)

    def _move_token(self, stem: str, address: str) -> None:
        """Tokens never stood under a slash at an address's end."""
        address = address.rstrip("/")
        if address == self.url:
            return
        old, new = self._entry_at(stem, address, "refresh", self.scope), self._token(self.scope)
        if token := old.read():
            if not new.read():
                new.write(token)
            old.remove()

    def _session(
        self, key: str, clerk: Clerk | None, central: CentralClient, sign_in: SignIn
    ) -> Session:
        store, salvaged = open_sound(self.cache, key, self._clock())
        if clerk is not None:
            remember_clerk(store, clerk)
        acting = acting_clerk(store.reader())
        return Session(store, salvaged, acting, central, sign_in, self)

    def _with_relocated(self, session: Session, password: str) -> Session:
        """What the same password opens comes back at once; the rest waits to be brought back."""
        for left in self._relocated:
            with contextlib.suppress(Failure):
                session.recover_unsent(left, password, self._clock())
        return session

    def _offer_and_erase(self, password: str, central: CentralClient, sign_in: SignIn) -> None:
        """What is unsent is offered once more, with the token of before, where it still serves."""
        with contextlib.suppress(Failure):
            key = self.vault.with_password(password, self._clock())
            session = self._session(key, None, central, sign_in)
            with contextlib.closing(session.store):
                session.offer(self._device_id, self._clock())
        self.erase()

    def abandon(self) -> None:
        """Where nobody came in, nothing of it stays."""
        if self.ephemeral:
            shutil.rmtree(self.cache.parent, ignore_errors=True)

    def erase(self) -> int:
        """All clerks' caches at this centre: the halves of their keys that are files, the caches,
        their files, what was set aside; then what the keyring has of them, once it can be asked.
        How many. Whatever cannot be erased now is erased at the next start."""
        folder, stem = self._on_disk.parent, self._on_disk.stem
        kept = (
            "refresh",
            "cache",
            *(f"cache|{a.name}" for a in quarantine.caches_aside(self._on_disk)),
        )
        trusted = self.url.startswith("https:") or self.url == self._policy.centre_url
        count = erase.erase_centre(folder, self.url, stem, unmarked=trusted)
        with contextlib.suppress(Failure), _patience(ERASE_SECONDS) as prompt:
            for what in kept:
                self._entry(what, prompt).remove()
            erase.forget_entries(folder, prompt)
        self.abandon()
        return count


def trust_of(policy: Policy) -> Trust:
    """What a policy says of whom to trust, as the wire takes it."""
    from app.central.transport import Trust

    return Trust(
        extra_ca=policy.extra_ca,
        pins=policy.pins,
        client_certificate=policy.client_certificate,
        client_key=policy.client_key,
    )


@contextlib.contextmanager
def _no_token_unless_in(sign_in: SignIn) -> Iterator[None]:
    try:
        yield
    except Failure:
        sign_in.sign_out()
        raise


@contextlib.contextmanager
def _patience(seconds: float) -> Iterator[CancelScope]:
    """A scope that is cancelled after so long."""
    scope = CancelScope()
    over = threading.Timer(seconds, scope.cancel)
    over.daemon = True
    over.start()
    try:
        yield scope
    finally:
        over.cancel()


def _cache_entry(name: str) -> str:
    return f"cache|{name}" if name else "cache"


def _fresh_folder() -> Path:
    """In memory where the system has such a folder; what a crash left there days ago goes."""
    shared = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    root = shared if shared.is_dir() else Path(tempfile.gettempdir())
    for left in root.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - max(path.stat().st_mtime for path in (left, *left.iterdir())) > OLD:
                shutil.rmtree(left)
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
