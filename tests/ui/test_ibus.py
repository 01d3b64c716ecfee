"""Pinyin by a real input method, in a real window: while words are composed, its keys are its own.

Wants the Debian packages ibus and ibus-libpinyin, which `make setup` leaves out: 200 MB.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.machine.paths import Places
from app.machine.settings import Settings, save
from tests.support.screen_reader import ScreenReader
from tests.support.screens import on_a_screen

ENGINE = Path("/usr/share/ibus/component/libpinyin.xml")
BEFORE = """
ibus-daemon --panel=disable --emoji-extension=disable --replace >/dev/null 2>&1 &
tries=0
until [ "$(ibus engine 2>/dev/null)" = libpinyin ] || [ $tries = 100 ]; do
    ibus engine libpinyin >/dev/null 2>&1  # fails even where it did not
    tries=$((tries + 1)); sleep 0.1
done
"""
CONTROL, DOWN, RETURN, ESC = 37, 0xFF54, 0xFF0D, 0xFF1B
FILTER, REMARK, OPINION, SEARCH = "筛选列表", "对本材料的说明", "审查意见", "搜索"
CORRECTION = "其他需补正内容，每行一项"

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("ibus-daemon") and ENGINE.exists()),
    reason="needs xvfb, ibus and ibus-libpinyin",
)


@pytest.fixture
def typist(own_centre, tmp_path) -> Iterator[ScreenReader]:
    """At a desk with pinyin turned on, its list in sight."""
    clerk = own_centre.clerks[0]
    save(Places.below(tmp_path / "home").settings, Settings(welcomed=True))
    environment = {
        "JIANJIAN_HOME": str(tmp_path / "home"),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_IM_MODULE": "ibus",
        "GSETTINGS_BACKEND": "memory",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),  # words chosen before would come first
    }
    arguments = ("desk", "--centre", own_centre.url, "--username", clerk["username"])
    with on_a_screen(tmp_path, *arguments, before=BEFORE, **environment) as bus:
        reader = ScreenReader(bus)
        reader.wait_for("text", "密码").write(clerk["password"])
        reader.wait_for("push button", "登录").act()
        reader.wait_for("page tab", "1 ")
        yield reader
        reader.close()


def press(reader, keys):
    for key in keys:
        reader.press(ord(key))


def field(reader, name):
    return reader.until(name, lambda: [n for n in reader.find("text") if n.name == name])[0]


def holds(reader, name, words):
    return reader.until(f"{words} in {name}", lambda: field(reader, name).text == words)


def papers(reader):
    """The tabs of the papers, which say their verdicts."""
    return [tab.name for tab in reader.find("page tab") if tab.name[0].isdigit()]


def test_pinyin_is_typed_into_every_kind_of_field_and_its_keys_do_nothing_else(typist):
    reader = typist
    press(reader, "/")
    reader.until("the list's search", lambda: "focused" in field(reader, FILTER).states)
    press(reader, "yaopin")  # whose licence is still to be accepted
    reader.press(ord(" "))
    holds(reader, FILTER, "药品")
    press(reader, "xian")
    reader.press(ESC)  # is the input method's
    reader.press(ESC)
    reader.until("out of the field", lambda: "focused" not in field(reader, FILTER).states)
    reader.wait_for("push button", "补正")
    before = papers(reader)
    press(reader, "o")
    reader.until("the opinion", lambda: "focused" in field(reader, OPINION).states)
    reader.heard()
    press(reader, "yijingshencha")
    assert field(reader, OPINION).text == ""
    assert reader.find("label", "自动保存") == []
    press(reader, "1")
    holds(reader, OPINION, "已经审查")
    reader.wait_for("label", "自动保存")
    press(reader, "jia")
    reader.press(RETURN)
    holds(reader, OPINION, "已经审查jia")

    field(reader, REMARK).take_focus()
    press(reader, "yuanjian")
    reader.press(ord(" "))
    holds(reader, REMARK, "原件")

    reader.press(ord("b"), CONTROL)
    field(reader, CORRECTION).take_focus()
    press(reader, "cailiaoyn")
    reader.press(ESC)
    press(reader, "cailiao")
    reader.press(ord(" "))
    holds(reader, CORRECTION, "材料")

    reader.press(ord("k"), CONTROL)
    reader.until("the palette", lambda: "focused" in field(reader, SEARCH).states)
    press(reader, "nanjing2")
    chosen = reader.until("a choice", lambda: field(reader, SEARCH).text)
    assert chosen != "nanjing2" and not chosen.isascii()
    press(reader, "nanjing")
    reader.press(DOWN)
    reader.press(RETURN)
    holds(reader, SEARCH, chosen + "nanjing")
    unclear = before[0].replace("未审查", "存疑")  # by its remark, which says no other verdict
    assert papers(reader) == [unclear, *before[1:]]
    assert reader.find("label", "待发 0")
