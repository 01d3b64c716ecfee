"""Shows a case to the applicant on the second screen, and what stands there step by step.

Prints it as JSON. ``python -m tests.ui.counter HOME``
"""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from app.machine.paths import Places
from tests.support.centres import resting_centre
from tests.ui.test_review import has_files, open_case
from tests.ui.test_window import numbers_of
from ui.application import JianjianApplication
from ui.parts.words import field_value
from ui.rehearsal.clerk import ScriptedClerk


def on_counter(application) -> dict[str, str]:
    QApplication.processEvents()  # what was laid out is shown then
    view = application.window.applicant.view
    words = " ".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())
    return {"screen": view.screen().name(), "words": words}


def main(home: str) -> None:
    folder = Path(home)
    folder.mkdir()
    with resting_centre(60, 3, folder) as centre:
        application = JianjianApplication(Places.below(folder / "desk"), [])
        application.desk.machine.keep_settings(centre_url=centre.url, seconds_before_sending=0)
        clerk = ScriptedClerk(application, folder)
        application.open_sign_in()
        clerk.sign_in(**centre.clerks[0])
        clerk.until("the rows", lambda: clerk.window.worklist.model.rowCount() > 1)
        case = open_case(clerk, has_files)
        window, review = clerk.window, clerk.window.review
        clerk.type(review.decision.opinion, "只给办公室看的意见")
        window.show_to_applicant()
        clerk.until("the form", lambda: case.no in on_counter(application)["words"])
        said = {
            "screens": len(QGuiApplication.screens()),
            "shown": on_counter(application),
            "applicant": case.applicant.name,
            "filed": [
                field_value(field)
                for section in case.form
                for field in section.fields
                if field.key not in ("id_number", "phone")
            ][:6],
            "office": ["只给办公室看的意见", "自动核验", "审查要点"],
            "numbers": sorted(numbers_of(case)),
            "active": type(QApplication.activeWindow()).__name__,
        }
        window.show_to_applicant()
        said["taken away"] = on_counter(application)
        window.show_to_applicant()
        window.worklist.search.clear()
        clerk.until("all rows", lambda: window.worklist.model.rowCount() > 1)
        window.worklist.walk(1)
        clerk.until("another case", lambda: review.case_id != case.id)
        said["left"] = on_counter(application)
        window.show_to_applicant()
        application.lock()
        said["locked"] = on_counter(application)
        application.unlock()
        clerk.until("the window", window.isVisible)
        said["unlocked"] = on_counter(application)
        window.set_papers_apart()
        said["papers asked for"] = [
            window.papers.view.screen().name(), window.applicant.view is not None
        ]  # fmt: skip
        window.show_to_applicant()
        said["form asked for"] = [
            window.papers.view is not None, window.applicant.view.screen().name()
        ]  # fmt: skip
        said["papers kept on"] = application.desk.machine.settings.papers_screen
        application.close()
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
