"""The wire: whom it trusts, and that nothing a centre sends is without end."""

import base64
import gzip
import hashlib
import ssl
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import requests.adapters
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.central import client, errors, transport
from app.central.client import CentralClient
from app.central.transport import Trust, certificate_of
from tests.support.servers import dripping, scripted_server, self_signed
from tests.support.wine import trusts_an_authority_of_its_own

ABOUT = b'{"name": "c", "api": "1.0", "server_time": "2026-11-24T09:00:00+08:00"}'
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def tls_server(server: ThreadingHTTPServer, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A centre behind a certificate of its own: its address and that certificate's file."""
    certificate = self_signed(tmp_path / "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answer = (200, JSON, ABOUT)
    return f"https://127.0.0.1:{server.server_port}", certificate


def pin_of(certificate: str) -> str:
    loaded = x509.load_pem_x509_certificate(Path(certificate).read_bytes())
    spki = loaded.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


@trusts_an_authority_of_its_own
def test_an_extra_ca_of_the_policy_is_trusted_beside_the_system_s(tls_server):
    url, certificate = tls_server
    with pytest.raises(errors.CertificateRefused):
        CentralClient(url, "d").about()
    assert CentralClient(url, "d", Trust(extra_ca=certificate)).about().name == "c"


def test_certifi_s_authorities_are_not_the_system_s_and_are_not_trusted(tls_server, monkeypatch):
    url, certificate = tls_server
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", certificate)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)
    with pytest.raises(errors.CertificateRefused):
        CentralClient(url, "d").about()


@trusts_an_authority_of_its_own
def test_of_pinned_keys_one_must_be_the_centre_s(tls_server):
    url, certificate = tls_server
    right = pin_of(certificate)
    other = base64.b64encode(b"\0" * 32).decode()
    assert CentralClient(url, "d", Trust(extra_ca=certificate, pins=(other, right))).about()
    with pytest.raises(errors.CertificateRefused):
        CentralClient(url, "d", Trust(extra_ca=certificate, pins=(other,))).about()


@trusts_an_authority_of_its_own
def test_a_centre_that_wants_a_client_certificate_gets_that_of_the_policy(server, tmp_path):
    theirs, ours = self_signed(tmp_path / "theirs"), self_signed(tmp_path / "ours")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(theirs)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(ours)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answer = (200, JSON, ABOUT)
    url = f"https://127.0.0.1:{server.server_port}"
    with pytest.raises((errors.CentreUnreachable, errors.CertificateRefused)):
        CentralClient(url, "d", Trust(extra_ca=theirs)).about()
    assert CentralClient(url, "d", Trust(extra_ca=theirs, client_certificate=ours)).about()


@trusts_an_authority_of_its_own
def test_the_certificate_s_issuer_and_end_are_told_to_it(tls_server):
    url, certificate = tls_server
    issuer, until = certificate_of(url, Trust(extra_ca=certificate))
    assert issuer == "CN=127.0.0.1"
    assert (
        until == x509.load_pem_x509_certificate(Path(certificate).read_bytes()).not_valid_after_utc
    )
    with pytest.raises(errors.CertificateRefused):
        certificate_of(url, Trust())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_older_tls_than_1_2_is_refused(server, tmp_path):
    certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with pytest.raises((errors.CertificateRefused, errors.CentreUnreachable)):
        CentralClient(
            f"https://127.0.0.1:{server.server_port}", "d", Trust(extra_ca=certificate)
        ).about()


def test_a_policy_s_file_that_is_not_there_stops_the_connection_before_it_begins(tmp_path):
    with pytest.raises(errors.CertificateRefused):
        CentralClient("https://127.0.0.1:9", "d", Trust(extra_ca=str(tmp_path / "none.pem")))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_with_a_token(server, status):
    with scripted_server() as elsewhere:
        server.answer = (status, {"Location": f"http://127.0.0.1:{elsewhere.server_port}/v1"}, b"")
        desk = CentralClient(f"http://127.0.0.1:{server.server_port}", "d")
        desk.access_token = "secret"
        with pytest.raises(errors.NotTheCentre):
            desk.changes("")
        assert elsewhere.seen == []


def test_a_proxy_is_taken_from_the_system_and_sees_no_token_in_the_clear(server, monkeypatch):
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.server_port}")
    desk = CentralClient("https://centre.example", "d")
    desk.access_token = "secret"
    with pytest.raises(errors.CentreUnreachable):
        desk.digest()
    assert not any("secret" in str(headers) for _, headers in server.seen)


def test_a_loopback_centre_is_asked_without_the_system_s_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{server.server_port}")
    with scripted_server() as centre:
        centre.answer = (200, JSON, b"{}")
        assert CentralClient(f"http://127.0.0.1:{centre.server_port}", "d").digest() == {}
        assert len(centre.seen) == 1
    assert server.seen == []


def test_an_answer_is_bounded_in_size_after_it_is_unpacked(server, monkeypatch):
    monkeypatch.setattr(client, "LARGEST_ANSWER", 2**20)
    packed = gzip.compress(b"[" + b" " * 2**22 + b"]")
    assert len(packed) < 2**16
    server.answer = (200, JSON | {"Content-Encoding": "gzip"}, packed)
    with pytest.raises(errors.NotTheCentre):
        CentralClient(f"http://127.0.0.1:{server.server_port}", "d").digest()


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "deflate", "x" * 1000])
def test_what_is_packed_otherwise_than_asked_for_is_not_unpacked(server, encoding):
    content = gzip.compress(gzip.compress(b"{}"))
    server.answer = (200, JSON | {"Content-Encoding": encoding}, content)
    with pytest.raises(errors.NotTheCentre):
        CentralClient(f"http://127.0.0.1:{server.server_port}", "d").digest()


def test_a_body_that_drips_is_given_up_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(transport, "BODY_SECONDS", 0.3)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n"
    with dripping(head, b" ", 0.02) as url, pytest.raises(errors.NotTheCentre):
        CentralClient(url, "d").digest()


def test_a_line_of_the_stream_that_never_ends_is_given_up():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    with dripping(head, b"event: " + b"x" * 30_000, 0.01) as url:
        stream = CentralClient(url, "d").stream()
        with pytest.raises(errors.NotTheCentre):
            next(stream)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_an_answer_nested_a_hundred_thousand_deep_is_no_answer(server, opening, no_collector):
    server.answer = (200, JSON, opening * 100_000)
    desk = CentralClient(f"http://127.0.0.1:{server.server_port}", "d")
    for ask in (desk.digest, lambda: desk.changes(""), lambda: desk.search("x")):
        with pytest.raises(errors.NotTheCentre):
            ask()


def test_a_revoked_device_is_told_apart_from_any_other_403(server):
    desk = CentralClient(f"http://127.0.0.1:{server.server_port}", "d")
    server.answer = (403, JSON, b'{"code": "device_revoked"}')
    with pytest.raises(errors.DeviceRevoked):
        desk.changes("")
    server.answer = (403, JSON, b'{"code": "other"}')
    with pytest.raises(errors.CentreRefused):
        desk.changes("")
