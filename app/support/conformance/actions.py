"""What the contract says of actions and claims."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from app.cases.model import SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import Claimed
from app.support.conformance.acting import act, action
from app.support.conformance.probe import Check, Probe, expect, problem
from app.support.conformance.reading import Feed

AS_SAID = say("同接口约定", "as the contract says")


class ActionPoints:
    """What is written is small: a review that says nothing, a message, a claim of one case."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        return [
            Check("actions: applied", "Actions", self._applied),
            Check("actions: id", "Actions", self._same_id),
            Check("actions: conflict, gone, refused", "Actions", self._other_outcomes),
            Check("actions: malformed", "Actions", self._odd_action),
            Check("413", "Actions", self._too_many),
            Check("POST /v1/claims", "Actions", self._claim),
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
            expect(
                result["outcome"] == "applied",
                AS_SAID,
                f"{result['outcome']} {result.get('code', '')}",
            )
            expect(result["revision"] > case.revision, AS_SAID, "the revision did not rise")
            expect("body" in result, AS_SAID, "no body")
        return "review, message"

    def _same_id(self) -> str:
        case = self._case()
        action = self._action(case, "review", base_revision=case.revision)
        (first,), (again,) = self._act(action), self._act(action)
        expect(first == again, AS_SAID, "the same id answered differently")
        (other,) = self._act(action | {"type": "release"})
        expect(
            (other["outcome"], other.get("code")) == ("refused", "id_reused"),
            AS_SAID,
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
        expect(
            conflict["outcome"] == "conflict" and "body" in conflict,
            AS_SAID,
            f"{conflict['outcome']}",
        )
        expect(gone["outcome"] == "gone", AS_SAID, f"an unknown case: {gone['outcome']}")
        expect(
            refused["outcome"] == "refused" and bool(refused.get("code")),
            AS_SAID,
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
            expect(found == ("applied", "refused", "malformed"), AS_SAID, f"{found}")
            return "refused malformed"
        said = problem(400, "", (answer, raw))
        expect(
            self._case_again(case).revision == case.revision, AS_SAID, "a part of it was applied"
        )
        return said

    def _too_many(self) -> str:
        case = msgspec.structs.replace(self._case(), id=f"sa-{uuid.uuid4()}")
        many = [self._action(case, "review", base_revision=1) for _ in range(51)]
        return problem(413, "", self._probe.ask("POST", "/v1/actions", json={"actions": many}))

    def _claim(self) -> str:
        claim = {"id": str(uuid.uuid4()), "count": 1}
        answers = [self._probe.ask("POST", "/v1/claims", json=claim) for _ in range(2)]
        first, again = (decode(raw, Claimed) for _, raw in answers)
        expect(first == again, AS_SAID, "the same id gave other cases")
        problem(400, "", self._probe.ask("POST", "/v1/claims", data=b"[" * 100_000))
        return f"{len(first.sub_application_ids)}"

    def _act(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        return act(self._probe, *actions)

    def _action(self, case: SubApplication, kind: str, **more: Any) -> dict[str, Any]:
        return action(case, kind, **more)

    def _case(self) -> SubApplication:
        return self._feed.open_case()

    def _case_again(self, case: SubApplication) -> SubApplication:
        self._feed.read()
        return next(each for each in self._feed.cases() if each.id == case.id)
