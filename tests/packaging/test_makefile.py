"""Targets that no run of the suite makes at length are made small, so that none of them rots."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from app.reader import READING_VARIABLE
from tests.support.programs import ROOT, python
from ui.handbook.book import PICTURE, sources

PACKAGES = Path(sysconfig.get_path("purelib"))
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = (
    re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)[1].replace("\\", "").split()
)


def make(target, *variables):
    """As a clerk of this project would, but on the environment that is there already."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "-o", "setup", target, *variables],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=alone,
    )


def commands(target):
    return subprocess.run(
        ["make", "-n", "-o", "setup", target], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_names_programs_and_files_that_are_there(target):
    said = commands(target)
    modules = set(re.findall(r"python -m (tests[\w.]+)", said))
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
    files = re.findall(
        r"(?:^|\s)((?:requirements|resources|tests|packaging)/[\w./-]+)", said, re.MULTILINE
    )
    assert [name for name in files if not (ROOT / name).exists() and ".qm" not in name] == []


def test_every_door_a_target_opens_is_one():
    doors = {door for t in TARGETS for door in re.findall(r"main\.py (\w+)", commands(t))}
    assert {"desk", "tour", "shots", "handbook"} >= doors >= {"tour", "shots", "handbook"}
    assert [python("main.py", door, "--help").returncode for door in sorted(doors)] == [0] * len(
        doors
    )


def test_soak_is_made_small(tmp_path):
    counts = tmp_path / "faults.json"
    few = ("KILLS=3", "BAD_LINE_KILLS=2", "LEAD_KILLS=2", "SPOILT_FILES=30")
    done = make("soak", *few, f"FAULTS={counts}")
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(counts.read_text())
    assert {line: counts["kills"] for line, counts in told.items()} == {
        "handler, line 100% good": 3,
        "handler, line 70% good": 2,
        "lead, line 70% good": 2,
    }
    assert json.loads(done.stdout.splitlines()[-1])["shown"] > 0


def test_shots_are_made_of_one_look(tmp_path):
    done = make("shots", "LOOKS=en-dark-1-1280x720", "MOST_SHOTS=3", f"SHOTS={tmp_path}")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    pictures = sorted((tmp_path / "en-dark-1-1280x720").glob("*.png"))
    assert len(pictures) == 3
    with Image.open(pictures[0]) as first:
        assert first.size == (1280, 720)
    assert "This plugin does not support" not in done.stderr


def test_the_handbook_is_printed_with_its_pictures_each_task_on_a_sheet(tmp_path, monkeypatch):
    monkeypatch.setenv(READING_VARIABLE, "first")
    done = make("handbook", "HANDBOOK_LANGUAGES=zh", f"HANDBOOK={tmp_path}")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (file,) = tmp_path.glob("*.pdf")
    sheets, pages = pypdfium2.PdfDocument(file), sources("zh")
    assert len(sheets) == 1 + len(pages) + 1  # the title, and the keys
    for sheet, text in zip(range(1, len(sheets)), pages.values(), strict=False):
        pictures = [o for o in sheets[sheet].get_objects() if o.type == FPDF_PAGEOBJ_IMAGE]
        assert len(pictures) == len(PICTURE.findall(text))


def test_the_bill_of_materials_names_what_is_in_the_bundle_and_its_hash(tmp_path):
    inside = tmp_path / "jianjian/_internal"
    for path in ("certifi/cacert.pem", "msgspec/__init__.py", "LICENSE"):
        (inside / path).parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / path if path == "LICENSE" else PACKAGES / path
        (inside / path).write_bytes(source.read_bytes())
    part = tmp_path / "reading"
    (part / "colorlog").mkdir(parents=True)
    for place, source in (("LICENSE", ROOT), ("colorlog/__init__.py", PACKAGES)):
        (part / place).write_bytes((source / place).read_bytes())
    done = make("sbom", f"DIST={tmp_path}")
    assert done.returncode == 0, done.stderr[-2000:]
    optional = json.loads((tmp_path / "jianjian-reading.cdx.json").read_text())
    assert [each["name"] for each in optional["components"]] == ["colorlog"]
    bill = json.loads((tmp_path / "jianjian.cdx.json").read_text())
    told = {each["name"]: each for each in bill["components"]}
    assert set(told) == {"certifi", "msgspec"}
    assert told["msgspec"]["version"] == version("msgspec")
    assert told["certifi"]["licenses"] == [{"license": {"id": "MPL-2.0"}}]
    (file,) = told["certifi"]["components"]
    digest = hashlib.sha256((inside / "certifi/cacert.pem").read_bytes()).hexdigest()
    assert file["name"] == "certifi/cacert.pem"
    assert file["hashes"] == [{"alg": "SHA-256", "content": digest}]


def test_halls_ends_with_a_table_of_what_each_platform_came_to(tmp_path):
    step = {"name": "installed", "ok": True, "seconds": 8, "said": "jianjian 0.1.0"}
    nothing = dict.fromkeys(("highest_glibc", "start_ratio", "tour"))
    found = {"platform": "given", "folder_mb": 258, "package_mb": 82, "steps": [step]}
    (tmp_path / "given.json").write_text(json.dumps(found | nothing | {"not_shown": []}))
    done = make("halls", "HALLS=given", f"HALLS_CACHE={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^given +258 MB +82 MB .* 1 of 1$", done.stdout, re.MULTILINE)
    done = make("halls", "HALLS=given missing", f"HALLS_CACHE={tmp_path}")
    assert done.returncode == 2 and "missing   not built" in done.stdout


def test_mutants_are_made_of_a_pure_function_and_the_tree_stays_as_it_was(tmp_path):
    module, out = "app/cases/licences.py", tmp_path / "mutants.json"
    before = hashlib.sha256((ROOT / module).read_bytes()).digest()
    done = make(
        "mutants",
        f"MUTANTS=--modules {module} --tests tests/cases/test_licences.py "
        f"--sample 2 --workers 2 --out {out}",
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    assert [each["how"] for each in json.loads(out.read_text())] == ["killed", "killed"]
    assert "cases    2 of 2 killed, 100%" in done.stdout
    assert hashlib.sha256((ROOT / module).read_bytes()).digest() == before
