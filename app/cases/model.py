"""The bodies of the Central API as frozen types (docs/contract.md, "Bodies").

Enumerations are plain strings: a value this version does not know is kept and
shown as it came. Times are aware datetimes; dates are civil, Asia/Shanghai.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from app.cases.procedure import Procedure

SHANGHAI = ZoneInfo("Asia/Shanghai")
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
FieldValue = str | int | float | bool | None

STATES = (
    "received", "correcting", "reviewing", "special", "approved", "denied", "revoked", "delivered",
    "refused",     "terminated",
)  # fmt: skip
OPEN_STATES = frozenset({"received", "correcting", "reviewing", "special"})  # nothing is decided
DECIDED_STATES = frozenset({"approved", "denied", "revoked"})  # and not delivered
ADVERSE_STATES = frozenset({"denied", "revoked"})  # of those, against the applicant
CLOSED_STATES = frozenset({"delivered", "refused", "terminated"})
PAUSED_STATES = frozenset({"correcting", "special"})  # open ones in which the clerk waits

# The words of the other enumerations, where no table of a rule's has them.
ROLES = ("clerk", "lead")
SCENE_GROUPS = ("livelihood", "enterprise", "construction")
HANDLINGS = ("instant", "promised")
APPLICANT_KINDS = ("person", "organisation")
ID_TYPES = ("resident_id", "uscc", "passport")
FIELD_TYPES = ("text", "number", "date", "choice", "money", "boolean")
FIELD_SOURCES = ("applicant", "shared")
LICENCE_STATUSES = ("valid", "revoked", "expired")
MATERIAL_FORMS = ("upload", "licence", "original")
DECISION_OUTCOMES = ("approved", "denied", "refused", "revoked")
FLAGS = ("deferred_materials", "joint")
ARTICLE_KINDS = ("faq", "policy", "guide")
EVENTS = (  # no clerk's
    "received", "resubmitted", "supplemented", "withdrawn", "result_shared", "mail_returned",
)  # fmt: skip


def civil(moment: datetime) -> date:
    """The day a moment falls on in the centre's civil calendar."""
    return moment.astimezone(SHANGHAI).date()


class Department(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``full_name`` is how it signs (落款), its city before its name; ``prefix`` begins the numbers
    of its notices; ``reconsideration`` and ``court`` are where its acts are contested; all of them
    ``""`` at a 1.0 centre. ``phone``: where the item has none of its own."""

    code: str
    name: str = ""
    full_name: str = ""
    prefix: str = ""
    reconsideration: str = ""
    court: str = ""
    phone: str = ""


class Scene(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """一件事 scene, e.g. 开办快餐店. ``group``: whom it is for; ``item_codes``: what it joins."""

    code: str
    name: str = ""
    group: str = ""
    item_codes: tuple[str, ...] = ()


class OneThingRef(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The one-thing a case is part of, as the case names it."""

    id: str
    no: str = ""
    scene: Scene = Scene(code="")


class ItemRef(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """事项: what is applied for, as a case carries it: by the law under which it was filed.

    ``promised_days`` and ``statutory_days``: working days; the latter 0 where no text sets them.
    ``kind``: ``licence``, ``confirmation``, ``filing`` or ``public_service``. ``handling``:
    ``instant`` (即办件, decided on the spot) or ``promised`` (承诺件). ``legal_basis``: citations
    as a notice writes them. ``procedure``: what the item's own text says of how it is handled.
    ``phone`` is where an applicant asks about this item, or ``""`` where the department's serves.
    ``signatures``: by action type, how many leads sign it (审核、签发); none where it is not named.
    """

    code: str
    name: str = ""
    kind: str = "licence"
    handling: str = "promised"
    statutory_days: int = 20
    promised_days: int = 20
    legal_basis: tuple[str, ...] = ()
    procedure: Procedure = Procedure()
    phone: str = ""
    signatures: dict[str, int] = {}

    @property
    def instant(self) -> bool:
        """即办件: decided on the spot."""
        return self.handling == "instant"


class Clerk(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who acts: a clerk, a department or the applicant. ``window``: the counter's name; ``roles``:
    a ``lead`` may extend deadlines, and signs what colleagues of the department propose."""

    id: str
    name: str = ""
    department: Department | None = None
    window: str = ""
    roles: tuple[str, ...] = ()

    @property
    def signature(self) -> Clerk:
        """Who, as a record names them: without window and roles."""
        return Clerk(id=self.id, name=self.name)

    @property
    def known_as(self) -> str:
        """Name and window, as one clerk asks for another."""
        return " · ".join(filter(None, (self.name or self.id, self.window)))


class Representative(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """法定代表人: who acts for an organisation."""

    name: str
    id_number: str = ""
    phone: str = ""


class Applicant(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``kind`` is ``person`` or ``organisation``; ``id_type``: ``resident_id`` (公民身份号码),
    ``uscc`` (统一社会信用代码) or ``passport``; ``representative``: of an organisation."""

    kind: str = "person"
    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    representative: Representative | None = None


class Field(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One field of the form. ``key`` is the same on every form; ``label`` is shown. ``type``:
    ``text``, ``number``, ``date``, ``choice``, ``money`` or ``boolean``; ``source``: ``applicant``,
    or ``shared``, read from ``source_name``; ``source_name``: a register or a licence. ``earlier``:
    what the applicant had filed where that was put right at the counter (当场更正), ``""`` where
    they had filled in nothing; null where nothing was put right."""

    key: str
    label: str
    type: str = "text"
    value: FieldValue = None
    source: str = "applicant"
    source_name: str = ""
    earlier: FieldValue = None


class Section(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A titled part of the form."""

    section: str
    fields: tuple[Field, ...] = ()


class Licence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """电子证照: an electronic licence that stands in place of paper. ``holder_id``: the id number
    it is looked up and matched by; ``valid_from`` and ``valid_to``: both days within it, null where
    it has none; ``facts``: what it says, by the keys of a form's fields."""

    kind: str
    no: str
    holder: str
    holder_id: str
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = "valid"
    facts: dict[str, str | int | float | bool | None] = {}


class Material(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """材料: one document of a case. ``form``: a file that was uploaded (``upload``), an electronic
    ``licence`` in the paper's place, or the ``original`` shown at the counter. ``sha256``: of the
    file's bytes, lower-case hex, or ``""`` where there is no file. ``size`` in bytes. ``round``
    counts from 1 and grows with each resubmission. ``valid_to``: the last day on which the paper is
    valid."""

    id: str
    name: str
    required: bool = True
    form: str = "upload"
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    pages: int = 0
    round: int = 1
    licence: Licence | None = None
    valid_to: date | None = None

    @property
    def supplied(self) -> bool:
        """Whether there is something to judge: a file, a licence, or an original at the counter."""
        return bool(self.sha256) or self.licence is not None or self.form == "original"


class Pause(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A span in which the clock stands (Art. 45): ``from`` ≤ day < ``to``.

    ``to``: None while it is open. ``from``: the day it began. ``procedure``: what is carried out.
    ``expected_to``: the day by which it was announced to be over (None of a 1.0 centre).
    """

    from_: date = msgspec.field(name="from")
    to: date | None = None
    procedure: str = ""
    expected_to: date | None = None


class Clock(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """When what happened; the deadlines are counted from these. ``received_at``: when the case was
    filed, which it cannot be judged without; ``accepted_at``, ``decided_at``, ``delivered_at``:
    null while it has not come to that, and left as it was by a revocation, which has its day in the
    decision; ``pauses``: oldest first. ``deemed_accepted``: accepted by
    law, because nobody said anything in time (L 32(1)(4)); ``extension_days``: working days."""

    received_at: Moment | None = None
    accepted_at: Moment | None = None
    decided_at: Moment | None = None
    delivered_at: Moment | None = None
    deemed_accepted: bool = False
    pauses: tuple[Pause, ...] = ()
    extension_days: int = 0

    @property
    def receipt(self) -> datetime:
        """``received_at`` of a case that has it; raises ValueError."""
        if self.received_at is None:
            raise ValueError("received_at is not known")
        return self.received_at


class Fault(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What an applicant is asked to correct. ``text``: in words, as the notice has it;
    ``material_id``: where it is in a paper; ``field``: its key, where it is in the form."""

    text: str
    material_id: str | None = None
    field: str | None = None


class Correction(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """补正: one round of it; ``by_days`` are working days from the request; ``by``: the last day as
    it was printed (None of a 1.0 centre); ``resubmitted_at``: null while nothing came."""

    round: int
    requested_at: Moment
    by_days: int
    by: date | None = None
    faults: tuple[Fault, ...] = ()
    resubmitted_at: Moment | None = None


class DeferredMaterial(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """容缺: a missing material. ``name``: as the item lists it; ``by``: the day by which it
    comes."""

    name: str
    by: date


class GivenCommitment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """告知承诺 on which an approval rests. ``verify_by``: the day by which it is verified, as the
    notice has it; ``verified``: whether it was as promised, null while nobody has looked."""

    verify_by: date
    verified: bool | None = None


class Party(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """利害关系人: whom an approval would touch. ``how``: in which way they were told."""

    name: str
    how: str = ""


class InterestedParties(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who was told of an application that touches them, last at ``told_at``; no ``parties``: it
    was found that there are none. ``ask_by``: the last day on which a hearing can be asked for,
    null where none was offered (L 47(1))."""

    told_at: Moment
    parties: tuple[Party, ...] = ()
    ask_by: date | None = None


class Notice(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """文书: what an action of ``type`` told the applicant in writing, word for word.

    ``no``: its number; ``provisional``: until the centre has given the number out. ``rows`` are the
    labelled lines of a form (送达回证); ``paragraphs``: the text of a letter, all of it.
    ``department``: who signs; ``day``: the date it bears.
    """

    type: str
    title: str
    no: str
    provisional: bool = True
    addressee: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    department: str = ""
    day: date


class Verdict(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """On one material: ``pass``, ``fail`` or ``unclear``. ``remark``: why."""

    verdict: str = "unclear"
    remark: str = ""


class Tick(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """On one point or check. ``remark``: answers a check that fails."""

    done: bool = False
    remark: str = ""


class Review(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The clerk's judgement. ``materials``: by a material's id; ``checklist``: by the id of a point
    of the item, of a check, or of a finding of the papers (``paper:…``)."""

    materials: dict[str, Verdict] = {}
    checklist: dict[str, Tick] = {}


class DenialGround(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Why not. ``basis``: the text and its article; ``text``: what of this case it is about."""

    basis: str
    text: str


class Grant(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What an approval permits, as its result bears it; what is not said is empty. ``scope``: for
    what; ``place``: where; ``no``: under which number; ``valid_from`` and ``valid_to``: both days
    within it."""

    scope: str = ""
    place: str = ""
    no: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Decision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``outcome``: ``approved``, ``denied``, ``refused`` (acceptance) or ``revoked`` (撤销, an
    approval by a commitment that was false); ``opinion``: the reason the notice gives;
    ``conditions``: what goes with the licence; ``grounds``: of a denial."""

    outcome: str
    at: Moment
    by: Clerk
    opinion: str = ""
    conditions: str = ""
    grounds: tuple[DenialGround, ...] = ()


class Delivery(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``wanted`` is the applicant's wish; ``method``, ``tracking_no`` and ``receiver`` say how it
    was done."""

    wanted: str = "counter"
    address: str = ""
    method: str = ""
    tracking_no: str = ""
    receiver: str = ""


class ArchiveRecord(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """归档: when and by whom a case was put away. ``volume`` and ``data``: the SHA-256 of the
    attachments that are its volume (PDF/A) and its data (ZIP), lower-case hex."""

    at: Moment
    by: Clerk
    volume: str
    data: str


class ProposedAction(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is proposed: an action's ``type``, and its ``payload`` as JSON."""

    type: str
    payload: msgspec.Raw


class Signature(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``by``: a lead; ``opinion``: what they wrote beside it."""

    by: Clerk
    at: Moment
    opinion: str = ""


class Proposal(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """提请签发: what the handler proposed and leads have not signed yet. ``id``: that of the
    ``propose`` action; ``by``: the handler; ``opinion``: their words to the lead; ``signatures``:
    oldest first; ``needed``: how many it takes."""

    id: str
    by: Clerk
    at: Moment
    action: ProposedAction
    opinion: str = ""
    signatures: tuple[Signature, ...] = ()
    needed: int = 1


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of a case's history. ``type``: of an action, or what else befell the case:
    ``received``, ``resubmitted``, ``supplemented``, ``withdrawn``, ``result_shared``,
    ``mail_returned``."""

    at: Moment
    by: Clerk
    type: str
    text: str = ""


class SubApplication(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """子申请/办件: one item of a one-thing, in the hands of one clerk.

    What has no default it must have for the desk to keep it (docs/contract.md, "Bodies"). ``no`` is
    what applicants and colleagues call it by; ``assignee``: the clerk who holds it, without whom
    nobody can decide it; ``materials``: every round; ``corrections``, ``notices`` and ``history``:
    oldest first; ``decision``: null while nothing is decided; ``flags``: ``deferred_materials``,
    ``joint`` (departments decide together), and what else the centre knows; ``deferred``: what is
    still owed (容缺); ``grant``: what the approval permits, null where it did not say;
    ``commitment``: what it rests on where papers were promised, null where it rests on papers;
    ``parties``: who was told because it touches them, null while nobody has looked; ``proposal``:
    what stands with the leads, null where nothing does; ``archive``: null while the case is not put
    away, and nothing can be done to it once it is.
    """

    id: str
    no: str
    revision: int
    one_thing: OneThingRef = OneThingRef(id="")
    item: ItemRef
    department: Department = Department(code="")
    assignee: Clerk | None = None
    state: str
    applicant: Applicant = Applicant()
    form: tuple[Section, ...] = ()
    materials: tuple[Material, ...] = ()
    clock: Clock = Clock()
    corrections: tuple[Correction, ...] = ()
    review: Review = Review()
    decision: Decision | None = None
    delivery: Delivery | None = None
    flags: tuple[str, ...] = ()
    deferred: tuple[DeferredMaterial, ...] = ()
    grant: Grant | None = None
    commitment: GivenCommitment | None = None
    parties: InterestedParties | None = None
    proposal: Proposal | None = None
    notices: tuple[Notice, ...] = ()
    history: tuple[Event, ...] = ()
    archive: ArchiveRecord | None = None

    def field(self, key: str) -> Field | None:
        """The form's field of this key; None where it has none."""
        return next((f for s in self.form for f in s.fields if f.key == key), None)

    def current_materials(self) -> tuple[Material, ...]:
        """The latest round of each material, in the order they were first asked for."""
        latest: dict[str, Material] = {}
        for material in self.materials:
            known = latest.get(material.name)
            if known is None or material.round >= known.round:
                latest[material.name] = material
        return tuple(latest.values())


class SharedFact(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A fact one part of a one-thing has brought the others. ``key``: as a form's field has it;
    ``from`` is a department or a kind of licence; ``at``: when it was shared."""

    key: str
    label: str
    value: str | int | float | bool | None = None
    from_: str = msgspec.field(name="from", default="")
    at: Moment | None = None


class SiblingResult(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a sub-application ended in. ``licence``: the one that was issued, if one was."""

    licence: Licence | None = None


class Sibling(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A sub-application as its one-thing tells of it; ``due``: the day its next step is due, as the
    centre reckons; ``mine`` says whether the reader holds it; ``depends_on`` are ids of others
    whose result it waits for. ``accepted_at`` and ``pauses`` are those of its clock."""

    id: str
    item: ItemRef
    department: Department
    state: str
    due: date | None = None
    mine: bool = False
    depends_on: tuple[str, ...] = ()
    result: SiblingResult | None = None
    accepted_at: Moment | None = None
    pauses: tuple[Pause, ...] = ()


class Message(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """留言: from one department to another about a one-thing. ``from``: its name;
    ``to_department``: by its code or name, ``""`` for all."""

    at: Moment
    from_: str = msgspec.field(name="from", default="")
    to_department: str = ""
    text: str = ""


class OneThing(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """一件事: what the citizen filed once and several departments decide.

    ``sub_applications``: all of them, whoever holds them; ``facts``: what one part brought the
    others; ``messages``: oldest first. ``extension_days``: working days by which the government
    lengthened their joint deadline (Art. 42(2)).
    """

    id: str
    no: str
    scene: Scene
    applicant: Applicant
    revision: int
    received_at: Moment
    sub_applications: tuple[Sibling, ...] = ()
    facts: tuple[SharedFact, ...] = ()
    messages: tuple[Message, ...] = ()
    extension_days: int = 0


class PaperFact(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A label or a sentence in which papers of a kind say something. ``form``: its words with
    ``{}`` where the value stands, as in 建筑面积{}平方米. ``field``: the key of the form's field
    that it must agree with, or ``applicant.name`` (the applicant, or who acts for them), ``holder``
    and ``holder.id_number`` (the applicant, who acts for them or somebody the form names),
    ``valid_from``, ``valid_to``, ``application_no``, or ``paper_no`` (which a code on the paper
    repeats)."""

    field: str
    form: str


class ItemMaterial(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A material an item asks for. ``licence_kind``: an electronic licence of this kind may stand
    for it; ``titles``: what such a paper is headed; ``says``: in which words it says what the form
    says. ``holder``: the key of the form's field that names whose paper it is, or
    ``applicant.name`` (the applicant, or who acts for them); ``""`` where it may be of anybody the
    form names."""

    name: str
    required: bool = True
    licence_kind: str = ""
    titles: tuple[str, ...] = ()
    says: tuple[PaperFact, ...] = ()
    holder: str = ""


class ChecklistPoint(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """审查要点. ``id`` is the item's own; ``basis``: the text it rests on."""

    id: str
    text: str
    basis: str = ""


class CheckRule(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An automatic check an item asks for. ``id`` is the item's own; ``rule`` and ``params``: as
    docs/rules.md has them; ``text``: what it is called."""

    id: str
    rule: str
    params: dict[str, str | int | float | bool | list[str]] = {}
    text: str = ""


class ItemResult(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What an approval issues; ``kind`` is the licence's.

    What it bears of a ``Grant``: ``scope`` and ``place`` are the keys of the form's fields that say
    it, ``""`` where it bears none; ``valid_years``: for how long it is valid, 0 where it says
    nothing.
    """

    name: str = ""
    kind: str = ""
    scope: str = ""
    place: str = ""
    valid_years: int = 0

    @property
    def bears_grant(self) -> bool:
        return bool(self.scope or self.place or self.valid_years)


class Item(ItemRef, frozen=True, kw_only=True):
    """事项 whole: what the review of a case of it rests on. ``opinions`` and ``corrections`` are
    ready-made words for a decision and for what is to be corrected."""

    materials: tuple[ItemMaterial, ...] = ()
    checklist: tuple[ChecklistPoint, ...] = ()
    checks: tuple[CheckRule, ...] = ()
    opinions: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    conditions: str = ""
    fee: str = ""
    result: ItemResult | None = None


class Article(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``kind`` is ``faq``, ``policy`` or ``guide``; ``keywords`` are other words people use for
    it."""

    id: str
    kind: str
    title: str
    text: str
    keywords: tuple[str, ...] = ()
    item_codes: tuple[str, ...] = ()


class CalendarYear(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of one published ``year``. ``days_off``: the weekdays off; ``working_weekends``: the weekend
    days worked."""

    year: int
    days_off: tuple[date, ...] = ()
    working_weekends: tuple[date, ...] = ()


GRADES = 5  # of satisfaction, from 非常满意 to 非常不满意
BAD_GRADES = (4, 5)  # 不满意, 非常不满意


class Evaluation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """好差评. ``stars`` from 1 to 5; ``grade`` from 1 (非常满意) to 5 (非常不满意), 0 at a 1.0
    centre; ``text``: the applicant's words; ``reply``: the department's answer, given once, null
    before; ``reply_by``: the last day on which it is given, null where none is set."""

    id: str
    sub_application_id: str
    stars: int
    grade: int = 0
    text: str = ""
    at: Moment | None = None
    reply: str | None = None
    reply_by: date | None = None

    @property
    def graded(self) -> int:
        """The grade, of a 1.0 centre's as the stars have it; within 1 and 5 whatever was told."""
        return max(1, min(GRADES, self.grade or GRADES + 1 - self.stars))


class PoolHead(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is shown of a case in the pool, before anybody holds it: no personal data. ``id``: the
    case's; ``due``: the day its next step is due."""

    id: str
    item: ItemRef
    scene: Scene
    received_at: Moment
    due: date | None = None
