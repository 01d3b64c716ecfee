"""Chinese and English: the interface's own strings through Qt, the app's sentences as they are."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.cases.sentence import Sentence
from app.machine.paths import RESOURCES

_language = "zh"
_loaded: list[QTranslator] = []


def tr(text: str, **values: object) -> str:
    """An English source string in the chosen language, its ``{name}`` places filled."""
    translated = QCoreApplication.translate("jianjian", text)
    return translated.format(**values) if values else translated


def tr_noop(text: str) -> str:
    """Marks a source string that is translated where it is shown."""
    return text


def both_languages(text: str) -> tuple[str, str]:
    """A source string in Chinese and in English, whichever is chosen."""
    return _chinese().translate("jianjian", text) or text, text


@cache
def _chinese() -> QTranslator:
    """Translates, installed or not."""
    translator = QTranslator()
    translator.load("zh_CN", str(RESOURCES / "translations"))
    return translator


def spoken(sentence: Sentence) -> str:
    return sentence.spoken(_language)


def language() -> str:
    return _language


def speak(app: QApplication, chosen: str) -> None:
    """Sets the language for everything made from here on: ``zh`` or ``en``."""
    global _language
    _language = chosen
    for translator in _loaded:
        app.removeTranslator(translator)
        translator.deleteLater()
    _loaded.clear()
    QLocale.setDefault(QLocale("zh_CN" if chosen == "zh" else "en_GB"))
    if chosen != "zh":
        return
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in (
        (qt_folder, "qtbase_zh_CN"),
        (str(RESOURCES / "translations"), "zh_CN"),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _loaded.append(translator)
