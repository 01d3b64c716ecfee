"""Whether the centre's file is the one that was served last, or a backup put in its place."""

from __future__ import annotations

from pathlib import Path


class EpochNote:
    """Beside FILE, ``FILE.epoch``: the epoch of the file and how far its feed had come.

    It is written before the feed's line is committed, so that it never lags behind the file, not
    even where the centre is killed: at worst a file is taken for a backup that is none.
    """

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".epoch")
        path.touch()
        self._file = path.open("r+b", buffering=0)

    def close(self) -> None:
        self._file.close()

    def fits(self, epoch: str, last_seq: int) -> bool:
        """Whether a file of this epoch whose feed ends here is the one that was noted."""
        self._file.seek(0)
        match self._file.read().split():
            case [noted, seq] if seq.isdigit():
                return noted.decode("ascii", "replace") == epoch and int(seq) <= last_seq
        return False

    def write(self, epoch: str, last_seq: int) -> None:
        """Overwrites the note in place, in one write."""
        self._file.seek(0)
        self._file.write(f"{epoch} {last_seq:019d}\n".encode())
        self._file.truncate()
