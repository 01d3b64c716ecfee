"""Queued actions sent by the desk, and the same bytes posted bare to a twin centre.

Prints both in seconds.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import requests

from app.cases.actions import SendMessage
from app.cases.model import SHANGHAI
from app.central import wire
from app.central.client import CentralClient
from app.desk import CaseFilter, Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.sync.pull import pull
from app.sync.push import push
from tests.support.caches import open_cache
from tests.support.centres import Centre


def main(count: str, city: str) -> None:
    with tempfile.TemporaryDirectory(prefix="jianjian-post-") as home:
        ours, posted = of_the_desk(Path(home), int(count), city)
    print(f"{ours} {bare(posted, city)}", flush=True)


def of_the_desk(home: Path, count: int, city: str) -> tuple[float, list[bytes]]:
    """Seconds to send, and the bodies that were posted."""
    centre, central, desk = a_centre(city), None, None
    try:
        central, clerk = signed_in(centre)
        places = Places.below(home)
        desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        desk.machine.keep_settings(seconds_before_sending=0)
        open_cache(desk, "bench", secrets.token_hex(32), clerk)
        store = desk.account.signed_in.store
        pull(store, central, desk.machine.now(), lambda _progress: None)
        rows = desk.cases.rows(desk.cases.numbers(CaseFilter()))
        for n in range(count):
            message = SendMessage(to_department="wsjk", text="请告知进展，谢谢")
            desk.deciding.decide(rows[n % len(rows)].id, message).result()
        posted, act = [], central.act
        central.act = lambda actions: (
            posted.append(wire.encode(wire.ActionsRequest(actions=tuple(actions)))) or act(actions)
        )
        begun = time.perf_counter()
        sent = push(store, central, "bench", desk.machine.now())
        seconds = time.perf_counter() - begun
        if sent != count or desk.deciding.counts() != (0, 0):
            raise SystemExit(f"{sent} sent, {desk.deciding.counts()} left")
        return seconds, posted
    finally:
        if desk is not None:
            desk.close()
        centre.close()


def bare(posted: list[bytes], city: str) -> float:
    """Seconds to post these bodies to a centre that has not seen them."""
    centre = a_centre(city)
    try:
        central, _clerk = signed_in(centre)
        headers = {
            "Authorization": f"Bearer {central.access_token}",
            "Content-Type": "application/json",
        }
        begun = time.perf_counter()
        for body in posted:
            requests.post(f"{centre.inner_url}/v1/actions", body, headers=headers, timeout=60)
        return time.perf_counter() - begun
    finally:
        centre.close()


def a_centre(city: str) -> Centre:
    return Centre("--cases", city, "--seed", "3", "--speed", "0")


def signed_in(centre: Centre) -> tuple[CentralClient, object]:
    central = CentralClient(centre.inner_url, "bench")
    form = {"grant_type": "password", "device_id": "bench", **centre.clerks[0]}
    token = central.token(form)
    central.access_token = token.access_token
    return central, token.clerk


if __name__ == "__main__":
    main(*sys.argv[1:])
