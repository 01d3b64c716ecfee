"""Whatever is pinned for the desk is named with its licence."""

from importlib.metadata import PackageNotFoundError, version

from chosen import UNWANTED, distribution_names

from app.support.licences import components, packages


def is_here(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def test_every_pinned_package_is_among_them_and_no_tool_of_ours():
    pinned = {name for name in distribution_names() if is_here(name)}
    assert pinned - set(packages()) <= set(UNWANTED)
    assert set(packages()) <= distribution_names()


def test_each_component_says_its_licence():
    assert [component.name for component in components() if component.licence in ("", "?")] == []
    assert {"Python", "Qt", "SQLCipher", "PDFium"} <= {each.name for each in components()}
