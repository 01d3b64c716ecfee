"""Files sealed in pieces: read again as they were, and never where somebody changed them."""

import errno
import hashlib
import io
import secrets

import pytest

from app.store.errors import DiskFull
from app.store.files import Files
from app.store.sealed_records import RecordWriter, read_records

PIECES = [b"one 320104199001011234", b"", b"three" * 4000]
WHOLE = b"".join(PIECES)
SHA256 = hashlib.sha256(WHOLE).hexdigest()
KEY = bytearray(32)


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path / "cache.files", secrets.token_hex(32))


def sealed(pieces, finished=True):
    file = io.BytesIO()
    writer = RecordWriter(file, KEY)
    for piece in pieces:
        writer.append(piece)
    if finished:
        writer.finish()
    return file.getvalue()


def lengths(raw):
    """Where each record begins, and the end."""
    at, found = 16, []
    while at < len(raw):
        found.append(at)
        at += 4 + int.from_bytes(raw[at : at + 4], "big")
    return [*found, at]


def test_what_was_kept_in_pieces_is_read_in_pieces_under_the_hash_of_the_whole(files):
    assert files.keep_pieces(PIECES) == (SHA256, len(WHOLE))
    assert list(files.pieces(SHA256)) == PIECES
    (path,) = files.folder.iterdir()
    assert b"320104" not in path.read_bytes() and SHA256 not in path.name


def test_what_is_not_here_or_of_another_key_is_not_given_out(files):
    files.keep_pieces(PIECES)
    with pytest.raises(FileNotFoundError):
        list(files.pieces("0" * 64))
    other = Files(files.folder, secrets.token_hex(32))
    with pytest.raises(FileNotFoundError):
        list(other.pieces(SHA256))


def test_their_size_is_known_while_they_are_whole(files):
    files.keep_pieces(PIECES)
    assert files.size_in_pieces(SHA256) == len(WHOLE)
    assert files.size_in_pieces("0" * 64) is None
    (path,) = files.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert files.size_in_pieces(SHA256) is None
    files.remove_pieces(SHA256)
    assert files.size_in_pieces(SHA256) is None


def test_pieces_that_end_in_an_error_leave_nothing_behind(files):
    def broken():
        yield b"one"
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(DiskFull):
        files.keep_pieces(broken())
    assert list(files.folder.iterdir()) == []


@pytest.mark.parametrize("at", [0, 17, 25, 60, -1])
def test_a_changed_byte_anywhere_is_seen(at):
    raw = bytearray(sealed(PIECES))
    raw[at] ^= 1
    with pytest.raises(ValueError):
        list(read_records(io.BytesIO(raw), KEY))


def test_a_record_taken_out_moved_or_added_is_seen():
    raw = sealed(PIECES)
    one, two, three, end, behind = lengths(raw)
    for changed in (
        raw[:one] + raw[two:],
        raw[:one] + raw[two:three] + raw[one:two] + raw[three:],
        raw[:end] + raw[one:two] + raw[end:],
        raw[:end],
        raw[:behind] + raw[one:two],
        sealed(PIECES, finished=False),
        b"",
    ):
        with pytest.raises(ValueError):
            list(read_records(io.BytesIO(changed), KEY))


def test_records_of_another_file_under_the_same_key_do_not_fit():
    ours, theirs = sealed(PIECES), sealed(PIECES)
    with pytest.raises(ValueError):
        list(read_records(io.BytesIO(ours[:16] + theirs[16:]), KEY))


def test_a_spool_gives_its_records_once_in_order_and_leaves_nothing(files):
    with files.spool() as spool:
        for piece in PIECES:
            spool.append(piece)
        assert list(spool.read()) == PIECES
        assert all(b"320104" not in path.read_bytes() for path in files.folder.iterdir())
    assert list(files.folder.iterdir()) == []
