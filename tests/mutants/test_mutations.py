"""What a mutant is: one thing turned round, and another program; and what a test is worth to it."""

from tests.mutants.mutations import Mutant, mutants_of
from tests.mutants.run import Copies, Covered, a_sample

SOURCE = """
MOST = 5


def send(entry: str | None, waiting: list[int]) -> bool:
    if entry is None or not waiting:
        return False
    return len(waiting) < MOST
"""


def of(tmp_path, source=SOURCE) -> list[Mutant]:
    (tmp_path / "module.py").write_text(source)
    return [m for m in mutants_of(tmp_path, "module.py") if m.differs(source)]


def test_conditions_comparisons_and_constants_are_turned_round_one_at_a_time(tmp_path):
    found = {mutant.after(SOURCE) for mutant in of(tmp_path)}
    assert {
        "if entry is not None or not waiting:",
        "if entry is None and not waiting:",
        "if entry is None or  waiting:",
        "return True",
        "return len(waiting) <= MOST",
    } <= found


def test_annotations_and_numbers_at_the_top_are_left_alone(tmp_path):
    lines = {mutant.line for mutant in of(tmp_path)}
    assert lines == {6, 7, 8}


def test_names_of_types_and_the_assertion_of_a_zip_are_left_alone(tmp_path):
    source = """
Value = str | int


def pairs(a: list[int], b: list[int]) -> dict[int, int]:
    return dict(zip(a, b, strict=True))
"""
    assert of(tmp_path, source) == []


def test_the_same_seed_gives_the_same_sample_and_another_one_another():
    modules = ["app/cases/licences.py", "app/sync/verify.py"]
    assert a_sample(modules, 1) == a_sample(modules, 1) != a_sample(modules, 2)
    assert {m.module for m in a_sample(modules, 1)[:2]} == set(modules)


def test_those_that_run_most_of_a_module_in_the_least_time_come_before_others_that_are_quick():
    covered = Covered(
        seconds={"tests/sync/glances": 1.0, "tests/sync/works": 4.0},
        lines={
            "tests/sync/glances": {"app/sync/push.py": {3}},
            "tests/sync/works": {"app/sync/push.py": set(range(40))},
        },
    )
    mutant = Mutant("app/sync/push.py", 3, "core/AddNot", 0, "")
    assert covered.against(mutant) == ["tests/sync/works", "tests/sync/glances"]


def test_what_is_run_on_import_or_for_another_test_meets_the_tests_of_its_room():
    covered = Covered(
        seconds={"tests/cases/of_it": 1.0, "tests/cases/of_another": 2.0, "tests/sync/far": 0.1},
        lines={
            "tests/cases/of_it": {"app/cases/kinds.py": {150}},
            "tests/sync/far": {"app/cases/kinds.py": {150}},
        },
    )
    in_a_table = Mutant("app/cases/kinds.py", 62, "core/NumberReplacer", 0, "")
    assert covered.against(in_a_table) == ["tests/cases/of_it", "tests/cases/of_another"]


def test_the_tests_that_run_it_come_first_then_those_of_its_room_and_none_that_failed():
    ran = {"app/sync/push.py": {3}}
    covered = Covered(
        seconds={"tests/store/a": 1.0, "tests/sync/b": 5.0, "tests/sync/c": 2.0, "tests/sync/d": 0.1,
                 "tests/sync/e": 0.1},
        lines={"tests/store/a": ran, "tests/sync/b": ran, "tests/sync/c": ran, "tests/sync/d": {},
               "tests/sync/e": ran},
        failed={"tests/sync/e"},
    )  # fmt: skip
    mutant = Mutant("app/sync/push.py", 3, "core/AddNot", 0, "")
    assert covered.against(mutant) == [
        "tests/sync/c",
        "tests/sync/b",
        "tests/store/a",
        "tests/sync/d",
    ]


def test_what_no_test_looks_for_survives_what_hangs_is_ended_and_what_is_not_run_is_unseen(
    tmp_path,
):
    copies = Copies(tmp_path, 1)
    mutant = next(m for m in a_sample(["app/cases/licences.py"], 1) if m.operator == "core/AddNot")
    tests = {
        "survived": "def test_it():\n    pass\n",
        "killed": "def test_it():\n    assert False\n",
        "hung": "def test_it():\n    import time; time.sleep(600)\n",
    }
    hows = {}
    for how, text in tests.items():
        (tmp_path / "0" / "tests" / f"test_{how}.py").write_text(text)
        name = f"tests/test_{how}.py::test_it"
        covered = Covered(seconds={name: 0.1}, lines={name: {mutant.module: {mutant.line}}})
        patience = 5.0 if how == "hung" else 300.0
        hows[how] = copies.judge(mutant, covered, float("inf"), patience).how
    assert hows == {how: how for how in tests}
    assert copies.judge(mutant, Covered(), float("inf")).how == "unseen"
