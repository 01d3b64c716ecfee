"""Waiting that can be given up: for an answer, a connection, a name to be looked up, a keyring's
prompt. Whoever waits meets Cancelled at once; what cannot be called back is left to its own end."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from app.cases.failure import Failure
from app.cases.sentence import say

T = TypeVar("T")


class Cancelled(Failure):
    """What was waited for is not waited for any more: the desk is being left."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(
            say(
                "正在退出，未完成的操作已停止；已保存的内容都在",
                "The desk is closing and this was stopped; what was saved is kept",
            )
        )


class CancelScope:
    """All that waits for something outside in one stay at the desk; once cancelled it stays so.

    >>> scope.call(lambda: keyring.get_password("jianjian", "x"))  # doctest: +SKIP
    """

    def __init__(self) -> None:
        self.cancelled = False
        self._changing = threading.Lock()
        self._waiting: set[Future[Any]] = set()
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    @property
    def waited_in(self) -> bool:
        """Whether somebody waits for an answer, or may on an open connection."""
        return bool(self._waiting or self._sockets)

    def check(self) -> None:
        """Raises Cancelled once the scope is."""
        if self.cancelled:
            raise Cancelled

    def call(
        self,
        work: Callable[[], T],
        discard: Callable[[T], None] = lambda _late: None,
        seconds: float | None = None,
    ) -> T:
        """What ``work`` answers or raises. It has a thread of its own, left behind where the scope
        is cancelled meanwhile, or after so many ``seconds`` (raises TimeoutError); what it answers
        then is given to ``discard``."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                answer = work()
            except BaseException as error:
                if done.set_running_or_notify_cancel():
                    done.set_exception(error)
                return
            if done.set_running_or_notify_cancel():
                done.set_result(answer)
            else:
                discard(answer)

        with self._changing:
            self.check()
            self._waiting.add(done)
        threading.Thread(target=run, name="waiting", daemon=True).start()
        try:
            return done.result(seconds)
        except CancelledError:
            raise Cancelled from None
        except TimeoutError:
            done.cancel()
            raise
        finally:
            with self._changing:
                self._waiting.discard(done)

    def watch(self, connected: socket.socket) -> None:
        """From now on cancelling ends this connection under whoever reads from it or writes to it;
        raises Cancelled where it has been."""
        with self._changing:
            self.check()
            self._sockets.add(connected)

    def cancel(self) -> None:
        """Ends all waiting, now and from now on. Never blocks."""
        with self._changing:
            self.cancelled = True
            waiting, sockets = list(self._waiting), list(self._sockets)
        for done in waiting:
            done.cancel()
        for connected in sockets:
            _end(connected)


def _end(connected: socket.socket) -> None:
    """Wakes a thread that waits in it, which closing alone does not do on POSIX. TLS's own farewell
    is left out: it would wait for the other side."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            socket.close(connected.detach())
