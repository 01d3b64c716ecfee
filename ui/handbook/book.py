"""The clerk's handbook (操作手册): a page a task, in Markdown; the last is made of the commands.

In a source ``{decide}`` stands for the key of the command of this id, ``![words](screen)`` for the
picture of a screen by its id in ``ui/rehearsal/screens.py``, ``[words](page)`` for another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

import msgspec

from app.machine.paths import RESOURCES
from ui.language import both_languages, language, tr, tr_noop
from ui.parts.names import Names, Typed
from ui.rows import Command, WidgetKey, Window, help_page, key_names

FOLDER = RESOURCES / "handbook"
KEYS, ALL_KEYS = "keys", tr_noop("All keys")  # the last page's id and title
PICTURE = re.compile(r"^!\[(.*)\]\(([\w-]+)\)\n", re.MULTILINE)
MARKUP = re.compile(r"^(?:#+|-|\d+\.) |^!.*$|\]\([\w-]+\)|[`\[|]|\*\*", re.MULTILINE)


class HandbookPage(msgspec.Struct, frozen=True, dict=True):
    """``markdown`` begins with its heading, the title; its keys are filled in."""

    id: str
    title: str
    markdown: str

    @property
    def screens(self) -> tuple[str, ...]:
        """The ids of the screens that it shows pictures of."""
        return tuple(screen for _, screen in PICTURE.findall(self.markdown))

    @property
    def without_pictures(self) -> str:
        return PICTURE.sub("", self.markdown)

    @cached_property  # the search asks for them at every key
    def lines(self) -> list[str]:
        """Its words without markup, the title left out."""
        _, *lines = MARKUP.sub("", self.markdown).splitlines()
        return [line for line in lines if line.strip()]

    @cached_property
    def words(self) -> str:
        """Title and lines, as they are searched in."""
        return "\n".join((self.title, *self.lines)).casefold()


def book(rows: Iterable[Command[Window] | WidgetKey]) -> tuple[HandbookPage, ...]:
    """The pages in the chosen language. Raises KeyError where a page names a command that has no
    key."""
    rows = tuple(rows)
    keys = key_names(rows)
    pages = [_page(id_, _with_keys(text, keys)) for id_, text in sources(language()).items()]
    return (*pages, _page(KEYS, _keys_page(help_page(rows))))


@cache
def sources(chosen: str) -> Mapping[str, str]:
    """The text of each page as it is written, by its id, in order; ``zh`` or ``en``."""
    files = sorted((FOLDER / chosen).glob("[0-9][0-9]-*.md"))
    return {file.stem[3:]: file.read_text("utf-8") for file in files}


def find(pages: Sequence[HandbookPage], typed: str) -> list[tuple[HandbookPage, str]]:
    """The pages that have all the words typed, each with the first line that has one; those that
    have them in the title first. Then those whose title, in either language, is meant by its
    pinyin or its initials, with their first line."""
    wanted = typed.casefold().split()
    found = []
    for page in pages if wanted else ():
        title, lines = page.title.casefold(), page.lines
        if all(word in page.words for word in wanted):
            line = next((ln for ln in lines if any(w in ln.casefold() for w in wanted)), lines[0])
            found.append((not all(word in title for word in wanted), page, line))
    by_words = [(page, line) for _, page, line in sorted(found, key=lambda hit: hit[0])]
    told, meant = {page.id for page, _ in by_words}, Typed.of(typed)
    others = [page for page in pages if page.id not in told]
    named = [page for page in others if _names(page.id).fit(meant) is not None]
    return by_words + [(page, page.lines[0]) for page in named]


@cache
def _names(id_: str) -> Names:
    if id_ == KEYS:
        return Names.of(*both_languages(ALL_KEYS))
    return Names.of(*(_title(sources(chosen)[id_]) for chosen in ("zh", "en")))


def _page(id_: str, text: str) -> HandbookPage:
    return HandbookPage(id_, _title(text), text)


def _title(text: str) -> str:
    return text.split("\n", 1)[0].removeprefix("# ")


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda named: f"`{keys[named[1]]}`", text)


def _keys_page(headings: Mapping[str, list[tuple[str, str]]]) -> str:
    parts = [f"# {tr(ALL_KEYS)}"]
    for heading, lines in headings.items():
        parts.append(f"## {heading}")
        table = [f"| {_as_keys(keys)} | {words} |" for keys, words in lines]
        parts.append("\n".join((f"| {tr('Key')} | {tr('What it does')} |", "|---|---|", *table)))
    return "\n\n".join(parts) + "\n"


def _as_keys(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split("  "))
