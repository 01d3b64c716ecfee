"""The Debian package of the halls, as its recipe has it; `make halls` tries it."""

import subprocess

import pytest
import yaml
from chosen import OF_THE_SYSTEM

from tests.support.programs import ROOT

LINUX = ROOT / "packaging/linux"
RECIPE = yaml.safe_load((LINUX / "nfpm.yaml").read_text())


def test_it_depends_on_each_library_that_the_folder_leaves_to_the_machine_and_on_no_other():
    named = {each.split()[0] for each in RECIPE["overrides"]["deb"]["depends"]}
    assert named == set(OF_THE_SYSTEM.values())


def test_the_policy_stays_as_it_has_it_and_only_root_writes_it():
    (policy,) = (each for each in RECIPE["contents"] if each["dst"] == "/etc/jianjian/policy.toml")
    assert policy["type"] == "config|noreplace"
    assert policy["file_info"]["mode"] == 0o644


@pytest.mark.parametrize("script", ["preinst", "prerm", "postrm"])
def test_a_maintainers_script_lets_a_first_installation_pass_in_silence(script, tmp_path):
    done = subprocess.run(["sh", LINUX / script, "install"], capture_output=True, env={"HOME": "/"})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_link_to_a_case_opens_the_desk():
    """The scheme's name is the one the desk knows (app/machine/link.py)."""
    entry = dict(
        line.split("=", 1)
        for line in (LINUX / "jianjian.desktop").read_text().split("\n")
        if "=" in line
    )
    assert entry["MimeType"] == "x-scheme-handler/jianjian;"
    assert entry["Exec"] == "jianjian %u"


def test_the_part_that_recognises_scans_is_of_the_desk_s_very_version_and_lies_beside_its_program():
    recipe = yaml.safe_load((LINUX / "nfpm-reading.yaml").read_text())
    assert recipe["name"] == "jianjian-reading"
    assert recipe["contents"][0]["dst"] == "/opt/jianjian/reading"
    for packager, named in (("deb", "jianjian (= ${VERSION})"), ("rpm", "jianjian = ${VERSION}")):
        assert named in recipe["overrides"][packager]["depends"]
    known = {*OF_THE_SYSTEM.values(), "jianjian"}
    assert {each.split()[0] for each in recipe["overrides"]["deb"]["depends"]} <= known
