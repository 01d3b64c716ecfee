"""The optional part as a folder: reading.py OUT. In it lie the packages that recognise the words of
scans, as their wheels have them, compiled. The reader process of the built desk puts the folder on
Python's path, so that whatever these packages import of Python and of the desk's packages has to be
in the desk's own folder: ``build.spec`` asks for it here.
"""

from __future__ import annotations

import argparse
import ast
import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

sys.path[:0] = [str(Path(__file__).parents[2])]

import chosen
import compiled
import components


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("out", type=Path)
    out = asked.parse_args().out
    shutil.rmtree(out, ignore_errors=True)
    for path, source in sorted(files().items()):
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        place.chmod(0o755 if ".so" in path.suffixes else 0o644)
        if path.suffix == ".py":
            (out / compiled.name_of(path)).parent.mkdir(exist_ok=True)
            compiled.write(source, path, out / compiled.name_of(path))
    shutil.copyfile(components.ROOT / "LICENSE", out / "LICENSE")
    bundle = components.read(out, chosen.READING)
    components.write_licences(bundle)
    print(f"{out}: {bundle.size / 2**20:.0f} MB")
    return 0


@cache
def files() -> dict[PurePosixPath, Path]:
    """What goes into the folder, by its path there."""
    pinned = chosen.distribution_names(chosen.READING)
    return {
        PurePosixPath(file): Path(str(file.locate()))
        for found in importlib.metadata.distributions()
        if chosen.canonical(found.metadata["Name"]) in pinned
        for file in found.files or ()
        if chosen.is_chosen_of_reading(PurePosixPath(file))
    }


def imported_of_the_desk() -> list[str]:
    """The modules of Python, and of the packages in the desk's own folder, that the optional part
    imports somewhere."""
    own = {path.parts[0].split(".")[0] for path in files()}
    named = {
        name
        for path, source in files().items()
        if path.suffix == ".py"
        for name in _imports(ast.parse(source.read_bytes()))
    }
    return sorted(name for name in named if name.split(".")[0] not in own and _is_of_the_desk(name))


def _imports(tree: ast.AST) -> Iterator[str]:
    """Every name that may be a module, relative ones left out: they are the folder's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_of_the_desk(name: str) -> bool:
    top = name.split(".")[0]
    pinned = chosen.distribution_names()
    known = top in sys.stdlib_module_names or not pinned.isdisjoint(chosen.modules().get(top, ()))
    return known and not _is_unwanted(name) and _is_module(name)


def _is_unwanted(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:n]) in chosen.UNWANTED for n in range(1, len(parts) + 1))


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


if __name__ == "__main__":
    sys.exit(main())
