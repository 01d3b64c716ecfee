"""A table of rows that are read: what a cell says by its colour."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableWidgetItem

from ui import theme
from ui.parts.table import RowsTable

BLOCK = "█" * 6  # as much colour as a letter can have


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_cell_keeps_its_colour_in_a_chosen_row_and_any_other_has_the_texts(qapp, qtbot, name):
    theme.apply(qapp, name, 100)
    table = RowsTable("团队", ["逾期", "办件"], (1,))
    qtbot.addWidget(table)
    table.setRowCount(1)
    for place in (0, 1):
        table.setItem(0, place, QTableWidgetItem(BLOCK))
    red, ink = (QColor(each) for each in (theme.current().red, theme.current().ink))
    table.item(0, 0).setForeground(red)
    table.resize(400, 120)
    table.show()
    for chosen in (False, True):
        table.item(0, 0).setSelected(chosen)
        table.item(0, 1).setSelected(chosen)
        assert red.name() in colours(table, 0)
        assert ink.name() in colours(table, 1)


def colours(table, place) -> set[str]:
    """Of the middle line of a cell of the only row."""
    cell = table.visualItemRect(table.item(0, place))
    picture = table.viewport().grab(cell).toImage()
    return {picture.pixelColor(x, cell.height() // 2).name() for x in range(cell.width())}
