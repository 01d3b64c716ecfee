"""All that hostile code would try, in a process loaded and confined as the reader is: prints which
attempts succeeded. ``python -m tests.reader.attacks TARGETS``; tests/viewer/attacks.py has them."""

from __future__ import annotations

import json
import os
import sys

import msgspec

from app.reader import worker
from app.viewer.confinement import confine
from app.viewer.ofd.qt import prepare_drawing
from tests.viewer.attacks import ATTACKS, Targets


def main(targets: str) -> None:
    on = msgspec.json.decode(targets, type=Targets)
    recogniser = worker.load_recogniser()
    prepare_drawing()
    held = confine(worker.MOST_MEMORY)
    succeeded = []
    for name, attempt in ATTACKS.items():
        try:
            attempt(on)
        except OSError:
            continue
        succeeded.append(name)
    os.write(1, json.dumps(succeeded).encode())
    del held, recogniser
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
