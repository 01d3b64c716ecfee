"""The journal and the bundle leave this machine: no host, path, name, case or id is in them."""

import errno
import json
import re
import ssl
import zipfile
from urllib.parse import urlsplit

import pytest

from app.account.errors import KeyLost
from app.account.keyring import MemoryPlace
from app.account.vault import Vault
from app.cases.actions import RequestCorrection, SendMessage
from app.cases.failure import Failure, cause_of
from app.cases.model import Fault
from app.central.client import CentralClient
from app.central.errors import CentreUnreachable, SignInRefused
from app.central.transport import Trust
from app.desk import CaseFilter
from app.machine.journal import NAME
from app.machine.policy import PolicyUnreadable, load_policy
from app.store.database import Store
from app.store.errors import DiskFull
from tests.doctor.test_doctor import main
from tests.support.desks import received
from tests.support.examples import MORNING
from tests.support.servers import self_signed
from tests.support.waiting import eventually

HTML = (200, {"Content-Type": "text/html"}, b"<html>127.0.0.1")


def port_of(url):
    return str(urlsplit(url).port or "")


def tells(words, url, *others):
    """What of these the words give away; a port may be any number's part."""
    host, port = urlsplit(url).hostname, port_of(url)
    found = [name for name in (host, "127.0.0.1", *others) if name and name in words]
    return found + ([port] if port and re.search(rf"(?<!\d){port}(?!\d)", words) else [])


@pytest.fixture
def day(own_centre, make_desk, tmp_path):
    """A day on which much went wrong, and whatever should be nowhere."""
    url = own_centre.url.replace("127.0.0.1", "localhost")
    desk = make_desk(url)
    first = own_centre.clerks[0]
    with pytest.raises(SignInRefused):
        desk.account.sign_in(first["username"], "falsch")
    desk.account.sign_in(**first)
    heard = []
    desk.on_status = lambda status: heard.append(status.failure and status.failure.code)
    desk.begin()
    eventually(desk.cases.has_pulled)
    eventually(lambda: desk.documents.counts()[0] > 5)
    case = desk.cases.view(received(desk).id).case
    desk.machine.note("unmasked", field="id_number")
    desk.account.lock()
    desk.account.unlock(first["password"])
    for word, code in (
        ("busy 1", "centre_busy"),
        ("portal on", "not_the_centre"),
        ("cut", "centre_unreachable"),
    ):
        heard.clear()
        own_centre.say(word)
        desk.deciding.decide(case.id, SendMessage(to_department="wsjk", text="请告知进展")).result()
        eventually(lambda code=code: code in heard)
        own_centre.say("portal off")
    desk.deciding.decide(case.id, RequestCorrection(faults=(Fault(text="缺签字"),))).result()
    try:
        raise OSError(errno.EIO, "input/output error", str(tmp_path / case.no))
    except OSError as error:
        desk.report(error)
    cases = [
        desk.cases.view(row.id).case
        for row in desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    ]
    named = {
        str(tmp_path),
        desk.machine.settings.device_id,
        desk.account.clerk.id,
        desk.account.clerk.name,
    }
    named |= {clerk["username"] for clerk in own_centre.clerks}
    for each in cases:
        named |= {each.id, each.no, each.one_thing.id, each.applicant.name}
        named |= {each.applicant.id_number, each.applicant.phone}
        named |= {m.id for m in each.materials} | {m.name for m in each.materials}
    for entry in desk.deciding.entries():
        named.add(entry.id)
    desk.account.sign_out()
    return url, sorted(filter(None, named)), desk.machine.places.journal / NAME


def words_of(raw):
    """Without the digests, in which any number may be."""
    return re.sub(r'"(prev|digest)":"[0-9a-f]*"', "", raw)


def test_nothing_of_a_day_that_went_wrong_is_in_the_journal(day):
    url, named, journal = day
    words = words_of(journal.read_text("utf-8"))
    events = {json.loads(line)["event"] for line in journal.read_text("utf-8").splitlines()}
    assert {"signed_in", "unmasked", "offline", "unexpected", "signed_out"} <= events
    assert tells(words, url, *named) == []


@pytest.mark.parametrize("reached", [True, False])
def test_nor_in_the_bundle_whether_the_centre_is_reached_or_not(day, own_centre, tmp_path, reached):
    url, named, _ = day
    asked = own_centre.inner_url if reached else url
    out = tmp_path / "bundle.zip"
    done = main("diagnose", "--out", str(out), "--centre", asked, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as bundle:
        words = words_of("\n".join(bundle.read(n).decode("utf-8") for n in bundle.namelist()))
        points = json.loads(bundle.read("doctor.json"))["points"]
    assert ("centre_unreachable" in {point["code"] for point in points}) is not reached
    assert tells(words, url, *named) + tells(words, asked) == []
    assert "南京" not in words


@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        (302, {"Location": "http://127.0.0.1/portal"}, b""),
        (200, {"Content-Type": "application/json"}, b'{"name": "127.0.0.1", "api": 1}'),
        (200, {"Content-Encoding": "127.0.0.1"}, b"{}"),
        (500, {}, b'{"code": "127.0.0.1", "detail": "127.0.0.1"}'),
        (404, {"Content-Type": "application/json"}, b'{"code": "127.0.0.1"}'),
    ],
)
def test_what_a_centre_says_is_not_in_a_failure_s_detail(server, answer):
    server.answer = answer
    url = f"http://127.0.0.1:{server.server_port}"
    with pytest.raises(Failure) as failed:
        CentralClient(url, "d").about()
    assert tells(failed.value.detail, url) == []


def test_nor_is_where_it_was_to_be_reached(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    for url in (
        "http://127.0.0.1:9",
        "https://127.0.0.1:9",
        "https://nowhere.invalid",
        f"https://127.0.0.1:{server.server_port}",
        f"https://localhost:{server.server_port}",
    ):
        with pytest.raises(Failure) as failed:
            CentralClient(url, "d").about()
        assert failed.value.detail and tells(failed.value.detail, url) == []


def test_nor_a_path(tmp_path):
    with pytest.raises(Failure) as failed:
        CentralClient("https://127.0.0.1:9", "d", Trust(extra_ca=str(tmp_path / "none.pem")))
    (tmp_path / "policy.toml").mkdir()
    with pytest.raises(PolicyUnreadable) as unreadable:
        load_policy(tmp_path / "policy.toml")
    (tmp_path / "cache.key").mkdir()
    with pytest.raises(KeyLost) as lost:
        Vault(tmp_path / "cache.key", MemoryPlace()).with_password("x", MORNING)
    store = Store(tmp_path / "cache.db", "0" * 64)
    full = store.classify(OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x")))
    store.close()
    assert isinstance(full, DiskFull)
    for failure in (failed.value, unreadable.value, lost.value, full):
        assert failure.detail and str(tmp_path) not in failure.detail
        assert str(tmp_path) not in failure.sentence.zh + failure.sentence.en


def test_what_lies_under_an_error_is_told_as_kinds_and_numbers():
    with pytest.raises(CentreUnreachable) as failed:
        CentralClient("http://127.0.0.1:9", "d").about()
    assert failed.value.detail.startswith("ConnectionError < MaxRetryError < NewConnectionError")
    assert failed.value.detail.endswith(f"ConnectionRefusedError {errno.ECONNREFUSED}")
    assert cause_of(ValueError("王小明")) == "ValueError"
