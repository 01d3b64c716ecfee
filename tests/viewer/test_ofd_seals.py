"""Who sealed an OFD, and whether it is as it was then."""

import base64

import gmalg
import pytest
from asn1crypto.core import ObjectIdentifier

from app.machine.paths import own_command
from app.viewer.process import Viewer
from tests.support.ofds import (
    ANNOTATION,
    ANNOTATIONS,
    DOCUMENT,
    IDENTITY,
    PAGE,
    ROOT,
    SIGNATURE,
    SM2,
    SM3_OID,
    VALUE,
    certificate,
    digest,
    pack,
    parts,
    sealed,
    sealed_again,
    square,
    text,
)
from tests.support.papers import pages_saying, picture

OTHER = gmalg.SM2(uid=IDENTITY).generate_keypair()
PICTURE = picture("PNG", (100, 100))
ALGORITHM = ObjectIdentifier(SM2).dump()


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


@pytest.mark.parametrize(("is_known", "unchanged"), [(True, False), (False, None)])
def test_nothing_vouches_for_digests_written_anew_without_the_key(viewer, is_known, unchanged):
    """In what was signed as well: its value is wrong then, or said to be by an unknown algorithm."""
    genuine = sealed(licence(), PICTURE)
    forged = genuine | {PAGE: genuine[PAGE].replace("营业".encode(), "许可".encode())}
    was, now = (base64.b64encode(digest(each[PAGE])) for each in (genuine, forged))
    forged[SIGNATURE] = genuine[SIGNATURE].replace(was, now)
    value = genuine[VALUE].replace(digest(genuine[SIGNATURE]), digest(forged[SIGNATURE]))
    at = value.rindex(ALGORITHM)
    other = ObjectIdentifier("1.2.156.10197.1.599").dump()
    forged[VALUE] = value if is_known else value[:at] + other + value[at + len(other) :]
    seal = told(viewer, forged)
    assert (seal.unchanged, seal.verified, seal.changed) == (unchanged, unchanged, ())


LATER_VALUE = VALUE.replace("Sign_0", "Sign_1")


def resealed(*unsigned, changed=""):
    """Sealed twice; these parts the later seal leaves out, and one was changed since."""
    contents = sealed_again(sealed(licence(), PICTURE), PICTURE, unsigned)
    if changed:
        whole = bytearray(contents[changed])
        whole[-3] ^= 1
        contents[changed] = bytes(whole)
    return contents


@pytest.mark.parametrize(
    ("contents", "first", "second"),
    [
        (resealed(), True, True),
        (resealed(SIGNATURE), None, None),  # which of them came later is not known
        (resealed(VALUE), True, None),
        (resealed(PAGE), True, None),
        (resealed(changed=LATER_VALUE), None, False),
        (resealed(changed="Doc_0/PublicRes.xml"), False, False),
    ],
)
def test_a_later_seal_that_signs_an_earlier_one_leaves_it_as_it_was(
    viewer, contents, first, second
):
    """All that the earlier one did not sign is the later one, which is told by itself."""
    viewer.open("file", pack(contents))
    seals = viewer.signatures("file").seals
    assert [seal.unchanged for seal in seals] == [first, second]


def test_a_later_seal_whose_digests_nobody_can_work_out_vouches_for_nothing(viewer):
    contents = resealed()
    later = SIGNATURE.replace("Sign_0", "Sign_1")
    contents[later] = contents[later].replace(SM3_OID.encode(), b"MD5")
    viewer.open("file", pack(contents))
    first, second = viewer.signatures("file").seals
    assert (first.unchanged, second.unchanged, second.verified) == (None, None, True)


def test_what_a_later_seal_brings_with_it_was_not_there_when_the_earlier_one_was_put(viewer):
    pinned = f"<ofd:Annot><ofd:Appearance>{square(0, 0, 9)}</ofd:Appearance></ofd:Annot>"
    later = {ANNOTATION: parts("", annotations=pinned)[ANNOTATION]}
    before = {k: v for k, v in licence(annotations=" ").items() if k != ANNOTATION}
    viewer.open("file", pack(sealed_again(sealed(before, PICTURE) | later, PICTURE)))
    first, second = viewer.signatures("file").seals
    assert (first.unchanged, second.unchanged) == (None, True)


SECOND = {
    name.replace("Doc_0", "Doc_1"): content
    for name, content in licence().items()
    if name != ROOT
}  # fmt: skip
LISTED = b"<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"


@pytest.mark.parametrize("unsigned", [(), (ROOT,)])
@pytest.mark.parametrize("contents", [licence(), licence() | SECOND])
def test_a_list_of_documents_that_is_not_signed_matters_where_there_are_several(
    viewer, contents, unsigned
):
    """Makers of invoices leave it out; of two documents one could be taken off it."""
    listed = dict(contents)
    if several := len(contents) > len(licence()):
        listed[ROOT] = contents[ROOT].replace(b"</ofd:OFD>", LISTED)
    made = sealed(listed, PICTURE, unsigned=unsigned)
    assert told(viewer, made).unchanged is (None if several and unsigned else True)
    if several:
        made[ROOT] = made[ROOT].replace(LISTED, b"</ofd:OFD>")
        assert told(viewer, made).unchanged is (None if unsigned else False)


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
    seal = told(viewer, contents | {VALUE: bytes(value)})
    assert (seal.verified, seal.unchanged) == (False, False)


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


def test_a_time_that_no_calendar_has_is_not_told_and_the_page_is_drawn(viewer):
    contents = sealed(licence(), PICTURE)
    contents[VALUE] = contents[VALUE].replace(b"20260302023000Z", b"99991231235959Z")
    assert told(viewer, contents).at == "2026-03-02"
    assert viewer.draw("file", 0, 100).width == 100


def test_a_digest_that_is_none_of_ours_says_nothing(viewer):
    seal = told(viewer, sealed(licence(), PICTURE, method="MD5"))
    assert (seal.unchanged, seal.changed) == (None, ())


@pytest.mark.parametrize("content", [pack(parts("")), pages_saying(["x"]), PICTURE])
def test_what_is_not_sealed_has_no_seals(viewer, content):
    viewer.open("file", content)
    assert viewer.signatures("file").seals == ()
