"""PDFs signed by a certificate of nobody's, made here."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import (
    ByteStringObject,
    DictionaryObject,
    StreamObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter, copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNER = "南京市玄武区行政审批局"


def signed(
    content: bytes,
    name: str = "Signature",
    box: tuple[int, int, int, int] | None = (300, 100, 500, 200),
) -> bytes:
    """The file with a signature, shown on its first page at (left, bottom, right, top) points."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    if writer.prev.encrypted:
        writer.encrypt("")
    fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=box))
    meta = signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
    out = io.BytesIO()
    signers.PdfSigner(meta, _signer()).sign_pdf(writer, output=out)
    return out.getvalue()


def time_stamped(content: bytes, box: tuple[int, int, int, int] | None = None) -> bytes:
    """With a time stamp by the same key."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec("Time", on_page=0, box=box))
    signer, at = _signer(), datetime(2026, 3, 2, tzinfo=timezone.utc)
    clock = DummyTimeStamper(signer.signing_cert, signer.signing_key, fixed_dt=at)
    out = io.BytesIO()
    signers.PdfTimeStamper(clock, "Time").timestamp_pdf(writer, "sha256", output=out)
    return out.getvalue()


class Literal(ByteStringObject):
    """A string as it is, in parentheses: half as long as in hexadecimal digits."""

    def write_to_stream(self, stream, handler=None, container_ref=None):
        for plain in (b"\\", b"(", b")", b"\r"):
            self = self.replace(plain, b"\\" + (b"r" if plain == b"\r" else plain))
        stream.write(b"(%s)" % self)


def shadowed(content: bytes, words: str, streamed: bool) -> bytes:
    """Of a signed file of one page: an addition that shows other words, made without any key. The
    signature is written anew, padded until it would be as long as all that nobody signed.
    ``streamed``: in a compressed object stream, else as a literal string."""
    longer = 0
    for _ in range(40):
        made = _addition(content, words, longer, streamed)
        reader = PdfFileReader(io.BytesIO(made), strict=False)
        ((_, value, _),) = fields.enumerate_sig_fields(reader, filled_status=True)
        signature = value.get_object()
        _, until, _, rest = (int(each) for each in signature["/ByteRange"])
        missing = len(made) - until - rest - 2 - 2 * len(signature.raw_get("/Contents"))
        if missing == 0:
            return made
        words += " " * (missing % 2) if streamed else ""
        longer += missing // 2 if streamed else missing
    raise AssertionError("no length fits")


def _addition(content: bytes, words: str, longer: int, streamed: bool) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    shown = StreamObject(stream_data=f"BT /F 24 Tf 72 720 Td ({words}) Tj ET".encode())
    writer.objects[0, page.raw_get("/Contents").reference.idnum] = shown
    ((_, _, field),) = fields.enumerate_sig_fields(writer, filled_status=True)
    at = field.get_object().raw_get("/V").reference
    signature = DictionaryObject(at.get_object())
    kind = ByteStringObject if streamed else Literal
    signature[pdf_name("/Contents")] = kind(signature.raw_get("/Contents") + bytes(longer))
    if streamed:
        writer.prepare_object_stream().add_object(at.idnum, signature)
    else:
        writer.objects[0, at.idnum] = signature
    return written(writer)


def streamed(content: bytes) -> bytes:
    """With a cross-reference stream and object streams, as most programs write since PDF 1.5."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)), {"stream_xrefs": True})
    return written(writer)


def written(writer: BasePdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def authority() -> bytes:
    """The certificate that issued the signer's, in DER."""
    return _made()[0].public_bytes(serialization.Encoding.DER)


@cache
def _made() -> tuple[x509.Certificate, x509.Certificate, rsa.RSAPrivateKey]:
    """The authority's certificate by an elliptic curve, the signer's by RSA, and its key."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
    root = _certificate("测试根证书", root_key, "测试根证书", root_key, is_authority=True)
    return root, _certificate(SIGNER, key, "测试根证书", root_key, is_authority=False), key


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    issuer: str,
    issued_by: ec.EllipticCurvePrivateKey,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(timezone.utc)
    named, issuing = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (subject, issuer)
    )
    usage = x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=not is_authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(issuing)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issued_by, hashes.SHA256())
    )


def _signer() -> signers.SimpleSigner:
    _, certificate, key = _made()
    raw = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(raw),
        SimpleCertificateStore(),
    )
