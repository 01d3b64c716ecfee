"""Whether Windows is wine, and what wine cannot show."""

from __future__ import annotations

import sys

import pytest


def is_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


trusts_an_authority_of_its_own = pytest.mark.skipif(
    is_wine(), reason="wine makes no certificate engine with roots of its own"
)
