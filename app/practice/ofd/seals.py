"""An electronic seal, and an OFD sealed with it (GB/T 38540; GB/T 33190, clause 18)."""

from __future__ import annotations

import base64
from datetime import datetime
from html import escape

from app.practice.ofd import der
from app.practice.ofd.package import HEADER, NAMESPACE, Parts
from app.practice.ofd.signers import (
    AUTHORITY,
    VALID_FROM,
    VALID_TO,
    certificate,
    sign,
    sm3,
)

SIGNATURES = "Doc_0/Signs/Signatures.xml"
SIGNATURE, SIGNED_VALUE = "Doc_0/Signs/Sign_0/Signature.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"
VERSION = 4
OF_AN_ORGANISATION, CERTIFICATES = 1, 1  # the seal's type; what its list of signers holds


class Seal:
    """A seal (SESeal, clause 6.1) with its picture, a PNG drawn ``width`` by ``height`` mm,
    and its owner's certificate."""

    def __init__(self, name: str, picture: bytes, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.certificate = certificate(name)
        contents = der.sequence(
            der.sequence(der.ia5("ES"), der.integer(VERSION), der.ia5("jianjian practice")),
            der.ia5(sm3(name.encode()).hex()[:32]),
            der.sequence(
                der.integer(OF_AN_ORGANISATION),
                der.utf8(name),
                der.integer(CERTIFICATES),
                der.sequence(der.octets(self.certificate)),
                *(der.generalized_time(at) for at in (VALID_FROM, VALID_FROM, VALID_TO)),
            ),
            der.sequence(
                der.ia5("png"),
                der.octets(picture),
                der.integer(round(width)),
                der.integer(round(height)),
            ),
        )
        self.encoded = der.sequence(
            contents,
            der.octets(certificate(AUTHORITY)),
            der.oid(der.SM2_WITH_SM3),
            der.bits(sign(contents)),
        )


def seal_document(
    parts: Parts, seal: Seal, page_id: int, corner: tuple[float, float], at: datetime
) -> Parts:
    """The parts of a document sealed on one page, the seal's upper left ``corner`` in mm: its
    signature keeps the digest of every part that was there."""
    root = parts["OFD.xml"].replace(
        b"</ofd:DocBody>", f"<ofd:Signatures>{SIGNATURES}</ofd:Signatures></ofd:DocBody>".encode()
    )
    parts = parts | {"OFD.xml": root}
    signature = _signature(parts, seal, page_id, corner, at)
    signed = der.sequence(
        der.integer(VERSION),
        seal.encoded,
        der.generalized_time(at),
        der.bits(sm3(signature)),
        der.ia5(f"/{SIGNATURE}"),
    )
    value = der.sequence(
        signed,
        der.octets(seal.certificate),
        der.oid(der.SM2_WITH_SM3),
        der.bits(sign(signed)),
    )
    return parts | {SIGNATURES: _signature_list(), SIGNATURE: signature, SIGNED_VALUE: value}


def _signature(
    parts: Parts, seal: Seal, page_id: int, corner: tuple[float, float], at: datetime
) -> bytes:
    references = "".join(
        f'<ofd:Reference FileRef="/{escape(name)}">'
        f"<ofd:CheckValue>{base64.b64encode(sm3(content)).decode()}</ofd:CheckValue>"
        "</ofd:Reference>"
        for name, content in parts.items()
    )
    return (
        f"{HEADER}<ofd:Signature {NAMESPACE}><ofd:SignedInfo>"
        '<ofd:Provider ProviderName="jianjian-practice" Version="1.0" Company="jianjian"/>'
        f"<ofd:SignatureMethod>{der.SM2_WITH_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{at:%Y%m%d%H%M%S}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{der.SM3}">{references}</ofd:References>'
        f'<ofd:StampAnnot ID="1" PageRef="{page_id}"'
        f' Boundary="{corner[0]:g} {corner[1]:g} {seal.width:g} {seal.height:g}"/>'
        f"</ofd:SignedInfo><ofd:SignedValue>/{SIGNED_VALUE}</ofd:SignedValue></ofd:Signature>"
    ).encode()


def _signature_list() -> bytes:
    return (
        f"{HEADER}<ofd:Signatures {NAMESPACE}><ofd:MaxSignId>1</ofd:MaxSignId>"
        f'<ofd:Signature ID="1" Type="Seal" BaseLoc="/{SIGNATURE}"/></ofd:Signatures>'
    ).encode()
