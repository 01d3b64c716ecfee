"""Who works at this desk: in, away for a while, out."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from app.account.erase import resume
from app.account.errors import LeadNeeded
from app.account.keyring import load_backend
from app.account.session import Session
from app.account.sign_in_flow import SignInFlow
from app.cases.failure import Failure
from app.cases.model import Clerk
from app.desk.machine import Machine
from app.desk.signed_in import SignedIn
from app.machine.cancel import Cancelled, CancelScope
from app.machine.instance import hold_instance
from app.store.errors import os_errors_as_failures
from app.store.quarantine import QuarantinedCache
from app.store.salvage import Salvaged

if TYPE_CHECKING:
    from filelock import BaseFileLock

FAREWELL_SECONDS = 1.0  # for the centre and the keyring, when somebody signs out


class NobodySignedIn(Exception):
    """A part of a session was asked for while there was none."""


class Account:
    """``welcome`` makes the parts of a session that was let in."""

    def __init__(self, machine: Machine, welcome: Callable[[Session], SignedIn]) -> None:
        self._machine, self._welcome = machine, welcome
        self._session: Session | None = None
        self._signed_in: SignedIn | None = None
        self._lock: BaseFileLock | None = None
        self.scope = CancelScope()  # of what waits for the centre or the keyring
        self._moving = threading.Lock()  # while a session comes or goes
        if resume(machine.places.caches):
            machine.note("erasing_resumed")

    @staticmethod
    def warm_up() -> None:
        """Loads what signing in needs while the clerk is still typing."""
        importlib.import_module("app.central.sign_in")
        load_backend()

    @property
    def signed_in(self) -> SignedIn:
        """Raises NobodySignedIn."""
        if self._signed_in is None:
            raise NobodySignedIn
        return self._signed_in

    @property
    def clerk(self) -> Clerk | None:
        """Who is signed in."""
        return self._signed_in.clerk if self._signed_in is not None else None

    # --- in -----------------------------------------------------------------------------

    def sign_in(self, username: str, password: str) -> Clerk:
        """Opens the clerk's cache, at the centre or, where it cannot be reached, offline.

        Raises DeskOpen where it is open already, and what the wire, the vault and the store raise;
        after PasswordChanged the old password is wanted, after that, KeyLost or CacheUnreadable the
        cache can be set aside.
        """
        return self._enter(username, lambda flow: flow.with_password(password))

    def sign_in_with_old_password(self, username: str, password: str, old: str) -> Clerk:
        """Once, where the password was changed at the centre."""
        return self._enter(username, lambda flow: flow.with_old_password(password, old))

    def sign_in_setting_aside(self, username: str, password: str) -> Clerk:
        """With a fresh cache; the one that cannot be opened waits beside it."""
        clerk = self._enter(username, lambda flow: flow.setting_aside(password))
        self._machine.note("cache_set_aside")
        return clerk

    def sign_in_again(self, password: str) -> None:
        """Renews a sign-in that has expired, and sends what waited. Blocks.

        Raises what the wire and the vault raise; the desk goes on offline then.
        """
        if self._session is not None:
            self._session.sign_in_again(password, self._machine.now())
            self.signed_in.centre.try_again()

    def let_in(self, signed_in: SignedIn) -> None:
        """From now on these are the parts of the session."""
        self._signed_in = signed_in

    @property
    def salvaged(self) -> Salvaged | None:
        """What was saved out of a damaged cache at this sign-in."""
        return self._session.salvaged if self._session is not None else None

    @property
    def ephemeral(self) -> bool:
        """Whether, for want of a keyring, nothing outlives this session on this machine."""
        return self._session is not None and self._session.ephemeral

    def _enter(self, username: str, enter: Callable[[SignInFlow], Session]) -> Clerk:
        machine = self._machine
        with os_errors_as_failures(), self._held(username):
            flow = SignInFlow(
                machine.centre_url, username, machine.cache_of(username),
                machine.settings.device_id, machine.policy, machine.now, self.scope,
                machine.former_caches(username),
            )  # fmt: skip
            try:
                flow.recover()
                return self._open(username, enter(flow), flow.scope)
            except Failure:
                flow.abandon()
                raise

    def _open(self, username: str, session: Session, scope: CancelScope) -> Clerk:
        with self._moving:
            if scope.cancelled:  # the desk was closed meanwhile
                session.store.close()
                raise Cancelled
            self._session = session
            self.let_in(self._welcome(session))
        if (saved := session.salvaged) is not None:
            self._machine.note(
                "cache_salvaged",
                actions=saved.actions,
                drafts=saved.drafts,
                unreadable=saved.unreadable,
            )
        self._machine.note("signed_in", keeps_nothing=session.ephemeral)
        self._machine.keep_settings(username=username)
        return session.clerk

    @contextlib.contextmanager
    def _held(self, username: str) -> Iterator[None]:
        """No other process opens this clerk's cache until the desk is closed, or nobody came in.

        Taken before the centre is asked: a second sign-in would end the first one's tokens.
        """
        lock = hold_instance(self._machine.lock_of(username))
        try:
            yield
        except BaseException:
            lock.release()
            raise
        self._lock = lock

    # --- away ---------------------------------------------------------------------------

    def lock(self) -> None:
        """What viewer and reader have seen goes, and what could still be taken back is sent."""
        if self._signed_in is not None:
            self._signed_in.centre.sync_now()
            self._signed_in.documents.discard_viewers()
            self._signed_in.reading.suspend()
            self._signed_in.receiving.discard_viewer()
        self._machine.note("locked")

    def unlock(self, password: str) -> None:
        """Whether it is the clerk who is back: raises PasswordDiffers or TooManyTries."""
        session = self._required_session()
        session.check_password(password, self._machine.now())
        self.signed_in.documents.start_viewer()
        self.signed_in.reading.resume()
        self._machine.note("unlocked")

    # --- caches set aside ---------------------------------------------------------------

    def quarantined(self) -> list[QuarantinedCache]:
        """Caches of this clerk that were set aside, the latest first."""
        return self._session.quarantined() if self._session is not None else []

    def recover_unsent(self, left: QuarantinedCache, old_password: str) -> int:
        """What is unsent in one, with the password of then; how many decisions. Blocks.

        Raises PasswordDiffers, TooManyTries, KeyLost.
        """
        session = self._required_session()
        with os_errors_as_failures():
            count = session.recover_unsent(left, old_password, self._machine.now())
        self._machine.note("aside_brought_back", actions=count)
        self.signed_in.centre.try_again()
        return count

    def discard(self, left: QuarantinedCache) -> None:
        """A lead lets one go for good. Raises LeadNeeded."""
        session = self._required_session()
        if "lead" not in self.signed_in.clerk.roles:
            raise LeadNeeded
        with os_errors_as_failures():
            session.discard(left)
        self._machine.note("aside_released")

    # --- out ----------------------------------------------------------------------------

    def hang_up(self) -> None:
        """Ends whatever waits for the centre or the keyring: it raises Cancelled. Never blocks."""
        self.scope.cancel()
        if self._signed_in is not None:
            self._signed_in.centre.hang_up()

    def hang_up_once_sent(self) -> None:
        """The same, once what can be sent has been sent, or a second has passed. Never blocks."""
        scope, signed_in = self.scope, self._signed_in

        def leave() -> None:
            if signed_in is not None:
                signed_in.centre.send_off()
                signed_in.centre.hang_up()
            scope.cancel()

        threading.Thread(target=leave, name="send-off", daemon=True).start()

    def sign_out(self) -> None:
        """Ends the session; what cannot be sent within a second stays in the cache.

        The centre and the keyring are told in a second at most, or told later, or not: neither
        keeps the next clerk waiting.
        """
        session = self._session
        self.close()
        if session is not None:
            farewell = threading.Thread(
                target=self._tell_signed_out, name="farewell", daemon=True, args=(session,)
            )
            farewell.start()
            farewell.join(FAREWELL_SECONDS)
        self._machine.note("signed_out")

    def erase(self) -> None:
        """The centre has revoked this machine: what is unsent was offered, now all goes, the other
        clerks' as well. Blocks."""
        session, signed_in = self._session, self._signed_in
        waiting, _ = signed_in.deciding.counts() if signed_in is not None else (0, 0)
        try:
            self._end()
            if session is not None:
                caches = session.flow.erase()
                self._machine.note("erased", unsent=waiting, caches=caches)
        finally:
            self._release_lock()

    def close(self) -> None:
        """Ends all threads and processes; leaves the sign-in as it is. The centre is waited for a
        second at most, where something is to be sent."""
        try:
            self._end()
        finally:
            self._release_lock()

    def _end(self) -> None:
        if self._signed_in is not None:
            self._signed_in.centre.send_off()
        with self._moving:
            self.hang_up()
            self.scope = CancelScope()
            session, signed_in = self._session, self._signed_in
        if signed_in is not None:
            signed_in.close()
        if session is not None:
            session.flow.abandon()
        self._session = self._signed_in = None

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _tell_signed_out(self, session: Session) -> None:
        try:
            session.flow.sign_out(session.client.access_token)
        except Failure as failure:
            self._machine.note("token_not_removed", code=failure.code)
        except Exception as error:
            self._machine.report(error)

    def _required_session(self) -> Session:
        if self._session is None:
            raise NobodySignedIn
        return self._session
