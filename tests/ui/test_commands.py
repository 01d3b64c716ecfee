"""Pages and commands are rows of two tables; whatever names one is made from them."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from tests.ui.test_review import has_files, open_case
from ui.commands import ROWS, always
from ui.language import tr
from ui.pages import PAGES
from ui.palette.dialog import PaletteDialog
from ui.palette.hit import HIT
from ui.parts.page import PageView
from ui.parts.shortcut import SAME_KEYS
from ui.rows import Command, Page, WidgetKey, checked, checked_pages, commands_of, help_page

COMMANDS = commands_of(ROWS)
BY_ID = {command.id: command for command in COMMANDS}
SYNC = BY_ID["sync"]


# --- a row that lacks something is refused, at import --------------------------------------------


def test_a_command_without_any_of_its_fields_is_refused():
    fields = {name: getattr(SYNC, name) for name in SYNC.__struct_fields__}
    for missing in fields:
        with pytest.raises(TypeError):
            Command(**{name: value for name, value in fields.items() if name != missing})


def test_a_page_without_any_of_its_fields_is_refused():
    fields = {name: getattr(PAGES[0], name) for name in PAGES[0].__struct_fields__}
    for missing in fields:
        with pytest.raises(TypeError):
            Page(**{name: value for name, value in fields.items() if name != missing})


@pytest.mark.parametrize("field", ["id", "words", "help"])
def test_a_command_without_words_is_refused(field):
    with pytest.raises(ValueError, match="no words"):
        replace(SYNC, **{field: " " if field != "id" else ""})


def test_a_page_or_a_widgets_key_without_words_is_refused():
    with pytest.raises(ValueError, match="no words"):
        replace(PAGES[0], title="")
    with pytest.raises(ValueError, match="no words"):
        WidgetKey("Esc", "everywhere", "")


def test_a_command_nobody_can_reach_is_refused():
    with pytest.raises(ValueError, match="neither a key nor"):
        replace(SYNC, keys=(), menu="")


def test_a_key_or_an_id_given_twice_is_refused():
    with pytest.raises(ValueError, match="key given twice: J"):
        checked((*ROWS, replace(SYNC, id="another", keys=("J",))))
    with pytest.raises(ValueError, match="command given twice: sync"):
        checked((*ROWS, replace(SYNC, keys=("F12",))))
    with pytest.raises(ValueError, match="page given twice: cases"):
        checked_pages((*PAGES, PAGES[0]))


# --- whatever names a command is made from its row ------------------------------------------------


def test_every_command_is_on_the_keys_page_with_its_keys(clerk):
    clerk.window.handbook.open("keys")
    said = clerk.dialog().text.toPlainText().replace("\N{THIN SPACE}", "")
    _title, *said = said.splitlines()
    lines = {words: keys for part in help_page(ROWS).values() for keys, words in part}
    for command in COMMANDS:
        assert tr(command.help) in said, command.id
        together = lines[tr(command.help)]
        assert together.replace("  ", " ") == said[said.index(tr(command.help)) - 1]
        if "–" not in together:
            assert set(command.keys) <= set(together.split("  ")), command.id
    clerk.dialog().reject()


def test_every_command_that_can_be_taken_now_is_found_by_its_words_and_no_other_is(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    window.search.open()
    view = clerk.dialog().view
    for command in COMMANDS:
        view.field.setText(tr(command.words))
        hits = [view.hits.item(at).data(HIT) for at in range(view.hits.count())]
        found = {hit.id for hit in hits if hit is not None and hit.kind == "command"}
        assert (command.id in found) == command.offered(window), command.id
    clerk.dialog().reject()


def test_a_command_that_was_found_is_taken_and_the_search_is_gone(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    window.search.open()
    dialog = clerk.dialog()
    dialog.view.field.setText(tr("Outbox"))
    while dialog.view.chosen().kind != "command":
        QTest.keyClick(dialog.view.field, Qt.Key.Key_Down)
    dialog.view.take()
    assert window.pages.currentWidget() is window.page("outbox", PageView)
    clerk.until("it to be gone", lambda: not any(
        isinstance(w, PaletteDialog) and w.isVisible() for w in QApplication.topLevelWidgets()
    ))  # fmt: skip


@pytest.fixture
def taken(monkeypatch):
    """What was commanded at a window whose commands do nothing else; to be made before it."""
    ids: list[str] = []

    def noting(command):
        return replace(command, call=lambda _window: ids.append(command.id), offered=always)

    rows = tuple(noting(row) if isinstance(row, Command) else row for row in ROWS)
    monkeypatch.setattr("ui.application.ROWS", rows)
    return ids


def strike(clerk, key: str) -> None:
    clerk.until("a window in front", lambda: QApplication.focusWindow() is not None)
    stroke = QKeySequence(key)[0]
    QTest.keyClick(QApplication.focusWindow(), stroke.key(), stroke.keyboardModifiers())


def test_every_key_takes_its_command_at_the_window(taken, clerk):
    clerk.window.activateWindow()
    clerk.window.worklist.list.setFocus()
    for command in COMMANDS:
        for key in (*command.keys, *(SAME_KEYS[k] for k in command.keys if k in SAME_KEYS)):
            taken.clear()
            strike(clerk, key)
            clerk.until(key, lambda: bool(taken))
            assert taken == [command.id], key


def test_the_rail_shows_its_pages_and_their_keys_follow_it(clerk):
    window = clerk.window
    tools = [
        button
        for button in window.findChildren(QAbstractButton)
        if button.property("kind") == "nav"
    ]
    tools.sort(key=lambda tool: tool.y())
    pages = [page for page in PAGES if not page.for_leads]
    assert [tool.text() for tool in tools] == [tr(page.title) for page in pages]
    for at, (tool, page) in enumerate(zip(tools, pages, strict=True), 1):
        assert tool.toolTip().endswith(f"Ctrl+{at}")
        window.activateWindow()
        strike(clerk, f"Ctrl+{at}")
        clerk.until(page.id, lambda tool=tool: tool.isChecked())
        assert window.pages.currentWidget() is window.page(page.id, PageView)
    for tool, page in zip(tools, pages, strict=True):
        clerk.click(tool)
        assert window.pages.currentWidget() is window.page(page.id, PageView)
        assert [each for each in tools if each.isChecked()] == [tool]


def test_a_tooltip_or_an_entry_ends_in_the_key_of_its_command(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    tips = [button.toolTip() for button in window.findChildren(QAbstractButton)]
    for id_ in ("group", "columns", "sync", "find_in_material", "compare", "annotate"):
        assert any(tip.endswith(f"  {BY_ID[id_].key}") for tip in tips), id_
    menus = window.review.materials.findChildren(QMenu)
    entries = [entry.text() for menu in menus for entry in menu.actions()]
    for id_ in ("zoom_in", "zoom_out", "fit_width", "fit_page", "rotate", "thumbnails"):
        assert any(entry.endswith(f"（{BY_ID[id_].key}）") for entry in entries), id_


def test_the_menu_has_the_commands_of_its_sections_that_can_be_taken_now(clerk):
    window = clerk.window
    window.menu.refresh()
    entries = {id_ for id_, entry in window.menu.entries.items() if entry.isVisible()}
    assert entries == {c.id for c in COMMANDS if c.menu and c.offered(window)}
    assert window.menu.entries["lock"].text().endswith("（Ctrl+L）")
    assert window.menu.entries["chinese"].isChecked()


def test_a_page_of_the_leads_is_nobody_else_s(clerk):
    assert not clerk.window.has_page("team")
    clerk.window.take(BY_ID["page_team"])
    assert clerk.window.page_in_front == "cases"
