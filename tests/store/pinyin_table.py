"""Writes app/store/search/pinyin.txt out of pypinyin (MIT): ``python -m tests.store.pinyin_table``."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

TABLE = Path(__file__).parents[2] / "app" / "store" / "search" / "pinyin.txt"
HEAD = """\
# The sounds of Chinese characters without tones: a syllable, a tab, the characters read so first, and
# after another tab those read so in some words or names. Written by tests/store/pinyin_table.py.
"""
# Read otherwise in a name, a street or a shop: the second sound is looked for as well.
OTHERWISE = """
行hang 重chong 长zhang 乐yue 朝zhao 厦xia 单shan 曾zeng 解xie 仇qiu 区ou 盖ge 查zha 任ren 尉yu 瞿qu 覃qin
员yun 缪miao 种chong 洗xian 车ju 参shen 调tiao 传zhuan 弹tan 降xiang 宿xiu 校jiao 还hai 给ji 角jue 露lou
落la 模mu 强jiang 省xing 盛cheng 数shuo 系ji 差chai 藏zang 称chen 石dan 度duo 朴piao 薄bo 柏bai 卜bo 便pian
谷yu 贾gu 隽jun 郝hao 逄pang 冼xian 褚chu 炔gui 秘bi 难nan 宁ning 亲qing 圈juan 塞sai 色shai 上shang 食si
似shi 兴xing 熟shou 说shui 思si 提di 挑tiao 帖tie 吐tu 瓦wa 为wei 委wei 纹wen 吓he 鲜xian 相xiang 血xie
削xue 咽yan 叶xie 应ying 佣yong 与yu 语yu 载zai 占zhan 涨zhang 着zhuo 正zheng 中zhong 术zhu 转zhuan 钻zuan 幢chuang
""".split()


def table() -> str:
    first: dict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0x9FA6):
        (read,) = pinyin(chr(code), style=Style.NORMAL, heteronym=False)
        syllable = read[0].replace("ü", "v")
        if syllable.isascii() and syllable.isalpha():
            first[syllable].append(chr(code))
    other: dict[str, list[str]] = defaultdict(list)
    for told in OTHERWISE:
        character, sound = told[0], told[1:]
        if character in first[sound]:  # then the other one is the second
            (read,) = pinyin(character, style=Style.NORMAL, heteronym=True)
            sound = next((s for s in read if s != sound), "")
        if sound:
            other[sound].append(character)
    lines = (
        f"{syllable}\t{''.join(first[syllable])}\t{''.join(other[syllable])}".rstrip()
        for syllable in sorted(first.keys() | other.keys())
    )
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
