"""The client against a real HTTP server that is not always a centre."""

import ssl
from http.server import ThreadingHTTPServer

import pytest

from app.central import errors
from app.central.client import CentralClient
from tests.support.servers import self_signed


def central(server: ThreadingHTTPServer, scheme: str = "http") -> CentralClient:
    return CentralClient(f"{scheme}://127.0.0.1:{server.server_port}", "test-desk")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>sign in to the wifi"), errors.NotTheCentre),
        ((200, {"Content-Type": "application/json"}, b"\xff\xfe nonsense"), errors.NotTheCentre),
        ((200, {"Content-Type": "application/json"}, b'{"changes": 3}'), errors.NotTheCentre),
        ((302, {"Location": "https://elsewhere.example/"}, b""), errors.NotTheCentre),
        ((401, {}, b""), errors.SignInExpired),
        ((410, {}, b'{"code": "cursor_expired"}'), errors.CursorExpired),
        ((426, {}, b'{"code": "desk_too_old"}'), errors.DeskTooOld),
        ((429, {"Retry-After": "7"}, b""), errors.CentreBusy),
        ((502, {"Content-Type": "text/html"}, b"<html>bad gateway"), errors.CentreBusy),
        ((404, {}, b'{"code": "not_found"}'), errors.CentreRefused),
    ],
)
def test_every_answer_that_is_not_the_centres_has_an_error_and_a_sentence(server, answer, error):
    server.answer = answer
    with pytest.raises(error) as raised:
        central(server).changes("")
    assert raised.value.sentence.zh
    assert raised.value.sentence.en


def test_a_redirect_is_never_followed_with_a_token(server):
    server.answer = (307, {"Location": f"http://127.0.0.1:{server.server_port}/other"}, b"")
    with pytest.raises(errors.NotTheCentre):
        central(server).changes("")
    assert len(server.seen) == 1


def test_retry_after_is_kept_for_the_loop(server):
    server.answer = (503, {"Retry-After": "42"}, b"")
    with pytest.raises(errors.CentreBusy) as raised:
        central(server).changes("")
    assert raised.value.retry_after == 42


def test_an_unreachable_centre_is_said_to_be_unreachable():
    with pytest.raises(errors.CentreUnreachable):
        CentralClient("http://127.0.0.1:9", "test-desk").about()


@pytest.mark.parametrize("url", ["http://centre.example", "ftp://127.0.0.1", "centre", ""])
def test_plain_http_is_for_loopback_only(url):
    with pytest.raises(errors.PlainHttpRefused):
        CentralClient(url, "test-desk")


def test_a_certificate_nobody_trusts_stops_the_connection(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with pytest.raises(errors.CertificateRefused):
        central(server, "https").about()
    assert server.seen == []


def test_a_material_whose_bytes_differ_from_its_hash_is_thrown_away(server):
    server.answer = (200, {"Content-Type": "application/pdf"}, b"other bytes")
    with pytest.raises(errors.FileSpoilt):
        central(server).material("ma-1", "00" * 32, "平面图", bytearray())
