"""Electronic licences (电子证照) as the practice city issues them, and who is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from app.cases.model import (
    OPEN_STATES,
    Event,
    Field,
    Grant,
    Licence,
    SharedFact,
    SiblingResult,
    SubApplication,
    civil,
)
from app.practice.world import CENTRE, World

Value = str | int | float | bool | None
_LICENCE_FACTS = frozenset({"company", "uscc", "address", "person", "area", "baby", "baby_sex"})


def issue_licence(world: World, case: SubApplication) -> None:
    """Lets an approval's licence out: to the siblings as a shared fact, to look-ups."""
    item = world.items[case.item.code]
    if item.result is None:
        return
    facts = {f.key: f.value for s in case.form for f in s.fields if f.key in _LICENCE_FACTS}
    facts |= _facts_of_holder(case)
    grant = case.grant or Grant()
    licence = Licence(
        kind=item.result.kind,
        no=grant.no or f"JY{case.no[-6:]}{case.no[7:15]}",
        holder=case.applicant.name,
        holder_id=case.applicant.id_number,
        issuer=case.department.full_name or case.department.name,
        valid_from=grant.valid_from or civil(world.clock()),
        valid_to=grant.valid_to,
        facts=facts,
    )
    world.ledger.keep_licence(licence.holder_id, licence.kind, licence)
    thing = world.things[case.one_thing.id]
    siblings = tuple(
        replace(s, result=SiblingResult(licence=licence)) if s.id == case.id else s
        for s in thing.sub_applications
    )
    said = [(item.code, licence.kind, licence.no), *_labelled(case, facts)]
    shared = tuple(
        SharedFact(key=key, label=label, value=value, from_=licence.kind, at=world.clock())
        for key, label, value in said
    )
    world.put_thing(replace(thing, sub_applications=siblings, facts=(*thing.facts, *shared)))
    _share_with_siblings(world, case, licence)


def revoke_licence(world: World, case: SubApplication) -> None:
    """Takes an approval's licence back: look-ups and siblings hold it as revoked."""
    thing = world.things[case.one_thing.id]
    own = next((s for s in thing.sub_applications if s.id == case.id), None)
    if own is None or own.result is None or own.result.licence is None:
        return
    licence = replace(own.result.licence, status="revoked")
    world.ledger.replace_licence(licence.holder_id, licence.kind, licence.no, licence)
    siblings = tuple(
        replace(s, result=SiblingResult(licence=licence)) if s.id == case.id else s
        for s in thing.sub_applications
    )
    world.put_thing(replace(thing, sub_applications=siblings))
    for sibling in siblings:
        other = world.cases[sibling.id]
        held = [m for m in other.materials if m.licence and m.licence.no == licence.no]
        if held and other.state in OPEN_STATES:
            materials = tuple(
                replace(m, licence=licence) if m in held else m for m in other.materials
            )
            _tell(world, other, f"{licence.kind} {licence.no} 已被撤销", materials=materials)


def _share_with_siblings(world: World, case: SubApplication, licence: Licence) -> None:
    for sibling in world.things[case.one_thing.id].sub_applications:
        other = world.cases[sibling.id]
        if sibling.id == case.id or other.state not in OPEN_STATES:
            continue
        shared = _with_licence(other, licence)
        if shared != other:
            text = f"{licence.issuer}已发{licence.kind} {licence.no}"
            _tell(world, other, text, form=shared.form, materials=shared.materials)


def _tell(world: World, case: SubApplication, text: str, **changes: Any) -> None:
    """Writes a case with what another department's result changed in it."""
    event = Event(at=world.clock(), by=CENTRE, type="result_shared", text=text)
    history = (*case.history, event)
    world.put_case(replace(case, revision=case.revision + 1, history=history, **changes))


def _with_licence(case: SubApplication, licence: Licence) -> SubApplication:
    """A case whose materials and shared fields of this licence's kind are filled from it."""

    def filled(field: Field) -> Field:
        if field.source != "shared" or field.source_name.removeprefix("电子") != licence.kind:
            return field
        return replace(field, value=licence.facts.get(field.key, licence.no))

    return replace(
        case,
        form=tuple(
            replace(section, fields=tuple(filled(field) for field in section.fields))
            for section in case.form
        ),
        materials=tuple(
            replace(m, licence=licence)
            if m.form == "licence" and m.licence is None and m.name == licence.kind
            else m
            for m in case.materials
        ),
    )


def _facts_of_holder(case: SubApplication) -> dict[str, str]:
    applicant = case.applicant
    if applicant.id_type != "uscc":
        return {}
    return {"company": applicant.name, "uscc": applicant.id_number}


def _labelled(case: SubApplication, facts: dict[str, Value]) -> Iterator[tuple[str, str, Value]]:
    """Each fact of a licence with the label it has on the form."""
    labels = {"uscc": "统一社会信用代码"} | {f.key: f.label for s in case.form for f in s.fields}
    for key, value in facts.items():
        if key in labels:
            yield key, labels[key], value
