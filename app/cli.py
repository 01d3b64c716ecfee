"""The command line: one function for each of the program's commands.

Each imports what it needs itself, so that a viewer process or the version waits for no other's.
"""

from __future__ import annotations

import _thread
import argparse
import gc
import os
import sys
import threading
from datetime import datetime
from pathlib import Path

from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.cases.sentence import Sentence, say
from app.machine import build, platforms, terminal
from app.machine.link import is_link

SYNCED = say("已同步", "synced")
TIMED_OUT = say("超时", "timed out")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the process's exit code. ``arguments``: the command line's own."""
    terminal.prepare()
    given = sys.argv[1:] if arguments is None else arguments
    if given and is_link(given[0]):  # all of it: what a link brings along is none of ours
        given = ["desk", "--link", " ".join(given)]
    chosen = _parser().parse_args(given)
    command = {
        "desk": _desk, "practice": _practice, "tour": _tour, "shots": _shots, "sync": _sync,
        "handbook": _handbook, "doctor": _doctor, "diagnose": _diagnose, "viewer": _viewer,
        "reader": _reader,
        "update": _update, "publish": _publish,
    }[chosen.command or "desk"]  # fmt: skip
    try:
        platforms.require_system()
        platforms.keep_to_allowed()
        if command is not _desk:  # whose window decides when to collect: ui/background.py
            gc.enable()
        return command(chosen)
    except Failure as failure:
        print(f"{terminal.spoken(failure.sentence, sys.stderr)} [{failure.code}]", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jianjian",
        description="Jianjian · 件件: the clerk's desk of a city's service hall",
        epilog="jianjian jianjian://case/NO_OR_ID: as a link does, opens that case at the desk",
    )
    parser.add_argument("--version", action="version", version=f"jianjian {build.version()}")
    parser.set_defaults(centre="", practice=False, case="", username="", link="")
    commands = parser.add_subparsers(dest="command", metavar="command")

    desk = commands.add_parser("desk", help="the desk itself (default)")
    desk.add_argument("--centre", default="", help="the centre's address, https://…")
    desk.add_argument("--practice", action="store_true", help="open on a practice centre")
    desk.add_argument(
        "--case",
        metavar="NO_OR_ID",
        default="",
        help="open this case; in the clerk's open window, where there is one",
    )
    desk.add_argument("--link", default="", help=argparse.SUPPRESS)
    desk.add_argument(
        "--username", default="", help="the clerk to sign in, if not the last one: beside another"
    )

    practice = commands.add_parser("practice", help="serve a practice centre on this machine")
    practice.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    practice.add_argument("--seed", type=int, default=1)
    practice.add_argument("--cases", type=int, default=300)
    practice.add_argument(
        "--speed", type=float, default=20.0, help="times faster than life; 0 rests"
    )
    practice.add_argument("--database", type=Path, default=None, help="keep the city in this file")
    practice.add_argument(
        "--data", type=Path, default=None, help="a folder of city files of one's own"
    )
    practice.add_argument(
        "--api", choices=("1.0", "1.1"), default="1.1", help="1.0 leaves out what came after it"
    )
    practice.add_argument(
        "--restored", action="store_true", help="begin a new epoch: FILE was put back from a backup"
    )
    practice.add_argument("--controlled", action="store_true", help="obey cut/restore on input")
    practice.add_argument("--child", action="store_true", help="end when the input is closed")

    tour = commands.add_parser("tour", help="a clerk's day by script, with pictures")
    tour.add_argument("--out", type=Path, required=True, help="where the pictures go")
    tour.add_argument("--language", choices=("zh", "en"), default="zh")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")

    tour.add_argument("--hands", choices=("keyboard", "mouse"), default="keyboard")
    tour.add_argument(
        "--story",
        choices=("day", "shop", "life"),
        default="day",
        help="one day, a whole shop, or what else becomes of cases",
    )

    shots = commands.add_parser("shots", help="a picture of every screen")
    shots.add_argument("--out", type=Path, required=True, help="where the pictures go")
    shots.add_argument("--language", choices=("zh", "en"), default="zh")
    shots.add_argument("--theme", choices=("light", "dark"), default="light")
    shots.add_argument("--most", type=int, default=1000, help="how many pictures at most")
    shots.add_argument("--size", default="1366x768", help="of the window, in logical pixels")
    shots.add_argument("--text-size", type=int, default=100, help="per cent, 100 to 150")

    handbook = commands.add_parser("handbook", help="the clerks' handbook as a PDF, with pictures")
    handbook.add_argument("--out", type=Path, required=True, help="the folder for it")
    handbook.add_argument("--language", choices=("zh", "en"), default="zh")

    sync = commands.add_parser("sync", help="one sync cycle with the centre, without a window")
    sync.add_argument("--centre", required=True)
    sync.add_argument("--username", required=True)

    doctor = commands.add_parser("doctor", help="is this machine fit for the desk?")
    doctor.add_argument("--centre", default="")
    doctor.add_argument("--json", action="store_true", help="for a machine to read")
    doctor.add_argument(
        "--contract", metavar="URL", default="", help="run the whole contract against a centre"
    )
    doctor.add_argument("--username", default="", help="the test clerk's, for --contract")
    doctor.add_argument(
        "--second", metavar="USERNAME", default="", help="a test clerk of another department"
    )
    doctor.add_argument(
        "--department", metavar="CODE", default="", help="touch cases of this department only"
    )
    doctor.add_argument("--yes", action="store_true", help="do not ask before it writes")
    doctor.add_argument(
        "--report", metavar="FILE", type=Path, default=None, help="an HTML report for the supplier"
    )

    diagnose = commands.add_parser("diagnose", help="a bundle for IT to mail, without a name in it")
    diagnose.add_argument("--out", type=Path, required=True, help="the zip to write")
    diagnose.add_argument("--centre", default="")

    update = commands.add_parser(
        "update", help="fetch a newer version, as the policy has it, and say where it lies"
    )
    update.add_argument("--to", metavar="FOLDER", type=Path, default=None, help="fetch it there")

    publish = commands.add_parser("publish", help="sign the list of the packages in a folder")
    publish.add_argument("folder", type=Path, nargs="?", default=None)
    publish.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        help="to sign with; twice while keys change",
    )
    publish.add_argument("--new-key", metavar="FILE", type=Path, default=None, help="make a key")
    publish.add_argument("--days", type=int, default=90, help="how long the list is valid")

    viewer = commands.add_parser("viewer")
    viewer.add_argument("--ofd", action="store_true")
    reader = commands.add_parser("reader")
    reader.add_argument("--text-only", action="store_true")
    reader.add_argument("--not-last", action="store_true")
    return parser


def _desk(chosen: argparse.Namespace) -> int:
    from app.machine.crash import CrashWatch
    from app.machine.hardening import refuse_dumps
    from app.machine.paths import Places
    from ui.application import run_desk

    refuse_dumps()
    watch = CrashWatch(Places.of_account().journal)
    try:
        return run_desk(chosen.centre, chosen.practice, chosen.case, chosen.username, chosen.link)
    finally:
        watch.close()


def _practice(chosen: argparse.Namespace) -> int:
    from app.practice.centre import open_centre

    if chosen.child and not chosen.controlled:
        _end_with_input()
    return open_centre(
        chosen.port, chosen.seed, chosen.cases, chosen.speed, chosen.database, chosen.controlled,
        chosen.data, chosen.api, chosen.restored,
    )  # fmt: skip


def _end_with_input() -> None:
    """Whoever started this process holds the other end of its input, and lets go of it however it
    ends itself."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        _thread.interrupt_main()

    threading.Thread(target=wait, name="input", daemon=True).start()


def _shots(chosen: argparse.Namespace) -> int:
    from ui.rehearsal.screens import Look, run_shots

    width, height = map(int, chosen.size.split("x"))
    look = Look(chosen.language, chosen.theme, chosen.text_size, width, height)
    return run_shots(chosen.out, look, chosen.most)


def _tour(chosen: argparse.Namespace) -> int:
    from ui.rehearsal.day import run_tour

    return run_tour(chosen.out, chosen.language, chosen.theme, chosen.hands, chosen.story)


def _handbook(chosen: argparse.Namespace) -> int:
    import tempfile

    from app.machine.paths import RESOURCES
    from app.printing.handbook import print_handbook
    from ui.rehearsal.handbook import illustrated_pages

    chosen.out.mkdir(parents=True, exist_ok=True)
    pdf = chosen.out / f"handbook-{chosen.language}.pdf"
    template = RESOURCES / "handbook/handbook.typ"
    with tempfile.TemporaryDirectory(prefix="jianjian-handbook-") as pictures:
        pages = illustrated_pages(chosen.language, Path(pictures))
        now = datetime.now(SHANGHAI)
        pdf.write_bytes(print_handbook(pages, chosen.language, template, Path(pictures), now))
    print(pdf)
    return 0


def _sync(chosen: argparse.Namespace) -> int:
    """Asks for the password on the terminal, runs one sync cycle and says what it did."""
    from app.desk import Desk
    from app.machine.hardening import refuse_dumps
    from app.machine.instance import hold_instance
    from app.machine.paths import Places
    from app.machine.settings import load

    refuse_dumps()
    places = Places.of_account()
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    desk.machine.keep_settings(centre_url=chosen.centre)
    hold_instance(
        places.lock_of(desk.machine.centre_url, chosen.username)
    ).release()  # before it is typed
    over = threading.Event()
    said: list[Sentence] = []
    revoked: list[bool] = []

    def heard(status: object) -> None:
        state = getattr(status, "state", "")
        failure = getattr(status, "failure", None)
        revoked.append(state == "revoked")
        if state != "syncing":
            said.append(failure.sentence if failure is not None else SYNCED)
            over.set()

    desk.on_status = heard
    desk.account.sign_in(chosen.username, _asked_password())
    desk.begin()
    over.wait(600)
    waiting, back = desk.deciding.counts()
    came = say(
        "{said}；待发 {waiting}，待处理 {back}",
        "{said}; {waiting} waiting, {back} action required",
        said=said[-1] if said else TIMED_OUT,
        waiting=waiting,
        back=back,
    )
    print(terminal.spoken(came, sys.stdout))
    (desk.account.erase if any(revoked) else desk.close)()
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    if chosen.contract:
        return _contract(chosen)
    from app.support.doctor import as_json, as_text, examine
    from ui.printers import names

    points = examine(chosen.centre, names)
    if chosen.json:
        terminal.print_json(as_json(points))
    else:
        print(as_text(points))
    return 0 if all(point.well for point in points) else 1


def _contract(chosen: argparse.Namespace) -> int:
    """Asks for each test clerk's password, and before anything is written."""
    from app.support.conformance.command import Order, examine_contract
    from app.support.conformance.probe import Credentials

    def confirm(question: str) -> bool:
        if chosen.yes:
            return True
        print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes", "是")

    clerk, second = (
        Credentials(username, _asked_password(username)) if username else None
        for username in (chosen.username, chosen.second)
    )
    return examine_contract(
        Order(
            chosen.contract, clerk or Credentials("", ""), confirm, second, chosen.department,
            chosen.json, chosen.report,
        )
    )  # fmt: skip


def _diagnose(chosen: argparse.Namespace) -> int:
    from app.machine.paths import Places
    from app.support.diagnosis import pack
    from app.support.doctor import examine
    from ui.printers import names

    points = examine(chosen.centre, names)
    packed = pack(Places.of_account(), points, chosen.out, datetime.now(SHANGHAI))
    print(f"{chosen.out}: {', '.join(packed)}")
    return 0


def _update(chosen: argparse.Namespace) -> int:
    """Starts nothing: the package manager or the installer does, by IT's hand or schedule."""
    from app.machine.paths import Places
    from app.machine.policy import load_policy
    from app.update.command import fetch_update

    places = Places.of_account()
    now = datetime.now(SHANGHAI)
    said = fetch_update(load_policy(places.policy), places.updates, chosen.to, now)
    print(terminal.spoken(said, sys.stdout))
    return 0


def _publish(chosen: argparse.Namespace) -> int:
    from app.update.command import make_key, publish_list

    if chosen.new_key is not None:
        print(make_key(chosen.new_key))
    elif chosen.folder is not None and chosen.key:
        now = datetime.now(SHANGHAI)
        print(publish_list(chosen.folder, chosen.key, chosen.days, now, _asked_password))
    else:
        print("publish FOLDER --key FILE | publish --new-key FILE", file=sys.stderr)
        return 2
    return 0


def _asked_password(username: str = "") -> str:
    """From the terminal, or a line of standard input where that is none."""
    import getpass

    if sys.stdin.isatty():
        return getpass.getpass(f"Password{f' ({username})' if username else ''}: ")
    return sys.stdin.readline().rstrip("\n")


def _viewer(chosen: argparse.Namespace) -> int:
    if chosen.ofd:
        from app.viewer.ofd.qt import prepare_drawing

        prepare_drawing()
    from app.viewer.worker import serve

    return serve(sys.stdin.buffer, sys.stdout.buffer)


def _reader(chosen: argparse.Namespace) -> int:
    if not chosen.not_last:
        from app.reader.priority import run_last

        run_last()  # before it loads what takes a second
    from app.reader.worker import serve

    return serve(sys.stdin.buffer, sys.stdout.buffer, recognises=not chosen.text_only)
