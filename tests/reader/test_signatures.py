"""Who signed a paper, and whether it is as it was signed."""

import io

import pytest
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.reader.messages import Paper
from app.reader.signatures import CONTENT, LATER_CHANGE
from tests.reader.signed import SIGNER, authority, signed
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
    assert isinstance(reader.open("paper", content), Paper)
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
    writer = IncrementalPdfFileWriter(io.BytesIO(agreement), strict=False)
    page = writer.find_page_for_modification(1)[0].get_object()
    page[pdf_name("/Rotate")] = NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    (found,) = signatures(reader, out.getvalue())
    assert (found.unchanged, found.verified, found.changed) == (False, True, (LATER_CHANGE,))


def test_a_second_signature_leaves_the_first_one_as_it_was(reader, agreement):
    found = signatures(reader, signed(agreement, "Second"))
    assert [each.unchanged for each in found] == [True, True]


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
    assert found.verified is not True and not found.trusted


@pytest.mark.parametrize("name", sorted(good().keys() - {"sealed.ofd"}))
def test_what_nobody_signed_has_no_signatures(reader, name):
    assert signatures(reader, good()[name]) == ()


def test_the_seal_of_an_ofd_is_told_as_in_the_viewer(reader):
    (found,) = signatures(reader, good()["sealed.ofd"])
    assert (found.unchanged, found.verified, found.trusted) == (True, True, False)
