"""Addresses: province and city may be missing, and a building is called by three names."""

from __future__ import annotations

import re
from functools import lru_cache

_PROVINCE = re.compile(r"^(?:中国)?(?:[㐀-鿿]{2,3}省|[㐀-鿿]{2,5}自治区)")
_CITY = re.compile(r"^([㐀-鿿]{2,4}?市)(?=.{3})")


@lru_cache(512)
def local(text: str) -> tuple[str, str]:
    """The city of a folded address, "" where it names none, and the rest of it."""
    text = _PROVINCE.sub("", text)
    city = _CITY.match(text)
    rest = text[city.end() :] if city else text
    rest = re.sub(r"号楼|栋", "幢", rest).removesuffix("室")
    return (city[1] if city else ""), rest


@lru_cache(512)
def address_pattern(text: str) -> re.Pattern[str]:
    """Finds a folded address in folded words, without its province and city."""
    _, street = local(text)
    pattern = re.escape(street).replace("幢", "(?:幢|栋|号楼)")
    return re.compile(pattern + r"(?:室(?!内))?" + (r"(?!\d)" if street[-1:].isdigit() else ""))
