"""Words to PDF/A-2u by Typst, with the Chinese fonts this machine has. All words go in as data."""

from __future__ import annotations

import re
import threading
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from app.cases.failure import Failure, cause_of
from app.cases.sentence import say

FANGSONG = ("FangSong", "FangSong_GB2312", "STFangsong", "FZFangSong-Z02")
SONG = (
    "FZXiaoBiaoSong-B05S", "SimSun", "NSimSun", "STSong", "FZShuSong-Z01", "Noto Serif CJK SC",
    "Noto Serif SC", "Source Han Serif SC", "AR PL UMing CN",
)  # fmt: skip
ANY_CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei")
UNSEEN = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
SPELT_AT_MOST = 32
_one_at_a_time = threading.Lock()


class NoticeNotMade(Failure):
    """``detail`` is Typst's complaint, without words of the notice."""

    code = "notice_not_made"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "文书没有生成，本次操作未生效：请联系信息科检查中文字体（仿宋、宋体）",
                "The notice could not be made and nothing was decided: ask IT to check the Chinese"
                " fonts (FangSong, SimSun)",
            ),
            detail,
        )


def typeset(template: Path, name: str, words: Any, at: datetime, **inputs: str) -> bytes:
    """The PDF of a template that reads ``words`` under this name, and ``fonts``: ``fangsong``,
    ``song`` and ``sans``.

    The same words are the same bytes. Marks that only steer the direction of writing are left
    out before, by ``plain``; a character no font has is spelt as its code point. Raises
    NoticeNotMade, also where Typst only warns.
    """
    inputs["fonts"] = msgspec.json.encode(families() | {"sans": _sans()}).decode()
    text, timestamp = msgspec.json.encode(words).decode(), int(at.timestamp())
    for _ in range(SPELT_AT_MOST):
        made = _compiled(template, inputs | {name: text}, timestamp)
        if isinstance(made, bytes):
            return made
        text = _spelt(text, made)
    made = _compiled(template, inputs | {name: _common(text)}, timestamp)
    if isinstance(made, bytes):
        return made
    raise NoticeNotMade(f"no font shows U+{ord(made[0]):04X}")


def _compiled(template: Path, inputs: dict[str, str], timestamp: int) -> bytes | str:
    """The PDF, or the characters no font here can show."""
    try:
        with _one_at_a_time:
            made, warnings = _compiler().compile_with_warnings(
                str(template),
                format="pdf",
                sys_inputs=inputs,
                timestamp=timestamp,
                pdf_standards=["a-2u"],
                root=str(template.parent),
            )
    except RuntimeError as error:  # TypstError is one; a folder that is gone is a plain one
        lacking = re.search(r"the text `\"(.+?)\"` could not be displayed", str(error))
        if lacking is None:
            raise NoticeNotMade(cause_of(error)) from error
        return lacking[1]
    if warnings:
        raise NoticeNotMade(f"{len(warnings)} warnings")
    return bytes(made if isinstance(made, bytes) else made[0])


@cache
def _system_fonts() -> Any:
    return typst.Fonts(include_embedded_fonts=False)


@cache
def _compiler() -> Any:
    return typst.Compiler(font_paths=_system_fonts())


@cache
def families() -> dict[str, list[str]]:
    """The families of GB/T 9704 this machine has, best first; any Chinese one at the worst.

    Raises NoticeNotMade where there is none.
    """
    here = set(_system_fonts().families())
    song = [name for name in (*SONG, *ANY_CHINESE) if name in here]
    if not song:
        raise NoticeNotMade("no Chinese font")
    return {"fangsong": [*(name for name in FANGSONG if name in here), *song], "song": song}


def _sans() -> list[str]:
    """The families for what is no notice, best first."""
    here = set(_system_fonts().families())
    return [*(name for name in ANY_CHINESE if name in here), *families()["song"]]


def plain(words: Any) -> Any:
    """The words without invisible characters, line ends as spaces; the ideographic space is room
    to write in (年　　月　　日) and stays."""
    if isinstance(words, str):
        spaced = re.sub(r"[^\S\u3000]+", " ", words)
        return "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN)
    if isinstance(words, dict):
        return {key: plain(value) for key, value in words.items()}
    if isinstance(words, list | tuple):
        return [plain(value) for value in words]
    return words


def _spelt(text: str, lacking: str) -> str:
    """The text with the characters of ``lacking`` written as their code points."""
    for character in set(lacking):
        if ord(character) > 0x7E:
            text = text.replace(character, f"［U+{ord(character):04X}］")
    return text


def _common(text: str) -> str:
    """The text with everything but Latin, Chinese and their punctuation as an empty box."""
    return re.sub(r"[^\x20-\x7e\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]", "□", text)
