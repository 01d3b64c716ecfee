"""A lead whose answer came too late is told who was first; their words stay with them."""

import pytest
from PySide6.QtWidgets import QLabel

from app.cases.actions import Sign
from app.desk import CaseFilter
from tests.practice.calls import caller
from tests.practice.test_signing import about, propose
from ui.outbox.view import OutboxView


@pytest.fixture
def credentials(own_centre):
    """Of a lead."""
    return next(each for each in own_centre.clerks if each["username"] == "wang.fang")


@pytest.mark.parametrize(
    ("who", "kind", "said", "words"),
    [
        ("li.wen", "sign", {"opinion": "依法"}, "提请已由李文签发"),
        ("li.wen", "send_back", {"text": "请补充"}, "提请已由李文退回"),
        ("zhang.wei", "recall", {}, "承办人已撤回提请"),
    ],
)
def test_the_outbox_says_what_became_of_the_proposal(own_centre, clerk, who, kind, said, words):
    case, id_ = propose(caller(own_centre, "zhang.wei"))
    cases, deciding = clerk.application.desk.cases, clerk.application.desk.deciding
    clerk.until("the proposal", lambda: cases.numbers(CaseFilter(standing="to_sign")))
    own_centre.say("cut")
    deciding.decide(case["id"], Sign(proposal_id=id_, opinion="同意签发")).result()
    (first,) = caller(own_centre, who).act(about(case, kind, id_, **said))
    assert first["outcome"] == "applied"
    own_centre.say("restore")
    clerk.until("the answer", lambda: [e.state for e in deciding.entries()] == ["gone"])
    clerk.window.show_page("outbox")
    page = clerk.window.page("outbox", OutboxView)

    def shown() -> str:
        return "\n".join(each.text() for each in page.findChildren(QLabel))

    clerk.until("its words", lambda: words in shown())
    assert "您写的话还在" in shown()
    assert deciding.entries()[0].words == "同意签发"
    assert cases.counts()["to_sign"] == 0
