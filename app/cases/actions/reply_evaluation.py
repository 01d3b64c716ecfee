"""评价答复: an answer to an applicant's rating (好差评)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence, say


class ReplyEvaluation(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``evaluation_id`` is one of this case's; each is answered once."""

    type = "reply_evaluation"
    since = OLDER_API
    actor = "handler"
    while_proposed = "open"
    states = ("delivered",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    evaluation_id: str
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> ReplyEvaluation:
        rated = situation.evaluations[0].id if situation.evaluations else ""
        return cls(evaluation_id=rated, text="…")

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
        rated = {evaluation.id: evaluation for evaluation in situation.evaluations}
        evaluation = rated.get(self.evaluation_id)
        if evaluation is None:
            text = say("申请人还没有评价", "The applicant has not rated this case")
            found.append(BlockingReason("not_rated", text, None, ("evaluation_id",)))
        elif evaluation.reply:
            text = say("已经答复过", "The rating has been answered")
            found.append(BlockingReason("replied_before", text))
        if not self.text.strip():
            text = say("请写答复", "Write the reply")
            found.append(BlockingReason("text_missing", text, None, ("text",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return case

    def consequences(self) -> Consequences:
        return Consequences(reply=(self.evaluation_id, self.text))

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        said = {e.id: e.reply or "" for e in centre.evaluations}
        theirs = said.get(self.evaluation_id, "")
        yield Difference.of_text("回复", "Reply", self.text, theirs)
