"""What a run is about to do at a centre, said before it does it. Nothing is written here."""

from __future__ import annotations

from collections import Counter

import msgspec
import requests

from app.cases.failure import Failure
from app.cases.model import STATES
from app.cases.sentence import Sentence, say
from app.cases.typed import decode
from app.central.wire import About
from app.support.conformance.holdings import Holdings
from app.support.conformance.probe import Differs, NotTried, Probe, answered

UNKNOWN = "?"


class Outlook(msgspec.Struct, frozen=True):
    """Whom and what the run meets; "?" where the centre does not say. ``department`` is the code of
    the test clerk's, ``cases`` what may be touched, by state."""

    url: str
    name: str = UNKNOWN
    api: str = UNKNOWN
    clerk: str = UNKNOWN
    department: str = UNKNOWN
    second: str = ""
    cases: dict[str, int] = {}
    pool: int = 0

    def lines(self) -> list[Sentence]:
        """What it asks and writes."""
        states = "，".join(f"{state} {n}" for state, n in self.cases.items())
        return [
            say(
                "将在 {url}（{name}）以 {clerk}（部门 {department}）的名义检查接口约定。",
                "The contract is about to be tried at {url} ({name}) as {clerk} (department"
                " {department}).",
                url=self.url, name=self.name, clerk=self.clerk, department=self.department,
            ),
            say(
                "读取：变更流、摘要、推送流、材料、检索、证照、统计；多次登录，只注销自己的令牌；"
                "预留几个文书编号，不再使用。",
                "Asks: the feed, its digest and stream, materials, look-ups; signs in several"
                " times, revokes tokens of its own only; draws a few notice numbers that stay"
                " unused.",
            ),
            say(
                "写入：名下 {n} 件办件（{states}）可能被办理，每种动作一件：审查、受理、补正、"
                "不予受理、特别程序、延期、告知利害关系人、准予、不予、送达、退件、核查承诺、更正、当场更正、收取材料、"
                "撤回、终止、留言、答复评价。"
                "决定和文书编号不能撤销。",
                "Writes: any of the clerk's {n} cases ({states}) may be acted upon, one for each"
                " kind of action, up to approval, denial and delivery. Decisions and the numbers"
                " of their notices are for good.",
                n=sum(self.cases.values()), states=states or "—",
            ),
            say(
                "写入：从待领的 {n} 件中领取 1 件，再退回；上传几个几百字节的附件。",
                "Writes: claims 1 of {n} cases in the pool and releases it; puts a few attachments"
                " of some hundred bytes.",
                n=self.pool,
            ),
            say(
                "写入：把一件办件转给 {second}，再转回。",
                "Writes: transfers a case to {second} and back.",
                second=self.second,
            )
            if self.second
            else say(
                "没有第二名测试人员：不试转办。", "No second test clerk: no transfer is tried."
            ),
        ]  # fmt: skip


def outlook_of(probe: Probe, holdings: Holdings, second: str) -> Outlook:
    """As far as the centre can be asked; what it answers amiss is for the points to tell."""
    seen = Outlook(url=probe.url, second=second)
    try:
        about = decode(answered(200, probe.ask("GET", "/v1/about", signed=False)), About)
        seen = msgspec.structs.replace(seen, name=about.name, api=about.api)
        clerk = holdings.clerk
        department = clerk.department.code if clerk.department else UNKNOWN
        seen = msgspec.structs.replace(seen, clerk=clerk.id, department=department)
        holdings.refresh()
        counted = Counter(case.state for case in holdings.cases())
        cases = {state: counted[state] for state in STATES if counted[state]}
        return msgspec.structs.replace(seen, cases=cases, pool=len(holdings.heads()))
    except (Differs, NotTried, Failure, requests.RequestException, msgspec.MsgspecError):
        return seen
