"""The papers are read while the clerk looks at them, in the background and one page at a time.

Whatever is read is kept, and once the papers of a case are read they are held against its form.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from app.cases.paper_text import PaperReading
from app.desk.incremental_reader import FileMissing, IncrementalReader, PaperReader
from app.desk.reading_queue import DueCase, ReadingQueue, Task
from app.reader import READING_VARIABLE
from app.store import comparisons, materials, paper_text
from app.store.changes import Changed
from app.store.comparisons import Compare
from app.store.database import Store
from app.store.paper_text import UnreadPaper

QUIET_SECONDS = 0.4  # since the clerk's last key
UNUSED_SECONDS = 60.0  # after which the process ends: it is a large one
AFTER_ERROR_SECONDS = 60.0
ENDING_SECONDS = 2.0
PAGES_MEASURED = 15
PATIENCE_SECONDS = 8.0  # with a page of another case, while the case in sight waits
MOST_DEATHS = 3  # of the process, one after the other: it is not the papers then
BRING_WORK = frozenset({"case", "material", "item"})  # kinds of change after which there is more


class ReadersDie(Exception):
    """The process has died of one paper after the other."""


class Reading:
    """``engine`` says what reads, and its version; it is asked once, on the thread that reads.
    ``clock`` in seconds. What the clerk does is told by the ``note_`` methods, in no time.

    >>> reading.note_opened("sa-000001", ["sa-000002"])  # doctest: +SKIP
    """

    def __init__(
        self,
        store: Store,
        reader: PaperReader,
        engine: Callable[[], str],
        compare: Compare,
        today: Callable[[], date],
        report: Callable[[BaseException], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._reader, self._ask_engine = store, reader, engine
        self._compare, self._today, self._report = compare, today, report
        self._clock = clock
        self._queue = ReadingQueue(store, today)
        self._papers = IncrementalReader(
            reader, lambda sha256: materials.content(store, sha256), clock
        )
        self._active_at = float("-inf")
        self._used_at: float | None = None  # None while there is no process
        self._was_recognised = False  # the last page, which takes long
        self._recognition_seconds: deque[float] = deque(maxlen=PAGES_MEASURED)
        self._deaths = 0
        self._current_page: _CurrentPage | None = None
        self._suspended = self._ended = False
        self._waking = threading.Condition()
        self._woken = False
        self._thread: threading.Thread | None = None
        store.listeners.append(self._hear)

    def start(self) -> None:
        """Reads from now on, on a thread of its own: only where there is somebody to look, and no
        suite of tests says otherwise."""
        if self._thread is not None or os.environ.get(READING_VARIABLE) == "off":
            return
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)
        self._thread.start()

    def note_opened(self, case_id: str, next_cases: Sequence[str] = ()) -> None:
        """The clerk looks at a case, and perhaps at these ones next."""
        if self._queue.look(case_id, next_cases):
            self._was_recognised = False
            self._wake()
            self._preempt_later()

    def note_activity(self) -> None:
        """The clerk types or scrolls: the page that is being read stands still meanwhile."""
        self._active_at = self._clock()
        if self._current_page is not None:
            self._reader.pause(QUIET_SECONDS)

    @property
    def seconds_a_page(self) -> float | None:
        """What a page takes that is recognised, the median of the last; None before any was."""
        seconds = tuple(self._recognition_seconds)  # another thread adds to them
        from statistics import median  # after the first paint

        return median(seconds) if seconds else None

    def suspend(self) -> None:
        """Ends the process and with it all it has seen; nothing is read until ``resume``. Takes a
        moment: the process is a large one."""
        self._suspended = True
        self._reader.replace()
        self._wake()

    def resume(self) -> None:
        """Reads on after ``suspend``, in a new process."""
        self._suspended = False
        self._wake()

    def close(self) -> None:
        """Ends the thread and the process."""
        self._ended = True
        self.suspend()
        if self._thread is not None:
            self._thread.join(ENDING_SECONDS)

    def step(self) -> float | None:
        """Does the next thing, a page at most. Returns the seconds after which there may be
        another; None where something has to change first."""
        if self._suspended:
            self._papers.forget_all()
            self._end_process()
            return None
        task = self._queue.next(self._engine)
        if task is None:
            return self._end_unused()
        if (quiet := self._seconds_to_quiet(task)) > 0:
            return quiet
        if isinstance(task, DueCase):
            self._compare_case(task.case_id)
        else:
            self._read_page(task)
        return 0.0

    def _seconds_to_quiet(self, task: Task) -> float:
        """How long the clerk is left alone. What is quick about the case in sight does not wait."""
        is_quick = isinstance(task, DueCase) or not self._was_recognised
        if is_quick and task.case_id == self._queue.in_sight:
            return 0.0
        return self._active_at + QUIET_SECONDS - self._clock()

    @cached_property
    def _engine(self) -> str:
        return self._ask_engine()

    # --- a page ---------------------------------------------------------------------------

    def _read_page(self, paper: UnreadPaper) -> None:
        self._current_page = _CurrentPage(paper.case_id)
        try:
            progress = self._papers.read_next_page(self._engine, paper.sha256)
        except FileMissing:
            self._queue.forget_paper(paper.sha256)
            return
        finally:
            self._current_page = None
            self._used_at = self._clock()
        if progress.is_slow:
            self._queue.put_last(paper.sha256)
        if self._suspended:
            return
        if (page := progress.page) is not None:
            self._deaths = 0
            self._was_recognised = page.source == "recognised"
            if self._was_recognised:
                self._recognition_seconds.append(progress.seconds)
        if (whole := progress.whole) is not None:
            self._keep(paper, whole)
            self._deaths = self._deaths + 1 if whole.problem == "died" else 0
        if self._deaths == MOST_DEATHS:
            self._deaths = 0
            raise ReadersDie

    def _keep(self, paper: UnreadPaper, reading: PaperReading) -> None:
        """One that cannot be read as well, lest it be tried again and again."""
        kept = self._store.write_refetchable(lambda db: paper_text.keep(db, paper.sha256, reading))
        self._queue.forget_paper(paper.sha256)
        self._queue.note_read(self._engine, [id_ for each in kept.result() for id_ in each.ids])

    def _preempt_later(self) -> None:
        """Ends the page that is being read, if it is of another case and goes on for long."""
        page = self._current_page
        if page is not None and page.case_id != self._queue.in_sight:
            timer = threading.Timer(PATIENCE_SECONDS, self._preempt, [page])
            timer.daemon = True
            timer.start()

    def _preempt(self, page: _CurrentPage) -> None:
        if self._current_page is page and page.case_id != self._queue.in_sight:
            self._reader.replace()

    # --- a case ---------------------------------------------------------------------------

    def _compare_case(self, case_id: str) -> None:
        self._queue.forget_case(case_id)
        db, today = self._store.reader(), self._today()
        try:
            made = comparisons.compare_case(db, case_id, today, self._compare)
        except Exception as error:
            self._queue.note_incomparable(case_id)
            self._report(error)
            return
        if made is not None:
            self._store.write_refetchable(lambda db: comparisons.keep(db, made)).result()

    # --- the process and the thread -------------------------------------------------------

    def _end_unused(self) -> float | None:
        if self._used_at is None:
            return None
        left = self._used_at + UNUSED_SECONDS - self._clock()
        if left > 0:
            return left
        self._end_process()
        return None

    def _end_process(self) -> None:
        self._reader.replace()
        self._used_at = None

    def _hear(self, changed: tuple[Changed, ...]) -> None:
        if any(change.kind in BRING_WORK for change in changed):
            self._queue.note_outdated()
            self._wake()

    def _wake(self) -> None:
        with self._waking:
            self._woken = True
            self._waking.notify()

    def _run(self) -> None:
        while not self._ended:
            try:
                seconds = self.step()
            except Exception as error:
                self._pause_after(error)
                continue
            with self._waking:
                if seconds != 0.0:
                    self._waking.wait_for(lambda: self._woken, seconds)
                self._woken = False
        self._end_process()

    def _pause_after(self, error: Exception) -> None:
        """A full disk, a program that cannot be started: what nobody foresaw comes again."""
        if not self._ended:
            self._report(error)
        with self._waking:
            self._waking.wait_for(lambda: self._ended, AFTER_ERROR_SECONDS)


class _CurrentPage:
    """The page that is being read: no other one is the same."""

    def __init__(self, case_id: str) -> None:
        self.case_id = case_id
