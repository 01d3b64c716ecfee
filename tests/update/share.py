"""A folder as IT fills it: packages, and their list signed."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.cases.model import SHANGHAI
from app.machine.cancel import CancelScope
from app.update.publishing import public_key, publish
from app.update.source import Folder
from app.update.updates import this_machine

NOW = datetime(2026, 11, 27, 18, tzinfo=SHANGHAI)
CONTENT = bytes(range(256)) * 20_000  # 5 MB
READING_CONTENT = b"recognises"


def name_of(version, name="jianjian"):
    system, processor = this_machine()
    suffix = {"deb": "deb", "rpm": "rpm", "windows": "exe"}[system]
    return f"{name}_{version}_{processor}.{suffix}"


def reading_of(version):
    return name_of(version, "jianjian-reading")


class Share:
    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.key = folder, Ed25519PrivateKey.generate()
        self.keys = (public_key(self.key),)

    @property
    def list(self):
        return self.folder / "updates.json"

    def put(self, version, content=CONTENT):
        path = self.folder / name_of(version)
        path.write_bytes(content)
        return path

    def put_reading(self, version):
        (self.folder / reading_of(version)).write_bytes(READING_CONTENT)

    def sign(self, now=NOW, days=90, keys=None):
        self.listed = publish(self.folder, keys or (self.key,), days, now)
        return self.listed

    def source(self, hanging_seconds=5.0):
        return Folder(self.folder, CancelScope(), hanging_seconds)


def later(days):
    return NOW + timedelta(days=days)
