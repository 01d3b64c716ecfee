"""The one door: desk (default), practice, tour, shots, sync, doctor."""

import gc
import sys

gc.disable()  # what a program makes as it starts is no garbage

from app.machine import unheeded  # noqa: E402

unheeded.take_away()

from app.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
