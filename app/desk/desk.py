"""Everything a clerk can do, one method each; all that ui/ and the command line call."""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from app.account.erase import resume
from app.account.errors import LeadNeeded, PasswordDiffers
from app.account.session import Session, open_session
from app.account.sign_in_flow import Entrance, trust_of
from app.cases import lifecycle
from app.cases.actions import (
    ACTIONS,
    BlockingReason,
    CentreSide,
    Payload,
    RecordReview,
    SendMessage,
)
from app.cases.actions import Difference as Difference
from app.cases.checks import Finding, Situation, run_checks
from app.cases.deadlines import CaseDeadlines, case_deadlines
from app.cases.failure import Failure
from app.cases.model import (
    SHANGHAI,
    Article,
    Clerk,
    Event,
    Item,
    Material,
    OneThing,
    PoolHead,
    Scene,
    Section,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.desk.documents import Documents, print_notice
from app.desk.drill import Drilling
from app.machine.address import earlier_spellings, normal_address
from app.machine.cancel import Cancelled, CancelScope
from app.machine.instance import hold_instance
from app.machine.journal import Journal
from app.machine.paths import Places
from app.machine.policy import load_policy
from app.machine.settings import Settings, with_centre
from app.machine.settings import save as save_settings
from app.store import (
    cases,
    catalogue,
    claims,
    decisions,
    drafts,
    filters,
    licences,
    materials,
    outbox,
    unreadable,
)
from app.store.cases import CaseFilter as CaseFilter
from app.store.cases import CaseRow as CaseRow
from app.store.database import Changed as Changed
from app.store.database import Store, meta
from app.store.drafts import Draft as Draft
from app.store.drafts import Mark as Mark
from app.store.drafts import SheetDraft as SheetDraft
from app.store.drafts import Value
from app.store.errors import CaseMovedOn, os_errors_as_failures
from app.store.errors import NotLawful as NotLawful
from app.store.licences import LookedUp as LookedUp
from app.store.outbox import Entry as Entry
from app.store.quarantine import Aside as Aside
from app.store.reindex import reindex
from app.store.salvage import Salvaged
from app.store.search import index_text, service
from app.store.search.service import Group as Group
from app.store.search.service import Hit as Hit
from app.store.taking_back import TakingBack
from app.store.unreadable import Unreadable as Unreadable
from app.sync.conflicts import differences
from app.viewer.messages import Box as Box
from app.viewer.messages import Found as Found
from app.viewer.messages import NotShown as NotShown
from app.viewer.messages import Opened as Opened
from app.viewer.messages import PageText as PageText
from app.viewer.messages import Part
from app.viewer.messages import Picture as Picture
from app.viewer.messages import Words as Words
from app.viewer.remote import RemoteDocument as RemoteDocument

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from sqlite_utils import Database

    from app.central.client import Central
    from app.central.wire import About, Statistics
    from app.sync.loop import Keeper
    from app.sync.loop import Status as Status

Written = Future[tuple[Changed, ...]]
TURN_SECONDS = 0.001  # how long a thread may keep the interpreter while another waits for it
SETTLE_SECONDS = 2.0
FAREWELL_SECONDS = 1.0  # for the centre and the keyring, when somebody signs out


class Listing(msgspec.Struct, frozen=True):
    """The row numbers of the chosen cases, in order, and the counts of all."""

    chosen: CaseFilter
    numbers: list[int]
    counts: dict[str, int]


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """All a review shows of one case, read in one go. ``unreadable``: paths in its body that are
    missing here because they could not be read."""

    case: SubApplication
    situation: Situation
    findings: tuple[Finding, ...]
    deadlines: CaseDeadlines
    draft: Draft
    earlier: tuple[Section, ...] = ()
    unreadable: tuple[str, ...] = ()
    entries: tuple[Entry, ...]
    actions: tuple[tuple[str, tuple[BlockingReason, ...]], ...]
    review_barred: tuple[BlockingReason, ...] = ()

    @property
    def judged(self) -> SubApplication:
        """The case with the draft's judgement on it."""
        return msgspec.structs.replace(self.case, review=self.draft.over(self.case.review))


OPEN_OUTCOMES = ("fail", "warn")


class Ready(msgspec.Struct, frozen=True):
    """Whether an action may be taken on a case together with others: nothing bars it, and
    ``findings`` are the checks that a clerk should look at first."""

    view: CaseView
    barred: tuple[BlockingReason, ...]
    findings: tuple[Finding, ...]


class Desk:
    """One clerk's desk. ``on_changed`` and ``on_status`` are called from background threads.

    Reads are quick and may be made on any thread; writes answer with a future
    that is done once they are durable.
    """

    def __init__(self, places: Places, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.places = places
        self.settings = settings
        self.journal = Journal(places.journal)
        self.clerk: Clerk | None = None
        self.on_changed: Callable[[tuple[Changed, ...]], None] = lambda changed: None
        self.on_status: Callable[[Status], None] = lambda status: None
        self._clock = clock
        self._unconfined: tuple[Part, ...] = ()
        self.policy = load_policy(places.policy)
        self._days_left: dict[str, int] = {}
        self._documents: Documents | None = None
        self._session: Session | None = None
        self._keeper: Keeper | None = None
        self._lock: BaseFileLock | None = None
        self._scope = CancelScope()  # of what waits for the centre or the keyring
        self._moving = threading.Lock()  # while a session comes, begins or goes
        self.drilling: Drilling | None = None  # at a practice centre only
        if resume(places.caches):
            self.journal.note("erasing_resumed", self.now())

    # --- coming and going -------------------------------------------------------------

    @staticmethod
    def warm_up() -> None:
        """Loads what signing in needs while the clerk is still typing."""
        importlib.import_module("app.central.sign_in")
        importlib.import_module("keyring").get_keyring()

    def sign_in(self, username: str, password: str) -> Clerk:
        """Opens the clerk's cache, at the centre or, where it cannot be reached, offline.

        Raises DeskOpen where it is open already, and what the wire, the vault and the store raise;
        after PasswordChanged the old password is wanted, after that, KeyLost or CacheUnreadable the
        cache can be set aside.
        """
        return self._enter(username, lambda door: door.with_password(password))

    def sign_in_with_old_password(self, username: str, password: str, old: str) -> Clerk:
        """Once, where the password was changed at the centre."""
        return self._enter(username, lambda door: door.with_old_password(password, old))

    def sign_in_setting_aside(self, username: str, password: str) -> Clerk:
        """With a fresh cache; the one that cannot be opened waits beside it."""
        clerk = self._enter(username, lambda door: door.setting_aside(password))
        self.journal.note("cache_set_aside", self.now())
        return clerk

    def _enter(self, username: str, enter: Callable[[Entrance], Session]) -> Clerk:
        cache = self.places.cache_of(self.centre_url, username)
        device = self.settings.device_id
        with os_errors_as_failures(), self._held(username):
            entrance = Entrance(
                self.centre_url, username, cache, device, self.policy, self.now, self._scope,
                self._former_caches(username),
            )  # fmt: skip
            try:
                entrance.recover()
                return self._open(username, enter(entrance), entrance.scope)
            except Failure:
                entrance.abandon()
                raise

    @contextlib.contextmanager
    def _held(self, username: str) -> Iterator[None]:
        """No other process opens this clerk's cache until the desk is closed, or nobody came in.

        Taken before the centre is asked: a second sign-in would end the first one's tokens.
        """
        lock = hold_instance(self.places.lock_of(self.centre_url, username))
        try:
            yield
        except BaseException:
            lock.release()
            raise
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def sign_in_again(self, password: str) -> None:
        """Renews a sign-in that has expired, and sends what waited. Blocks.

        Raises what the wire and the vault raise; the desk goes on offline then.
        """
        if self._session is not None:
            self._session.sign_in_again(password, self.now())
            self.sync_now()

    def open_cache(self, username: str, key: str, clerk: Clerk | None) -> None:
        """Opens a cache with its key, without anyone signing in."""
        path = self.places.cache_of(self.centre_url, username)
        with self._held(username):
            self._open(username, open_session(path, key, clerk, self.now()), self._scope)

    def _open(self, username: str, session: Session, scope: CancelScope) -> Clerk:
        with self._moving:
            if scope.cancelled:  # the desk was closed meanwhile
                session.store.close()
                raise Cancelled
            self._session, self.clerk = session, session.clerk
            self._documents = Documents(
                session, self.now, self.settings.files_mb, self._note_unconfined
            )
            self._documents.viewer.start()
        if (saved := session.salvaged) is not None:
            self.journal.note(
                "cache_salvaged", self.now(), actions=saved.actions, drafts=saved.drafts,
                unreadable=saved.unreadable,
            )  # fmt: skip
        self.journal.note("signed_in", self.now(), keeps_nothing=session.keeps_nothing)
        session.store.unexpected = self.report
        session.store.listeners.append(self._announce)
        self._keep(username=username)
        return session.clerk

    @property
    def centre_url(self) -> str:
        """The policy's centre, where it names one; else the one this desk spoke to last."""
        return normal_address(self.policy.centre_url or self.settings.centre_url)

    def window_file(self, username: str) -> Path:
        """Says where the clerk's open window can be asked to come to the front."""
        return self.places.lock_of(self.centre_url, username).with_suffix(".window")

    def _former_caches(self, username: str) -> dict[str, Path]:
        """Where a cache of the clerk may lie by another spelling of the centre's address."""
        typed = (self.policy.centre_url, *self.settings.former_addresses)
        spellings = [s for s in typed if normal_address(s) == self.centre_url != s]
        return {
            spelling: self.places.cache_under(spelling, username)
            for spelling in (*earlier_spellings(self.centre_url), *spellings)
        }

    @property
    def salvaged(self) -> Salvaged | None:
        """What was saved out of a damaged cache at this sign-in."""
        return self._session.salvaged if self._session is not None else None

    @property
    def keeps_nothing(self) -> bool:
        """Whether, for want of a keyring, nothing outlives this session on this machine."""
        return self._session is not None and self._session.keeps_nothing

    def unlock(self, password: str) -> None:
        """Whether it is the clerk who is back: raises PasswordDiffers or TooManyTries."""
        if self._session is None:
            raise PasswordDiffers
        self._session.check_password(password, self.now())
        if self._documents is not None:
            self._documents.viewer.start()
        self.journal.note("unlocked", self.now())

    def lock(self) -> None:
        """What the viewer has seen goes."""
        if self._documents is not None:
            self._documents.let_go()
        self.journal.note("locked", self.now())

    def asides(self) -> list[Aside]:
        """Caches of this clerk that were set aside, the latest first."""
        return self._session.asides() if self._session is not None else []

    def bring_back(self, left: Aside, old_password: str) -> int:
        """What is unsent in one, with the password of then; how many decisions. Blocks.

        Raises PasswordDiffers, TooManyTries, KeyLost.
        """
        if self._session is None:
            return 0
        with os_errors_as_failures():
            count = self._session.bring_back(left, old_password, self.now())
        self.journal.note("aside_brought_back", self.now(), actions=count)
        self.sync_now()
        return count

    def release(self, left: Aside) -> None:
        """A lead lets one go for good. Raises LeadNeeded."""
        if self._session is None or self.clerk is None or "lead" not in self.clerk.roles:
            raise LeadNeeded
        with os_errors_as_failures():
            self._session.release(left)
        self.journal.note("aside_released", self.now())

    def erase(self) -> None:
        """The centre has revoked this machine: what is unsent was offered, now all goes, the other
        clerks' as well. Blocks."""
        session = self._session
        waiting, _ = self.outbox_counts() if session is not None else (0, 0)
        try:
            self._end()
            if session is not None and session.entrance is not None:
                caches = session.entrance.erase()
                self.journal.note("erased", self.now(), unsent=waiting, caches=caches)
        finally:
            self._release_lock()

    def begin(self) -> None:
        """Starts what the first paint does not need: the day's deemings and the keeper."""
        from app.sync.loop import Keeper

        sys.setswitchinterval(TURN_SECONDS)
        session, store, now = self._session, self._open_store, self.now()
        store.files.keep_only(materials.held(store.reader()))
        store.write(lambda db: outbox.unmark_sending(db, now))
        store.write(lambda db: decisions.deem(db, self.today()))
        with self._moving:
            if self._central is not None and self._session is session:
                self._keeper = Keeper(
                    store, self._central, self.settings.device_id, self.now, self._status_said,
                    self.report, self.settings.files_mb * 2**20,
                )  # fmt: skip
                self._keeper.start()
        reindex(store)

    def hang_up(self) -> None:
        """Ends whatever waits for the centre or the keyring: it raises Cancelled. Never blocks."""
        if self._keeper is not None:
            self._keeper.ask_to_stop()
        self._scope.cancel()
        if self._central is not None:
            self._central.scope.cancel()

    def sign_out(self) -> None:
        """Ends the session; what is unsent stays in the cache.

        The centre and the keyring are told in a second at most, or told later, or not: neither
        keeps the next clerk waiting.
        """
        session = self._session
        self.close()
        if session is not None and session.entrance is not None and session.central is not None:
            farewell = threading.Thread(
                target=self._tell_signed_out, name="farewell", daemon=True,
                args=(session.entrance, session.central.access_token),
            )  # fmt: skip
            farewell.start()
            farewell.join(FAREWELL_SECONDS)
        self.journal.note("signed_out", self.now())

    def _tell_signed_out(self, entrance: Entrance, access_token: str) -> None:
        try:
            entrance.sign_out(access_token)
        except Failure as failure:
            self.journal.note("token_not_removed", self.now(), code=failure.code)
        except Exception as error:
            self.report(error)

    def settle(self) -> None:
        """Returns once all that was to be saved is on the disk; after two seconds in any case."""
        with contextlib.suppress(TimeoutError):
            self._open_store.write(lambda _db: []).result(SETTLE_SECONDS)

    def close(self) -> None:
        """Ends all threads and processes, without waiting for the centre; leaves the sign-in as it
        is."""
        try:
            self._end()
        finally:
            self._release_lock()

    def _end(self) -> None:
        with self._moving:
            self.hang_up()
            self._scope = CancelScope()
            session, keeper, documents = self._session, self._keeper, self._documents
        if keeper is not None:
            keeper.stop()
        if session is not None:
            session.store.close()
            if session.central is not None:
                session.central.close()
            if session.entrance is not None:
                session.entrance.abandon()
        if documents is not None:
            documents.let_go()
        index_text.forget()
        self._keeper = self._session = self._documents = None
        self.clerk = self.drilling = None

    # --- looking ----------------------------------------------------------------------

    def now(self) -> datetime:
        return self._clock().astimezone(SHANGHAI)

    def today(self) -> date:
        return civil(self._clock())

    def listing(self, chosen: CaseFilter) -> Listing:
        """Takes a while where there are very many cases: not for the window's thread."""
        return Listing(chosen, self.case_numbers(chosen), self.counts())

    def first_cases(self, most: int) -> list[int]:
        """The row numbers of the most urgent cases there is something to do about."""
        return cases.listed(self._reader, CaseFilter(), self.today(), most)

    def case_numbers(self, chosen: CaseFilter) -> list[int]:
        return cases.listed(self._reader, chosen, self.today())

    def case_number(self, case_id: str) -> int | None:
        return cases.number(self._reader, case_id)

    def find_case(self, wanted: str) -> str | None:
        """The id of a case by its id or its number (办件编号), whatever state it is in."""
        if self.case_number(wanted) is not None:
            return wanted
        return cases.id_of_number(self._reader, wanted)

    def case_rows(self, numbers: list[int]) -> list[CaseRow]:
        return cases.rows(self._reader, numbers, self.today())

    def counts(self) -> dict[str, int]:
        return cases.counts(self._reader, self.today())

    def decided_of(self, case_ids: Sequence[str]) -> int:
        """On how many of these cases the clerk has decided something."""
        return outbox.decided(self._reader, case_ids)

    def days_left(self, due: date) -> int:
        """Working days from tomorrow to ``due``; negative once it has passed."""
        if self._days_left.get("today") != self.today().toordinal():
            self._days_left = {"today": self.today().toordinal()}
        key = due.isoformat()
        if key not in self._days_left:
            calendar = catalogue.calendar(self._reader)
            worked = calendar.working_days(*sorted((self.today(), due)))
            self._days_left[key] = worked if due >= self.today() else -worked
        return self._days_left[key]

    def has_pulled(self) -> bool:
        """Whether the first pull has ever come through."""
        return bool(meta(self._reader, "cursor"))

    def view(self, case_id: str) -> CaseView:
        """Raises CaseMovedOn where the clerk no longer holds the case."""
        case = cases.get(self._reader, case_id)
        if case is None:
            raise CaseMovedOn
        known = catalogue.situation(self._reader, case, self.today())
        case = lifecycle.with_deemed_acceptance(case, known)
        draft = drafts.of_case(self._reader, case_id)
        judged = msgspec.structs.replace(case, review=draft.over(case.review))
        return CaseView(
            case=case,
            situation=known,
            findings=run_checks(judged, known),
            deadlines=case_deadlines(case, known.calendar, self.today()),
            draft=draft,
            earlier=cases.earlier_form(self._reader, case_id),
            unreadable=unreadable.parts_of(self._reader, "sub_application", case_id),
            entries=tuple(
                e for e in outbox.of_case(self._reader, case_id) if e.state != "withdrawn"
            ),
            actions=tuple(self._actions(judged, known)),
            review_barred=self.blocking_reasons(case, RecordReview(), known),
        )

    def _actions(
        self, case: SubApplication, known: Situation
    ) -> Iterator[tuple[str, tuple[BlockingReason, ...]]]:
        for kind in ACTIONS:
            if kind != "review":
                yield kind, self.blocking_reasons(case, ACTIONS[kind].minimal(case, known), known)

    def blocking_reasons(
        self, case: SubApplication, payload: Payload, known: Situation
    ) -> tuple[BlockingReason, ...]:
        """What stands in the way of an action on a case, the draft counted in."""
        return lifecycle.blocking_reasons(case, payload, self.clerk or Clerk(id=""), known)

    def found(self, typed: str, most: int) -> tuple[Group, ...]:
        """一单清: the best of each kind that is here. Quick enough for every key."""
        return service.found(self._reader, typed, most, self.today())

    def nearly_found(self, typed: str, most: int, known: Sequence[Hit]) -> tuple[Hit, ...]:
        """What was perhaps meant, with one character wrong. Not for every key."""
        return service.nearly(self._reader, typed, most, self.today(), known)

    def found_at_centre(self, typed: str, most: int, known: Sequence[Hit]) -> tuple[Hit, ...]:
        """What the centre finds beside what is known. Blocks; raises what the wire raises."""
        if self._central is None:
            return ()
        before = {(hit.kind, hit.id) for hit in known}
        return tuple(
            Hit(kind=group.kind, id=hit.id, title=hit.title, summary=hit.summary, how="centre")
            for group in self._central.search(typed, most)
            for hit in group.hits
            if (group.kind, hit.id) not in before
        )

    def thing(self, thing_id: str) -> OneThing | None:
        return catalogue.thing(self._reader, thing_id)

    def known_licences(self, case: SubApplication, kind: str) -> LookedUp | None:
        """What the last look-up of the applicant's licences of a kind answered, and when."""
        return licences.known(self._reader, case.applicant.id_number, kind)

    def look_up_licences(self, case: SubApplication, kind: str) -> LookedUp | None:
        """Asks the centre, and keeps its answer; None where it cannot be reached. Blocks."""
        holder, now = case.applicant.id_number, self.now()
        if self._central is None or not holder:
            return None
        try:
            found = self._central.licences(holder, kind)
        except Cancelled:
            raise
        except Failure:
            return None
        self._open_store.take_in(lambda db: licences.keep(db, holder, kind, found, now))
        return LookedUp(found, now)

    def scenes(self) -> list[Scene]:
        return catalogue.scenes(self._reader)

    def pool(self) -> list[PoolHead]:
        return catalogue.pool(self._reader)

    def articles(self, item_code: str) -> list[Article]:
        return catalogue.articles(self._reader, item_code)

    def unreadable(self) -> list[Unreadable]:
        """What the centre said and this desk could not read, the latest first."""
        return unreadable.records(self._reader)

    def entries(self) -> list[Entry]:
        return outbox.entries(self._reader)

    def sent_entries(self) -> list[Entry]:
        return outbox.entries(self._reader, ("sent",))[-50:]

    def outbox_counts(self) -> tuple[int, int]:
        return outbox.counts(self._reader)

    def material_counts(self) -> tuple[int, int]:
        return materials.counts(self._reader)

    def differences(self, entries: Sequence[Entry]) -> list[Difference]:
        """Returned decisions of one case beside what the centre holds now."""
        centre = cases.centre_side(self._reader, entries[0].case_id)
        if centre is None:
            return []
        side = CentreSide(
            centre,
            catalogue.item(self._reader, centre.item),
            catalogue.evaluations(self._reader, centre.id),
        )
        return [line for entry in entries for line in differences(entry.payload, side)]

    def last_change(self, case_id: str) -> Event | None:
        """What the centre last heard of a case, from whomever."""
        centre = cases.centre_side(self._reader, case_id)
        return centre.history[-1] if centre is not None and centre.history else None

    def items(self) -> list[Item]:
        """The items (事项) this desk knows, by name."""
        return catalogue.items(self._reader)

    def saved_filters(self) -> dict[str, CaseFilter]:
        """The filters the clerk gave a name; kept in the cache, for they may name a person."""
        return filters.saved(self._reader)

    def save_filters(self, named: dict[str, CaseFilter]) -> Written:
        return self._open_store.write(lambda db: filters.save(db, named))

    def readiness(self, kind: str, case_ids: Sequence[str]) -> list[Ready]:
        """What stands in the way of the same action on each of these cases. Takes a while.

        Cases that are no longer the clerk's are left out.
        """
        found = []
        for case_id in case_ids:
            with contextlib.suppress(CaseMovedOn):
                found.append(self._ready(kind, self.view(case_id)))
        return found

    def _ready(self, kind: str, view: CaseView) -> Ready:
        barred = dict(view.actions).get(kind, ())
        return Ready(view, barred, tuple(f for f in view.findings if f.outcome in OPEN_OUTCOMES))

    # --- judging and deciding -----------------------------------------------------------

    def judge_material(self, case_id: str, material_id: str, verdict: Verdict) -> Written:
        return self._save(case_id, f"material:{material_id}", verdict)

    def tick(self, case_id: str, point_id: str, tick: Tick) -> Written:
        return self._save(case_id, f"check:{point_id}", tick)

    def mark(self, case_id: str, mark_id: str, mark: Mark) -> Written:
        """Keeps a mark on a material's page; marks stay until they are taken off."""
        return self._save(case_id, f"mark:{mark_id}", mark)

    def take_off_mark(self, case_id: str, mark_id: str) -> Written:
        return self._open_store.write(lambda db: drafts.forget(db, case_id, f"mark:{mark_id}"))

    def write_opinion(self, case_id: str, text: str) -> Written:
        return self._save(case_id, "opinion", text)

    def write_sheet(self, case_id: str, sheet: SheetDraft) -> Written:
        """Keeps what is filled in of an action's sheet."""
        return self._save(case_id, f"sheet:{sheet.kind}", sheet)

    def forget_sheet(self, case_id: str, kind: str) -> Written:
        return self._open_store.write(lambda db: drafts.forget(db, case_id, f"sheet:{kind}"))

    def begun_message(self, thing_id: str) -> str:
        """What was typed to the other departments of a one-thing and not sent."""
        return drafts.message(self._reader, thing_id)

    def write_message(self, thing_id: str, text: str) -> Written:
        return self._save(thing_id, "message", text)

    def decide(self, case_id: str, payload: Payload) -> Written:
        """Queues a decision, preceded by the review it rests on, as one durable step.

        Of the drafts it takes what it sends. The future raises NotLawful with every reason, or
        CaseMovedOn; then nothing was queued and the draft is untouched.
        """
        now, today = self.now(), self.today()

        def work(db: Database) -> list[Changed]:
            case = cases.get(db.conn, case_id)
            if case is None:
                raise CaseMovedOn
            if isinstance(payload, SendMessage):  # it rests on no review
                return decisions.add(db, case_id, [payload], now, print_notice)
            payloads: list[Payload] = []
            known = catalogue.situation(db.conn, case, today)
            record = drafts.of_case(db.conn, case_id).to_record(case, known.item)
            may_record = not lifecycle.blocking_reasons(
                case, RecordReview(), self.clerk or Clerk(id=""), known
            )
            if record is not None and may_record:
                payloads.append(record)
            return decisions.add(db, case_id, [*payloads, payload], now, print_notice)

        return self._write_and_send(work)

    def withdraw(self, entry_id: str) -> Written:
        """Takes back what has not been sent; while a try to send it is under way, once that has
        ended. Raises NotWithdrawable."""
        now, today = self.now(), self.today()
        return self._take_back(lambda db: decisions.withdraw(db, entry_id, now, today))

    def undo(self) -> Written:
        """Takes back the decision taken last, likewise; raises NotWithdrawable once it has left."""
        now, today, chosen = self.now(), self.today(), decisions.last_decided(self._reader)
        return self._take_back(lambda db: decisions.undo(db, chosen, now, today))

    def take_theirs(self, entry_id: str) -> Written:
        now, today = self.now(), self.today()
        return self._write_and_send(lambda db: decisions.take_theirs(db, entry_id, now, today))

    def dismiss(self, entry_id: str) -> Written:
        """Puts away a decision on a case that is no longer the clerk's."""
        now = self.now()
        return self._open_store.write(lambda db: decisions.dismiss(db, entry_id, now))

    def put_on_top(self, entry_id: str) -> Written:
        now, today = self.now(), self.today()
        return self._write_and_send(lambda db: decisions.put_on_top(db, entry_id, now, today))

    def statistics(self, since: date, until: date) -> Statistics | None:
        """The centre's figures; None where no centre is at hand. Blocks."""
        return self._central.statistics(since, until) if self._central is not None else None

    def note_unmasked(self, field: str) -> None:
        """Journals that a clerk asked to see a masked number, and of what kind; not of which case:
        the journal leaves this machine."""
        self.journal.note("unmasked", self.now(), field=field)

    def about(self) -> About:
        """What the centre says of itself. Blocks; raises what the wire raises."""
        from app.central.client import Central

        trust = trust_of(self.policy)
        about = Central(self.centre_url, self.settings.device_id, trust, self._scope).about()
        if about.practice and self._central is not None and self.drilling is None:
            self.drilling = Drilling(self._open_store, self._central, self.now)
        return about

    def claim(self, count: int, item_codes: tuple[str, ...]) -> int:
        """领件: asks the centre for cases out of the pool; returns how many it gave.

        ``count``: 1 to 20; no ``item_codes`` means of any item. Blocks; raises as the wire does.
        """
        from app.central.errors import CentreRefused
        from app.central.wire import Claim

        if self._central is None:
            return 0
        store = self._open_store
        claim = claims.open_claim(store.reader(), count, item_codes, self.now())
        store.write(lambda db: claims.keep(db, claim)).result()
        try:
            given = self._central.claim(Claim(id=claim.id, count=count, item_codes=item_codes))
        except CentreRefused:
            store.write(claims.settle).result()
            raise
        store.write(claims.settle).result()
        self.sync_now()
        return len(given)

    def sync_now(self) -> None:
        """The clerk wants it now: what the centre failed on before is tried again, too."""
        if self._keeper is not None:
            self._write_and_send(outbox.try_again_now)

    # --- materials ----------------------------------------------------------------------

    @property
    def documents(self) -> Documents:
        if self._documents is None:
            raise RuntimeError("no one is signed in")
        return self._documents

    def materials_of(self, case_id: str) -> tuple[Material, ...]:
        """A case's materials of the latest round; none where the clerk no longer holds it."""
        case = cases.get(self._reader, case_id)
        return case.current_materials() if case is not None else ()

    def save_copy(self, material: Material, path: Path) -> None:
        """Writes a file where the clerk chose, and journals it. Blocks; raises OSError."""
        if self.documents.save_copy(material, path):
            self.journal.note("copy_saved", self.now(), bytes=material.size)

    # --- settings -----------------------------------------------------------------------

    def _keep(self, **changes: Any) -> None:
        typed = changes.pop("centre_url", self.settings.centre_url)
        changed = msgspec.structs.replace(self.settings, **changes)
        self.settings = with_centre(changed, typed)
        try:
            save_settings(self.places.settings, self.settings)
        except OSError as error:
            self.report(error)

    def keep_settings(self, **changes: Any) -> None:
        """Remembers settings; a full disk is journalled, never in the clerk's way."""
        self._keep(**changes)

    def report(self, error: BaseException) -> None:
        """Journals an error nobody foresaw."""
        self.meaning_of(error)
        self.journal.unexpected(error, self.now())

    def meaning_of(self, error: BaseException) -> BaseException:
        """The failure an error of the cache means, marked for the next sign-in where it is damage;
        the error itself where it means none."""
        return self._session.store.named(error) if self._session is not None else error

    # --- inside -------------------------------------------------------------------------

    def _note_unconfined(self, parts: tuple[Part, ...]) -> None:
        """What the viewer process of this machine could still do; once, not at each start."""
        if parts != self._unconfined:
            self._unconfined = parts
            self.journal.note("viewer_unconfined", self.now(), parts=" ".join(parts))

    @property
    def _open_store(self) -> Store:
        if self._session is None:
            raise RuntimeError("no one is signed in")
        return self._session.store

    @property
    def _central(self) -> Central | None:
        return self._session.central if self._session is not None else None

    @property
    def _reader(self) -> Any:
        return self._open_store.reader()

    def _save(self, case_id: str, field: str, value: Value) -> Written:
        now = self.now()
        return self._open_store.write(lambda db: drafts.save(db, case_id, field, value, now))

    def _write_and_send(self, work: Callable[[Database], list[Changed]]) -> Written:
        written = self._open_store.write(work)
        written.add_done_callback(self._send_soon)
        return written

    def _take_back(self, work: Callable[[Database], list[Changed]]) -> Written:
        taken_back = TakingBack(self._open_store, work)
        taken_back.done.add_done_callback(self._send_soon)
        return taken_back.done

    def _send_soon(self, written: Written) -> None:
        if written.exception() is None and self._keeper is not None:
            self._keeper.nudge()

    def _announce(self, changed: tuple[Changed, ...]) -> None:
        if any(change.kind == "calendar" for change in changed):
            self._days_left = {}
        if changed:
            self.on_changed(changed)

    def _status_said(self, status: Status) -> None:
        if status.failure is not None:
            detail = status.failure.detail[:200]
            self.journal.note("offline", status.at, code=status.failure.code, detail=detail)
        for odd in status.done.unreadable if status.done is not None else ():
            self.journal.note(
                "body_unreadable", status.at, kind=odd.kind, parts=",".join(odd.parts)[:200]
            )
        if status.done is not None and status.done.differing:
            kinds = ",".join(status.done.differing)
            self.journal.note("digest_differs", status.at, kinds=kinds)
        self.on_status(status)
