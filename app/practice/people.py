"""Invented people, firms and places of the practice city."""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec
from stdnum.cn import uscc

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟 芳 娜 敏 静 磊 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 秀兰 建国 志强 晓明 雨桐 子轩 思远 "
    "文博 佳怡 浩然 梓涵 欣妍 俊杰 海燕 春梅 立新 国庆 丽华 天宇 若曦 景行 知远"
).split()
DISTRICTS = {
    "320102": ("玄武区", ("珠江路", "长江路", "北京东路", "太平北路")),
    "320104": ("秦淮区", ("中山南路", "太平南路", "瑞金路", "长乐路")),
    "320105": ("建邺区", ("江东中路", "水西门大街", "庐山路", "集庆门大街")),
    "320106": ("鼓楼区", ("中山北路", "湖南路", "草场门大街", "虎踞路")),
}
FAR_DISTRICTS = {  # of other cities: every district of this one may have its own counter
    "321112": ("镇江市丹徒区", ("谷阳大道", "长香东大道")),
    "340503": ("马鞍山市花山区", ("湖东北路",)),
}
SCHOOLS = "南京大学 东南大学 南京师范大学 河海大学 苏州大学 江南大学 武汉大学 山东大学".split()
ORIGINS = "安徽省合肥市 江苏省盐城市 河南省郑州市 山东省济南市 湖北省武汉市 四川省成都市".split()


class Person(msgspec.Struct, frozen=True):
    name: str
    sex: str
    born: date
    id_number: str
    phone: str


def invent_person(rng: random.Random, today: date, youngest: int = 22, oldest: int = 44) -> Person:
    """Somebody between these ages, with a sound identity number of one of the city's districts."""
    name = rng.choice(SURNAMES) + rng.choice(GIVEN)
    born = today - timedelta(days=rng.randint(youngest * 366, oldest * 365))
    order = rng.randint(1, 499) * 2 + rng.randint(0, 1)
    body = f"{rng.choice(list(DISTRICTS))}{born:%Y%m%d}{order:03d}"
    phone = f"1{rng.choice('3578')}{rng.randint(0, 999999999):09d}"
    sex = "男" if order % 2 else "女"
    return Person(name, sex, born, body + check_digit(body), phone)


def check_digit(seventeen: str) -> str:
    """The last character of a resident identity number (ISO 7064 MOD 11-2)."""
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(seventeen))
    return "10X98765432"[total % 11]


def with_wrong_check_digit(number: str) -> str:
    """The number with another last character."""
    return number[:-1] + ("0" if number[-1] != "0" else "5")


def with_sound_check_digit(number: str) -> str:
    """The number with the check digit it should have; unchanged where it is no number."""
    return number[:17] + check_digit(number[:17]) if number[:17].isdigit() else number


def invent_uscc(rng: random.Random, region: str) -> str:
    """A unified social credit code with a sound check character (GB 32100)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + region + "".join(rng.choice(alphabet) for _ in range(9))
    return str(body + uscc.calc_check_digit(body))


def invent_address(rng: random.Random, far: bool = False) -> tuple[str, str]:
    """An address in the city, or ``far`` from it, and the code of its district."""
    city, places = ("", FAR_DISTRICTS) if far else ("南京市", DISTRICTS)
    code = rng.choice(list(places))
    district, streets = places[code]
    number = rng.randint(2, 398)
    rest = rng.choice(["", f"{rng.randint(1, 12)}幢", f"-{rng.randint(1, 9)}号商铺"])
    return f"{city}{district}{rng.choice(streets)}{number}号{rest}", code


def chinese_day(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
