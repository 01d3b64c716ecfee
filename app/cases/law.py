"""Articles of the Administrative Licensing Law (行政许可法) as both languages cite them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.cases.sentence import Sentence, say

DIGITS = "〇一二三四五六七八九"
LAW = "中华人民共和国行政许可法"


def article(number: int, paragraph: int = 0, item: int = 0) -> Sentence:
    """A citation.

    >>> article(32, 1, 4).zh
    '行政许可法第三十二条第一款第四项'
    >>> article(32, 1, 4).en
    'Administrative Licensing Law, Art. 32(1)(4)'
    """
    parts = "".join(f"({part})" for part in (paragraph, item) if part)
    return say(
        f"行政许可法{clause(number, paragraph, item)}",
        f"Administrative Licensing Law, Art. {number}{parts}",
    )


def full_article(number: int, paragraph: int = 0, item: int = 0) -> str:
    """A citation as a notice writes it: 《中华人民共和国行政许可法》第三十八条第一款."""
    return f"《{LAW}》{clause(number, paragraph, item)}"


def joined(citations: Iterable[str]) -> str:
    """Citations as one: each text is named once, with all its articles, none of them twice; a
    paragraph stands for its article.

    >>> joined(["《甲法》第一条、第五条", "《乙法》第二条", "《甲法》第一条第二款"])
    '《甲法》第一条第二款、第五条，《乙法》第二条'
    """
    texts: dict[str, list[str]] = {}
    for each in filter(None, citations):
        title, end, articles = each.rpartition("》")
        cited = texts.setdefault(title + end, [])
        for one in filter(None, re.split("、(?=第[^、]*条)", articles)):
            wider = next((n for n, known in enumerate(cited) if one.startswith(known)), None)
            if wider is not None:
                cited[wider] = one
            elif not any(known.startswith(one) for known in cited):
                cited.append(one)
    return "，".join(text + "、".join(cited) for text, cited in texts.items())


def clause(number: int, paragraph: int = 0, item: int = 0) -> str:
    """The numbers of an article, its paragraph (款) and item (项) in Chinese; 0 for none of it."""
    words = f"第{numeral(number)}条"
    words += f"第{numeral(paragraph)}款" if paragraph else ""
    return words + (f"第{numeral(item)}项" if item else "")


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def day_words(day: date) -> str:
    """A date as GB/T 9704-2012, 7.3.5.4 writes it, figures without leading zeros: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
