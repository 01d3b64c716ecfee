"""The field's words for states, actions and lights; translated where they are shown."""

from __future__ import annotations

import re
from datetime import date

from app.cases.actions import require_every_action
from app.cases.model import Field
from app.desk import CaseRow
from ui.language import language, mark, tr

STATES = {
    "received": mark("To be accepted"),
    "correcting": mark("Being corrected"),
    "reviewing": mark("In review"),
    "special": mark("Special procedure"),
    "approved": mark("Approved, to be delivered"),
    "denied": mark("Denied, to be delivered"),
    "delivered": mark("Closed"),
    "refused": mark("Acceptance refused"),
    "terminated": mark("Withdrawn"),
}
ACTION_WORDS = {
    "accept": mark("Accept"),
    "request_correction": mark("Ask for correction"),
    "refuse_acceptance": mark("Refuse acceptance"),
    "begin_special": mark("Special procedure"),
    "end_special": mark("End special procedure"),
    "extend": mark("Extend"),
    "approve": mark("Approve"),
    "deny": mark("Deny"),
    "deliver": mark("Deliver"),
    "review": mark("Review record"),
    "transfer": mark("Transfer"),
    "release": mark("Release"),
    "message": mark("Message"),
    "reply_evaluation": mark("Reply to rating"),
}
require_every_action(ACTION_WORDS, "ui/parts/words.py")
EVENTS = ACTION_WORDS | {
    "received": mark("Received"),
    "resubmitted": mark("Corrected and resubmitted"),
    "supplemented": mark("Deferred material brought"),
    "withdrawn": mark("Withdrawn by the applicant"),
    "result_shared": mark("Result of another department"),
}
FEED_KINDS = {
    "sub_application": mark("Case"),
    "one_thing": mark("The whole one-thing"),
    "pool": mark("Pool"),
    "item": mark("Item"),
    "scene": mark("Scene"),
    "article": mark("Article"),
    "calendar": mark("Working-day calendar"),
    "evaluation": mark("Rating"),
}
BODY_PARTS = {
    "one_thing": mark("the one-thing"),
    "item": mark("the item"),
    "department": mark("the department"),
    "assignee": mark("who handles it"),
    "applicant": mark("the applicant"),
    "form": mark("the form"),
    "materials": mark("the materials"),
    "clock": mark("times and pauses"),
    "corrections": mark("the correction"),
    "review": mark("the recorded review"),
    "decision": mark("the decision"),
    "delivery": mark("the delivery"),
    "flags": mark("the flags"),
    "deferred": mark("deferred materials"),
    "notices": mark("the notices"),
    "history": mark("the history"),
}
VERDICTS = {"pass": mark("Fit"), "fail": mark("Unfit"), "unclear": mark("Unclear")}
GROUNDS = {
    "no_licence_needed": mark("No licence is needed"),
    "not_competent": mark("Not this department's"),
    "not_corrected": mark("Not corrected as asked"),
}
PROCEDURES = {
    "hearing": mark("Hearing"),
    "tender": mark("Tender"),
    "auction": mark("Auction"),
    "inspection": mark("Inspection"),
    "testing": mark("Testing"),
    "quarantine": mark("Quarantine"),
    "appraisal": mark("Appraisal"),
    "expert_review": mark("Expert review"),
}
DELIVERIES = {
    "counter": mark("At the counter"),
    "ems": mark("By EMS"),
    "locker": mark("Self-service locker"),
    "electronic": mark("Electronically"),
}
RATINGS = {
    "5": mark("Very satisfied"),
    "4": mark("Satisfied"),
    "3": mark("Fairly satisfied"),
    "2": mark("Dissatisfied"),
    "1": mark("Very dissatisfied"),
}
SHAPES = {"red": "▲", "amber": "◆", "green": "●", "paused": "‖", "closed": "✓",
          "denied": "○"}  # fmt: skip
OUTCOME_SHAPES = {"pass": "✓", "warn": "◆", "fail": "▲", "unknown": "?"}
OUTCOME_TONES = {"pass": "green", "warn": "amber", "fail": "red", "unknown": "quiet"}


def body_parts(paths: tuple[str, ...]) -> str:
    """The parts of a case in which these paths of its body lie, in words."""
    named = {re.split(r"[.\[]", path)[0]: None for path in paths}
    return ("、" if language() == "zh" else ", ").join(word(BODY_PARTS, part) for part in named)


def word(words: dict[str, str], code: str) -> str:
    """A code's word; a code this desk does not know is shown as it came."""
    return tr(words[code]) if code in words else code


def action_word(kind: str) -> str:
    """The word of an action, or of what else befell a case."""
    return word(EVENTS, kind)


def due_words(row: CaseRow, today: date, days_left: int | None) -> str:
    """What a case's deadline means now, in words."""
    if row.light == "closed" or row.state in ("correcting", "special"):
        return word(STATES, row.state)
    if row.due is None or days_left is None:
        return word(STATES, row.state)
    return deadline_words(row.due, today, days_left)


def deadline_words(due: date, today: date, days_left: int) -> str:
    if due == today:
        return tr("Due today")
    if due < today:
        late = max(1, -days_left)
        return tr("{n} days overdue", n=late) if late > 1 else tr("1 day overdue")
    return tr("{n} days left", n=days_left) if days_left != 1 else tr("1 day left")


def reason(row: CaseRow) -> str:
    """Why a case is where it is in the list."""
    if row.attention:
        return tr("Came back from the centre: action required")
    if row.resubmitted and row.state == "received":
        return tr("Corrected and resubmitted")
    if row.light == "closed":
        return ""
    if row.state in ("received", "reviewing") and (row.waits_for or row.result_out):
        if row.waits_for:
            return tr("Waits for {names}", names=row.waits_for)
        return tr("{names} is out", names=row.result_out)
    return word(STATES, row.state)


def field_value(field: Field) -> str:
    if field.value is None or field.value == "":
        return tr("(not filled in)")
    if isinstance(field.value, bool):
        return tr("Yes") if field.value else tr("No")
    return str(field.value)


RESIDENT_ID = r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # GB 11643
NUMBERS = re.compile(rf"(?<!\d)(?:{RESIDENT_ID}|1[3-9]\d{{9}})(?!\d)")


def hide_numbers(text: str) -> str:
    """The text with every identity and mobile number in it masked, whoever wrote it there."""
    return NUMBERS.sub(lambda found: masked(found[0]), text)


def masked(text: str) -> str:
    """An identity or phone number with its middle hidden."""
    if len(text) < 8:
        return text
    return text[:3] + "*" * (len(text) - 7) + text[-4:]
