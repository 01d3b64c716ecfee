"""How an item is handled by its own law: what its text says, each rule with its basis.

What a text leaves out falls back to the default of the item's kind (``app/cases/kinds.py``). Days
are working days; a basis is a citation as a notice writes it, 《…》第…条.
"""

from __future__ import annotations

import msgspec

PROCEDURES = {
    "hearing": "听证", "tender": "招标", "auction": "拍卖", "inspection": "检验",
    "testing": "检测", "quarantine": "检疫", "appraisal": "鉴定", "expert_review": "专家评审",
}  # fmt: skip
COUNTED_FROM = ("acceptance", "receipt")
CORRECTIONS = ("period", "return")
UNCORRECTED = ("refuse", "abandoned")
BASES = (
    "acceptance", "deemed_acceptance", "correction", "uncorrected", "deferral",
    "no_licence_needed", "not_competent", "false_materials", "barred", "special",
    "revocation", "informing", "interested_parties", "condition", "approve", "deny", "deliver",
    "statutory", "withdrawal", "correct_on_the_spot",
)  # fmt: skip


class Extension(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """More time, once. ``days``: at most so many, 0 where there is none; ``by``: who approves
    it."""

    days: int
    by: str = "本机关负责人"
    basis: str = ""


class Commitment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """告知承诺. ``materials``: those a promise stands in for; ``verify_days``: within which it is
    verified."""

    materials: tuple[str, ...]
    verify_days: int
    basis: str = ""


class SpecialProcedure(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What stops the clock (行政许可法 Art. 45), by the code of ``begin_special``."""

    procedure: str
    basis: str = ""


class Procedure(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """``None`` and an empty value: as the item's kind has it.

    ``acceptance_days``: within which it is accepted or told what to correct; ``deemed_acceptance``:
    whether it counts as accepted where nothing was said in them; ``delivery_days``: from the
    decision; ``extension``: by how much the days to decide can be lengthened, once;
    ``commitment``: 告知承诺; ``interested_parties``: whether others are to be heard; ``special``:
    what stops the clock, these and no others.
    ``counted_from``: the statutory days run from ``acceptance`` or ``receipt``.
    ``correction``: ``period`` (told once, with a last day) or ``return`` (the papers go back and
    the applicant files anew). ``uncorrected``: ``refuse`` or ``abandoned`` (the case ends without a
    refusal). ``deferrable``: the materials that may come later (容缺), these and no others.
    ``no_refusal``: the text by which nobody is refused it (不得拒绝办理).
    ``titles``: of the notices that bear another one, by action type. ``conclusions``: what is
    decided where it has another name (准予迁入), of ``approve`` and ``deny``. ``bases``: citations
    by the point they are for, ``statutory`` being the text that sets the days to decide, as that
    deadline's explanation names it.
    """

    counted_from: str = "acceptance"
    acceptance_days: int | None = None
    deemed_acceptance: bool | None = None
    correction: str = ""
    uncorrected: str = ""
    delivery_days: int | None = None
    extension: Extension | None = None
    deferrable: tuple[str, ...] = ()
    commitment: Commitment | None = None
    interested_parties: bool = False
    special: tuple[SpecialProcedure, ...] = ()
    no_refusal: str = ""
    titles: dict[str, str] = {}
    conclusions: dict[str, str] = {}
    bases: dict[str, str] = {}
