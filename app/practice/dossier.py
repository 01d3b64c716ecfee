"""What is true of one citizen's undertaking, and the form and papers that say so."""

from __future__ import annotations

import random
from collections.abc import Container, Sequence
from datetime import date, timedelta
from typing import Any

from app.cases.model import (
    Applicant,
    Field,
    Licence,
    Representative,
    Section,
    SubApplication,
    civil,
)
from app.practice import people
from app.practice.invoices import invoice
from app.practice.specs import ItemSpec, MaterialSpec, SceneSpec

FACTS_IN_PAPERS = (
    "person", "company", "address", "area", "school", "degree", "pharmacist", "doctor", "seller",
    "quality_head",
)  # fmt: skip
NOT_DRAWN = frozenset({"licence", "card"})
OFFICIAL = frozenset({"certificate", "health_certificate", "licence"})
SCANNED = frozenset({
    "lease", "floor_plan", "rules", "certificate", "health_certificate", "identity_card",
    "shop_front",
})  # fmt: skip
OFD_SHARE, SCANNED_SHARE = 1 / 3, 0.35
LANDLORDS, NAMESAKES = 0.2, 0.08


def facts_of(rng: random.Random, scene: SceneSpec, today: date) -> dict[str, Any]:
    """What is true of one citizen and their undertaking; forms and papers are filled from it."""
    person = people.invent_person(rng, today)
    landlord = people.invent_person(rng, today, 35, 70)
    address, district = people.invent_address(rng)
    area = rng.randint(38, 260)
    began = today - timedelta(days=rng.randint(10, 200))
    company = person.name
    if scene.firm_names:
        company = f"南京{rng.choice(scene.firm_names)}{rng.choice(scene.firm_kinds)}"
    return {
        "scene": scene.code, "district": district, "person": person.name, "sex": person.sex,
        "born": people.chinese_day(person.born), "id_number": person.id_number,
        "number": person.id_number, "holder": person.name, "tenant": person.name,
        "phone": person.phone, "address": address, "home": people.invent_address(rng)[0],
        "landlord": landlord.name, "company": company, "uscc": people.invent_uscc(rng, district),
        "area": area, "lease_area": area, "kitchen_area": max(10, area // 4),
        "seats": area // 3, "staff": rng.randint(2, 14), "exits": 2, "online": rng.random() < 0.6,
        "promise": True, "food_kinds": "热食类食品制售、冷食类食品制售", "capital": rng.choice((10, 30, 50, 100)),
        "scope": scene.scope, "kind": "有限责任公司（自然人投资或控股）", "purpose": scene.purpose,
        "plan_rooms": list(scene.rooms), "applicant": scene.applicant,
        "opening": today + timedelta(days=rng.randint(20, 60)), "sign_size": "6.0 × 1.2",
        "rent": rng.randint(30, 220) * 100, "lease_from": people.chinese_day(began),
        "lease_to": people.chinese_day(began + timedelta(days=1095)), "change": "主要负责人",
        "origin": rng.choice(people.ORIGINS), "residence_kind": "租赁住房",
        "school": rng.choice(people.SCHOOLS), "degree": rng.choice(("本科", "硕士研究生")),
        "graduated": today - timedelta(days=rng.randint(200, 3000)),
        "certificate_no": f"10284{rng.randint(10**9, 10**10 - 1)}",
        "certificate_until": today + timedelta(days=rng.randint(60, 700)),
        "issued": today - timedelta(days=10 + int(person.id_number[14:17]) % 180),
    }  # fmt: skip


def with_people_of_the_city(
    facts: dict[str, Any], scene: SceneSpec, applicants: Sequence[str]
) -> dict[str, Any]:
    """Now and then the landlord is an applicant too, or a firm has a person's name: true papers, in
    which a name alone tells nothing."""
    rng = random.Random(f"people {facts['id_number']}")
    if applicants and rng.random() < LANDLORDS:
        facts = facts | {"landlord": rng.choice(applicants)}
    if applicants and scene.firm_kinds and rng.random() < NAMESAKES:
        name = rng.choice((facts["person"], rng.choice(applicants)))
        facts = facts | {"company": f"南京{name}{rng.choice(scene.firm_kinds)}"}
    return facts


def how_brought(paper: str, name: str, facts: dict[str, Any]) -> str:
    """``pdf``, ``scan`` or ``ofd``: one person brings the same paper to every department alike."""
    of_person = random.Random(f"brings {facts['number']}")
    if paper == "invoice" or (paper in OFFICIAL and of_person.random() < OFD_SHARE):
        return "ofd"
    of_paper = random.Random(f"brings {facts['number']} {name}")
    return "scan" if paper in SCANNED and of_paper.random() < SCANNED_SHARE else "pdf"


def with_item_facts(facts: dict[str, Any], rng: random.Random, spec: ItemSpec) -> dict[str, Any]:
    """The facts with those that only this item's form asks for, chosen from its values."""
    asked: dict[str, Any] = {}
    for field in spec.fields():
        if field.key in facts or not field.values:
            continue
        if field.type in ("number", "money"):
            low, high = (int(value) for value in field.values[:2])
            asked[field.key] = rng.randint(low, high)
        else:
            asked[field.key] = rng.choice(field.values)
    return facts | asked


def business_licence(facts: dict[str, Any], today: date) -> Licence:
    """What a firm that was there before holds."""
    return Licence(
        kind="营业执照",
        no=facts["uscc"],
        holder=facts["company"],
        holder_id=facts["uscc"],
        issuer="南京市市场监督管理局",
        valid_from=today - timedelta(days=900),
        facts={key: facts[key] for key in ("company", "uscc", "address", "person")},
    )


def applicant_of(facts: dict[str, Any]) -> Applicant:
    """The citizen themselves, or the firm they act for."""
    if facts["applicant"] == "person":
        return Applicant(
            kind="person",
            name=facts["person"],
            id_type="resident_id",
            id_number=facts["id_number"],
            phone=facts["phone"],
            address=facts["address"],
        )
    return Applicant(
        kind="organisation",
        name=facts["company"],
        id_type="uscc",
        id_number=facts["uscc"],
        phone=facts["phone"],
        address=facts["address"],
        representative=Representative(
            name=facts["person"], id_number=facts["id_number"], phone=facts["phone"]
        ),
    )


def form_of(spec: ItemSpec, facts: dict[str, Any], awaited: Container[str]) -> tuple[Section, ...]:
    """The filled form; what is read from a licence of the ``awaited`` kinds is empty yet."""
    return tuple(
        Section(
            section=section.section,
            fields=tuple(
                Field(
                    key=f.key,
                    label=f.label,
                    type=f.type,
                    source=f.source,
                    source_name=f.source_name,
                    value=None if f.licence_kind in awaited else _plain(facts.get(f.key)),
                )
                for f in section.fields
            ),
        )
        for section in spec.form
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def paper_inputs(
    wanted: MaterialSpec, case: SubApplication, facts: dict[str, Any], dated: bool
) -> dict[str, Any]:
    """What a renderer needs to draw one paper; ``dated`` where it says until when it is valid."""
    until, coded = facts["certificate_until"], facts["certificate_no"][-1] in "0123"
    rows = [
        [f.label, _written(f.value)] for s in case.form for f in s.fields if f.value is not None
    ]
    drawn = {
        "kind": wanted.paper, "title": wanted.name, "no": case.no, "rows": rows,
        "facts": {k: _plain(v) for k, v in facts.items() if k not in NOT_DRAWN},
        "signed": facts["person"], "day": people.chinese_day(civil(case.clock.receipt)),
        "tenant": facts["tenant"], "purpose": facts["purpose"], "rooms": facts["plan_rooms"],
        "holder": facts["holder"], "sex": facts["sex"], "born": facts["born"],
        "home": facts["home"], "number": facts["number"], "sign": facts["company"].removeprefix("南京"),
        "valid": "", "body": _fill_in(wanted.body, facts), "issuer": _fill_in(wanted.issuer, facts),
        "lines": list(wanted.lines), "code": "",
    }  # fmt: skip
    if wanted.paper != "application":  # drawn alike for every department, so drawn once
        drawn |= {"no": "", "rows": []}
    if wanted.paper in OFFICIAL:
        drawn["issued"] = facts["issued"].isoformat()
    if wanted.paper == "licence":  # brought on paper where the electronic one was not accepted
        drawn |= {
            "kind": "certificate",
            "no": facts["uscc"],
            "issuer": "登记机关",
            "code": f"https://www.gsxt.gov.cn/index.html?uniscid={facts['uscc']}",
            "body": f"{facts['company']}，统一社会信用代码 {facts['uscc']}，住所 {facts['address']}。",
        }
    elif wanted.paper == "identity_card":
        drawn |= facts.get("card", {})
    elif wanted.paper == "invoice":
        bill, code = invoice(facts)
        drawn |= {"issued": facts["issued"].isoformat(), "invoice": bill, "code": code}
    elif wanted.paper == "health_certificate":
        drawn |= {
            "valid": people.chinese_day(until),
            "issuer": "健康检查机构",
            "body": "经健康检查，未发现有碍食品安全的疾病，准予从事直接接触入口食品的工作。",
        }
    elif wanted.paper == "certificate":
        drawn |= {
            "no": facts["certificate_no"],
            "valid": people.chinese_day(until) if dated or wanted.expires else "",
            "code": f"证书编号 {facts['certificate_no']}" if coded else "",
        }
        if wanted.holder:  # the form does not say their number
            drawn |= {"holder": facts.get(wanted.holder, ""), "number": ""}
    return drawn


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _fill_in(text: str, facts: dict[str, Any]) -> str:
    """A paper's text with this citizen's facts in it."""
    for key in FACTS_IN_PAPERS:
        text = text.replace(f"{{{key}}}", str(facts.get(key, "")))
    return text
