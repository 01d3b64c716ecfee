"""What version 1.1 says of figures, of numbers in reserve, and of a notice somebody has in hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from app.cases import lifecycle, numbering
from app.cases.actions import Withdraw
from app.cases.model import GRADES, Notice, SubApplication
from app.cases.notices import content_hash
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import FIGURES_BY, Numbers, Statistics, StatisticsRow, Verified
from app.support.conformance.acting import act, action
from app.support.conformance.holdings import Holdings, moment_of
from app.support.conformance.probe import (
    Check,
    NotTried,
    Probe,
    answered,
    expect,
    require_newer,
)
from app.support.conformance.reading import NO_CASES, Feed

BLOCK = 3
NOBODY_S = 987654  # a number that no block has reached
WITHDRAWN = Withdraw(text="检查接口约定")
LICENCE = "许"


class NewerLookUpPoints:
    """Numbers are drawn and stay unused; nothing else is written."""

    def __init__(self, probe: Probe, holdings: Holdings, feed: Feed) -> None:
        self._probe, self._holdings, self._feed = probe, holdings, feed

    def checks(self) -> list[Check]:
        section = "Look-ups"
        return [
            Check("statistics: by", section, self._rows),
            Check("statistics: single clerks", section, self._clerks),
            Check("GET /v1/numbers", section, self._numbers),
            Check("GET /v1/verify", section, self._verify),
        ]

    def _rows(self) -> str:
        """What each row counts goes together."""
        require_newer(self._probe)
        counts = []
        for by in FIGURES_BY:
            said = self._asked(self._probe, by)
            expect(
                said.by == by, say("by 与所问相同", "by is the one asked for"), f"{by}: {said.by!r}"
            )
            for row in said.rows:
                _expect_together(row)
            counts.append(f"{by} {len(said.rows)}")
        return "，".join(counts)

    def _clerks(self) -> str:
        """A lead reads those of the department; any other clerk themselves."""
        require_newer(self._probe)
        other = self._probe.second
        clerk = other.sign_in().clerk
        if "lead" in clerk.roles:
            raise NotTried(say("第二名测试人员也是负责人", "the second clerk is a lead as well"))
        keys = {row.key for row in self._asked(other, "clerk", "hall").rows}
        expect(
            keys <= {clerk.id},
            say("不是负责人的只看到本人的数据", "who is no lead reads no other clerk's figures"),
            sorted(keys - {clerk.id})[:3],
        )
        return f"{len(keys)}"

    def _numbers(self) -> str:
        """Each block as long as was asked for, and no number in two."""
        require_newer(self._probe)
        self._feed.read()
        case = next(iter(self._feed.cases()), None)
        if case is None:
            raise NotTried(NO_CASES)
        licence = LICENCE if case.item.kind == "licence" else ""
        kind = f"{case.department.prefix}{licence}受"
        blocks = [self._probe.got("/v1/numbers", Numbers, kind=kind, count=BLOCK) for _ in range(2)]
        drawn: list[str] = [no for block in blocks for no in block.numbers]
        expect(
            len(set(drawn)) == 2 * BLOCK and all(no.startswith(kind) for no in drawn),
            say(
                "每次给出 count 个以所问类别开头的编号，互不重复",
                "each block has count numbers that begin with the kind, and none comes twice",
            ),
            drawn,
        )
        return drawn[0]

    def _verify(self) -> str:
        """Of a notice of one's own cases; nobody is signed in."""
        require_newer(self._probe)
        self._feed.read()
        served = [n for c in self._feed.cases() for n in c.notices if n.no and not n.provisional]
        if not served:
            raise NotTried(say("名下办件还没有编号的文书", "no case has a numbered notice yet"))
        notice = served[-1]
        said = [self._verified(notice, digest) for digest in (content_hash(notice), "0" * 64)]
        expect(
            said == [True, False],
            say(
                "编号和校验码都相符才算本机关文书",
                "a notice is issued where number and digest agree, and not with another digest",
            ),
            f"{notice.no}: {said}",
        )
        return notice.no

    def _verified(self, notice: Notice, digest: str) -> bool:
        path = f"/v1/verify/{quote(notice.no, safe='')}"
        asked = self._probe.ask("GET", path, signed=False, params={"digest": digest})
        return decode(answered(200, asked), Verified).issued

    def _asked(self, probe: Probe, by: str, of: str = "") -> Statistics:
        since, until = date.today() - timedelta(days=365), date.today()
        query = {"from": since.isoformat(), "to": until.isoformat(), "by": by}
        said: Statistics = probe.got(
            "/v1/statistics", Statistics, **query | ({"of": of} if of else {})
        )
        return said


class ReservePoints:
    """One case is withdrawn, under a number of a block."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings

    def checks(self) -> list[Check]:
        return [
            Check("numbers: number_not_held", "Actions", self._not_held),
            Check("numbers: borne", "Actions", self._borne),
        ]

    def _not_held(self) -> str:
        case, kind, _ = self._case()
        no = f"{numbering.series(kind, date.today().year)}{NOBODY_S}号"
        result = self._withdraw(case, no)
        expect(
            (result.get("outcome"), result.get("code")) == ("refused", "number_not_held"),
            say(
                "不是为本人预留的编号为 refused、number_not_held",
                "a number that is not held for the clerk is refused, number_not_held",
            ),
            f"{result.get('outcome')} {result.get('code')}",
        )
        return no

    def _borne(self) -> str:
        case, kind, notices = self._case()
        (no,) = self._probe.got("/v1/numbers", Numbers, kind=kind, count=1).numbers
        result = self._withdraw(case, no)
        served = ((result.get("body") or {}).get("notices") or [])[notices:]
        expect(
            [notice.get("no") for notice in served] == [no],
            say("文书使用预留的编号", "the notice bears the number of the block"),
            f"{result.get('outcome')} {result.get('code')}: {[n.get('no') for n in served]}",
        )
        return str(no)

    def _case(self) -> tuple[SubApplication, str, int]:
        """One that can be withdrawn, the kind of its notice's number, and how many it has had."""
        require_newer(self._probe)
        self._holdings.refresh()
        clerk = self._holdings.clerk
        for case in self._holdings.cases():
            at = moment_of(case)
            known = self._holdings.situation(case, at)
            if lifecycle.blocking_reasons(case, WITHDRAWN, clerk, known):
                continue
            notice = lifecycle.notice_of(case, WITHDRAWN, clerk, known, at)
            if notice is not None and case.department.prefix:
                return case, numbering.kind(case, notice), len(case.notices)
        raise NotTried(say("名下没有可撤回的办件", "no case can be withdrawn"))

    def _withdraw(self, case: SubApplication, no: str) -> dict[str, Any]:
        sent = action(
            case, "withdraw", base_revision=case.revision, payload={"text": WITHDRAWN.text},
            at=moment_of(case).isoformat(), notice_no=no,
        )  # fmt: skip
        (result,) = act(self._probe, sent)
        self._holdings.hear_result(result)
        return result


def _expect_together(row: StatisticsRow) -> None:
    kept = row.on_time
    expect(
        kept.promised <= kept.counted <= row.decided
        and kept.statutory <= kept.dated <= kept.counted,
        say(
            "on_time 各数不超过已办结数",
            "on_time counts no more than was decided",
        ),
        f"{row.key}: {kept}, {row.decided} decided",
    )
    expect(
        len(row.ratings) == GRADES and min(row.ratings) >= 0,
        say("ratings 为五档评价各自的件数", "ratings are the counts of the five grades"),
        f"{row.key}: {row.ratings}",
    )
