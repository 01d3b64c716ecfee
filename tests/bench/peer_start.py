"""Starts another's application, and says when its main window is painted; then it is ended.

Run by the interpreter that has it: ``python peer_start.py git-cola REPOSITORY``.
"""

import os
import sys
from importlib import import_module

BINDINGS = {"git-cola": "PySide6", "novelWriter": "PyQt6"}


def main(name: str, repository: str) -> None:
    binding = BINDINGS[name]
    os.environ["QT_API"] = binding.lower()
    core, widgets = (import_module(f"{binding}.{module}") for module in ("QtCore", "QtWidgets"))

    class Painted(core.QObject):
        def eventFilter(self, watched, event) -> bool:
            painted = event.type() == core.QEvent.Type.Paint
            if painted and isinstance(watched, widgets.QWidget):
                main_window = isinstance(watched.window(), widgets.QMainWindow)
                core.QTimer.singleShot(0, said if main_window else lambda: None)
            return False

    def said() -> None:
        print("painted", flush=True)
        os._exit(0)

    class Application(widgets.QApplication):
        def __init__(self, *given) -> None:
            super().__init__(*given)
            self.painted = Painted()
            self.installEventFilter(self.painted)

    widgets.QApplication = Application
    if name == "git-cola":
        sys.argv = ["git-cola", "--repo", repository]
        import_module("cola.main").main()
    else:
        sys.argv = ["novelwriter"]
        import_module("novelwriter").main()


if __name__ == "__main__":
    main(*sys.argv[1:])
