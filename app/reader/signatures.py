"""Signatures of a PDF, by pyhanko: from the file alone, nothing is fetched and nobody asked."""

from __future__ import annotations

import encodings.cp1252
import encodings.utf_8_sig
import encodings.utf_32_be  # noqa: F401
import hashlib
import io
from collections.abc import Coroutine, Sequence
from datetime import datetime, timezone
from itertools import islice
from typing import Any, NamedTuple

# Those that nothing here names are else loaded with the first file that needs them, and by names in
# their certificates: a confined process cannot.
import cryptography.hazmat.backends.openssl.backend  # noqa: F401
import lxml.etree  # noqa: F401
import pyhanko.pdf_utils.crypt._saslprep
import pyhanko.pdf_utils.filters
import pyhanko.pdf_utils.metadata.xmp_xml  # noqa: F401
from asn1crypto.tsp import TSTInfo
from asn1crypto.x509 import Certificate
from msgspec.structs import replace
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from app.cases.paper_text import Box, Signature
from app.reader.lines import clip_to_page
from app.reader.messages import MOST_CHARACTERS_OF_A_NAME, MOST_SIGNATURES
from app.viewer.documents import LARGEST_SEAL, Document
from app.viewer.pdf import Pdf

CONTENT, UNSIGNED_PART, LATER_CHANGE, FORM = "正文", "未签名的部分", "签名后的修改", "表单内容"
_MOST_PAGES = 200  # on which a signature's field is looked for
_NOWHERE = (-1, (0.0, 0.0, 0.0, 0.0))
_POINTS = 72 / 25.4  # a millimetre
_MARK_OF_A_SIGNATURE = b"/ByteRange"  # which stands in the file itself, and in no stream of it


class _File(NamedTuple):
    """``fields``: those that are signed, by their names; ``roots``: who is trusted."""

    document: Pdf
    content: bytes
    fields: dict[str, DictionaryObject]
    roots: list[Certificate]


def signatures_of(
    document: Document, content: bytes, authorities: Sequence[bytes]
) -> tuple[Signature, ...]:
    """``authorities``: certificates in DER. A file that can be shown and not checked has one of
    which nothing is known, lest it pass for one that nobody signed."""
    if not isinstance(document, Pdf):
        return document.signatures(authorities)[:MOST_SIGNATURES]
    try:
        return _of_pdf(document, content, authorities)
    except Exception:
        return (Signature(""),) if _MARK_OF_A_SIGNATURE in content else ()


def _of_pdf(document: Pdf, content: bytes, authorities: Sequence[bytes]) -> tuple[Signature, ...]:
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if isinstance(reader.security_handler, StandardSecurityHandler):
        reader.decrypt("")  # as it was opened to be shown
    fields = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SIGNATURES))
    file = _File(
        document,
        content,
        {name: field.get_object() for name, _, field in fields},
        [Certificate.load(authority) for authority in authorities],
    )
    signatures = []
    for name, value, field in fields:
        page, box = _place(document, reader, field)
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            signature = _signature(embedded, file)
        except Exception:  # of a kind pyhanko does not know: SM2, a vendor's own, broken
            said = str(value.get_object().get("/Name", ""))
            signature = Signature(said[:MOST_CHARACTERS_OF_A_NAME])
        signatures.append(replace(signature, page=page, box=box))
    return tuple(signatures)


def _signature(embedded: EmbeddedPdfSignature, file: _File) -> Signature:
    token = _time_stamp_token(embedded)
    at = token["gen_time"].native if token else embedded.self_reported_timestamp
    is_whole, is_valid = _verify(embedded, token)
    changed = _changed(embedded, file) if is_whole else (CONTENT,)
    unchanged = None if is_whole is None else is_valid is True and not changed
    if unchanged and _visible_later_signatures(embedded, file.fields):
        unchanged = None  # whatever those cover or add to
    return Signature(
        signer=_name(embedded.signer_cert)[:MOST_CHARACTERS_OF_A_NAME],
        at=at.isoformat(timespec="seconds") if at is not None else "",
        unchanged=unchanged,
        verified=is_valid,
        trusted=is_valid is True and _is_trusted(embedded, file.roots, at),
        changed=() if is_whole is None else changed,
    )


def _time_stamp_token(embedded: EmbeddedPdfSignature) -> TSTInfo | None:
    """What a time stamp signs (RFC 3161): the file's digest is one part of it."""
    signed = embedded.signed_data["encap_content_info"]
    return signed["content"].parsed if signed["content_type"].native == "tst_info" else None


def _verify(
    embedded: EmbeddedPdfSignature, token: TSTInfo | None
) -> tuple[bool | None, bool | None]:
    """Whether the digest is right, and the signature's value; None where an algorithm is none that
    can be worked out here, as SM2 and SM3."""
    signer, certificate = embedded.signer_info, embedded.signer_cert
    try:
        digest = embedded.compute_digest()
        if token is None:
            return validate_sig_integrity(signer, certificate, "data", digest)  # type: ignore[no-any-return]
        signed = hashlib.new(signer["digest_algorithm"]["algorithm"].native, token.dump()).digest()
        is_whole, is_valid = validate_sig_integrity(signer, certificate, "tst_info", signed)
        return is_whole and token["message_imprint"]["hashed_message"].native == digest, is_valid
    except Exception:
        return None, None


def _changed(embedded: EmbeddedPdfSignature, file: _File) -> tuple[str, ...]:
    """What is not as it was signed, of a file whose signed bytes are as they were."""
    if not _is_signed_around(embedded, file.content):
        return (UNSIGNED_PART,)
    embedded.compute_integrity_info()
    if embedded.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return (UNSIGNED_PART,)
    if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return ()
    if file.document.was_repaired or not embedded.summarise_integrity_info()["docmdp_ok"]:
        return (LATER_CHANGE,)  # what PDFium gathers is not what pyhanko compares
    if not all(map(_is_like_a_seal, _visible_later_signatures(embedded, file.fields))):
        return (LATER_CHANGE,)
    filled = embedded.diff_result.changed_form_fields - file.fields.keys()
    return (FORM,) if filled else ()


def _visible_later_signatures(
    embedded: EmbeddedPdfSignature, fields: dict[str, DictionaryObject]
) -> list[DictionaryObject]:
    """Signatures that came after this one and are seen on a page."""
    then = embedded.reader.get_historical_resolver(embedded.signed_revision)
    known = {name for name, _, _ in enumerate_sig_fields(then)}
    return [field for name, field in fields.items() if name not in known and any(_extents(field))]


def _is_like_a_seal(field: DictionaryObject) -> bool:
    """A time stamp is none: it shows nothing (ISO 32000-2, 12.8.5)."""
    is_time_stamp = field["/V"].get("/Type") == "/DocTimeStamp"
    return not is_time_stamp and max(_extents(field)) <= LARGEST_SEAL * _POINTS


def _extents(field: DictionaryObject) -> list[float]:
    """The widths and heights of where it is shown, in points. Raises ValueError."""
    extents = []
    for each in (field, *field.get("/Kids", ())):
        if "/Rect" in (shown := each.get_object()):
            left, bottom, right, top = (float(length) for length in shown["/Rect"])
            extents += [abs(right - left), abs(top - bottom)]
    return extents


def _is_signed_around(embedded: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether all from the file's begin is signed but the signature itself, in hexadecimal digits
    (ISO 32000-2, 12.8.1): pyhanko compares lengths, and takes it for written so."""
    begin, until, after, _ = (int(each) for each in embedded.byte_range)
    written = content[until:after].lower()
    return begin == 0 and written == b"<%s>" % embedded.pkcs7_content.hex().encode()


def _is_trusted(
    embedded: EmbeddedPdfSignature, roots: list[Certificate], at: datetime | None
) -> bool:
    """Whether the certificate comes from one of these, and was valid when the signer says."""
    if not roots:
        return False
    context = ValidationContext(
        trust_roots=roots,
        other_certs=embedded.other_embedded_certs,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=at or datetime.now(timezone.utc),
    )
    validator = CertificateValidator(embedded.signer_cert, validation_context=context)
    try:
        _run_to_its_end(validator.async_validate_path())
    except Exception:
        return False
    return True


def _run_to_its_end(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Runs it without an event loop: that would want a socket, and nothing here ever waits."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("it waits for something")


def _name(certificate: Certificate) -> str:
    said = certificate.subject.native
    name = said.get("common_name") or said.get("organization_name") or ""
    return name if isinstance(name, str) else str(certificate.subject.human_friendly)


def _place(document: Pdf, reader: PdfFileReader, field: Any) -> tuple[int, Box]:
    """The page the signature is shown on, and where."""
    try:
        dictionary = field.get_object()
        rectangle = [float(value) for value in dictionary["/Rect"]]
        if rectangle[0] == rectangle[2] or rectangle[1] == rectangle[3]:
            return _NOWHERE
        for page in range(min(len(document.opened.sizes), _MOST_PAGES)):
            annotations = reader.find_page_for_modification(page)[0].get_object().get("/Annots", ())
            if any(each.get_object() is dictionary for each in annotations):
                left, bottom, right, top = rectangle
                return page, clip_to_page(document.place(page, (left, bottom, right, top)))
    except Exception:
        return _NOWHERE
    return _NOWHERE
