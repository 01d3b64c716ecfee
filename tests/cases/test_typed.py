"""JSON read as typed values, by several threads at once."""

import ast
from pathlib import Path

import msgspec
import pytest

from app.cases.typed import decode, decoder
from tests.support.programs import ROOT, python

TWO_READERS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import msgspec
from app.cases.typed import decode

sys.setswitchinterval(1e-6)
both = Barrier(2)

def read(kind):
    both.wait()
    return decode(b'{"last": {"a": 1}}', kind).last.a

def body():
    parts = [msgspec.defstruct("Part", [("a", "int")]) for _ in range(20)]
    return msgspec.defstruct("Body", [*((f"f{i}", part, None) for i, part in enumerate(parts)),
                                      ("last", parts[-1], None)])

with ThreadPoolExecutor(2) as readers:
    for kind in [body() for _ in range(300)]:
        assert list(readers.map(read, [kind, kind])) == [1, 1]
"""


def test_two_threads_may_meet_a_type_at_the_same_moment():
    done = python("-c", TWO_READERS)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_value_of_another_type_is_refused_unless_it_may_be_read_loosely():
    with pytest.raises(msgspec.ValidationError):
        decode(b'"1"', int)
    with pytest.raises(msgspec.ValidationError):
        decoder(int).decode(b'"1"')
    assert decoder(int, strict=False).decode(b'"1"') == 1


def test_nothing_else_reads_json_as_a_type():
    assert [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (*Path(ROOT, "app").rglob("*.py"), *Path(ROOT, "ui").rglob("*.py"))
        if path.name != "typed.py"
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and (
            ast.unparse(call.func) == "msgspec.json.Decoder"
            or (
                ast.unparse(call.func) == "msgspec.json.decode"
                and any(keyword.arg == "type" for keyword in call.keywords)
            )
        )
    ] == []
