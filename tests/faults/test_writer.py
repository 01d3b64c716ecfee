"""The thread that writes goes on, whatever happens to those who listen to it."""

from app.desk.desk import Desk
from app.machine.journal import NAME


def test_a_window_that_breaks_over_a_change_is_journalled_and_decisions_are_kept(desk: Desk):
    case_id = desk.case_rows(desk.first_cases(1))[0].id

    def broken(_changed: object) -> None:
        raise LookupError("王小明")

    desk.on_changed = broken
    desk.write_opinion(case_id, "第一句").result(20)
    desk.write_opinion(case_id, "第二句").result(20)
    assert desk.view(case_id).draft.opinion == "第二句"
    said = (desk.places.journal / NAME).read_text("utf-8")
    assert '"kind":"LookupError"' in said and "王小明" not in said
