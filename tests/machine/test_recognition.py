"""Whether scans and photos are recognised here: IT's word, else what the machine has of memory."""

import sys

import pytest

from app.machine.recognition import decide, memory_here

GB = 2**30
ENGINE = "rapidocr 3.10.0, onnxruntime 1.32.0"


@pytest.mark.parametrize(
    ("policy", "engine", "memory", "is_on", "said"),
    [
        (None, ENGINE, 16 * GB, True, "默认启用"),
        (None, ENGINE, int(3.6 * GB), True, "默认启用"),  # of 4 GB, what firmware leaves
        (None, ENGINE, None, True, "默认启用"),
        (None, ENGINE, 2 * GB, False, "不足 4 GB，默认不识别"),
        (True, ENGINE, 2 * GB, True, "由信息科打开"),
        (True, ENGINE, 16 * GB, True, "由信息科打开"),
        (False, ENGINE, 16 * GB, False, "信息科已关闭"),
        (False, ENGINE, 2 * GB, False, "信息科已关闭"),
        (None, "", 16 * GB, False, "没有安装识读组件"),
        (True, "", 16 * GB, False, "没有安装识读组件"),
    ],
)
def test_scans_are_recognised_as_it_says_else_where_there_is_memory_for_it(
    policy, engine, memory, is_on, said
):
    decided = decide(policy, engine, memory)
    assert (decided.is_on, decided.engine) == (is_on, engine)
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
