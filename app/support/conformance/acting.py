"""Actions as a desk sends them, and their results as they came."""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from typing import Any

import msgspec

from app.cases.model import SHANGHAI, SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import ActionsResponse
from app.support.conformance.probe import DEVICE, Probe, answered, expect

LONGEST_WAIT = 30  # seconds


def act(probe: Probe, *actions: dict[str, Any]) -> list[dict[str, Any]]:
    """A result for each; else Differs. What is told to come again later does so, once."""
    results = _results(probe, *actions)
    waits = [result.get("retry_after") or 1 for result in results if result["outcome"] == "retry"]
    if not waits:
        return results
    time.sleep(min(max(waits), LONGEST_WAIT))
    return _results(probe, *actions)


def action(case: SubApplication, kind: str, **more: Any) -> dict[str, Any]:
    """One on this case, with a field of a later version; ``more`` replaces or adds a member."""
    return {
        "id": str(uuid.uuid4()), "sub_application_id": case.id, "type": kind, "payload": {},
        "at": datetime.now(SHANGHAI).isoformat(), "device_id": DEVICE,
        "a_field_of_a_later_version": 1, **more,
    }  # fmt: skip


def _results(probe: Probe, *actions: dict[str, Any]) -> list[dict[str, Any]]:
    raw = answered(200, probe.ask("POST", "/v1/actions", json={"actions": list(actions)}))
    decode(raw, ActionsResponse)
    results: list[dict[str, Any]] = msgspec.json.decode(raw)["results"]
    expect(
        [result.get("id") for result in results] == [each["id"] for each in actions],
        say("每个动作一个结果，次序相同", "a result for each action, in their order"),
        f"{[result.get('id') for result in results]}",
    )
    return results
