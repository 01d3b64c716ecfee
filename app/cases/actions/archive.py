"""归档: a closed case is put away as one volume and its data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import ArchiveRecord, Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence, say

UNMADE = "0" * 64  # in place of a digest, to ask what else stands in the way
BAD_STARS = 2  # and fewer: 差评, which the applicant is owed an answer to


class Archive(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``volume`` and ``data``: the SHA-256 of the case's volume (PDF/A) and of its data (ZIP), both
    among its ``attachments``."""

    type = "archive"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("delivered", "refused", "terminated")
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    volume: str
    data: str

    @classmethod
    def of(cls, volume: str, data: str) -> Archive:
        """That carries both files."""
        return cls(volume=volume, data=data, attachments=(volume, data))

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Archive:
        return cls.of(UNMADE, UNMADE)

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if lacking := [name for name in ("volume", "data") if not self._carries(name)]:
            text = say("请先制成归档案卷和数据包", "Make the volume and its data first")
            found.append(BlockingReason("archive_incomplete", text, None, tuple(lacking)))
        if case.commitment is not None and case.commitment.verified is None:
            text = say("承诺尚未核查：请先核查承诺", "Verify the applicant's commitment first")
            found.append(BlockingReason("commitment_unverified", text))
        if _mail_came_back(case):
            text = say(
                "邮件已退回：请先登记退件，重新送达",
                "The mail came back: note it and deliver the decision again",
            )
            found.append(BlockingReason("mail_came_back", text))
        if any(each.stars <= BAD_STARS and not each.reply for each in situation.evaluations):
            text = say(
                "差评尚未答复：归档后不能再答复，请先答复评价",
                "A bad rating is unanswered and could not be answered once the case is archived: "
                "answer it first",
            )
            found.append(BlockingReason("rating_unanswered", text))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        kept = ArchiveRecord(at=at, by=by.signature, volume=self.volume, data=self.data)
        return replace(case, archive=kept)

    def consequences(self) -> Consequences:
        return Consequences(puts_away=True)

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return False

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        theirs = centre.case.archive
        volume, data = (theirs.volume, theirs.data) if theirs is not None else ("", "")
        yield Difference.of_text("案卷校验值", "Volume's digest", self.volume, volume)
        yield Difference.of_text("数据包校验值", "Data's digest", self.data, data)

    def _carries(self, name: str) -> bool:
        return getattr(self, name) in self.attachments


def _mail_came_back(case: SubApplication) -> bool:
    """Whether what was delivered last has come back since."""
    came_back = ("mail_returned", "return_delivery")
    mail = [event.type for event in case.history if event.type in ("deliver", *came_back)]
    return bool(mail) and mail[-1] in came_back
