"""What reads here, and its version: papers are read anew by another.

Recognising words in pictures (rapidocr, onnxruntime) is an optional part (docs/decisions/0029).
It is installed beside everything else, or as a folder of its own beside the packaged program,
``app.machine.paths.READING``. The reader process alone puts that folder on Python's path, by
``use_optional_part``; the desk looks at the names in it and imports nothing.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import Distribution, distributions

from app.machine.paths import READING, own_command
from app.reader import READING_VARIABLE

# Raised where the same file would be read otherwise than before.
TEXT_VERSION = 2
_OPTIONAL = ("rapidocr", "onnxruntime")


def recogniser() -> str:
    """What the optional part recognises with, such as ``rapidocr 3.10.0, onnxruntime 1.32.0``;
    empty where it is not installed whole."""
    found = [_installed(name) for name in _OPTIONAL]
    there = [f"{each.name} {each.version}" for each in found if each is not None]
    return ", ".join(there) if len(there) == len(_OPTIONAL) else ""


def can_recognise() -> bool:
    """Whether the optional part is installed."""
    return bool(recogniser())


def command(recognises: bool) -> list[str]:
    """Starts a reader process; one that does not recognise loads nothing of the optional part.
    It has none of the desk's environment, so what a suite of tests says of reading is told it."""
    options = {"--text-only": not recognises, "--not-last": READING_VARIABLE in os.environ}
    return own_command("reader", *(option for option, is_so in options.items() if is_so))


def version(recognises: bool) -> str:
    """``text 2``, or ``text 2, rapidocr 3.10.0`` of a reader that recognises words in pictures."""
    recogniser = _installed("rapidocr") if recognises else None
    text = f"text {TEXT_VERSION}"
    return text if recogniser is None else f"{text}, rapidocr {recogniser.version}"


def use_optional_part() -> None:
    """In the reader process, before any of it is imported: what lies in the folder can be, after
    all that is ours. It starts no threads, which would not be confined, and sends nothing: from
    1.29 on onnxruntime reports to its maker unless told so here, as its privacy statement says."""
    if READING.is_dir() and str(READING) not in sys.path:
        sys.path.append(str(READING))
    os.environ.update(ORT_DISABLE_TELEMETRY="1", OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")


def _installed(name: str) -> Distribution | None:
    return next(iter(distributions(name=name, path=[*sys.path, str(READING)])), None)
