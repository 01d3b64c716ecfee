"""What a confined process does that parses applicants' files: one reply to each request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO, Generic, TypeVar

import msgspec

from app.viewer.confinement import unconfined
from app.viewer.documents import CannotShow
from app.viewer.messages import LARGEST_REQUEST, NotShown, Ready, receive, send, write

Request = TypeVar("Request")
Opened = TypeVar("Opened")


def reply_to_each(
    requests: IO[bytes],
    replies: IO[bytes],
    decoder: msgspec.msgpack.Decoder[Request],
    answer: Callable[[Request], msgspec.Struct],
    limit: Callable[[Request], AbstractContextManager[None]],
) -> None:
    """Says what the process could still do, then answers until the pipe closes. ``limit`` ends the
    process where an answer takes longer than it may; the rest that a file sets off is its fault."""
    encode = msgspec.msgpack.encode
    send(replies, Ready(unconfined()))
    while (raw := receive(requests, LARGEST_REQUEST)) is not None:
        request = decoder.decode(raw)
        with limit(request):
            try:
                reply = encode(answer(request))
            except CannotShow as cannot:
                reply = encode(cannot.reply)
            except MemoryError:
                reply = encode(NotShown("too_large"))
            except Exception:  # whatever a hostile file sets off in a parser
                reply = encode(NotShown("broken"))
        write(replies, reply)


class OpenFiles(Generic[Opened]):
    """The files opened last, by the key the desk chose; ``most`` at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: OrderedDict[str, Opened] = OrderedDict()

    def keep(self, key: str, opened: Opened) -> None:
        self._files[key] = opened
        self._files.move_to_end(key)
        while len(self._files) > self._most:
            self._files.popitem(last=False)

    def forget(self, key: str) -> None:
        self._files.pop(key, None)

    def forget_all(self) -> None:
        self._files.clear()

    def get(self, key: str) -> Opened:
        """Raises CannotShow: ``not_open``."""
        if key not in self._files:
            raise CannotShow("not_open")
        self._files.move_to_end(key)
        return self._files[key]
