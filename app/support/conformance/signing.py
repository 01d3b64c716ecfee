"""What the contract says of proposals: those of the test clerk, and those a colleague asks them to
sign."""

from __future__ import annotations

from functools import partial

from app.cases import proposals
from app.cases.actions import ACTIONS, Action, Payload
from app.cases.model import SubApplication
from app.cases.sentence import Sentence, say
from app.support.conformance.acting import act, action
from app.support.conformance.comparing import Difference, plain
from app.support.conformance.decisions import TOO_OLD
from app.support.conformance.holdings import Holdings
from app.support.conformance.probe import Check, NotTried, Probe, expect
from app.support.conformance.taking import Taken, carry_out, steps_to, told

NOTHING_SIGNED = say(
    "测试账号名下没有须签发的办件", "the test clerk has no case of which something has to be signed"
)
NOTHING_TO_SIGN = say(
    "没有同事提请测试账号签发的办件（测试账号须为负责人，由同事提请两件）",
    "no colleague asks the test clerk, a lead, for a signature (two cases are wanted)",
)
NOT_SIGNED = say(
    "没有签发或者退回，见 sign、send_back", "nothing was signed or sent back, see sign"
)


class SigningPoints:
    """Each is taken on a case of its own, where there is one."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings
        self._answered: list[Taken] = []

    def checks(self) -> list[Check]:
        return [
            Check("signature_needed", "Actions", self._unproposed),
            Check("propose", "What an action makes", self._propose),
            Check("recall", "What an action makes", self._recall),
            Check("sign", "What an action makes", partial(self._answer, "sign")),
            Check("send_back", "What an action makes", partial(self._answer, "send_back")),
            Check("signing: leaves the feed", "The change feed", self._left),
        ]

    def _unproposed(self) -> str:
        """What has to be signed is refused without a proposal."""
        case, payload = self._to_propose()
        proposed = proposals.as_said(payload)
        asked = action(case, proposed.type, base_revision=case.revision, payload=plain(proposed))
        (result,) = act(self._probe, asked)
        expect(
            (result["outcome"], result.get("code")) == ("refused", "signature_needed"),
            say(
                "须签发的 {type} 没有提请：refused，signature_needed（{no}）",
                "{type}, which has to be signed, is not proposed: refused, signature_needed ({no})",
                type=proposed.type,
                no=case.no,
            ),
            told(result),
        )
        return proposed.type

    def _propose(self) -> str:
        """It stands under the id of its action, and changes nothing else."""
        case, _ = self._to_propose()
        (step,) = steps_to("propose", case, self._holdings)
        taken = carry_out(self._probe, self._holdings, case, step)
        taken.require_body()
        return case.no

    def _recall(self) -> str:
        """Of what stands already, or is proposed for it."""
        self._require_newer()
        standing = [case for case in self._cases() if case.proposal is not None]
        case = standing[0] if standing else self._to_propose()[0]
        if case.proposal is None:
            (step,) = steps_to("propose", case, self._holdings)
            case = carry_out(self._probe, self._holdings, case, step).came
        (step,) = self._steps("recall", case, NOTHING_SIGNED)
        carry_out(self._probe, self._holdings, case, step).require_body()
        return case.no

    def _answer(self, type_: str) -> str:
        """With the last signature what was proposed is carried out, its notice and all."""
        self._require_newer()
        self._holdings.refresh()
        answered = {taken.before.id for taken in self._answered}
        asked = [case for case in self._holdings.asked_to_sign() if case.id not in answered]
        if not asked:
            raise NotTried(NOTHING_TO_SIGN)
        (step,) = self._steps(type_, asked[0], NOTHING_TO_SIGN)
        taken = carry_out(self._probe, self._holdings, asked[0], step)
        taken.require_body()
        self._answered.append(taken)
        return taken.came.no

    def _left(self) -> str:
        """Who can sign it no more is told to drop it."""
        if not self._answered:
            raise NotTried(NOT_SIGNED)
        self._holdings.read_anew()
        for taken in self._answered:
            if (fed := self._holdings.fed_case(taken.before.id)) is not None:
                path = f"changes[{fed.id}]"
                raise taken.differs(Difference(path, "drop", f"put, revision {fed.revision}"))
        return f"{len(self._answered)}"

    def _to_propose(self) -> tuple[SubApplication, Payload]:
        """A case of the clerk's on which something can be proposed, and the proposal."""
        self._require_newer()
        for case in self._cases():
            if steps := steps_to("propose", case, self._holdings):
                return case, steps[0].payload
        raise NotTried(NOTHING_SIGNED)

    def _cases(self) -> list[SubApplication]:
        self._holdings.refresh()
        return [case for case in self._holdings.cases() if case.item.signatures]

    def _steps(self, type_: str, case: SubApplication, why: Sentence) -> tuple[Action, ...]:
        if not (steps := steps_to(type_, case, self._holdings)):
            raise NotTried(why)
        return tuple(steps)

    def _require_newer(self) -> None:
        if not self._holdings.knows(ACTIONS["propose"].since):
            raise NotTried(TOO_OLD)
