"""What the command line prints, on terminals that cannot say all of it."""

from __future__ import annotations

import codecs
import io
import json
import os
import stat
import sys
from typing import TextIO

from app.cases.sentence import Sentence

PLAIN = {"✓": "+", "✗": "x", "·": "-", "—": "-", "…": "...", "；": "; ", "，": ", ", "：": ": "}


def prepare() -> None:
    """From here on no character ends the program: signs become plain ones, the rest ``?``. What
    goes into a file is UTF-8, whatever code page the machine has, unless somebody asked for one."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            asked = "PYTHONIOENCODING" in os.environ and not sys.flags.ignore_environment
            encoding = "utf-8" if not asked and _is_file(stream) else stream.encoding
            stream.reconfigure(encoding=encoding, errors="plain")


def spoken(sentence: Sentence, stream: TextIO | None) -> str:
    """As this stream can say it: in Chinese, or in English where it has none. A program without a
    console has no stream."""
    if stream is None or _can_say(sentence.zh, stream.encoding):
        return sentence.zh
    return sentence.en


def print_json(text: str) -> None:
    """JSON on the output, in ASCII: whoever reads it need not know how it was encoded."""
    print(json.dumps(json.loads(text), indent=2))


def _is_file(stream: io.TextIOWrapper) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:  # a stream of no file, such as a test's
        return False


def _can_say(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    beyond = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in beyond), error.end
