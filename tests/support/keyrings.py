"""The real keyring of the tests' session in ill states, and well again afterwards."""

import contextlib
import os
import signal
from collections.abc import Iterator

import keyring
import pytest
from keyring.backends.fail import Keyring

try:
    import secretstorage
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg
except ImportError:  # only Linux has them: its tests alone make a keyring ill
    secretstorage = None

PASSWORD = b"jianjian"  # tests/with-secret-service
PATIENCE_SECONDS = 20.0


@contextlib.contextmanager
def locked_keyring() -> Iterator[None]:
    """Locked; nobody is there to answer its prompt, which counts as dismissed."""
    _only_on_linux()
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    try:
        yield
    finally:
        _unlock()


@contextlib.contextmanager
def killed_keyring() -> Iterator[None]:
    """Its service has died; the one the bus starts in its place is locked."""
    _only_on_linux()
    os.kill(_service(), signal.SIGKILL)
    try:
        yield
    finally:
        _unlock()


@contextlib.contextmanager
def silent_keyring() -> Iterator[None]:
    """It is asked and does not answer, as while a prompt stands open."""
    _only_on_linux()
    service = _service()
    os.kill(service, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(service, signal.SIGCONT)


@contextlib.contextmanager
def no_keyring() -> Iterator[None]:
    """The library finds none."""
    real = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        yield
    finally:
        keyring.set_keyring(real)


def mend() -> None:
    """Unlocks the keyring where it is ill."""
    ill = (secretstorage.SecretStorageException, OSError)
    with contextlib.suppress(*ill), contextlib.closing(secretstorage.dbus_init()) as bus:
        if not secretstorage.get_default_collection(bus).is_locked():
            return
    _unlock()


def _only_on_linux() -> None:
    """Skips the test that asks for it, as the marker does."""
    if secretstorage is None:
        pytest.skip("linux only: the session's keyring is made ill over its bus")


def _service() -> int:
    """The process that answers for the keyring."""
    bus_itself = DBusAddress(
        "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"
    )
    asked = new_method_call(
        bus_itself, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",)
    )
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        return bus.send_and_get_reply(asked).body[0]


def _unlock() -> None:
    """The service that has the name on the bus, started by the bus if need be: one started beside
    it would be a second, and the locked one might keep the name."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        service = DBusAddress(
            "/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service"
        )
        opened = new_method_call(service, "OpenSession", "sv", ("plain", ("s", "")))
        _, session = unwrap_msg(bus.send_and_get_reply(opened, timeout=PATIENCE_SECONDS))
        collection = secretstorage.get_default_collection(bus).collection_path
        given = new_method_call(
            service.with_interface("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
            "UnlockWithMasterPassword",
            "o(oayays)",
            (collection, (session, b"", PASSWORD, "text/plain")),
        )
        unwrap_msg(bus.send_and_get_reply(given, timeout=PATIENCE_SECONDS))
    keyring.get_password("jianjian", "any")
