"""A practice centre in a process of its own: started, told what to do, ended."""

from __future__ import annotations

import json
import subprocess

from app.machine.paths import own_command

ENDING_SECONDS = 3.0


class PracticeProcess:
    """Returns once the centre is ready, which for a new city takes seconds; it ends with whoever
    started it.

    ``arguments`` are those of ``jianjian practice``. ``clerks`` have a ``username`` and a
    ``password`` each; ``inner_url`` goes round the line that a ``--controlled`` centre can cut.
    Raises ValueError where the centre ends before it is ready: what it says of that is on stderr.
    """

    def __init__(self, *arguments: str) -> None:
        self.process = self.start(["practice", "--child", *arguments])
        ready = json.loads(self._read())
        self.url: str = ready["url"]
        self.inner_url: str = ready.get("inner_url", self.url)
        self.clerks: list[dict[str, str]] = ready["clerks"]

    def start(self, arguments: list[str]) -> subprocess.Popen[str]:
        """The process, with its input and its output for us."""
        return subprocess.Popen(  # noqa: S603  # our own executable
            own_command(*arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def say(self, words: str) -> str:
        """Gives a ``--controlled`` centre an order (docs/practice.md); returns its answer."""
        if self.process.stdin is None:
            raise RuntimeError("the centre takes no orders")
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self._read()

    def close(self, seconds: float = ENDING_SECONDS) -> None:
        """Ends the centre; kills it where it has not ended after so long."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _read(self) -> str:
        return self.process.stdout.readline() if self.process.stdout is not None else ""
