"""What the doctor says of the operating system, of crashes and of updates."""

from datetime import datetime, timedelta

import pytest

from app.cases.model import SHANGHAI
from app.cli import main
from app.machine import build, platforms
from app.machine.journal import Journal
from app.machine.paths import Places
from app.machine.platforms import SystemTooOld, require_system
from app.support import doctor, system
from app.support.found import Said, Unfit
from app.support.system import judge_input, libraries
from app.update import updates
from tests.update.share import Share, name_of, reading_of

X11 = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environment", "running", "said"),
    [
        ({}, set(), "未见"),
        ({}, {"bash", "fcitx5"}, "fcitx 5"),  # told over ssh, where no session is
        (X11 | {"XMODIFIERS": "@im=fcitx"}, {"fcitx5"}, "fcitx 5"),
        (X11 | {"XMODIFIERS": "@im=fcitx"}, {"fcitx"}, "fcitx 4，经 ibus 接口，未经验证"),
        (X11 | {"QT_IM_MODULE": "ibus"}, {"ibus-daemon"}, "ibus"),
        (X11 | {"WAYLAND_DISPLAY": "wayland-0"}, {"fcitx5"}, "fcitx 5"),
    ],
)
def test_the_input_method_is_named(environment, running, said):
    assert judge_input(environment, running).said.startswith(said)


@pytest.mark.parametrize(
    ("environment", "running", "said"),
    [
        (X11, {"ibus-daemon"}, "设 QT_IM_MODULE=ibus"),
        (X11 | {"QT_IM_MODULE": "fcitx"}, {"fcitx5"}, "设 XMODIFIERS=@im=fcitx"),
        (X11 | {"QT_IM_MODULE": "fcitx"}, {"fcitx"}, "设 XMODIFIERS=@im=fcitx"),
    ],
)
def test_one_that_qt_is_not_told_to_reach_is_ill_and_says_what_to_set(environment, running, said):
    with pytest.raises(Unfit, match=said):
        judge_input(environment, running)


@pytest.fixture
def built(tmp_path, monkeypatch):
    def write(glibc):
        (tmp_path / "build.json").write_text(f'{{"id": "5d03b2b", "glibc": "{glibc}"}}')

    monkeypatch.setattr(build, "FILE", tmp_path / "build.json")
    return write


@pytest.mark.parametrize(
    ("here", "asked"), [("2.31", "2.30"), ("2.31", "2.31"), ("2.31", ""), ("", "2.99")]
)
def test_a_system_that_has_what_the_build_asks_for_starts_it(monkeypatch, built, here, asked):
    monkeypatch.setattr(platforms, "glibc_here", lambda: here)
    built(asked)
    require_system()


def test_an_older_one_is_told_in_a_sentence_whatever_is_asked_for(
    monkeypatch, built, capsys, tmp_path
):
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    monkeypatch.setattr(platforms, "glibc_here", lambda: "2.9")
    built("2.28")  # later than 2.9, by number
    with pytest.raises(SystemTooOld, match=r"2\.9 .* 2\.28"):
        require_system()
    assert main(["doctor"]) == 1
    assert "[system_too_old]" in capsys.readouterr().err


@pytest.mark.linux("glibc and X11")
def test_a_machine_without_what_a_window_needs_is_told_what_to_install(monkeypatch, built):
    built("2.28")
    monkeypatch.setattr(system, "CURSOR", "libnowhere.so.0")
    with pytest.raises(Unfit, match="libxcb-cursor0") as unfit:
        libraries()
    assert "需要 needs 2.28" in unfit.value.found.said


@pytest.fixture
def point(tmp_path, monkeypatch):
    """The doctor's word on one point; others are not asked."""
    monkeypatch.setenv("JIANJIAN_HOME", str(tmp_path))
    for slow in ("viewer", "reader", "_keyring", "_fonts"):
        monkeypatch.setattr(doctor, slow, lambda *_: Said("not asked here"))

    def named(name):
        return next(p for p in doctor.examine("", list) if p.name.split()[-1] == name)

    return named


def test_a_crash_of_this_week_is_ill_with_where_it_was(point):
    journal = Journal(Places.of_account().journal)
    now = datetime.now(SHANGHAI)
    journal.note("crashed", now - timedelta(days=8), kind="Aborted", trace="old.py:1 x")
    assert point("crashes").well
    journal.note("crashed", now, kind="Segmentation fault", trace="paper.py:7 draw")
    assert not point("crashes").well
    assert "Segmentation fault: paper.py:7 draw" in point("crashes").said


def test_one_the_desk_has_not_told_yet_as_well(point):
    folder = Places.of_account().journal
    folder.mkdir(parents=True)
    (folder / "crash-999999999.log").write_text("Fatal Python error: Aborted\n")
    assert "Aborted" in point("crashes").said and list(folder.iterdir())


@pytest.mark.parametrize(
    ("policy", "installed", "well"),
    [("", False, True), ("reader = false", False, True), ("reader = true", False, False),
     ("reader = true", True, True)],
)  # fmt: skip
def test_a_reading_part_that_the_policy_asks_for_and_is_not_installed_is_ill(
    point, monkeypatch, policy, installed, well
):
    monkeypatch.setattr(doctor, "can_recognise", lambda: installed)
    Places.of_account().policy.write_text(policy)
    assert point("reader").well is well and ("请安装" in point("reader").said) is not well


def test_what_is_wrong_in_the_policy_is_said_once(point):
    Places.of_account().policy.write_text("reader = 'no'")
    assert doctor.as_text([point("policy")]).count("$.reader") == 1


def test_the_journal_says_where_it_lies_to_whoever_stands_here(point):
    assert point("journal").named == str(Places.of_account().journal)
    assert str(Places.of_account().journal) not in point("journal").said


def test_an_update_is_told_from_source_to_file_and_nothing_is_fetched(point, tmp_path):
    places = Places.of_account()
    assert point("update").well
    share = Share(tmp_path / "share")
    places.policy.write_text(f"update_from = '{share.folder}'\nupdate_keys = {list(share.keys)}")
    assert point("update").code == "update_unreachable"
    share.put("9.0.0")
    share.sign(datetime.now(SHANGHAI) - timedelta(days=3), days=30)
    assert point("update").well and "9.0.0 待下载" in point("update").said
    assert "26 天" in point("update").said and not places.updates.exists()
    places.updates.mkdir()
    fetched = places.updates / name_of("9.0.0")
    fetched.write_bytes((share.folder / name_of("9.0.0")).read_bytes())
    assert "已下载" in point("update").said and point("update").named == str(fetched)
    share.sign(datetime.now(SHANGHAI) - timedelta(days=2), days=1)
    assert point("update").code == "update_list_expired" and not point("update").well


@pytest.mark.linux("the installer for Windows holds both")
def test_an_update_is_of_the_optional_part_too_where_that_is_installed(
    point, tmp_path, monkeypatch
):
    monkeypatch.setattr(updates, "READING", tmp_path)
    places, share = Places.of_account(), Share(tmp_path / "share")
    places.policy.write_text(f"update_from = '{share.folder}'\nupdate_keys = {list(share.keys)}")
    share.put("9.0.0")
    share.sign(datetime.now(SHANGHAI) - timedelta(days=3))
    assert not point("update").well and "升级会卸载它" in point("update").said
    share.put_reading("9.0.0")
    share.sign(datetime.now(SHANGHAI) - timedelta(days=2))
    assert point("update").well and "含识读组件" in point("update").said
    places.updates.mkdir()
    for path in share.folder.glob("jianjian*"):
        assert "待下载" in point("update").said
        (places.updates / path.name).write_bytes(path.read_bytes())
    assert "已下载" in point("update").said and reading_of("9.0.0") in point("update").named
