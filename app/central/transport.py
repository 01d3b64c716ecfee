"""TLS as the hall's IT wants it, and bodies that end: the part of HTTP that trusts nobody.

The operating system's trust store judges certificates (truststore), a CA of the city's and pinned
keys beside it where policy names them. Nothing here can be clicked away.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import msgspec
import requests
import truststore
from requests.adapters import HTTPAdapter
from requests.utils import should_bypass_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from app.cases.failure import cause_of
from app.central import errors
from app.machine.cancel import CancelScope

BODY_SECONDS = 300.0
CHUNK = 2**20  # read at once where there is so much: for each, a thread waits for the interpreter
UNPACKED = ("", "identity")
ENCODINGS = (*UNPACKED, "gzip")


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """Beside the system's trust store. ``pins``: SHA-256 of a SubjectPublicKeyInfo in base64
    (RFC 7469 2.4), any one of which the centre's certificate must have."""

    extra_ca: str = ""
    pins: tuple[str, ...] = ()
    client_certificate: str = ""
    client_key: str = ""


def session_for(url: str, trust: Trust, scope: CancelScope) -> requests.Session:
    """A session for one centre: no redirect, no ``.netrc``, the system's proxy. Its connections
    end with ``scope``.

    Raises PlainHttpRefused, or CertificateRefused where a file of the policy cannot be read.
    """
    require_https_or_loopback(url)
    session = requests.Session()
    session.trust_env = False  # neither .netrc nor REQUESTS_CA_BUNDLE has a say
    session.mount("https://", _SystemTrust(_context(trust), scope))
    session.mount("http://", _Adapter(scope))
    if urlsplit(url).scheme == "https" and not should_bypass_proxies(url, None):
        session.proxies.update(getproxies())
    return session


def _context(trust: Trust) -> ssl.SSLContext:
    context = _Pinned(ssl.PROTOCOL_TLS_CLIENT)
    context.pins = frozenset(trust.pins)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if trust.extra_ca:
            context.load_verify_locations(cafile=trust.extra_ca)
        if trust.client_certificate:
            key = trust.client_key or None
            context.load_cert_chain(trust.client_certificate, key)
    except OSError as error:  # ssl.SSLError is one
        raise errors.CertificateRefused(f"policy: {cause_of(error)}") from error
    return context


def certificate_of(url: str, trust: Trust) -> tuple[str, datetime]:
    """Who issued the centre's certificate, and until when it is valid.

    Raises CertificateRefused or CentreUnreachable.
    """
    from cryptography import x509

    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 443)
    try:
        with (
            socket.create_connection(place, timeout=10) as plain,
            _context(trust).wrap_socket(plain, server_hostname=parts.hostname) as wrapped,
        ):
            raw = wrapped.getpeercert(binary_form=True) or b""
    except ssl.SSLError as error:
        raise errors.CertificateRefused(cause_of(error)) from error
    except OSError as error:
        raise errors.CentreUnreachable(cause_of(error)) from error
    certificate = x509.load_der_x509_certificate(raw)
    return certificate.issuer.rfc4514_string(), certificate.not_valid_after_utc


class _Pinned(truststore.SSLContext):
    """Asks for one of these public keys once the system has trusted the certificate."""

    pins: frozenset[str] = frozenset()

    def wrap_socket(self, sock: socket.socket, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        wrapped = super().wrap_socket(sock, *args, **kwargs)
        if self.pins and _pin(wrapped.getpeercert(binary_form=True) or b"") not in self.pins:
            wrapped.close()
            raise ssl.SSLCertVerificationError("the certificate's public key is not a pinned one")
        return wrapped


def _pin(certificate: bytes) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


class _Adapter(HTTPAdapter):
    def __init__(self, scope: CancelScope) -> None:
        self._pools = _pools(scope)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(scope: CancelScope) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, of connections that are made and ended within a scope."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            _connect(self, super().connect, scope)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            _connect(self, super().connect, scope)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _connect(connection: HTTPConnection, connect: Callable[[], None], scope: CancelScope) -> None:
    """Looks the name up, connects, shakes hands: the first of these nothing can interrupt."""
    scope.call(connect, lambda _late: connection.close())
    if connection.sock is not None:
        scope.watch(connection.sock)


class _SystemTrust(_Adapter):
    def __init__(self, context: ssl.SSLContext, scope: CancelScope) -> None:
        self._context = context
        super().__init__(scope)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        return super().proxy_manager_for(*args, ssl_context=self._context, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Requests would add certifi's authorities to those of the system: it must not."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None


def require_https_or_loopback(url: str) -> None:
    """Raises PlainHttpRefused, or NotTheCentre where the address cannot be read."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise errors.NotTheCentre(str(error)) from error
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return
    raise errors.PlainHttpRefused


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def packing_of(answer: requests.Response) -> str:
    """How an answer says it is packed; ``""`` where it does not."""
    return answer.headers.get("Content-Encoding", "").strip().lower()


def body(answer: requests.Response, limit: int) -> Iterator[bytes]:
    """The body in pieces as they come, bounded in size (after decompression) and time.

    Raises NotTheCentre over a bound, or where it is packed otherwise than asked for: twice packed,
    a few kilobytes unfold to terabytes.
    """
    packing = packing_of(answer)
    if packing not in ENCODINGS:
        raise errors.NotTheCentre("content-encoding")
    packed = packing not in UNPACKED  # what is not is handed on as it is: to unpack it copies it
    taken, until = 0, time.monotonic() + BODY_SECONDS
    try:
        while chunk := answer.raw.read1(CHUNK, decode_content=packed):
            taken += len(chunk)
            if taken > limit or time.monotonic() > until:
                raise errors.NotTheCentre(f"answer over {limit} bytes or {BODY_SECONDS:.0f} s")
            yield chunk
    except (requests.RequestException, HTTPError, OSError) as error:
        raise errors.CentreUnreachable(cause_of(error)) from error
