"""The messages of the Central API, version 1 (docs/contract.md), and their JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from app.cases.actions import Action, payload_of
from app.cases.model import (
    Article,
    CalendarYear,
    Clerk,
    Evaluation,
    Item,
    Licence,
    OneThing,
    PoolHead,
    Scene,
    SubApplication,
)
from app.cases.team import StaffMember, TeamCase

PAGE_LIMIT, LARGEST_PAGE = 500, 1000
BATCH_LIMIT = 50
CLAIM_LIMIT = 20
HIT_LIMIT, MOST_HITS = 20, 100  # a kind
NUMBER_LIMIT, MOST_NUMBERS = 10, 50  # a block
FIGURES_BY = ("department", "clerk", "item", "day")
FIGURES_OF = ("me", "department", "hall")
LARGE_BODY, MANY_BRACKETS = 256 * 1024, 900
MOST_TEXT, MOST_ENTRIES, MOST_DEPTH = 4000, 2000, 40
MOST_REVISION = 2**53
NO_BODY = msgspec.Raw(b"null")
OPS = ("put", "drop")
DROP_REASONS = ("reassigned", "archived", "removed")
OUTCOMES = ("applied", "conflict", "refused", "gone", "retry")
HIT_KINDS = ("item", "scene", "faq", "policy", "case")

BODIES: dict[str, type[msgspec.Struct]] = {
    "sub_application": SubApplication,
    "one_thing": OneThing,
    "pool": PoolHead,
    "item": Item,
    "scene": Scene,
    "article": Article,
    "calendar": CalendarYear,
    "evaluation": Evaluation,
    "colleague": StaffMember,
    "team_case": TeamCase,
}
NEWER_KINDS = ("colleague", "team_case")  # of the feed, since 1.1


class Token(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """RFC 6749 section 5.1, with who signed in. ``expires_in``: seconds, of the access token;
    ``refresh_token``: serves once."""

    access_token: str
    expires_in: int
    refresh_token: str
    clerk: Clerk
    token_type: str = "Bearer"


class Change(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of the feed; ``body`` stays raw until its kind is known.

    ``id``: the record's: of an item or a scene its code, of a calendar its year, of a head in the
    pool its case's id. ``revision``: never falls within an epoch. ``reason``: why it is dropped.
    """

    kind: str
    op: str
    id: str
    revision: int
    body: msgspec.Raw = msgspec.field(default_factory=lambda: NO_BODY)
    reason: str = ""


class ChangesPage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``changes``: in the order in which they were committed; ``cursor``: to read on with, opaque
    to the desk, and there on the last page too; ``more``: whether another page is ready now.
    ``epoch``: another one where the centre was restored from a backup, or ``""`` at a 1.0
    centre."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool
    server_time: datetime
    epoch: str = ""


class KindDigest(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``digest``: SHA-256 (hex) of a line ``id:revision`` for each record, by id."""

    count: int
    digest: str


class WireAction(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """An action on its way: exactly one of ``base_revision`` and ``after`` is set.

    ``id``: the idempotency key. ``at``: when the clerk decided; the action is judged as of then.
    ``device_id``: as at sign-in. ``base_revision``: the revision the clerk saw. ``after``: the id
    of the action before it on the same case, which has to be the case's last change.
    ``notice_no``: the number that the notice it serves bears already, of a block held for this
    clerk; left out where the centre gives one out.
    """

    id: str
    sub_application_id: str
    type: str
    at: datetime
    device_id: str = ""
    payload: msgspec.Raw
    base_revision: int | None = None
    after: str | None = None
    notice_no: str = ""


class ActionsRequest(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Up to 50 actions, those of a case in their order."""

    actions: tuple[WireAction, ...]


class Holder(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Who holds a case now."""

    name: str = ""
    window: str = ""


class ActionResult(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """``outcome``: ``applied``, ``conflict``, ``refused``, ``gone`` or ``retry``.

    ``body`` is the case as of that outcome, as JSON, or ``null`` where none comes along;
    ``revision`` is that body's. ``code``: why it was refused; ``detail``: the same in words for the
    clerk; ``fields``: of the payload, where the fault is. ``retry_after``: seconds. ``held_by``
    comes with ``gone``.
    """

    id: str
    outcome: str
    revision: int | None = None
    body: msgspec.Raw = msgspec.field(default_factory=lambda: NO_BODY)
    code: str = ""
    detail: str = ""
    fields: tuple[str, ...] = ()
    retry_after: int = 0
    held_by: Holder | None = None


class ActionsResponse(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One result for each action of the request."""

    results: tuple[ActionResult, ...]


class Claim(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``id``: the idempotency key; ``count`` from 1 to 20; ``item_codes`` none for any item."""

    id: str
    count: int = 1
    item_codes: tuple[str, ...] = ()


class Claimed(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The cases that are the clerk's now; fewer than asked for where the pool has no more."""

    sub_application_ids: tuple[str, ...]


class Hit(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``id``: of a case, an item's or scene's code, or an article's id, as in the feed."""

    id: str
    title: str
    summary: str = ""


class HitGroup(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Hits of one kind: ``item``, ``scene``, ``faq``, ``policy`` or ``case``."""

    kind: str
    hits: tuple[Hit, ...] = ()


class SearchAnswer(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    groups: tuple[HitGroup, ...] = ()


class LicencesAnswer(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    licences: tuple[Licence, ...] = ()


class Figures(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``received`` and ``decided``: how many cases, within the days; ``instant_share``: of the
    received; ``mean_promised`` and ``mean_actual`` in working days, and ``on_time_rate``, of the
    decided; shares are from 0 to 1. ``corrections``: how many were asked for; ``satisfaction``: the
    mean of the stars, divided by 5."""

    received: int
    decided: int
    instant_share: float
    mean_promised: float
    mean_actual: float
    on_time_rate: float
    corrections: int
    satisfaction: float


class DepartmentStatistics(Figures, frozen=True, gc=False, kw_only=True):
    """``department``: its name."""

    department: str


class KeptDays(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How many of the decided cases are ``counted`` here (those that were accepted), and how many
    of these were decided by the ``promised`` day; how many of them have a statutory day as well
    (``dated``), and how many of these were decided by that (``statutory``)."""

    counted: int = 0
    promised: int = 0
    dated: int = 0
    statutory: int = 0


class StatisticsRow(Figures, frozen=True, gc=False, kw_only=True):
    """``key``: a department's or an item's code, a clerk's id, or a day; ``name``: what it is
    called. ``statutory``: the mean of the statutory days, of those that have some, in working
    days; ``on_time``: of the decided; ``ratings``: how many of each grade, from 非常满意 to
    非常不满意."""

    key: str
    name: str = ""
    statutory: float = 0.0
    on_time: KeptDays = KeptDays()
    ratings: tuple[int, ...] = (0, 0, 0, 0, 0)


class Statistics(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """From the one day to the other, both included. ``departments``: where no ``by`` was asked for;
    ``by``, ``of`` and ``rows``: where one was, ``by`` empty at a centre that knows none (1.0)."""

    from_: date = msgspec.field(name="from")
    to: date
    departments: tuple[DepartmentStatistics, ...] = ()
    by: str = ""
    of: str = ""
    rows: tuple[StatisticsRow, ...] = ()


class Numbers(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A block of notice numbers that no other notice will bear, in their order."""

    numbers: tuple[str, ...]


class Verified(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``issued``: whether a notice of this number and digest was served."""

    no: str
    issued: bool


class About(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``api``: the version of this contract; ``server_time`` is the clock that counts; ``practice``
    is true of a practice centre only; ``epoch``: as in a page of the feed."""

    name: str
    api: str
    practice: bool = False
    server_time: datetime
    epoch: str = ""


class Problem(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """RFC 9457. ``code``: what a desk goes by; ``detail``: words for the clerk; ``error``: of
    ``/v1/token`` only, as RFC 6749 5.2 has it."""

    title: str = ""
    status: int = 0
    detail: str = ""
    code: str = ""
    type: str = "about:blank"
    error: str = ""


def bounded(raw: bytes | msgspec.Raw) -> bytes:
    """A body as it came; where it is far beyond any real one, its texts and lists cut short.

    So no view, index or notice ever meets a name of a megabyte. Raises msgspec.DecodeError.
    """
    said = bytes(raw)
    if len(said) <= LARGE_BODY and said.count(b"[") + said.count(b"{") <= MANY_BRACKETS:
        return said
    try:
        return msgspec.json.encode(_cut(msgspec.json.decode(said), MOST_DEPTH))
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deep") from error


def _cut(value: Any, depth: int) -> Any:
    if depth < 0:
        raise msgspec.DecodeError("nested too deep")
    if isinstance(value, str) and len(value) > MOST_TEXT:
        return value[:MOST_TEXT] + "…"
    if isinstance(value, list):
        return [_cut(each, depth - 1) for each in value[:MOST_ENTRIES]]
    if isinstance(value, dict):
        return {key[:MOST_TEXT]: _cut(each, depth - 1) for key, each in value.items()}
    return value


def encode(value: Any) -> bytes:
    """JSON in UTF-8."""
    return msgspec.json.encode(value)


def to_wire(
    action: Action, device_id: str, base_revision: int | None, after: str | None
) -> WireAction:
    """The action as it is sent: with the revision its clerk saw, or ``after`` another action."""
    return WireAction(
        id=action.id,
        sub_application_id=action.sub_application_id,
        type=action.payload.type,
        at=action.at,
        device_id=device_id,
        payload=msgspec.Raw(encode(action.payload)),
        base_revision=base_revision,
        after=after,
        notice_no=action.notice_no,
    )


def from_wire(action: WireAction) -> Action:
    """The action in a request; raises msgspec.ValidationError on an unknown type or payload."""
    return Action(
        id=action.id,
        sub_application_id=action.sub_application_id,
        at=action.at,
        payload=payload_of(action.type, action.payload),
        notice_no=action.notice_no,
    )
