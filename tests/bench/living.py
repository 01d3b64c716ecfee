"""A window that lives for a while; loads Qt and nothing else, for memory is measured beside it."""

import time

from PySide6.QtCore import QEventLoop, QTimer


def live_until(true) -> None:
    waker = QTimer()
    waker.start(5)
    loop = QEventLoop()
    end = time.monotonic() + 60
    while not true():
        if time.monotonic() > end:
            raise SystemExit("it never came true")
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def live(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
