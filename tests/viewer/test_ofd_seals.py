"""Who sealed an OFD, and whether it is as it was then."""

import gmalg
import pytest

from app.machine.paths import own_command
from app.viewer.process import Viewer
from tests.support.ofds import (
    ANNOTATION,
    ANNOTATIONS,
    DOCUMENT,
    IDENTITY,
    PAGE,
    SIGNATURE,
    VALUE,
    certificate,
    pack,
    parts,
    sealed,
    square,
    text,
)
from tests.support.papers import pages_saying, picture

OTHER = gmalg.SM2(uid=IDENTITY).generate_keypair()
PICTURE = picture("PNG", (100, 100))


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


def told(viewer, contents):
    """The one seal of a file of these parts."""
    viewer.open("file", pack(contents))
    (seal,) = viewer.signatures("file").seals
    return seal


def licence(**more):
    pages = text(10, 20, 5, "营业执照"), text(10, 20, 5, "第二页")
    return parts(*pages, resources="<ofd:Fonts/>", **more)


@pytest.mark.parametrize("version", [1, 4])
def test_a_seal_tells_its_signer_and_that_nothing_was_changed(viewer, version):
    seal = told(viewer, sealed(licence(), PICTURE, version=version))
    assert (seal.signer, seal.at) == ("南京市市场监督管理局", "2026-03-02T10:30:00+08:00")
    assert (seal.unchanged, seal.verified, seal.trusted, seal.changed) == (True, True, False, ())
    assert seal.page == 0 and seal.box == pytest.approx((0.6, 0.6, 0.9, 0.9))


@pytest.mark.parametrize(
    ("part", "named"),
    [(PAGE, "第 1 页"), (PAGE.replace("_0/C", "_1/C"), "第 2 页"), (DOCUMENT,) * 2],
)
def test_what_was_changed_after_sealing_is_named(viewer, part, named):
    contents = sealed(licence(), PICTURE)
    contents[part] = contents[part].replace(b"</ofd:", b" </ofd:", 1)
    seal = told(viewer, contents)
    assert (seal.unchanged, seal.changed) == (False, (named,))
    assert seal.verified is True  # what was signed was signed


def test_a_part_that_is_gone_was_changed(viewer):
    contents = sealed(licence(), PICTURE)
    del contents["Doc_0/PublicRes.xml"]
    assert told(viewer, contents).changed == ("/Doc_0/PublicRes.xml",)


def test_digests_written_anew_are_found_out_by_the_signature(viewer):
    """Who changes a page can change its digest as well, and not what was signed of it."""
    contents = sealed(licence(), PICTURE)
    other = sealed(parts(text(10, 20, 5, "别的"), resources="<ofd:Fonts/>"), PICTURE)
    contents |= {name: other[name] for name in (PAGE, SIGNATURE)}
    seal = told(viewer, contents)
    assert seal.unchanged is False and SIGNATURE in seal.changed


def test_a_seal_says_nothing_of_what_was_laid_over_it_later(viewer):
    contents = sealed(licence(), PICTURE)
    contents[DOCUMENT + "x"] = b"nothing that is drawn"
    assert told(viewer, contents).unchanged is True
    pinned = parts(
        "", annotations=f"<ofd:Annot><ofd:Appearance>{square(0, 0, 9)}</ofd:Appearance></ofd:Annot>"
    )
    with_list = licence(annotations=" ")
    laid_over = sealed({k: v for k, v in with_list.items() if k != ANNOTATION}, PICTURE)
    assert told(viewer, laid_over).unchanged is True
    laid_over[ANNOTATION] = pinned[ANNOTATION]
    assert ANNOTATIONS in laid_over
    assert told(viewer, laid_over).unchanged is None


def test_a_signature_by_who_may_not_use_the_seal_is_not_verified(viewer):
    """Whose certificate the seal does not name, though the seal is an office's own."""
    theirs = certificate("南京市市场监督管理局", OTHER)
    assert told(viewer, sealed(licence(), PICTURE, listed=theirs)).verified is False


def test_a_seal_anybody_made_is_right_in_itself_and_not_trusted(viewer):
    seal = told(viewer, sealed(licence(), PICTURE, by=OTHER))
    assert (seal.verified, seal.trusted) == (True, False)


def test_a_seal_is_trusted_whose_certificate_an_authority_of_the_policy_issued(viewer):
    authority, other = certificate("机构", OTHER), certificate("别的机构")
    viewer.open("file", pack(sealed(licence(), PICTURE, issuer=OTHER)))
    for authorities, trusted in (((), False), ((other,), False), ((b"x", other, authority), True)):
        (seal,) = viewer.signatures("file", authorities).seals
        assert (seal.verified, seal.trusted) == (True, trusted)


def test_a_signature_whose_value_is_another_is_not_verified(viewer):
    contents = sealed(licence(), PICTURE)
    value = bytearray(contents[VALUE])
    value[-3] ^= 1
    assert told(viewer, contents | {VALUE: bytes(value)}).verified is False


@pytest.mark.parametrize("value", [b"", b"\x30\x03\x02\x01\x01", b"noise" * 200, None])
def test_a_signature_that_cannot_be_read_says_so_and_the_page_is_drawn(viewer, value):
    contents = sealed(licence(), PICTURE)
    if value is None:
        del contents[VALUE]
    else:
        contents[VALUE] = value
    seal = told(viewer, contents)
    assert (seal.verified, seal.unchanged) == (None, None)
    assert viewer.draw("file", 0, 100).width == 100


def test_a_digest_that_is_none_of_ours_says_nothing(viewer):
    seal = told(viewer, sealed(licence(), PICTURE, method="MD5"))
    assert (seal.unchanged, seal.changed) == (None, ())


@pytest.mark.parametrize("content", [pack(parts("")), pages_saying(["x"]), PICTURE])
def test_what_is_not_sealed_has_no_seals(viewer, content):
    viewer.open("file", content)
    assert viewer.signatures("file").seals == ()
