"""What a field of a form or a fact of a licence is called: a key is never shown for a word."""

from __future__ import annotations

from app.cases.model import SubApplication
from app.cases.sentence import Sentence, say

KNOWN = {
    "id_number": say("公民身份号码", "Identity number"),
    "uscc": say("统一社会信用代码", "Unified social credit code"),
    "company": say("名称", "Name of the enterprise"),
    "person": say("法定代表人", "Legal representative"),
    "phone": say("联系电话", "Phone"),
    "address": say("地址", "Address"),
    "scope": say("经营范围", "Scope of business"),
    "capital": say("注册资本", "Registered capital"),
    "area": say("面积", "Floor area"),
    "lease_area": say("租赁合同面积", "Floor area in the lease"),
}


def field_label(case: SubApplication, key: str) -> Sentence | None:
    """The label the form gives a key, else the desk's own; None where neither knows it."""
    field = case.field(key)
    if field is not None and field.label:
        return say("{label}", "{label}", label=field.label)
    return KNOWN.get(key)
