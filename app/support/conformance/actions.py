"""What the contract says of any action, whatever its type: ids, order, what it rests on, when.

What is written here is small: reviews that say nothing, and messages.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases.actions import Action, RecordReview
from app.cases.model import SHANGHAI, SubApplication
from app.cases.sentence import say
from app.cases.skew import TOLERATED
from app.cases.typed import decode
from app.central.wire import BATCH_LIMIT, ActionsResponse
from app.support.conformance.acting import act, action
from app.support.conformance.comparing import Difference
from app.support.conformance.holdings import Holdings, moment_of
from app.support.conformance.payloads import MARK
from app.support.conformance.probe import Check, NotTried, Probe, answered, expect, problem
from app.support.conformance.taking import Taken, carry_out, require_revision, told

NONE_DEEMED = say(
    "测试人员名下没有逾期未告知、视为受理的办件",
    "the test clerk has no case that is deemed accepted by now",
)
APPLIED = say("照常执行：applied", "carried out: applied")
NOT_APPLIED = say("不执行：conflict 或 refused", "not carried out: conflict or refused")
EMPTY = {"to_department": "", "text": ""}
SLACK = timedelta(minutes=2)  # beyond what two clocks may differ by
Json = dict[str, Any]


class ActionPoints:
    """``holdings`` are those of the clerk the ``probe`` is."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings

    def checks(self) -> list[Check]:
        return [
            Check("actions: same id", "Actions", self._same_id),
            Check("actions: id_reused", "Actions", self._id_reused),
            Check("actions: another's id", "Actions", self._another_s),
            Check("actions: after", "Actions", self._after),
            Check("actions: conflict", "Actions", self._conflict),
            Check("actions: gone", "Actions", self._gone),
            Check("actions: order", "Actions", self._order),
            Check("actions: each alone", "Actions", self._each_alone),
            Check("actions: judged by at", "Actions", self._judged_by_at),
            Check("actions: deemed acceptance", "Actions", self._deemed_acceptance),
            Check("actions: at ahead", "Actions", self._at_ahead),
            Check("actions: at too early", "Actions", self._at_too_early),
            Check("actions: unknown type", "Actions", self._unknown_type),
            Check("actions: malformed", "Actions", self._odd_action),
            Check("413", "Actions", self._too_many),
        ]

    # --- ids ----------------------------------------------------------------------------

    def _same_id(self) -> str:
        """Its answer is lost the first time; the second and the third tell the same change."""
        case = self._holdings.reviewable()
        sent = action(case, "review", base_revision=case.revision)
        self._probe.hang_up("POST", "/v1/actions", json={"actions": [sent]})
        second, third = self._result(sent), self._result(sent)
        expect(second["outcome"] == "applied", APPLIED, told(second))
        same = say("同一编号得到同一回答", "the same id, the same answer")
        expect(second == third, same, f"{told(second)}；{told(third)}")
        require_revision(self._holdings, case, second["revision"])
        return f"revision {second['revision']}"

    def _id_reused(self) -> str:
        case = self._holdings.reviewable()
        sent = action(case, "review", base_revision=case.revision)
        first = self._result(sent)
        expect(first["outcome"] == "applied", APPLIED, told(first))
        other = action(case, "message", after=sent["id"], payload=_message(case))
        for contents in ({**other, "id": sent["id"]}, {**sent, "device_id": "another"}):
            _require_reused(self._result(contents))
        require_revision(self._holdings, case, first["revision"])
        return "refused id_reused"

    def _another_s(self) -> str:
        """An id belongs to the clerk who used it first."""
        second = self._probe.second
        case = self._holdings.reviewable()
        sent = action(case, "review", base_revision=case.revision)
        self._result(sent)
        _require_reused(act(second, sent)[0])
        return "refused id_reused"

    # --- what it rests on -----------------------------------------------------------------

    def _after(self) -> str:
        """After the last change; not after one before it, one that was refused, one never seen."""
        case = self._holdings.reviewable()
        first = action(case, "review", base_revision=case.revision)
        last = action(case, "message", after=first["id"], payload=_message(case))
        for sent in (first, last):
            result = self._result(sent)
            expect(result["outcome"] == "applied", APPLIED, told(result))
        refused = action(case, "message", after=last["id"], payload=EMPTY)
        self._result(refused)
        for which in (first["id"], refused["id"], str(uuid.uuid4())):
            late = self._result(action(case, "message", after=which, payload=_message(case)))
            expect(late["outcome"] in ("conflict", "refused"), NOT_APPLIED, told(late))
        require_revision(self._holdings, case, result["revision"])
        return "applied, conflict"

    def _conflict(self) -> str:
        """With the case as it is now."""
        case = self._holdings.reviewable()
        for revision in (max(0, case.revision - 1), case.revision + 1):
            result = self._result(action(case, "review", base_revision=revision))
            expect(
                result["outcome"] == "conflict",
                say("base_revision 不是当前版次：conflict", "another base_revision: conflict"),
                told(result),
            )
            body = result.get("body") or {}
            found = (result.get("revision"), body.get("id"), body.get("revision"))
            expect(
                found == (case.revision, case.id, case.revision),
                say(
                    "conflict 带上当前版次 {revision} 和正文",
                    "a conflict brings the current revision {revision} and body",
                    revision=case.revision,
                ),
                f"revision {found[0]}, body {found[1]} {found[2]}",
            )
        require_revision(self._holdings, case, case.revision)
        return f"revision {case.revision}"

    def _gone(self) -> str:
        """Of a case that is not this clerk's, or not at all."""
        stranger = replace(self._holdings.reviewable(), id=f"sa-{uuid.uuid4()}")
        result = self._result(action(stranger, "review", base_revision=1))
        expect(result["outcome"] == "gone", say("gone", "gone"), told(result))
        return "gone"

    # --- many in a request -------------------------------------------------------------------

    def _order(self) -> str:
        case = self._holdings.reviewable()
        sent = [action(case, "review", base_revision=case.revision)]
        for n in (1, 2):
            said = {"to_department": case.department.code, "text": f"{MARK} {n}"}
            sent.append(action(case, "message", after=sent[-1]["id"], payload=said))
        results = self._results(*sent)
        expect(
            [result["id"] for result in results] == [each["id"] for each in sent],
            say("结果与动作次序相同", "results in the order of the actions"),
            f"{[result['id'] for result in results]}",
        )
        for result in results:
            expect(result["outcome"] == "applied", APPLIED, told(result))
        revisions = [result["revision"] for result in results]
        expect(
            revisions == sorted(set(revisions)),
            say("按次序执行", "carried out in order"),
            revisions,
        )
        return f"{revisions}"

    def _each_alone(self) -> str:
        """What is refused, or gone, holds up no other case."""
        case = self._holdings.reviewable()
        others = [c for c in self._holdings.cases() if c.id != case.id]
        stranger = replace(case, id=f"sa-{uuid.uuid4()}")
        lacking = [
            action(c, "message", base_revision=c.revision, payload=EMPTY) for c in others[:1]
        ]
        good = action(case, "review", base_revision=case.revision)
        sent = [action(stranger, "review", base_revision=1), *lacking, good]
        results = {result["id"]: result for result in self._results(*sent)}
        result = results.get(good["id"], {"outcome": "—"})
        expect(
            result["outcome"] == "applied",
            say("一件的结果不影响另一件", "one action's outcome does not depend on another case's"),
            told(result),
        )
        return f"{[results[each['id']]['outcome'] for each in sent]}"

    # --- when --------------------------------------------------------------------------------

    def _judged_by_at(self) -> str:
        """Decided in time, it comes late: the case was not deemed accepted yet."""
        case = self._deemed()
        taken = self._reviewed(
            case, (case.clock.received_at or moment_of(case)) + timedelta(hours=1)
        )
        taken.require_same("state", taken.expected.state, taken.came.state)
        taken.require_same("clock", taken.expected.clock, taken.came.clock)
        return f"{case.no}：{taken.came.state}"

    def _deemed_acceptance(self) -> str:
        case = self._deemed()
        taken = self._reviewed(case, moment_of(case))
        taken.require_same("state", taken.expected.state, taken.came.state)
        taken.require_same("clock", taken.expected.clock, taken.came.clock)
        return f"{case.no}：{taken.came.clock.accepted_at}"

    def _at_ahead(self) -> str:
        case = self._holdings.reviewable()
        now = datetime.now(SHANGHAI)
        taken = self._reviewed(case, now + timedelta(days=2))
        latest, said = now + TOLERATED + SLACK, taken.came.history[-1].at
        if said > latest:
            raise taken.differs(Difference("history[-1].at", f"≤ {latest:%F %T}", f"{said}"))
        return f"{said:%F %T}"

    def _at_too_early(self) -> str:
        case = self._holdings.reviewable()
        received = case.clock.received_at or moment_of(case)
        taken = self._reviewed(case, received - timedelta(days=3))
        said = taken.came.history[-1].at
        if said < received:
            raise taken.differs(Difference("history[-1].at", f"≥ {received:%F %T}", f"{said}"))
        return f"{said:%F %T}"

    # --- what is no action ---------------------------------------------------------------------

    def _unknown_type(self) -> str:
        case = self._holdings.reviewable()
        result = self._result(action(case, "of_a_later_version", base_revision=case.revision))
        expect(
            (result["outcome"], bool(result.get("code"))) == ("refused", True),
            say("不认识的类型：refused，带 code", "an unknown type: refused, with a code"),
            told(result),
        )
        require_revision(self._holdings, case, case.revision)
        return f"refused {result['code']}"

    def _odd_action(self) -> str:
        """An ``at`` without offset: refused alone, or nothing of its request is applied."""
        case = self._holdings.reviewable()
        good = action(case, "review", base_revision=case.revision)
        odd = action(case, "review", after=good["id"]) | {"at": "2026-03-02T09:00:00"}
        asked = self._probe.ask("POST", "/v1/actions", json={"actions": [good, odd]})
        if asked[0].status_code == 200:
            results = {r["id"]: r for r in msgspec.json.decode(asked[1])["results"]}
            first, second = results[good["id"]], results[odd["id"]]
            self._holdings.hear_result(first)
            expect(
                (first["outcome"], second["outcome"], second.get("code"))
                == ("applied", "refused", "malformed"),
                say(
                    "只拒绝读不懂的一个：refused malformed", "the odd one alone: refused, malformed"
                ),
                f"{told(first)}；{told(second)}",
            )
            return "refused malformed"
        said = problem(400, "", asked)
        require_revision(self._holdings, case, case.revision)
        return said

    def _too_many(self) -> str:
        stranger = replace(self._holdings.reviewable(), id=f"sa-{uuid.uuid4()}")
        many = [action(stranger, "review", base_revision=1) for _ in range(BATCH_LIMIT + 1)]
        return problem(413, "", self._probe.ask("POST", "/v1/actions", json={"actions": many}))

    # --- the small parts ----------------------------------------------------------------------

    def _deemed(self) -> SubApplication:
        """One that counts as accepted as of now, and does not say so yet. Raises NotTried."""
        self._holdings.refresh()
        for case in self._holdings.cases():
            if self._holdings.is_deemed(case):
                return case
        raise NotTried(NONE_DEEMED)

    def _reviewed(self, case: SubApplication, at: datetime) -> Taken:
        sent = Action(
            id=str(uuid.uuid4()), sub_application_id=case.id, at=at, payload=RecordReview()
        )
        return carry_out(self._probe, self._holdings, case, sent)

    def _result(self, sent: Json) -> Json:
        (result,) = act(self._probe, sent)
        self._holdings.hear_result(result)
        return result

    def _results(self, *sent: Json) -> list[Json]:
        """As they came, in whatever order."""
        raw = answered(200, self._probe.ask("POST", "/v1/actions", json={"actions": list(sent)}))
        decode(raw, ActionsResponse)
        results: list[Json] = msgspec.json.decode(raw)["results"]
        expect(
            len(results) == len(sent),
            say("每个动作一个结果", "a result for each action"),
            f"{len(results)} / {len(sent)}",
        )
        for result in results:
            self._holdings.hear_result(result)
        return results


def _require_reused(result: Json) -> None:
    expect(
        (result["outcome"], result.get("code")) == ("refused", "id_reused"),
        say("refused，code 为 id_reused", "refused, code id_reused"),
        told(result),
    )


def _message(case: SubApplication) -> dict[str, str]:
    return {"to_department": case.department.code, "text": MARK}
