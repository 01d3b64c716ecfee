"""What a clerk looks at: materials, notices and drill results, opened in the viewer processes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cases import lifecycle
from app.cases.actions import Payload
from app.cases.drill import DrillResult
from app.cases.failure import Failure
from app.cases.model import Clerk, Department, Material, Notice, civil
from app.cases.paper_text import PaperReading
from app.desk.scans import ReadDocument
from app.machine.cancel import Cancelled
from app.machine.journal import Journal
from app.machine.paths import RESOURCES, own_command
from app.store import cases, catalogue, evidence, materials, paper_text
from app.store.database import Store
from app.store.deliveries import PendingDelivery
from app.viewer.messages import NotShown, Part
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument

if TYPE_CHECKING:
    from app.central.client import CentralClient
    from app.printing.joining import Joined

TEMPLATES = RESOURCES / "notices"


class Documents:
    """Those of one session. There are three viewers: what may be looked at next never keeps waiting
    who looks at something now, nor does a paper that takes long keep a notice."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        centre: CentralClient,
        now: Callable[[], datetime],
        journal: Journal,
        most_bytes: int,
    ) -> None:
        self._store, self._clerk, self._centre = store, clerk, centre
        self._now, self._journal, self._most_bytes = now, journal, most_bytes
        self._unconfined: tuple[Part, ...] = ()
        self.viewer = Viewer(own_command("viewer"), self.note_unconfined)
        self.viewer_ahead = Viewer(own_command("viewer"), self.note_unconfined)
        self.notice_viewer = Viewer(own_command("viewer"), self.note_unconfined)

    @property
    def viewers(self) -> tuple[Viewer, ...]:
        return self.viewer, self.viewer_ahead, self.notice_viewer

    def start_viewer(self) -> None:
        """Soon something will be looked at."""
        self.viewer.start()

    def discard_viewers(self) -> None:
        """Ends the processes and with them all they have seen; they start again when asked."""
        for viewer in self.viewers:
            viewer.replace()

    def open_material(self, material: Material, case_id: str) -> RemoteDocument:
        """A material for the screen; its file is fetched first where it is not here."""

        def content() -> bytes | NotShown:
            return self.content(material, case_id)

        def reading() -> PaperReading | None:
            return paper_text.of_paper(self._store.reader(), material.sha256)

        return ReadDocument(self.viewer, material.sha256, content, reading)

    def content(self, material: Material, case_id: str) -> bytes | NotShown:
        """A material's bytes, fetched where they are not here; ``spoilt`` or ``not_here`` where
        they are not to be had. Blocks."""
        held = self._held(material)
        if held is None and not materials.is_spoilt(self._store.reader(), material.id):
            held = self._fetched(material, case_id)
        if held is None:
            spoilt = materials.is_spoilt(self._store.reader(), material.id)
            return NotShown("spoilt" if spoilt else "not_here")
        now = self._now()
        self._store.write_refetchable(lambda db: materials.used(db, material.sha256, now))
        return held

    def turned(self, material: Material, page: int) -> int:
        """By how many degrees clockwise a page is to be turned to be read; 0 where nobody has read
        it."""
        reading = paper_text.of_paper(self._store.reader(), material.sha256)
        return reading.pages[page].turned if reading and page < len(reading.pages) else 0

    def prefetch_material(self, material: Material) -> RemoteDocument:
        """A material before it is asked for; nothing is fetched for it."""

        def content() -> bytes | NotShown:
            return self._held(material) or NotShown("not_here")

        return RemoteDocument(self.viewer_ahead, material.sha256, content)

    def open_evidence(self, sha256: str) -> RemoteDocument:
        """A paper brought to the counter that is kept with a case."""

        def content() -> bytes | NotShown:
            return evidence.content(self._store.reader(), sha256) or NotShown("not_here")

        return RemoteDocument(self.viewer, sha256, content)

    def preview_notice(self, case_id: str, payload: Payload) -> RemoteDocument:
        """The notice a decision would serve; opening it raises NoticeNotMade."""

        def content() -> bytes | NotShown:
            reader, now = self._store.reader(), self._now()
            if (case := cases.get(reader, case_id)) is None:
                return NotShown("not_here")
            known = catalogue.situation(reader, case, civil(now))
            notice = lifecycle.notice_of(case, payload, self._clerk, known, now)
            return print_notice(notice) if notice is not None else NotShown("not_here")

        return RemoteDocument(self.notice_viewer, str(uuid.uuid4()), content)

    def open_notice(self, served: Notice) -> RemoteDocument:
        """A notice of a case, as it would be printed now; opening it raises NoticeNotMade."""
        return RemoteDocument(self.notice_viewer, str(uuid.uuid4()), lambda: print_notice(served))

    def print_notice(self, served: Notice) -> bytes:
        """The same as a PDF. Takes a while; raises NoticeNotMade."""
        return print_notice(served)

    def join_notices(self, prints: Sequence[bytes]) -> Joined:
        """Prints of notices as one PDF. Takes a while."""
        from app.printing.joining import join

        return join(prints)

    def open_joined(self, joined: Joined) -> RemoteDocument:
        """Several notices in one."""
        return RemoteDocument(self.notice_viewer, str(uuid.uuid4()), lambda: joined.pdf)

    def save_joined(self, joined: Joined, path: Path) -> None:
        """Writes them where the clerk chose, and journals it. Blocks; raises OSError."""
        path.write_bytes(joined.pdf)
        self._journal.note("notices_saved", self._now(), count=len(joined.starts))

    def open_drill_result(self, result: DrillResult, language: str) -> RemoteDocument:
        """成绩单 on paper; opening it raises NoticeNotMade."""

        def content() -> bytes:
            from app.printing.drill_result import print_drill_result

            return print_drill_result(result, self._clerk.name, language, TEMPLATES)

        return RemoteDocument(self.notice_viewer, f"mark-{result.id}-{language}", content)

    def open_delivery_list(self, pending: Sequence[PendingDelivery]) -> RemoteDocument:
        """送达清单 on paper, in this order; opening it raises NoticeNotMade."""
        department = self._clerk.department or Department(code="")

        def content() -> bytes:
            from app.printing.delivery_list import DeliveryLine, print_delivery_list

            lines = [
                DeliveryLine(
                    each.no, each.applicant, each.item_name, each.way, each.address,
                    each.tracking_no,
                )
                for each in pending
            ]  # fmt: skip
            office = department.full_name or department.name
            return print_delivery_list(lines, office, self._clerk.name, self._now(), TEMPLATES)

        return RemoteDocument(self.notice_viewer, str(uuid.uuid4()), content)

    def counts(self) -> tuple[int, int]:
        """How many files are here, and how many there are."""
        return materials.counts(self._store.reader())

    def _held(self, material: Material) -> bytes | None:
        """A file that was fetched, or was taken in at this desk."""
        fetched = materials.content(self._store, material.sha256)
        return fetched or evidence.content(self._store.reader(), material.sha256)

    def _fetched(self, material: Material, case_id: str) -> bytes | None:
        from app.sync.fetch import fetch

        store = self._store
        if (case := cases.get(store.reader(), case_id)) is None:
            return None
        store.write_refetchable(lambda db: materials.note_opened(db, case)).result()
        try:
            fetch(store, self._centre, self._now(), lambda: False, self._most_bytes, case_id)
        except Cancelled:
            raise
        except Failure:
            return None
        return materials.content(store, material.sha256)

    def note_unconfined(self, parts: tuple[Part, ...]) -> None:
        """What the viewer process of this machine could still do; once, not at each start."""
        if parts != self._unconfined:
            self._unconfined = parts
            self._journal.note("viewer_unconfined", self._now(), parts=" ".join(parts))


def print_notice(notice: Notice) -> bytes:
    """Raises NoticeNotMade."""
    from app.printing.notice import print_notice

    return print_notice(notice, TEMPLATES)
