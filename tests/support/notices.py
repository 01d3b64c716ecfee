"""The notices, each of an action that serves it."""

from datetime import date

from app.cases import actions
from app.cases.model import Clerk, DeferredMaterial, DenialGround, Fault
from tests.support.examples import MORNING, a_case, a_situation

BY = Clerk(id="clerk-01", name="张伟")
DENIAL = actions.Deny(grounds=(DenialGround(basis="《食品安全法》第三十五条", text="场所不符"),))
OWED = DeferredMaterial(name="健康证明", by=date(2026, 3, 9))
PROMISE = "ab" * 32  # the hash of the applicant's written commitment
NINE = {
    "受理通知书": actions.Accept(),
    "容缺受理通知书": actions.Accept(
        deferred_materials=(OWED,), written_commitment=PROMISE, attachments=(PROMISE,)
    ),
    "补正告知书": actions.RequestCorrection(
        faults=(Fault(text="缺平面图"), Fault(text="面积不符")), by_days=15
    ),
    "不予受理决定书": actions.RefuseAcceptance(
        ground="not_competent", text="招牌由城管部门许可", competent_authority="南京市城市管理局"
    ),
    "特别程序告知书": actions.BeginSpecial(
        procedure="inspection", expected_days=10, text="检验水质"
    ),
    "延期告知书": actions.Extend(
        days=10, reason="案情复杂", approved_by="周敏", approved_on=date(2026, 3, 2)
    ),
    "准予行政许可决定书": actions.Approve(
        opinion="符合要求", conditions="依据《食品安全法》第三十三条，不得生食"
    ),
    "不予行政许可决定书": DENIAL,
    "送达回证": actions.Deliver(method="ems", tracking_no="EX1", receiver="王某"),
}


def served(title, **changes):
    """The notice of that title, of a case with these changes."""
    return notice_of(NINE[title], a_case(**changes))


def notice_of(payload, case, by=BY, at=MORNING):
    """What an action on a case would serve on a morning in March."""
    return payload.notice(case, by, a_situation(at.date()), at)
