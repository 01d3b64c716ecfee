"""当场更正: what the applicant wrote amiss in the form is put right while they stand at the counter
(L 32(1)(3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import Clerk, Field, FieldValue, ItemRef, SubApplication
from app.cases.sentence import Sentence, listed, say


class CorrectedField(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``key``: of a field of the form; ``value``: what it says from now on, of the field's type."""

    key: str
    value: FieldValue = None


class CorrectOnTheSpot(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``fields``: what is put right; ``text``: how the applicant confirmed it."""

    type = "correct_on_the_spot"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("received",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    fields: tuple[CorrectedField, ...] = ()
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> CorrectOnTheSpot:
        changed = (
            CorrectedField(key=field.key, value=another)
            for section in case.form
            for field in section.fields
            if (another := _another(field)) is not None
        )
        return cls(fields=tuple(changed)[:1], text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "correct_on_the_spot")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found, basis = [], self.basis(case.item)
        known = [(each, case.field(each.key)) for each in self.fields]
        if not self.fields:
            text = say("请选择需要更正的内容", "Choose what is put right")
            found.append(BlockingReason("fields_missing", text, basis, ("fields",)))
        if lacking := [each.key for each, field in known if field is None]:
            text = say("申请表中没有{names}", "{names}: not in the form", names=listed(lacking))
            found.append(BlockingReason("field_unknown", text, basis, ("fields",)))
        there = [(each, field) for each, field in known if field is not None]
        if shared := [field.label for _, field in there if field.source == "shared"]:
            text = say(
                "{names}取自共享数据，不是申请人填写的",
                "{names}: shared, not what the applicant wrote",
                names=listed(shared),
            )
            found.append(BlockingReason("field_shared", text, basis, ("fields",)))
        if odd := [field.label for each, field in there if not _fits(each.value, field)]:
            text = say("请填写正确的{names}", "{names}: fill it in rightly", names=listed(odd))
            found.append(BlockingReason("value_odd", text, basis, ("fields",)))
        if same := [field.label for each, field in there if each.value == field.value]:
            text = say("{names}没有改动", "{names}: nothing is changed", names=listed(same))
            found.append(BlockingReason("value_same", text, basis, ("fields",)))
        if not self.text.strip():
            text = say("请写明申请人如何确认", "Say how the applicant confirmed it")
            found.append(BlockingReason("text_missing", text, basis, ("text",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        values = {each.key: each.value for each in self.fields}
        form = tuple(
            replace(
                section,
                fields=tuple(
                    _with_value(field, values[field.key]) if field.key in values else field
                    for field in section.fields
                ),
            )
            for section in case.form
        )
        return replace(case, form=form)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        """What was written stands in the form."""
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        for each in self.fields:
            field = centre.case.field(each.key)
            name = field.label if field is not None else each.key
            theirs = f"{field.value}" if field is not None else ""
            yield Difference.of_text(name, name, f"{each.value}", theirs)
        yield Difference.of_text("确认情况", "Confirmed", self.text, "")


def _with_value(field: Field, value: FieldValue) -> Field:
    """The field with what the applicant had filed kept beside it, whatever was put right since."""
    filed = field.earlier if field.earlier is not None else field.value
    earlier = None if filed == value else "" if filed is None else filed
    return replace(field, value=value, earlier=earlier)


def _fits(value: FieldValue, field: Field) -> bool:
    """Whether a field of this type can say so."""
    match field.type:
        case "number" | "money":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_day(value)
    return isinstance(value, str) and bool(value.strip())


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _another(field: Field) -> FieldValue:
    """A value that the applicant could have put here; None where it is not theirs."""
    if field.source == "shared":
        return None
    match field.type:
        case "number" | "money":
            return 1 if field.value != 1 else 2
        case "boolean":
            return not field.value
        case "date":
            return "2000-01-01" if field.value != "2000-01-01" else "2000-01-02"
    return f"{field.value or ''}…"
