"""An electronic licence stands for the paper only where status, dates and holder agree."""

from datetime import date, timedelta

import pytest

from app.cases.licences import judged
from app.cases.model import Licence

TODAY = date(2026, 11, 24)
SOUND = Licence(
    kind="营业执照", no="91", holder="甲", holder_id="id-1", valid_from=date(2025, 1, 1)
)


def changed(**fields) -> Licence:
    from msgspec.structs import replace

    return replace(SOUND, **fields)


@pytest.mark.parametrize(
    ("licence", "outcome", "why"),
    [
        (SOUND, "pass", "有效"),
        (changed(valid_to=TODAY), "pass", "有效"),
        (changed(valid_to=TODAY - timedelta(days=1)), "fail", "已过期"),
        (changed(status="expired"), "fail", "已过期"),
        (changed(status="revoked"), "fail", "已被吊销"),
        (changed(valid_from=TODAY + timedelta(days=1)), "fail", "尚未生效"),
        (changed(valid_from=TODAY), "pass", "有效"),
        (changed(status="frozen"), "unknown", "frozen"),
        (changed(holder_id=""), "unknown", "无法核对持有人"),
        (changed(holder_id="id-2"), "fail", "不是申请人的"),
    ],
)
def test_a_licence_is_judged_by_status_dates_and_holder(licence, outcome, why):
    found, text = judged(licence, "id-1", TODAY)
    assert found == outcome
    assert why in text.zh
