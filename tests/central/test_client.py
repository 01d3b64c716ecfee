"""The client against a real HTTP server that is not always a centre."""

import gzip
import hashlib
import ssl
from http.server import ThreadingHTTPServer
from io import BytesIO

import pytest

from app.account.keyring import MemoryPlace
from app.cases.model import Clerk
from app.central import client, errors
from app.central.client import CentralClient, Streamed
from app.central.sign_in import SignIn
from app.central.wire import Token
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


def test_a_streamed_attachment_says_how_long_it_is_and_is_read_anew_where_it_is_sent_again(server):
    received = []

    def put(handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        received.append((handler.headers["Authorization"], body))
        handler.send_response(401 if len(received) == 1 else 201)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")

    server.RequestHandlerClass = type("Puts", (server.RequestHandlerClass,), {"do_PUT": put})
    desk = central(server)
    desk.access_token, desk.renew = "old", lambda: "new"
    whole = Streamed(27_003, lambda: iter((b"one", b"", b"two" * 9000)))
    desk.put_attachment("ab" * 32, whole)
    assert [said for said, _ in received] == ["Bearer old", "Bearer new"]
    assert {body for _, body in received} == {b"one" + b"two" * 9000}


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
        central(server).material("ma-1", "00" * 32, "平面图", BytesIO())


JSON = {"Content-Type": "application/json"}
HELD = b'{"item": {"count": 1, "digest": "ab"}}'


def test_a_digest_is_asked_for_by_its_tag_and_not_moved_is_as_before(server):
    server.answer = (200, JSON | {"ETag": '"7"'}, HELD)
    desk = central(server)
    first = desk.digest()
    server.answer = (304, {"ETag": '"7"'}, b"")
    assert desk.digest() == first
    server.answer = (200, JSON | {"ETag": '"8"'}, b"{}")
    assert desk.digest() == {}
    asked = [headers.get("If-None-Match") for _, headers in server.seen]
    assert asked == [None, '"7"', '"7"']


def test_a_centre_that_gives_no_tag_is_asked_whole_each_time(server):
    server.answer = (200, JSON, HELD)
    desk = central(server)
    assert desk.digest() == desk.digest()
    assert [headers.get("If-None-Match") for _, headers in server.seen] == [None, None]
    server.answer = (304, {}, b"")
    with pytest.raises(errors.CentreRefused):
        desk.digest()


def test_the_stream_is_asked_for_unpacked(server):
    server.answer = (200, {"Content-Type": "text/event-stream"}, b": here\n\nevent: changed\n\n")
    assert list(central(server).stream()) == ["", "changed"]
    assert server.seen[0][1]["Accept-Encoding"] == "identity"


def test_a_stream_that_comes_packed_all_the_same_is_none(server):
    packed = {"Content-Type": "text/event-stream", "Content-Encoding": "gzip"}
    server.answer = (200, packed, gzip.compress(b": here\n\n"))
    with pytest.raises(errors.NotTheCentre):
        list(central(server).stream())


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("kind", ["application/problem+json", "text/html"])
def test_that_there_is_no_stream_is_told_apart_whoever_says_it(server, status, kind):
    server.answer = (status, {"Content-Type": kind}, b"")
    with pytest.raises(errors.CentreRefused):
        list(central(server).stream())


def test_a_stream_that_falls_silent_is_lost(odd, monkeypatch):
    monkeypatch.setattr(client, "SILENCE_SECONDS", 0.3)
    stream = CentralClient(odd.url, "d").stream()
    assert next(stream) == ""
    with pytest.raises(errors.CentreUnreachable):
        next(stream)


def test_a_hash_in_capitals_is_the_same_hash(server):
    server.answer = (200, {"Content-Type": "application/pdf"}, b"bytes")
    said = hashlib.sha256(b"bytes").hexdigest().upper()
    content = BytesIO()
    central(server).material("ma-1", said, "平面图", content)
    assert content.getvalue() == b"bytes"


class Losing:
    """A centre whose first answer to a refresh is lost, or kept back on the way."""

    def __init__(self, failure):
        self.failure, self.access_token, self.asked = failure, "", []

    def token(self, form):
        self.asked.append(form["refresh_token"])
        if len(self.asked) == 1:
            raise self.failure
        return Token(
            access_token="a2", refresh_token="r2", expires_in=900, clerk=Clerk(id="clerk-01")
        )


@pytest.mark.parametrize(
    "failure",
    [errors.CentreUnreachable(), errors.CentreFailed("502"), errors.NotTheCentre("HTML")],
    ids=lambda failure: failure.code,
)
def test_one_lost_answer_to_a_refresh_costs_nothing(failure):
    centre, place = Losing(failure), MemoryPlace()
    place.write("r1")
    assert SignIn(centre, "zhang.wei", "d", place).renew() == "a2"
    assert centre.asked == ["r1", "r1"]
    assert place.read() == "r2"
