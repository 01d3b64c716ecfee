"""What of the papers is read on this machine; the clerk can see it, and IT decides."""

from __future__ import annotations

from app.machine.recognition import Recognition
from ui.language import spoken, tr
from ui.settings.group import Group


class ReadingCard:
    """Whether scans and photos are recognised and by whose word, what does it, how fast here."""

    def __init__(self) -> None:
        group = Group(tr("Reading"))
        self.is_on, self.about = group.say(tr("Scans, photos"))
        self.engine, self.about_engine = group.say(tr("Reading part"))
        self.speed, self.about_speed = group.say(tr("Speed"))
        self.about_speed.setText(
            tr("It reads on this machine alone, with 1.2 GB of memory at most, and sends nothing.")
        )
        self.about_speed.show()
        self.card = group.card

    def show(self, recognition: Recognition, seconds_a_page: float | None) -> None:
        """``seconds_a_page``: of the last pages that were recognised here; None before any was."""
        self.is_on.setText(tr("Recognised") if recognition.is_on else tr("Not recognised"))
        self.about.setText(spoken(recognition.said))
        self.about.show()
        self.engine.setText(tr("Installed") if recognition.engine else tr("Not installed"))
        self.about_engine.setText(recognition.engine)
        self.about_engine.setVisible(bool(recognition.engine))
        if seconds_a_page is None:
            self.speed.setText(tr("No page recognised here yet"))
        else:
            self.speed.setText(tr("{n} s a page", n=f"{seconds_a_page:.1f}"))
