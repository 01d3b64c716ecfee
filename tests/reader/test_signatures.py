"""Who signed a paper, and whether it is as it was signed."""

import io

import pytest
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from app.reader.messages import PageCount
from app.reader.signatures import CONTENT, LATER_CHANGE, UNSIGNED_PART
from tests.reader.signed import SIGNER, authority, shadowed, signed, streamed, time_stamped, written
from tests.reader.started import start_reader
from tests.support.papers import good, pages_saying


@pytest.fixture(scope="module")
def reader():
    started = start_reader("plain")
    yield started
    started.replace()


@pytest.fixture(scope="module")
def agreement() -> bytes:
    return signed(pages_saying(["first page", "second page"]))


def signatures(reader, content: bytes, *authorities: bytes):
    assert isinstance(reader.open("paper", content), PageCount)
    return reader.signatures("paper", authorities)


def test_a_signed_paper_says_by_whom_and_where(reader, agreement):
    (found,) = signatures(reader, agreement)
    assert (found.signer, found.unchanged, found.verified, found.changed) == (
        SIGNER,
        True,
        True,
        (),
    )
    assert found.at[:2] == "20"
    assert (found.page, found.trusted) == (0, False)
    assert found.box == pytest.approx(
        (300 / 595, 1 - 200 / 842, 500 / 595, 1 - 100 / 842), abs=0.01
    )


def test_who_has_a_certificate_of_a_named_authority_is_trusted(reader, agreement):
    assert signatures(reader, agreement, authority())[0].trusted


def test_words_altered_after_signing_are_told(reader, agreement):
    (found,) = signatures(reader, agreement.replace(b"first page", b"fi5st page"), authority())
    assert (found.unchanged, found.changed) == (False, (CONTENT,))


def test_a_page_altered_by_an_addition_to_the_file_is_told(reader, agreement):
    """The signed bytes are as they were; what is shown is not."""
    (found,) = signatures(reader, turned(agreement))
    assert (found.unchanged, found.verified, found.changed) == (False, True, (LATER_CHANGE,))


def turned(content: bytes) -> bytes:
    """With its second page upside down, by an addition to the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    if writer.prev.encrypted:
        writer.encrypt("")
    page = writer.find_page_for_modification(1)[0].get_object()
    page[pdf_name("/Rotate")] = NumberObject(180)
    writer.update_container(page)
    return written(writer)


@pytest.mark.parametrize("in_a_stream", [False, True])
def test_a_signature_written_anew_so_that_its_length_fits_does_not_cover_what_was_added(
    reader, in_a_stream
):
    pages = pages_saying(["Area 68 m2"])
    content = signed(streamed(pages) if in_a_stream else pages)
    (found,) = signatures(reader, shadowed(content, "Area 860 m2", in_a_stream), authority())
    assert (found.unchanged, found.changed) == (False, (UNSIGNED_PART,))


def test_an_addition_that_only_the_viewer_finds_is_told(reader, agreement):
    """PDFium looks for the last table in the last 4 kB, and gathers the objects itself then."""
    at = agreement.rindex(b"startxref")
    table = agreement[at:].split()[1]
    page = agreement.index(b"first page")
    start = agreement.rindex(b" 0 obj", 0, page)
    number = agreement[:start].split()[-1]
    end = agreement.index(b"endobj", page)
    other = agreement[start:end].replace(b"first page", b"other page")
    hidden = number + other + b"endobj\nstartxref\n" + b" " * 5000 + table + b"\n%%EOF\n"
    (found,) = signatures(reader, agreement + hidden)
    assert "other" in reader.read_page("paper", 0).lines[0].text
    assert (found.unchanged, found.verified, found.changed) == (False, True, (LATER_CHANGE,))


@pytest.mark.parametrize("kind", ["cross-reference stream", "encrypted"])
def test_the_signature_is_checked_of_every_kind_of_file_that_is_shown(reader, kind):
    pages = pages_saying(["first page", "second page"])
    if kind == "encrypted":
        writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pages)))
        writer.encrypt(owner_pass="owner", user_pass="")
        content = signed(written(writer))
    else:
        content = signed(streamed(pages))
    for paper, unchanged in ((content, True), (turned(content), False)):
        (found,) = signatures(reader, paper)
        assert (found.unchanged, found.verified) == (unchanged, True)


def test_a_signature_in_a_file_that_can_be_shown_and_not_checked_is_not_passed_over(
    reader, agreement
):
    """PDFium finds the pages by itself where the table of them is lost."""
    at = agreement.rindex(b"startxref")
    lost = agreement[:at] + b"startxref\n9\n%%EOF\n"
    (found,) = signatures(reader, lost)
    assert (found.signer, found.unchanged, found.verified) == ("", None, None)
    assert signatures(reader, lost.replace(b"/ByteRange", b"/ByteWrong")) == ()


def test_a_later_signature_that_is_not_seen_leaves_the_first_one_as_it_was(reader, agreement):
    found = signatures(reader, signed(agreement, "Second", box=None))
    assert [each.unchanged for each in found] == [True, True]


def test_a_later_seal_may_cover_what_was_signed_and_more_than_a_seal_is_a_change(reader, agreement):
    for box, unchanged in (((10, 10, 290, 290), None), ((0, 0, 595, 842), False)):
        first, second = signatures(reader, signed(agreement, "Second", box))
        assert (first.unchanged, first.verified, second.unchanged) == (unchanged, True, True)


def test_a_time_stamp_is_listed_and_shows_nothing_on_a_page(reader, agreement):
    for box, unchanged in ((None, True), ((10, 10, 20, 20), False)):
        first, stamp = signatures(reader, time_stamped(agreement, box))
        assert (first.unchanged, first.verified) == (unchanged, True)
        assert (stamp.unchanged, stamp.verified, stamp.at) == (
            True, True, "2026-03-02T00:00:00+00:00",
        )  # fmt: skip


def test_what_a_time_stamp_was_put_on_is_held_against_it(reader):
    stamped = time_stamped(pages_saying(["first page"]))
    (found,) = signatures(reader, stamped.replace(b"first page", b"fi5st page"))
    assert (found.unchanged, found.changed) == (False, (CONTENT,))


def test_a_signature_by_an_algorithm_that_is_not_known_here_is_named_and_not_judged(
    reader, agreement
):
    sha256, nobodys = b"608648016503040201", b"60864801650304027f"
    assert sha256 in agreement
    (found,) = signatures(reader, agreement.replace(sha256, nobodys), authority())
    assert (found.unchanged, found.verified, found.trusted) == (None, None, False)
    assert (found.signer, found.page, found.changed) == (SIGNER, 0, ())


def test_a_signature_that_is_none_is_shown_where_it_stands(reader, agreement):
    at = agreement.index(b"/Contents <") + len(b"/Contents <")
    (found,) = signatures(reader, agreement[:at] + b"00000000" + agreement[at + 8 :])
    assert (found.unchanged, found.verified, found.page) == (None, None, 0)


def test_a_value_that_is_not_the_signers_is_not_verified(reader, agreement):
    """Another's signature over the same words: its value does not fit."""
    at = agreement.index(b"/Contents <") + len(b"/Contents <")
    end = agreement.index(b">", at)
    used = len(agreement[at:end].rstrip(b"0"))
    last = at + used - 5
    spoilt = agreement[:last] + (b"0" if agreement[last : last + 1] != b"0" else b"1")
    (found,) = signatures(reader, spoilt + agreement[last + 1 :])
    assert not (found.verified or found.trusted or found.unchanged)


@pytest.mark.parametrize("name", sorted(good().keys() - {"sealed.ofd"}))
def test_what_nobody_signed_has_no_signatures(reader, name):
    assert signatures(reader, good()[name]) == ()


def test_the_seal_of_an_ofd_is_told_as_in_the_viewer(reader):
    (found,) = signatures(reader, good()["sealed.ofd"])
    assert (found.unchanged, found.verified, found.trusted) == (True, True, False)
