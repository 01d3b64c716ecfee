"""What the tables of pages and commands are made of; a row that lacks something is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Literal, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from ui.language import tr, tr_noop
from ui.parts.page import PageView

Window = TypeVar("Window", bound=QWidget)
Part = Literal["list", "material", "decision", "everywhere"]
Section = Literal["", "language", "theme", "desk"]

PARTS: dict[Part, str] = {
    "list": tr_noop("List"),
    "material": tr_noop("Material"),
    "decision": tr_noop("Decision"),
    "everywhere": tr_noop("Everywhere"),
}
MOST_APART = 4  # keys on one line of the keys page; more are a range


class Page(msgspec.Struct, Generic[Window], frozen=True, kw_only=True):
    """``title`` and ``icon`` stand in the rail; ``for_leads``: nobody else has it. ``menu``: its
    section of the clerk's menu, or ``""``; one that has a section stands at the rail's foot, after
    all others. ``handbook``: the page of the handbook that speaks of it."""

    id: str
    title: str
    icon: str
    make: Callable[[Window], PageView]
    for_leads: bool
    menu: Section
    handbook: str

    def __post_init__(self) -> None:
        _require_words(self.id, self.title, self.handbook)


class Command(msgspec.Struct, Generic[Window], frozen=True):
    """``part``: where it holds, a heading of the keys page; there, commands with the same ``help``
    share a line. ``offered``: whether it can be taken now. ``menu``: its section of the clerk's
    menu, or ``""``; ``checked``: whether it is ticked there, None where it is no choice.
    ``at_once``: it keeps nothing and leads to no field, so that its single key need not wait until
    it is clear whether a scanner has begun a number."""

    id: str
    words: str
    keys: tuple[str, ...]
    part: Part
    help: str
    call: Callable[[Window], None]
    offered: Callable[[Window], bool]
    menu: Section
    checked: Callable[[Window], bool] | None
    at_once: bool

    def __post_init__(self) -> None:
        _require_words(self.id, self.words, self.help)
        if not self.keys and not self.menu:
            raise ValueError(f"{self.id} has neither a key nor a place in the menu")

    @property
    def key(self) -> str:
        return self.keys[0] if self.keys else ""

    @property
    def is_single(self) -> bool:
        """Whether a letter or digit alone takes it: no command where words are typed."""
        return any(len(key) == 1 for key in self.keys)


class WidgetKey(msgspec.Struct, frozen=True):
    """A key that a widget itself knows; it is only shown."""

    keys: str
    part: Part
    help: str

    def __post_init__(self) -> None:
        _require_words(self.keys, self.help)


def checked(rows: Sequence[Command[Window] | WidgetKey]) -> tuple[Command[Window] | WidgetKey, ...]:
    """The rows, where no id and no key is given twice. Raises ValueError."""
    commands = commands_of(rows)
    _require_once("command", (command.id for command in commands))
    _require_once("key", (key for command in commands for key in command.keys))
    return tuple(rows)


def checked_pages(pages: Sequence[Page[Window]]) -> tuple[Page[Window], ...]:
    """The pages, where no id is given twice. Raises ValueError."""
    _require_once("page", (page.id for page in pages))
    return tuple(pages)


def commands_of(rows: Iterable[Command[Window] | WidgetKey]) -> list[Command[Window]]:
    return [row for row in rows if isinstance(row, Command)]


def key_names(rows: Iterable[Command[Window] | WidgetKey]) -> dict[str, str]:
    """The key of each command that has one, by the command's id: what a tooltip adds."""
    return {command.id: command.key for command in commands_of(rows) if command.keys}


def help_page(
    rows: Iterable[Command[Window] | WidgetKey],
) -> dict[str, list[tuple[str, str]]]:
    """Each heading of the keys page with its lines: keys, and what they do."""
    lines: dict[Part, dict[str, list[str]]] = {part: {} for part in PARTS}
    for row in rows:
        keys = [tr(row.keys)] if isinstance(row, WidgetKey) else list(row.keys)
        lines[row.part].setdefault(row.help, []).extend(keys)
    return {
        tr(heading): [(_together(keys), tr(words)) for words, keys in lines[part].items()]
        for part, heading in PARTS.items()
    }


def _together(keys: list[str]) -> str:
    if len(keys) <= MOST_APART:
        return "  ".join(keys)
    last = keys[-1]
    return f"{keys[0]} – {last[last.rfind('+') + 1 :] or last}"


def _require_words(id_: str, *words: str) -> None:
    if not id_ or not all(word.strip() for word in words):
        raise ValueError(f"{id_ or 'a row'} has no words")


def _require_once(what: str, given: Iterable[str]) -> None:
    twice = [each for each, count in Counter(given).items() if count > 1]
    if twice:
        raise ValueError(f"{what} given twice: {', '.join(twice)}")
