import shutil
from types import SimpleNamespace

import pytest

from app.update import fetching, updates
from tests.update.share import Share


@pytest.fixture
def share(tmp_path):
    """With a version that is newer than any this desk will have."""
    made = Share(tmp_path / "share")
    made.put("9.0.0")
    made.sign()
    return made


@pytest.fixture
def with_reading(tmp_path, monkeypatch):
    """The optional part is installed on this machine."""
    (tmp_path / "reading").mkdir()
    monkeypatch.setattr(updates, "READING", tmp_path / "reading")


@pytest.fixture
def here(tmp_path):
    """Where this account's desk keeps what it fetches."""
    return tmp_path / "updates"


@pytest.fixture
def free(monkeypatch):
    """Says how much of the disk is free, in bytes."""

    def say(free):
        monkeypatch.setattr(fetching.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))

    assert shutil is fetching.shutil
    return say
