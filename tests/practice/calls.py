"""Plain calls of the contract, as any client of a clerk's could make them."""

import json
import socket
import uuid
from datetime import datetime
from urllib.parse import urlsplit

import requests

from app.cases.model import SHANGHAI, SubApplication
from app.cases.typed import decode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Caller:
    """One clerk signed in at one desk; ``which`` is their place in the centre's list."""

    def __init__(self, centre, which=0, device_id="d"):
        self.url = centre.inner_url
        self.credentials = {**centre.clerks[which], "device_id": device_id}
        self.token = {}
        self.sign_in()

    def sign_in(self):
        form = {"grant_type": "password", **self.credentials}
        self.token = self.call("POST", "/v1/token", data=form).json()
        self.id = self.token["clerk"]["id"]

    def refresh(self, refresh_token=None):
        token = refresh_token or self.token["refresh_token"]
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.call("POST", "/v1/token", data=form)

    def revoke(self, token):
        return self.call("POST", "/v1/token/revoke", data={"token": token})

    def call(self, method, path, *, access_token=None, headers=None, **sent):
        bearer = access_token or self.token.get("access_token", "")
        said = {"Authorization": f"Bearer {bearer}"} | (headers or {})
        return requests.request(method, self.url + path, headers=said, timeout=20, **sent)

    def get(self, path, **query):
        return self.call("GET", path, params=query)

    def post(self, path, body):
        return self.call("POST", path, json=body)

    def feed(self, cursor=""):
        """What this clerk is shown: by kind and id, the latest change; and the last cursor."""
        shown, more = {}, True
        while more:
            page = self.get("/v1/changes", cursor=cursor, limit=1000).json()
            for change in page["changes"]:
                shown.setdefault(change["kind"], {})[change["id"]] = change
            cursor, more = page["cursor"], page["more"]
        return shown, cursor

    def held(self, kind):
        """The bodies of a kind that this clerk holds, by id."""
        changes = self.feed()[0].get(kind, {})
        return {id_: c["body"] for id_, c in changes.items() if c["op"] == "put"}

    def cases(self, state=None):
        held = self.held("sub_application").values()
        cases = [decode(json.dumps(body).encode(), SubApplication) for body in held]
        return [case for case in cases if state in (None, case.state)]

    def act(self, *actions):
        answer = self.post("/v1/actions", {"actions": list(actions)})
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]


def caller(centre, username):
    """The clerk of this name, signed in."""
    return Caller(centre, [clerk["username"] for clerk in centre.clerks].index(username))


def action(case_id, kind, base_revision=None, **more):
    """An action on its way; ``more`` replaces or adds a member of it."""
    based = {} if base_revision is None else {"base_revision": base_revision}
    return {
        "id": str(uuid.uuid4()), "sub_application_id": case_id, "type": kind, "payload": {},
        "at": datetime.now(SHANGHAI).isoformat(), "device_id": "d", **based, **more,
    }  # fmt: skip


def raw_answer(url, request):
    """The status and body of the answer to these bytes; fails where there is none."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body
