"""What version 1.1 says of colleagues, and of what a lead reads of the department."""

from __future__ import annotations

import contextlib
from typing import Any, TypeVar

import msgspec

from app.cases.actions import Transfer
from app.cases.model import OPEN_STATES, Clerk, SubApplication
from app.cases.sentence import say
from app.cases.team import StaffMember, TeamCase
from app.cases.typed import decode
from app.support.conformance.acting import act, action
from app.support.conformance.holdings import Holdings
from app.support.conformance.probe import (
    Check,
    Differs,
    NotTried,
    Probe,
    expect,
    problem,
    require_newer,
)
from app.support.conformance.reading import NO_OPEN_CASE, Feed

NO_LEAD = say("测试人员不是负责人", "the test clerk is no lead")
T = TypeVar("T")


class TeamPoints:
    """Nothing is written."""

    def __init__(self, probe: Probe, holdings: Holdings, feed: Feed) -> None:
        self._probe, self._holdings, self._feed = probe, holdings, feed

    def checks(self) -> list[Check]:
        feed, look_ups = "The change feed", "Look-ups"
        return [
            Check("colleague", feed, self._colleagues),
            Check("colleague: load", feed, self._load),
            Check("team_case", feed, self._heads),
            Check("team_case: leads", feed, self._only_leads),
            Check("GET /v1/sub_applications", look_ups, self._whole),
            Check("sub_applications: 404", look_ups, self._not_theirs),
        ]

    def _colleagues(self) -> str:
        """Of the reader's department, the reader among them."""
        require_newer(self._probe)
        members = _read(self._feed, "colleague", StaffMember)
        ours = next((m.clerk for m in members if m.id == self._holdings.clerk.id), None)
        if ours is None:
            among = say("同事中有测试人员本人", "the test clerk is among the colleagues")
            raise Differs(among, sorted(member.id for member in members))
        others = [m.id for m in members if _department_of(m.clerk) != _department_of(ours)]
        expect(
            not others,
            say("只有本部门的同事", "colleagues are of the reader's department alone"),
            others[:3],
        )
        return f"{len(members)}"

    def _load(self) -> str:
        """Told to leads and to nobody else."""
        require_newer(self._probe)
        self._require_lead()
        mine = _read(self._feed, "colleague", StaffMember)
        expect(
            all(member.load is not None for member in mine),
            say("负责人看到每位同事的在办量", "a lead is told each colleague's load"),
            [member.id for member in mine if member.load is None][:3],
        )
        told = _read(self._second(), "colleague", StaffMember)
        expect(
            all(member.load is None for member in told),
            say("其他人员看不到在办量", "nobody else is told a load"),
            [member.id for member in told if member.load is not None][:3],
        )
        return f"{len(mine)}，{len(told)}"

    def _heads(self) -> str:
        """Of a lead's own open cases of the department, as the case has it."""
        require_newer(self._probe)
        self._require_lead()
        heads = {head.id: head for head in _read(self._feed, "team_case", TeamCase)}
        code = _department_of(self._holdings.clerk)
        own = [c for c in self._feed.cases() if c.department.code == code]
        for case in own:
            head = heads.get(case.id)
            if case.state not in OPEN_STATES:
                expect(
                    head is None,
                    say("决定后移出团队在办", "a case that is decided is none of the team's"),
                    case.id,
                )
                continue
            expect(
                head is not None and _agrees(head, case),
                say(
                    "部门每件在办办件都有 team_case，与办件一致",
                    "each open case of the department has a team_case that says what the case does",
                ),
                f"{case.id}: {head}",
            )
        return f"{len(heads)}"

    def _only_leads(self) -> str:
        require_newer(self._probe)
        told = _read(self._second(), "team_case", TeamCase)
        if "lead" in self._probe.second.sign_in().clerk.roles:
            raise NotTried(say("第二名测试人员也是负责人", "the second clerk is a lead as well"))
        expect(
            not told,
            say("不是负责人的看不到团队在办", "who is no lead is told no team_case"),
            [head.id for head in told][:3],
        )
        return "0"

    def _whole(self) -> str:
        require_newer(self._probe)
        self._require_lead()
        head = self._head()
        case = self._probe.got(f"/v1/sub_applications/{head.id}", SubApplication)
        expect(
            (case.id, case.no) == (head.id, head.no) and case.revision >= head.revision,
            say("负责人可查看本部门办件全貌", "a lead reads a case of the department whole"),
            f"{case.id} {case.no} {case.revision}",
        )
        return head.id

    def _not_theirs(self) -> str:
        """What another department's clerk asks for, and what nobody knows."""
        require_newer(self._probe)
        self._require_lead()
        path = f"/v1/sub_applications/{self._head().id}"
        problem(404, "not_found", self._probe.second.ask("GET", path))
        return problem(404, "not_found", self._probe.ask("GET", "/v1/sub_applications/sa-nowhere"))

    def _head(self) -> TeamCase:
        heads = _read(self._feed, "team_case", TeamCase)
        if not heads:
            raise NotTried(NO_OPEN_CASE)
        return heads[0]

    def _second(self) -> Feed:
        return Feed(self._probe.second)

    def _require_lead(self) -> None:
        if "lead" not in self._holdings.clerk.roles:
            raise NotTried(NO_LEAD)


class LeadPoints:
    """A case is given to a colleague and taken back, after all else was tried."""

    def __init__(self, probe: Probe, holdings: Holdings, feed: Feed) -> None:
        self._probe, self._holdings, self._feed = probe, holdings, feed

    def checks(self) -> list[Check]:
        return [Check("transfer: by a lead", "Actions", self._take_back)]

    def _take_back(self) -> str:
        require_newer(self._probe)
        ours = self._holdings.clerk
        if "lead" not in ours.roles:
            raise NotTried(NO_LEAD)
        members = _read(self._feed, "colleague", StaffMember)
        colleague = next((member.id for member in members if member.id != ours.id), None)
        states = Transfer.states
        own = (c for c in self._feed.open_cases() if c.state in states and c.proposal is None)
        case = next(own, None)
        if case is None or colleague is None:
            raise NotTried(
                say("没有可移交的办件或同事", "no case to give away, or nobody to get it")
            )
        given = self._hand_over(case, case.revision, colleague)
        if given.get("outcome") != "applied":
            raise NotTried(say("转办未能办成", "the transfer before it was not carried out"))
        result = self._hand_over(case, given["revision"], ours.id)
        holder = ((result.get("body") or {}).get("assignee") or {}).get("id")
        expect(
            (result.get("outcome"), holder) == ("applied", ours.id),
            say("负责人可移交同事名下的办件", "a lead hands a colleague's case over"),
            f"{result.get('outcome')} {result.get('code')}, assignee {holder}",
        )
        return case.id

    def _hand_over(self, case: SubApplication, revision: int, to_clerk: str) -> dict[str, Any]:
        payload = {"to_clerk": to_clerk, "reason": "检查接口约定"}
        sent = action(case, "transfer", base_revision=revision, payload=payload)
        (result,) = act(self._probe, sent)
        return result


def _read(feed: Feed, kind: str, type_: type[T]) -> list[T]:
    """The bodies of a kind that can be read: that the others cannot is the feed's point."""
    feed.read()
    found = []
    for held in feed.held.get(kind, {}).values():
        with contextlib.suppress(msgspec.MsgspecError):
            found.append(decode(held.body, type_))
    return found


def _agrees(head: TeamCase, case: SubApplication) -> bool:
    holder = case.assignee.id if case.assignee else ""
    told = head.assignee.id if head.assignee else ""
    said = (head.no, head.state, head.revision, head.applicant_name, told)
    return said == (case.no, case.state, case.revision, case.applicant.name, holder)


def _department_of(clerk: Clerk) -> str:
    return clerk.department.code if clerk.department else ""
