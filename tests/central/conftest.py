"""A deep answer, read alone."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def no_collector() -> Iterator[None]:
    """At the deepest point another test's finalizer would find no room left, and fail this one."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
