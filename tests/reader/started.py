"""A reader process as tests start it: ``python -m tests.reader.started plain|recognising``.

Not last in line for the processor, as the desk's is: beside other tests it would never be reached.
``plain``: as on a machine without the optional part.
"""

from __future__ import annotations

import sys

from app.reader import engine
from app.reader.process import Reader
from app.reader.worker import serve

OPTIONAL = ("rapidocr", "onnxruntime", "cv2", "numpy")


def start_reader(how: str, **more: object) -> Reader:
    command = [sys.executable, "-m", "tests.reader.started", how]
    return Reader(command, seconds=600, starting=600, **more)


if __name__ == "__main__":
    if sys.argv[1] == "plain":
        sys.modules.update(dict.fromkeys(OPTIONAL))  # importing one fails
        engine.can_recognise = lambda: False
    serve(sys.stdin.buffer, sys.stdout.buffer)
