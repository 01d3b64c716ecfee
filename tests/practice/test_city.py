"""The practice city: the same from the same seed, and full of mistakes to find."""

import hashlib
import re
import shutil
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from importlib.resources import files

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.actions import Accept, Action, Approve
from app.cases.checks import missing_materials
from app.cases.kinds import is_deferrable
from app.cases.lifecycle import blocking_reasons, with_deemed_acceptance
from app.cases.model import (
    SHANGHAI,
    Clerk,
    Correction,
    DeferredMaterial,
    Department,
    Event,
    Fault,
    GivenCommitment,
    Grant,
    ItemRef,
    Licence,
    Notice,
    Pause,
    Review,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.cases.typed import decode
from app.central.wire import to_wire
from app.practice import uploads
from app.practice.citizens import Citizens
from app.practice.generation import generate_city
from app.practice.ledger import Ledger
from app.practice.licences import issue_licence, revoke_licence
from app.practice.mistakes import (
    EVERY_MISTAKE,
    PREREQUISITE_UNDECIDED,
    SAME_APPLICATION_OPEN,
    SEEN_ON_PAPER,
)
from app.practice.numbers import with_numbers
from app.practice.outcomes import Outcomes
from app.practice.papers import Paper
from app.practice.scenes import InvalidDataFile, load_city
from app.practice.world import World
from tests.support.examples import a_case

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
WORD = {  # the kinds of notice
    "accept": "受", "request_correction": "补", "refuse_acceptance": "不受", "begin_special": "特",
    "extend": "延", "approve": "准", "deny": "不准", "terminate": "终", "rectify": "更",
    "inform_parties": "告", "verify_commitment": "撤",
}  # fmt: skip
WORD_BY_TITLE = {
    "容缺受理通知书": "容", "不予受理告知书": "不受", "终止办理告知书": "终",
}  # fmt: skip


class QuickRenderer:
    """Papers nobody looks at."""

    def render(self, sheet, flaw="", brought="pdf"):
        return Paper("application/pdf", repr((sheet, flaw, brought)).encode(), 1)


def city(path, seed=7, cases=30, now=NOW) -> Ledger:
    ledger = Ledger(path)
    generate_city(ledger, load_city(), seed, cases, now)
    return ledger


def quick_city(path, **made) -> Ledger:
    """The same city, but for its papers, in a tenth of the time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uploads, "PaperRenderer", QuickRenderer)
        return city(path, **made)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    ledger = city(tmp_path_factory.mktemp("city") / "a.sqlite")
    yield ledger
    ledger.close()


def test_the_same_seed_founds_the_same_city_to_the_byte(small, tmp_path):
    again = city(tmp_path / "b.sqlite")
    for kind in ("sub_application", "one_thing", "item"):
        assert small.bodies(kind) == again.bodies(kind)
    again.close()


def test_another_seed_founds_another_city(tmp_path):
    this = quick_city(tmp_path / "b.sqlite", seed=7)
    other = quick_city(tmp_path / "c.sqlite", seed=8)
    assert this.bodies("sub_application") != other.bodies("sub_application")
    this.close()
    other.close()


def test_every_one_thing_holds_a_case_for_each_item_of_its_scene_that_is_not_optional(small):
    world, scenes = World(small, lambda: NOW), load_city().scenes
    assert len(world.things) > 5
    for thing in world.things.values():
        asked = [sibling.item.code for sibling in thing.sub_applications]
        scene = scenes[thing.scene.code]
        assert asked == [code for code in scene.item_codes() if code in asked]
        assert set(asked) >= {part.code for part in scene.items if not part.optional}


def test_files_are_what_their_cases_say_but_for_the_seeded_spoilt_ones(small):
    world = World(small, lambda: NOW)
    spoilt = {case for case, fault, _ in small.faults() if fault == "bytes_differ_from_hash"}
    brought = [(c.id, m) for c in world.cases.values() for m in c.materials if m.sha256]
    there = {m.id: small.file(m.id)[1:] for _, m in brought}
    assert [m.id for _, m in brought if there[m.id][0] != m.media_type] == []
    assert {
        case_id for case_id, m in brought if hashlib.sha256(there[m.id][1]).hexdigest() != m.sha256
    } == spoilt
    assert len(brought) > 50


def test_every_kind_of_mistake_is_made_somewhere_in_six_hundred_cases(tmp_path):
    ledger = quick_city(tmp_path / "d.sqlite", seed=3, cases=600)
    assert len(ledger.bodies("sub_application")) >= 600
    made = {fault for _, fault, _ in ledger.faults()}
    on_paper = {mistake.name for mistake in SEEN_ON_PAPER}  # tests/practice/test_paper_mistakes.py
    assert made | on_paper == {
        *(mistake.name for mistake in EVERY_MISTAKE),
        SAME_APPLICATION_OPEN,
        PREREQUISITE_UNDECIDED,
    }
    states = Counter(c.state for c in World(ledger, lambda: NOW).cases.values())
    assert set(states) >= {
        "received",
        "correcting",
        "reviewing",
        "special",
        "approved",
        "delivered",
    }
    ledger.close()


def test_the_city_has_all_twelve_scenes_with_items_forms_papers_and_articles_of_their_own():
    city = load_city()
    assert len(city.scenes) == 12
    assert len(city.items) >= 45
    assert {code for s in city.scenes.values() for code in s.item_codes()} == set(city.items)
    articles = list(city.articles())
    assert len(articles) >= 300
    assert len({article.id for article in articles}) == len(articles)
    assert len({article.text for article in articles}) == len(articles)
    for item in city.items.values():
        assert item.form and item.materials and item.checklist and item.checks and item.opinions
        assert item.questions and item.guide.keywords
        assert item.promised_days <= item.statutory_days or item.statutory_days == 0


def unfit(tmp_path, file, old, new) -> str:
    """What is said of the packaged data with one thing in it changed."""
    folder = tmp_path / "data"
    for name in ("items", "scenes"):
        shutil.copytree(files("app.practice") / name, folder / name)
    shutil.copy(files("app.practice") / "departments.toml", folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidDataFile) as said:
        load_city(folder)
    line = text.split(old)[0].count("\n") + 1
    return str(said.value).replace(f"line {line}:", "line HERE:")


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("scenes/open-pharmacy.toml", '"designated-pharmacy"', '"designated"', "no item is called"),
        ("scenes/newborn.toml", '["household-registration"]', '["school"]', "this scene has no"),
        ("scenes/newborn.toml", 'group = "livelihood"', 'group = "life"', "group is one of"),
        ("scenes/open-fast-food.toml", 'special = "hearing"', 'special = "visit"', "special is"),
        ("items/deed-tax.toml", "statutory_days = 0", 'statutory_days = "0"', "Expected `int`"),
        ("items/deed-tax.toml", 'rule = "phone"', 'rule = "phoney"', "rule is one of"),
        ("items/deed-tax.toml", 'field = "phone" }', 'field = "fone" }', "has no field 'fone'"),
        ("items/seal-filing.toml", 'holder = "person"', 'holder = "man"', "has no field 'man'"),
        ("items/deed-tax.toml", 'paper = "rules"', 'paper = "rule"', "paper is one of"),
        ("items/deed-tax.toml", '"choice"', '"select"', "type is one of"),
        ("items/deed-tax.toml", 'department = "swj"', 'department = "swjj"', "no department"),
        ("items/social-card.toml", 'fee = "', 'fee = not written "', "Invalid value"),
    ],
)
def test_a_data_file_that_does_not_fit_is_told_with_its_file_and_line(
    tmp_path, file, old, new, why
):
    said = unfit(tmp_path, file, old, new)
    assert said.startswith(file.split("/")[1])
    assert why in said
    assert "line HERE" in said or "at line" in said


def test_two_items_that_wait_for_each_other_are_told(tmp_path):
    said = unfit(
        tmp_path,
        "scenes/newborn.toml",
        '{ code = "birth-certificate" }',
        '{ code = "birth-certificate", after = ["social-card"] }',
    )
    assert "wait for each other" in said


def test_a_firm_to_be_has_no_code_on_its_forms_until_the_licence_is_out(small):
    world = World(small, lambda: NOW)
    shops = [t for t in world.things.values() if t.scene.code == "open-fast-food"]
    assert shops
    for thing in shops:
        licence = next(s for s in thing.sub_applications if s.item.code == "business-licence")
        waiting = next(s for s in thing.sub_applications if s.item.code == "tax-registration")
        known = world.cases[waiting.id].field("uscc").value
        assert (known is not None) == (licence.result is not None)


def test_an_issued_licence_fills_the_forms_and_papers_that_wait_for_it(tmp_path):
    ledger = quick_city(tmp_path / "e.sqlite", seed=5, cases=120)
    world = World(ledger, lambda: NOW)
    case = next(
        c
        for c in world.cases.values()
        if c.item.code == "business-licence" and c.one_thing.scene.code == "open-fast-food"
        if c.state == "received"
    )
    issue_licence(world, case)
    thing = world.things[case.one_thing.id]
    food = next(s for s in thing.sub_applications if s.item.code == "food-business-licence")
    told = world.cases[food.id]
    assert told.field("uscc").value == case.applicant.id_number
    assert told.field("person").value == case.field("person").value
    (paper,) = [m for m in told.materials if m.form == "licence"]
    assert paper.licence.holder_id == case.applicant.id_number
    assert told.history[-1].type == "result_shared"
    assert {f.key for f in thing.facts} >= {"business-licence", "company", "uscc", "address"}
    assert {f.from_ for f in thing.facts} == {"营业执照"}
    ledger.close()


def test_a_one_thing_tells_when_each_part_was_accepted_and_when_its_clock_stood(tmp_path):
    ledger = quick_city(tmp_path / "h.sqlite", cases=10)
    world = World(ledger, lambda: NOW)

    def told(case):
        parts = world.things[case.one_thing.id].sub_applications
        return next((s.accepted_at, s.pauses) for s in parts if s.id == case.id)

    for case in world.cases.values():
        assert told(case) == (case.clock.accepted_at, case.clock.pauses)
    case = next(c for c in world.cases.values() if c.state == "received")
    clock = replace(case.clock, accepted_at=NOW, pauses=(Pause(from_=civil(NOW)),))
    world.put_case(replace(case, state="special", clock=clock, revision=case.revision + 1))
    assert told(case) == (NOW, clock.pauses)
    ledger.close()


def test_citizens_bring_whatever_they_are_asked_for(tmp_path):
    ledger = quick_city(tmp_path / "g.sqlite", seed=3, cases=150)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    asked = [c for c in world.cases.values() if c.state == "received"]
    assert asked
    for case in asked:
        faults = tuple(Fault(text="请重新提交", material_id=m.id) for m in case.materials)
        round_ = Correction(round=1, requested_at=NOW, by_days=15, faults=faults)
        world.put_case(replace(case, state="correcting", corrections=(round_,)))
    now[0] += timedelta(hours=2)
    Citizens(world, load_city(), 20.0, 3).simulate_tick(
        {clerk.id for clerk in world.clerks.values()}
    )
    for case in asked:
        after = world.cases[case.id]
        assert after.state == "received"
        assert all(m.round == 2 and m.sha256 for m in after.current_materials())
    ledger.close()


def test_some_citizens_hand_their_papers_in_where_nobody_is_signed_in(tmp_path):
    ledger = quick_city(tmp_path / "h.sqlite", seed=3, cases=150)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    asked = [c for c in world.cases.values() if c.state == "received" and c.assignee]
    for case in asked:
        faults = tuple(Fault(text="请重新提交", material_id=m.id) for m in case.materials)
        round_ = Correction(round=1, requested_at=NOW, by_days=15, faults=faults)
        world.put_case(replace(case, state="correcting", corrections=(round_,)))
    now[0] += timedelta(hours=2)
    present = asked[0].assignee.id
    Citizens(world, load_city(), 20.0, 3).simulate_tick({present})
    how = {"receive_materials": set(), "resubmitted": set()}
    for case in asked:
        after = world.cases[case.id]
        assert after.state == "received"
        answer = next(e for e in after.history if e.type in how)
        how[answer.type].add(after.assignee.id)
        for material in after.current_materials():
            sha256, _, content = ledger.file(material.id)
            assert sha256 == material.sha256 == hashlib.sha256(content).hexdigest()
            assert material.round == 2
        if answer.type == "receive_materials":
            assert after.notices[-1].title == "申请材料接收凭证"
    assert how["receive_materials"] and present not in how["receive_materials"]
    assert present in how["resubmitted"]
    ledger.close()


def test_citizens_withdraw_and_complain_of_what_is_late(tmp_path):
    ledger = quick_city(tmp_path / "f.sqlite", seed=3, cases=120)
    now = [NOW + timedelta(days=20)]
    world = World(ledger, lambda: now[0])
    everyone = {clerk.id for clerk in world.clerks.values()}
    citizens = Citizens(world, load_city(), 4 * 3600.0, 3)
    for _ in range(3):
        citizens.simulate_tick(everyone)
    withdrawn = [c for c in world.cases.values() if c.state == "terminated"]
    assert withdrawn
    for case in withdrawn:
        last, notice = case.history[-1], case.notices[-1]
        assert (last.type, last.by.name) == ("withdraw", case.applicant.name)
        assert (notice.title, notice.provisional) == ("终止办理告知书", False)
        assert "终字〔" in notice.no
    told = [m for thing in world.things.values() for m in thing.messages]
    assert told and all("12345" in m.from_ and "逾期" in m.text for m in told)
    ledger.close()


def test_some_citizens_refuse_their_mail_once_and_rate_what_they_get_in_the_end(tmp_path):
    ledger = quick_city(tmp_path / "m.sqlite", seed=3, cases=120)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    sent = [c for c in world.cases.values() if c.state == "received"]
    for case in sent:
        mailed = replace(case.delivery, method="ems", tracking_no="EX1")
        clock = replace(case.clock, accepted_at=NOW, decided_at=NOW, delivered_at=NOW)
        done = Event(at=NOW, by=Clerk(id="c"), type="deliver")
        world.put_case(
            replace(case, state="delivered", delivery=mailed, clock=clock, history=(done,))
        )
    citizens = Citizens(world, load_city(), 1.0, 3)
    everyone = {clerk.id for clerk in world.clerks.values()}
    now[0] += timedelta(hours=1)
    for _ in range(2):
        citizens.simulate_tick(everyone)
    back = {c.id for c in sent if world.cases[c.id].history[-1].type == "mail_returned"}
    rated = {e.sub_application_id for e in world.evaluations.values()}
    assert back and rated
    assert not back & rated
    again = world.cases[min(back)]
    event = Event(at=now[0], by=Clerk(id="c"), type="deliver")
    world.put_case(replace(again, history=(*again.history, event)))
    now[0] += timedelta(hours=1)
    citizens.simulate_tick(everyone)
    assert again.id in {e.sub_application_id for e in world.evaluations.values()}
    ledger.close()


def test_inspectors_say_once_of_a_commitment_whether_it_is_so_and_some_lied(tmp_path):
    ledger = quick_city(tmp_path / "p.sqlite", seed=3, cases=120)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    given = GivenCommitment(verify_by=civil(NOW))
    promised = [c for c in world.cases.values() if c.state == "received"]
    for case in promised:
        clock = replace(case.clock, accepted_at=NOW, decided_at=NOW, delivered_at=NOW)
        world.put_case(replace(case, state="delivered", commitment=given, clock=clock))
    citizens = Citizens(world, load_city(), 1.0, 3)
    now[0] += timedelta(hours=1)
    everyone = {clerk.id for clerk in world.clerks.values()}
    for _ in range(2):
        citizens.simulate_tick(everyone)
    for case in promised:
        told = [m for m in world.things[case.one_thing.id].messages if case.no in m.text]
        assert [m.from_ for m in told] == ["现场核查组"]
    said = [m.text for thing in world.things.values() for m in thing.messages]
    assert any("与承诺一致" in text for text in said)
    assert any("与承诺不一致" in text for text in said)
    ledger.close()


def test_a_licence_that_is_revoked_is_so_for_whoever_holds_or_looks_for_it(tmp_path):
    ledger = quick_city(tmp_path / "r.sqlite", seed=3, cases=120)
    world = World(ledger, lambda: NOW)
    case = next(c for c in world.cases.values() if c.item.code == "business-licence")
    issue_licence(world, case)
    revoke_licence(world, case)
    held = [decode(raw, Licence) for raw in ledger.licences(case.applicant.id_number, "营业执照")]
    assert [licence.status for licence in held][-1:] == ["revoked"]
    thing = world.things[case.one_thing.id]
    (own,) = [s for s in thing.sub_applications if s.id == case.id]
    assert own.result.licence.status == "revoked"
    for sibling in thing.sub_applications:
        other = world.cases[sibling.id]
        assert all(
            m.licence.status == "revoked"
            for m in other.materials
            if m.licence is not None and m.licence.no == own.result.licence.no
        )
    ledger.close()


def test_every_notice_of_the_city_is_numbered_by_authority_kind_and_year(small):
    cases = [
        msgspec.json.decode(raw, type=SubApplication) for _, raw in small.bodies("sub_application")
    ]
    given = [
        (c.department.prefix + ("许" if c.item.kind == "licence" else ""), n)
        for c in cases
        for n in c.notices
        if n.type != "deliver"
    ]
    assert len(given) >= 5
    assert not any(notice.provisional for _, notice in given)
    runs: dict[str, list[int]] = defaultdict(list)
    for prefix, notice in given:
        series, number = re.fullmatch(r"(.+〕)(\d+)号", notice.no).groups()
        word = WORD_BY_TITLE.get(notice.title, WORD[notice.type])
        assert series == f"{prefix}{word}字〔{notice.day.year}〕"
        runs[series].append(int(number))
    assert all(sorted(run) == list(range(1, len(run) + 1)) for run in runs.values())


@pytest.mark.parametrize(
    ("type_", "title", "word"),
    [
        ("accept", "受理通知书", "受"),
        ("accept", "容缺受理通知书", "容"),
        ("request_correction", "申请材料退回告知书", "补"),
        ("request_correction", "不予受理告知书", "不受"),
        ("refuse_acceptance", "终止办理告知书", "终"),
        ("deny", "不予登记告知书", "不准"),
    ],
)
@pytest.mark.parametrize(("kind", "licence"), [("licence", "许"), ("filing", "")])
def test_a_number_says_what_the_notice_is_and_whether_of_a_licence(
    tmp_path, type_, title, word, kind, licence
):
    notice = Notice(type=type_, title=title, no="", day=NOW.date())
    item = ItemRef(code="x", kind=kind)
    case = a_case(item=item, department=Department(code="a", prefix="宁某"), notices=(notice,))
    ledger = Ledger(tmp_path / "n.sqlite")
    (given,) = with_numbers(case, ledger).notices
    ledger.close()
    assert given.no == f"宁某{licence}{word}字〔{NOW.year}〕1号"


def test_a_receipt_of_delivery_is_given_no_number(small):
    cases = [
        msgspec.json.decode(raw, type=SubApplication) for _, raw in small.bodies("sub_application")
    ]
    receipts = [n for c in cases for n in c.notices if n.type == "deliver"]
    assert receipts
    assert all((n.no, n.provisional) == ("", False) for n in receipts)


def test_a_receipt_of_delivery_names_what_was_delivered_by_its_number(small):
    for raw in small.bodies("sub_application"):
        case = msgspec.json.decode(raw[1], type=SubApplication)
        numbers = {notice.no for notice in case.notices}
        for receipt in (n for n in case.notices if n.type == "deliver"):
            (no,) = re.findall(r"（(.+)）", dict(receipt.rows)["送达文书"])
            assert no in numbers


@pytest.mark.parametrize(
    ("item", "signs", "begins", "reconsiders"),
    [
        (
            "food-business-licence", "南京市鼓楼区市场监督管理局", "宁鼓楼市监",
            "南京市鼓楼区人民政府",
        ),
        (
            "seal-filing", "南京市公安局鼓楼分局", "宁公鼓楼",
            "南京市人民政府或者南京市鼓楼区人民政府",
        ),
        (
            "tax-registration", "国家税务总局南京市鼓楼区税务局", "宁鼓楼税",
            "国家税务总局南京市税务局",
        ),
    ],
)  # fmt: skip
def test_what_a_district_decides_is_signed_and_reconsidered_there(item, signs, begins, reconsiders):
    town = load_city()
    spec = replace(town.items[item], district=True)
    here = town.department(spec, "南京市鼓楼区中山北路12号")
    assert here.full_name == signs
    assert here.prefix == begins
    assert here.reconsideration == reconsiders
    of_the_city = town.department(replace(spec, district=False), "南京市鼓楼区中山北路12号")
    assert of_the_city == town.department(spec, "中山北路12号")
    assert (here.code, here.name) == (of_the_city.code, of_the_city.name)
    assert here.full_name != of_the_city.full_name


@pytest.mark.parametrize(
    ("code", "signs", "reconsiders"),
    [
        ("swj", "国家税务总局南京市税务局", "国家税务总局江苏省税务局"),
        ("ypj", "江苏省药品监督管理局", "江苏省人民政府"),
        ("gjj", "南京住房公积金管理中心", "南京市人民政府"),
        ("zrj", "南京市规划和自然资源局", "南京市人民政府"),
        ("gyj", "南京市公用事业服务中心", ""),
    ],
)
def test_each_authority_has_its_own_name_and_its_own_above_it(code, signs, reconsiders):
    department = load_city().departments[code].department()
    assert (department.full_name, department.reconsideration) == (signs, reconsiders)
    assert bool(department.court) == bool(reconsiders)


def test_every_department_can_be_called_and_none_is_one_there_is_not():
    departments = load_city().departments.values()
    assert all(department.phone and department.full_name for department in departments)
    assert not any("市药品监督管理局" in department.full_name for department in departments)


def test_a_case_carries_the_telephone_of_its_item(small):
    items = load_city().items
    for case in (decode(body, SubApplication) for _, body in small.bodies("sub_application")):
        assert case.item.phone == items[case.item.code].phone != ""


def test_what_a_result_bears_is_asked_for_in_the_items_form():
    """Years only where a text says for how many: 药品经营许可证 5 (药品管理法实施条例), 食品经营许可证 5
    (食品经营许可和备案管理办法), 排水许可证 5 (城镇污水排入排水管网许可管理办法 10)."""
    years = {}
    for code, item in load_city().items.items():
        keys = {field.key for field in item.fields()}
        assert {item.result.scope, item.result.place} - {""} <= keys, code
        years[code] = item.result.valid_years
    five = ("food-business-licence", "drug-retail-licence", "drainage-permit")
    assert {code: n for code, n in years.items() if n} == dict.fromkeys(five, 5)


def test_the_centre_keeps_what_an_approval_permits(tmp_path):
    ledger = city(tmp_path / "g.sqlite", seed=3, cases=60)
    world = World(ledger, lambda: NOW)
    case = next(c for c in world.cases.values() if c.assignee and c.state == "reviewing")
    judged = Review(
        materials={m.id: Verdict(verdict="pass") for m in case.materials},
        checklist={
            each.id: Tick(done=True, remark="已核对")
            for each in (
                *world.items[case.item.code].checklist,
                *world.items[case.item.code].checks,
            )
        },
    )
    papers = tuple(replace(m, sha256=m.sha256 or "ab" * 32) for m in case.materials)
    case = world.put_case(replace(case, review=judged, materials=papers))
    grant = Grant(scope="零售", valid_to=civil(NOW) + timedelta(days=365))
    action = Action(id="a", sub_application_id=case.id, at=NOW, payload=Approve(grant=grant))
    clerk = world.clerks[case.assignee.id]
    result = Outcomes(world).act(clerk, to_wire(action, "d", case.revision, None))
    assert (result.outcome, result.detail) == ("applied", "")
    kept = world.cases[case.id]
    assert kept.grant == grant
    assert any("范围为零售" in words for words in kept.notices[-1].paragraphs)
    assert decode(result.body, SubApplication).grant == grant
    kind = world.items[case.item.code].result.kind
    issued = decode(ledger.licences(case.applicant.id_number, kind)[-1], Licence)
    assert (issued.valid_from, issued.valid_to) == (civil(NOW), grant.valid_to)
    ledger.close()


def test_a_deferred_material_is_brought_and_bars_approval_until_then(tmp_path):
    ledger = quick_city(tmp_path / "d.sqlite", seed=3, cases=60)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    case = next(
        c
        for c in world.cases.values()
        if c.state == "received"
        and c.assignee
        and with_deemed_acceptance(c, world.situation(c, NOW)) is c
        and any(is_deferrable(c.item, m.name) and m.required for m in c.materials)
    )
    first = next(m for m in case.materials if is_deferrable(case.item, m.name) and m.required)
    others = (m for m in case.materials if m is not first)
    case = world.put_case(replace(case, materials=(replace(first, sha256=""), *others)))
    owed = tuple(DeferredMaterial(name=name, by=civil(NOW)) for name in missing(case, world))
    action = Action(
        id="a", sub_application_id=case.id, at=NOW, payload=Accept(deferred_materials=owed)
    )
    (clerk,) = [c for c in world.clerks.values() if c.id == case.assignee.id]
    result = Outcomes(world).act(clerk, to_wire(action, "d", case.revision, None))
    assert result.outcome == "applied"
    assert "materials_missing" in barred(world, clerk, case.id)
    now[0] += timedelta(hours=1)
    Citizens(world, load_city(), 1.0, 3).simulate_tick({clerk.id})
    assert "materials_missing" not in barred(world, clerk, case.id)
    assert world.cases[case.id].history[-1].type == "supplemented"
    ledger.close()


def missing(case, world):
    return missing_materials(case, world.items[case.item.code])


def barred(world, clerk, case_id) -> set[str]:
    case = world.cases[case_id]
    found = blocking_reasons(case, Approve(), clerk, world.situation(case, world.clock()))
    return {reason.code for reason in found}
