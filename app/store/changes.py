"""What a write changed, for whoever shows such things."""

from __future__ import annotations

from typing import Literal

import msgspec

ChangeKind = Literal[
    "case", "outbox", "draft", "material", "licence", "filters", "unreadable", "arrival",
    "paper_text", "comparison",  # by the ids of the cases that rest on the papers
    # what the feed brings beside cases
    "one_thing", "pool", "item", "scene", "article", "calendar", "evaluation",
    "colleague", "team_case",
]  # fmt: skip


class Changed(msgspec.Struct, frozen=True):
    """A kind and the ids of that kind; no ids means any of them."""

    kind: ChangeKind
    ids: tuple[str, ...] = ()
