"""The kinds of things a write may change."""

from typing import Literal

ChangeKind = Literal[
    "case", "outbox", "draft", "material", "licence", "filters", "unreadable",
    # what the feed brings beside cases
    "one_thing", "pool", "item", "scene", "article", "calendar", "evaluation",
]  # fmt: skip
