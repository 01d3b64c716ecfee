"""How sentences name papers and days, and what they say beside a value that was recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.cases.model import Material
from app.cases.sentence import Sentence, listed, say

Spot = tuple[Material, int]  # a paper and a page of it, from 0


def quoted(names: Iterable[str]) -> Sentence:
    """“身份证”、“健康证明”: each name once."""
    return listed([say("“{name}”", '"{name}"', name=name) for name in dict.fromkeys(names)])


def papers_at(spots: Sequence[Spot]) -> Sentence:
    """The papers, each once; of a single file with several of the pages, which they are."""
    names, pages = quoted(paper.name for paper, _ in spots), sorted({page for _, page in spots})
    if len({paper.id for paper, _ in spots}) > 1 or len(pages) == 1:
        return names
    which = listed([say("第{page}页", "{page}", page=page + 1) for page in pages])
    return say("{names}{which}", "{names}, pages {which}", names=names, which=which)


def each_of(spots: Sequence[Spot]) -> Sentence:
    """均, where there are several."""
    are_several = len({(paper.id, page) for paper, page in spots}) > 1
    return say("均", " each") if are_several else say("", "")


def day_in_words(day: date) -> Sentence:
    return Sentence(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def with_source(text: Sentence, recognised: bool) -> Sentence:
    """Says of what was read in a picture that it may be misread."""
    if not recognised:
        return text
    return say(
        "{text}（由图像识读，请对照原件）",
        "{text} (recognised in a picture: compare the original)",
        text=text,
    )
