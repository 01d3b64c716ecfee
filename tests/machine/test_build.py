"""Which desk this is, for IT on the telephone and in the centre's logs."""

import re

import pytest

from app import __version__
from app.central.client import CentralClient
from app.central.errors import NotTheCentre
from app.machine import build
from app.machine.build import Build


@pytest.fixture
def built(tmp_path, monkeypatch):
    """What the recipe leaves in the bundle."""
    monkeypatch.setattr(build, "FILE", tmp_path / "build.json")
    return tmp_path / "build.json"


def test_a_bundle_knows_its_commit_and_what_its_libraries_ask_for(built):
    built.write_text('{"id": "5d03b2bbef2c-dirty", "glibc": "2.30"}')
    assert build.build() == Build("5d03b2bbef2c-dirty", "2.30")
    assert build.version() == f"{__version__} (5d03b2bbef2c-dirty)"


@pytest.mark.parametrize("raw", [None, "", "{", "[]", '{"id": 1}', '{"id": "a\\r\\nCookie: b"}'])
def test_what_is_not_there_or_none_of_it_is_the_source(built, raw):
    if raw is not None:
        built.write_text(raw)
    assert build.build() == Build()
    assert build.version() == __version__


def test_the_centre_s_log_can_tell_it(server, built):
    built.write_text('{"id": "5d03b2bbef2c", "glibc": "2.30"}')
    with pytest.raises(NotTheCentre):
        CentralClient(f"http://127.0.0.1:{server.server_port}", "device").about()
    ((_, headers),) = server.seen
    assert headers["Desk-Version"] == __version__
    assert re.fullmatch(
        rf"Jianjian/{re.escape(__version__)} \(5d03b2bbef2c; \w+ \w+\)", headers["User-Agent"]
    )
