"""The ratings (好差评) of the clerk's cases, those to be answered first."""

from __future__ import annotations

from datetime import date

import msgspec

from app.cases.actions import ReplyEvaluation
from app.cases.model import BAD_GRADES, Evaluation, SubApplication
from app.cases.typed import decode
from app.store import drafts, outbox
from app.store.connection import Reader
from app.store.outbox import UNSENT


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """A rating with its case; ``reply`` is as the centre has it or, where ``is_unsent``, as it will
    be sent. ``begun``: what is typed of a reply and not decided."""

    rated: Evaluation
    case: SubApplication
    reply: str = ""
    is_unsent: bool = False
    begun: str = ""

    @property
    def is_bad(self) -> bool:
        return self.rated.graded in BAD_GRADES

    def is_late(self, today: date) -> bool:
        by = self.rated.reply_by
        return not self.reply and by is not None and by < today


def ratings(db: Reader) -> list[Rating]:
    """Of the cases that are here: unanswered ones first, of these the two bad grades, of either the
    one whose last day comes first; then the answered ones, the latest first."""
    waiting = {
        entry.payload.evaluation_id: entry.payload.text
        for entry in outbox.entries(db, UNSENT)
        if isinstance(entry.payload, ReplyEvaluation)
    }
    found = [
        _rating(db, decode(row["rated"], Evaluation), decode(row["case"], SubApplication), waiting)
        for row in db.rows(
            'select c.body as rated, coalesce(b.local, b.centre) as "case" from catalogue c'
            " join bodies b on b.case_id = cast(c.body as text) ->> '$.sub_application_id'"
            " where c.kind = 'evaluation' order by c.id"
        )
    ]
    open_ = [each for each in found if not each.reply]
    answered = [each for each in found if each.reply]
    open_.sort(key=lambda each: (not each.is_bad, each.rated.reply_by or date.max, _at(each)))
    return [*open_, *sorted(answered, key=_at, reverse=True)]


def _rating(db: Reader, rated: Evaluation, case: SubApplication, waiting: dict[str, str]) -> Rating:
    return Rating(
        rated=rated,
        case=case,
        reply=rated.reply or waiting.get(rated.id, ""),
        is_unsent=not rated.reply and rated.id in waiting,
        begun=_begun(db, rated, case),
    )


def _begun(db: Reader, rated: Evaluation, case: SubApplication) -> str:
    sheet = drafts.of_case(db, case.id).sheets.get(ReplyEvaluation.type)
    payload = sheet.payload if sheet is not None else None
    if isinstance(payload, ReplyEvaluation) and payload.evaluation_id == rated.id:
        return payload.text
    return ""


def _at(rating: Rating) -> str:
    at = rating.rated.at
    return at.isoformat() if at is not None else ""
