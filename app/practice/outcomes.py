"""What becomes of the actions and claims of a clerk (docs/contract.md, "Actions")."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import ACTIONS, Action
from app.cases.checks import Situation
from app.cases.model import Clerk, SubApplication
from app.cases.proposals import leads
from app.cases.skew import TOLERATED
from app.cases.typed import decode
from app.central.wire import CLAIM_LIMIT, ActionResult, Claim, Holder, WireAction, encode, from_wire
from app.practice import numbers
from app.practice.consequences import carry_out
from app.practice.parsing import UnreadableAction
from app.practice.world import World


class IdReused(Exception):
    """The id is another clerk's."""


class Outcomes:
    """Each action and claim is carried out and its answer kept, or neither."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ledger = world.ledger

    def act(self, clerk: Clerk, asked: WireAction | UnreadableAction) -> ActionResult:
        """The outcome of one action; the same id answers its first outcome again.

        The id of another clerk's action says no more than that it is taken.
        """
        if isinstance(asked, UnreadableAction):
            return self._once(clerk, asked.id, asked.contents, lambda: _malformed(asked))
        return self._once(clerk, asked.id, encode(asked), lambda: self._outcome(clerk, asked))

    def claim(self, clerk: Clerk, claim: Claim) -> tuple[str, ...]:
        """Up to ``count`` cases of the clerk's department out of the pool, oldest first.

        The same id answers the same cases again; raises IdReused where it is another clerk's.
        """
        known = self._ledger.claim(claim.id)
        if known is not None:
            owner, answer = known
            if owner != clerk.id:
                raise IdReused
            return tuple(decode(answer, list[str]))
        free = [
            case
            for case in self._world.claimable(clerk)
            if not claim.item_codes or case.item.code in claim.item_codes
        ][: max(1, min(CLAIM_LIMIT, claim.count))]
        ids = tuple(case.id for case in free)
        with self._ledger.db.atomic():
            for case in free:
                self._world.assign(case, clerk)
            self._ledger.keep_claim(claim.id, clerk.id, encode(ids).decode())
        return ids

    def _once(
        self, clerk: Clerk, id_: str, contents: bytes, outcome: Callable[[], ActionResult]
    ) -> ActionResult:
        fingerprint = hashlib.sha256(contents).hexdigest()
        known = self._ledger.action(id_)
        if known is not None:
            owner, kept, result = known
            if (owner, kept) == (clerk.id, fingerprint):
                return decode(result, ActionResult)
            return ActionResult(
                id=id_, outcome="refused", code="id_reused", detail="该编号已用于另一项办理结果"
            )
        with self._ledger.db.atomic():
            answer = outcome()
            self._ledger.keep_action(id_, clerk.id, fingerprint, answer)
        return answer

    def _outcome(self, clerk: Clerk, wired: WireAction) -> ActionResult:
        case = self._world.cases.get(wired.sub_application_id)
        if case is None or not _is_theirs(case, wired, clerk):
            return ActionResult(id=wired.id, outcome="gone", held_by=self._holder(case))
        if not self._rests_on_now(case, wired):
            return ActionResult(
                id=wired.id,
                outcome="conflict",
                code="conflict",
                detail="本件已有新的办理结果",
                revision=case.revision,
                body=msgspec.Raw(encode(case)),
            )
        try:
            action = from_wire(wired)
        except msgspec.MsgspecError as error:
            return _malformed(UnreadableAction(wired.id, b"", str(error)))
        lacking = [a for a in action.payload.attachments if not self._ledger.has_attachment(a)]
        if lacking:
            return ActionResult(
                id=wired.id,
                outcome="refused",
                code="attachment_missing",
                detail=f"没有收到文书 {lacking[0][:12]}",
                fields=("attachments",),
            )
        action = replace(action, at=self._dated(case, action))
        known = self._world.situation(case, action.at)
        barred = lifecycle.blocking_reasons(case, action.payload, clerk, known)
        if barred:
            return ActionResult(
                id=wired.id,
                outcome="refused",
                code=barred[0].code,
                detail="；".join(reason.sentence.zh for reason in barred),
                fields=tuple(dict.fromkeys(f for h in barred for f in h.fields)),
            )
        if action.notice_no and not self._may_bear(clerk, case, action, known):
            return ActionResult(
                id=wired.id,
                outcome="refused",
                code="number_not_held",
                detail=f"文书编号 {action.notice_no} 不是为您预留的",
                fields=("notice_no",),
            )
        after = carry_out(self._world, case, action, clerk)
        if action.notice_no:
            numbers.use(self._ledger, action.notice_no)
        self._ledger.set_meta(f"last:{case.id}", wired.id)
        return ActionResult(
            id=wired.id, outcome="applied", revision=after.revision, body=msgspec.Raw(encode(after))
        )

    def _may_bear(
        self, clerk: Clerk, case: SubApplication, action: Action, known: Situation
    ) -> bool:
        """Whether the notice that the action serves may bear the number it names."""
        notice = lifecycle.notice_of(case, action.payload, clerk, known, action.at)
        if notice is None or not notice.provisional:
            return False
        return numbers.may_bear(self._ledger, clerk, case, notice, action.notice_no)

    def _holder(self, case: SubApplication | None) -> Holder | None:
        if case is None or case.assignee is None:
            return None
        holder = self._world.clerks[case.assignee.id]
        return Holder(name=holder.name, window=holder.window)

    def _rests_on_now(self, case: SubApplication, wired: WireAction) -> bool:
        """Every change of hands raises the revision and is a change of its own: what was queued
        before it rests on it no more, even where the case has come back."""
        if wired.after is not None:
            return self._ledger.meta(f"last:{case.id}") == wired.after
        return wired.base_revision == case.revision

    def _dated(self, case: SubApplication, action: Action) -> datetime:
        """When the clerk decided: not before the case came, nor later than a clock may be ahead."""
        return max(case.clock.receipt, min(action.at, self._world.clock() + TOLERATED))


def _is_theirs(case: SubApplication, wired: WireAction, clerk: Clerk) -> bool:
    """Whether this clerk may send such an action on the case at all: it is told of to nobody
    else."""
    kind = ACTIONS.get(wired.type)
    if kind is not None and kind.actor != "handler" and leads(case, clerk):
        return True
    return case.assignee is not None and case.assignee.id == clerk.id


def _malformed(action: UnreadableAction) -> ActionResult:
    return ActionResult(id=action.id, outcome="refused", code="malformed", detail=action.detail)
