"""The signed list: what is not IT's, not of today, or older than what was seen is not taken."""

import base64
import json

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from app.update.errors import UpdateListExpired, UpdateListNotTrusted, UpdateListOlder
from app.update.listing import (
    PAYLOAD_TYPE,
    UpdateList,
    pre_authentication,
    read_list,
    signed_list,
)
from app.update.publishing import public_key
from tests.update.share import NOW, later, name_of, reading_of


def test_what_it_signed_is_read(share):
    listed = read_list(share.list.read_bytes(), share.keys, NOW, None)
    assert [p.name for p in listed.packages] == [name_of("9.0.0")]


def test_the_signature_is_over_what_dsse_says():
    """The example of the DSSE protocol's own page."""
    assert pre_authentication("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_another_key_s_is_not(share):
    stranger = public_key(Ed25519PrivateKey.generate())
    with pytest.raises(UpdateListNotTrusted, match="signed by none"):
        read_list(share.list.read_bytes(), (stranger,), NOW, None)
    with pytest.raises(UpdateListNotTrusted):
        read_list(share.list.read_bytes(), (), NOW, None)


def altered(raw, **changes):
    envelope = json.loads(raw)
    payload = json.loads(base64.b64decode(envelope["payload"]))
    if "list" in changes:
        payload |= changes.pop("list")
        changes["payload"] = base64.b64encode(json.dumps(payload).encode()).decode()
    return json.dumps(envelope | changes).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"list": {"expires": "2036-01-01T00:00:00+08:00"}},
        {"payloadType": "application/json"},
        {"signatures": []},
        {"signatures": [{"sig": ""}]},
        {"signatures": [{"sig": "AAAA"}] * 9},
        {"signatures": [{"sig": base64.b64encode(bytes(64)).decode(), "keyid": "IT"}]},
        {"payload": "?"},
    ],
)
def test_one_that_was_changed_is_not(share, changes):
    with pytest.raises(UpdateListNotTrusted):
        read_list(altered(share.list.read_bytes(), **changes), share.keys, NOW, None)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 100_000, b"\xff", b"null", b"<html>"])
def test_nor_is_what_is_no_list(share, raw):
    with pytest.raises(UpdateListNotTrusted):
        read_list(raw, share.keys, NOW, None)


@settings(max_examples=30)
@given(raw=st.binary(max_size=200))
def test_whatever_comes_it_is_read_or_refused(raw):
    with pytest.raises(UpdateListNotTrusted):
        signed_list(raw, ("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "../jianjian_9.0.0_amd64.deb"),
        ("name", "/etc/cron.d/x.deb"),
        ("name", "..\\x.exe"),
        ("name", "C:x.exe"),
        ("name", ".hidden.deb"),
        ("name", "updates.json"),
        ("name", "other_9.0.0.deb"),
        ("name", "jianjian_9.0.0/../x.deb"),
        ("name", "jianjian_9.0.0_amd64.deb\n"),
        ("name", "jianjian_9.0.0.sh"),
        ("name", "jianjian_9.0.0" + "x" * 300 + ".deb"),
        ("size", 2**30 + 1),
        ("size", 0),
        ("size", -1),
        ("sha256", "0" * 63),
        ("version", "9.0"),
        ("version", "9.0.0-rc1"),
        ("version", "99999.0.0"),
        ("system", "msi"),
    ],
)
def test_a_signed_list_too_names_only_files_beside_it_within_bounds(share, field, value):
    package = msgspec.to_builtins(share.listed.packages[0]) | {field: value}
    listed = {"issued": NOW, "expires": later(9), "packages": [package]}
    payload = msgspec.json.encode(listed)
    signature = share.key.sign(pre_authentication(PAYLOAD_TYPE, payload))
    raw = json.dumps(
        {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"sig": base64.b64encode(signature).decode()}],
        }
    ).encode()
    with pytest.raises(UpdateListNotTrusted) as refused:
        read_list(raw, share.keys, NOW, None)
    assert refused.value.detail == "form"


def test_frozen_at_an_old_list_the_desk_says_so_once_it_has_expired(share):
    raw = share.list.read_bytes()
    read_list(raw, share.keys, later(89), None)
    with pytest.raises(UpdateListExpired):
        read_list(raw, share.keys, later(90), None)


def test_one_from_tomorrow_is_a_wrong_clock(share):
    share.sign(later(3))
    with pytest.raises(UpdateListExpired):
        read_list(share.list.read_bytes(), share.keys, NOW, None)


def test_an_old_list_put_back_is_refused_while_it_would_still_be_valid(share):
    old = share.list.read_bytes()
    seen = share.sign(later(1))
    assert read_list(share.list.read_bytes(), share.keys, later(2), seen.issued) == seen
    with pytest.raises(UpdateListOlder):
        read_list(old, share.keys, later(2), seen.issued)


def test_keys_change_without_a_day_on_which_a_desk_is_left_out(share):
    """Old and new sign; then each policy gets the new key; then the old one signs no more."""
    new = Ed25519PrivateKey.generate()
    before, after = share.keys, (public_key(new),)
    share.sign(later(1), keys=(share.key, new))
    for keys in (before, (*before, *after), after):
        assert read_list(share.list.read_bytes(), keys, later(1), None)
    share.sign(later(2), keys=(new,))
    assert read_list(share.list.read_bytes(), after, later(2), None)
    with pytest.raises(UpdateListNotTrusted):
        read_list(share.list.read_bytes(), before, later(2), None)


def test_the_optional_part_is_listed_where_a_desk_from_before_it_looks_at_nothing(share):
    """Such a desk takes no list that names anything but the desk's packages."""
    share.put_reading("9.0.0")
    listed = share.sign(later(1))
    assert [p.name for p in listed.packages] == [name_of("9.0.0")]
    assert [p.name for p in listed.reading] == [reading_of("9.0.0")]
    assert listed.reading_of(listed.packages[0]) == listed.reading[0]
    other = msgspec.structs.replace(listed.packages[0], version="9.0.1")
    assert listed.reading_of(other) is None


def test_the_newest_is_by_number_and_for_this_kind_of_machine(share):
    packages = [
        msgspec.structs.replace(share.listed.packages[0], version=version, processor=processor)
        for version, processor in (("9.9.0", "amd64"), ("9.10.0", "amd64"), ("10.0.0", "arm64"))
    ]
    listed = UpdateList(NOW, later(1), tuple(packages))
    system = packages[0].system
    assert listed.newest(system, "amd64").version == "9.10.0"
    assert listed.newest(system, "arm64").version == "10.0.0"
    assert listed.newest(system, "loongarch64") is None
