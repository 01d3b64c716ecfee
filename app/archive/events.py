"""What happened to a case, as its archive calls it."""

from __future__ import annotations

EVENT_WORDS = {
    "received": "收到申请",
    "resubmitted": "申请人提交补正材料",
    "supplemented": "申请人补交材料",
    "withdrawn": "申请人撤回申请",
    "result_shared": "共享其他部门办理结果",
    "mail_returned": "邮件退回",
    "accept": "受理",
    "request_correction": "告知补正",
    "correct_on_the_spot": "当场更正",
    "receive_materials": "收取材料",
    "refuse_acceptance": "不予受理",
    "begin_special": "开始特别程序",
    "end_special": "结束特别程序",
    "extend": "延长期限",
    "inform_parties": "告知利害关系人",
    "approve": "作出准予决定",
    "deny": "作出不予决定",
    "verify_commitment": "核查承诺",
    "deliver": "送达",
    "return_delivery": "登记退件",
    "rectify": "更正文书",
    "withdraw": "登记撤回申请",
    "terminate": "终止办理",
    "review": "记录审查",
    "transfer": "转办",
    "release": "退回待领",
    "message": "部门间留言",
    "reply_evaluation": "答复评价",
    "propose": "提请签发",
    "sign": "签发",
    "send_back": "退回修改",
    "recall": "撤回提请",
    "archive": "归档",
}


def event_word(type_: str) -> str:
    """The word of an event; its code where this version does not know it."""
    return EVENT_WORDS.get(type_, type_)
