"""The mistakes citizens make, each with the place where a clerk can find it (docs/practice.md)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases.model import Material
from app.cases.sentence import Sentence, say
from app.practice import people
from app.practice.specs import ItemSpec

Facts = dict[str, Any]
MISTAKE_SHARE = 0.35


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """``paper`` and ``flaw`` spoil a material, ``twist`` changes the facts of the case.

    It shows at the materials of ``paper``, on its ``page`` (0 where it is the whole file), and at
    the ``fields``; ``dated``: the paper's validity is checked.
    """

    name: str
    words: Sentence
    page: int = 1
    fields: tuple[str, ...] = ()
    dated: bool = False
    paper: str = ""
    flaw: str = ""
    field: str = ""
    licence: bool = False
    twist: Callable[[Facts, random.Random, date], Facts] | None = None

    def fits(self, spec: ItemSpec, holds_licence: bool) -> bool:
        """Whether a case of the item can have it."""
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

    def apply_to(self, facts: Facts, rng: random.Random, today: date) -> Facts:
        """The facts of the case with the mistake in them."""
        return self.twist(facts, rng, today) if self.twist else facts


def _wrong_digit(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"id_number": people.with_wrong_check_digit(facts["id_number"])}


def _other_tenant(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"tenant": people.invent_person(rng, today).name}


def _smaller_lease(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"lease_area": max(12, facts["area"] - rng.randint(8, 30))}


def _far_away(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"address": people.invent_address(rng, far=True)[0]}


def _another_person(facts: Facts, rng: random.Random, today: date) -> Facts:
    other = people.invent_person(rng, today)
    return facts | {
        "holder": other.name,
        "number": other.id_number,
        "sex": other.sex,
        "born": people.chinese_day(other.born),
    }


def _out_of_date(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"certificate_until": today - timedelta(days=rng.randint(3, 200))}


def _revoked(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"licence": replace(facts["licence"], status="revoked")}


def _expired(facts: Facts, rng: random.Random, today: date) -> Facts:
    past = today - timedelta(days=30)
    return facts | {"licence": replace(facts["licence"], status="expired", valid_to=past)}


MISTAKES = (
    Mistake(name="wrong_check_digit", words=say("公民身份号码校验码不符", "Identity number with a wrong check digit"), fields=("id_number",), field="id_number", twist=_wrong_digit),
    Mistake(name="lease_in_other_name", words=say("租赁合同的承租人不是申请人", "The lease is in another name"), paper="lease", twist=_other_tenant),
    Mistake(name="lease_area_differs", words=say("租赁合同面积与申报不一致", "The lease's area differs from the form"), fields=("area", "lease_area"), paper="lease", field="lease_area", twist=_smaller_lease),
    Mistake(name="licence_revoked", words=say("电子证照已吊销", "The electronic licence is revoked"), page=0, paper="licence", licence=True, twist=_revoked),
    Mistake(name="licence_expired", words=say("电子证照已过期", "The electronic licence has expired"), page=0, paper="licence", licence=True, twist=_expired),
    Mistake(name="outside_district", words=say("经营地址不在本部门辖区", "The address is outside the district"), fields=("address",), field="address", twist=_far_away),
    Mistake(name="floor_plan_missing", words=say("缺少平面布局图", "The floor plan is missing"), page=0, paper="floor_plan", flaw="missing"),
    Mistake(name="floor_plan_blank", words=say("平面布局图是空白页", "The floor plan is a blank page"), paper="floor_plan", flaw="blank_page"),
    Mistake(name="photo_upside_down", words=say("证件照片上下颠倒", "A photo is upside down"), paper="identity_card", flaw="upside_down"),
    Mistake(name="photo_unreadable", words=say("门头照片模糊无法辨认", "A photo cannot be made out"), paper="shop_front", flaw="unreadable"),
    Mistake(name="someone_elses_card", words=say("提交了他人的身份证", "The identity card is someone else's"), paper="identity_card", twist=_another_person),
    Mistake(name="health_certificate_out_of_date", words=say("健康证明已过期", "A health certificate is out of date"), paper="health_certificate", dated=True, twist=_out_of_date),
    Mistake(name="certificate_out_of_date", words=say("证明材料已过期", "A certificate is out of date"), paper="certificate", dated=True, twist=_out_of_date),
    Mistake(name="bytes_differ_from_hash", words=say("文件内容与登记的校验值不一致", "A file does not match its checksum"), page=0, paper="application", flaw="other_bytes"),
    Mistake(name="broken_pdf", words=say("文件已损坏，打不开", "A file is broken"), page=0, paper="application", flaw="broken_pdf"),
    Mistake(name="encrypted_pdf", words=say("文件加密，打不开", "A file is encrypted"), page=0, paper="rules", flaw="encrypted_pdf"),
    Mistake(name="pdf_bomb", words=say("文件异常，无法显示", "A file cannot be shown"), page=0, paper="application", flaw="pdf_bomb"),
)  # fmt: skip
# What is wrong with a case beside its papers and its form, and the check that says so.
SAME_APPLICATION_OPEN, PREREQUISITE_UNDECIDED = "same_application_open", "prerequisite_undecided"
WORDS = {mistake.name: mistake.words for mistake in MISTAKES} | {
    SAME_APPLICATION_OPEN: say("同一申请正在办理", "The same application is already open"),
    PREREQUISITE_UNDECIDED: say("前置事项尚未办结", "What must come first is not decided yet"),
}
PAGES = {mistake.name: mistake.page for mistake in MISTAKES}


class Mistakes:
    """Deals mistakes out: those an item, then the city, has had least come first."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._dealt: Counter[tuple[str, str]] = Counter()  # by item, or "" for the city, and name

    def choose(self, spec: ItemSpec, holds_licence: bool) -> Mistake | None:
        """A mistake for one case, or None for most; counts it."""
        if self._rng.random() > MISTAKE_SHARE:
            return None
        fitting = [m for m in MISTAKES if m.fits(spec, holds_licence)]
        if not fitting:
            return None

        def had(mistake: Mistake) -> tuple[int, int]:
            return self._dealt[spec.code, mistake.name], self._dealt["", mistake.name]

        fewest = min(map(had, fitting))
        chosen = self._rng.choice([m for m in fitting if had(m) == fewest])
        self._dealt.update([(spec.code, chosen.name), ("", chosen.name)])
        return chosen
