"""The floor: a bare QMainWindow, painted."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print("painted", flush=True)
        QApplication.quit()


application = QApplication([])
window = Bare()
window.resize(1366, 768)
window.show()
application.exec()
