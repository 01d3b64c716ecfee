"""审批表, the internal form: who proposed what, and who checked and signed it, when and in which
words. It is told from the case's history, goes to nobody outside, and is archived with the case."""

from __future__ import annotations

from collections.abc import Iterable

from app.cases import kinds
from app.cases.actions import Propose, Recall, SendBack, Sign
from app.cases.law import day_words
from app.cases.model import Event, ItemRef, Notice, SubApplication, civil

TYPE = "approval_form"  # a form's own: no action serves it
TITLE = "审批表"
PROPOSED = {
    "accept": "受理", "request_correction": "要求补正", "refuse_acceptance": "不予受理",
    "begin_special": "启动特别程序", "end_special": "结束特别程序", "extend": "延长办理期限",
    "terminate": "终止办理", "rectify": "更正文书",
}  # fmt: skip


def approval_forms(case: SubApplication) -> tuple[Notice, ...]:
    """One for each proposal that was carried out, oldest first."""
    forms: list[Notice] = []
    proposed: Event | None = None
    signed: list[Event] = []
    for event in case.history:
        if event.type == Propose.type:
            proposed, signed = event, []
        elif event.type == Sign.type:
            signed.append(event)
        elif event.type in (SendBack.type, Recall.type):
            proposed, signed = None, []
        elif (
            proposed is not None
            and signed
            and (event.at, event.by)
            == (
                signed[-1].at,
                proposed.by,
            )
        ):
            forms.append(_form(case, proposed, signed, event))
            proposed, signed = None, []
    return tuple(forms)


def _form(case: SubApplication, proposed: Event, signed: Iterable[Event], done: Event) -> Notice:
    *checked, last = signed
    return Notice(
        type=TYPE,
        title=TITLE,
        no="",
        provisional=False,
        department=case.department.full_name or case.department.name,
        day=civil(done.at),
        rows=(
            ("事项", case.item.name),
            ("办件编号", case.no),
            ("申请人", case.applicant.name),
            ("提请办理", what(case.item, done.type)),
            *_said("承办", proposed),
            *(row for event in checked for row in _said("审核", event)),
            *_said("签发", last),
        ),
    )


def what(item: ItemRef, type_: str) -> str:
    """An action in the words of the form: what is decided by it, where it decides."""
    if type_ in PROPOSED:
        return PROPOSED[type_]
    try:
        return kinds.conclusion(item, type_)
    except KeyError:
        return kinds.title(item, type_)


def _said(part: str, event: Event) -> tuple[tuple[str, str], ...]:
    """The opinion, and whose it is and of which day."""
    signature = f"{event.by.name or event.by.id}　{day_words(civil(event.at))}"
    return ((f"{part}意见", event.text), (f"{part}人、日期", signature))
