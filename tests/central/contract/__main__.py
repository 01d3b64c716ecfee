"""Writes both files."""

from tests.central.contract import FILE, PAGE, page, text

if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
    PAGE.write_text(page(), "utf-8")
