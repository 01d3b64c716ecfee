"""The pages of the feed, each an answer of the contract's form."""

from __future__ import annotations

from typing import Any

from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import Change, ChangesPage
from app.support.conformance.probe import Probe, answered, expect
from app.support.conformance.reading import MOST_PAGES


def page_of(probe: Probe, **query: Any) -> ChangesPage:
    """The page a query is answered with; else Differs."""
    asked = probe.ask("GET", "/v1/changes", params=query)
    page: ChangesPage = decode(answered(200, asked), ChangesPage)
    return page


def walked(probe: Probe, limit: int) -> list[Change]:
    """All changes from the start, in pages that move on; else Differs."""
    named: list[Change] = []
    seen, cursor, more = set[str](), "", True
    while more:
        page = page_of(probe, limit=limit, **({"cursor": cursor} if cursor else {}))
        named += page.changes
        cursor, more = page.cursor, page.more
        expect(
            not more or (cursor not in seen and len(seen) < MOST_PAGES),
            say("还有下一页时游标前移", "while there is more the cursor moves on"),
            f"{cursor!r} again" if cursor in seen else f"{len(seen)} pages",
        )
        seen.add(cursor)
    return named


def difference(ours: dict[Any, int], theirs: dict[Any, int]) -> str:
    """The first records in which two readings differ, by their revisions."""
    keys = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    return ", ".join(f"{key}: {ours.get(key)} / {theirs.get(key)}" for key in keys[:3])
