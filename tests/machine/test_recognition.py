"""Whether scans and photos are recognised here: IT's word, else what the machine has of memory."""

import sys

import pytest

from app.machine.recognition import decide, memory_here

GB = 2**30


@pytest.mark.parametrize(
    ("policy", "installed", "memory", "is_on", "said"),
    [
        (None, True, 16 * GB, True, "默认打开"),
        (None, True, int(3.6 * GB), True, "默认打开"),  # of 4 GB, what firmware leaves
        (None, True, None, True, "默认打开"),
        (None, True, 2 * GB, False, "不足 4 GB，默认不识别"),
        (True, True, 2 * GB, True, "信息科已打开"),
        (True, True, 16 * GB, True, "信息科已打开"),
        (False, True, 16 * GB, False, "信息科已关闭"),
        (False, True, 2 * GB, False, "信息科已关闭"),
        (None, False, 16 * GB, False, "没有安装识读组件"),
        (True, False, 16 * GB, False, "没有安装识读组件"),
    ],
)
def test_scans_are_recognised_as_it_says_else_where_there_is_memory_for_it(
    policy, installed, memory, is_on, said
):
    decided = decide(policy, installed, memory)
    assert decided.is_on is is_on
    assert said in decided.said.zh
    assert decided.said.en.isascii()


def test_the_machine_s_memory_is_read():
    assert 2**28 < memory_here() < 2**46


@pytest.mark.linux("/proc is Linux's")
def test_it_is_all_of_it_and_not_what_is_free():
    import os

    assert sys.platform == "linux"
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert memory_here() == pytest.approx(pages, rel=0.01)
