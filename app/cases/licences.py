"""Whether an electronic licence (电子证照) stands for the paper: status, dates, holder."""

from __future__ import annotations

from datetime import date

from app.cases.model import Licence
from app.cases.sentence import Sentence


def judged(licence: Licence, applicant_id: str, today: date) -> tuple[str, Sentence]:
    """``pass``, ``fail`` or ``unknown``, and why, of a licence shown for an applicant."""
    names = {"kind": licence.kind, "no": licence.no}
    if licence.status == "revoked":
        return "fail", Sentence("{kind}（{no}）已被吊销", "{kind} {no} has been revoked", names)
    if licence.status == "expired" or (licence.valid_to and licence.valid_to < today):
        return "fail", Sentence("{kind}（{no}）已过期", "{kind} {no} has expired", names)
    if licence.valid_from and licence.valid_from > today:
        return "fail", Sentence("{kind}（{no}）尚未生效", "{kind} {no} is not yet in force", names)
    if licence.status != "valid":
        names["status"] = licence.status
        text = Sentence("{kind}（{no}）状态为“{status}”", '{kind} {no} is "{status}"', names)
        return "unknown", text
    if not licence.holder_id or not applicant_id:
        text = Sentence("{kind}（{no}）无法核对持有人", "{kind} {no}: holder unknown", names)
        return "unknown", text
    if licence.holder_id != applicant_id:
        text = Sentence("{kind}（{no}）不是申请人的", "{kind} {no} is not the applicant's", names)
        return "fail", text
    return "pass", Sentence("{kind}有效", "{kind} is valid", names)
