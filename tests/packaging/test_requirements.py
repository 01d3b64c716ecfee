"""The lock of the halls' baseline is the desk's own, but for its Qt and Windows' numpy."""

import re

from tests.support.programs import ROOT


def pins(*lists):
    """What is locked, with its conditions and hashes, by name; a name may have more than one."""
    locked = {}
    for name in lists:
        text = (ROOT / f"requirements/{name}.txt").read_text().strip()
        for pin in re.split(r"\n(?=\S)", text):
            locked.setdefault(pin.split("==")[0], set()).add(pin)
    return locked


def test_the_baseline_differs_from_the_other_lists_in_qt_and_in_the_numpy_of_windows():
    usual, baseline = pins("desk", "practice", "reading", "dev"), pins("baseline")
    differing = {name for name, pin in baseline.items() if not pin <= usual.get(name, set())}
    assert differing == {"pyside6-essentials", "shiboken6", "numpy"}
    elsewhere = {pin.replace(" ; sys_platform != 'win32'", "") for pin in baseline["numpy"]}
    assert usual["numpy"] <= elsewhere


def test_the_baseline_has_all_the_desk_runs_on_and_what_makes_the_folder():
    assert set(pins("desk", "practice", "reading")) | {"pyinstaller"} <= set(pins("baseline"))


def test_the_baselines_qt_has_wheels_for_the_halls_on_both_architectures():
    """Newer ones want a later glibc on arm64; see docs/deploy.md."""
    versions = {
        re.match(r"\S+==(\S+)", pin)[1]
        for name in ("pyside6-essentials", "shiboken6")
        for pin in pins("baseline")[name]
    }
    assert versions == {"6.8.0.2"}
