"""As in the packaged desk: what this checkout's tools and its reader have is not in its process."""

import sys

for name in ("numpy", "chardet"):  # sqlite-utils and requests load them where they are installed
    sys.modules[name] = None  # type: ignore[assignment]
