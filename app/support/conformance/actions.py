"""What the contract says of actions and claims."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from app.cases.model import OPEN_STATES, PAUSED_STATES, SHANGHAI, SubApplication
from app.cases.typed import decode
from app.central.wire import ActionsResponse, Claimed
from app.support.conformance.feed import FeedPoints
from app.support.conformance.probe import Differs, Probe, expect


class ActionPoints:
    """What is written is small: a review that says nothing, a message, a claim of one case."""

    def __init__(self, probe: Probe, feed: FeedPoints) -> None:
        self._probe, self._feed = probe, feed

    def points(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("actions: applied", self._applied),
            ("actions: id", self._same_id),
            ("actions: conflict, gone, refused", self._other_outcomes),
            ("actions: malformed", self._odd_action),
            ("413", self._too_many),
            ("POST /v1/claims", self._claim),
        ]

    def _applied(self) -> str:
        """Then an action after it, that names it instead of a revision."""
        case = self._case()
        review = self._action(case, "review", base_revision=case.revision)
        message = self._action(
            case,
            "message",
            after=review["id"],
            payload={"to_department": case.department.code, "text": "接口检查 contract test"},
        )
        for result in self._act(review, message):
            expect(result["outcome"] == "applied", f"{result['outcome']} {result.get('code', '')}")
            expect(result["revision"] > case.revision, "the revision did not rise")
            expect("body" in result, "no body")
        return "review, message"

    def _same_id(self) -> str:
        case = self._case()
        action = self._action(case, "review", base_revision=case.revision)
        (first,), (again,) = self._act(action), self._act(action)
        expect(first == again, "the same id answered differently")
        (other,) = self._act(action | {"type": "release"})
        expect(
            (other["outcome"], other.get("code")) == ("refused", "id_reused"),
            f"other contents: {other['outcome']} {other.get('code')}",
        )
        return "refused id_reused"

    def _other_outcomes(self) -> str:
        case = self._case()
        stranger = msgspec.structs.replace(case, id=f"sa-{uuid.uuid4()}")
        conflict, gone, refused = self._act(
            self._action(case, "review", base_revision=max(0, case.revision - 1)),
            self._action(stranger, "review", base_revision=1),
            self._action(case, "deliver", base_revision=case.revision, payload={"method": "ems"}),
        )
        expect(conflict["outcome"] == "conflict" and "body" in conflict, f"{conflict['outcome']}")
        expect(gone["outcome"] == "gone", f"an unknown case: {gone['outcome']}")
        expect(
            refused["outcome"] == "refused" and bool(refused.get("code")),
            f"an unlawful action: {refused['outcome']}",
        )
        return f"refused {refused['code']}"

    def _odd_action(self) -> str:
        """An ``at`` without offset: refused alone, or nothing of its request is applied."""
        case = self._case()
        good = self._action(case, "review", base_revision=case.revision)
        odd = self._action(case, "review", after=good["id"]) | {"at": "2026-03-02T09:00:00"}
        answer, raw = self._probe.ask("POST", "/v1/actions", json={"actions": [good, odd]})
        if answer.status_code == 200:
            applied, refused = msgspec.json.decode(raw)["results"]
            found = (applied["outcome"], refused["outcome"], refused.get("code"))
            expect(found == ("applied", "refused", "malformed"), f"{found}")
            return "refused malformed"
        said = self._probe.problem(400, "", (answer, raw))
        expect(self._case_again(case).revision == case.revision, "a part of it was applied")
        return said

    def _too_many(self) -> str:
        case = msgspec.structs.replace(self._case(), id=f"sa-{uuid.uuid4()}")
        many = [self._action(case, "review", base_revision=1) for _ in range(51)]
        return self._probe.problem(
            413, "", self._probe.ask("POST", "/v1/actions", json={"actions": many})
        )

    def _claim(self) -> str:
        claim = {"id": str(uuid.uuid4()), "count": 1}
        answers = [self._probe.ask("POST", "/v1/claims", json=claim) for _ in range(2)]
        first, again = (decode(raw, Claimed) for _, raw in answers)
        expect(first == again, "the same id gave other cases")
        self._probe.problem(400, "", self._probe.ask("POST", "/v1/claims", data=b"[" * 100_000))
        return f"{len(first.sub_application_ids)}"

    def _act(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        answer, raw = self._probe.ask("POST", "/v1/actions", json={"actions": list(actions)})
        expect(answer.status_code == 200, f"{answer.status_code}")
        decode(raw, ActionsResponse)
        results: list[dict[str, Any]] = msgspec.json.decode(raw)["results"]
        expect(len(results) == len(actions), f"{len(results)} results of {len(actions)} actions")
        return results

    def _action(self, case: SubApplication, kind: str, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()), "sub_application_id": case.id, "type": kind, "payload": {},
            "at": datetime.now(SHANGHAI).isoformat(), "device_id": "contract",
            "a_field_of_a_later_version": 1, **more,
        }  # fmt: skip

    def _case(self) -> SubApplication:
        """One of the test clerk's that may be reviewed, as the centre holds it now."""
        self._feed.read()
        for _, raw in self._feed.held.get("sub_application", {}).values():
            case = decode(raw, SubApplication)
            if case.state in OPEN_STATES - PAUSED_STATES:
                return case
        raise Differs("测试人员名下没有待受理或审查中的办件 the test clerk has no open case")

    def _case_again(self, case: SubApplication) -> SubApplication:
        self._feed.read()
        return decode(self._feed.held["sub_application"][case.id][1], SubApplication)
