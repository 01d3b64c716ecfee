"""The list of what is to be delivered, on paper."""

import pypdfium2

from app.machine.paths import RESOURCES
from app.printing.delivery_list import DeliveryLine, print_delivery_list
from tests.support.examples import MORNING

TEMPLATES = RESOURCES / "notices"


def printed(*lines):
    pdf = print_delivery_list(lines, "南京市市场监督管理局", "张伟", MORNING, TEMPLATES)
    return ["".join(p.get_textpage().get_text_range().split()) for p in pypdfium2.PdfDocument(pdf)]


def line(no="320104-1", applicant="王某", way="ems"):
    return DeliveryLine(no, applicant, "食品经营许可证核发", way, "中山路1号", "")


def test_it_has_a_line_for_each_in_their_order_and_says_whose_it_is():
    (page,) = printed(line(), line("320104-2", way="counter"))
    for said in ("送达清单", "南京市市场监督管理局", "张伟", "2026年3月2日", "共2件", "窗口领取"):
        assert said in page
    assert page.index("320104-1") < page.index("320104-2")


def test_what_an_applicant_is_called_is_no_markup():
    (page,) = printed(line(applicant="*福满堂*#餐饮$1$"), line(way="a new way"))
    assert "*福满堂*#餐饮$1$" in page
    assert "anewway" in page


def test_a_long_one_goes_on_over_pages_each_with_its_heads():
    pages = printed(*(line(f"320104-{n}") for n in range(1, 61)))
    assert len(pages) > 1
    assert all("受送达人" in page for page in pages)
