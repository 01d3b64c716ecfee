"""The certificates of those whose seals are trusted, as IT puts them beside the policy."""

import ssl
from datetime import datetime
from pathlib import Path

import pytest

from app.cases.model import SHANGHAI
from app.desk.machine import Machine
from app.machine.journal import entries
from app.machine.paths import Places
from app.machine.policy import Policy
from app.machine.seals import SealAuthorityUnreadable, authorities
from app.machine.settings import Settings
from tests.support.servers import self_signed

PEM_OF_NOTHING = b"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return Path(self_signed(tmp_path_factory.mktemp("ca"))).read_text()


def test_a_file_has_them_in_pem_or_in_der(tmp_path, pem):
    certificate = pem[pem.index("-----BEGIN CERTIFICATE") :]
    der = ssl.PEM_cert_to_DER_cert(certificate.strip())
    (tmp_path / "two.pem").write_text("注释\n" + pem + pem)
    (tmp_path / "one.cer").write_bytes(der)
    found = authorities([str(tmp_path / "two.pem"), str(tmp_path / "one.cer")])
    assert found == (der, der, der)
    assert authorities([]) == ()


@pytest.mark.parametrize("content", [None, b"", b"no certificate", PEM_OF_NOTHING])
def test_a_file_without_one_is_told_by_its_name(tmp_path, content):
    path = tmp_path / "seals.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SealAuthorityUnreadable, match=r"seals\.pem") as told:
        authorities([str(path)])
    assert str(tmp_path) not in told.value.sentence.zh


def test_more_than_anybody_means_are_refused(tmp_path, pem):
    (tmp_path / "many.pem").write_text(pem * 201)
    with pytest.raises(SealAuthorityUnreadable, match="201"):
        authorities([str(tmp_path / "many.pem")])


def test_a_desk_opens_without_them_and_notes_it(tmp_path):
    machine = Machine(Places.below(tmp_path), Settings(), lambda: datetime.now(SHANGHAI))
    machine.policy = Policy(seal_authorities=(str(tmp_path / "seals.pem"),))
    assert machine.seal_authorities() == ()
    told = [line["event"] for line in entries(machine.places.journal)]
    assert told == ["seal_authority_unreadable"]
