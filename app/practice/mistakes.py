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
Inputs = dict[str, Any]
MISTAKE_SHARE = 0.35
SEEN_ON_PAPER_SHARE = 0.15  # of the cases without another mistake


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """``paper`` and ``flaw`` spoil a material, ``twist`` changes the facts of the case, ``redraw``
    what the material says.

    It shows at the materials of ``paper``, or the ``last`` so many of them, on its ``page`` (0
    where it is the whole file), and at the ``fields``. ``dated``: the paper's validity is checked;
    ``expires``: only the paper says it. ``brought``: how the paper comes, where that matters.
    """

    name: str
    words: Sentence
    page: int = 1
    fields: tuple[str, ...] = ()
    dated: bool = False
    expires: bool = False
    paper: str = ""
    last: int = 0
    brought: str = ""
    flaw: str = ""
    field: str = ""
    licence: bool = False
    twist: Callable[[Facts, random.Random, date], Facts] | None = None
    redraw: Callable[[Inputs, random.Random, date], Inputs] | None = None

    def fits(self, spec: ItemSpec, holds_licence: bool) -> bool:
        """Whether a case of the item can have it."""
        filled = {field.key for field in spec.fields() if field.source == "applicant"}
        if self.licence and not holds_licence:
            return False
        papers = self.papers(spec)
        if self.paper and len(papers) < max(1, self.last):
            return False
        if self.dated and not spec.expiring.intersection(papers):
            return False
        return not self.field or self.field in filled

    def papers(self, spec: ItemSpec) -> tuple[str, ...]:
        """The names of the materials that it shows at."""
        undated = {m.name for m in spec.materials if m.expires} - spec.expiring
        names = [m.name for m in spec.materials if m.paper == (self.paper or "-")]
        return tuple(n for n in names if not self.expires or n in undated)[-self.last :]

    def places(self, spec: ItemSpec, materials: Sequence[Material]) -> tuple[str, ...]:
        """Where it can be found: ``material:ID`` of the case and ``field:KEY``."""
        papers = {*self.papers(spec), *(spec.valid_until_a_day if self.dated else ())}
        keys = {field.key for field in spec.fields()}
        return (
            *(f"material:{material.id}" for material in materials if material.name in papers),
            *(f"field:{key}" for key in self.fields if key in keys),
        )

    def apply_to(self, facts: Facts, rng: random.Random, today: date) -> Facts:
        """The facts of the case with the mistake in them."""
        return self.twist(facts, rng, today) if self.twist else facts

    def drawn(self, inputs: Inputs, rng: random.Random, today: date) -> Inputs:
        """What one of its papers says with the mistake in it."""
        return self.redraw(inputs, rng, today) if self.redraw else inputs


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
    card = {
        "holder": other.name,
        "number": other.id_number,
        "sex": other.sex,
        "born": people.chinese_day(other.born),
    }
    return facts | {"card": card}


def _out_of_date(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"certificate_until": today - timedelta(days=rng.randint(3, 200))}


def _revoked(facts: Facts, rng: random.Random, today: date) -> Facts:
    return facts | {"licence": replace(facts["licence"], status="revoked")}


def _expired(facts: Facts, rng: random.Random, today: date) -> Facts:
    past = today - timedelta(days=30)
    return facts | {"licence": replace(facts["licence"], status="expired", valid_to=past)}


def _lease_over(facts: Facts, rng: random.Random, today: date) -> Facts:
    until = today - timedelta(days=rng.randint(10, 200))
    begun = people.chinese_day(until - timedelta(days=1095))
    return facts | {"lease_from": begun, "lease_to": people.chinese_day(until)}


def _no_longer_valid(inputs: Inputs, rng: random.Random, today: date) -> Inputs:
    return inputs | {"valid": people.chinese_day(today - timedelta(days=rng.randint(3, 200)))}


def _other_number(inputs: Inputs, rng: random.Random, today: date) -> Inputs:
    begin, serial = inputs["no"].rsplit("-", 1)
    return inputs | {"no": f"{begin}-{int(serial) + rng.randint(1000, 9000):06d}"}


def _other_code(inputs: Inputs, rng: random.Random, today: date) -> Inputs:
    number = inputs["invoice"]["no"] if inputs["kind"] == "invoice" else inputs["no"]
    other = f"{number[:-6]}{(int(number[-6:]) + rng.randint(1, 99_999)) % 10**6:06d}"
    code = inputs["code"].replace(number, other) if inputs["code"] else f"证书编号 {other}"
    return inputs | {"code": code}


def _health_certificate(inputs: Inputs, rng: random.Random, today: date) -> Inputs:
    return inputs | {
        "kind": "health_certificate",
        "title": "健康证明",
        "no": f"3201{rng.randint(10**7, 10**8 - 1)}",
        "valid": people.chinese_day(today + timedelta(days=rng.randint(60, 300))),
        "issuer": "健康检查机构",
        "body": "经健康检查，准予从事直接为顾客服务的工作。",
    }


def _pledge(inputs: Inputs, rng: random.Random, today: date) -> Inputs:
    lines = ["遵守法律法规，诚信经营，接受监督检查。", "所提交的材料真实、合法、有效。"]
    return inputs | {"kind": "rules", "title": "守法诚信承诺书", "lines": lines}


MISTAKES = (
    Mistake(name="wrong_check_digit", words=say("公民身份号码校验码不符", "Identity number with a wrong check digit"), fields=("id_number",), field="id_number", twist=_wrong_digit),
    Mistake(name="lease_in_other_name", words=say("租赁合同的承租人不是申请人", "The lease is in another name"), paper="lease", twist=_other_tenant),
    Mistake(name="lease_area_differs", words=say("租赁合同面积与申报不一致", "The lease's area differs from the form"), fields=("area", "lease_area"), paper="lease", field="lease_area", twist=_smaller_lease),
    Mistake(name="licence_revoked", words=say("电子证照已吊销", "The electronic licence is revoked"), page=0, paper="licence", licence=True, twist=_revoked),
    Mistake(name="licence_expired", words=say("电子证照已过期", "The electronic licence has expired"), page=0, paper="licence", licence=True, twist=_expired),
    Mistake(name="outside_district", words=say("经营地址不在本部门辖区", "The address is outside the district"), fields=("address",), field="address", twist=_far_away),
    Mistake(name="floor_plan_missing", words=say("缺少平面布局图", "The floor plan is missing"), page=0, paper="floor_plan", flaw="missing"),
    Mistake(name="floor_plan_blank", words=say("平面布局图是空白页", "The floor plan is a blank page"), paper="floor_plan", brought="pdf", flaw="blank_page"),
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
# What neither the form nor the register tells. They are dealt from a source of chance of their own:
# the people and the cases that a seed makes do not depend on them.
SEEN_ON_PAPER = (
    Mistake(name="lease_over", words=say("租赁合同的租期已满", "The lease's term is over"), paper="lease", twist=_lease_over),
    Mistake(name="certificate_expired_on_paper", words=say("证明材料所载有效期已过", "A certificate has expired by its own words"), paper="certificate", last=1, expires=True, redraw=_no_longer_valid),
    Mistake(name="not_the_lease", words=say("以租赁合同名义提交的是健康证明", "A health certificate is filed as the lease"), paper="lease", last=1, redraw=_health_certificate),
    Mistake(name="not_the_certificate", words=say("以证明材料名义提交的是承诺书", "A pledge is filed as a certificate"), paper="certificate", last=1, brought="pdf", redraw=_pledge),
    Mistake(name="same_file_twice", words=say("同一份文件以两个名称提交", "The same file is filed under two names"), page=0, paper="rules", last=2, flaw="same_file"),
    Mistake(name="altered_after_sealing", words=say("证明材料盖章后有改动", "A certificate was altered after it was sealed"), paper="certificate", last=1, brought="ofd", flaw="altered"),
    Mistake(name="code_differs", words=say("证明材料的二维码与所载编号不一致", "A certificate's code says another number"), paper="certificate", last=1, brought="pdf", redraw=_other_code),
    Mistake(name="invoice_code_differs", words=say("发票的二维码与发票号码不一致", "An invoice's code says another number"), paper="invoice", last=1, redraw=_other_code),
    Mistake(name="another_application", words=say("申请书是另一件申请的", "The application is that of another case"), paper="application", last=1, redraw=_other_number),
)  # fmt: skip
EVERY_MISTAKE = (*MISTAKES, *SEEN_ON_PAPER)
# What is wrong with a case beside its papers and its form, and the check that says so.
SAME_APPLICATION_OPEN, PREREQUISITE_UNDECIDED = "same_application_open", "prerequisite_undecided"
WORDS = {mistake.name: mistake.words for mistake in EVERY_MISTAKE} | {
    SAME_APPLICATION_OPEN: say("同一申请正在办理", "The same application is already open"),
    PREREQUISITE_UNDECIDED: say("前置事项尚未办结", "What must come first is not decided yet"),
}
PAGES = {mistake.name: mistake.page for mistake in EVERY_MISTAKE}


class Mistakes:
    """Deals mistakes out to a share of the cases: those an item, then the city, has had least come
    first."""

    def __init__(self, rng: random.Random, mistakes: Sequence[Mistake], share: float) -> None:
        self.rng = rng
        self._mistakes, self._share = mistakes, share
        self._dealt: Counter[tuple[str, str]] = Counter()  # by item, or "" for the city, and name

    def choose(self, spec: ItemSpec, holds_licence: bool) -> Mistake | None:
        """A mistake for one case, or None for most; counts it."""
        if self.rng.random() > self._share:
            return None
        fitting = [m for m in self._mistakes if m.fits(spec, holds_licence)]
        if not fitting:
            return None

        def had(mistake: Mistake) -> tuple[int, int]:
            return self._dealt[spec.code, mistake.name], self._dealt["", mistake.name]

        fewest = min(map(had, fitting))
        chosen = self.rng.choice([m for m in fitting if had(m) == fewest])
        self._dealt.update([(spec.code, chosen.name), ("", chosen.name)])
        return chosen
