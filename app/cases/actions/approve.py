"""准予: the decision an applicant hopes for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from app.cases import contract, grants, kinds
from app.cases.actions.decided import untold, with_decision
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Finding, Situation, missing_materials, run_checks, unanswered
from app.cases.contract import API_VERSION, OLDER_API
from app.cases.deadlines import verification_day
from app.cases.evidence import unticked
from app.cases.licences import judged
from app.cases.model import (
    Clerk,
    Decision,
    GivenCommitment,
    Grant,
    ItemRef,
    Notice,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.cases.notices import (
    finding,
    last_day,
    letter,
    office,
    remedies,
    resting_on,
    with_full_stop,
    you,
)
from app.cases.procedure import Commitment
from app.cases.sentence import Sentence, listed, say

NAMED = 2  # of the papers not judged fit, in a sentence


class Approve(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``opinion`` is the reason the notice gives; ``conditions`` go with the licence, and name the
    text they rest on; ``grant`` is what is permitted, where the item's result bears it.
    ``by_commitment``: the applicant has promised in writing what papers would show (告知承诺)."""

    type = "approve"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("reviewing",)
    on_the_spot = True
    after_deemed = False
    leads_to = "approved"
    sends_opinion = True

    opinion: str = ""
    conditions: str = ""
    grant: Grant | None = None
    by_commitment: bool = False

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Approve:
        """By commitment where nothing is missing that it does not stand in for."""
        missing = set(missing_materials(case, situation.item))
        return cls(by_commitment=bool(missing) and missing <= promisable(case, situation))

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "approve")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        findings = run_checks(case, situation)
        basis = self.basis(case.item)
        found: list[BlockingReason] = []

        def block(code: str, text: Sentence, *fields: str) -> None:
            found.append(BlockingReason(code, text, basis, fields))

        if not situation.item_known or _awaits_unknown(findings):
            text = say(
                "事项要求或一件事的进展尚未同步：请联网后再准予",
                "The item's rules or the one-thing are not here yet: approve once they have come",
            )
            block("not_here_yet", text)
        promised = promisable(case, situation) if self.by_commitment else frozenset()
        if self.by_commitment and not _commitment(case, situation):
            text = say("本事项不能以告知承诺方式决定", "This item is not decided by a commitment")
            block("no_commitment", text, "by_commitment")
        missing = [m for m in missing_materials(case, situation.item) if m not in promised]
        if missing:
            owed = {material.name: material.by for material in case.deferred}
            names = listed([_owed(name, owed.get(name)) for name in missing])
            text = say("还缺{names}，补齐前不能准予", "{names} still missing", names=names)
            block("materials_missing", text, "materials")
        if unjudged := _not_judged_fit(case, situation):
            block("materials_not_passed", _said_of_unjudged(unjudged), "materials")
        ticks, points = case.review.checklist, situation.item.checklist
        if undone := sum(not ticks.get(point.id, Tick()).done for point in points):
            text = say("还有 {n} 项审查要点未完成", "{n} checklist points are open", n=undone)
            block("checklist_open", text, "checklist")
        if promised and not missing:  # what the check tells of missing papers was promised
            findings = tuple(f for f in findings if f.rule != "materials_complete")
        if failing := unanswered(case, findings):
            text = say(
                "自动核验未通过且未说明：{names}",
                "Failing checks without an answer: {names}",
                names=listed([finding.text for finding in failing]),
            )
            block("checks_failing", text, *(finding.check_id for finding in failing))
        if differing := unticked(case.review, situation.comparison):
            text = say(
                "材料比对提示的问题还有 {n} 处未核实（本系统要求）：{first}",
                "Findings of the papers not looked at, as this system asks, {n}: {first}",
                n=len(differing),
                first=differing[0].text,
            )
            ids = tuple(finding.id for finding in differing)
            found.append(BlockingReason("papers_differ", text, None, ids))  # no text asks for it
        if self.conditions.strip() and "《" not in self.conditions:
            text = say(
                "附条件须写明法律依据：《…》第…条",
                "A condition names the text and article it rests on",
            )
            why = kinds.cited(case.item, "condition")
            found.append(BlockingReason("condition_basis_missing", text, why, ("conditions",)))
        if self.grant is not None and grants.ends_too_soon(self.grant, situation.today):
            text = say(
                "有效期的止日不能早于起日和今天",
                "It cannot be valid until a day before its first or before today",
            )
            found.append(BlockingReason("validity_too_short", text, None, ("grant",)))
        return [*found, *untold(case, situation)]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        decision = Decision(
            outcome="approved",
            at=at,
            by=by.signature,
            opinion=self.opinion,
            conditions=self.conditions,
        )
        commitment = None
        if self.by_commitment and (known := _commitment(case, situation)) is not None:
            verify_by = verification_day(civil(at), known.verify_days, situation.calendar)
            commitment = GivenCommitment(verify_by=verify_by)
        decided = with_decision(case, self.leads_to, decision)
        return replace(decided, grant=self.grant, commitment=commitment)

    def consequences(self) -> Consequences:
        """What is approved ends in a licence."""
        return Consequences(issues_licence=True)

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        item, conditions = case.item, self.conditions.strip()
        resting = resting_on(*item.legal_basis, kinds.citation(item, "approve"))
        permitted = grants.words(self.grant)
        return letter(
            self.type,
            self.title(item),
            case,
            at,
            f"经审查，{finding(self.opinion) or finding(kinds.kind_of(item).fit)}"
            f"{resting}{office(case)}决定{kinds.conclusion(item, self.type)}。",
            *((f"载明事项：{permitted}。",) if permitted else ()),
            *((f"附有下列条件：{with_full_stop(conditions)}",) if conditions else ()),
            *(_to_be_verified(case, situation, at) if self.by_commitment else ()),
            *_result_follows(case, situation),
            *(remedies(case) if conditions else ()),
        )

    def words(self) -> str:
        return self.opinion

    def as_opinion(self) -> str:
        return self.opinion

    def needs_sheet(self) -> bool:
        return bool(self.conditions or self.grant or self.by_commitment)

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        decision = centre.case.decision
        theirs = decision.conditions if decision else ""
        yield Difference.of_text("意见", "Opinion", self.opinion, centre.opinion)
        yield Difference.of_text("所附条件", "Conditions", self.conditions, theirs)
        mine, held = grants.words(self.grant), grants.words(centre.case.grant)
        yield Difference.of_text("载明事项", "What is permitted", mine, held)
        if self.by_commitment:
            theirs = "告知承诺" if centre.case.commitment is not None else ""
            yield Difference.of_text("决定方式", "Decided by", "告知承诺", theirs)


def promisable(case: SubApplication, situation: Situation) -> frozenset[str]:
    """The names of the materials that a commitment stands in for; none at a centre of 1.0."""
    known = _commitment(case, situation)
    return frozenset(known.materials) if known is not None else frozenset()


def _commitment(case: SubApplication, situation: Situation) -> Commitment | None:
    knows = contract.knows(situation.centre_api, API_VERSION)
    return case.item.procedure.commitment if knows else None


def _to_be_verified(case: SubApplication, situation: Situation, at: datetime) -> tuple[str, ...]:
    """What was promised, until when it is looked at, and what follows if it is not so."""
    known = _commitment(case, situation)
    if known is None:
        return ()
    promised = [m for m in missing_materials(case, situation.item) if m in known.materials]
    instead = f"，以承诺代替的材料：{'、'.join(promised)}" if promised else ""
    by = verification_day(civil(at), known.verify_days, situation.calendar)
    return (
        f"{resting_on(known.basis)}本决定以告知承诺方式作出{instead}。"
        f"{office(case)}将于{last_day(by, situation.calendar)}前（含当日）核查承诺的内容；"
        "与承诺不符的，依法撤销本决定。",
    )


def _result_follows(case: SubApplication, situation: Situation) -> tuple[str, ...]:
    """When the result reaches the applicant, where a text says so and it is not this notice."""
    resting = resting_on(kinds.citation(case.item, "deliver"))
    result = situation.item.result
    issued = result.name if result and result.name else "办理结果"
    if not resting or issued == Approve.title(case.item):
        return ()
    return (
        f"{resting}{office(case)}将自作出决定之日起{kinds.delivery_days(case.item)}个工作日内"
        f"向{you(case)}颁发、送达{issued}。",
    )


def _awaits_unknown(findings: tuple[Finding, ...]) -> bool:
    return any(f.rule == "depends_on_decided" and f.outcome == "unknown" for f in findings)


def _said_of_unjudged(names: list[str]) -> Sentence:
    """The first of them; the papers' own marks tell the rest."""
    if len(names) <= NAMED:
        return say(
            "材料还没有全部审查通过：{names}", "Not yet judged fit: {names}", names=listed(names)
        )
    return say(
        "材料还没有全部审查通过：{names}等 {n} 份",
        "Not yet judged fit: {names} and more, {n} in all",
        names=listed(names[:NAMED]),
        n=len(names),
    )


def _owed(name: str, by: date | None) -> Sentence:
    """A missing material and, where it was deferred, the day by which it comes."""
    if by is None:
        return say("{name}", "{name}", name=name)
    return say("{name}（应于 {by} 前补交）", "{name} (due {by})", name=name, by=by.isoformat())


def _not_judged_fit(case: SubApplication, situation: Situation) -> list[str]:
    """The required materials that neither the clerk nor a licence's own facts have passed."""
    verdicts, holder = case.review.materials, case.applicant.id_number
    return [
        material.name
        for material in case.current_materials()
        if material.required
        and material.supplied
        and verdicts.get(material.id, Verdict()).verdict != "pass"
        and (
            material.licence is None
            or judged(material.licence, holder, situation.today)[0] != "pass"
        )
    ]
