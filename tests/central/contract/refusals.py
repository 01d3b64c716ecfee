"""The codes of ``refused``, read from where the rules and the practice centre say them."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

from app.cases import lifecycle, proposals
from app.cases.actions import ACTIONS, Payload
from app.practice import outcomes

REASONS = ("BlockingReason", "block")  # what makes a reason of a code


def codes_of(kind: type[Payload]) -> list[str]:
    """With which codes the rule of this action refuses it."""
    module = sys.modules[kind.__module__]
    return sorted({*_reasons(module), *(c for f in _borrowed(module) for c in _reasons(f))})


def codes_of_any() -> list[str]:
    """With which any action may be refused, or came into a conflict."""
    said = {
        keyword.value.value
        for call in _calls(outcomes)
        for keyword in call.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    return sorted({*_reasons(lifecycle), *_reasons(proposals), *said})


def every_code() -> list[str]:
    return sorted({*codes_of_any(), *(c for kind in ACTIONS.values() for c in codes_of(kind))})


def _calls(source: ModuleType | Callable[..., object]) -> Iterator[ast.Call]:
    tree = ast.parse(inspect.getsource(source))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _reasons(source: ModuleType | Callable[..., object]) -> Iterator[str]:
    for call in _calls(source):
        if isinstance(call.func, ast.Name) and call.func.id in REASONS:
            match call.args:
                case [ast.Constant(value=str(code)), *_]:
                    yield code


def _borrowed(module: ModuleType) -> Iterator[Callable[..., object]]:
    """The functions of other actions that a module calls."""
    for call in _calls(module):
        named = getattr(module, call.func.id, None) if isinstance(call.func, ast.Name) else None
        if (
            inspect.isfunction(named)
            and named.__module__.startswith("app.cases.actions")
            and named.__module__ != module.__name__
        ):
            yield named
