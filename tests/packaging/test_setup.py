"""What a fresh machine says on its first day: what is being done, what to ask IT for, and no more."""

import shutil
import subprocess

import pytest

from tests.support.programs import ROOT

SCRIPT = ROOT / "requirements/install-system-packages"
NOISE = "debconf: delaying package configuration, since apt-utils is not installed"
WARNING = "WARNING: Location '/opt/wheels' is ignored"


@pytest.fixture
def machine(tmp_path):
    """A PATH of its own, on which nothing is installed and each program does what it is told."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "env", "dirname", "mktemp", "rm", "tail", "mkdir", "touch", "make"):
        (programs / name).symlink_to(shutil.which(name))

    def add(name, script):
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    add("dpkg-query", "echo not-installed")
    add("id", "echo 1000")
    return add


def run(tmp_path, *command, cwd=ROOT):
    alone = {"PATH": str(tmp_path / "bin"), "LANG": "C.UTF-8", "TMPDIR": str(tmp_path)}
    return subprocess.run(
        command, capture_output=True, text=True, env=alone, cwd=cwd, stdin=subprocess.DEVNULL
    )


def test_who_may_install_nothing_is_told_what_to_ask_it_for(tmp_path, machine):
    done = run(tmp_path, SCRIPT)
    chinese, english, command = done.stderr.splitlines()
    assert done.returncode == 1
    assert done.stdout == ""
    assert "请信息科" in chinese
    assert "ask IT" in english
    assert command.split()[:3] == ["apt-get", "install", "--no-install-recommends"]
    assert command.split()[3:] == (ROOT / "requirements/system-packages.txt").read_text().split()


def test_an_account_that_sudo_does_not_know_is_told_the_same(tmp_path, machine):
    machine("sudo", "echo 'sudo: a password is required' >&2; exit 1")
    done = run(tmp_path, SCRIPT)
    assert done.returncode == 1
    assert "ask IT" in done.stderr
    assert "sudo:" not in done.stderr


def test_apt_works_in_silence_and_only_for_what_is_missing(tmp_path, machine):
    machine("id", "echo 0")
    machine("dpkg-query", '[ "$3" = curl ] && echo not-installed || echo installed')
    machine("apt-get", f"echo \"$*\" >>{tmp_path}/asked; echo '{NOISE}'; echo '{NOISE}' >&2")
    done = run(tmp_path, SCRIPT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    chinese, english = done.stdout.splitlines()
    assert "正在安装系统软件包" in chinese
    assert "Installing system packages" in english
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith(" --no-install-recommends curl")


def test_where_apt_fails_its_reason_is_shown(tmp_path, machine):
    machine("id", "echo 0")
    machine("apt-get", "echo 'E: Unable to locate package' >&2; exit 100")
    done = run(tmp_path, SCRIPT)
    assert done.returncode == 1
    assert "E: Unable to locate package" in done.stderr
    assert "could not be installed" in done.stderr


@pytest.fixture
def checkout(tmp_path, machine):
    """The Makefile with an environment whose pip warns unless it is told not to."""
    machine("dpkg-query", "echo installed")
    machine("python3", "exit 0")
    folder = tmp_path / "checkout"
    (folder / "resources/translations").mkdir(parents=True)
    (folder / "resources/translations/zh_CN.ts").touch()
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    for name in ("python", "pyside6-lrelease"):
        machine(name, f"case \"$*\" in *' -qq '*) ;; *'-m pip'*) echo \"{WARNING}\" >&2;; esac")
        (folder / ".venv/bin").mkdir(parents=True, exist_ok=True)
        shutil.move(tmp_path / "bin" / name, folder / ".venv/bin" / name)
    return folder


def test_the_first_setup_says_what_it_does_and_nothing_else(tmp_path, checkout):
    done = run(tmp_path, "make", "setup", cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    chinese, english = done.stdout.splitlines()
    assert "Python 依赖" in chinese
    assert "Installing the Python packages" in english


def test_where_pip_fails_its_reason_is_shown(tmp_path, checkout):
    python = checkout / ".venv/bin/python"
    python.write_text("#!/bin/sh\necho 'ERROR: No matching distribution found' >&2; exit 1\n")
    done = run(tmp_path, "make", "setup", cwd=checkout)
    assert done.returncode == 2
    assert "No matching distribution" in done.stderr
    assert "could not be installed" in done.stdout


def test_an_old_python_is_told_before_anything_is_made(tmp_path, checkout, machine):
    machine("python3", "exit 1")
    done = run(tmp_path, "make", "setup", cwd=checkout)
    assert done.returncode == 2
    assert "3.11" in done.stdout
    assert "Installing" not in done.stdout
