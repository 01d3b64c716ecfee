"""The field's words for states, actions and lights; translated where they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from app.cases import kinds
from app.cases.actions import Difference, Payload, Propose, require_every_action
from app.cases.model import SHANGHAI, Field, ItemRef
from app.desk import CaseRow
from ui.language import language, spoken, tr, tr_noop

STATES = {
    "received": tr_noop("To be accepted"),
    "correcting": tr_noop("Being corrected"),
    "reviewing": tr_noop("In review"),
    "special": tr_noop("Special procedure"),
    "approved": tr_noop("Approved, to be delivered"),
    "denied": tr_noop("Denied, to be delivered"),
    "revoked": tr_noop("Revoked, to be delivered"),
    "delivered": tr_noop("Closed"),
    "refused": tr_noop("Acceptance refused"),
    "terminated": tr_noop("Ended without a decision"),
}
ACTION_WORDS = {
    "accept": tr_noop("Accept"),
    "request_correction": tr_noop("Ask for correction"),
    "refuse_acceptance": tr_noop("Refuse acceptance"),
    "begin_special": tr_noop("Special procedure"),
    "end_special": tr_noop("End special procedure"),
    "extend": tr_noop("Extend"),
    "inform_parties": tr_noop("Tell interested parties"),
    "approve": tr_noop("Approve"),
    "deny": tr_noop("Deny"),
    "deliver": tr_noop("Deliver"),
    "verify_commitment": tr_noop("Verify commitment"),
    "rectify": tr_noop("Put a notice right"),
    "return_delivery": tr_noop("Mail came back"),
    "correct_on_the_spot": tr_noop("Put right on the spot"),
    "receive_materials": tr_noop("Receive materials"),
    "withdraw": tr_noop("Withdrawn by the applicant"),
    "terminate": tr_noop("Terminate"),
    "review": tr_noop("Review record"),
    "transfer": tr_noop("Transfer"),
    "release": tr_noop("Release"),
    "message": tr_noop("Message"),
    "reply_evaluation": tr_noop("Reply to rating"),
    "archive": tr_noop("Archive"),
    "propose": tr_noop("Submit for signature"),
    "sign": tr_noop("Sign"),
    "send_back": tr_noop("Send back"),
    "recall": tr_noop("Recall"),
}
require_every_action(ACTION_WORDS, "ui/parts/words.py")
EVENTS = ACTION_WORDS | {
    "received": tr_noop("Received"),
    "resubmitted": tr_noop("Corrected and resubmitted"),
    "supplemented": tr_noop("Deferred material brought"),
    "withdrawn": tr_noop("Withdrawn by the applicant"),
    "result_shared": tr_noop("Result of another department"),
    "mail_returned": tr_noop("Returned by the carrier"),
}
FEED_KINDS = {
    "sub_application": tr_noop("Case"),
    "one_thing": tr_noop("The whole one-thing"),
    "pool": tr_noop("Pool"),
    "item": tr_noop("Item"),
    "scene": tr_noop("Scene"),
    "article": tr_noop("Article"),
    "calendar": tr_noop("Working-day calendar"),
    "evaluation": tr_noop("Rating"),
    "colleague": tr_noop("Colleague"),
    "team_case": tr_noop("A colleague's case"),
}
BODY_PARTS = {
    "one_thing": tr_noop("the one-thing"),
    "item": tr_noop("the item"),
    "department": tr_noop("the department"),
    "assignee": tr_noop("who handles it"),
    "applicant": tr_noop("the applicant"),
    "form": tr_noop("the form"),
    "materials": tr_noop("the materials"),
    "clock": tr_noop("times and pauses"),
    "corrections": tr_noop("the correction"),
    "review": tr_noop("the recorded review"),
    "decision": tr_noop("the decision"),
    "delivery": tr_noop("the delivery"),
    "flags": tr_noop("the flags"),
    "deferred": tr_noop("deferred materials"),
    "commitment": tr_noop("the commitment"),
    "parties": tr_noop("the interested parties"),
    "notices": tr_noop("the notices"),
    "history": tr_noop("the history"),
}
VERDICTS = {"pass": tr_noop("Fit"), "fail": tr_noop("Unfit"), "unclear": tr_noop("Unclear")}
GROUNDS = {
    "no_licence_needed": tr_noop("No licence is needed"),
    "not_competent": tr_noop("Not this department's"),
    "not_corrected": tr_noop("Not corrected as asked"),
    "false_materials": tr_noop("False materials, or facts kept back"),
    "barred": tr_noop("Barred from applying for now"),
}
ANSWERS = {
    "correction": tr_noop("For the correction"),
    "deferred": tr_noop("A deferred material"),
    "extra": tr_noop("An addition"),
}
TERMINATIONS = {
    "withdrawn": tr_noop("Withdrawn in writing"),
    "abandoned": tr_noop("Not corrected, so given up"),
    "ceased": tr_noop("The applicant or the matter is no more"),
}
PROCEDURES = {
    "hearing": tr_noop("Hearing"),
    "tender": tr_noop("Tender"),
    "auction": tr_noop("Auction"),
    "inspection": tr_noop("Inspection"),
    "testing": tr_noop("Testing"),
    "quarantine": tr_noop("Quarantine"),
    "appraisal": tr_noop("Appraisal"),
    "expert_review": tr_noop("Expert review"),
}
WAYS_TOLD = {
    "counter": tr_noop("In person"),
    "ems": tr_noop("By EMS"),
    "electronic": tr_noop("Electronically"),
    "announcement": tr_noop("By public notice"),
}
DELIVERIES = {
    "counter": tr_noop("At the counter"),
    "ems": tr_noop("By EMS"),
    "locker": tr_noop("Self-service locker"),
    "electronic": tr_noop("Electronically"),
}
RATINGS = {
    "5": tr_noop("Very satisfied"),
    "4": tr_noop("Satisfied"),
    "3": tr_noop("Fairly satisfied"),
    "2": tr_noop("Dissatisfied"),
    "1": tr_noop("Very dissatisfied"),
}
OUTCOME_SHAPES = {"pass": "✓", "warn": "◆", "fail": "▲", "unknown": "?"}
OUTCOME_TONES = {"pass": "green", "warn": "amber", "fail": "red", "unknown": "quiet"}


def body_parts(paths: tuple[str, ...]) -> str:
    """The parts of a case in which these paths of its body lie, in words."""
    named = {re.split(r"[.\[]", path)[0]: None for path in paths}
    return listed(word(BODY_PARTS, part) for part in named)


def listed(words: Iterable[str]) -> str:
    """The words one after the other, as the language lists them."""
    return ("、" if language() == "zh" else ", ").join(words)


def day_and_time(at: datetime) -> str:
    """``03-09 14:05`` by the clock of the hall, whatever offset it came with."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"


def word(words: dict[str, str], code: str) -> str:
    """A code's word; a code this desk does not know is shown as it came."""
    return tr(words[code]) if code in words else code


def action_word(kind: str) -> str:
    """The word of an action, or of what else befell a case."""
    return word(EVENTS, kind)


def decision_word(kind: str, item: ItemRef) -> str:
    """The word of an action on a case of this item: 准予登记, 不予备案, 退回补正."""
    own = kinds.word(item, kind)
    return spoken(own) if own is not None else action_word(kind)


def payload_word(payload: Payload) -> str:
    """The word of an action that was taken; of a proposal, with what it proposes."""
    if isinstance(payload, Propose):
        return proposal_words(action_word(payload.action.type))
    return action_word(payload.type)


def proposal_words(action: str) -> str:
    """What needs a signature, as its handler does it."""
    return tr("Submit for signature: {action}", action=action)


def difference_side(difference: Difference, side: str) -> str:
    """One side of a comparison in words."""
    return word(CODES.get(difference.kind, {}), side)


def due_words(row: CaseRow, today: date, days_left: int | None) -> str:
    """What a case's deadline means now, in words."""
    if row.state == "special" and row.due is not None:
        return announced_words(row.due, today)
    if row.light == "closed" or row.state in ("correcting", "special"):
        return word(STATES, row.state)
    if row.due is None or days_left is None:
        return word(STATES, row.state)
    return deadline_words(row.due, today, days_left)


def short_due_words(row: CaseRow, today: date, days_left: int | None) -> str:
    """The same in a word or two, for a line of the list."""
    if row.light in ("closed", "paused") or row.due is None or days_left is None:
        return word(STATES, row.state)
    if row.due == today:
        return tr("today")
    if row.due < today:
        return tr("{n} d over", n=max(1, -days_left))
    return tr("{n} d", n=days_left)


def deadline_words(due: date, today: date, days_left: int) -> str:
    if due == today:
        return tr("Due today")
    if due < today:
        late = max(1, -days_left)
        return tr("{n} days overdue", n=late) if late > 1 else tr("1 day overdue")
    return tr("{n} days left", n=days_left) if days_left != 1 else tr("1 day left")


def announced_words(end: date, today: date) -> str:
    """What the day by which a special procedure was announced to be over means now."""
    if end < today:
        return tr("Past the announced time")
    return tr("To be over today") if end == today else word(STATES, "special")


def reason(row: CaseRow) -> str:
    """Why a case is where it is in the list."""
    if row.attention:
        return tr("Came back from the centre: action required")
    if row.proposed:
        return tr("{name} proposes: {action}", name=row.proposed_by,
                  action=action_word(row.proposed))  # fmt: skip
    if row.resubmitted and row.state == "received":
        return tr("Corrected and resubmitted")
    if row.light == "closed":
        return ""
    if row.state == "delivered":
        return tr("Commitment to be verified")
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


CODES = {  # of what a comparison tells in codes
    "state": STATES,
    "verdict": VERDICTS,
    "ground": GROUNDS,
    "termination": TERMINATIONS,
    "procedure": PROCEDURES,
    "delivery": DELIVERIES,
}
MASKED_KEYS = ("id_number", "phone")  # of a form's fields
_BIRTHDAY = ("(?:1 9|2 0)", r"\d", r"\d", r"(?:0 [1-9]|1 [0-2])", r"(?:0 [1-9]|[12] \d|3 [01])")
# GB 11643; papers write it in groups, and its last characters may be misread as letters.
_RESIDENT_ID = " ".join((*[r"\d"] * 6, *_BIRTHDAY, r"\d", r"\d", "[0-9A-Za-z]", "[0-9A-Za-z]"))
_MOBILE = " ".join(("1", "[3-9]", *[r"\d"] * 9))
NUMBERS = re.compile(
    rf"(?<!\d)(?:{_RESIDENT_ID}|{_MOBILE})(?!\d)".replace(" ", "[ \u00a0\u3000]?"),
)


def hide_numbers(text: str) -> str:
    """The text with every identity and mobile number in it masked, whoever wrote it there."""
    return NUMBERS.sub(lambda found: masked(found[0]), text)


def masked(text: str) -> str:
    """An identity or phone number with its middle hidden."""
    if len(text) < 8:
        return text
    return text[:3] + "*" * (len(text) - 7) + text[-4:]
