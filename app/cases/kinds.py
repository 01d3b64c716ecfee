"""What kind of act an item is (docs/rules.md): its words, its titles, and the rules that hold where
its own law says nothing. Only a licence falls back to the Administrative Licensing Law.
"""

from __future__ import annotations

import msgspec

from app.cases import law
from app.cases.model import ItemRef
from app.cases.procedure import PROCEDURES, Extension, Procedure
from app.cases.sentence import Sentence, listed, say

ON_THE_SPOT_DAYS = 1  # 当场: within a working day, a rule of this system
DELIVERY_DAYS = 10
LICENCE_DAYS = 20  # L 42


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """``fit`` is what is found where nothing else is said, ``asked`` what one applies to have,
    ``closes`` what ends it; ``words``, ``titles`` and ``conclusions`` (what is decided) by action
    type; ``articles`` of L by point, as ``Procedure.bases`` names them."""

    name: Sentence
    words: dict[str, Sentence]
    fit: str
    asked: str
    closes: str
    titles: dict[str, str]
    conclusions: dict[str, str]
    acceptance_days: int
    deemed_acceptance: bool
    extension: Extension
    articles: dict[str, tuple[tuple[int, ...], ...]]


NO_EXTENSION = Extension(days=0)
RETURN = say("退回补正", "Return for correction")
KINDS = {
    "licence": Kind(
        name=say("行政许可", "licence"),
        words={"approve": say("准予许可", "Approve"), "deny": say("不予许可", "Deny")},
        fit="申请符合法定条件、标准",
        asked="取得行政许可",
        closes="作出决定",
        conclusions={"approve": "准予行政许可", "deny": "不予行政许可"},
        titles={
            "approve": "准予行政许可决定书",
            "deny": "不予行政许可决定书",
            "refuse_acceptance": "不予受理决定书",
        },
        acceptance_days=5,
        deemed_acceptance=True,
        extension=Extension(days=10, basis=law.full_article(42, 1)),
        articles={
            "acceptance": ((32, 1, 5),),
            "deemed_acceptance": ((32, 1, 4),),
            "correction": ((32, 1, 4),),
            "correct_on_the_spot": ((32, 1, 3),),
            "uncorrected": ((32, 1),),
            "no_licence_needed": ((32, 1, 1),),
            "not_competent": ((32, 1, 2),),
            "false_materials": ((78,),),
            "barred": ((78,), (79,)),
            "special": ((45,),),
            "revocation": ((69, 2),),
            "informing": ((36,),),
            "interested_parties": ((47, 1),),
            "condition": ((16, 4),),
            "approve": ((38, 1),),
            "deny": ((38, 2),),
            "deliver": ((44,),),
        },
    ),
    "confirmation": Kind(
        name=say("行政确认", "registration"),
        words={
            "approve": say("准予登记", "Register"),
            "deny": say("不予登记", "Refuse to register"),
        },
        fit="申请符合登记条件",
        asked="办理登记",
        closes="办结",
        conclusions={"approve": "准予登记", "deny": "不予登记"},
        titles={
            "approve": "准予登记通知书",
            "deny": "不予登记告知书",
            "refuse_acceptance": "不予受理告知书",
        },
        acceptance_days=ON_THE_SPOT_DAYS,
        deemed_acceptance=False,
        extension=NO_EXTENSION,
        articles={},
    ),
    "filing": Kind(
        name=say("备案", "filing"),
        words={"approve": say("予以备案", "File"), "deny": say("不予备案", "Refuse to file")},
        fit="备案材料齐全，符合要求",
        asked="备案",
        closes="办结",
        conclusions={"approve": "予以备案", "deny": "不予备案"},
        titles={
            "approve": "备案回执",
            "deny": "不予备案告知书",
            "refuse_acceptance": "不予受理告知书",
        },
        acceptance_days=ON_THE_SPOT_DAYS,
        deemed_acceptance=False,
        extension=NO_EXTENSION,
        articles={},
    ),
    "public_service": Kind(
        name=say("公共服务", "public service"),
        words={"approve": say("予以办理", "Grant"), "deny": say("不予办理", "Refuse")},
        fit="申请符合办理条件",
        asked="办理",
        closes="办结",
        conclusions={"approve": "予以办理", "deny": "不予办理"},
        titles={
            "approve": "办结通知书",
            "deny": "不予办理告知书",
            "refuse_acceptance": "不予受理告知书",
        },
        acceptance_days=ON_THE_SPOT_DAYS,
        deemed_acceptance=False,
        extension=NO_EXTENSION,
        articles={},
    ),
}


def kind_of(item: ItemRef) -> Kind:
    """A city's own kind claims no more than a public service does."""
    return KINDS.get(item.kind, KINDS["public_service"])


def word(item: ItemRef, type_: str) -> Sentence | None:
    """Of an action on this item, where it is not called as on every other."""
    if type_ == "request_correction" and returns_papers(item):
        return RETURN
    return kind_of(item).words.get(type_)


def title(item: ItemRef, type_: str, default: str = "") -> str:
    """Of the notice an action serves on this item."""
    own = item.procedure.titles.get(type_)
    return own or kind_of(item).titles.get(type_, default)


def conclusion(item: ItemRef, type_: str) -> str:
    """What is decided by an action on this item, as its notice says it."""
    return item.procedure.conclusions.get(type_) or kind_of(item).conclusions[type_]


def citation(item: ItemRef, point: str) -> str:
    """What a rule rests on, as a notice cites it; ``""`` where no text says it."""
    if own := item.procedure.bases.get(point):
        return own
    first, *more = kind_of(item).articles.get(point) or ((),)
    if not first:
        return ""
    return "、".join((law.full_article(*first), *(law.clause(*each) for each in more)))


def cited(item: ItemRef, point: str) -> Sentence | None:
    """The same for the clerk, in both languages; None where no text says it."""
    if own := item.procedure.bases.get(point):
        return quoted(own)
    articles = [law.article(*each) for each in kind_of(item).articles.get(point, ())]
    return articles[0] if len(articles) == 1 else listed(articles) if articles else None


def quoted(basis: str) -> Sentence:
    """A text as the item's data cites it, which is the same in both languages."""
    return say("{basis}", "{basis}", basis=basis)


def acceptance_days(item: ItemRef) -> int:
    own = item.procedure.acceptance_days
    return kind_of(item).acceptance_days if own is None else own


def deems_acceptance(item: ItemRef) -> bool:
    """Whether a case on which nothing is said in time counts as accepted."""
    own = item.procedure.deemed_acceptance
    return kind_of(item).deemed_acceptance if own is None else own


def delivery_days(item: ItemRef) -> int:
    """For what is no licence a rule of this system."""
    own = item.procedure.delivery_days
    return DELIVERY_DAYS if own is None else own


def extension(item: ItemRef) -> Extension:
    return item.procedure.extension or kind_of(item).extension


def extension_basis(item: ItemRef) -> Sentence | None:
    own = item.procedure.extension
    if own is not None:
        return quoted(own.basis) if own.basis else None
    return law.article(42, 1) if kind_of(item).extension.days else None


def statutory_basis(item: ItemRef) -> Sentence | None:
    """What sets the days to decide: the item's own text; for a licence of twenty days, L 42."""
    if item.kind == "licence" and item.statutory_days == LICENCE_DAYS:
        return cited(item, "statutory") or law.article(42, 1)
    return cited(item, "statutory")


def special_procedures(item: ItemRef) -> dict[str, str]:
    """What stops the item's clock, by code, each with its basis. Of an item that says nothing of
    its procedure the eight of L 45, where it is a licence."""
    if item.procedure != Procedure():
        return {s.procedure: s.basis or citation(item, "special") for s in item.procedure.special}
    return dict.fromkeys(PROCEDURES, law.full_article(45)) if item.kind == "licence" else {}


def knows_parties(item: ItemRef) -> bool:
    """Whether others are told of an application that touches them: of any licence that does (L 36),
    else where the item's text says so."""
    return item.kind == "licence" or item.procedure.interested_parties


def is_deferrable(item: ItemRef, material: str) -> bool:
    """容缺. An item that says nothing of its procedure leaves it to the clerk."""
    return item.procedure == Procedure() or material in item.procedure.deferrable


def returns_papers(item: ItemRef) -> bool:
    """Whether incomplete papers go back, for the applicant to file anew."""
    return item.procedure.correction == "return"


def refuses_papers(item: ItemRef) -> bool:
    """Whether papers that go back are refused with it (不动产登记暂行条例 Art. 17(1)(3))."""
    return returns_papers(item) and item.procedure.uncorrected == "refuse"


def gives_up(item: ItemRef) -> bool:
    """Whether who does not correct in time counts as having given up: no refusal follows."""
    return item.procedure.uncorrected == "abandoned"
