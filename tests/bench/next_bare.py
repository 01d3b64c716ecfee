"""The floor: a key to as many words and a page's picture painted in a bare window; ms, p50 p95."""

import statistics
import sys
import time

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    case = 0

    def __init__(self) -> None:
        super().__init__()
        self.pages = [QImage(392, 554, QImage.Format.Format_RGB32) for _ in range(8)]
        for page in self.pages:
            page.fill(0xFFFFFF)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.case += 1
        self.repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(400, 100, self.pages[self.case % 8])
        for line in range(60):
            place = QRect(10, 12 * line, 380, 24)
            painter.drawText(place, f"项目{line} 第{self.case}件 申请表内容申请表内容")


application = QApplication([])
window = Bare()
window.resize(1366, 768)
window.show()
application.processEvents()
times = []
for _ in range(int(sys.argv[1])):
    begun = time.perf_counter()
    QTest.keyClick(window, Qt.Key.Key_J)
    times.append(1000 * (time.perf_counter() - begun))
quantiles = statistics.quantiles(times, n=100)
print(quantiles[49], quantiles[94])
