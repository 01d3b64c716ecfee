"""The optional part that recognises scans: a folder of its own, nothing of which is in the desk's."""

import ast
import importlib.util
import json
import shutil
from pathlib import Path, PurePosixPath

import check
import chosen
import compiled
import pytest
import reading
import sbom
from components import read

from app.support.licences import OF_READING, packages
from tests.support.programs import ROOT


def test_the_two_folders_have_no_package_in_common():
    desk, part = chosen.distribution_names(), chosen.distribution_names(chosen.READING)
    assert {"rapidocr", "onnxruntime", "opencv-python-headless", "numpy", "shapely", "pyclipper",
            "omegaconf"} <= part  # fmt: skip
    assert {"zxing-cpp", "pyhanko", "gmalg", "pillow", "requests"} <= desk
    assert desk.isdisjoint(part)
    assert set(OF_READING) <= part and part.isdisjoint(packages())


def test_what_recognises_is_foreign_to_the_desk_s_folder():
    assert {"rapidocr", "onnxruntime", "cv2", "numpy", "shapely", "pyclipper", "omegaconf"} <= (
        chosen.foreign_modules()
    )


@pytest.mark.parametrize(
    "path",
    [
        "numpy/_core/tests/test_dtype.py",
        "numpy/f2py/crackfortran.py",
        "numpy/__init__.pyi",
        "onnxruntime/transformers/optimizer.py",
        "onnxruntime/capi/libonnxruntime.so.1.32.0",
        "rapidocr/inference_engine/pytorch/main.py",
        "rapidocr-3.10.0.dist-info/RECORD",
        "../../../bin/rapidocr",
    ],
)
def test_what_nothing_loads_stays_out(path):
    assert not chosen.is_chosen_of_reading(PurePosixPath(path))
    assert check.foreign([PurePosixPath(path)], reading=True) == [f"{path}: nobody chose it"]


def test_the_models_and_the_engine_go_in():
    paths = {path.as_posix() for path in reading.files()}
    assert {"rapidocr/main.py", "rapidocr/config.yaml", "onnxruntime/__init__.py"} <= paths
    assert len([path for path in paths if path.endswith(".onnx")]) == 3


def test_what_the_part_imports_of_python_and_of_the_desk_s_packages_is_put_into_the_desk_s_folder():
    imported = reading.imported_of_the_desk()
    assert {"PIL.Image", "requests", "yaml", "ctypes", "urllib.request",
            "importlib.metadata", "mmap", "pickle"} <= set(imported)  # fmt: skip
    tops = {name.split(".")[0] for name in imported}
    assert tops.isdisjoint({"numpy", "cv2", "torch", "pandas", "pytest", *chosen.UNWANTED})
    assert all(importlib.util.find_spec(name) for name in imported)
    recipe = ast.parse((ROOT / "build.spec").read_text("utf-8"))
    called = {ast.unparse(node) for node in ast.walk(recipe) if isinstance(node, ast.Call)}
    assert "reading.imported_of_the_desk()" in called


def test_a_module_is_compiled_alike_wherever_it_is_built(tmp_path):
    source, path = tmp_path / "source.py", PurePosixPath("colorlog/wrappers.py")
    source.write_text("VALUE = 1\n")
    for name in ("a.pyc", "b.pyc"):
        compiled.write(source, path, tmp_path / name)
    made = (tmp_path / "a.pyc").read_bytes()
    assert made == (tmp_path / "b.pyc").read_bytes()
    assert b"colorlog/wrappers.py" in made and str(tmp_path).encode() not in made
    assert compiled.source_of(compiled.name_of(path)) == path
    cached = Path(importlib.util.cache_from_source(str(path)))
    assert compiled.name_of(path).as_posix() == cached.as_posix()


def test_a_compiled_module_of_another_source_is_found(tmp_path):
    path = PurePosixPath("colorlog/wrappers.py")
    source, place = reading.files()[path], tmp_path / compiled.name_of(path)
    place.parent.mkdir(parents=True)
    compiled.write(source, path, place)
    assert not read(tmp_path, chosen.READING).unknown
    (tmp_path / "other.py").write_text("import os\n")
    compiled.write(tmp_path / "other.py", path, place)
    (tmp_path / "other.py").unlink()
    assert list(read(tmp_path, chosen.READING).unknown) == [str(compiled.name_of(path))]


def test_libraries_within_a_wheel_are_told_with_licences_of_their_own():
    told = {name: licence for _, name, licence in check.PARTS_OF_READING}
    assert told["FFmpeg"].startswith("LGPL-2.1") and told["GEOS"].startswith("LGPL-2.1")
    assert all(check.is_allowed(licence) for licence in told.values())


@pytest.fixture(scope="module")
def bill(tmp_path_factory):
    """Of a folder with some libraries and models of the part, by their names."""
    folder = tmp_path_factory.mktemp("reading")
    for path, source in {PurePosixPath("LICENSE"): ROOT / "LICENSE", **reading.files()}.items():
        if path.name == "LICENSE" or path.suffix == ".onnx" or "libpng" in path.name:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / path)
    told = json.loads(sbom.as_json(read(folder, chosen.READING)))
    return {each["name"]: each for each in told["components"]}


def test_the_models_are_components_of_their_own(bill):
    names = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
    assert bill["PP-OCRv6"]["type"] == "machine-learning-model"
    assert {each["name"] for each in bill["PP-OCRv6"]["components"]} == {
        f"rapidocr/models/{name}" for name in names
    }
    assert bill["PP-OCRv6"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]


@pytest.mark.linux("names of shared libraries")
def test_the_number_of_a_library_s_interface_is_not_taken_for_its_release(bill):
    """``libpng16-….so.16.58.0`` is of libpng 1.6.58."""
    assert bill["libpng"]["type"] == "library" and "version" not in bill["libpng"]


@pytest.mark.linux("ELF")
def test_ffmpeg_as_it_comes_was_built_without_its_gpl_parts():
    (library,) = (p for path, p in reading.files().items() if path.name.startswith("libavutil"))
    content = library.read_bytes()
    assert b"LGPL version 2.1 or later" in content and b"--enable-gpl" not in content
