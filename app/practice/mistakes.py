"""The mistakes citizens make, each with the place where a clerk can find it (scenes.md)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases.model import Material
from app.practice import people
from app.practice.specs import ItemSpec

Facts = dict[str, Any]
SHARE = 0.35


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """``paper`` and ``flaw`` spoil a material, ``twist`` bends the facts of the case.

    It shows at the materials of ``paper`` and at the ``fields``; ``dated``: the paper's validity is
    checked.
    """

    name: str
    fields: tuple[str, ...] = ()
    dated: bool = False
    paper: str = ""
    flaw: str = ""
    field: str = ""
    licence: bool = False
    twist: Callable[[Facts, random.Random, date], Facts] | None = None

    def fits(self, spec: ItemSpec, holds_licence: bool) -> bool:
        papers = {m.paper for m in spec.materials if not self.dated or m.name in spec.expiring}
        filled = {field.key for field in spec.fields() if field.source == "applicant"}
        if self.licence and not holds_licence:
            return False
        return (not self.paper or self.paper in papers) and (not self.field or self.field in filled)

    def places(self, spec: ItemSpec, materials: Sequence[Material]) -> tuple[str, ...]:
        """Where it can be found: ``material:ID`` of the case and ``field:KEY``."""
        papers = {m.name for m in spec.materials if m.paper == (self.paper or "-")}
        keys = {field.key for field in spec.fields()}
        return (
            *(f"material:{material.id}" for material in materials if material.name in papers),
            *(f"field:{key}" for key in self.fields if key in keys),
        )

    def worked_into(self, facts: Facts, dice: random.Random, today: date) -> Facts:
        return self.twist(facts, dice, today) if self.twist else facts


def _wrong_digit(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"id_number": people.with_wrong_check_digit(facts["id_number"])}


def _other_tenant(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"tenant": people.invent_person(dice, today).name}


def _smaller_lease(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"lease_area": max(12, facts["area"] - dice.randint(8, 30))}


def _far_away(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"address": people.invent_address(dice, far=True)[0]}


def _another_person(facts: Facts, dice: random.Random, today: date) -> Facts:
    other = people.invent_person(dice, today)
    return facts | {
        "holder": other.name, "number": other.id_number, "sex": other.sex,
        "born": people.chinese_day(other.born),
    }  # fmt: skip


def _out_of_date(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"certificate_until": today - timedelta(days=dice.randint(3, 200))}


def _revoked(facts: Facts, dice: random.Random, today: date) -> Facts:
    return facts | {"licence": replace(facts["licence"], status="revoked")}


def _expired(facts: Facts, dice: random.Random, today: date) -> Facts:
    past = today - timedelta(days=30)
    return facts | {"licence": replace(facts["licence"], status="expired", valid_to=past)}


MISTAKES = (
    Mistake(name="wrong_check_digit", fields=("id_number",), field="id_number", twist=_wrong_digit),
    Mistake(name="lease_in_other_name", paper="lease", twist=_other_tenant),
    Mistake(name="lease_area_differs", fields=("area", "lease_area"), paper="lease", field="lease_area", twist=_smaller_lease),
    Mistake(name="licence_revoked", paper="licence", licence=True, twist=_revoked),
    Mistake(name="licence_expired", paper="licence", licence=True, twist=_expired),
    Mistake(name="outside_district", fields=("address",), field="address", twist=_far_away),
    Mistake(name="floor_plan_missing", paper="floor_plan", flaw="missing"),
    Mistake(name="floor_plan_blank", paper="floor_plan", flaw="blank_page"),
    Mistake(name="photo_upside_down", paper="identity_card", flaw="upside_down"),
    Mistake(name="photo_unreadable", paper="shop_front", flaw="unreadable"),
    Mistake(name="someone_elses_card", paper="identity_card", twist=_another_person),
    Mistake(name="health_certificate_out_of_date", paper="health_certificate", dated=True, twist=_out_of_date),
    Mistake(name="certificate_out_of_date", paper="certificate", dated=True, twist=_out_of_date),
    Mistake(name="bytes_differ_from_hash", paper="application", flaw="other_bytes"),
    Mistake(name="broken_pdf", paper="application", flaw="broken_pdf"),
    Mistake(name="encrypted_pdf", paper="rules", flaw="encrypted_pdf"),
    Mistake(name="pdf_bomb", paper="application", flaw="pdf_bomb"),
)  # fmt: skip
# What is wrong with a case beside its papers and its form, and the check that says so.
SAME_APPLICATION_OPEN, PREREQUISITE_UNDECIDED = "same_application_open", "prerequisite_undecided"


class Mistakes:
    """Deals mistakes out: those an item, then the city, has had least come first."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._dealt: Counter[tuple[str, str]] = Counter()  # by item, or "" for the city, and name

    def choose(self, spec: ItemSpec, holds_licence: bool) -> Mistake | None:
        if self._dice.random() > SHARE:
            return None
        fitting = [m for m in MISTAKES if m.fits(spec, holds_licence)]
        if not fitting:
            return None

        def had(mistake: Mistake) -> tuple[int, int]:
            return self._dealt[spec.code, mistake.name], self._dealt["", mistake.name]

        fewest = min(map(had, fitting))
        chosen = self._dice.choice([m for m in fitting if had(m) == fewest])
        self._dealt.update([(spec.code, chosen.name), ("", chosen.name)])
        return chosen
