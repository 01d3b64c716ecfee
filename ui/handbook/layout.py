"""A page of the handbook as a document in the desk's looks."""

from __future__ import annotations

import re

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from ui import theme

LINE_PER_CENT, IN_TABLE_PER_CENT = 150.0, 120.0
INDENT = 26  # pixels of a list
SPACE = {1: (0, 12), 2: (18, 6), 0: (0, 6)}  # pixels before and after, by the heading's level


def laid_out(markdown: str, font: QFont, width: int) -> QTextDocument:
    """``width``: pixels the first column of a table has. Made before any view has it, which would
    measure it again at every change."""
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setMarkdown(re.sub("`([^`]+)`", "`\N{THIN SPACE}\\1\N{THIN SPACE}`", markdown))
    document.setIndentWidth(INDENT)
    document.setDocumentMargin(24)
    block = document.begin()
    while block.isValid():
        _space(block)
        for start, length, kind in _runs(block):
            cursor = QTextCursor(block)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_look(block, kind, document))
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            frame.setFormat(_table_format(width))
    return document


def _space(block: QTextBlock) -> None:
    form = QTextBlockFormat(block.blockFormat())
    before, after = SPACE.get(form.headingLevel(), SPACE[0])
    in_table = QTextCursor(block).currentTable() is not None
    form.setTopMargin(0 if in_table else before)
    form.setBottomMargin(0 if in_table else after)
    height = IN_TABLE_PER_CENT if in_table else LINE_PER_CENT
    form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).setBlockFormat(form)


def _runs(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """The start, length and format of each piece of a block."""
    found = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        pieces += 1  # type: ignore[operator]
    return found


def _look(block: QTextBlock, kind: QTextCharFormat, document: QTextDocument) -> QTextCharFormat:
    t, sizes = theme.current(), {1: theme.TITLE_PT, 2: theme.HEADING_PT}
    level = block.blockFormat().headingLevel()
    look = QTextCharFormat()
    look.setForeground(QColor(t.quiet if _is_table_head(block) else t.ink))
    larger = sizes.get(level, theme.BODY_PT) / theme.BODY_PT
    look.setFontPointSize(document.defaultFont().pointSizeF() * larger)
    if level or kind.fontWeight() > QFont.Weight.Normal:
        look.setFontWeight(QFont.Weight.DemiBold)
    if kind.fontFixedPitch():
        look.setForeground(QColor(t.accent))
        look.setBackground(QColor(t.chosen))
    if kind.isAnchor():
        look.setAnchor(True)
        look.setAnchorHref(kind.anchorHref())
        look.setForeground(QColor(t.accent))
        look.setFontUnderline(True)
    return look


def _is_table_head(block: QTextBlock) -> bool:
    cursor = QTextCursor(block)
    table = cursor.currentTable()
    return table is not None and table.cellAt(cursor).row() == 0


def _table_format(width: int) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setHeaderRowCount(1)
    form.setBorder(0)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    form.setCellPadding(3)
    form.setCellSpacing(0)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints(
        [
            QTextLength(QTextLength.Type.FixedLength, width),
            QTextLength(QTextLength.Type.VariableLength, 0),
        ]
    )
    return form
