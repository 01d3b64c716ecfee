"""What a clerk looks at: materials, notices and marks, opened in the viewer processes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.account.session import Session
from app.cases import lifecycle
from app.cases.actions import Payload
from app.cases.drill import DrillMark
from app.cases.failure import Failure
from app.cases.model import Material, Notice, civil
from app.machine.cancel import Cancelled
from app.machine.paths import RESOURCES, own_command
from app.store import cases, catalogue, materials
from app.viewer.messages import NotShown, Part
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument

TEMPLATES = RESOURCES / "notices"


class Documents:
    """Those of one session. There are two viewer processes: what may be looked at next never keeps
    waiting who looks at something now."""

    def __init__(
        self,
        session: Session,
        clock: Callable[[], datetime],
        files_mb: int,
        viewer_started: Callable[[tuple[Part, ...]], None],
    ) -> None:
        self._session, self._clock = session, clock
        self._most_bytes = files_mb * 2**20
        self.viewer = Viewer(own_command("viewer"), viewer_started)
        self.viewer_ahead = Viewer(own_command("viewer"), viewer_started)

    def let_go(self) -> None:
        """Ends both processes and with them all they have seen; they start again when asked."""
        self.viewer.replace()
        self.viewer_ahead.replace()

    def of(self, material: Material, case_id: str) -> RemoteDocument:
        """A material for the screen; its file is fetched first where it is not here."""
        store = self._session.store

        def content() -> bytes | NotShown:
            held = materials.content(store, material.sha256)
            if held is None and not materials.is_spoilt(store.reader(), material.id):
                held = self._fetched(material, case_id)
            if held is None:
                spoilt = materials.is_spoilt(store.reader(), material.id)
                return NotShown("spoilt" if spoilt else "not_here")
            now = self._clock()
            store.take_in(lambda db: materials.used(db, material.sha256, now))
            return held

        return RemoteDocument(self.viewer, material.sha256, content)

    def ahead(self, material: Material) -> RemoteDocument:
        """A material before it is asked for; nothing is fetched for it."""

        def content() -> bytes | NotShown:
            return materials.content(self._session.store, material.sha256) or NotShown("not_here")

        return RemoteDocument(self.viewer_ahead, material.sha256, content)

    def notice_ahead(self, case_id: str, payload: Payload) -> RemoteDocument:
        """The notice a decision would serve; opening it raises NoticeNotMade."""
        reader, clerk = self._session.store.reader, self._session.clerk

        def content() -> bytes | NotShown:
            case, now = cases.get(reader(), case_id), self._clock()
            if case is None:
                return NotShown("not_here")
            known = catalogue.situation(reader(), case, civil(now))
            notice = payload.notice(lifecycle.with_deemed_acceptance(case, known), clerk, now)
            return print_notice(notice) if notice is not None else NotShown("not_here")

        return RemoteDocument(self.viewer, str(uuid.uuid4()), content)

    def notice(self, served: Notice) -> RemoteDocument:
        """A notice of a case, as it would be printed now; opening it raises NoticeNotMade."""
        return RemoteDocument(self.viewer, str(uuid.uuid4()), lambda: print_notice(served))

    def mark_sheet(self, mark: DrillMark, language: str) -> RemoteDocument:
        """成绩单 on paper; opening it raises NoticeNotMade."""

        def content() -> bytes:
            from app.printing.mark import print_mark

            return print_mark(mark, self._session.clerk.name, language, TEMPLATES)

        return RemoteDocument(self.viewer, f"mark-{mark.id}-{language}", content)

    def save_copy(self, material: Material, path: Path) -> bool:
        """Writes a file's bytes where the clerk chose; whether there are any. Raises OSError."""
        held = materials.content(self._session.store, material.sha256)
        if held is not None:
            path.write_bytes(held)
        return held is not None

    def _fetched(self, material: Material, case_id: str) -> bytes | None:
        from app.sync.fetch import fetch

        session = self._session
        case = cases.get(session.store.reader(), case_id)
        if session.central is None or case is None:
            return None
        session.store.take_in(lambda db: materials.note_opened(db, case)).result()
        try:
            fetch(session.store, session.central, self._clock(), lambda: False, self._most_bytes,
                  case_id)  # fmt: skip
        except Cancelled:
            raise
        except Failure:
            return None
        return materials.content(session.store, material.sha256)


def print_notice(notice: Notice) -> bytes:
    """Raises NoticeNotMade."""
    from app.printing.notice import print_notice

    return print_notice(notice, TEMPLATES)
