"""A file of figures is one a spreadsheet opens as text and numbers, and nothing else."""

import csv
import io

import pytest

from app.desk.figures import as_csv

ROWS = [("事项", "数值"), ("食品经营许可证核发", "4.6"), ('有"引号"，有逗号,\n有换行', "1")]


def read(content):
    return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def test_what_is_written_is_read_again_and_begins_with_the_mark_of_utf_8():
    content = as_csv(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == ROWS


@pytest.mark.parametrize("formula", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(formula):
    assert read(as_csv([(formula, "食品")])) == [(f"'{formula}", "食品")]
