"""更正: slips of the pen in a notice that was served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.law import day_words
from app.cases.model import Clerk, ItemRef, Notice, SubApplication
from app.cases.notices import office, plain_letter, with_full_stop, you
from app.cases.sentence import Sentence, say


class Rectify(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``notice_no``: the number of the notice that is put right; ``text``: what stood there, and
    what is to stand there."""

    type = "rectify"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("approved", "denied", "revoked", "delivered", "refused")
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    notice_no: str
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Rectify:
        last = rectifiable(case)[-1:]
        return cls(notice_no=last[0].no if last else "", text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "更正通知书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if self.notice_no not in {notice.no for notice in rectifiable(case)}:
            text = say(
                "请选择要更正的文书，须是已经编号的",
                "Choose the notice that is to be put right, one that has its number",
            )
            found.append(BlockingReason("notice_unknown", text, None, ("notice_no",)))
        if not self.text.strip():
            text = say(
                "请写明原文和更正后的文字", "Say what stands there and what is to stand there"
            )
            found.append(BlockingReason("text_missing", text, None, ("text",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return case

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        return plain_letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"{self._where(case)}存在笔误，现更正如下：",
            with_full_stop(self.text),
            "原文书的其他内容不变，本通知书与原文书一并使用。",
        )

    def _where(self, case: SubApplication) -> str:
        put_right = next((n for n in rectifiable(case) if n.no == self.notice_no), None)
        if put_right is None:
            return f"发给{you(case)}的文书（办件编号：{case.no}）"
        day = day_words(put_right.day)
        return f"{office(case)}于{day}发给{you(case)}的《{put_right.title}》（{put_right.no}）"

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference.of_text("更正的文书", "Notice put right", self.notice_no, "")
        yield Difference.of_text("更正内容", "What is put right", self.text, "")


def rectifiable(case: SubApplication) -> tuple[Notice, ...]:
    """The notices that have their number, by which a correction names them."""
    return tuple(n for n in case.notices if n.no and not n.provisional)
