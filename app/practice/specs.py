"""What the city's data files say: departments, items and scenes (docs/practice.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from app.cases.model import (
    Article,
    ChecklistPoint,
    CheckRule,
    Department,
    Item,
    ItemMaterial,
    ItemRef,
    ItemResult,
    PaperFact,
    Scene,
)
from app.cases.procedure import Procedure

BUSINESS_LICENCE = "营业执照"
CERTIFICATES = ("certificate", "health_certificate")  # whose text is the item's own
PAPER_FIELDS = (
    "applicant.name", "applicant.id_number", "applicant.phone", "applicant.address",
    "representative.name", "holder", "holder.id_number", "valid_from", "valid_to",
    "application_no", "paper_no",
)  # fmt: skip
LEAST_WORDS = 2  # around a value, to know it by


class _Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class ClerkSpec(_Spec, frozen=True, kw_only=True):
    """``window`` is the counter's name; a ``lead`` may extend deadlines and sign. ``away_days``: so
    many days after the city's first one they are away."""

    username: str
    name: str
    window: str
    lead: bool = False
    away_days: int = 0


class DepartmentSpec(_Spec, frozen=True, kw_only=True):
    """``prefix`` begins the numbers of its notices (发文字号), ``full_name`` is how it signs them;
    ``reconsideration`` and ``court`` are where its acts are contested, ``""`` where they are none
    or nobody knows. ``leads`` sign what its ``clerks`` propose and hold no cases themselves.

    ``district_…`` are the same of its districts' authorities, with ``{district}`` (鼓楼区) and
    ``{short}`` (鼓楼) for the place; ``""`` where the city's decides everything.
    """

    code: str
    name: str
    full_name: str = ""
    prefix: str
    reconsideration: str = ""
    court: str = ""
    phone: str = ""
    district_name: str = ""
    district_prefix: str = ""
    district_reconsideration: str = ""
    clerks: tuple[ClerkSpec, ...]
    leads: tuple[ClerkSpec, ...] = ()

    def department(self, district: str = "") -> Department:
        """As its cases carry it: those of a district by that district's authority."""
        whole = Department(
            code=self.code,
            name=self.name,
            full_name=self.full_name,
            prefix=self.prefix,
            reconsideration=self.reconsideration,
            court=self.court,
            phone=self.phone,
        )
        if not district:
            return whole
        place = {"district": district, "short": district.removesuffix("区")}
        return replace(
            whole,
            full_name=self.district_name.format(**place),
            prefix=self.district_prefix.format(**place),
            reconsideration=self.district_reconsideration.format(**place),
        )


class DepartmentsFile(_Spec, frozen=True, kw_only=True):
    """The whole of departments.toml."""

    departments: tuple[DepartmentSpec, ...]


class MaterialSpec(_Spec, frozen=True, kw_only=True):
    """``{fact}`` in ``body`` is replaced by a fact of the case; ``lines`` are those of rules;
    ``holder``: the key of the form's field that names whose paper it is, ``""`` where it may be of
    anybody in it; ``expires``: only the paper itself says until when it is valid."""

    name: str
    paper: str
    required: bool = True
    licence_kind: str = ""
    holder: str = ""
    expires: bool = False
    issuer: str = ""
    body: str = ""
    lines: tuple[str, ...] = ()


class FieldSpec(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """``[key, label, type]``, with values to choose from, ``["a", "b"]`` or ``[1, 9]`` for a
    number, or with ``"shared", source name``."""

    key: str
    label: str
    type: str
    origin: str | tuple[str | int, ...] = ()
    source_name: str = ""

    @property
    def values(self) -> tuple[str | int, ...]:
        """What to choose from, or the range of a number; none where the applicant's facts have
        it."""
        return self.origin if isinstance(self.origin, tuple) else ()

    @property
    def source(self) -> str:
        """``applicant`` or ``shared``, as the form's field has it."""
        return self.origin if isinstance(self.origin, str) else "applicant"

    @property
    def licence_kind(self) -> str:
        """The kind of licence a shared field is read from: 电子营业执照 is a 营业执照."""
        return self.source_name.removeprefix("电子")


class SectionSpec(_Spec, frozen=True, kw_only=True):
    section: str
    fields: tuple[FieldSpec, ...]


class GuideSpec(_Spec, frozen=True, kw_only=True):
    """办事指南."""

    text: str
    keywords: tuple[str, ...] = ()


class QuestionSpec(_Spec, frozen=True, kw_only=True):
    question: str
    answer: str
    keywords: tuple[str, ...] = ()


class PolicySpec(_Spec, frozen=True, kw_only=True):
    title: str
    text: str
    keywords: tuple[str, ...] = ()


class _Described(_Spec, frozen=True, kw_only=True):
    """What has a name, a guide, questions and policies: an item or a scene."""

    code: str
    name: str
    guide: GuideSpec
    questions: tuple[QuestionSpec, ...] = ()
    policies: tuple[PolicySpec, ...] = ()

    def articles(self, about: str, item_codes: tuple[str, ...]) -> Iterator[Article]:
        """Its articles; ``about`` is in their ids."""
        guide = self.guide
        yield Article(
            id=f"guide-{about}",
            kind="guide",
            title=f"{self.name}办事指南",
            text=guide.text,
            keywords=guide.keywords,
            item_codes=item_codes,
        )
        for n, asked in enumerate(self.questions, 1):
            yield Article(
                id=f"faq-{about}-{n}",
                kind="faq",
                title=asked.question,
                text=asked.answer,
                keywords=asked.keywords,
                item_codes=item_codes,
            )
        for n, policy in enumerate(self.policies, 1):
            yield Article(
                id=f"policy-{about}-{n}",
                kind="policy",
                title=policy.title,
                text=policy.text,
                keywords=policy.keywords,
                item_codes=item_codes,
            )


class ProcedureSpec(Procedure, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``Procedure`` as the item's file has it."""


class ItemSpec(_Described, frozen=True, kw_only=True):
    """事项; days are working days. ``corrections`` are ready-made faults, as ``opinions`` are ready
    for a decision. ``unverified`` says of each thing in doubt what is not known of it.
    ``district``: the district's authority decides."""

    department: str
    district: bool = False
    kind: str
    handling: str
    statutory_days: int
    promised_days: int
    legal_basis: tuple[str, ...]
    conditions: str
    phone: str
    fee: str
    result: ItemResult
    form: tuple[SectionSpec, ...]
    materials: tuple[MaterialSpec, ...]
    checklist: tuple[ChecklistPoint, ...]
    checks: tuple[CheckRule, ...]
    opinions: tuple[str, ...]
    corrections: tuple[str, ...] = ()
    procedure: ProcedureSpec = ProcedureSpec()
    signatures: dict[str, int] = {}
    unverified: tuple[str, ...] = ()

    @property
    def expiring(self) -> frozenset[str]:
        """The names of the materials whose date of validity is checked."""
        dated = (c.params.get("material") for c in self.checks if c.rule == "material_in_date")
        return frozenset(str(name) for name in dated)

    @property
    def valid_until_a_day(self) -> frozenset[str]:
        """The names of the materials that say until when they are valid, all until the same day."""
        said = (m.name for m in self.materials if m.expires or m.paper == "health_certificate")
        return self.expiring.union(said)

    def fields(self) -> Iterator[FieldSpec]:
        for section in self.form:
            yield from section.fields

    def ref(self) -> ItemRef:
        """The item as a case names it."""
        return ItemRef(
            code=self.code,
            name=self.name,
            kind=self.kind,
            handling=self.handling,
            statutory_days=self.statutory_days,
            promised_days=self.promised_days,
            legal_basis=self.legal_basis,
            procedure=self.procedure,
            phone=self.phone,
            signatures=self.signatures,
        )

    def item(self) -> Item:
        """The item whole, as the feed has it."""
        return Item(
            **msgspec.structs.asdict(self.ref()),
            materials=tuple(self._material(m) for m in self.materials),
            checklist=self.checklist,
            checks=self.checks,
            opinions=self.opinions,
            corrections=self.corrections,
            conditions=self.conditions,
            fee=self.fee,
            result=self.result,
        )

    def _material(self, wanted: MaterialSpec) -> ItemMaterial:
        """As the item asks for it, with what papers of its kind say."""
        kind = paper_kinds()[wanted.paper]
        keys = {field.key for field in self.fields()}
        said = [*kind.says, *(sentences(wanted.body) if wanted.paper in CERTIFICATES else ())]
        facts = ((_field_said(fact.field, keys), fact.form) for fact in said)
        return ItemMaterial(
            name=wanted.name,
            required=wanted.required,
            licence_kind=wanted.licence_kind,
            titles=tuple(title.format(name=wanted.name) for title in kind.titles),
            says=tuple(PaperFact(field=field, form=form) for field, form in facts if field),
            holder=wanted.holder,
        )


class PaperKindSpec(_Spec, frozen=True, kw_only=True):
    """``titles``: what papers of a kind are headed, ``{name}`` for the material's own name;
    ``says``: as ``PaperFact``, the fields by the facts of a case."""

    titles: tuple[str, ...] = ()
    says: tuple[PaperFact, ...] = ()


@cache
def paper_kinds() -> dict[str, PaperKindSpec]:
    """What papers say, by their kind (paper_kinds.toml)."""
    text = files("app.practice").joinpath("paper_kinds.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=dict[str, PaperKindSpec])


def sentences(body: str) -> Iterator[PaperFact]:
    """The facts that a certificate's text names, each with the words around it."""
    parts = re.split(r"\{(\w+)\}", body)
    for at in range(1, len(parts), 2):
        before = re.split(r"[。，]", parts[at - 1])[-1]
        after = re.split(r"[。，]", parts[at + 1])[0]
        if len(before + after) >= (LEAST_WORDS if before else LEAST_WORDS + 1):
            yield PaperFact(field=parts[at], form=f"{before}{{}}{after}")


def _field_said(fact: str, keys: set[str]) -> str:
    """The field that a fact of a case is held against; ``""`` where the form has none."""
    if fact in keys or fact in PAPER_FIELDS:
        return fact
    return {"person": "holder", "company": "applicant.name"}.get(fact, "")


class PartSpec(_Spec, frozen=True, kw_only=True):
    """An item's place in a scene: ``after`` which items of it, and the special procedure that
    part of its cases need (Art. 45); an optional one is asked for along by some."""

    code: str
    after: tuple[str, ...] = ()
    optional: bool = False
    special: str = ""


class SceneSpec(_Described, frozen=True, kw_only=True):
    """一件事. ``share``: how often it is filed beside the others; ``joint``: the departments
    decide together (Art. 26); ``rooms``: six names on its floor plans, the largest first."""

    group: str
    share: int
    joint: bool = False
    applicant: str
    purpose: str
    firm_names: tuple[str, ...] = ()
    firm_kinds: tuple[str, ...] = ()
    scope: str = ""
    rooms: tuple[str, ...] = ()
    items: tuple[PartSpec, ...]

    def item_codes(self) -> tuple[str, ...]:
        return tuple(part.code for part in self.items)

    def scene(self) -> Scene:
        return Scene(code=self.code, name=self.name, group=self.group, item_codes=self.item_codes())


class FiledPart(msgspec.Struct, frozen=True):
    """An item as one citizen asks for it; ``issued``: by item code, the kinds of licence that the
    parts of the same filing end in."""

    scene: SceneSpec
    place: PartSpec
    spec: ItemSpec
    issued: dict[str, str]

    @property
    def after(self) -> tuple[str, ...]:
        """The items of this filing that come before it."""
        return tuple(code for code in self.place.after if code in self.issued)

    @property
    def special(self) -> str:
        return self.place.special

    @property
    def awaited(self) -> frozenset[str]:
        """The kinds of licence a sibling will issue."""
        own = self.issued[self.spec.code]
        return frozenset(kind for kind in self.issued.values() if kind != own)

    @property
    def holds_licence(self) -> bool:
        """Whether the applicant is a firm that was there before and shows its licence."""
        kinds = {field.licence_kind for field in self.spec.fields()}
        kinds |= {material.licence_kind for material in self.spec.materials}
        return BUSINESS_LICENCE in kinds - self.awaited
