"""What reads here is known without loading any of it."""

import subprocess
import sys

import pytest

from app.reader import engine


def install(folder, name: str, version: str) -> None:
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """One where nothing of the optional part is installed, and the folder it may come in."""
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(engine, "READING", tmp_path / "reading")
    return tmp_path / "reading"


def test_a_machine_without_the_optional_part_reads_text(machine):
    assert not engine.can_recognise() and engine.recogniser() == ""
    assert engine.version(recognises=True) == engine.version(recognises=False) == "text 2"


def test_the_optional_part_may_lie_in_a_folder_of_its_own(machine):
    install(machine, "rapidocr", "3.10.0")
    assert not engine.can_recognise(), "what it recognises by is missing"
    install(machine, "onnxruntime", "1.32.0")
    assert engine.can_recognise()
    assert engine.recogniser() == "rapidocr 3.10.0, onnxruntime 1.32.0"
    assert engine.version(recognises=True) == "text 2, rapidocr 3.10.0"
    assert engine.version(recognises=False) == "text 2"


def test_the_folder_comes_after_all_that_is_the_programs_own(machine, monkeypatch):
    monkeypatch.setattr(sys, "path", ["ours"])
    engine.use_optional_part()
    assert sys.path == ["ours"]
    machine.mkdir()
    engine.use_optional_part()
    engine.use_optional_part()
    assert sys.path == ["ours", str(machine)]


def test_the_recogniser_reports_to_nobody(machine, monkeypatch):
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    engine.use_optional_part()
    import os

    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_asking_loads_nothing():
    script = (
        "import sys; from app.reader import engine, process; engine.can_recognise()\n"
        "engine.version(True); print({'numpy', 'onnxruntime', 'rapidocr', 'pyhanko', 'zxingcpp'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr
