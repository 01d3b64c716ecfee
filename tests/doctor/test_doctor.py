"""IT's commands: doctor, the contract against a centre, and a bundle without a name in it."""

import json
import re
import ssl
import zipfile
from datetime import datetime

import pytest

from app.cases.model import SHANGHAI
from app.desk import CaseFilter
from app.machine.journal import Journal
from app.machine.paths import Places
from app.reader import READING_VARIABLE
from app.reader.engine import recogniser
from app.support import doctor
from tests.support.programs import python
from tests.support.servers import scripted_server, self_signed
from tests.support.wine import trusts_an_authority_of_its_own


def main(*arguments, home, **environment):
    return python("main.py", *arguments, JIANJIAN_HOME=str(home), **environment)


def test_the_doctor_says_each_point_in_words_and_as_json(centre, tmp_path):
    no_printer = {"CUPS_SERVER": str(tmp_path / "no-cups")}
    (tmp_path / "policy.toml").write_text("reader = true\n")
    done = main("doctor", "--centre", centre.inner_url, "--json", home=tmp_path,
                **no_printer, **{READING_VARIABLE: "first"})  # fmt: skip
    report = json.loads(done.stdout)
    points = {point["name"].split()[-1]: point for point in report["points"]}
    assert {"version", "policy", "keyring", "cache", "journal", "disk", "fonts", "printers",
            "centre", "clock"} <= points.keys()  # fmt: skip
    for name in ("policy", "keyring", "cache", "journal", "reader", "fonts", "centre", "clock"):
        assert points[name]["well"], points[name]
    assert ("读出一页" in points["reader"]["said"]) is bool(recogniser())
    assert not points["printers"]["well"]
    assert done.returncode == 1 and not report["well"]
    words = main("doctor", "--centre", centre.inner_url, home=tmp_path).stdout
    assert len(words.splitlines()) == len(report["points"])
    assert all(line[0] in "✓✗" for line in words.splitlines())


def test_the_doctor_only_reads(centre, tmp_path):
    home = tmp_path / "home"
    report = json.loads(main("doctor", "--centre", centre.inner_url, "--json", home=home).stdout)
    assert {point["name"].split()[-1]: point for point in report["points"]}["disk"]["well"]
    assert not home.exists()


def test_the_doctor_names_what_is_ill(tmp_path):
    (tmp_path / "policy.toml").write_text("offline_days = -1\n")
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "journal.jsonl").write_text("nonsense\n")
    done = main("doctor", "--centre", "http://127.0.0.1:9", "--json", home=tmp_path,
                PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")  # fmt: skip
    ill = {
        p["name"].split()[-1]: p["code"] for p in json.loads(done.stdout)["points"] if not p["well"]
    }
    assert ill["policy"] == "policy_unreadable"
    assert ill["keyring"] == "no_keyring"
    assert "journal" in ill


@trusts_an_authority_of_its_own
def test_a_certificate_that_ends_soon_is_named_before_it_does(tmp_path):
    with scripted_server() as server:
        certificate = self_signed(tmp_path)  # for a day
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        about = {"name": "c", "api": "1.0", "server_time": datetime.now(SHANGHAI).isoformat()}
        server.answer = (200, {"Content-Type": "application/json"}, json.dumps(about).encode())
        (tmp_path / "policy.toml").write_text(f'extra_ca = "{certificate}"\n')
        url = f"https://127.0.0.1:{server.server_port}"
        report = json.loads(main("doctor", "--centre", url, "--json", home=tmp_path).stdout)
    points = {point["name"].split()[-1]: point for point in report["points"]}
    assert points["centre"]["well"] and points["clock"]["well"]
    assert not points["certificate"]["well"] and "仅剩 in" in points["certificate"]["said"]


def test_the_bundle_has_what_it_needs_and_no_one_s_name(desk, own_centre, tmp_path):
    numbers = desk.cases.numbers(CaseFilter(standing=""))
    cases = [desk.cases.view(row.id).case for row in desk.cases.rows(numbers)]
    desk.machine.note("unmasked", field="id_number")
    username = desk.machine.settings.username
    desk.close()
    out = tmp_path / "bundle.zip"
    done = main(
        "diagnose", "--out", str(out), "--centre", own_centre.inner_url, home=tmp_path / "home"
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as bundle:
        parts = {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}
    assert {"doctor.txt", "doctor.json", "settings.json", "versions.json", "caches.json",
            "journal/journal.jsonl"} <= parts.keys()  # fmt: skip
    whole = "\n".join(parts.values())
    named = {case.applicant.name for case in cases} | {case.applicant.id_number for case in cases}
    named |= {case.applicant.phone for case in cases} | {username, str(tmp_path)}
    named |= {clerk["username"] for clerk in own_centre.clerks}
    assert [name for name in named if name and name in whole] == []
    told = re.sub(r'"prev":"[0-9a-f]*"', "", parts["journal/journal.jsonl"])
    assert not re.search(r"\d{17}[\dX]", told)


@pytest.mark.parametrize("door", ["desk", "practice", "sync", "doctor", "diagnose", "tour"])
def test_every_door_says_what_it_takes(door, tmp_path):
    assert main(door, "--help", home=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("events", "well", "words"),
    [
        ([], True, "正常"),
        ([("digest_differs", "item")], False, "item"),
        ([("digest_differs", "item"), ("digest_agrees", "")], True, "正常"),
        ([("digest_differs", "item"), ("signed_in", "")], True, "正常"),
        ([("stream_missed", "")], True, "每分钟"),
        ([("stream_missed", ""), ("digest_differs", "item")], False, "每分钟"),
        ([("stream_missed", ""), ("stream_back", "")], True, "正常"),
    ],
)
def test_the_doctor_says_what_of_the_sync_is_not_as_it_should_be(
    tmp_path, monkeypatch, events, well, words
):
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "viewer", lambda: doctor.Said("not asked here"))
    monkeypatch.setattr(doctor, "reader", lambda _policy: doctor.Said("not asked here"))
    journal = Journal(Places.of_account().journal)
    for event, kinds in events:
        journal.note(event, datetime.now(SHANGHAI), kinds=kinds)
    points = doctor.examine("", list)
    (point,) = [each for each in points if each.name.endswith("sync")]
    assert point.well == well and words in point.said
