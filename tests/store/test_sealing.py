"""What is sealed opens with its key and its purpose, and a secret let go of is gone."""

import secrets

import pytest

from app.store.sealing import NONCE_BYTES, seal, unseal, wipe

CONTENT, PURPOSE = "南京市玄武区珠江路".encode(), b"a purpose"


@pytest.fixture
def key():
    return bytearray(secrets.token_bytes(32))


def test_it_opens_with_its_key_and_its_purpose_only(key):
    sealed = seal(key, CONTENT, PURPOSE)
    assert CONTENT not in sealed
    assert unseal(key, sealed, PURPOSE) == CONTENT
    assert unseal(key, sealed, b"another") is None
    assert unseal(bytearray(secrets.token_bytes(32)), sealed, PURPOSE) is None


def test_the_same_is_never_sealed_alike(key):
    assert seal(key, CONTENT, PURPOSE) != seal(key, CONTENT, PURPOSE)


def test_it_is_a_nonce_and_what_aes_gcm_makes_with_its_tag(key):
    assert len(seal(key, CONTENT, PURPOSE)) == NONCE_BYTES + len(CONTENT) + 16


def test_wiping_overwrites_in_place():
    secret = bytearray(b"secret")
    same = memoryview(secret)
    wipe(secret)
    assert bytes(same) == b"\0" * 6
