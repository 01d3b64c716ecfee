"""The floor: resident MB of a bare window that is on the screen."""

from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.living import live
from tests.support.resident import resident

application = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
live(1000)
print(resident() / 2**20)
