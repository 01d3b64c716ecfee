"""What each kind of act is called, decided and served as
(docs/rules.md, "What kind of act an item is")."""

import pytest

from app.cases import actions, kinds
from app.cases.model import DenialGround, ItemRef
from app.cases.procedure import PROCEDURES, Procedure
from tests.support.examples import a_case
from tests.support.notices import notice_of

KINDS = ("licence", "confirmation", "filing", "public_service", "a city's own")
NAMES = {
    "licence": ("行政许可", "licence"),
    "confirmation": ("行政确认", "registration"),
    "filing": ("备案", "filing"),
    "public_service": ("公共服务", "public service"),
    "a city's own": ("公共服务", "public service"),
}
WORDS = {
    "licence": ("准予许可", "Approve", "不予许可", "Deny"),
    "confirmation": ("准予登记", "Register", "不予登记", "Refuse to register"),
    "filing": ("予以备案", "File", "不予备案", "Refuse to file"),
    "public_service": ("予以办理", "Grant", "不予办理", "Refuse"),
    "a city's own": ("予以办理", "Grant", "不予办理", "Refuse"),
}
DECIDED = {
    "licence": ("准予行政许可", "不予行政许可"),  # L 38: 准予行政许可、不予行政许可的书面决定
    "confirmation": ("准予登记", "不予登记"),
    "filing": ("予以备案", "不予备案"),
    "public_service": ("予以办理", "不予办理"),
    "a city's own": ("予以办理", "不予办理"),
}


def item_of(kind: str, **own: object) -> ItemRef:
    return ItemRef(code="x", name="某事项", kind=kind, procedure=Procedure(**own))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_name_and_the_words_of_its_two_decisions_in_both_languages(kind):
    found = kinds.kind_of(item_of(kind))
    assert (found.name.zh, found.name.en) == NAMES[kind]
    approve, deny = found.words["approve"], found.words["deny"]
    assert (approve.zh, approve.en, deny.zh, deny.en) == WORDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_says_what_is_decided_in_the_words_of_its_kind(kind):
    done, refused = DECIDED[kind]
    case = a_case(item=item_of(kind))
    denial = actions.Deny(grounds=(DenialGround(basis="《办法》第九条", text="过近"),))
    assert notice_of(actions.Approve(), case).paragraphs[1].endswith(f"决定{done}。")
    assert any(line.endswith(f"决定{refused}。") for line in notice_of(denial, case).paragraphs)


def test_the_eight_procedures_have_the_names_of_article_45():
    assert list(PROCEDURES.values()) == "听证 招标 拍卖 检验 检测 检疫 鉴定 专家评审".split()


@pytest.mark.parametrize(
    ("own", "expected"), [({}, "备案回执"), ({"titles": {"approve": "备案证明"}}, "备案证明")]
)
def test_an_items_own_title_wins(own, expected):
    assert kinds.title(item_of("filing", **own), "approve") == expected


TITLES = {
    "licence": ("准予行政许可决定书", "不予行政许可决定书", "不予受理决定书"),
    "confirmation": ("准予登记通知书", "不予登记告知书", "不予受理告知书"),
    "filing": ("备案回执", "不予备案告知书", "不予受理告知书"),
    "public_service": ("办结通知书", "不予办理告知书", "不予受理告知书"),
    "a city's own": ("办结通知书", "不予办理告知书", "不予受理告知书"),
}
OF_ANY_KIND = {
    "accept": "受理通知书", "request_correction": "补正告知书", "begin_special": "特别程序告知书",
    "extend": "延期告知书", "deliver": "送达回证", "end_special": "", "review": "", "transfer": "",
    "release": "", "message": "", "reply_evaluation": "", "rectify": "更正通知书", "return_delivery": "",
    "inform_parties": "利害关系人告知书", "verify_commitment": "撤销决定书",
    "archive": "", "receive_materials": "申请材料接收凭证", "correct_on_the_spot": "",
    "withdraw": "终止办理告知书",
    "terminate": "终止办理告知书",
    "propose": "", "sign": "", "send_back": "", "recall": "",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_has_the_title_of_its_kind_and_action(kind):
    titles = OF_ANY_KIND | dict(
        zip(("approve", "deny", "refuse_acceptance"), TITLES[kind], strict=True)
    )
    assert {name: each.title(item_of(kind)) for name, each in actions.ACTIONS.items()} == titles
    returned = actions.RequestCorrection.title(item_of(kind, correction="return"))
    assert returned == "申请材料退回告知书"
