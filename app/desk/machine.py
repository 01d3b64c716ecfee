"""What a desk has of the machine it runs on: clock, journal, policy, settings, the centre."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from app.cases.model import SHANGHAI, civil
from app.machine import settings
from app.machine.address import earlier_spellings, normal_address
from app.machine.crash import take_crashes
from app.machine.journal import Journal
from app.machine.paths import Places
from app.machine.policy import MOST_SECONDS_BEFORE_SENDING, load_policy
from app.machine.recognition import Recognition, decide, memory_here
from app.machine.seals import SealAuthorityUnreadable, authorities
from app.machine.settings import Settings


class Machine:
    def __init__(self, places: Places, kept: Settings, clock: Callable[[], datetime]) -> None:
        self.places, self.settings = places, kept
        self.journal = Journal(places.journal)
        self.policy = load_policy(places.policy)
        self.clock = clock

    def now(self) -> datetime:
        return self.clock().astimezone(SHANGHAI)

    def today(self) -> date:
        return civil(self.clock())

    @property
    def centre_url(self) -> str:
        """The policy's centre, where it names one; else the one this desk spoke to last."""
        return normal_address(self.policy.centre_url or self.settings.centre_url)

    @property
    def lock_after_minutes(self) -> int:
        """Of rest: as the clerk chose, never longer than the policy says."""
        most, chosen = self.policy.lock_after_minutes, self.settings.lock_after_minutes
        return chosen if 0 < chosen < most else most

    @property
    def seconds_before_sending(self) -> int:
        """How long a decision can be taken back before it goes, 0 to 60: as the policy says, else
        as the clerk has set it."""
        if self.policy.seconds_before_sending is not None:
            return self.policy.seconds_before_sending
        return min(max(self.settings.seconds_before_sending, 0), MOST_SECONDS_BEFORE_SENDING)

    @property
    def notifies(self) -> bool:
        """Whether what comes is said by the system: as the policy says, else as the clerk."""
        said = self.policy.notifications
        return self.settings.notifies if said is None else said

    @property
    def scan_folder(self) -> str:
        """Where the scanner puts its files, ``""`` for nowhere: as the policy says, else as the
        clerk."""
        if self.policy.scan_folder:
            return os.path.expanduser(self.policy.scan_folder)  # noqa: PTH111
        return self.settings.scan_folder

    @property
    def recognition(self) -> Recognition:
        """Whether scans and photos are recognised: as the policy says, else as there is memory."""
        from app.reader.engine import recogniser  # looks through what is installed

        return decide(self.policy.reader, recogniser(), memory_here())

    def seal_authorities(self) -> tuple[bytes, ...]:
        """The certificates, in DER, of those whose seals are trusted; none where one of the
        policy's files cannot be read, which is journalled."""
        try:
            return authorities(self.policy.seal_authorities)
        except SealAuthorityUnreadable as failure:
            self.note(failure.code, detail=failure.detail)
            return ()

    def cache_of(self, username: str) -> Path:
        return self.places.cache_of(self.centre_url, username)

    def lock_of(self, username: str) -> Path:
        """Held by the process that has this clerk's cache open."""
        return self.places.lock_of(self.centre_url, username)

    def window_file(self, username: str) -> Path:
        """Says where the clerk's open window can be asked to come to the front."""
        return self.lock_of(username).with_suffix(".window")

    def former_caches(self, username: str) -> dict[str, Path]:
        """Where a cache of the clerk may lie by another spelling of the centre's address."""
        typed = (self.policy.centre_url, *self.settings.former_addresses)
        spellings = [s for s in typed if normal_address(s) == self.centre_url != s]
        return {
            spelling: self.places.cache_under(spelling, username)
            for spelling in (*earlier_spellings(self.centre_url), *spellings)
        }

    def keep_settings(self, **changes: Any) -> None:
        """Remembers settings; a full disk is journalled, never in the clerk's way."""
        typed = changes.pop("centre_url", self.settings.centre_url)
        changed = msgspec.structs.replace(self.settings, **changes)
        self.settings = settings.with_centre(changed, typed)
        try:
            settings.save(self.places.settings, self.settings)
        except OSError as error:
            self.report(error)

    def keep_widths(self, layout: str, widths: list[int]) -> None:
        """Remembers how wide, in pixels, the clerk made the columns of a layout."""
        self.keep_settings(splitters=self.settings.splitters | {layout: widths})

    def report(self, error: BaseException) -> None:
        """Journals an error nobody foresaw."""
        self.journal.unexpected(error, self.now())

    def note_crashes(self) -> int:
        """Journals how desks of this account have crashed since this was asked last; how many."""
        crashes = take_crashes(self.places.journal)
        for crash in crashes:
            self.note("crashed", kind=crash.kind, trace=crash.trace)
        return len(crashes)

    def note(self, event: str, **facts: str | int | float | bool | None) -> None:
        """A line of the journal, now."""
        self.journal.note(event, self.now(), **facts)
