"""The item's guide (办事指南), questions and policies, beside the case they are about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases.model import Article, Item
from app.desk import CaseView, Searching
from ui.language import tr
from ui.parts.widgets import Surface, card, clear, column, label

ORDER = ("guide", "faq", "policy")


class GuideView(Surface):
    """What the item asks for, then its articles; all of it can be selected and copied."""

    def __init__(self, searching: Searching) -> None:
        super().__init__("wash")
        self._searching = searching
        self._shown = ""
        self._cards = column(margin=12, gap=12)
        self.setLayout(self._cards)

    def show_case(self, view: CaseView) -> None:
        item = view.situation.item
        articles = self._searching.articles(item.code)
        shape = f"{item.code} {len(articles)}"
        if shape == self._shown:
            return
        self._shown = shape
        clear(self._cards)
        self._cards.addWidget(item_card(item))
        ranked = sorted(articles, key=lambda a: ORDER.index(a.kind) if a.kind in ORDER else 9)
        for article in ranked:
            self._cards.addWidget(article_card(article))
        if not articles:
            self._cards.addWidget(label(tr("No articles speak of this item yet."), "quiet"))
        self._cards.addStretch(1)


def item_card(item: Item) -> QWidget:
    """What an item asks for (办事指南)."""
    materials = [
        f"{at}. {m.name}{'' if m.required else tr(' (if there is one)')}"
        for at, m in enumerate(item.materials, 1)
    ]
    if item.statutory_days:
        days = tr(
            "Working days: {statutory} by law, {promised} promised",
            statutory=item.statutory_days,
            promised=item.promised_days,
        )
    else:
        days = tr(
            "Working days: {promised} promised; the item names no statutory limit",
            promised=item.promised_days,
        )
    lines = [
        label(item.name, level="heading"),
        label(days, "quiet"),
        _text("\n".join(materials)),
    ]
    for name, words in (
        (tr("Conditions"), item.conditions),
        (tr("Fee"), item.fee),
        (tr("Phone"), item.phone),
        (tr("Legal basis"), "、".join(item.legal_basis)),
    ):
        if words:
            lines.append(_text(f"{name}：{words}"))
    return _card(lines)


def article_card(article: Article) -> QWidget:
    kinds = {"guide": tr("Guide"), "faq": tr("Question"), "policy": tr("Policy")}
    kind = label(kinds.get(article.kind, article.kind), "accent")
    return _card([kind, label(article.title, level="heading"), _text(article.text)])


def _text(words: str) -> QWidget:
    made = label(words)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _card(lines: list[QWidget]) -> QWidget:
    return card(column(*lines, margin=12, gap=6))
