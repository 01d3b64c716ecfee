"""The thread that writes goes on, whatever happens to those who listen to it."""

from app.desk import Desk
from app.machine.journal import NAME


def test_a_window_that_breaks_over_a_change_is_journalled_and_decisions_are_kept(desk: Desk):
    case_id = desk.cases.rows(desk.cases.first(1))[0].id

    def broken(_changed: object) -> None:
        raise LookupError("王小明")

    desk.on_changed = broken
    desk.drafting.write_opinion(case_id, "第一句").result(20)
    desk.drafting.write_opinion(case_id, "第二句").result(20)
    assert desk.cases.view(case_id).draft.opinion == "第二句"
    said = (desk.machine.places.journal / NAME).read_text("utf-8")
    assert '"kind":"LookupError"' in said and "王小明" not in said
