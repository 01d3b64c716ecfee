"""What came to a clerk: told from a body as it was here and the same as it is now.

A body that was not here before tells nothing: a first pull, or a case that was claimed, is no news.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from app.cases.model import (
    CLOSED_STATES,
    Clerk,
    Correction,
    Department,
    Event,
    ItemRef,
    Material,
    OneThing,
    Proposal,
    SubApplication,
)
from app.cases.proposals import may_sign

ArrivalKind = Literal[
    "correction", "paper", "returned_mail", "overdue", "message", "to_sign", "sent_back"
]


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """``item`` is the name of the case's item (事项); nothing here names an applicant."""

    kind: ArrivalKind
    case_id: str
    item: str


class KnownCase(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a case as it was here that says what is new of it."""

    corrections: tuple[Correction, ...] = ()
    materials: tuple[Material, ...] = ()
    history: tuple[Event, ...] = ()
    proposal: Proposal | None = None


def arrivals_of_case(before: KnownCase, now: SubApplication) -> tuple[Arrival, ...]:
    """A correction (补正) the applicant answered, else mail that came back, else a proposal that a
    lead sent back (退回), else a paper that came without a correction."""
    if _answered(now.corrections) - _answered(before.corrections):
        return (_arrival("correction", now.id, now.item),)
    if _returned_mail(now.history) > _returned_mail(before.history):
        return (_arrival("returned_mail", now.id, now.item),)
    if _sent_back(now.history) > _sent_back(before.history):
        return (_arrival("sent_back", now.id, now.item),)
    held = {material.id for material in before.materials if material.supplied}
    if any(material.supplied and material.id not in held for material in now.materials):
        return (_arrival("paper", now.id, now.item),)
    return ()


def to_sign(before: KnownCase | None, now: SubApplication, clerk: Clerk) -> tuple[Arrival, ...]:
    """A proposal that asks for this clerk's signature (签发), and was not here before."""
    known = before.proposal.id if before is not None and before.proposal is not None else ""
    if now.proposal is None or now.proposal.id == known or not may_sign(now, clerk):
        return ()
    return (_arrival("to_sign", now.id, now.item),)


def arrivals_of_thing(before: OneThing, now: OneThing, us: Department) -> tuple[Arrival, ...]:
    """A message (留言) from another department to ours, on the reader's first case of it, an open
    one if there is one. A message names departments by code or by name."""
    ours = {us.code, us.name} - {""}
    held = [each for each in now.sub_applications if each.mine]
    mine = min(held, key=lambda each: each.state in CLOSED_STATES, default=None)
    known = set(before.messages)
    for message in now.messages:
        to_us = message.to_department in {"", *ours} and message.from_ not in ours
        if mine is not None and to_us and message not in known:
            return (_arrival("message", mine.id, mine.item),)
    return ()


def _answered(corrections: tuple[Correction, ...]) -> set[int]:
    return {each.round for each in corrections if each.resubmitted_at is not None}


def _sent_back(history: tuple[Event, ...]) -> int:
    return sum(event.type == "send_back" for event in history)


def _returned_mail(history: tuple[Event, ...]) -> int:
    return sum(event.type == "mail_returned" for event in history)


def _arrival(kind: ArrivalKind, case_id: str, item: ItemRef) -> Arrival:
    return Arrival(kind=kind, case_id=case_id, item=item.name or item.code)
