"""Taking a decision back while a try to send it is under way: it waits for the try to end."""

from __future__ import annotations

from concurrent.futures import Future

from app.store.changes import Changed
from app.store.database import Store, Work
from app.store.errors import BeingSent


class TakingBack:
    """``done`` is as a write's future is; the store tries anew with each change of the outbox."""

    def __init__(self, store: Store, work: Work) -> None:
        self.done: Future[tuple[Changed, ...]] = Future()
        self._store, self._work = store, work
        self._asked = False
        store.listeners.append(self._hear)
        self._try()

    def _try(self) -> None:
        self._asked = True
        self._store.write(self._work).add_done_callback(self._tried)

    def _tried(self, written: Future[tuple[Changed, ...]]) -> None:
        self._asked = False
        error = written.exception()
        if isinstance(error, BeingSent):
            return
        self._store.listeners.remove(self._hear)
        if error is not None:
            self.done.set_exception(error)
        else:
            self.done.set_result(written.result())

    def _hear(self, changed: tuple[Changed, ...]) -> None:
        """Asked on the writer's thread, after the write that ended the try."""
        if not self._asked and any(change.kind == "outbox" for change in changed):
            self._try()
