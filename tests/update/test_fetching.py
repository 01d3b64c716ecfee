"""What is fetched is whole and as it was signed, or it is thrown away; nothing waits for a share."""

import hashlib
import os
import ssl
import sys
import threading
from pathlib import Path

import pytest

from app.machine.cancel import Cancelled, CancelScope
from app.update.errors import (
    UpdateListNotTrusted,
    UpdateListOlder,
    UpdateNotKept,
    UpdatePackageWrong,
    UpdateSourceUnreachable,
)
from app.update.source import Folder, Server, source_of
from app.update.updates import look
from tests.support.servers import dripping, self_signed
from tests.support.wine import trusts_an_authority_of_its_own
from tests.update.share import CONTENT, NOW, READING_CONTENT, later, name_of, reading_of


def looked(share, here, source=None, now=NOW):
    return look(source or share.source(), share.keys, here, now)


def test_a_newer_version_lies_ready_whole_and_only_for_this_account(share, here):
    update = looked(share, here)
    assert update.version == "9.0.0" and update.files[0].path.read_bytes() == CONTENT
    assert sys.platform == "win32" or here.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("version", ["0.0.1", "0.1.0"])
def test_this_version_and_an_older_one_are_none(share, here, version):
    (share.folder / name_of("9.0.0")).rename(share.folder / name_of(version))
    share.sign(later(1))
    assert looked(share, here, now=later(1)) is None
    assert not list(here.glob("jianjian*"))


@pytest.mark.linux("the installer for Windows holds both")
def test_where_the_optional_part_is_installed_its_package_comes_with_the_desk_s(
    share, here, with_reading
):
    share.put_reading("9.0.0")
    share.put("8.0.0")
    share.put_reading("8.0.0")
    share.sign(later(1))
    update = looked(share, here, now=later(1))
    desk, part = update.files
    assert (desk.path.name, part.path.name) == (name_of("9.0.0"), reading_of("9.0.0"))
    assert part.path.read_bytes() == READING_CONTENT
    assert part.sha256 == hashlib.sha256(READING_CONTENT).hexdigest()
    assert not update.drops_reading
    share.put("9.0.1", b"newer")
    share.sign(later(2))
    assert looked(share, here, now=later(2)).drops_reading
    assert [path.name for path in here.glob("jianjian*")] == [name_of("9.0.1")]


def test_where_it_is_not_it_is_not_fetched(share, here):
    share.put_reading("9.0.0")
    share.sign(later(1))
    update = looked(share, here, now=later(1))
    assert [file.path.name for file in update.files] == [name_of("9.0.0")]
    assert not update.drops_reading


@pytest.mark.linux("the installer for Windows holds both")
def test_a_part_that_is_not_as_it_was_signed_holds_the_desk_s_back(share, here, with_reading):
    share.put_reading("9.0.0")
    share.sign(later(1))
    (share.folder / reading_of("9.0.0")).write_bytes(bytes(len(READING_CONTENT)))
    with pytest.raises(UpdatePackageWrong):
        looked(share, here, now=later(1))


def test_a_newer_one_takes_the_place_of_the_one_before(share, here):
    looked(share, here)
    share.put("9.0.1", b"newer")
    share.sign(later(1))
    assert looked(share, here, now=later(1)).files[0].path.read_bytes() == b"newer"
    assert [path.name for path in here.glob("jianjian*")] == [name_of("9.0.1")]


def test_what_else_lies_in_the_folder_is_left_alone(share, here):
    others = [here / name for name in ("setup.exe", "notes.part", "jianjian.deb", "jianjian_x.rpm")]
    here.mkdir()
    for path in others:
        path.touch()
    (here / name_of("8.0.0")).touch()
    (here / f"{name_of('8.0.0')}.part").touch()
    looked(share, here)
    assert all(path.exists() for path in others)
    assert not list(here.glob("*8.0.0*"))


def test_an_old_list_put_back_on_the_share_changes_nothing(share, here):
    old = share.list.read_bytes()
    share.put("9.0.1", b"mended")
    share.sign(later(1))
    update = looked(share, here, now=later(1))
    share.list.write_bytes(old)
    with pytest.raises(UpdateListOlder):
        looked(share, here, now=later(2))
    assert update.files[0].path.read_bytes() == b"mended"


def test_another_package_under_its_name_is_thrown_away(share, here):
    share.put("9.0.0", bytes(len(CONTENT)))
    with pytest.raises(UpdatePackageWrong, match="does not match"):
        looked(share, here)
    assert not list(here.glob("jianjian*"))
    share.put("9.0.0")
    assert looked(share, here).files[0].path.read_bytes() == CONTENT


def test_one_that_was_changed_here_since_is_fetched_again(share, here):
    path = looked(share, here).files[0].path
    path.write_bytes(bytes(len(CONTENT)))
    assert looked(share, here).files[0].path.read_bytes() == CONTENT


class Pieces:
    """A source that gives the list, and of a package what the test says."""

    def __init__(self, share, package):
        self.share, self.package, self.asked = share, package, []

    def pieces(self, name, begun, most):
        if name == "updates.json":
            yield 0, self.share.list.read_bytes()
        else:
            self.asked.append(begun)
            yield from self.package(begun)


def test_what_was_cut_off_is_gone_on_with(share, here):
    half = len(CONTENT) // 2

    def cut(begun):
        yield begun, CONTENT[begun:half]
        raise UpdateSourceUnreachable

    with pytest.raises(UpdateSourceUnreachable):
        looked(share, here, Pieces(share, cut))
    whole = Pieces(share, lambda begun: iter([(begun, CONTENT[begun:])]))
    assert looked(share, here, whole).files[0].path.read_bytes() == CONTENT
    assert whole.asked == [half]


def test_a_server_that_begins_anew_is_followed(share, here):
    with pytest.raises(UpdateSourceUnreachable, match="cannot be read"):
        looked(share, here, Pieces(share, lambda _: iter([(0, CONTENT[:1000])])))
    anew = Pieces(share, lambda _: iter([(0, CONTENT[:7]), (7, CONTENT[7:])]))
    assert looked(share, here, anew).files[0].path.read_bytes() == CONTENT


def test_a_package_that_does_not_end_is_let_go_at_its_listed_size(share, here):
    given = []

    def endless(begun):
        while True:
            given.append(1)
            yield begun, bytes(2**20)
            begun += 2**20

    with pytest.raises(UpdatePackageWrong):
        looked(share, here, Pieces(share, endless))
    assert len(given) == len(CONTENT) // 2**20 + 1
    assert sum(path.stat().st_size for path in here.glob("jianjian*")) == 0


def test_nor_is_a_list_that_does_not_end(share, here):
    class Endless:
        def pieces(self, name, begun, most):
            while True:
                yield 0, bytes(2**18)

    with pytest.raises(UpdateSourceUnreachable):
        looked(share, here, Endless())


def test_a_full_disk_is_left_to_the_clerk(share, here, free):
    free(2**30)
    with pytest.raises(UpdateNotKept):
        looked(share, here)
    assert not list(here.glob("jianjian*"))
    free(2**31)
    assert looked(share, here) is not None


def test_a_folder_that_cannot_be_is_said(share, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UpdateNotKept):
        looked(share, tmp_path / "file" / "updates")


# --- a folder on a share ----------------------------------------------------------------------


def test_a_share_that_is_not_there_is_said(share, here):
    share.list.unlink()
    with pytest.raises(UpdateSourceUnreachable) as failed:
        looked(share, here)
    assert "FileNotFoundError" in failed.value.detail
    assert str(share.folder) not in failed.value.detail


@pytest.mark.linux("makes a named pipe in a folder")
@pytest.mark.linux("a pipe and a device under a file's name")
@pytest.mark.parametrize("other", ["pipe", "device", "folder"])
def test_what_is_no_file_is_not_waited_for(share, here, other):
    share.list.unlink()
    if other == "pipe":
        os.mkfifo(share.list)
    elif other == "device":
        share.list.symlink_to("/dev/zero")
    else:
        share.list.mkdir()
    with pytest.raises(UpdateSourceUnreachable):
        looked(share, here)


@pytest.fixture
def hanging(share, monkeypatch):
    """The share's file system does not answer, until the test is over."""
    over, opened = threading.Event(), os.open

    def open_(path, *more):
        if Path(path).parent == share.folder:
            over.wait(60)
        return opened(path, *more)

    monkeypatch.setattr(os, "open", open_)
    yield
    over.set()


def test_a_share_that_hangs_is_given_up(share, here, hanging):
    with pytest.raises(UpdateSourceUnreachable) as failed:
        looked(share, here, share.source(hanging_seconds=0.01))
    assert "TimeoutError" in failed.value.detail


def test_nor_does_leaving_the_desk_wait_for_it(share, hanging):
    scope = CancelScope()
    threading.Timer(0.01, scope.cancel).start()
    with pytest.raises(Cancelled):
        next(Folder(share.folder, scope).pieces("updates.json", 0, 100))


# --- an https address -------------------------------------------------------------------------


def server_of(address):
    return Server(address, "", CancelScope())


@pytest.fixture
def address(server):
    """Loopback, where no certificate is asked for."""
    return f"http://127.0.0.1:{server.server_port}/jianjian/"


def test_it_is_asked_for_by_name_without_a_word_of_the_clerk(share, here, server, address):
    server.answer = (200, {}, share.list.read_bytes())
    assert list(server_of(address).pieces("updates.json", 0, 2**20)) == [
        (0, share.list.read_bytes())
    ]
    ((path, headers),) = server.seen
    assert path == "/jianjian/updates.json" and headers["User-Agent"].startswith("Jianjian/")
    assert not {"Authorization", "Cookie", "Desk-Device"} & headers.keys()


@pytest.mark.parametrize(("status", "at"), [(206, 3), (200, 0)])
def test_it_goes_on_where_the_server_can(server, address, status, at):
    server.answer = (status, {}, b"defg")
    assert list(server_of(address).pieces("x.deb", 3, 100)) == [(at, b"defg")]
    assert server.seen[0][1]["Range"] == "bytes=3-"


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "https://elsewhere.example/updates.json"}, b""),
        (404, {}, b""),
        (416, {}, b""),
        (500, {}, b""),
        (200, {"Content-Encoding": "gzip, gzip"}, b"x"),
        (200, {}, b"x" * 101),
    ],
)
def test_a_redirect_an_error_and_more_than_was_asked_for_are_refused(server, address, answer):
    server.answer = answer
    with pytest.raises(UpdateSourceUnreachable):
        list(server_of(address).pieces("updates.json", 0, 100))
    assert len(server.seen) == 1


@trusts_an_authority_of_its_own
def test_a_certificate_is_trusted_by_the_system_or_the_policy_s_authority(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate := self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answer = (200, {}, b"listed")
    address = f"https://127.0.0.1:{server.server_port}"
    with pytest.raises(UpdateSourceUnreachable) as refused:
        list(server_of(address).pieces("updates.json", 0, 100))
    assert "certificate_refused" in refused.value.detail
    trusting = source_of(address, certificate, CancelScope())
    assert list(trusting.pieces("updates.json", 0, 100)) == [(0, b"listed")]


def test_plain_http_is_spoken_to_this_machine_only():
    with pytest.raises(UpdateSourceUnreachable, match="update_from") as refused:
        list(server_of("http://it.example/").pieces("updates.json", 0, 100))
    assert "plain_http_refused" in refused.value.detail


def test_a_server_that_does_not_end_is_let_go():
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    with dripping(head, b"x" * 1000, 0.001) as address, pytest.raises(UpdateSourceUnreachable):
        list(server_of(address).pieces("updates.json", 0, 10_000))


def test_nobody_s_signature_is_needed_less_for_it_comes_by_https(share, here, server, address):
    server.answer = (200, {}, b'{"payload": "", "payloadType": "", "signatures": []}')
    with pytest.raises(UpdateListNotTrusted):
        looked(share, here, server_of(address))


def test_the_policy_s_line_says_which_it_is(tmp_path):
    scope = CancelScope()
    assert isinstance(source_of("https://it.example/x", "", scope), Server)
    for folder in ("/srv/jianjian", "~/x", r"\\share\jianjian", r"D:\jianjian"):
        assert isinstance(source_of(folder, "", scope), Folder)
