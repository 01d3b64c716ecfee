"""The clerk's handbook as a PDF, out of the Markdown that the desk shows, with its pictures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from app import __version__
from app.cases.law import day_words
from app.cases.sentence import say
from app.printing.typesetting import plain, typeset

TITLE, FOR_WHOM = say("件件操作手册", "Jianjian: the handbook"), say("窗口人员用", "For clerks")
CONTENTS, VERSION = say("目录", "Contents"), say("版本", "Version")
RULE = "|---|---|"  # below the head of a table
KINDS = (
    ("title", re.compile(r"# (.+)")),
    ("heading", re.compile(r"## (.+)")),
    ("point", re.compile(r"- (.+)")),
    ("step", re.compile(r"\d+\. (.+)")),
    ("row", re.compile(r"\| (.+) \| (.+) \|")),
    ("picture", re.compile(r"!\[(.+)\]\(([\w-]+)\)")),
    ("words", re.compile(r"([^#|!\s-].*)")),
)
RUN = re.compile(
    r"`(?P<key>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\[(?P<link>[^\]]+)\]\((?P<page>[\w-]+)\)"
)


def print_handbook(
    pages: Mapping[str, str], language: str, template: Path, pictures: Path, at: datetime
) -> bytes:
    """The PDF of these pages, each Markdown by its id. ``pictures``: a folder with SCREEN.png for
    each picture that they name; the template (``handbook.typ``) is copied there, for Typst reads
    below one folder only. Raises ValueError for Markdown it does not know, and NoticeNotMade."""
    day = day_words(at.date()) if language == "zh" else f"{at:%Y-%m-%d}"
    words = {
        "lang": language,
        "title": TITLE.spoken(language),
        "about": f"{FOR_WHOM.spoken(language)} · {VERSION.spoken(language)} {__version__} · {day}",
        "contents": CONTENTS.spoken(language),
        "pages": [{"id": id_, "blocks": blocks(text)} for id_, text in pages.items()],
    }
    copy = Path(shutil.copy(template, pictures))
    return typeset(copy, "handbook", plain(words), at)


def blocks(markdown: str) -> list[dict[str, Any]]:
    """Each line as a block: its ``kind``, and ``cells`` of runs, or a picture's words and screen.
    Raises ValueError."""
    lines = [line for line in markdown.splitlines() if line.strip()]
    made = []
    for line, below in zip(lines, (*lines[1:], ""), strict=True):
        if below == RULE:
            made.append(_block(line) | {"kind": "head"})
        elif line != RULE:
            made.append(_block(line))
    return made


def _block(line: str) -> dict[str, Any]:
    for kind, pattern in KINDS:
        if (found := pattern.fullmatch(line)) is None:
            continue
        if kind == "picture":
            return {"kind": kind, "words": found[1], "screen": found[2]}
        return {"kind": kind, "cells": [_runs(cell) for cell in found.groups()]}
    raise ValueError(f"no line of a handbook: {line}")


def _runs(text: str) -> list[dict[str, str]]:
    """Pieces of plain words, keys, strong words, and links to another page."""
    runs, at = [], 0
    for found in RUN.finditer(text):
        kind = next(kind for kind in ("key", "strong", "link") if found[kind] is not None)
        runs.append({"kind": "words", "text": text[at : found.start()]})
        runs.append({"kind": kind, "text": found[kind], "page": found["page"] or ""})
        at = found.end()
    return [*runs, {"kind": "words", "text": text[at:]}]
