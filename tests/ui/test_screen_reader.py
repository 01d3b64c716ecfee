"""A case is worked by what a screen reader is told and may do, in a real window by AT-SPI."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cases.model import SubApplication
from app.cases.typed import decode
from app.machine.paths import Places
from app.machine.settings import Settings, save
from tests.support.desks import held_by_centre, other_desk
from tests.support.screen_reader import ScreenReader
from tests.support.screens import on_a_screen

ACTIVATED = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
CONTROLS = {
    "push button", "button menu", "check box", "radio button", "text", "combo box", "page tab",
    "table", "list", "document", "progress bar",
}  # fmt: skip
DOWN, F7, F10, RETURN, ESC, CONTROL, SHIFT = 0xFF54, 0xFFC4, 0xFFC7, 0xFF0D, 0xFF1B, 37, 50

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and ACTIVATED.exists()), reason="needs xvfb and at-spi2-core"
)


@pytest.fixture
def reader(own_centre, tmp_path) -> Iterator[ScreenReader]:
    """Before the sign-in page of a desk, its user name filled in."""
    arguments = ("desk", "--centre", own_centre.url)
    names = ("--username", own_centre.clerks[0]["username"])
    save(Places.below(tmp_path / "home").settings, Settings(welcomed=True))
    home = {"JIANJIAN_HOME": str(tmp_path / "home"), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    with on_a_screen(tmp_path, *arguments, *names, **home) as bus:
        made = ScreenReader(bus)
        yield made
        made.close()


@pytest.fixture
def signed_in(reader, own_centre):
    reader.wait_for("text", "密码").write(own_centre.clerks[0]["password"])
    reader.wait_for("push button", "登录").act()
    reader.wait_for("page tab", "1 ")
    cases = reader.wait_for("table", "办件")
    cases.take_focus()
    reader.until("the list has the keys", lambda: "focused" in cases.states)
    return reader


def rows(reader):
    """The cases of the list, as they are said."""
    return [cell.name for cell in reader.find("table", "办件")[0].children if cell.role == "cell"]


def after(reader, key, *held):
    """What is announced, and what has the keys, after a key."""
    reader.heard()
    reader.press(key, *held)
    reader.until("an answer to the key", lambda: reader.has_heard("focused", "announcement"))
    heard = reader.heard()
    said = [each.words for each in heard if each.kind == "announcement"]
    return said, [each.node.name for each in heard if each.kind == "focused"]


def test_a_wrong_password_is_heard(reader):
    reader.wait_for("text", "密码").write("不是这个密码")
    reader.heard()
    reader.wait_for("push button", "登录").act()
    said = reader.until("the refusal", reader.announced)
    assert [node.name for node in reader.find("label", said[0])] == said


def test_a_case_is_worked_from_the_list_to_the_decision(signed_in, own_centre):
    reader = signed_in
    reader.heard()
    words = ""
    while not ("营业执照设立登记" in words and "即办 待受理" in words):
        _said, focused = after(reader, DOWN)
        words = focused[-1]
    applicant = words.split()[-4]
    reader.wait_for("label", applicant)
    number = reader.find("label", "3201")[0].name.split()[0]

    paper = reader.wait_for("document")
    assert reader.until("the paper's words", lambda: paper.text).startswith("设立登记申请书")
    said, _focused = after(reader, RETURN, CONTROL)
    assert said[0].startswith("准予登记：") and "还没有全部审查通过" in said[0]

    for at in range(len(reader.find("page tab list", "1 ")[0].children)):
        for tab in reader.find("page tab", f"{at + 1} "):
            tab.act()
            reader.heard()
            fit = reader.wait_for("check box", "：合格")
            fit.act(("Toggle", "Press")[at % 2])  # both are offered
            assert "合格" in reader.until("the verdict", reader.announced)[0]
    for box in points(reader):
        box.act("Press")
    opinion = next(node for node in reader.find("text") if node.name == "审查意见")
    opinion.write("经审查，材料齐全，准予登记。")
    reader.wait_for("label", "自动保存")
    reader.heard()

    reader.wait_for("push button", "准予登记").act()
    assert "保存" in reader.until("that it is kept", reader.announced)[0]
    case_id = next(case.id for case in all_held(own_centre) if case.no == number)
    reader.until(
        "the decision at the centre",
        lambda: held_by_centre(own_centre, case_id).decision is not None,
        seconds=60,
    )


def all_held(own_centre):
    page = other_desk(own_centre).changes("", 1000)
    bodies = [change.body for change in page.changes if change.kind == "sub_application"]
    return [decode(body, SubApplication) for body in bodies if body]


def points(reader):
    part = reader.find("filler", "审查要点")[0]
    return [n for n in part.walk() if n.role == "check box" and "checked" not in n.states]


def test_everything_that_can_be_used_has_a_name_and_rows_say_all_that_is_seen(signed_in):
    reader = signed_in
    nodes = [node for program in reader.programs() for node in program.walk()]
    seen = [node for node in nodes if node.role in CONTROLS and node.is_showing()]
    assert len(seen) > 40
    assert [(n.role, n.path) for n in seen if not n.name] == []
    boxes = [(box.name, [label.name for label in box.labels]) for box in reader.find("combo box")]
    assert boxes == [("全部一件事", ["一件事"]), ("全部期限", ["期限"])]
    assert any("即办" in row and "待受理" in row for row in rows(reader))
    assert reader.until("synced", lambda: reader.find("push button", "已同步"))
    reader.wait_for("document", "第 1 页")
    told = [heard.words for heard in reader.heard() if heard.kind == "accessible-name"]
    assert [words for words in told if "共 0 页" in words] == []


def test_arrows_walk_the_list_with_columns_and_menus_begin_with_an_entry(signed_in):
    reader = signed_in
    for held, first in ((), "中文"), ((SHIFT,), "打开办件"):
        _said, focused = after(reader, F10, *held)
        assert first in focused[-1]
        reader.press(ESC)
    reader.wait_for("table", "办件").take_focus()
    after(reader, F7)
    _said, focused = after(reader, DOWN)
    assert focused and "办件" not in focused


def test_each_page_and_what_is_found_are_heard(signed_in):
    reader = signed_in
    for page in (2, 3, 4, 5):
        _said, focused = after(reader, ord(str(page)), CONTROL)
        assert focused[-1], f"nothing has the keys on page {page}"
    reader.press(ord("1"), CONTROL)
    after(reader, ord("k"), CONTROL)
    said, _focused = after(reader, ord("3"))
    assert said[0].startswith("找到 ") and "办件" in said[0]
    said, _focused = after(reader, DOWN)
    assert said[0].startswith("办件 ")


def test_nothing_of_a_case_is_told_while_it_is_locked(signed_in):
    reader = signed_in
    case = rows(reader)[0].split()[-3]
    reader.heard()
    reader.press(ord("l"), CONTROL)
    reader.wait_for("label", "已锁定")
    nodes = [node for program in reader.programs() for node in program.walk()]
    assert len(nodes) < 30
    assert [node.name for node in nodes if case in node.name or "办件" in node.name] == []
