"""The one bridge from threads to widgets."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.cases.failure import Failure
from app.machine.precedence import window_first
from ui.language import spoken

COLLECT_MS = 2000
ALL_OF_IT = 30  # collections of what is young to one of everything, which takes the window 10 ms


class Background(QObject):
    """Lives as long as the application; carries results of threads to the UI thread.

    What becomes of an error is decided here, once: a Failure's sentence is said by ``say``; any
    other error, and a Failure where nothing says it, is ``unexpected``: the journal and a dialog.
    ``failed`` is only for what does something else; an error it raises again is unexpected.
    ``ended`` is called first, whatever came of it.

    >>> background.run(slow_work, show_result, say=note.setText)  # doctest: +SKIP
    """

    _arrived = Signal(object)

    def __init__(self, unexpected: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="background")
        self._unexpected = unexpected
        self._forgotten = 0  # how often what had been asked for was let go
        self._arrived.connect(self._call)
        gc.disable()  # Qt objects are only ever collected on this thread
        self._collector = QTimer(self)
        self._collector.timeout.connect(self._collect)
        self._collector.start(COLLECT_MS)
        self._collected = 0

    def run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        say: Callable[[str], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Runs ``work`` on a thread; ``then`` is called with its result on the UI thread.

        Once all is closed nothing runs any more: a timer may still ask for it.
        """
        if not self._collector.isActive():
            return
        self.when_done(self._pool.submit(work), then, say=say, failed=failed, ended=ended)

    def when_done(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        *,
        say: Callable[[str], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Calls ``then`` with the result of what is under way already, on the UI thread."""
        asked = self._forgotten

        def deliver(finished: Future[Any]) -> None:
            error = finished.exception()
            if asked != self._forgotten:
                return
            if ended is not None:
                ended()
            if error is None:
                then(finished.result())
            elif failed is not None:
                failed(error)
            elif say is not None and isinstance(error, Failure):
                say(spoken(error.sentence))
            else:
                self._unexpected(error)

        future.add_done_callback(lambda finished: self.on_ui(lambda: deliver(finished)))

    def forget(self) -> None:
        """What was asked for until now brings no result any more: the window that asked goes."""
        self._forgotten += 1

    def on_ui(self, call: Callable[[], None]) -> None:
        """Calls on the UI thread, from any thread, soon."""
        self._arrived.emit(call)

    def close(self) -> None:
        self._collector.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        gc.enable()

    def _collect(self) -> None:
        self._collected += 1
        gc.collect(1 if self._collected % ALL_OF_IT else 2)

    def _call(self, call: Callable[[], None]) -> None:
        try:
            with window_first():
                call()
        except Exception as error:
            self._unexpected(error)
