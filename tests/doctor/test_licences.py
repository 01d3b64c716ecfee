"""Whatever is pinned for the desk is named with its licence."""

from importlib.metadata import PackageNotFoundError, version

from chosen import UNWANTED, distribution_names

from app.support.licences import Component, components, packages, write


def is_here(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def test_every_pinned_package_is_among_them_and_no_tool_of_ours():
    pinned = {name for name in distribution_names() if is_here(name)}
    assert pinned - set(packages()) <= set(UNWANTED)
    assert set(packages()) <= distribution_names()


def test_each_component_says_its_licence_and_has_its_text():
    found = components()
    assert [each.name for each in found if each.licence in ("", "?") or not each.text.strip()] == []
    assert {"Python", "Qt", "SQLCipher", "PDFium"} <= {each.name for each in found}
    texts = {each.name: each.text for each in found}
    assert "LESSER GENERAL PUBLIC" in texts["Qt"] and "download.qt.io" in texts["Qt"]


def test_a_bundle_s_list_is_read_back_as_its_build_wrote_it(tmp_path, monkeypatch):
    inside = [
        Component("OpenSSL", "3.0.1", "Apache-2.0", "words"),
        Component("Qt", "6.8", "LGPL-3.0-only", "more"),
    ]
    write(inside, tmp_path)
    monkeypatch.setattr("app.support.licences.TEXTS", tmp_path)
    assert components() == inside
