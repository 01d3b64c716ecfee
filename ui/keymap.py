"""The key map of the desk: what each key does, and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.keys import Key, KeyMap
from ui.language import tr
from ui.window import DeskWindow


def key_map(window: DeskWindow) -> KeyMap:
    """The keys by where they work."""
    worklist = window.worklist

    def review(deed: Callable[[], None]) -> Callable[[], None]:
        return lambda: deed() if window.review.view is not None else None

    def pages(deed: str) -> Callable[[], None]:
        return lambda: getattr(window.review.materials.active().pages, deed)()

    def to_the_pages() -> None:
        window.review.materials.take_focus()

    def choose(at: int) -> None:
        window.review.materials.choose(at)

    return {
        tr("List"): [
            Key("J  K", tr("Next, previous case"), ("J",), partial(worklist.walk, 1)),
            Key("", "", ("K",), partial(worklist.walk, -1)),
            Key("Enter", tr("Open the case")),
            Key("/", tr("Narrow the list"), ("/",), worklist.search.setFocus),
            Key("L", tr("To the list"), ("L",), worklist.list.setFocus),
            Key(tr("Scanner"), tr("Open the case of a number")),
            Key("Shift+↑ ↓  Ctrl+A", tr("Choose several cases")),
            Key("G", tr("Group by one-thing"), ("G",), worklist.toggle_groups),
            Key("F7", tr("List with columns"), ("F7",), worklist.toggle_columns),
            Key("F8", tr("Claim a case"), ("F8",), window.claim),
        ],
        tr("Material"): [
            Key("1 – 9", tr("Material 1 to 9")),
            *(Key("", "", (str(n),), partial(choose, n - 1)) for n in range(1, 10)),
            Key("[  ]", tr("Previous, next material"), ("[",), lambda: _step(window, -1)),
            Key("", "", ("]",), lambda: _step(window, 1)),
            Key("Y  N  U", tr("Fit, unfit, unclear"), ("Y",), lambda: _judge(window, "pass")),
            Key("", "", ("N",), lambda: _judge(window, "fail")),
            Key("", "", ("U",), lambda: _judge(window, "unclear")),
            Key("M", tr("Mark a place"), ("M",), lambda: window.review.materials.mark_here()),
            Key("Alt+←↑↓→", tr("Move the mark; with Shift, size it")),
            Key("D", tr("Side by side"), ("D",),
                lambda: window.review.materials.toggle_beside()),
            Key("+  -  W  P", tr("Larger, smaller, fit width, fit page"), ("+", "="),
                pages("larger")),
            Key("", "", ("-",), pages("smaller")),
            Key("", "", ("W",), pages("fit_width")),
            Key("", "", ("P",), pages("fit_page")),
            Key("R", tr("Rotate"), ("R",), pages("turn")),
            Key("T", tr("Thumbnails"), ("T",), pages("show_thumbnails")),
            Key("Ctrl+F", tr("Find in this material"), ("Ctrl+F",), pages("open_search")),
            Key("Ctrl+A  Ctrl+C", tr("Select the page's words, copy")),
            Key("V", tr("To the pages"), ("V",), to_the_pages),
        ],
        tr("Decision"): [
            Key("H", tr("Guide, questions and policies of the item"), ("H",),
                review(lambda: window.review.toggle_guide())),
            Key("C", tr("To the review checklist"), ("C",),
                lambda: window.review.checklist.take_focus()),
            Key("O", tr("To the opinion"), ("O",),
                lambda: window.review.decision.opinion.setFocus()),
            Key("Ctrl+Enter", tr("Decide"), ("Ctrl+Return", "Ctrl+Enter"),
                review(lambda: window.review.decision.take_primary())),
            Key("Ctrl+B", tr("Ask for correction of what is marked"), ("Ctrl+B",),
                review(lambda: window.review.ask_for_correction())),
            Key("Ctrl+Z", tr("Take back the last decision, if it is not sent"), ("Ctrl+Z",),
                window.undo),
            Key("I", tr("Why this deadline"), ("I",), review(lambda: window.review.explain())),
        ],
        tr("Everywhere"): [
            Key("Ctrl+K", tr("Search"), ("Ctrl+K",), window.open_palette),
            Key("Ctrl+1 – 5", tr("Cases, outbox, statistics, search, one-thing"), ("Ctrl+1",),
                partial(window.show_page, "cases")),
            Key("", "", ("Ctrl+2",), partial(window.show_page, "outbox")),
            Key("", "", ("Ctrl+3",), partial(window.show_page, "overview")),
            Key("", "", ("Ctrl+4",), partial(window.show_page, "search")),
            Key("", "", ("Ctrl+5",), partial(window.show_page, "thing")),
            Key("Z", tr("The whole one-thing of the case"), ("Z",),
                partial(window.show_page, "thing")),
            Key("Esc", tr("Leave the field")),
            Key("F6", tr("To the next part of the window"), ("F6",), window.next_part),
            Key("F5", tr("Sync now"), ("F5",), window.sync_now),
            Key("Ctrl+L", tr("Lock"), ("Ctrl+L",), lambda: window.lock()),
            Key("F10", tr("Clerk's menu"), ("F10",), window.open_menu),
            Key("F1  ?", tr("This page"), ("F1", "?"), window.show_keys),
        ],
    }  # fmt: skip


def _step(window: DeskWindow, by: int) -> None:
    materials = window.review.materials
    materials.choose(materials.at + by)


def _judge(window: DeskWindow, verdict: str) -> None:
    if window.review.view is not None:
        window.review.materials.judge(verdict)
