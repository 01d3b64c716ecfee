"""Who seals the practice city's papers: one SM2 key that everybody may know, and a certificate for
each office, made by the city itself."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.hashes import SM3, Hash

from app.practice.ofd import der

IDENTITY = b"1234567812345678"  # of who signs without one of their own (GB/T 35276, clause 10)
AUTHORITY = "件件练习电子签章机构"
VALID_FROM, VALID_TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
ALGORITHM = der.sequence(der.oid(der.SM2_WITH_SM3))

# The curve's a, b, base point and order (GB/T 32918.5).
A = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFC
B = 0x28E9FA9E_9D9F5E34_4D5A9E4B_CF6509A7_F39789F5_15AB8F92_DDBCBD41_4D940E93
BASE_X = 0x32C4AE2C_1F198119_5F990446_6A39C994_8FE30BBF_F2660BE1_715A4589_334C74C7
BASE_Y = 0xBC3736A2_F4F6779C_59BDCEE3_6B692153_D0A9877C_C62A4740_02DF32E5_2139F0A0
ORDER = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123
KEY = 0xF2C719D7_B241A138_EB702E20_CA3EE7D8_9A6F5D52_457A7825_557E9309_C7DF0D18
PUBLIC_X = 0x58B55CDF_EC1F71A6_D9C40505_A06D1022_F78D6876_6E0F7F0E_6D9DE9FF_E7FC8CA4
PUBLIC_Y = 0xEDEA26AA_F4A1DADE_8F2DBFA1_EF4EE0B6_94BB5BBF_2E14C1EB_7B76D030_B518B163
# The nonce k, and x of its point. It must be another for each signature, or the key is known: this
# key is. So the city needs no arithmetic of the curve, and what is alike is sealed alike.
NONCE = 0xA6EBC006_FA16E171_E50C2CB3_CA80EE7F_9F4D94B2_6BFD4998_94ACDD0F_A04A32C6
NONCE_X = 0xCBA20A56_17ADCFCB_12B273A7_744869E2_4410DB96_17AA6361_E7238138_8DFF707D


def sm3(content: bytes) -> bytes:
    """The digest (GB/T 32905), 32 bytes."""
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize()


def sign(message: bytes) -> bytes:
    """The SM2 signature (GB/T 32918.2, clause 6) as DER (GB/T 35276, clause 7.3)."""
    about = (A, B, BASE_X, BASE_Y, PUBLIC_X, PUBLIC_Y)
    identity = (len(IDENTITY) * 8).to_bytes(2, "big") + IDENTITY
    signer = sm3(identity + b"".join(number.to_bytes(32, "big") for number in about))
    r = (int.from_bytes(sm3(signer + message), "big") + NONCE_X) % ORDER
    s = pow(1 + KEY, -1, ORDER) * (NONCE - r * KEY) % ORDER
    return der.sequence(der.integer(r), der.integer(s))


def certificate(name: str) -> bytes:
    """X.509 as DER (GB/T 20518): an office's by the authority, the authority's by itself."""
    point = b"\x04" + PUBLIC_X.to_bytes(32, "big") + PUBLIC_Y.to_bytes(32, "big")
    key = der.sequence(
        der.sequence(der.oid(der.EC_PUBLIC_KEY), der.oid(der.SM2_CURVE)), der.bits(point)
    )
    contents = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(int.from_bytes(sm3(name.encode())[:8], "big")),
        ALGORITHM,
        _distinguished_name(AUTHORITY),
        der.sequence(der.utc_time(VALID_FROM), der.utc_time(VALID_TO)),
        _distinguished_name(name),
        key,
    )
    return der.sequence(contents, ALGORITHM, der.bits(sign(contents)))


def _distinguished_name(name: str) -> bytes:
    def named(kind: str, value: bytes) -> bytes:
        return der.set_of(der.sequence(der.oid(kind), value))

    return der.sequence(
        named(der.COUNTRY, der.printable("CN")),
        named(der.ORGANISATION, der.utf8(name)),
        named(der.COMMON_NAME, der.utf8(name)),
    )
