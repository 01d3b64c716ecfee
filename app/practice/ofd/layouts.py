"""How certificates and invoices look, and where their issuers' seals are; lengths in mm."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import segno

from app.practice.ofd.document import (
    Document,
    Page,
    PageObject,
    Picture,
    Text,
    frame,
    rule,
    text_width,
)
from app.practice.ofd.package import pack
from app.practice.ofd.seals import Seal, seal_document

GOLD, RED_BROWN = (168, 132, 44), (128, 64, 32)
CERTIFICATE = 297.0, 210.0  # A4 across
INVOICE = 210.0, 140.0
HEADINGS = ("项目名称", "单位", "数量", "金额", "税率/征收率", "税额")
COLUMNS = (14.0, 78.0, 96.0, 118.0, 146.0, 178.0)  # where each heading begins


def certificate(inputs: dict[str, Any], seal: Seal, at: datetime) -> bytes:
    """A sealed certificate with the words of ``papers.typ``'s: title, holder, what it certifies,
    number, and until when it is valid."""
    width, height = CERTIFICATE
    holder = inputs["holder"]
    if inputs["number"]:
        holder += f"　公民身份号码 {inputs['number']}"
    number = f"证书编号 {inputs['no']}"
    if inputs["valid"]:
        number += f"　有效期至 {inputs['valid']}"
    lines = _wrapped(inputs["body"], 5.0, 210.0)
    below = 92.0 + 9.0 * len(lines)
    objects: list[PageObject] = [
        _centred(inputs["title"], width, 52.0, 10.6, font="黑体"),
        _centred(holder, width, 76.0, 5.3),
        *(_centred(line, width, 90.0 + 9.0 * n, 5.0) for n, line in enumerate(lines)),
        _centred(number, width, below + 8.0, 4.2),
        _right(inputs["issuer"], 262.0, 166.0, 5.0),
        _right(_chinese_day(at), 262.0, 176.0, 4.6),
    ]
    if inputs["code"]:
        objects.append(Picture(png=code(inputs["code"]), x=34.0, y=150.0, width=26.0, height=26.0))
    border = (
        frame(20, 20, width - 40, height - 40, GOLD, 1.1),
        frame(23, 23, width - 46, height - 46, GOLD, 0.35),
    )
    page = Page(objects=tuple(objects), template=border, width=width, height=height)
    document = Document(inputs["title"], (page,), at.date())
    place = 262.0 - text_width(inputs["issuer"], 5.0) / 2 - seal.width / 2
    corner = (min(place, 220.0), 141.0)
    return pack(seal_document(document.parts, seal, document.page_ids[0], corner, at))


def invoice(inputs: dict[str, Any], seal: Seal, at: datetime) -> bytes:
    """电子发票（普通发票）: its code says what real ones say, and so does its CustomData."""
    width, height = INVOICE
    bill = inputs["invoice"]
    page = Page(
        objects=(
            Picture(png=code(inputs["code"]), x=8.0, y=6.0, width=20.0, height=20.0),
            *_invoice_words(bill),
        ),
        template=tuple(_invoice_form(width)),
        width=width,
        height=height,
    )
    document = Document(
        inputs["title"],
        (page,),
        at.date(),
        {
            "发票号码": bill["no"],
            "开票日期": bill["day"],
            "购买方名称": bill["buyer"],
            "购买方纳税人识别号": bill["buyer_id"],
            "销售方名称": bill["seller"],
            "销售方纳税人识别号": bill["seller_id"],
            "合计金额": bill["net"],
            "合计税额": bill["tax"],
            "价税合计": bill["total"],
        },
    )
    corner = (width / 2 - seal.width / 2, 14.0)
    return pack(seal_document(document.parts, seal, document.page_ids[0], corner, at))


def code(text: str) -> bytes:
    """A QR code (GB/T 18284) as PNG."""
    out = io.BytesIO()
    segno.make(text, error="m", mask=0, micro=False).save(out, kind="png", scale=4, border=2)
    return out.getvalue()


def _invoice_form(width: float) -> Iterator[PageObject]:
    """What every invoice has printed on it."""
    left, right, brown = 8.0, width - 8.0, RED_BROWN
    yield _centred("电子发票（普通发票）", width, 14.0, 6.4, colour=brown, font="楷体")
    yield rule(70, 16.5, 70, 0, brown, 0.25)
    yield rule(70, 17.5, 70, 0, brown, 0.25)
    yield frame(left, 30, right - left, 100, brown, 0.25)
    for y in (50, 96, 104, 112):
        yield rule(left, y, right - left, 0, brown, 0.25)
    yield rule(width / 2, 30, 0, 20, brown, 0.25)
    for x, words in ((9.5, "购买方信息"), (width / 2 + 1.5, "销售方信息")):
        yield Text(text=words, x=x, y=35.5, size=3.0, colour=brown, font="楷体")
        yield Text(text="名称：", x=x, y=41.0, size=3.2, colour=brown)
        yield Text(text="统一社会信用代码/纳税人识别号：", x=x, y=47.0, size=3.0, colour=brown)
    for x, words in zip(COLUMNS, HEADINGS, strict=True):
        yield Text(text=words, x=x, y=55.5, size=3.2, colour=brown)
    yield Text(text="合　　计", x=20, y=101.5, size=3.2, colour=brown)
    yield Text(text="价税合计（大写）", x=14, y=109.5, size=3.2, colour=brown)
    yield Text(text="（小写）", x=134, y=109.5, size=3.2, colour=brown)
    yield Text(text="备注", x=10, y=118, size=3.2, colour=brown)
    yield Text(text="开票人：", x=20, y=135.5, size=3.2, colour=brown)


def _invoice_words(bill: dict[str, str]) -> Iterator[PageObject]:
    """What this one says."""
    yield Text(text=f"发票号码：{bill['no']}", x=146, y=12, size=3.2)
    yield Text(text=f"开票日期：{bill['day']}", x=146, y=18.5, size=3.2)
    for x, name, number in ((9.5, "buyer", "buyer_id"), (106.5, "seller", "seller_id")):
        yield Text(text=bill[name], x=x + 9.6, y=41.0, size=3.2)
        yield Text(text=bill[number], x=x + 47.0, y=47.0, size=3.0)
    line = (bill["goods"], "套", "1", bill["net"], bill["rate"], bill["tax"])
    for x, words in zip(COLUMNS, line, strict=True):
        yield Text(text=words, x=x, y=62.0, size=3.2)
    yield Text(text=f"¥{bill['net']}", x=COLUMNS[3], y=101.5, size=3.2)
    yield Text(text=f"¥{bill['tax']}", x=COLUMNS[5], y=101.5, size=3.2)
    yield Text(text=bill["in_words"], x=42, y=109.5, size=3.2)
    yield Text(text=f"¥{bill['total']}", x=148, y=109.5, size=3.2)
    yield Text(text=bill["note"], x=20, y=118, size=3.2)
    yield Text(text=bill["clerk"], x=34, y=135.5, size=3.2)


def _centred(text: str, width: float, y: float, size: float, **drawn: Any) -> Text:
    return Text(text=text, x=(width - text_width(text, size)) / 2, y=y, size=size, **drawn)


def _right(text: str, edge: float, y: float, size: float) -> Text:
    return Text(text=text, x=edge - text_width(text, size), y=y, size=size)


def _wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than ``width``."""
    lines = [""]
    for character in text:
        if text_width(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
