"""One example of each body: a day of one case, made of the wire's own types."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import (
    Accept,
    Action,
    Approve,
    Archive,
    BeginSpecial,
    ChecklistTick,
    CorrectedField,
    CorrectOnTheSpot,
    Deliver,
    Deny,
    EndSpecial,
    Extend,
    InformParties,
    MaterialVerdict,
    Payload,
    Propose,
    Recall,
    ReceivedMaterial,
    ReceiveMaterials,
    RecordReview,
    Rectify,
    RefuseAcceptance,
    Release,
    ReplyEvaluation,
    RequestCorrection,
    ReturnDelivery,
    SendBack,
    SendMessage,
    Sign,
    Terminate,
    Transfer,
    VerifyCommitment,
    Withdraw,
)
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import (
    SHANGHAI,
    Applicant,
    Article,
    CalendarYear,
    ChecklistPoint,
    CheckRule,
    Clerk,
    Clock,
    DeferredMaterial,
    Delivery,
    DenialGround,
    Department,
    Evaluation,
    Event,
    Fault,
    Field,
    Grant,
    Item,
    ItemMaterial,
    ItemRef,
    ItemResult,
    Licence,
    Material,
    OneThing,
    OneThingRef,
    PaperFact,
    Party,
    PoolHead,
    Representative,
    Review,
    Scene,
    Section,
    SharedFact,
    Sibling,
    SiblingResult,
    SubApplication,
    Tick,
    Verdict,
)
from app.cases.model import (
    Message as Word,
)
from app.cases.notices import numbered
from app.cases.procedure import Procedure
from app.cases.team import Load, StaffMember, TeamCase
from app.cases.workdays import WorkCalendar
from app.central import wire

FILED = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
DECIDED = datetime(2026, 3, 3, 9, 12, 31, tzinfo=SHANGHAI)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DEVICE = "window-03-a1b2c3"
ACTION_ID, AFTER_ID = "0b1f5c1e-7a55-4b0e-9a57-3c6a3c1a9d01", "0b1f5c1e-7a55-4b0e-9a57-3c6a3c1a9d02"

SCENE = Scene(
    code="open-fast-food",
    name="开办快餐店",
    group="enterprise",
    item_codes=("business-licence", "food-business-licence"),
)
DEPARTMENT = Department(
    code="scjg",
    name="市场监督管理局",
    full_name="某市市场监督管理局",
    prefix="某市监",
    reconsideration="某市人民政府",
    court="某市铁路运输法院",
    phone="025-00000000",
)
CLERK = Clerk(
    id="clerk-07", name="张伟", department=DEPARTMENT, window="3 号窗口", roles=("clerk",)
)
ITEM = Item(
    code="food-business-licence",
    name="食品经营许可证核发",
    kind="licence",
    handling="promised",
    statutory_days=20,
    promised_days=7,
    legal_basis=("《中华人民共和国食品安全法》第三十五条",),
    procedure=Procedure(delivery_days=5),
    materials=(
        ItemMaterial(name="食品经营许可申请书"),
        ItemMaterial(name="营业执照", licence_kind="营业执照"),
        ItemMaterial(
            name="经营场所平面布局图",
            titles=("平面布局图",),
            says=(PaperFact(field="area", form="使用面积{}㎡"),),
        ),
        ItemMaterial(
            name="法定代表人身份证",
            says=(PaperFact(field="holder", form="姓名{}"),),
            holder="applicant.name",
        ),
    ),
    checklist=(
        ChecklistPoint(
            id="c1", text="布局图与经营项目相符", basis="《食品经营许可和备案管理办法》第十二条"
        ),
    ),
    checks=(CheckRule(id="uscc", rule="uscc", params={"field": "uscc"}, text="统一社会信用代码"),),
    opinions=("申请材料齐全，经营场所符合要求",),
    corrections=("平面布局图未标注操作间面积",),
    conditions="有与经营品种、数量相适应的场所",
    fee="不收费",
    result=ItemResult(
        name="食品经营许可证", kind="食品经营许可证", scope="scope", place="address", valid_years=5
    ),
)
LICENCE = Licence(
    kind="营业执照",
    no="320104000123456",
    holder="某市某某餐饮有限公司",
    holder_id="91320104MA1XXXXXX1",
    issuer="某市市场监督管理局",
    valid_from=date(2026, 2, 20),
    facts={"company": "某市某某餐饮有限公司", "area": 86.5},
)
APPLICANT = Applicant(
    kind="organisation",
    name="某市某某餐饮有限公司",
    id_type="uscc",
    id_number="91320104MA1XXXXXX1",
    phone="13900000000",
    address="某市某区某路 1 号",
    representative=Representative(name="王某", id_number="320104199001010000", phone="13900000000"),
)
CASE = SubApplication(
    id="sa-000017",
    no="320104-20260302-000017",
    revision=4,
    one_thing=OneThingRef(id="ot-000005", no="320104-20260302-Y005", scene=SCENE),
    item=msgspec.convert(
        msgspec.to_builtins(ITEM), ItemRef
    ),
    department=DEPARTMENT,
    assignee=CLERK.signature,
    state="received",
    applicant=APPLICANT,
    form=(
        Section(
            section="经营场所",
            fields=(
                Field(key="uscc", label="统一社会信用代码", value="91320104MA1XXXXXX1",
                      source="shared", source_name="电子营业执照"),
                Field(key="address", label="地址", value="某市某区某路 1 号"),
                Field(key="area", label="面积", type="number", value=86.5),
                Field(key="scope", label="经营项目", type="choice", value="热食类食品制售"),
            ),
        ),
    ),
    materials=(
        Material(id="ma-000090", name="食品经营许可申请书", media_type="application/pdf",
                 size=120331, sha256=SHA256, pages=3),
        Material(id="ma-000091", name="营业执照", form="licence", licence=LICENCE),
        Material(id="ma-000092", name="经营场所平面布局图", media_type="application/pdf",
                 size=348112, sha256=SHA256[::-1], pages=2),
    ),
    clock=Clock(received_at=FILED),
    review=Review(
        materials={"ma-000092": Verdict(verdict="pass")}, checklist={"c1": Tick(done=True)}
    ),
    delivery=Delivery(wanted="ems", address="某市某区某路 1 号"),
    flags=("joint",),
    history=(Event(at=FILED, by=Clerk(id="centre", name="中心"), type="received"),),
)  # fmt: skip
ACCEPT = Action(id=ACTION_ID, sub_application_id=CASE.id, at=DECIDED, payload=Accept())


def _numbered(case: SubApplication, no: str) -> SubApplication:
    """As the centre sends it: the last notice with the number it was given."""
    return replace(case, notices=(*case.notices[:-1], numbered(case.notices[-1], no)))


ACCEPTED = _numbered(
    lifecycle.apply(
        CASE,
        ACCEPT,
        CLERK,
        Situation(today=DECIDED.date(), item=ITEM, calendar=WorkCalendar.packaged()),
    ),
    "某市监受字〔2026〕17号",
)
SIBLINGS = (
    Sibling(
        id="sa-000016",
        item=ItemRef(code="business-licence", name="企业设立登记", kind="confirmation",
                     handling="instant", statutory_days=3, promised_days=1),
        department=DEPARTMENT,
        state="delivered",
        result=SiblingResult(licence=LICENCE),
        accepted_at=FILED,
    ),
    Sibling(id=CASE.id, item=CASE.item, department=DEPARTMENT, state="received",
            due=date(2026, 3, 9), mine=True, depends_on=("sa-000016",)),
)  # fmt: skip
THING = OneThing(
    id="ot-000005",
    no="320104-20260302-Y005",
    scene=SCENE,
    applicant=APPLICANT,
    revision=3,
    received_at=FILED,
    sub_applications=SIBLINGS,
    facts=(SharedFact(key="area", label="面积", value=86.5, from_="营业执照", at=FILED),),
    messages=(Word(at=FILED, from_="卫生健康委员会", to_department="scjg", text="请告知进展"),),
)
HEAD = PoolHead(
    id="sa-000021", item=CASE.item, scene=SCENE, received_at=FILED, due=date(2026, 3, 9)
)
ARTICLE = Article(id="food-business-licence-guide", kind="guide", title="食品经营许可证核发办事指南",
                  text="向经营场所所在地的市场监督管理部门申请。", keywords=("餐饮证",),
                  item_codes=(ITEM.code,))  # fmt: skip
YEAR = CalendarYear(
    year=2026, days_off=(date(2026, 1, 1), date(2026, 1, 2)), working_weekends=(date(2026, 1, 4),)
)
EVALUATION = Evaluation(
    id="ev-000003", sub_application_id=CASE.id, stars=4, grade=2, text="总体满意", at=DECIDED,
    reply_by=date(2026, 3, 10),
)  # fmt: skip
COLLEAGUE = StaffMember(
    id="clerk-08", name="李娜", window="5 号窗口", department=DEPARTMENT, roles=("clerk",),
    away_until=date(2026, 3, 6), load=Load(open=38, due_today=5, overdue=1),
)  # fmt: skip
TEAM_CASE = TeamCase(
    id=CASE.id, no=CASE.no, item=CASE.item, applicant_name=APPLICANT.name,
    assignee=CLERK.signature, state="received", due=date(2026, 3, 9), light="green", revision=4,
)  # fmt: skip
PUT = wire.Change(
    kind="pool", op="put", id=HEAD.id, revision=1, body=msgspec.Raw(wire.encode(HEAD))
)
DROP = wire.Change(kind="pool", op="drop", id="sa-000020", revision=3, reason="removed")
SENT = wire.to_wire(ACCEPT, DEVICE, CASE.revision, None)
REVIEWED = wire.to_wire(
    Action(
        id=AFTER_ID,
        sub_application_id=CASE.id,
        at=DECIDED + timedelta(seconds=1),
        payload=RecordReview(checklist=(ChecklistTick(id="c1", done=False, remark="再核"),)),
    ),
    DEVICE,
    None,
    ACTION_ID,
)
APPLIED = wire.ActionResult(
    id=ACTION_ID, outcome="applied", revision=ACCEPTED.revision,
    body=msgspec.Raw(wire.encode(ACCEPTED)),
)  # fmt: skip
REFUSED = wire.ActionResult(id=AFTER_ID, outcome="refused", code="point_unknown",
                            detail="本事项没有这条审查要点", fields=("checklist",))  # fmt: skip
GONE = wire.ActionResult(
    id=AFTER_ID, outcome="gone", held_by=wire.Holder(name="李娜", window="5 号窗口")
)

MESSAGES: list[msgspec.Struct] = [
    wire.Token(access_token="mF_9.B5f-4.1JqM", expires_in=900, refresh_token="tGzv3JOkF0XG5Qx2TlKWIA",
               clerk=CLERK),
    wire.ChangesPage(changes=(PUT, DROP), cursor="c1.4711", more=False, server_time=DECIDED,
                     epoch="5f3a9c"),
    PUT,
    wire.KindDigest(count=213, digest=SHA256),
    SENT,
    wire.ActionsRequest(actions=(SENT, REVIEWED)),
    wire.ActionsResponse(results=(APPLIED, REFUSED)),
    GONE,
    wire.Claim(id=ACTION_ID, count=2, item_codes=(ITEM.code,)),
    wire.Claimed(sub_application_ids=("sa-000021",)),
    wire.SearchAnswer(groups=(wire.HitGroup(kind="item", hits=(
        wire.Hit(id=ITEM.code, title=ITEM.name, summary=ITEM.conditions),)),)),
    wire.LicencesAnswer(licences=(LICENCE,)),
    wire.Statistics(from_=date(2026, 3, 1), to=date(2026, 3, 31), departments=(
        wire.DepartmentStatistics(department=DEPARTMENT.name, received=420, decided=388,
                                  instant_share=0.61, mean_promised=4.2, mean_actual=2.1,
                                  on_time_rate=0.99, corrections=37, satisfaction=0.95),)),
    wire.StatisticsRow(key=ITEM.code, name=ITEM.name, received=52, decided=49, instant_share=0.0,
                       mean_promised=7.0, mean_actual=4.6, on_time_rate=0.96, corrections=11,
                       satisfaction=0.93, statutory=20.0,
                       on_time=wire.KeptDays(counted=49, promised=47, dated=49, statutory=49),
                       ratings=(30, 8, 3, 0, 1)),
    wire.Numbers(numbers=("某市监许受字〔2026〕18号", "某市监许受字〔2026〕19号")),
    wire.Verified(no="某市监许受字〔2026〕17号", issued=True),
    wire.About(name="某市政务服务中心", api=API_VERSION, server_time=DECIDED, epoch="5f3a9c"),
    wire.Problem(title="游标已过期", status=410, detail="请从头读取", code="cursor_expired"),
    CASE, THING, HEAD, ITEM, SCENE, ARTICLE, YEAR, EVALUATION, COLLEAGUE, TEAM_CASE,
]  # fmt: skip
PAYLOADS: list[Payload] = [
    Accept(deferred_materials=(DeferredMaterial(name="经营场所平面布局图", by=date(2026, 3, 20)),),
           written_commitment=SHA256, attachments=(SHA256,)),
    RequestCorrection(faults=(Fault(text="平面布局图未标注操作间面积", material_id="ma-000092"),), by_days=15),
    RefuseAcceptance(ground="not_competent", text="经营场所不在本市", competent_authority="某区市场监督管理局"),
    BeginSpecial(procedure="expert_review", expected_days=10, text="布局需专家评审", body="某市食品评审中心"),
    EndSpecial(finding="专家评审通过"),
    Extend(days=10, reason="需补充现场核查", approved_by="李局长", approved_on=date(2026, 3, 9)),
    Approve(opinion="申请材料齐全，经营场所符合要求", attachments=(SHA256,), grant=Grant(
        scope="热食类食品制售", place="某市某区某路 1 号", valid_from=date(2026, 3, 9),
        valid_to=date(2031, 3, 8))),
    Deny(grounds=(DenialGround(basis="《食品经营许可和备案管理办法》第十二条", text="操作间面积不足"),)),
    Deliver(method="ems", tracking_no="1234567890123", receiver="王某"),
    RecordReview(materials=(MaterialVerdict(id="ma-000092", verdict="pass"),),
                 checklist=(ChecklistTick(id="c1", done=True),)),
    CorrectOnTheSpot(fields=(CorrectedField(key="area", value=68),), text="申请人当场更正并签名确认"),
    ReceiveMaterials(materials=(ReceivedMaterial(
        name="经营场所平面布局图", sha256=SHA256, media_type="application/pdf", size=348112, pages=2,
        answers="correction"),),
        complete=True, attachments=(SHA256,)),
    Withdraw(text="申请人到窗口书面撤回申请"),
    Terminate(ground="ceased", legal_basis="《某市行政许可程序规定》第二十条", text="申请人已经注销"),
    Transfer(to_clerk="clerk-08", reason="轮岗交接"),
    Release(),
    SendMessage(to_department="wsjk", text="请告知进展"),
    ReplyEvaluation(evaluation_id="ev-000003", text="谢谢您的评价"),
    ReturnDelivery(reason="逾期未取"),
    VerifyCommitment(finding=False, text="安全出口被占用，与承诺不一致"),
    InformParties(parties=(Party(name="某小区业主委员会", how="counter"),), text="日照受影响", hearing=True),
    Rectify(notice_no="某市监许准字〔2026〕7号", text="将“建筑面积86平方米”更正为“建筑面积68平方米”"),
    Archive.of(SHA256, SHA256[::-1]),
    Propose.of(Approve(opinion="申请材料齐全，经营场所符合要求")),
    Sign(proposal_id=ACTION_ID, opinion="同意"),
    SendBack(proposal_id=ACTION_ID, text="请补充现场核查的情况"),
    Recall(proposal_id=ACTION_ID),
]  # fmt: skip
VALUES: dict[type[msgspec.Struct], msgspec.Struct] = {
    type(value): value for value in (*MESSAGES, *PAYLOADS)
}
EXAMPLES: dict[type[msgspec.Struct], Any] = {
    kind: msgspec.json.decode(wire.encode(value)) for kind, value in VALUES.items()
}
