"""A desk: its machine, its account and, while somebody is signed in, all they can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from app.account.session import Session
from app.cases.failure import Failure
from app.desk.account import Account
from app.desk.archiving import Archiving
from app.desk.arrivals import Arrivals
from app.desk.cases import Cases
from app.desk.centre import Centre
from app.desk.deciding import Deciding
from app.desk.documents import Documents
from app.desk.drafting import Drafting
from app.desk.drill import Drilling
from app.desk.figures import Figures
from app.desk.machine import Machine
from app.desk.reading import Reading
from app.desk.receiving import Receiving
from app.desk.searching import Searching
from app.desk.signed_in import SignedIn
from app.desk.team import Team
from app.machine.paths import Places
from app.machine.settings import Settings
from app.store.changes import Changed
from app.update.updates import Update, Updates

if TYPE_CHECKING:
    from app.sync.loop import Status


class Desk:
    """``on_changed``, ``on_status`` and ``on_update`` are called from background threads.

    The parts of a session raise NobodySignedIn while there is none.
    """

    def __init__(self, places: Places, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.machine = Machine(places, settings, clock)
        self.on_changed: Callable[[tuple[Changed, ...]], None] = lambda changed: None
        self.on_status: Callable[[Status], None] = lambda status: None
        self.on_update: Callable[[Update], None] = lambda update: None
        self.account = Account(self.machine, self._welcome)
        self.updates = Updates(
            self.machine.policy,
            places.updates,
            self.machine.now,
            self._hear_update,
            self._note_no_update,
        )

    @property
    def cases(self) -> Cases:
        return self.account.signed_in.cases

    @property
    def deciding(self) -> Deciding:
        return self.account.signed_in.deciding

    @property
    def drafting(self) -> Drafting:
        return self.account.signed_in.drafting

    @property
    def searching(self) -> Searching:
        return self.account.signed_in.searching

    @property
    def documents(self) -> Documents:
        return self.account.signed_in.documents

    @property
    def reading(self) -> Reading:
        return self.account.signed_in.reading

    @property
    def archiving(self) -> Archiving:
        return self.account.signed_in.archiving

    @property
    def receiving(self) -> Receiving:
        return self.account.signed_in.receiving

    @property
    def centre(self) -> Centre:
        return self.account.signed_in.centre

    @property
    def figures(self) -> Figures:
        return self.account.signed_in.figures

    @property
    def team(self) -> Team:
        return self.account.signed_in.team

    @property
    def drill(self) -> Drilling:
        return self.account.signed_in.drill

    @property
    def arrivals(self) -> Arrivals:
        return self.account.signed_in.arrivals

    def begin(self) -> None:
        """Starts what the first paint does not need."""
        self.account.signed_in.begin()

    def report(self, error: BaseException) -> None:
        """Journals an error nobody foresaw, whoever is signed in."""
        if self.account.clerk is not None:
            self.account.signed_in.report(error)
        else:
            self.machine.report(error)

    def classify_error(self, error: BaseException) -> BaseException:
        """The failure an error means, where it is one of the cache's; else the error itself."""
        if self.account.clerk is None:
            return error
        return self.account.signed_in.classify_error(error)

    def close(self) -> None:
        self.updates.close()
        self.account.close()

    def _hear_update(self, update: Update) -> None:
        self.machine.note("update_ready", version=update.version)
        self.on_update(update)

    def _note_no_update(self, error: Exception) -> None:
        if isinstance(error, Failure):
            self.machine.note("update_failed", code=error.code, detail=error.detail)
        else:
            self.machine.report(error)

    def _welcome(self, session: Session) -> SignedIn:
        return SignedIn(
            session.store,
            session.clerk,
            session.client,
            self.machine,
            lambda changed: self.on_changed(changed),
            lambda status: self.on_status(status),
        )
