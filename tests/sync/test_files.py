"""Applicants' files: gone on with after a cut, kept within the quota, never what is still needed."""

import contextlib
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest

from app.cases.actions import RequestCorrection
from app.cases.model import Fault
from app.central.client import CentralClient
from app.central.errors import CentreUnreachable, FileSpoilt
from app.desk import CaseFilter, Opened
from app.store import materials
from app.sync.fetch import fetch
from tests.support.desks import received
from tests.support.waiting import eventually

FILE = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(FILE).hexdigest()


class CutsOff(BaseHTTPRequestHandler):
    """Gives a third of what is asked for and drops the line, until a third or less is left."""

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        first = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.server.asked.append((first, self.headers.get("If-Range", "")))
        rest = FILE[first:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        whole = len(rest) <= len(FILE) // 3 + 1
        self.wfile.write(rest if whole else rest[: len(FILE) // 3])
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bad_line():
    server = ThreadingHTTPServer(("127.0.0.1", 0), CutsOff)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_interrupted_file_goes_on_where_it_was(bad_line):
    central = CentralClient(f"http://127.0.0.1:{bad_line.server_port}", "d")
    begun = BytesIO()
    while begun.tell() < len(FILE):
        with contextlib.suppress(CentreUnreachable):
            central.material("ma-1", SHA256, "平面图", begun)
        assert len(bad_line.asked) < 10
    assert begun.getvalue() == FILE
    starts = [first for first, _ in bad_line.asked]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert len(starts) >= 3
    assert {tag for _, tag in bad_line.asked[1:]} == {f'"{SHA256}"'}


def test_what_was_begun_of_another_file_is_thrown_away(bad_line):
    central = CentralClient(f"http://127.0.0.1:{bad_line.server_port}", "d")
    begun = BytesIO()
    begun.write(b"x" * (len(FILE) * 2 // 3 + 5))
    with pytest.raises(FileSpoilt):
        central.material("ma-1", SHA256, "平面图", begun)
    assert begun.tell() == 0


def test_what_was_begun_survives_a_restart_of_the_desk(desk, bad_line):
    """It lies in the cache until the file is whole."""
    store = desk.account.signed_in.store
    store.write(lambda db: materials.keep_begun(db, SHA256, FILE[:1000])).result()
    assert materials.begun(desk.account.signed_in.store.reader(), SHA256) == FILE[:1000]
    store.write(
        lambda db: materials.note_kept(db, {SHA256: len(FILE)}, desk.machine.now())
    ).result()
    assert materials.begun(desk.account.signed_in.store.reader(), SHA256) == b""


def here(desk) -> set[str]:
    return set(materials.held(desk.account.signed_in.store.reader()))


def test_over_the_quota_the_files_least_recently_needed_go_but_none_an_unsent_action_rests_on(
    desk, own_centre
):
    eventually(lambda: desk.documents.counts()[0] >= desk.documents.counts()[1] - 5)
    own_centre.say("cut")
    case_id = received(desk).id
    desk.deciding.decide(case_id, RequestCorrection(faults=(Fault(text="缺签字"),))).result()
    rests_on = {m.sha256 for m in desk.cases.view(case_id).case.materials} & here(desk)
    looked_at = next(iter(here(desk) - rests_on))
    later = desk.machine.now().replace(year=desk.machine.now().year + 1)
    desk.account.signed_in.store.write(lambda db: materials.used(db, looked_at, later)).result()
    size = materials.held_bytes(desk.account.signed_in.store.reader())
    before = here(desk)
    materials.evict(desk.account.signed_in.store, size // 2)
    assert materials.held_bytes(desk.account.signed_in.store.reader()) <= size // 2
    assert rests_on <= here(desk) < before
    materials.evict(desk.account.signed_in.store, 0)
    assert here(desk) == rests_on


def test_over_the_quota_nothing_is_fetched_ahead_but_what_a_clerk_opens_is(desk):
    eventually(lambda: desk.documents.counts()[0] > 5)
    desk.centre.stop_syncing()
    case = desk.cases.view(received(desk).id).case
    materials.evict(desk.account.signed_in.store, 0)
    wanted = [m.sha256 for m in case.materials if m.sha256]
    assert (
        fetch(
            desk.account.signed_in.store,
            desk.account.signed_in.client,
            desk.machine.now(),
            lambda: False,
            0,
        )
        == 0
    )
    came = fetch(
        desk.account.signed_in.store,
        desk.account.signed_in.client,
        desk.machine.now(),
        lambda: False,
        10**9,
        case.id,
    )
    assert came >= 1
    assert here(desk) & set(wanted)


def test_a_closed_case_s_files_come_when_it_is_opened_and_not_before(desk):
    eventually(lambda: desk.documents.counts()[0] > 5)
    closed = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="closed")))
    case, material = next(
        (row.id, material)
        for row in closed
        for material in desk.cases.materials_of(row.id)
        if material.sha256 and material.media_type == "application/pdf"
    )
    assert not desk.account.signed_in.store.files.read(material.sha256)
    opened = desk.documents.open_material(material, case).open()
    assert isinstance(opened, Opened)
    assert hashlib.sha256(desk.account.signed_in.store.files.read(material.sha256)).hexdigest() == (
        material.sha256
    )
