"""What the rules do not allow is refused, and changes nothing."""

from __future__ import annotations

from app.cases import lifecycle
from app.cases.model import SubApplication
from app.cases.sentence import say
from app.support.conformance.acting import act, action
from app.support.conformance.comparing import plain
from app.support.conformance.holdings import Holdings, moment_of
from app.support.conformance.payloads import LACKING
from app.support.conformance.probe import Check, NotTried, Probe, expect
from app.support.conformance.reading import NO_OPEN_CASE
from app.support.conformance.taking import require_revision, told


class RefusalPoints:
    """Last of all: a centre that refuses nothing carries them out."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings

    def checks(self) -> list[Check]:
        return [Check("actions: refused", "Actions", self._refused)]

    def _refused(self) -> str:
        """Of each type, where its state is open for it if there is such a case."""
        tried = []
        for type_ in LACKING:
            self._holdings.refresh()
            cases = self._holdings.cases()
            open_ones = [c for c in cases if type_ in lifecycle.open_actions(c)]
            for case in (*open_ones, *cases):
                if self._reasons(type_, case):
                    tried.append(self._refuse(type_, case))
                    break
        if not tried:
            raise NotTried(NO_OPEN_CASE)
        return "、".join(dict.fromkeys(tried))

    def _refuse(self, type_: str, case: SubApplication) -> str:
        known = self._holdings.situation(case, moment_of(case))
        payload = plain(LACKING[type_](case, known))
        (result,) = act(
            self._probe, action(case, type_, base_revision=case.revision, payload=payload)
        )
        expect(
            result["outcome"] == "refused" and bool(result.get("code") and result.get("detail")),
            say(
                "{type} 缺少规则要求的内容：refused，如 {codes}，带 detail（{no}）",
                "{type} lacks what the rules ask for: refused, as {codes}, with a detail ({no})",
                type=type_, codes="|".join(self._reasons(type_, case)), no=case.no,
            ),
            told(result),
        )  # fmt: skip
        require_revision(self._holdings, case, case.revision)
        return str(result["code"])

    def _reasons(self, type_: str, case: SubApplication) -> list[str]:
        """The codes by which the rules bar it; none where they do not, or too little is known. That
        it has to be signed is a point of its own."""
        known = self._holdings.situation(case, moment_of(case))
        if not known.item_known:
            return []
        payload = LACKING[type_](case, known)
        barred = lifecycle.blocking_reasons(case, payload, self._holdings.clerk, known)
        return [reason.code for reason in barred if reason.code != "signature_needed"]
