"""What the contract says of the pool: claiming a case, and letting it go again."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import Claimed
from app.support.conformance.holdings import Holdings
from app.support.conformance.probe import Check, NotTried, Probe, answered, expect, problem
from app.support.conformance.taking import Taken, carry_out, steps_to

POOL_EMPTY = say("测试部门没有待领取的办件", "the test clerk's department has nothing to claim")
NOTHING_CLAIMED = say("没有领到办件", "nothing was claimed")
NOT_RELEASED = say("领到的办件没有退回", "what was claimed was not released")
PERSONAL = ("applicant", "form", "materials", "history", "review")  # no part of a head


class ClaimPoints:
    """Claims one case, and releases it where it can be."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings
        self._claim: dict[str, Any] = {"id": str(uuid.uuid4()), "count": 1}
        self._claimed: tuple[str, ...] = ()
        self._heads: dict[str, str] = {}  # the JSON of each, before anything was claimed
        self._released: Taken | None = None

    def checks(self) -> list[Check]:
        return [
            Check("claims: count", "Claims", self._count),
            Check("claims: same id", "Claims", self._same_id),
            Check("claims: another's id", "Claims", self._another_s),
            Check("claims: item_codes", "Claims", self._item_codes),
            Check("claims: case", "Claims", self._case),
            Check("pool: claimed head", "The change feed", self._head_gone),
            Check("pool: no personal data", "Bodies", self._no_personal_data),
            Check("release", "What an action makes", self._release),
            Check("pool: released head", "The change feed", self._head_back),
            Check("claims: malformed", "Claims", self._malformed),
        ]

    def _count(self) -> str:
        """As many as asked for, where there are so many."""
        self._holdings.read_anew()
        self._heads = {id_: raw for id_, (_, raw) in self._holdings.heads().items()}
        if not self._heads:
            raise NotTried(POOL_EMPTY)
        self._claimed = self._asked(self._claim)
        expect(
            len(self._claimed) == 1,
            say("领取 1 件，得到 1 件", "one was asked for, one comes"),
            f"{len(self._claimed)}",
        )
        return f"1 / {len(self._heads)}"

    def _same_id(self) -> str:
        first = self._some()
        again = self._asked(self._claim)
        expect(
            again == first,
            say("同一编号得到同样的办件", "the same id, the same cases"),
            f"{first}；{again}",
        )
        return first[0]

    def _another_s(self) -> str:
        self._some()
        asked = self._probe.second.ask("POST", "/v1/claims", json=self._claim)
        return problem(409, "id_reused", asked)

    def _item_codes(self) -> str:
        self._some()
        none = self._asked(
            {"id": str(uuid.uuid4()), "count": 1, "item_codes": [f"none-{uuid.uuid4()}"]}
        )
        expect(none == (), say("只领取这些事项的办件", "cases of these items only"), f"{none}")
        return "0"

    def _case(self) -> str:
        """It comes by the feed."""
        claimed = self._some()[0]
        self._holdings.read_anew()
        expect(
            self._holdings.fed_case(claimed) is not None,
            say("领到的办件随变更流下发", "a claimed case comes by the feed"),
            f"no {claimed}",
        )
        return claimed

    def _head_gone(self) -> str:
        claimed = self._some()[0]
        self._holdings.read_anew()
        expect(
            claimed not in self._holdings.heads(),
            say("已领取的办件不再待领", "a claimed case is no longer in the pool"),
            claimed,
        )
        return claimed

    def _no_personal_data(self) -> str:
        """Nor anything of the claimed case's applicant, who is known by now."""
        if not self._heads:
            raise NotTried(POOL_EMPTY)
        without = say("待领办件不带个人信息", "a head in the pool has no personal data")
        for id_, raw in self._heads.items():
            members = [name for name in PERSONAL if name in msgspec.json.decode(raw)]
            expect(not members, without, f"{id_}: {members}")
        for claimed in self._claimed:
            case, raw = self._holdings.fed_case(claimed), self._heads.get(claimed, "")
            who = case.applicant if case else None
            words = [w for w in (who.name, who.id_number, who.phone) if w] if who else []
            expect(not any(word in raw for word in words), without, claimed)
        return f"{len(self._heads)}"

    def _release(self) -> str:
        self._holdings.refresh()
        case = self._holdings.case(self._some()[0])
        steps = steps_to("release", case, self._holdings) if case else []
        if case is None or not steps:
            raise NotTried(say("领到的办件不能退回", "the claimed case cannot be released"))
        taken = carry_out(self._probe, self._holdings, case, steps[0])
        taken.require_body()
        self._released = taken
        return case.no

    def _head_back(self) -> str:
        if self._released is None:
            raise NotTried(NOT_RELEASED)
        id_ = self._released.before.id
        self._holdings.read_anew()
        expect(
            id_ in self._holdings.heads(),
            say("退回的办件重新待领", "a released case is in the pool again"),
            f"{sorted(self._holdings.heads())[:5]}",
        )
        return id_

    def _malformed(self) -> str:
        return problem(400, "", self._probe.ask("POST", "/v1/claims", data=b"[" * 100_000))

    def _some(self) -> tuple[str, ...]:
        if not self._claimed:
            raise NotTried(NOTHING_CLAIMED)
        return self._claimed

    def _asked(self, claim: dict[str, Any]) -> tuple[str, ...]:
        raw = answered(200, self._probe.ask("POST", "/v1/claims", json=claim))
        return decode(raw, Claimed).sub_application_ids
