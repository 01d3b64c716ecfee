"""Every word of the interface is there in Chinese; nothing stale is left."""

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def sources() -> set[str]:
    found = set()
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "tr_noop"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def translations() -> dict[str, str]:
    tree = ET.parse(ROOT / "resources/translations/zh_CN.ts")
    return {m.findtext("source"): m.findtext("translation") for m in tree.iter("message")}


def test_every_source_string_has_its_chinese_and_none_is_left_over():
    assert set(translations()) == sources()
    assert all(text and text.strip() for text in translations().values())


def test_a_source_string_is_translated_once():
    tree = ET.parse(ROOT / "resources/translations/zh_CN.ts")
    sources = [message.findtext("source") for message in tree.iter("message")]
    assert sorted(sources) == sorted(set(sources))
    assert all(len(message) == 2 for message in tree.iter("message"))


def test_a_translation_fills_the_same_places_as_its_source():
    for source, text in translations().items():
        assert set(re.findall(r"{(\w+)}", source)) == set(re.findall(r"{(\w+)}", text))


def test_chinese_strings_are_chinese():
    letters_only = {
        ", ",
        "{what}: {items}",
        "{what}: {words}",
        "{action}  {key}",
        "{action}: {why}",
        "{name} · {action} at {time}",
        "{rating}: {words}",
        "{words} ({key})",
        "“{paper}”: {why}",
    }
    for source, text in translations().items():
        assert re.search(r"[一-鿿]", text) or source in letters_only


def test_every_sentence_of_the_app_is_said_in_both_languages():
    sentences = list(sentences_of_the_app())
    assert len(sentences) > 100
    for chinese, english in sentences:
        places = [set(re.findall(r"{(\w+)}", words)) for words in (chinese, english)]
        assert places[0] == places[1], chinese
        assert not re.search(r"[一-鿿]", english)


def sentences_of_the_app():
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                chinese, english = node.args[:2]
                if isinstance(chinese, ast.Constant) and isinstance(english, ast.Constant):
                    yield chinese.value, english.value
