"""A module of the optional part, compiled once for all: its folder is root's, and no desk could
write it. The bytes depend on the source and on its path in the folder, and on nothing else."""

from __future__ import annotations

import py_compile
import sys
from pathlib import Path, PurePosixPath


def name_of(path: PurePosixPath) -> PurePosixPath:
    """Where the compiled module lies (PEP 3147)."""
    return path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"


def source_of(path: PurePosixPath) -> PurePosixPath:
    return path.parent.parent / f"{path.name.split('.')[0]}.py"


def write(source: Path, path: PurePosixPath, to: Path) -> None:
    """Compiles ``source``, which lies at ``path`` in the folder."""
    py_compile.compile(
        str(source),
        str(to),
        dfile=str(path),
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
