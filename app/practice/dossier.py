"""What is true of one citizen's undertaking, and the form and papers that say so."""

from __future__ import annotations

import random
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
from app.practice.scenes import ItemSpec, MaterialSpec


def facts_of(dice: random.Random, scene: str, today: date) -> dict[str, Any]:
    """What is true of one citizen and their shop; forms and papers are filled from it."""
    person = people.invent_person(dice, today)
    landlord = people.invent_person(dice, today, 35, 70)
    address, district = people.invent_address(dice)
    area = dice.randint(38, 260)
    began = today - timedelta(days=dice.randint(10, 200))
    company = f"南京{dice.choice(people.SHOP_NAMES)}{dice.choice(people.SHOP_KINDS)}"
    if scene == "fuel-licence-change":
        company = f"南京{dice.choice(people.FUEL_NAMES)}加油站有限公司"
    uscc = people.invent_uscc(dice, district)
    facts: dict[str, Any] = {
        "scene": scene, "district": district, "person": person.name, "sex": person.sex,
        "born": people.chinese_day(person.born), "id_number": person.id_number,
        "number": person.id_number, "holder": person.name, "tenant": person.name,
        "phone": person.phone, "address": address, "home": people.invent_address(dice)[0],
        "landlord": landlord.name, "company": company, "uscc": uscc,
        "area": area, "lease_area": area, "kitchen_area": max(10, area // 4),
        "seats": area // 3, "staff": dice.randint(2, 14), "exits": 2, "online": dice.random() < 0.6,
        "promise": True, "food_kinds": "热食类食品制售、冷食类食品制售", "capital": dice.choice((10, 30, 50, 100)),
        "scope": "餐饮服务；食品销售", "kind": "有限责任公司（自然人投资或控股）",
        "opening": today + timedelta(days=dice.randint(20, 60)), "sign_size": "6.0 × 1.2",
        "rent": dice.randint(30, 220) * 100, "lease_from": people.chinese_day(began),
        "lease_to": people.chinese_day(began + timedelta(days=1095)), "change": "主要负责人",
        "origin": dice.choice(people.ORIGINS), "residence_kind": "租赁住房",
        "school": dice.choice(people.SCHOOLS), "degree": dice.choice(("本科", "硕士研究生")),
        "graduated": today - timedelta(days=dice.randint(200, 3000)),
        "certificate_no": f"10284{dice.randint(10**9, 10**10 - 1)}",
        "certificate_until": today + timedelta(days=dice.randint(60, 700)),
    }  # fmt: skip
    if scene == "fuel-licence-change":
        facts["licence"] = Licence(
            kind="营业执照", no=uscc, holder=company, holder_id=uscc, issuer="南京市市场监督管理局",
            valid_from=today - timedelta(days=900),
            facts={"company": company, "uscc": uscc, "address": address},
        )  # fmt: skip
    return facts


def applicant_of(facts: dict[str, Any]) -> Applicant:
    if facts["scene"] == "talent-residence":
        return Applicant(
            kind="person", name=facts["person"], id_type="resident_id",
            id_number=facts["id_number"], phone=facts["phone"], address=facts["address"],
        )  # fmt: skip
    return Applicant(
        kind="organisation", name=facts["company"], id_type="uscc", id_number=facts["uscc"],
        phone=facts["phone"], address=facts["address"],
        representative=Representative(
            name=facts["person"], id_number=facts["id_number"], phone=facts["phone"]
        ),
    )  # fmt: skip


def form_of(spec: ItemSpec, facts: dict[str, Any]) -> tuple[Section, ...]:
    return tuple(
        Section(
            section=section.section,
            fields=tuple(
                Field(
                    key=f.key, label=f.label, type=f.type, value=_plain(facts.get(f.key)),
                    source=f.source, source_name=f.source_name,
                )
                for f in section.fields
            ),
        )
        for section in spec.form
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def sheet(wanted: MaterialSpec, case: SubApplication, facts: dict[str, Any]) -> dict[str, Any]:
    """What the press needs to draw one paper."""
    until = facts["certificate_until"]
    rows = [
        [f.label, _written(f.value)] for s in case.form for f in s.fields if f.value is not None
    ]
    drawn = {
        "kind": wanted.paper, "title": wanted.name, "no": case.no, "rows": rows,
        "facts": {k: _plain(v) for k, v in facts.items() if k != "licence"},
        "signed": facts["person"], "day": people.chinese_day(civil(case.clock.received_at)),
        "tenant": facts["tenant"], "purpose": "居住" if "talent" in facts["scene"] else "餐饮经营",
        "holder": facts["holder"], "sex": facts["sex"], "born": facts["born"],
        "home": facts["home"], "number": facts["number"], "sign": facts["company"].removeprefix("南京"),
        "valid": "", "body": "", "issuer": "",
        "lines": [
            "进货查验：索取供货者许可证和产品合格证明，查验记录保存不少于六个月。",
            "从业人员每年体检，取得健康证明后上岗；患有碍食品安全疾病的调离岗位。",
            "原料、半成品、成品分开存放，冷藏 0–8 ℃，冷冻低于 −12 ℃。",
            "餐用具一洗二清三消毒，保洁柜专用。",
            "每日检查燃气、用电和疏散通道，负责人签字。",
        ],
    }  # fmt: skip
    if wanted.paper != "application":  # drawn alike for every department, so drawn once
        drawn |= {"no": "", "rows": []}
    if wanted.paper == "health_certificate":
        drawn |= {
            "valid": people.chinese_day(until), "issuer": "健康检查机构",
            "body": "经健康检查，未发现有碍食品安全的疾病，准予从事直接接触入口食品的工作。",
        }  # fmt: skip
    elif "安全资格" in wanted.name:
        drawn |= {
            "valid": people.chinese_day(until), "issuer": "应急管理局",
            "body": "经考核合格，具备危险化学品经营单位主要负责人安全生产知识和管理能力。",
        }  # fmt: skip
    elif wanted.paper == "certificate":
        drawn |= {
            "issuer": facts["school"], "no": facts["certificate_no"],
            "body": f"在{facts['school']}修完教学计划规定的全部课程，成绩合格，准予毕业（{facts['degree']}）。",
        }  # fmt: skip
    return drawn


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
