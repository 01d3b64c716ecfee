"""What applicants write is data: in a real window, in the search, on paper, in the journal."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from app.cases.actions import RequestCorrection
from app.cases.model import Fault
from app.desk import CaseFilter, Opened
from tests.support.servers import altered
from ui.rehearsal.clerk import ScriptedClerk

HOSTILE = {
    "html": "<h1>粗</h1><img src=x onerror=alert(1)>&amp;",
    "sql": "王'); drop table cases; --\" or 1=1",
    "typst": '#panic("x") $ x^2 $ *粗* `raw` #read("/etc/passwd") \\',
    "format": "{0} {name} %s %n %(x)s ${HOME} {{}}",
    "path": "../../../../etc/passwd\\..\\con:nul",
    "right to left": "\u202e写倒\u202c \u200f\u2066abc",
    "long": "长" * 1_000_000,
    "strange": "\u0007\ufffe\U0001f600 𠮷野家 \u0301\u0301",
    "command": "`rm -rf /`; $(reboot) | cat & --help",
}


@pytest.fixture
def hostile_desk(application, own_centre, tmp_path):
    """A window whose cases have hostile names, addresses, form values and materials."""
    kinds = list(HOSTILE)
    given: dict[str, str] = {}

    def alter(path, answer):
        status, headers, body = answer
        if not path.startswith("/v1/changes?"):
            return answer
        said = json.loads(body)
        for change in said["changes"]:
            if change["kind"] != "sub_application" or change["op"] != "put":
                continue
            kind = given.setdefault(change["id"], kinds[len(given) % len(kinds)])
            text, case = HOSTILE[kind], change["body"]
            case["applicant"] |= {"name": text, "address": text, "phone": text[:40]}
            for section in case["form"]:
                section["section"] = text[:60]
                for field in section["fields"]:
                    if isinstance(field["value"], str):
                        field["value"] = text
            for material in case["materials"]:
                material["name"] = text[:80] + material["id"]
        return status, headers, json.dumps(said).encode()

    with altered(own_centre.inner_url, alter) as url:
        application.desk.machine.keep_settings(centre_url=url)
        hands = ScriptedClerk(application, tmp_path)
        application.open_sign_in()
        hands.sign_in(**own_centre.clerks[0])
        hands.until("the case", lambda: hands.window.review.view is not None)
        yield hands, given


def test_hostile_text_is_shown_found_decided_and_printed_as_text(hostile_desk):
    hands, given = hostile_desk
    desk, window = hands.application.desk, hands.window
    numbers = desk.cases.numbers(CaseFilter(standing=""))
    rows = desk.cases.rows(numbers)
    assert {given[row.id] for row in rows} == set(HOSTILE)
    decided = set()
    for row in rows:
        window.cases.open_case(row.id)
        hands.until("it", lambda case_id=row.id: window.review.view.case.id == case_id)
        hands.rest(20)
        case = window.review.view.case
        said = [made.text() for made in window.findChildren(QLabel)]
        assert any(HOSTILE[given[row.id]][:30] in text for text in said)
        kind = given[row.id]
        if case.state == "received" and not case.corrections and kind not in decided:
            decided.add(kind)
            asked = RequestCorrection(faults=(Fault(text=HOSTILE[kind][:5000]),))
            notice = desk.documents.preview_notice(case.id, asked)
            assert isinstance(notice.open(), Opened)
            desk.deciding.decide(case.id, asked).result()
    assert len(decided) >= 3
    for kind, text in HOSTILE.items():
        window.search.open()
        dialog = hands.dialog()
        assert not isinstance(dialog, QMessageBox), (
            dialog.text(),
            (desk.machine.places.journal / "journal.jsonl").read_text()[-3000:],
        )
        hands.type(dialog.view.field, text[:60])
        hands.rest(30)
        dialog.reject()
        assert kind
    hands.until("all to be sent", hands.all_sent)
    window.show_page("thing")
    window.show_page("outbox")
    hands.rest(100)
    assert not window.findChildren(QMessageBox)
    formats = {made.textFormat() for made in window.findChildren(QLabel)}
    assert formats <= {Qt.TextFormat.PlainText, Qt.TextFormat.AutoText} and not [
        made.text()
        for made in window.findChildren(QLabel)
        if made.textFormat() != Qt.TextFormat.PlainText and made.text()
    ]
    journal = (desk.machine.places.journal / "journal.jsonl").read_text("utf-8")
    assert '"unexpected"' not in journal
    assert not any(text[:12] in journal for text in HOSTILE.values())
