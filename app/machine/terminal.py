"""What the command line prints, on terminals that cannot say all of it."""

from __future__ import annotations

import codecs
import io
import json
import sys
from typing import TextIO

from app.cases.sentence import Sentence

PLAIN = {"✓": "+", "✗": "x", "·": "-", "—": "-", "…": "...", "；": "; ", "，": ", ", "：": ": "}


def prepare() -> None:
    """From here on no character ends the program: signs become plain ones, the rest ``?``."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def spoken(sentence: Sentence, stream: TextIO) -> str:
    """As this stream can say it: in Chinese, or in English where it has none."""
    return sentence.zh if _can_say(sentence.zh, stream.encoding) else sentence.en


def print_json(text: str) -> None:
    """JSON on the output, whole whatever its encoding."""
    utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    print(text if utf8 else json.dumps(json.loads(text), indent=2))


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
