"""What there is while a clerk is signed in: a part for each concern, all of one cache."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.cases.evidence import Comparison
from app.cases.model import Clerk, Item, SubApplication
from app.cases.paper_text import PaperReading
from app.desk.archiving import Archiving
from app.desk.arrivals import Arrivals
from app.desk.cases import Cases
from app.desk.centre import Centre
from app.desk.deciding import Deciding
from app.desk.documents import Documents, print_notice
from app.desk.drafting import Drafting
from app.desk.drill import Drilling
from app.desk.figures import Figures
from app.desk.machine import Machine
from app.desk.paper_reader import LazyReader
from app.desk.reading import Reading
from app.desk.receiving import Receiving
from app.desk.searching import Searching
from app.desk.team import Team
from app.store import attachments, decisions, materials, outbox, paper_text
from app.store.changes import Changed
from app.store.database import Store
from app.store.reindex import reindex
from app.store.search import index_text

if TYPE_CHECKING:
    from app.central.client import CentralClient
    from app.sync.loop import Status

TURN_SECONDS = 0.001  # how long a thread may keep the interpreter while another waits for it
SETTLE_SECONDS = 2.0


class SignedIn:
    """``on_changed`` and ``on_status`` are called from background threads."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        client: CentralClient,
        machine: Machine,
        on_changed: Callable[[tuple[Changed, ...]], None],
        on_status: Callable[[Status], None],
    ) -> None:
        now, journal, files_bytes = machine.now, machine.journal, machine.settings.files_mb * 2**20
        self.clerk = clerk
        self.store, self.client = store, client
        self._machine, self._files_bytes = machine, files_bytes
        self.cases = Cases(store, clerk, now)
        self.arrivals = Arrivals(store, now)
        self.centre = Centre(store, client, now, journal, on_status)
        self.deciding = Deciding(
            store, now, print_notice, lambda: machine.seconds_before_sending,
            self.centre.request_sync, lambda: self.centre.offline,
        )  # fmt: skip
        self.drafting = Drafting(store, now)
        self.searching = Searching(store, client, now)
        self.documents = Documents(store, clerk, client, now, journal, files_bytes)
        self.receiving = Receiving(store, now, self.documents.note_unconfined)
        self.archiving = Archiving(
            store, clerk, self.documents, self.deciding, now, journal,
            self.documents.note_unconfined,
        )  # fmt: skip
        reader = LazyReader(machine, self.documents.note_unconfined)
        self.reading = Reading(store, reader, reader.engine, _compare, machine.today, self.report)
        self.figures = Figures(store, client, now, journal)
        self.team = Team(store, clerk, client, now, self.deciding)
        self.drill = Drilling(store, client, now)
        store.unexpected = self.report
        store.listeners.append(lambda changed: on_changed(changed) if changed else None)

    def begin(self) -> None:
        """Starts what the first paint does not need: a viewer, the day's deemings and the loop."""
        sys.setswitchinterval(TURN_SECONDS)
        self.documents.start_viewer()
        store, now, today = self.store, self._machine.now(), self._machine.today()
        carried = attachments.in_pieces(store.reader(), now)
        store.files.keep_only(materials.held(store.reader()), carried)
        store.write(lambda db: outbox.unmark_sending(db, now))
        store.write(lambda db: decisions.deem(db, today))
        store.write_refetchable(paper_text.keep_within)
        device_id = self._machine.settings.device_id
        self.centre.keep_in_step(device_id, self._files_bytes, self.report)
        reindex(store)

    def settle(self) -> None:
        """Returns once all that was to be saved is on the disk; after two seconds in any case."""
        settled = self.store.write(lambda _db: [])
        try:
            settled.result(SETTLE_SECONDS)
        except TimeoutError:
            return

    def classify_error(self, error: BaseException) -> BaseException:
        """The failure an error of the cache means, flagged for the next sign-in where it is damage;
        the error itself where it means none."""
        return self.store.classify(error)

    def report(self, error: BaseException) -> None:
        """Journals an error nobody foresaw."""
        self.store.classify(error)
        self._machine.report(error)

    def close(self) -> None:
        """Ends all threads and processes, without waiting for the centre."""
        self.archiving.close()
        self.centre.close()
        self.reading.close()
        self.store.close()
        self.documents.discard_viewers()
        self.receiving.discard_viewer()
        index_text.forget()


def _compare(
    case: SubApplication, readings: Mapping[str, PaperReading], item: Item, today: date
) -> Comparison:
    from app.cases.evidence.compare import compare  # the first paint does not need it

    return compare(case, readings, item, today)
