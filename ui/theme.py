"""Paper and ink, one accent; colour means something or is not there."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.machine.paths import RESOURCES
from ui.parts import signs

# Their figures are tabular as they are; asking for "tnum" needs a newer Qt than 6.7.
FAMILIES = [
    "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", signs.FAMILY,
]  # fmt: skip
BODY_PT, HEADING_PT, TITLE_PT = 10.5, 12.0, 15.0
TEXT_SIZES = (100, 110, 120, 130, 140, 150)  # per cent


class Theme(NamedTuple):
    """Colours by what they mean; text on ``paper`` and ``wash`` has 4.5 : 1 or better, ``edge``,
    which is around what can be used, 3 : 1."""

    paper: str
    wash: str
    line: str
    ink: str
    quiet: str
    accent: str
    on_accent: str
    chosen: str
    red: str
    amber: str
    green: str
    paused: str
    edge: str
    focused_fill: (
        str  # the primary button's fill while it has the focus: its ring stands out from it
    )

    def light(self, name: str) -> str:
        """The colour of a deadline light."""
        return {
            "red": self.red,
            "amber": self.amber,
            "green": self.green,
            "paused": self.paused,
        }.get(name, self.quiet)


LIGHT = Theme(
    "#FFFFFF", "#F5F7FA", "#DCE1E8", "#1F2430", "#5B6472", "#1F5FBF", "#FFFFFF", "#E7EEF9",
    "#C3312B", "#9A5B00", "#1E7A3C", "#56657A", "#7E8795", "#2D70D4",
)  # fmt: skip
DARK = Theme(
    "#1B1E24", "#22262E", "#343A45", "#E6E9EF", "#9AA4B2", "#6EA4F4", "#10151D", "#2A3447",
    "#F28B82", "#F2B866", "#7CC792", "#9AA9BD", "#76808F", "#4A80D2",
)  # fmt: skip

_current = LIGHT
_text_size = TEXT_SIZES[0]


def current() -> Theme:
    return _current


def with_text(pixels: int) -> int:
    """A length that holds words, which grows with the text: pixels at 100 %."""
    return round(pixels * _text_size / 100)


def apply(app: QApplication, choice: str, text_size: int) -> None:
    """Dresses the application: ``light``, ``dark``, or ``system`` to follow the desktop; text of
    ``text_size`` per cent, within TEXT_SIZES."""
    global _current, _text_size
    _text_size = max(TEXT_SIZES[0], min(text_size, TEXT_SIZES[-1]))
    dark = choice == "dark" or (choice == "system" and _system_is_dark())
    _current = DARK if dark else LIGHT
    app.setStyle("Fusion")
    signs.install_signs()
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(_points(BODY_PT))
    app.setFont(font)
    app.setPalette(_palette(_current))
    app.setStyleSheet(_sheet(_current))


def _points(at_first: float) -> float:
    return at_first * _text_size / 100


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(t: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.Button), t.wash),
        ((role.Base, role.ToolTipBase), t.paper),
        ((role.AlternateBase,), t.wash),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), t.ink),
        ((role.PlaceholderText,), t.quiet),
        ((role.Highlight, role.Link), t.accent),
        ((role.HighlightedText,), t.on_accent),
        ((role.Mid, role.Dark), t.line),
    ):
        for one in roles:
            palette.setColor(one, QColor(colour))
    return palette


def _icon(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").as_posix()


def _sheet(t: Theme) -> str:
    return f"""
    QWidget {{ color: {t.ink}; }}
    QMainWindow, QWidget#page {{ background: {t.wash}; }}
    QToolTip {{ background: {t.paper}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px; }}
    QWidget[surface="paper"] {{ background: {t.paper}; }}
    QWidget[surface="wash"] {{ background: {t.wash}; }}
    QFrame[surface="card"] {{ background: {t.paper}; border: 1px solid {t.line}; border-radius: 6px; }}
    QFrame[line="true"] {{ background: {t.line}; border: none; }}
    QLabel {{ background: transparent; }}
    QLabel[kind="field"] {{ border: 1px solid transparent; border-radius: 3px; }}
    QLabel[kind="field"]:focus {{ border-color: {t.accent}; }}
    QLabel[lit="true"] {{ background: {t.chosen}; }}
    QLabel[level="title"] {{ font-size: {_points(TITLE_PT)}pt; font-weight: 600; }}
    QLabel[level="heading"] {{ font-size: {_points(HEADING_PT)}pt; font-weight: 600; }}
    QLabel[tone="quiet"] {{ color: {t.quiet}; }}
    QLabel[tone="red"] {{ color: {t.red}; }}
    QLabel[tone="amber"] {{ color: {t.amber}; }}
    QLabel[tone="green"] {{ color: {t.green}; }}
    QLabel[tone="paused"] {{ color: {t.paused}; }}
    QLabel[tone="accent"] {{ color: {t.accent}; }}
    QLabel[weight="bold"] {{ font-weight: 600; }}
    QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {{
        background: {t.paper}; border: 1px solid {t.edge}; border-radius: 4px; padding: 5px 8px;
        selection-background-color: {t.accent}; selection-color: {t.on_accent};
    }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus,
    QDateEdit:focus {{
        border: 2px solid {t.accent}; padding: 4px 7px;
    }}
    QComboBox {{ padding-right: 0; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; }}
    QComboBox QAbstractItemView {{ background: {t.paper}; border: 1px solid {t.line};
        selection-background-color: {t.chosen}; selection-color: {t.ink}; }}
    QPushButton {{
        background: {t.paper}; border: 1px solid {t.edge}; border-radius: 4px; padding: 6px 14px;
    }}
    QPushButton:hover {{ border-color: {t.quiet}; }}
    QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
    QPushButton:checked {{ background: {t.chosen}; border-color: {t.accent}; }}
    QPushButton:disabled {{ color: {t.quiet}; background: {t.wash}; }}
    QPushButton[kind="primary"] {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600;
    }}
    QPushButton[kind="primary"]:focus {{ background: {t.focused_fill}; border: 2px solid {t.ink};
        padding: 5px 13px; }}
    QPushButton[kind="primary"]:disabled {{ background: {t.line}; color: {t.quiet};
        border-color: {t.line}; }}
    QPushButton[kind="danger"] {{ color: {t.red}; border-color: {t.red}; background: {t.paper}; }}
    QPushButton[kind="status"] {{ border: 1px solid transparent; background: transparent;
        padding: 2px 9px; color: {t.quiet}; text-align: left; }}
    QPushButton[kind="status"][tone="green"] {{ color: {t.green}; }}
    QPushButton[kind="status"][tone="accent"] {{ color: {t.accent}; }}
    QPushButton[kind="status"][tone="amber"] {{ color: {t.amber}; }}
    QPushButton[kind="status"]:focus {{ border-color: {t.accent}; }}
    QPushButton[kind="link"] {{ border: none; background: transparent; color: {t.accent};
        padding: 2px 4px; text-align: left; }}
    QPushButton[kind="link"]:disabled {{ color: {t.quiet}; }}
    QPushButton[kind="link"]:focus {{ border: 1px solid {t.accent}; border-radius: 3px; padding: 1px 3px; }}
    QPushButton[kind="tab"] {{ border: none; border-radius: 0; background: transparent;
        color: {t.quiet}; padding: 8px; border-bottom: 2px solid transparent; }}
    QPushButton[kind="tab"]:checked {{ color: {t.accent}; border-bottom: 2px solid {t.accent};
        font-weight: 600; }}
    QPushButton[kind="tab"]:focus {{ background: {t.chosen}; padding: 8px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px;
        background: transparent; }}
    QToolButton:hover {{ background: {t.chosen}; }}
    QToolButton:checked {{ background: {t.chosen}; border-color: {t.accent}; }}
    QToolButton:focus {{ border-color: {t.accent}; }}
    QToolButton:checked:focus {{ border-color: {t.ink}; }}
    QToolButton[kind="nav"] {{ border-radius: 6px; padding: 5px 2px; color: {t.quiet}; }}
    QToolButton[kind="nav"]:checked {{ background: {t.chosen}; color: {t.accent}; font-weight: 600; }}
    QListView, QTableView, QTreeView, QScrollArea {{ background: {t.paper}; border: none; outline: 0; }}
    QScrollArea, QTableView, QListView, QTabBar, QAbstractScrollArea[kind="pages"] {{
        border: 1px solid transparent; }}
    QScrollArea:focus, QTableView:focus, QListView:focus, QAbstractScrollArea[kind="pages"]:focus {{
        border: 1px solid {t.accent}; }}
    QScrollArea[surface="wash"] {{ background: {t.wash}; }}
    QListView::item:selected, QTableView::item:selected {{ background: {t.chosen}; }}
    QListView::item:selected {{ color: {t.ink}; }}
    QTableView::item {{ padding: 0 8px; }}
    QListWidget::item {{ padding: 6px 8px; }}
    QTableView {{ gridline-color: {t.line}; selection-background-color: {t.chosen};
        selection-color: {t.ink}; }}
    QHeaderView::section {{ background: {t.wash}; color: {t.quiet}; border: none;
        border-bottom: 1px solid {t.line}; padding: 6px 8px; }}
    QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 15px; height: 15px;
        border: 1px solid {t.quiet}; border-radius: 3px; background: {t.paper}; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
        image: url({_icon("check-dark" if t is DARK else "check-light")}); }}
    QCheckBox::indicator:disabled {{ background: {t.wash}; border-color: {t.line}; }}
    QCheckBox::indicator:checked:disabled {{ background: {t.quiet}; border-color: {t.quiet}; }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.accent}; }}
    QCheckBox:focus, QRadioButton:focus {{ outline: none; }}
    QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({_icon("down")}); width: 14px; height: 14px; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
    QTabBar {{ background: {t.paper}; }}
    QTabBar::tab {{ background: {t.paper}; color: {t.quiet}; border: none; padding: 9px 12px;
        border-bottom: 2px solid transparent; }}
    QTabBar[kind="materials"]::tab {{ padding: 7px 6px; }}
    QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:focus {{ background: {t.chosen}; }}
    QStatusBar {{ background: {t.wash}; border-top: 1px solid {t.line}; }}
    QStatusBar::item {{ border: none; }}
    QDialog, QMessageBox {{ background: {t.paper}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 20px; border: none;
        background: transparent; }}
    QSpinBox::up-arrow {{ image: url({_icon("up")}); width: 12px; height: 12px; }}
    QSpinBox::down-arrow {{ image: url({_icon("down")}); width: 12px; height: 12px; }}
    QSplitter::handle {{ background: {t.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 5px; min-height: 32px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; }}
    QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 5px; min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QMenu {{ background: {t.paper}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 4px 20px; border-radius: 3px; }}
    QMenu::separator {{ background: {t.line}; height: 1px; margin: 4px 8px; }}
    QMenu::item:selected {{ background: {t.chosen}; color: {t.ink}; }}
    """
