"""The handbook on paper: every line of its Markdown is one the printed page knows."""

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from app.machine.paths import RESOURCES
from app.printing.handbook import blocks, print_handbook
from tests.support.examples import MORNING
from ui.handbook.book import PICTURE, sources

TEMPLATE = RESOURCES / "handbook/handbook.typ"
PAGE = """# 标题

先看[另一页](other)。

![窗口](screen)

## 小标题

1. 按 `Ctrl+Enter`
2. 点 **Sign in**

- 一点

| 按键 | 作用 |
|---|---|
| `J` `K` | 上一件、下一件 |
"""


def test_a_page_of_every_kind_of_line_is_printed_whole(tmp_path):
    picture = QImage(1366, 768, QImage.Format.Format_RGB32)
    picture.fill(0x1F5FBF)
    assert picture.save(str(tmp_path / "screen.png"))
    pages = {"page": PAGE, "other": "# 另一页\n\n完。\n"}
    printed = [print_handbook(pages, "zh", TEMPLATE, tmp_path, MORNING) for _ in range(2)]
    assert printed[0] == printed[1]
    document = pypdfium2.PdfDocument(printed[0])
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    for words in ("件件操作手册", "标题", "小标题", "1.按Ctrl+Enter", "2.点Signin", "•一点",
                  "按键作用", "JK上一件、下一件", "窗口", "另一页"):  # fmt: skip
        assert words in text, words
    assert len(document) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_task_has_one_sheet_whose_pictures_leave_its_words_room(language, tmp_path):
    window = QImage(1366, 768, QImage.Format.Format_RGB32)
    window.fill(0xFFFFFF)
    pages = sources(language)
    for screen in {name for text in pages.values() for _, name in PICTURE.findall(text)}:
        assert window.save(str(tmp_path / f"{screen}.png"))
    known = {"keys": "# All keys\n", **pages}
    printed = print_handbook(known, language, TEMPLATE, tmp_path, MORNING)
    assert len(pypdfium2.PdfDocument(printed)) == 1 + len(known)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_of_the_handbook_is_one_that_can_be_printed(language):
    for id_, text in sources(language).items():
        kinds = [block["kind"] for block in blocks(text)]
        assert kinds[0] == "title" and kinds.count("title") == 1, id_


@pytest.mark.parametrize("line", ["### 三级标题", "| 一格 |", "![图](../file.png)"])
def test_a_line_of_another_kind_is_refused(line):
    with pytest.raises(ValueError, match="no line of a handbook"):
        blocks(f"# 标题\n\n{line}\n")
