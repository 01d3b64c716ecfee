"""What a scanner put into its folder: offered once it is whole, and never old things."""

import os
from pathlib import Path

import pytest

from app.machine.scan_folder import ScanFolder

NOW = 1_000_000.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def put(folder: Path, name: str, content: bytes = b"%PDF", at: float = NOW) -> Path:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def names(scans):
    return [scan.path.name for scan in scans]


def test_a_file_is_told_once_two_looks_found_it_the_same(folder):
    scanner = ScanFolder(folder)
    put(folder, "b.pdf")
    assert scanner.look(NOW) == ()
    put(folder, "b.pdf", b"%PDF and more")
    assert scanner.look(NOW) == ()
    assert names(scanner.look(NOW)) == ["b.pdf"]
    assert names(scanner.look(NOW)) == ["b.pdf"]


def test_what_lay_there_before_is_not_told_but_what_just_came_is(folder):
    put(folder, "old.pdf", at=NOW - 3600)
    put(folder, "just.pdf", at=NOW - 60)
    scanner = ScanFolder(folder)
    scanner.look(NOW)
    put(folder, "clock-of-the-scanner.pdf", at=NOW - 7200)
    scanner.look(NOW)
    assert names(scanner.look(NOW)) == ["clock-of-the-scanner.pdf", "just.pdf"]


def test_pages_of_one_scan_come_in_the_order_they_were_written(folder):
    scanner = ScanFolder(folder)
    for at, name in ((3, "a.jpg"), (1, "c.TIF"), (2, "b.png")):
        put(folder, name, at=NOW + at)
    scanner.look(NOW)
    assert names(scanner.look(NOW)) == ["c.TIF", "b.png", "a.jpg"]


def test_what_was_put_aside_is_told_again_only_when_it_changes_and_stays_in_the_folder(folder):
    scanner = ScanFolder(folder)
    path = put(folder, "a.pdf")
    scanner.look(NOW)
    scanner.put_aside(scanner.look(NOW))
    assert scanner.look(NOW) == () and path.exists()
    put(folder, "a.pdf", b"%PDF another", at=NOW + 9)
    scanner.look(NOW)
    assert names(scanner.look(NOW)) == ["a.pdf"]


def test_other_files_half_ones_links_and_folders_are_none(folder):
    scanner = ScanFolder(folder)
    for name in ("a.exe", ".a.pdf", "~a.pdf", "a.pdf.part"):
        put(folder, name)
    put(folder, "empty.pdf", b"")
    (folder / "folder.pdf").mkdir()
    (folder / "link.pdf").symlink_to("/etc/hostname")
    scanner.look(NOW)
    assert scanner.look(NOW) == ()


def test_a_folder_that_is_not_there_has_nothing_and_may_come_back(folder):
    scanner = ScanFolder(folder / "share")
    assert scanner.look(NOW) == scanner.look(NOW) == ()
    (folder / "share").mkdir()
    put(folder / "share", "a.pdf")
    scanner.look(NOW)
    assert names(scanner.look(NOW)) == ["a.pdf"]
