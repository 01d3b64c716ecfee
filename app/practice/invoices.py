"""电子发票 for what a citizen bought, as the tax authority issues it for a private seller."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

ISSUER = "国家税务总局南京市税务局"
TAX_RATE = Decimal("0.05")
CENT = Decimal("0.01")
USUAL_PRICE = 200  # ten thousand yuan
DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")


def invoice(facts: dict[str, Any]) -> tuple[dict[str, str], str]:
    """What the invoice of a home says, by its parts, and the text of its code: kind, number, total
    and day, and four characters to check them."""
    price = int(facts.get("price", USUAL_PRICE))
    total = Decimal(price * 10_000).quantize(CENT)
    net = (total / (1 + TAX_RATE)).quantize(CENT)
    day = facts["issued"]
    number = f"{day:%y}322000{int(facts['certificate_no']) % 10**12:012d}"
    code = f"01,32,,{number},{total},{day:%Y%m%d},"
    bill = {
        "no": number,
        "day": f"{day:%Y年%m月%d日}",
        "buyer": facts["person"],
        "buyer_id": facts["number"],
        "seller": f"{ISSUER}（代开）",
        "seller_id": "11320100MB1K00001P",
        "goods": "*不动产*住宅",
        "net": str(net),
        "tax": str(total - net),
        "rate": f"{TAX_RATE:.0%}",
        "total": str(total),
        "in_words": f"{in_words(price)}万圆整",
        "note": f"房屋坐落：{facts['address']}",
        "clerk": "周敏",
    }
    return bill, f"{code},{zlib.crc32(code.encode()) & 0xFFFF:04X}"


def in_words(number: int) -> str:
    """A number up to 9999 in the characters that amounts are written with."""
    words, skipped = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if skipped else "") + DIGITS[digit] + UNITS[place]
        skipped = not digit
    return words
