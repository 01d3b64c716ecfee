"""IT's commands: a key, a signed list, a package in a folder of IT's own."""

import stat
import sys
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from app.cases.model import SHANGHAI
from app.cli import main
from app.machine.policy import Policy, load_policy
from app.update.command import fetch_update, publish_list
from app.update.errors import PublishRefused, UpdateNotConfigured, UpdateNotKept
from tests.update.share import CONTENT, NOW, Share, later, name_of, reading_of


def policy_of(share):
    return Policy(update_from=str(share.folder), update_keys=share.keys)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_from_a_new_key_to_a_package_on_the_machine(tmp_path, home, capsys):
    """As the guide has it: what is printed is the policy's line."""
    key, share = tmp_path / "update.pem", Share(tmp_path / "share")
    assert main(["publish", "--new-key", str(key)]) == 0
    line = capsys.readouterr().out
    assert sys.platform == "win32" or stat.S_IMODE(key.stat().st_mode) == 0o600
    share.put("9.0.0")
    assert main(["publish", str(share.folder), "--key", str(key)]) == 0
    said = capsys.readouterr().out
    assert name_of("9.0.0") in said and line in said
    (home / "policy.toml").write_text(f"update_from = '{share.folder}'\n{line}")
    assert main(["update", "--to", str(tmp_path / "fetched")]) == 0
    said = capsys.readouterr().out
    path = tmp_path / "fetched" / name_of("9.0.0")
    assert path.read_bytes() == CONTENT
    assert any(
        f"{how}" in said for how in (f"apt install {path}", f"dnf install {path}", f"{path} /S")
    )
    assert main(["update", "--to", str(tmp_path / "fetched")]) == 0  # it is there already


def test_where_nothing_is_newer_it_says_so(tmp_path, home, capsys):
    share = Share(tmp_path / "share")
    share.put("0.0.1")
    share.sign(datetime.now(SHANGHAI))
    (home / "policy.toml").write_text(
        f"update_from = '{share.folder}'\nupdate_keys = {list(share.keys)}"
    )
    assert main(["update"]) == 0
    assert "没有更新的版本" in capsys.readouterr().out


def test_without_a_source_it_says_which_line_is_missing(home):
    with pytest.raises(UpdateNotConfigured, match="update_from"):
        fetch_update(load_policy(home / "policy.toml"), home / "updates", None, NOW)


@pytest.mark.linux("modes of folders; Windows has lists of rights")
@pytest.mark.parametrize("below", [".", "new"])
def test_into_a_folder_that_others_may_write_or_exchange_nothing_is_fetched(
    share, here, tmp_path, below
):
    open_to_all = tmp_path / "tmp"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with pytest.raises(UpdateNotKept) as refused:
        fetch_update(policy_of(share), here, open_to_all / below, NOW)
    assert "mode 777" in refused.value.detail and not list(open_to_all.rglob("*.*"))


def test_what_lies_in_the_account_is_not_what_an_administrator_installs(share, here):
    said = fetch_update(policy_of(share), here, None, NOW)
    assert "jianjian update --to" in said.zh and "install /" not in said.zh


@pytest.mark.linux("the installer for Windows holds both")
def test_the_optional_part_is_installed_with_the_desk_in_one_command(
    share, here, tmp_path, with_reading
):
    share.put_reading("9.0.0")
    share.sign(later(1))
    to = tmp_path / "fetched"
    said = fetch_update(policy_of(share), here, to, later(1)).zh
    assert f"install {to / name_of('9.0.0')} {to / reading_of('9.0.0')}" in said
    assert said.count("sha256") == 2 and "卸载" not in said


@pytest.mark.linux("the installer for Windows holds both")
def test_a_list_without_it_is_said_to_take_it_away(share, here, tmp_path, with_reading):
    said = fetch_update(policy_of(share), here, tmp_path / "fetched", NOW)
    assert "升级会卸载它" in said.zh and "removes it" in said.en


def test_a_part_without_its_desk_is_not_signed(share):
    share.put_reading("9.0.1")
    with pytest.raises(PublishRefused, match="of its version"):
        share.sign(later(1))


def test_a_key_that_is_there_is_not_written_over(tmp_path, home):
    key = tmp_path / "update.pem"
    key.write_text("IT's")
    assert main(["publish", "--new-key", str(key)]) == 1
    assert key.read_text() == "IT's"


def test_a_key_with_a_password_asks_for_it(share, tmp_path):
    key = tmp_path / "update.pem"
    key.write_bytes(
        share.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"s3"))
    )
    assert share.keys[0] in publish_list(share.folder, [key], 90, later(1), lambda _name: "s3")
    with pytest.raises(PublishRefused, match="password"):
        publish_list(share.folder, [key], 90, later(2), lambda _name: "wrong")


@pytest.mark.parametrize(
    ("said", "days", "now"),
    [("days", 0, later(1)), ("days", 401, later(1)), ("clock", 90, NOW)],
)
def test_a_list_that_desks_would_refuse_is_not_signed(share, said, days, now):
    before = share.list.read_bytes()
    with pytest.raises(PublishRefused, match=said):
        share.sign(now, days)
    assert share.list.read_bytes() == before


def test_a_folder_without_a_package_and_a_file_that_is_no_key_are_said(tmp_path, share):
    (tmp_path / "empty").mkdir()
    key = tmp_path / "update.pem"
    for raw in (b"", b"-----BEGIN CERTIFICATE-----"):
        key.write_bytes(raw)
        with pytest.raises(PublishRefused, match="Ed25519"):
            publish_list(share.folder, [key], 90, later(1), str)
    with pytest.raises(PublishRefused, match="not read"):
        publish_list(share.folder, [tmp_path / "none.pem"], 90, later(1), str)
    share.folder = tmp_path / "empty"
    with pytest.raises(PublishRefused, match="package"):
        share.sign()


def test_publish_without_a_folder_or_a_key_says_how(home, capsys):
    assert main(["publish"]) == 2
    assert "--new-key" in capsys.readouterr().err
