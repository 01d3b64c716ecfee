"""Every notice the desk can serve on an item of the city: to a person and to an organisation, with
one, six and ten faults, on each ground of refusal, and the procedures its law knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from app.cases import actions, kinds
from app.cases.actions.refuse_acceptance import BY_TEXT_ALONE, GROUNDS
from app.cases.actions.terminate import GROUNDS as TERMINATIONS
from app.cases.model import (
    Applicant,
    Clerk,
    Clock,
    DeferredMaterial,
    Delivery,
    DenialGround,
    Fault,
    Notice,
    Party,
)
from app.cases.notices import numbered
from app.practice.scenes import City
from app.practice.specs import ItemSpec
from tests.support.examples import MORNING, a_case, a_material, a_situation

BY = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
DECIDED_NO = "宁某许准字〔2026〕7号"
ADDRESS = "南京市鼓楼区中山路1号"
OF_EACH_KIND = (
    "food-business-licence", "property-transfer", "prepackaged-food-filing", "social-card",
)  # fmt: skip
APPLICANTS = {
    "person": Applicant(kind="person", name="王小明"),
    "organisation": Applicant(kind="organisation", name="南京福满堂餐饮管理有限公司"),
}
FAULTS = (
    "申请书没有签名",
    "授权委托书没有写明委托的期限和权限，需补充后由委托人签名或者盖章；",
    "身份证件复印件不清晰，看不出有效期。",
    "租赁合同缺少第 3 页和出租人的签名",
)
REASONS = {
    "no_licence_needed": "所申请的活动不在本事项的办理范围之内",
    "not_competent": "经营场所位于南京市玄武区",
    "not_corrected": "截至2026年3月23日，未收到补正材料。",
    "false_materials": "所提交的租赁合同上的出租人签名系伪造",
    "barred": "2025年11月3日因提供虚假材料被不予受理，至今未满一年",
}
ENDED = {
    "withdrawn": "2026年3月20日来函载明不再办理",
    "abandoned": "截至2026年3月23日，未收到补正材料。",
    "ceased": "登记信息载明，主体已于2026年3月10日注销",
}
ENDS = {"withdrawn": "", "abandoned": "", "ceased": "《某市行政许可程序规定》第二十条"}


def every_notice(city: City, spec: ItemSpec, applicant: str) -> Iterator[tuple[str, Notice]]:
    """Each with what it is called among them; none has its number but what was decided before."""
    for name, payload in _payloads(spec):
        yield name, served(payload, city, spec, applicant)


def served(payload: actions.Payload, city: City, spec: ItemSpec, applicant: str) -> Notice:
    """What the action serves on a case of the item that was filed that morning."""
    owed = {m.name for m in getattr(payload, "deferred_materials", ())}
    case = a_case(
        item=spec.ref(),
        state=payload.states[0],
        clock=Clock(
            received_at=MORNING, accepted_at=None if "received" in payload.states else MORNING
        ),
        department=city.department(spec, ADDRESS),
        applicant=APPLICANTS[applicant],
        materials=tuple(
            a_material(m.name, required=m.required) for m in spec.materials if m.name not in owed
        ),
    )
    if payload.type in ("deliver", "rectify", "verify_commitment"):
        decided = numbered(served(actions.Approve(), city, spec, applicant), DECIDED_NO)
        case = replace(
            case,
            notices=(decided,),
            delivery=Delivery(address=ADDRESS),
            clock=replace(case.clock, decided_at=MORNING),
        )
    notice = payload.notice(case, BY, a_situation(MORNING.date(), spec.item()), MORNING)
    assert notice is not None
    return notice


def _payloads(spec: ItemSpec) -> Iterator[tuple[str, actions.Payload]]:
    item = spec.ref()
    yield "accept", actions.Accept()
    owed = tuple(
        DeferredMaterial(name=name, by=date(2026, 3, 9)) for name in item.procedure.deferrable
    )
    if owed:
        yield "accept-deferred", actions.Accept(deferred_materials=owed)
    ready = [*spec.corrections, *FAULTS]
    for faults in (1, 6, 10):
        named = tuple(Fault(text=ready[n % len(ready)]) for n in range(faults))
        yield f"correct-{faults}", actions.RequestCorrection(faults=named)
    for ground in GROUNDS:
        if ground in BY_TEXT_ALONE and not kinds.citation(item, ground):
            continue
        if ground == "not_corrected" and (kinds.returns_papers(item) or kinds.gives_up(item)):
            continue
        where = "南京市玄武区有关部门" if ground == "not_competent" else ""
        refuse = actions.RefuseAcceptance(
            ground=ground, text=REASONS[ground], competent_authority=where
        )
        yield f"refuse-{ground}", refuse
    brought = tuple(
        actions.ReceivedMaterial(name=m.name, sha256=f"{n:064x}", pages=n, answers="correction")
        for n, m in enumerate(spec.materials)
    )
    yield "receive", actions.ReceiveMaterials(materials=brought, complete=True)
    yield "withdraw", actions.Withdraw(text="已另行安排，不再办理")
    for ground in TERMINATIONS:
        if ground == "abandoned" and (kinds.returns_papers(item) or not kinds.gives_up(item)):
            continue
        end = actions.Terminate(ground=ground, legal_basis=ENDS[ground], text=ENDED[ground])
        yield f"terminate-{ground}", end
    for procedure in kinds.special_procedures(item):
        begin = actions.BeginSpecial(
            procedure=procedure, expected_days=10, text="时间、地点另行通知", body="本机关"
        )
        yield f"special-{procedure}", begin
    if days := kinds.extension(item).days:
        yield "extend", actions.Extend(days=days, reason="需要核实经营场所的权属")
    if kinds.knows_parties(item):
        named = (Party(name="王小红", how="counter"), Party(name="福满家园业主委员会", how="ems"))
        touched = "拟建建筑位于相邻住宅南侧，影响其日照和通行"
        yield "inform", actions.InformParties(parties=named, text=touched)
        yield "inform-hearing", actions.InformParties(parties=named, text=touched, hearing=True)
    yield "approve", actions.Approve()
    for n, opinion in enumerate(spec.opinions[:1]):
        yield f"approve-opinion-{n}", actions.Approve(opinion=opinion)
    condition = "依据《中华人民共和国食品安全法》第三十三条，不得经营生食类食品"
    yield "approve-condition", actions.Approve(conditions=condition)
    basis = item.legal_basis[0] if item.legal_basis else "《某办法》第一条"
    grounds = tuple(
        DenialGround(basis=basis, text=text)
        for text in ("经营场所与有毒、有害场所的距离不足", "提交的图纸与现场不一致。")
    )
    yield "deny-1", actions.Deny(grounds=grounds[:1])
    yield "deny-2", actions.Deny(grounds=grounds)
    if item.procedure.commitment is not None:
        yield "approve-commitment", actions.Approve(by_commitment=True)
        found = "现场核查时，二层的一个安全出口被货架占用，宽度不足一米"
        yield "revoke", actions.VerifyCommitment(finding=False, text=found)
    yield (
        "rectify",
        actions.Rectify(notice_no=DECIDED_NO, text="将“建筑面积86平方米”更正为“建筑面积68平方米”"),
    )
    yield "deliver-counter", actions.Deliver(method="counter", receiver="王小明")
    yield (
        "deliver-ems",
        actions.Deliver(method="ems", tracking_no="EX1234567890", receiver="王小明"),
    )
    yield "deliver-electronic", actions.Deliver(method="electronic")
