"""HTTP servers that are not always a centre."""

import contextlib
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class _Scripted(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = self.server.answer
        self.server.seen.append((self.path, dict(self.headers)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def scripted_server() -> Iterator[ThreadingHTTPServer]:
    """A server that gives ``answer`` (status, headers, body) to everything and keeps what it saw."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Scripted)
    made.answer, made.seen = (200, {}, b""), []
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def self_signed(folder: Path) -> str:
    """A certificate for 127.0.0.1 that nobody else has signed; the path of its PEM, key first."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


Answer = tuple[int, dict[str, str], bytes]


class Altering(BaseHTTPRequestHandler):
    """Passes each request on to ``server.centre`` and its answer back as ``server.alter`` has it."""

    protocol_version = "HTTP/1.1"

    def pass_on(self) -> None:
        if self.path.startswith("/v1/changes/stream"):
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = self.ask_centre(body)
        if said is None:
            self.close_connection = True
        else:
            self.answer(self.server.alter(self.path, said))

    def ask_centre(self, body: bytes) -> Answer | None:
        """What the centre answers to this request; None where it does not."""
        headers = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "connection")}
        request = urllib.request.Request(
            self.server.centre + self.path, data=body or None, headers=headers, method=self.command
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()
        except OSError:
            return None

    def answer(self, said: Answer) -> None:
        status, headers, content = said
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = pass_on

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def altered(centre_url: str, alter: Callable[[str, Answer], Answer]) -> Iterator[str]:
    """The address of a centre whose answers are altered on the way; its stream is not there."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Altering)
    made.daemon_threads = True
    made.centre, made.alter = centre_url, alter
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@contextlib.contextmanager
def dripping(head: bytes, drop: bytes, every: float) -> Iterator[str]:
    """A server that sends a head, and then a drop at a time, for as long as anybody listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(head)
                while not over.wait(every):
                    connection.sendall(drop)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    over.set()
    listener.close()
    thread.join(5)
