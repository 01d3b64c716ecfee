"""Ways to a centre that hang, each in its own manner."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer

from tests.support.servers import Altering, Answer

DROP_SECONDS = 0.2
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class _Hanging(Altering):
    """Passes on what ``server.paths`` does not name; the rest hangs in the manner of
    ``server.manner``."""

    def pass_on(self) -> None:
        if not self.path.startswith(self.server.paths):
            super().pass_on()
            return
        self.server.hung.set()
        self.close_connection = True
        with contextlib.suppress(OSError):
            getattr(self, self.server.manner)()

    def silent(self) -> None:
        """The request is read and never answered."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.over.wait()

    def unread(self) -> None:
        """Not even the request is read."""
        self.server.over.wait()

    def dripping_headers(self) -> None:
        self.wfile.write(HEAD + b"X-Drip: ")
        self._drip()

    def dripping_body(self) -> None:
        self.wfile.write(HEAD + b"Content-Length: 50000000\r\n\r\n{")
        self._drip()

    def endless_body(self) -> None:
        """Without a length: where it ends, and whether it was cut, nobody can tell."""
        self.wfile.write(HEAD + b'Connection: close\r\n\r\n{"changes": [], "cursor": "x')
        self._drip()

    def one_line(self) -> None:
        """A stream that says something and ends."""
        self.server.heard.append(time.monotonic())
        self.wfile.write(STREAM + b"event: changed\r\ndata: \r\n\r\n")

    def at_once(self) -> None:
        """A stream that ends as soon as it is there."""
        self.server.heard.append(time.monotonic())
        self.wfile.write(STREAM)

    def lost_and_refused(self) -> None:
        """The centre has done what was asked, its answer is lost, and who asks the same again is
        refused: a centre without grace."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if body in [before for before, _ in self.server.lost]:
            self.answer((400, {"Content-Type": "application/json"}, b'{"error":"invalid_grant"}'))
            return
        self.server.lost.append((body, self.ask_centre(body)))

    def lost_and_said_again(self) -> None:
        """The same, but who asks again is answered as before: a centre with grace."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for before, answer in self.server.lost:
            if before == body:
                self.answer(answer)
                return
        self.server.lost.append((body, self.ask_centre(body)))

    def _drip(self) -> None:
        while not self.server.over.wait(DROP_SECONDS):
            self.wfile.write(b" ")

    do_GET = do_POST = do_PUT = pass_on


class HangingWay:
    """``url`` leads to a centre; once ``hang`` was said, requests for some paths hang."""

    def __init__(self, centre_url: str) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Hanging)
        self._server.daemon_threads = True
        self._server.centre, self._server.alter = centre_url, lambda _path, answer: answer
        self._server.paths, self._server.manner = (), "silent"
        self._server.hung, self._server.over = threading.Event(), threading.Event()
        self._server.heard, self._server.lost = [], []
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def hang(self, manner: str, *paths: str) -> None:
        self._server.manner, self._server.paths = manner, paths

    def is_hanging(self) -> bool:
        return self._server.hung.is_set()

    @property
    def streams(self) -> list[float]:
        """When the stream was asked for."""
        return self._server.heard

    @property
    def lost(self) -> int:
        """How many answers were."""
        return len(self._server.lost)

    def alter(self, alter: Callable[[str, Answer], Answer]) -> None:
        self._server.alter = alter

    def close(self) -> None:
        self._server.over.set()
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def deaf(scheme: str) -> Iterator[str]:
    """An address where connections are taken and nobody says anything: no handshake, no answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"


@contextlib.contextmanager
def full() -> Iterator[str]:
    """An address where nobody takes connections and the queue is full: to connect hangs."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
