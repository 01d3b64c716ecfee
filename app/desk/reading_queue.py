"""What is read next: the case in sight, then those looked at next, then the rest of the list; last
of all the papers that hold up others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from app.store import cases, comparisons, paper_text
from app.store.database import Store
from app.store.paper_text import UnreadPaper

AT_ONCE = 50  # papers of today's list asked for


class DueCase(msgspec.Struct, frozen=True):
    """A case whose papers are to be compared with its form."""

    case_id: str


Task = UnreadPaper | DueCase


class ReadingQueue:
    """Asked on one thread; ``look`` and ``note_outdated`` are called on any.

    What is looked at is asked of the cache each time. Today's list is taken from it as it is then,
    and again once that is done and something has changed.
    """

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        self._store, self._today = store, today
        self._looked_at: tuple[str, ...] = ()
        self._due: list[str] = []  # cases to be compared
        self._unread: list[UnreadPaper] = []
        self._incomparable: set[str] = set()
        self._slow: set[str] = set()  # papers, by their hash
        self._outdated = True

    @property
    def in_sight(self) -> str:
        """The case the clerk looks at; ``""`` for none."""
        return self._looked_at[0] if self._looked_at else ""

    def look(self, case_id: str, next_cases: Sequence[str]) -> bool:
        """Whether the clerk looks at something else than before."""
        before, self._looked_at = self._looked_at, (case_id, *next_cases)
        return self._looked_at != before

    def note_outdated(self) -> None:
        """Today's list has changed."""
        self._outdated = True

    def next(self, engine: str) -> Task | None:
        """A paper of which a page is to be read, or a case to be compared: the one in sight after
        each of its papers, others after the last."""
        db = self._store.reader()
        slow: list[UnreadPaper] = []
        for case_id in self._looked_at:
            unread = paper_text.unread_of(db, engine, case_id)
            if (case_id == self.in_sight or not unread) and self._is_due(case_id):
                return DueCase(case_id)
            if quick := [paper for paper in unread if paper.sha256 not in self._slow]:
                return self._as_shown(case_id, quick)[0]
            slow += unread
        if not self._due and not self._unread and self._outdated:
            self._outdated = False
            self._due = self._comparable(comparisons.due(db, engine, self._today()))
            self._unread = paper_text.unread(db, engine, AT_ONCE)
        if self._due:
            return DueCase(self._due[0])
        papers = [*self._unread, *slow]
        return min(papers, key=lambda paper: paper.sha256 in self._slow, default=None)

    def put_last(self, sha256: str) -> None:
        """This paper is read when nothing else is left to be."""
        self._slow.add(sha256)

    def forget_paper(self, sha256: str) -> None:
        """It was read, or its file is no longer here."""
        self._unread = [paper for paper in self._unread if paper.sha256 != sha256]

    def forget_case(self, case_id: str) -> None:
        """It is compared now."""
        self._due = [id_ for id_ in self._due if id_ != case_id]

    def note_incomparable(self, case_id: str) -> None:
        """It is compared no more until the clerk signs in again."""
        self._incomparable.add(case_id)

    def note_read(self, engine: str, case_ids: Iterable[str]) -> None:
        """A paper of these cases was read: perhaps it was their last."""
        due = comparisons.due(self._store.reader(), engine, self._today(), case_ids)
        self._due += [id_ for id_ in self._comparable(due) if id_ not in self._due]

    def _is_due(self, case_id: str) -> bool:
        comparable = case_id not in self._incomparable
        return comparable and comparisons.is_due(self._store.reader(), case_id, self._today())

    def _comparable(self, case_ids: list[str]) -> list[str]:
        return [id_ for id_ in case_ids if id_ not in self._incomparable]

    def _as_shown(self, case_id: str, papers: list[UnreadPaper]) -> list[UnreadPaper]:
        """In the order in which the clerk sees those of the latest round; then earlier ones."""
        case = cases.get(self._store.reader(), case_id)
        shown = [m.id for m in case.current_materials()] if case is not None else []
        places = {id_: at for at, id_ in enumerate(shown)}
        return sorted(papers, key=lambda paper: places.get(paper.material_id, len(places)))
