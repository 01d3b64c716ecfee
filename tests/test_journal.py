"""The journal: a line that was changed or taken out shows; and no line has anyone's name."""

from datetime import datetime, timedelta

import pytest

from app import journal as journal_module
from app.cases.model import SHANGHAI
from app.journal import HEAD, NAME, Journal, verify

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def written(tmp_path):
    journal = Journal(tmp_path)
    for n in range(8):
        journal.note("offline", NOW + timedelta(minutes=n), code="centre_unreachable", count=n)
    return tmp_path


def lines(folder):
    return (folder / NAME).read_bytes().splitlines(keepends=True)


def put(folder, changed):
    (folder / NAME).write_bytes(b"".join(changed))


def test_what_nobody_touched_fits_together_also_after_a_restart(written):
    assert verify(written) == []
    Journal(written).note("signed_in", NOW)
    assert verify(written) == []


def test_a_changed_line_shows(written):
    all_ = lines(written)
    all_[3] = all_[3].replace(b'"count":3', b'"count":4')
    put(written, all_)
    assert any(f"{NAME}:5" in said for said in verify(written))


def test_the_changed_last_line_shows(written):
    all_ = lines(written)
    all_[-1] = all_[-1].replace(b'"count":7', b'"count":6')
    put(written, all_)
    assert any(HEAD in said for said in verify(written))


@pytest.mark.parametrize("gone", [2, 7])
def test_a_line_taken_out_shows_in_the_middle_and_at_the_end(written, gone):
    all_ = lines(written)
    del all_[gone]
    put(written, all_)
    assert verify(written)
    Journal(written).note("signed_in", NOW)  # and goes on showing
    assert verify(written)


def test_a_line_put_in_shows(written):
    all_ = lines(written)
    all_.insert(4, b'{"seq": 5, "prev": "00", "event": "signed_in"}\n')
    put(written, all_)
    assert verify(written)


def test_nonsense_in_it_shows_and_stops_nothing(written):
    put(written, [*lines(written), b"\xff\xfe nonsense\n"])
    assert verify(written)
    Journal(written).note("signed_in", NOW)


def test_it_rotates_and_still_fits_together(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_module, "FILE_BYTES", 2000)
    journal = Journal(tmp_path)
    for n in range(200):
        journal.note("offline", NOW, code="centre_unreachable", count=n)
    assert len(list(tmp_path.glob(f"{NAME}*"))) == 6
    assert verify(tmp_path) == []


def test_an_error_s_words_are_not_in_it_only_its_kind_and_where(tmp_path):
    journal = Journal(tmp_path)
    try:
        raise ValueError("王小明 320104199001011234")
    except ValueError as error:
        journal.unexpected(error, NOW)
    raw = (tmp_path / NAME).read_text("utf-8")
    assert "ValueError" in raw and "test_journal.py" in raw
    assert "王小明" not in raw and "320104199001011234" not in raw


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    Journal(tmp_path / "file" / "below").note("signed_in", NOW)
