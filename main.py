"""The one door: desk (default), practice, tour, shots, sync, doctor."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
