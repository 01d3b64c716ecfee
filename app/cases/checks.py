"""Automatic checks of a case (docs/rules.md, "Automatic checks").

An item names the rules it wants and their parameters; every finding is
``pass``, ``warn``, ``fail`` or ``unknown`` — unknown where a fact is not there,
never a guess — and names the field or material it rests on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from app.cases.contract import API_VERSION
from app.cases.evidence import Comparison
from app.cases.identity import REGIONS, age_on, born_on, resident_id_problem
from app.cases.labels import field_label
from app.cases.licences import judged
from app.cases.model import CheckRule, Evaluation, Field, Item, Licence, OneThing, SubApplication
from app.cases.one_thing import awaited
from app.cases.sentence import Sentence, listed, say
from app.cases.workdays import WorkCalendar


class Situation(msgspec.Struct, frozen=True):
    """What is known around a case when it is judged.

    ``open_duplicates`` are the numbers of the applicant's other open cases of
    the item, as far as they are seen here; a desk sees its own clerk's only.
    ``item_known`` is False where the feed has not brought the item's rules yet. ``comparison``: the
    papers held against the form; empty where nobody has read them, as at the centre.
    ``centre_api``: the version of the contract that the centre keeps.
    """

    today: date
    item: Item
    calendar: WorkCalendar
    thing: OneThing | None = None
    evaluations: tuple[Evaluation, ...] = ()
    open_duplicates: tuple[str, ...] = ()
    sees_every_case: bool = False
    item_known: bool = True
    comparison: Comparison = Comparison()
    centre_api: str = API_VERSION


class Finding(msgspec.Struct, frozen=True):
    """``outcome`` as above; ``field`` is a key of the form, ``material_id`` a material's, ``""``
    where it rests on none."""

    check_id: str
    outcome: str
    text: Sentence
    field: str = ""
    material_id: str = ""
    rule: str = ""


def run_checks(case: SubApplication, situation: Situation) -> tuple[Finding, ...]:
    """One finding for each check the item asks for, in the item's order."""
    return tuple(_run(case, check, situation) for check in situation.item.checks)


def unanswered(case: SubApplication, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The failing findings the clerk has not answered with a remark in the review."""
    ticks = case.review.checklist
    return tuple(
        finding
        for finding in findings
        if finding.outcome == "fail"
        and not (
            (tick := ticks.get(finding.check_id)) is not None and tick.done and tick.remark.strip()
        )
    )


def _run(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    rule = RULES.get(check.rule)
    if rule is None:
        return Finding(check.id, "unknown", _no_rule(check), rule=check.rule)
    finding = rule(case, check, situation)
    return msgspec.structs.replace(finding, check_id=check.id, rule=check.rule)


def _finding(
    outcome: str, text: Sentence, field: Field | None = None, material: str = ""
) -> Finding:
    return Finding("", outcome, text, field.key if field else "", material)


def _no_rule(check: CheckRule) -> Sentence:
    if not check.text:
        return say("有一项核验本机还不会做", "One check is not known to this desk")
    return say(
        "“{name}”本机还不会核验，请人工核对",
        'This desk cannot check "{name}" yet: look at it yourself',
        name=check.text,
    )


def _no_field(case: SubApplication, check: CheckRule, key: str) -> Finding:
    if (label := field_label(case, key)) is not None:
        text = say("申请表没有填写“{label}”", 'The form leaves "{label}" empty', label=label)
    elif check.text:
        text = say(
            "申请表没有核验“{name}”所需的内容",
            'The form lacks what the check "{name}" needs',
            name=check.text,
        )
    else:
        text = say("申请表没有核验所需的内容", "The form lacks what the check needs")
    return Finding("", "unknown", text, key)


def _filled(case: SubApplication, key: str) -> Field | None:
    field = case.field(key)
    return field if field is not None and field.value not in (None, "") else None


def _resident_id(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    key = str(check.params.get("field", "id_number"))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    problem = resident_id_problem(str(field.value), situation.today)
    if problem is None and str(field.value)[:2] not in REGIONS:
        text = say("公民身份号码的地区代码少见，请核对证件", "Identity number: an unusual region")
        return _finding("warn", text, field)
    if problem is None:
        return _finding("pass", say("公民身份号码校验通过", "Identity number is sound"), field)
    return _finding("fail", say("公民身份号码{why}", "Identity number: {why}", why=problem), field)


def _uscc(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    from stdnum.cn import uscc  # 15 ms, and only some items ask for it

    key = str(check.params.get("field", "uscc"))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    if uscc.is_valid(str(field.value)):
        text = say("统一社会信用代码校验通过", "Credit code is sound")
        return _finding("pass", text, field)
    text = say("统一社会信用代码校验不符", "Credit code fails its check (GB 32100)")
    return _finding("fail", text, field)


def _phone(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    key = str(check.params.get("field", "phone"))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}", str(field.value)):
        return _finding("pass", say("电话号码格式正确", "Phone number is well formed"), field)
    return _finding("warn", say("电话号码格式有误", "Phone number is malformed"), field)


def _same_value(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    params = check.params
    key = str(params.get("field", ""))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    if "other" in params:
        other = _filled(case, str(params["other"]))
        if other is None:
            return _no_field(case, check, str(params["other"]))
        return _compared(field, other.value, other.label, "")
    kind, fact = str(params.get("licence_kind", "")), str(params.get("fact", ""))
    material_id, licence = _licence_of(case, kind)
    if licence is None or licence.facts.get(fact) is None:
        text = say("没有{kind}可供核对", "There is no {kind} to compare with", kind=kind)
        return _finding("unknown", text, field)
    return _compared(field, licence.facts[fact], licence.kind, material_id)


def _compared(field: Field, other: object, source: str, material_id: str) -> Finding:
    if _canonical(field.value) == _canonical(other):
        text = say("与{source}一致", "Agrees with {source}", source=source)
        return _finding("pass", text, field, material_id)
    text = say("{source}上是“{other}”", '{source} says "{other}"', source=source, other=other)
    return _finding("fail", text, field, material_id)


def _canonical(value: object) -> str:
    """A value as it is compared: 86, 86.0 and “86” are one, and so are full and half width."""
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).casefold()
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text


def _licence_valid(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    kind = str(check.params.get("kind", ""))
    material_id, licence = _licence_of(case, kind)
    if licence is None:
        text = say("没有取得{kind}", "No {kind} was supplied", kind=kind)
        return Finding("", "unknown", text, material_id=_awaiting(case, kind))
    outcome, text = judged(licence, case.applicant.id_number, situation.today)
    return _finding(outcome, text, None, material_id)


def _licence_of(case: SubApplication, kind: str) -> tuple[str, Licence | None]:
    for material in case.current_materials():
        if material.licence is not None and material.licence.kind == kind:
            return material.id, material.licence
    return "", None


def _awaiting(case: SubApplication, kind: str) -> str:
    """The material that stands for a licence of a kind, whether it has come or not."""
    names = (m.id for m in case.current_materials() if kind in ("", m.name) and not m.supplied)
    return next(names, "")


def _materials_complete(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    missing = missing_materials(case, situation.item)
    if not situation.item_known:
        text = say("本事项的材料清单尚未同步", "The item's list of materials is not here yet")
        return Finding("", "unknown", text)
    if not missing:
        return Finding("", "pass", say("必需材料齐全", "All required materials are here"))
    names = listed([name for name in missing])
    text = say("缺少{names}", "Missing: {names}", names=names)
    return Finding("", "fail", text, material_id=_awaiting(case, missing[0]))


def missing_materials(case: SubApplication, item: Item) -> tuple[str, ...]:
    """The names of required materials that have not been supplied."""
    supplied = {material.name for material in case.materials if material.supplied}
    asked = [material.name for material in item.materials if material.required]
    asked += [material.name for material in case.materials if material.required]
    return tuple(name for name in dict.fromkeys(asked) if name not in supplied)


def _material_in_date(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    name = str(check.params.get("material", ""))
    material = next((m for m in case.current_materials() if m.name == name), None)
    if material is None or material.valid_to is None:
        text = say("{name}没有写明有效期", "{name} states no validity", name=name)
        return Finding("", "unknown", text, material_id=material.id if material else "")
    until = {"name": name, "day": material.valid_to.isoformat()}
    if material.valid_to < situation.today:
        text = Sentence("{name}已于 {day} 过期", "{name} expired on {day}", until)
        return _finding("fail", text, None, material.id)
    text = Sentence("{name}有效至 {day}", "{name} is valid to {day}", until)
    return _finding("pass", text, None, material.id)


PLACE = re.compile(
    r"(?:[^市区县]{2,3}省|[^市区县]{2,5}自治区)?"
    r"((?:[^省市区县路街号]{2,4}市(?![场路口]))*)"
    r"([^省市区县路街号]{1,4}(?:县|(?<![小社园景校厂片新发])区))?"
)


def _in_jurisdiction(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    """The districts are the item's; the city is the one in the department's full name."""
    key = str(check.params.get("field", "address"))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    districts = check.params.get("districts", [])
    own = [str(name) for name in districts] if isinstance(districts, list) else [str(districts)]
    if not own:
        text = say("本事项没有写明辖区", "The item names no district")
        return _finding("unknown", text, field)
    address = str(field.value).strip()
    cities, district = _place(address)
    own_cities, _ = _place(case.department.full_name)
    if cities and own_cities and not any(city in cities for city in own_cities):
        text = say("地址在{city}，不属本部门辖区", "{city} is another city", city=cities[0])
        return _finding("fail", text, field)
    if not any(name in address for name in own):
        if not district:
            text = say("地址没有写明区", "The address names no district")
            return _finding("unknown", text, field)
        text = say(
            "地址在{found}，不属本部门辖区", "{found} is another department's", found=district
        )
        return _finding("fail", text, field)
    if cities and not own_cities:
        text = say("本部门没有写明所在城市", "The department names no city")
        return _finding("unknown", text, field)
    text = say("在本部门辖区内", "Within this department's district")
    return _finding("pass", text, field)


def _place(text: str) -> tuple[list[str], str]:
    """The cities at the head of an address or a name, a county-level one (县级市) behind its own,
    and the district after them, "" where there is none: a 小区 or 开发区 is no district."""
    found = PLACE.match(text)
    cities, district = found.groups("") if found else ("", "")
    return re.findall("[^市]+市", cities), district


def _age_between(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    key = str(check.params.get("field", "id_number"))
    field = _filled(case, key)
    if field is None:
        return _no_field(case, check, key)
    born = born_on(str(field.value))
    if born is None or born > situation.today:
        text = say("公民身份号码里读不出出生日期", "The identity number holds no birth date")
        return _finding("unknown", text, field)
    age = age_on(born, situation.today)
    low, high = int(str(check.params.get("min", 0))), int(str(check.params.get("max", 200)))
    values = {"age": age, "low": low, "high": high}
    if low <= age <= high:
        return _finding("pass", Sentence("年龄 {age} 周岁，符合", "Aged {age}", values), field)
    text = Sentence(
        "年龄 {age} 周岁，应在 {low} 至 {high} 周岁", "Aged {age}, not {low} to {high}", values
    )
    return _finding("fail", text, field)


def _no_open_duplicate(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    """Warns only: the desk sees its own cases, so the answer is not the same everywhere."""
    field = _filled(case, str(check.params.get("field", "id_number")))
    if situation.open_duplicates:
        text = say(
            "同一申请人的同一事项已在办：{nos}",
            "The same applicant has this item open: {nos}",
            nos="、".join(situation.open_duplicates),
        )
        return _finding("warn", text, field)
    if situation.sees_every_case:
        text = say("没有在办的相同申请", "No same application is open")
        return _finding("pass", text, field)
    text = say(
        "本人办件中没有相同申请；其他窗口的由中心核对",
        "Not among your own cases; the centre knows the other windows'",
    )
    return _finding("unknown", text, field)


def _depends_on_decided(case: SubApplication, check: CheckRule, situation: Situation) -> Finding:
    thing = situation.thing
    own = next((s for s in thing.sub_applications if s.id == case.id), None) if thing else None
    if thing is None or own is None:
        return Finding("", "unknown", say("没有取得一件事的进展", "The one-thing is not here"))
    waiting = [sibling.item.name for sibling in awaited(thing, own)]
    if not waiting:
        return Finding("", "pass", say("前置事项均已办结", "What comes before is decided"))
    text = say("须先取得{names}的结果", "Waits for the result of {names}", names=listed(waiting))
    return Finding("", "fail", text, material_id=_awaiting(case, ""))


RULES: dict[str, Callable[[SubApplication, CheckRule, Situation], Finding]] = {
    "resident_id": _resident_id,
    "uscc": _uscc,
    "phone": _phone,
    "same_value": _same_value,
    "licence_valid": _licence_valid,
    "materials_complete": _materials_complete,
    "material_in_date": _material_in_date,
    "in_jurisdiction": _in_jurisdiction,
    "age_between": _age_between,
    "no_open_duplicate": _no_open_duplicate,
    "depends_on_decided": _depends_on_decided,
}
