"""Looking things up: the one search, the guide to the items, licences, saved filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.cases.failure import Failure
from app.cases.model import Article, Item, Scene, SubApplication, civil
from app.machine.cancel import Cancelled
from app.store import catalogue, filters, licences, recents
from app.store.cases import CaseFilter
from app.store.changes import Changed
from app.store.database import Store
from app.store.licences import LookedUp
from app.store.search import service
from app.store.search.service import Group, Hit

if TYPE_CHECKING:
    from app.central.client import CentralClient


class Searching:
    def __init__(self, store: Store, centre: CentralClient, now: Callable[[], datetime]) -> None:
        self._store, self._centre, self._now = store, centre, now

    def found(self, typed: str, most: int) -> tuple[Group, ...]:
        """一单清: the best of each kind that is here. Quick enough for every key."""
        return service.found(self._store.reader(), typed, most, self._today())

    def recent(self, most: int, but: str) -> tuple[Hit, ...]:
        """The cases opened last, the last first, without the one of the id ``but``."""
        reader = self._store.reader()
        ids = [id_ for id_ in recents.latest(reader) if id_ != but]
        return service.recent(reader, ids, self._today())[:most]

    def nearly_found(self, typed: str, most: int, known: Sequence[Hit]) -> tuple[Hit, ...]:
        """What was perhaps meant, with one character wrong. Not for every key."""
        return service.nearly(self._store.reader(), typed, most, self._today(), known)

    def found_at_centre(self, typed: str, most: int, known: Sequence[Hit]) -> tuple[Hit, ...]:
        """What the centre finds beside what is known. Blocks; raises what the wire raises."""
        before = {(hit.kind, hit.id) for hit in known}
        return tuple(
            Hit(kind=group.kind, id=hit.id, title=hit.title, summary=hit.summary, how="centre")
            for group in self._centre.search(typed, most)
            for hit in group.hits
            if (group.kind, hit.id) not in before
        )

    def items(self) -> list[Item]:
        """The items (事项) this desk knows, by name."""
        return catalogue.items(self._store.reader())

    def scenes(self) -> list[Scene]:
        return catalogue.scenes(self._store.reader())

    def articles(self, item_code: str) -> list[Article]:
        return catalogue.articles(self._store.reader(), item_code)

    def known_licences(self, case: SubApplication, kind: str) -> LookedUp | None:
        """What the last look-up of the applicant's licences of a kind answered, and when."""
        return licences.known(self._store.reader(), case.applicant.id_number, kind)

    def look_up_licences(self, case: SubApplication, kind: str) -> LookedUp | None:
        """Asks the centre, and keeps its answer; None where it cannot be reached. Blocks."""
        holder, now = case.applicant.id_number, self._now()
        if not holder:
            return None
        try:
            found = self._centre.licences(holder, kind)
        except Cancelled:
            raise
        except Failure:
            return None
        self._store.write_refetchable(lambda db: licences.keep(db, holder, kind, found, now))
        return LookedUp(found, now)

    def saved_filters(self) -> dict[str, CaseFilter]:
        """The filters the clerk gave a name; kept in the cache, for they may name a person."""
        return filters.saved(self._store.reader())

    def save_filters(self, named: dict[str, CaseFilter]) -> Future[tuple[Changed, ...]]:
        return self._store.write(lambda db: filters.save(db, named))

    def _today(self) -> date:
        return civil(self._now())
