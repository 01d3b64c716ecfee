"""The one bridge from threads to widgets."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

COLLECT_MS = 2000


class Background(QObject):
    """Lives as long as the application; carries results of threads to the UI thread.

    >>> background.run(slow_work, show_result, show_error)  # doctest: +SKIP
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
        self._collector.timeout.connect(gc.collect)
        self._collector.start(COLLECT_MS)

    def run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Runs ``work`` on a thread; ``then`` or ``failed`` is called on the UI thread.

        Once all is closed nothing runs any more: a timer may still ask for it.
        """
        if not self._collector.isActive():
            return
        self.when_done(self._pool.submit(work), then, failed)

    def when_done(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Calls ``then`` with the result, or ``failed`` with the error, on the UI thread."""
        asked = self._forgotten

        def deliver(finished: Future[Any]) -> None:
            error = finished.exception()
            if asked != self._forgotten:
                return
            if error is None:
                then(finished.result())
            else:
                (failed or self._unexpected)(error)

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

    def _call(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:
            self._unexpected(error)
