"""What colleagues and leads are told of a department, and what figures and numbers they get."""

from datetime import date, timedelta

import pytest
import requests

from app.cases.model import OPEN_STATES
from app.cases.notices import content_hash
from tests.practice.calls import action, caller
from tests.support.centres import Centre


def handed_over(giver, receiver):
    case = giver.cases("received")[0]
    reason = {"to_clerk": receiver.id, "reason": "调岗"}
    (result,) = giver.act(action(case.id, "transfer", case.revision, payload=reason))
    assert result["outcome"] == "applied"
    return case


def figures(clerk, by, **more):
    since, until = date.today() - timedelta(days=90), date.today()
    return clerk.get("/v1/statistics", **{"from": since, "to": until, "by": by}, **more)


def test_clerks_of_a_department_are_told_of_each_other_and_loads_to_leads_alone(zhang, wang, liu):
    assert {zhang.id, wang.id} <= set(zhang.held("colleague"))
    assert liu.id not in zhang.held("colleague")
    assert {zhang.id, wang.id}.isdisjoint(liu.held("colleague"))
    assert {each["load"] for each in zhang.held("colleague").values()} == {None}
    for clerk in (zhang, wang):
        held = [case for case in clerk.cases() if case.state in OPEN_STATES]
        assert wang.held("colleague")[clerk.id]["load"]["open"] == len(held)


def test_a_colleague_is_away_for_the_city_s_first_days(zhang, wang):
    for clerk in (zhang, wang):
        away = {each["name"]: each["away_until"] for each in clerk.held("colleague").values()}
        assert {name for name, until in away.items() if until} == {"李文"}
        assert date.fromisoformat(away["李文"]) > date.today()


def test_a_lead_is_told_of_every_open_case_of_the_department_and_a_clerk_of_none(zhang, wang):
    held = {case.id for case in (*zhang.cases(), *wang.cases()) if case.state in OPEN_STATES}
    heads = wang.held("team_case")
    assert held <= set(heads)
    assert {h["assignee"] and h["assignee"]["id"] for h in heads.values()} <= {
        zhang.id, wang.id, None,
    }  # fmt: skip
    assert zhang.held("team_case") == {}


def test_a_case_that_changes_hands_changes_both_loads(zhang, wang):
    before = {id_: each["load"]["open"] for id_, each in wang.held("colleague").items()}
    case = handed_over(zhang, wang)
    after = {id_: each["load"]["open"] for id_, each in wang.held("colleague").items()}
    moved = {zhang.id: before[zhang.id] - 1, wang.id: before[wang.id] + 1}
    assert after == before | moved
    assert wang.held("team_case")[case.id]["assignee"]["id"] == wang.id


def test_what_is_decided_is_no_longer_the_team_s(zhang, wang):
    case = next(c for c in zhang.cases("received") if c.item.procedure.no_refusal == "")
    assert case.id in wang.held("team_case")
    payload = {"ground": "not_competent", "text": "不属于本机关职权", "competent_authority": "某局"}
    sent = action(case.id, "refuse_acceptance", case.revision, payload=payload)
    (result,) = zhang.act(sent)
    assert result["outcome"] == "applied", result
    assert case.id not in wang.held("team_case")


def test_a_lead_reads_any_case_of_the_department_and_a_clerk_none(zhang, wang, liu):
    case = zhang.cases()[0]
    assert wang.get(f"/v1/sub_applications/{case.id}").json()["no"] == case.no
    for clerk in (zhang, liu):
        assert clerk.get(f"/v1/sub_applications/{case.id}").status_code == 404


def test_a_lead_has_figures_of_each_clerk_of_the_department_and_a_clerk_their_own(zhang, wang):
    keys = {row["key"] for row in figures(wang, "clerk").json()["rows"]}
    assert keys == {zhang.id, wang.id}
    for of in ({}, {"of": "department"}, {"of": "hall"}):
        assert {row["key"] for row in figures(zhang, "clerk", **of).json()["rows"]} == {zhang.id}


def test_what_is_not_said_of_whom_is_a_lead_s_department_s_and_a_clerk_s_own(zhang, wang):
    assert figures(wang, "item").json()["of"] == "department"
    assert figures(zhang, "item").json()["of"] == "me"
    assert figures(zhang, "department").json()["of"] == "hall"


def test_days_and_items_add_up_to_the_same(zhang):
    def received(by):
        rows = figures(zhang, by, of="department").json()["rows"]
        return sum(row["received"] for row in rows), sum(row["decided"] for row in rows)

    assert received("day") == received("item") == received("department") != (0, 0)


def test_an_unknown_by_is_400(zhang):
    assert figures(zhang, "weather").status_code == 400


def test_blocks_of_numbers_never_overlap_and_the_next_notice_bears_none_of_them(zhang):
    case = next(c for c in zhang.cases("received") if not c.item.instant)
    kind = f"{case.department.prefix}{'许' if case.item.kind == 'licence' else ''}受"
    blocks = [zhang.get("/v1/numbers", kind=kind, count=4).json()["numbers"] for _ in range(2)]
    drawn = {no for block in blocks for no in block}
    assert len(drawn) == 8
    (result,) = zhang.act(action(case.id, "accept", case.revision))
    assert result["outcome"] == "applied", result
    no = result["body"]["notices"][-1]["no"]
    assert no.startswith(kind) and no not in drawn


def test_no_numbers_of_a_kind_that_is_none_of_the_department_s(liu, zhang):
    case = zhang.cases()[0]
    answer = liu.get("/v1/numbers", kind=f"{case.department.prefix}受")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_whoever_holds_a_notice_may_ask_whether_it_was_issued(zhang):
    notice = next(n for c in zhang.cases() for n in c.notices if n.no)

    def issued(no, digest):
        url = f"{zhang.url}/v1/verify/{no}"
        return requests.get(url, params={"digest": digest}, timeout=20).json()["issued"]

    assert issued(notice.no, content_hash(notice))
    assert not issued(notice.no, "0" * 64)
    assert not issued("宁市监受字〔2020〕1号", content_hash(notice))


@pytest.fixture
def older(tmp_path):
    centre = Centre("--speed", "0", "--cases", "60", "--seed", "3", "--api", "1.0",
                    "--database", str(tmp_path / "centre.sqlite"))  # fmt: skip
    yield caller(centre, "wang.fang")
    centre.close()


def test_a_centre_of_1_0_has_none_of_it(older):
    assert not {"colleague", "team_case"} & set(older.feed()[0])
    assert not {"colleague", "team_case"} & set(older.get("/v1/changes/digest").json())
    said = figures(older, "item").json()
    assert "rows" not in said and "by" not in said
    for path in ("/v1/sub_applications/sa-000001", "/v1/numbers", "/v1/verify/x"):
        assert older.get(path).status_code == 404


def test_a_lead_hands_a_colleague_s_case_over_and_nobody_else_does(zhang, wang, liu):
    case = zhang.cases("received")[0]
    payload = {"to_clerk": wang.id, "reason": "轮岗"}
    (gone,) = liu.act(action(case.id, "transfer", case.revision, payload=payload))
    assert gone["outcome"] == "gone"
    (done,) = wang.act(action(case.id, "transfer", case.revision, payload=payload))
    assert done["outcome"] == "applied"
    assert case.id in {each.id for each in wang.cases()}
    assert case.id not in {each.id for each in zhang.cases()}


def test_what_is_proposed_is_counted_for_the_leads_who_may_sign_it_until_it_is(zhang, wang):
    def to_sign():
        return {id_: each["load"]["to_sign"] for id_, each in wang.held("colleague").items()}

    case = next(c for c in zhang.cases("received") if c.item.signatures.get("refuse_acceptance"))
    proposed = {
        "type": "refuse_acceptance",
        "payload": {"ground": "not_competent", "text": "不属于", "competent_authority": "某局"},
    }
    before = to_sign()
    sent = action(
        case.id, "propose", case.revision, payload={"action": proposed, "opinion": "请签"}
    )
    (result,) = zhang.act(sent)
    assert result["outcome"] == "applied", result
    after = to_sign()
    assert after[wang.id] == before[wang.id] + 1
    assert after[zhang.id] == 0
    assert wang.held("team_case")[case.id]["proposal"]["id"] == sent["id"]
