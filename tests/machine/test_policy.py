"""The machine's policy is the administrator's: whoever else may write it opens nothing with it."""

import os
from datetime import datetime

import msgspec
import pytest

from app.desk.machine import Machine
from app.machine import ownership, policy
from app.machine.ownership import CHANGES_FILE, CHANGES_FOLDER, Entry, Rights, windows_strangers
from app.machine.paths import Places
from app.machine.policy import Policy, PolicyNotTrusted, PolicyUnreadable, load_policy
from app.machine.settings import Settings
from tests.support.programs import ROOT

USERS, SYSTEM, ADMINISTRATORS, CLERK = (
    "S-1-5-32-545",
    "S-1-5-18",
    "S-1-5-32-544",
    "S-1-5-21-1-2-3-1001",
)
KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
FULL, READ, MODIFY, ADD_FILES = 0x1F01FF, 0x1200A9, 0x1301BF, 0x000116
ALLOW, DENY, INHERIT_ONLY = 0, 1, 0x08


@pytest.fixture
def machine_policy(tmp_path, monkeypatch):
    """A machine's policy where this account is its administrator."""
    path = tmp_path / "etc" / "policy.toml"
    path.parent.mkdir(mode=0o755)
    path.write_text("offline_days = 3\n")
    path.chmod(0o644)
    monkeypatch.setattr(policy, "policy_place", lambda: path)
    monkeypatch.setattr("app.machine.paths.policy_place", lambda: path)
    monkeypatch.setattr(ownership, "ROOT", os.getuid())
    return path


@pytest.mark.linux("owners and modes as POSIX has them")
def test_one_only_the_administrator_may_write_is_in_force(machine_policy):
    assert load_policy(machine_policy).offline_days == 3


@pytest.mark.parametrize("seconds", [0, 60])
def test_the_seconds_before_sending_are_the_policy_s_where_it_says_them(machine_policy, seconds):
    machine_policy.write_text(f"seconds_before_sending = {seconds}\n")
    assert a_machine(machine_policy, clerk_s=25).seconds_before_sending == seconds


@pytest.mark.parametrize(("clerk_s", "waits"), [(0, 0), (25, 25), (-1, 0), (3600, 60)])
def test_where_it_says_none_they_are_the_clerk_s_within_a_minute(machine_policy, clerk_s, waits):
    assert a_machine(machine_policy, clerk_s).seconds_before_sending == waits


def test_where_nobody_has_said_anything_they_are_ten(machine_policy):
    assert Machine(places_of(machine_policy), Settings(), datetime.now).seconds_before_sending == 10


@pytest.mark.parametrize("seconds", ["-1", "61", "2.5", '"10"'])
def test_more_than_a_minute_and_no_number_are_refused(machine_policy, seconds):
    machine_policy.write_text(f"seconds_before_sending = {seconds}\n")
    with pytest.raises(PolicyUnreadable, match="seconds_before_sending"):
        load_policy(machine_policy)


@pytest.mark.parametrize(
    "line",
    [
        "notifications = true",
        "notifications = false",
        'scan_folder = "/srv/scans"',
        'scan_folder = "~/扫描"',
        r'scan_folder = "D:\\Scans"',
        r'scan_folder = "\\\\scanner\\window 3"',
        "reader = true",
        "reader = false",
        "seal_authorities = ['/etc/jianjian/seals.pem', '\\\\server\\share\\seals.cer']",
        f'update_from = "https://it.example/jianjian/"\nupdate_keys = ["{KEY}"]',
        f'update_from = "/srv/jianjian"\nupdate_keys = ["{KEY}", "{KEY}"]',
        f"update_from = '\\\\share\\jianjian'\nupdate_keys = ['{KEY}']",
    ],
)
def test_what_it_may_decide_is_read(machine_policy, line):
    machine_policy.write_text(line)
    assert load_policy(machine_policy) != Policy()


@pytest.mark.parametrize(
    "line",
    [
        'notifications = "off"',
        "notifications = 0",
        'scan_folder = "scans"',
        'scan_folder = "../scans"',
        f'scan_folder = "/{"x" * 400}"',
        'reader = "on"',
        "reader = 1",
        'seal_authorities = ["南京市政务服务管理办公室"]',  # as any certificate may call itself
        'seal_authorities = "/etc/jianjian/seals.pem"',
        'seal_authorities = ["seals.pem"]',
        f"seal_authorities = {['/a.pem'] * 33}",
        'update_from = "/srv/jianjian"',  # signed by nobody
        f'update_from = "http://it.example/"\nupdate_keys = ["{KEY}"]',
        f'update_from = "https://u:p@it.example/"\nupdate_keys = ["{KEY}"]',
        f'update_from = "file:///srv"\nupdate_keys = ["{KEY}"]',
        f'update_from = "srv"\nupdate_keys = ["{KEY}"]',
        'update_keys = ["short"]',
        f"update_keys = {[KEY] * 5}",
    ],
)
def test_what_none_could_mean_is_refused_by_the_line_s_name(machine_policy, line):
    machine_policy.write_text(line)
    with pytest.raises(PolicyUnreadable, match=line.split(" ")[0]):
        load_policy(machine_policy)


def test_each_line_is_in_it_s_table():
    table = (ROOT / "docs/deploy.md").read_text("utf-8").split("## The policy")[1]
    assert [name for name in Policy.__struct_fields__ if f"`{name}" not in table] == []


def places_of(policy_file):
    below = Places.below(policy_file.parents[1] / "home")
    return msgspec.structs.replace(below, policy=policy_file)


def a_machine(policy_file, clerk_s):
    kept = Settings(seconds_before_sending=clerk_s)
    return Machine(places_of(policy_file), kept, datetime.now)


@pytest.mark.linux("owners and modes as POSIX has them")
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_one_others_may_write_is_refused_with_a_sentence(machine_policy, mode):
    machine_policy.chmod(mode)
    with pytest.raises(PolicyNotTrusted) as refused:
        load_policy(machine_policy)
    assert f"mode {mode:o}" in refused.value.sentence.zh
    assert "信息科" in refused.value.sentence.zh and "call IT" in refused.value.sentence.en


@pytest.mark.linux("owners and modes as POSIX has them")
@pytest.mark.parametrize("mode", [0o775, 0o777])
def test_nor_may_others_put_another_in_its_place(machine_policy, mode):
    machine_policy.parent.chmod(mode)
    with pytest.raises(PolicyNotTrusted, match="etc"):
        load_policy(machine_policy)


@pytest.mark.linux("owners and modes as POSIX has them")
def test_one_that_is_somebody_else_s_is_refused(machine_policy, monkeypatch):
    monkeypatch.setattr(ownership, "ROOT", os.getuid() + 1)
    with pytest.raises(PolicyNotTrusted, match=f"uid {os.getuid()}"):
        load_policy(machine_policy)


@pytest.mark.linux("owners and modes as POSIX has them")
def test_a_link_to_a_file_in_a_folder_of_others_is_refused(machine_policy, tmp_path):
    elsewhere = tmp_path / "everyones"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    machine_policy.rename(elsewhere / "policy.toml")
    machine_policy.symlink_to(elsewhere / "policy.toml")
    with pytest.raises(PolicyNotTrusted, match="everyones"):
        load_policy(machine_policy)


def test_without_one_the_defaults_hold(machine_policy):
    machine_policy.unlink()
    assert load_policy(machine_policy).offline_days == 7


def test_one_of_a_home_of_ones_own_is_the_account_s_and_gives_way_to_the_machine_s(
    machine_policy, tmp_path, monkeypatch
):
    own = tmp_path / "home" / "policy.toml"
    own.parent.mkdir()
    own.write_text("offline_days = 60\n")
    own.chmod(0o666)
    monkeypatch.setenv("JIANJIAN_HOME", str(own.parent))
    assert load_policy(Places.of_account().policy).offline_days == 3
    machine_policy.unlink()
    assert load_policy(Places.of_account().policy).offline_days == 60


def test_one_that_cannot_be_looked_at_is_not_gone_past(machine_policy, tmp_path, monkeypatch):
    machine_policy.unlink()
    machine_policy.parent.rmdir()
    machine_policy.parent.symlink_to(machine_policy.parent)  # a loop, which even root cannot follow
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    place = Places.of_account().policy
    assert place == machine_policy
    with pytest.raises(PolicyUnreadable):
        load_policy(place)


def rights(*entries, owner=ADMINISTRATORS):
    return Rights(owner, tuple(Entry(*entry) for entry in entries))


SOUND = ((ALLOW, 0, FULL, SYSTEM), (ALLOW, 0, FULL, ADMINISTRATORS), (ALLOW, 0, READ, USERS))


@pytest.mark.parametrize("owner", [SYSTEM, ADMINISTRATORS])
def test_on_windows_the_administrators_file_that_users_read_is_trusted(owner):
    assert windows_strangers(rights(*SOUND, owner=owner), CHANGES_FILE) == ""


def test_on_windows_one_a_clerk_owns_is_not_whatever_its_list_says():
    assert windows_strangers(rights(*SOUND, owner=CLERK), CHANGES_FILE) == CLERK


@pytest.mark.parametrize(
    "mask", [FULL, MODIFY, 0x2, 0x4, 0x10000, 0x40000, 0x80000, 0x10000000, 0x40000000]
)
@pytest.mark.parametrize("sid", [USERS, CLERK, "S-1-1-0"])
def test_on_windows_a_right_that_changes_it_makes_a_stranger(mask, sid):
    assert windows_strangers(rights(*SOUND, (ALLOW, 0, mask, sid)), CHANGES_FILE) == sid


def test_on_windows_what_is_denied_or_only_for_children_is_no_right():
    extra = ((DENY, 0, FULL, USERS), (ALLOW, INHERIT_ONLY, FULL, "S-1-3-0"))
    assert windows_strangers(rights(*SOUND, *extra), CHANGES_FILE) == ""


def test_on_windows_no_list_at_all_is_everybody_s():
    assert windows_strangers(Rights(SYSTEM, None), CHANGES_FILE) == "everybody"


def test_on_windows_users_may_add_to_the_folder_but_not_delete_in_it():
    as_program_data = rights(*SOUND, (ALLOW, 0, ADD_FILES, USERS))
    assert windows_strangers(as_program_data, CHANGES_FOLDER) == ""
    deletes = rights(*SOUND, (ALLOW, 0, 0x40, USERS))
    assert windows_strangers(deletes, CHANGES_FOLDER) == USERS
