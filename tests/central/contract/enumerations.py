"""The enumerations of the contract, by type and field, each from where the code defines it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.cases.actions import ACTIONS
from app.cases.actions.inform_parties import WAYS
from app.cases.actions.receive_materials import ANSWERS
from app.cases.actions.refuse_acceptance import GROUNDS
from app.cases.actions.review import VERDICTS
from app.cases.actions.terminate import GROUNDS as TERMINATIONS
from app.cases.checks import RULES
from app.cases.kinds import KINDS
from app.cases.model import (
    APPLICANT_KINDS,
    ARTICLE_KINDS,
    DECISION_OUTCOMES,
    EVENTS,
    FIELD_SOURCES,
    FIELD_TYPES,
    FLAGS,
    HANDLINGS,
    ID_TYPES,
    LICENCE_STATUSES,
    MATERIAL_FORMS,
    ROLES,
    SCENE_GROUPS,
    STATES,
    ItemRef,
)
from app.cases.notices import METHODS
from app.cases.procedure import BASES, CORRECTIONS, COUNTED_FROM, PROCEDURES, UNCORRECTED
from app.cases.team import LIGHTS
from app.central.wire import (
    BODIES,
    DROP_REASONS,
    FIGURES_BY,
    FIGURES_OF,
    HIT_KINDS,
    OPS,
    OUTCOMES,
)
from tests.central.contract.problems import PROBLEMS
from tests.central.contract.refusals import every_code

ANY_ITEM = ItemRef(code="")
SERVED = [type_ for type_, kind in ACTIONS.items() if kind.title(ANY_ITEM)]


class Words(NamedTuple):
    """``values``: each with what it means, ``""`` where the word says it. ``kept``: a reader keeps
    and shows one it does not know; else whoever gets it refuses it."""

    values: Mapping[str, str]
    kept: bool

    def schema(self) -> dict[str, object]:
        """As a JSON schema has it."""
        said: dict[str, object] = {"enum": list(self.values)}
        if any(self.values.values()):
            said["x-enumDescriptions"] = {k: v for k, v in self.values.items() if v}
        return said | ({"x-extensible": True} if self.kept else {})


def _kept(words: Iterable[str] | Mapping[str, str]) -> Words:
    return Words(_meanings(words), True)


def _closed(words: Iterable[str] | Mapping[str, str]) -> Words:
    return Words(_meanings(words), False)


def _meanings(words: Iterable[str] | Mapping[str, str]) -> Mapping[str, str]:
    return words if isinstance(words, Mapping) else dict.fromkeys(words, "")


def _said(words: Iterable[str], **meanings: str) -> dict[str, str]:
    """Each word with what it means; raises KeyError where one is not told."""
    return {word: meanings[word] for word in words}


STATE = _kept(
    _said(
        STATES,
        received="filed, not accepted yet",
        correcting="waits for the applicant's correction",
        reviewing="accepted, in review",
        special="a special procedure stops the clock",
        approved="decided, to be delivered",
        denied="decided, to be delivered",
        revoked="an approval was revoked, to be delivered",
        delivered="closed: the decision was delivered",
        refused="closed: acceptance was refused",
        terminated="closed without a decision",
    )
)
KIND = _kept({name: kind.name.zh for name, kind in KINDS.items()})
PROCEDURE = _kept(PROCEDURES)

# Of a field that is a list the words are its entries', of a dict its keys'.
ENUMERATIONS: dict[str, Words] = {
    "Change.kind": _kept(BODIES.keys()),
    "Change.op": _closed(OPS),
    "Change.reason": _kept(
        _said(
            DROP_REASONS,
            reassigned="another clerk's, or nobody's, now",
            archived="closed for so long that the centre no longer sends it",
            removed="gone, or out of the pool",
        )
    ),
    "ActionResult.outcome": _kept(
        _said(
            OUTCOMES,
            applied="carried out; with `revision` and `body`",
            conflict="someone changed the case first; with the current `revision` and `body`",
            refused="a rule is broken; with `code`, `detail`, `fields`",
            gone="no longer this clerk's; with `held_by` where somebody holds it",
            retry="not now; with `retry_after`",
        )
    ),
    "ActionResult.code": _kept(every_code()),
    "Problem.code": _kept({code: problem.means for code, problem in PROBLEMS.items()}),
    "Problem.error": _closed(("invalid_grant", "invalid_request")),
    "HitGroup.kind": _kept(HIT_KINDS),
    "Clerk.roles": _kept(ROLES),
    "Scene.group": _kept(SCENE_GROUPS),
    "ItemRef.kind": KIND,
    "Item.kind": KIND,
    "ItemRef.signatures": _kept(ACTIONS.keys()),
    "Item.signatures": _kept(ACTIONS.keys()),
    "ProposedAction.type": _kept(ACTIONS.keys()),
    "ItemRef.handling": _kept(HANDLINGS),
    "Item.handling": _kept(HANDLINGS),
    "Applicant.kind": _kept(APPLICANT_KINDS),
    "Applicant.id_type": _kept(ID_TYPES),
    "Field.type": _kept(FIELD_TYPES),
    "Field.source": _kept(FIELD_SOURCES),
    "Licence.status": _kept(LICENCE_STATUSES),
    "Material.form": _kept(MATERIAL_FORMS),
    "Pause.procedure": PROCEDURE,
    "Notice.type": _kept(SERVED),
    "Verdict.verdict": _kept(VERDICTS),
    "Decision.outcome": _kept(DECISION_OUTCOMES),
    "Delivery.wanted": _kept(METHODS),
    "Delivery.method": _kept(METHODS),
    "Event.type": _kept((*ACTIONS, *EVENTS)),
    "SubApplication.state": STATE,
    "SubApplication.flags": _kept(FLAGS),
    "Sibling.state": STATE,
    "TeamCase.state": STATE,
    "TeamCase.light": _kept(LIGHTS),
    "StaffMember.roles": _kept(ROLES),
    "Statistics.by": _kept(FIGURES_BY),
    "Statistics.of": _kept(FIGURES_OF),
    "CheckRule.rule": _kept(RULES.keys()),
    "Article.kind": _kept(ARTICLE_KINDS),
    "Procedure.counted_from": _kept(COUNTED_FROM),
    "Procedure.correction": _kept(CORRECTIONS),
    "Procedure.uncorrected": _kept(UNCORRECTED),
    "Procedure.conclusions": _kept(("approve", "deny")),
    "Procedure.bases": _kept(BASES),
    "Procedure.titles": _kept(SERVED),
    "SpecialProcedure.procedure": PROCEDURE,
    # What a desk sends: a centre refuses what it does not know.
    "BeginSpecial.procedure": _closed(PROCEDURES),
    "RefuseAcceptance.ground": _closed(GROUNDS.keys()),
    "ReceivedMaterial.answers": _closed(ANSWERS),
    "Terminate.ground": _closed(
        _said(
            TERMINATIONS,
            withdrawn="by the applicant, in writing",
            abandoned="not corrected in time, which counts as giving up",
            ceased="the applicant or the matter is no more",
        )
    ),
    "Deliver.method": _closed(METHODS),
    "Party.how": _kept(WAYS),
    "MaterialVerdict.verdict": _closed(VERDICTS),
}
