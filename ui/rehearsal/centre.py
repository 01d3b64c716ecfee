"""The practice centre of the tour, whose line to the desk can be cut."""

from __future__ import annotations

import json
import urllib.request
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from app.cases.model import SHANGHAI
from app.machine.practice_process import PracticeProcess

CLERK, LEAD = 0, 1


class TourCentre(PracticeProcess):
    """Also speaks to the centre as another desk of the clerk would, on a line of its own."""

    def __init__(self, cases: int, seed: int, speed: int = 600) -> None:
        super().__init__(
            "--cases", str(cases), "--seed", str(seed), "--speed", str(speed), "--controlled"
        )
        self.username, self.password = self.clerks[CLERK].values()
        self._tokens: dict[int, str] = {}

    def cut(self) -> None:
        self.say("cut")

    def restore(self) -> None:
        self.say("restore")

    def change_password(self, username: str, password: str) -> None:
        self.say(f"password {username} {password}")

    def faults(self) -> dict[str, tuple[str, list[str]]]:
        """The answer key: the mistake in each case that has one, by the case's id, and the places
        where it shows (``material:ID``, ``field:KEY``)."""
        return {case: (fault, places) for case, fault, places in json.loads(self.say("faults"))}

    def cases(self, clerk: int = CLERK) -> dict[str, dict[str, Any]]:
        """Every case of a clerk as the centre holds it now, by id."""
        return self._fed(clerk, "sub_application")

    def thing(self, clerk: int, id_: str) -> dict[str, Any]:
        """A one-thing as the centre tells it this clerk."""
        return self._fed(clerk, "one_thing")[id_]

    def _fed(self, clerk: int, kind: str) -> dict[str, dict[str, Any]]:
        """What the feed holds of a kind, from its start."""
        held: dict[str, dict[str, Any]] = {}
        cursor = ""
        while True:
            query = urlencode({"limit": 1000} | ({"cursor": cursor} if cursor else {}))
            page = self._call(clerk, "GET", f"/v1/changes?{query}")
            for change in page["changes"]:
                if change["kind"] == kind and change["op"] == "put":
                    held[change["id"]] = change["body"]
                elif change["kind"] == kind:
                    held.pop(change["id"], None)
            cursor = page["cursor"]
            if not page["more"]:
                return held

    def desk_of(self, username: str) -> int:
        """The place of a clerk, or a lead, among the city's."""
        return [clerk["username"] for clerk in self.clerks].index(username)

    def act_elsewhere(
        self, case: dict[str, Any], kind: str, payload: dict[str, Any], clerk: int = CLERK
    ) -> str:
        """Another hand acts on a case; returns the outcome."""
        action = {
            "id": str(uuid.uuid4()),
            "sub_application_id": case["id"],
            "base_revision": case["revision"],
            "type": kind,
            "at": datetime.now(SHANGHAI).isoformat(),
            "device_id": "another-desk",
            "payload": payload,
        }
        answer = self._call(clerk, "POST", "/v1/actions", {"actions": [action]})
        outcome: str = answer["results"][0]["outcome"]
        return outcome

    def file(self, material_id: str) -> bytes:
        """An applicant's file, as it was uploaded."""
        return self._ask(CLERK, "GET", f"/v1/materials/{material_id}", None)

    def _call(
        self, clerk: int, method: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        raw = json.dumps(body).encode() if body is not None else None
        told: dict[str, Any] = json.loads(self._ask(clerk, method, path, raw))
        return told

    def _ask(self, clerk: int, method: str, path: str, body: bytes | None) -> bytes:
        if clerk not in self._tokens:
            form = {"grant_type": "password", "device_id": "another-desk", **self.clerks[clerk]}
            answer = self._open("POST", "/v1/token", urlencode(form).encode(), {})
            self._tokens[clerk] = json.loads(answer)["access_token"]
        headers = {
            "Authorization": f"Bearer {self._tokens[clerk]}",
            "Content-Type": "application/json",
        }
        return self._open(method, path, body, headers)

    def _open(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        request = urllib.request.Request(  # noqa: S310  # loopback, from our own child
            self.inner_url + path, data=body, headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content
