"""What a case is after each action; whether it is lawful is judged elsewhere (guards.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from app.cases import actions
from app.cases.actions import Payload
from app.cases.model import (
    Clerk,
    Correction,
    Decision,
    Delivery,
    Pause,
    Review,
    SubApplication,
    Tick,
    Verdict,
    civil,
)


def _accept(c: SubApplication, p: actions.Accept, by: Clerk, at: datetime) -> SubApplication:
    clock = replace(c.clock, accepted_at=at)
    flags = c.flags
    if p.deferred_materials and "deferred_materials" not in flags:
        flags = (*flags, "deferred_materials")
    return replace(c, state="reviewing", clock=clock, flags=flags, deferred=p.deferred_materials)


def _correct(
    c: SubApplication, p: actions.RequestCorrection, by: Clerk, at: datetime
) -> SubApplication:
    asked = Correction(
        round=len(c.corrections) + 1, requested_at=at, by_days=p.by_days, faults=p.faults
    )
    return replace(c, state="correcting", corrections=(*c.corrections, asked))


def _refuse(
    c: SubApplication, p: actions.RefuseAcceptance, by: Clerk, at: datetime
) -> SubApplication:
    decision = Decision(outcome="refused", at=at, by=Clerk(id=by.id, name=by.name), opinion=p.text)
    return replace(c, state="refused", decision=decision, clock=replace(c.clock, decided_at=at))


def _begin(c: SubApplication, p: actions.BeginSpecial, by: Clerk, at: datetime) -> SubApplication:
    pauses = (*c.clock.pauses, Pause(from_=civil(at), procedure=p.procedure))
    return replace(c, state="special", clock=replace(c.clock, pauses=pauses))


def _end(c: SubApplication, p: actions.EndSpecial, by: Clerk, at: datetime) -> SubApplication:
    pauses = tuple(replace(x, to=civil(at)) if x.to is None else x for x in c.clock.pauses)
    return replace(c, state="reviewing", clock=replace(c.clock, pauses=pauses))


def _extend(c: SubApplication, p: actions.Extend, by: Clerk, at: datetime) -> SubApplication:
    return replace(c, clock=replace(c.clock, extension_days=p.days))


def _approve(c: SubApplication, p: actions.Approve, by: Clerk, at: datetime) -> SubApplication:
    decision = Decision(
        outcome="approved",
        at=at,
        by=Clerk(id=by.id, name=by.name),
        opinion=p.opinion,
        conditions=p.conditions,
    )
    clock = replace(c.clock, accepted_at=c.clock.accepted_at or at, decided_at=at)
    return replace(c, state="approved", decision=decision, clock=clock)


def _deny(c: SubApplication, p: actions.Deny, by: Clerk, at: datetime) -> SubApplication:
    decision = Decision(
        outcome="denied",
        at=at,
        by=Clerk(id=by.id, name=by.name),
        opinion=p.opinion,
        grounds=p.grounds,
    )
    clock = replace(c.clock, accepted_at=c.clock.accepted_at or at, decided_at=at)
    return replace(c, state="denied", decision=decision, clock=clock)


def _deliver(c: SubApplication, p: actions.Deliver, by: Clerk, at: datetime) -> SubApplication:
    delivery = replace(
        c.delivery or Delivery(), method=p.method, tracking_no=p.tracking_no, receiver=p.receiver
    )
    return replace(c, state="delivered", delivery=delivery, clock=replace(c.clock, delivered_at=at))


def _review(c: SubApplication, p: actions.RecordReview, by: Clerk, at: datetime) -> SubApplication:
    materials = c.review.materials | {
        m.id: Verdict(verdict=m.verdict, remark=m.remark) for m in p.materials
    }
    ticks = c.review.checklist | {t.id: Tick(done=t.done, remark=t.remark) for t in p.checklist}
    return replace(c, review=Review(materials=materials, checklist=ticks))


def _unchanged(c: SubApplication, p: Payload, by: Clerk, at: datetime) -> SubApplication:
    return c


def _released(c: SubApplication, p: Payload, by: Clerk, at: datetime) -> SubApplication:
    return replace(c, assignee=None)


EFFECTS: dict[str, Callable[[SubApplication, Any, Clerk, datetime], SubApplication]] = {
    "accept": _accept,
    "request_correction": _correct,
    "refuse_acceptance": _refuse,
    "begin_special": _begin,
    "end_special": _end,
    "extend": _extend,
    "approve": _approve,
    "deny": _deny,
    "deliver": _deliver,
    "review": _review,
    "transfer": _released,
    "release": _released,
    "message": _unchanged,
    "reply_evaluation": _unchanged,
}


def story(payload: Payload) -> str:
    """The clerk's own words in an action, for the case's history."""
    match payload:
        case actions.RequestCorrection():
            return "；".join(fault.text for fault in payload.faults)
        case actions.Deny():
            return "；".join(ground.text for ground in payload.grounds)
        case actions.Approve():
            return payload.opinion
        case actions.RefuseAcceptance() | actions.BeginSpecial() | actions.SendMessage():
            return payload.text
        case actions.Extend() | actions.Transfer():
            return payload.reason
        case actions.Deliver():
            return payload.tracking_no
        case actions.EndSpecial():
            return payload.finding
    return ""


def opinion_of(payload: Payload) -> str:
    """What an action makes of the clerk's opinion; empty where it does not send it."""
    match payload:
        case actions.Approve():
            return payload.opinion
        case actions.Deny():
            return payload.grounds[0].text if payload.grounds else ""
        case actions.RefuseAcceptance():
            return payload.text
    return ""
