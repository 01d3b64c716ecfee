"""Who may see and do what: each cell of the table in docs/security.md, tried at the centre and,
of what is done, by the rules that a desk judges it with."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.cases.actions import ACTIONS
from app.cases.checks import Situation
from app.cases.lifecycle import blocking_reasons
from app.cases.model import Clerk, Item, SubApplication
from app.cases.proposals import may_sign
from app.cases.typed import decode
from app.cases.workdays import WorkCalendar
from tests.practice.calls import action, caller

PAGE = (Path(__file__).parents[2] / "docs/security.md").read_text("utf-8")
ROLES = ("handler", "colleague", "lead", "handler who is a lead", "lead elsewhere")
REFUSAL = {"ground": "not_competent", "text": "不属本局职权", "competent_authority": "区局"}
# By role, who it is, and whose case it is about.
WHO = {
    "handler": ("zhang.wei", "zhang.wei"),
    "colleague": ("zhang.wei", "wang.fang"),
    "lead": ("li.wen", "zhang.wei"),
    "handler who is a lead": ("wang.fang", "wang.fang"),
    "lead elsewhere": ("qian.hui", "zhang.wei"),
}


class Scene:
    """One clerk before one case, which may be proposed."""

    def __init__(self, centre, role: str) -> None:
        who, whose = WHO[role]
        self.holder = caller(centre, whose)
        self.clerk = self.holder if who == whose else caller(centre, who)
        signed = [
            case
            for case in self.holder.cases("received")
            if case.item.signatures and case.assignee.id == self.holder.id
        ]
        self.case: SubApplication = min(signed, key=lambda case: case.proposal is not None)

    def propose(self) -> None:
        if self.case.proposal is not None:
            return
        said = {"action": {"type": "refuse_acceptance", "payload": REFUSAL}, "opinion": "请审"}
        asked = action(self.case.id, "propose", self.case.revision, payload=said)
        (result,) = self.holder.act(asked)
        assert result["outcome"] == "applied", result
        self.case = decode(json.dumps(result["body"]).encode(), SubApplication)

    def does(self, kind: str, **payload) -> bool:
        """Whether the centre carries it out; the desk's rules say the same beforehand."""
        judged = decode(json.dumps(payload).encode(), ACTIONS[kind])
        known = Situation(
            today=date.today(),
            item=Item(code=self.case.item.code, name="", signatures=self.case.item.signatures),
            calendar=WorkCalendar.packaged(),
            sees_every_case=True,
        )
        me = decode(json.dumps(self.clerk.token["clerk"]).encode(), Clerk)
        lawful = not blocking_reasons(self.case, judged, me, known)
        (result,) = self.clerk.act(action(self.case.id, kind, self.case.revision, payload=payload))
        assert lawful == (result["outcome"] == "applied"), result
        if kind == "sign":
            assert lawful == may_sign(self.case, me)
        return lawful

    def about_proposal(self, kind: str, **more) -> bool:
        self.propose()
        assert self.case.proposal is not None
        return self.does(kind, proposal_id=self.case.proposal.id, **more)


def sees_whole(scene: Scene) -> bool:
    return scene.case.id in scene.clerk.held("sub_application")


def sees_proposed(scene: Scene) -> bool:
    scene.propose()
    return sees_whole(scene)


def sees_head(scene: Scene) -> bool:
    return scene.case.id in scene.clerk.held("team_case")


def reads_papers(scene: Scene) -> bool:
    paper = next(m.id for m in scene.case.materials if m.sha256)
    return scene.clerk.get(f"/v1/materials/{paper}").status_code == 200


def looks_up(scene: Scene) -> bool:
    return scene.clerk.get(f"/v1/sub_applications/{scene.case.id}").status_code == 200


def finds(scene: Scene) -> bool:
    found = scene.clerk.get("/v1/search", q=scene.case.no, limit=100).json()["groups"]
    return scene.case.id in {hit["id"] for group in found for hit in group["hits"]}


def sees_load(scene: Scene) -> bool:
    member = scene.clerk.held("colleague").get(scene.holder.id)
    return bool(member and member.get("load"))


def reads_figures(scene: Scene) -> bool:
    """Of the handler alone, by name."""
    since, until = date.today() - timedelta(days=90), date.today()
    asked = {"from": since, "to": until, "by": "clerk"}
    answer = scene.clerk.get("/v1/statistics", **asked)
    return answer.status_code == 200 and scene.holder.id in json.dumps(answer.json())


def may_claim(scene: Scene) -> bool:
    """From the pool of the handler's department."""
    pool = scene.holder.held("pool").keys()
    assert pool
    return bool(pool & scene.clerk.held("pool").keys())


TRIED = {
    "holds the case whole in the feed": sees_whole,
    "the same while it is proposed": sees_proposed,
    "its head among the department's (`team_case`)": sees_head,
    "its papers": reads_papers,
    "the case by its id (`/v1/sub_applications/{id}`)": looks_up,
    "finds it by the search": finds,
    "how much its handler has to do (`colleague.load`)": sees_load,
    "figures of its handler by name": reads_figures,
    "`review`": lambda scene: scene.does("review"),
    "`transfer`": lambda scene: scene.does("transfer", to_clerk=scene.holder.id, reason="轮岗"),
    "`refuse_acceptance` unsigned": lambda scene: scene.does("refuse_acceptance", **REFUSAL),
    "`propose`": lambda scene: scene.does(
        "propose", action={"type": "refuse_acceptance", "payload": REFUSAL}, opinion="请审"
    ),
    "`recall`": lambda scene: scene.about_proposal("recall"),
    "`sign`": lambda scene: scene.about_proposal("sign", opinion="同意"),
    "`send_back`": lambda scene: scene.about_proposal("send_back", text="请补充"),
    "its department's pool, to claim from (`pool`)": may_claim,
}
HEADING, _, *ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("\n| what |", 1)[1].split("\n\n", 1)[0].splitlines()
]
ALLOWED = {row[0]: dict(zip(ROLES, row[1:], strict=True)) for row in ROWS}


def test_the_table_names_the_roles_and_what_is_tried():
    assert tuple(HEADING) == ROLES
    assert ALLOWED.keys() == TRIED.keys()


@pytest.mark.parametrize("what", TRIED)
def test_each_role_sees_and_does_what_the_table_says_and_no_more(own_centre, what):
    lead_last = sorted(ROLES, key="lead".__eq__)  # whose signature ends a case
    found = {role: TRIED[what](Scene(own_centre, role)) for role in lead_last}
    assert {role: "yes" if may else "no" for role, may in found.items()} == ALLOWED[what]
