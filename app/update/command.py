"""``jianjian update`` and ``jianjian publish``: what IT does by hand, or by its schedule."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app import __version__
from app.cases.failure import cause_of
from app.cases.sentence import Sentence, say
from app.machine.cancel import CancelScope
from app.machine.ownership import posix_strangers
from app.machine.policy import Policy
from app.update.errors import PublishRefused, UpdateNotConfigured, UpdateNotKept
from app.update.publishing import load_key, new_key, public_key, publish
from app.update.source import source_of
from app.update.updates import look

DROPS_READING = say(
    "注意：清单中没有同版本的识读组件（jianjian-reading），升级会卸载它，不再识别扫描件和照片；"
    "请先把它放进更新文件夹并重新签署\n",
    "Beware: the list has no reading part (jianjian-reading) of this version. The upgrade removes "
    "it, and scans and photos are not recognised any more: put it into the folder of updates and "
    "sign anew first\n",
)


def fetch_update(policy: Policy, own: Path, to: Path | None, now: datetime) -> Sentence:
    """What came of one look, and what to do next; fetched into the folder ``to``, or the account's
    ``own``. An administrator installs from where nobody else can exchange it. Raises Failure."""
    folder = to or own
    if not policy.update_from:
        raise UpdateNotConfigured
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = _others(folder)
    except OSError as error:
        raise UpdateNotKept(cause_of(error)) from error
    if others:
        raise UpdateNotKept(others)
    source = source_of(policy.update_from, policy.extra_ca, CancelScope())
    update = look(source, policy.update_keys, folder, now)
    if update is None:
        return say(
            "本机版本 {version}，没有更新的版本",
            "This is {version}; there is none newer",
            version=__version__,
        )
    paths = [file.path for file in update.files]
    return say(
        "本机版本 {before}，新版本 {version} 已下载并核对\n{files}\n{warning}安装：{command}",
        "This is {before}; {version} was fetched and checked\n{files}\n"
        "{warning}To install it: {command}",
        before=__version__,
        version=update.version,
        files="\n".join(f"{file.path}\nsha256 {file.sha256}" for file in update.files),
        warning=DROPS_READING if update.drops_reading else "",
        command=_installing(paths) if to else "jianjian update --to FOLDER",
    )


def _others(folder: Path) -> str:
    if sys.platform == "win32":
        return ""
    return posix_strangers((folder, folder.resolve().parent), os.getuid())


def _installing(paths: Sequence[Path]) -> str:
    """In one command: the optional part wants the desk's very version."""
    managers = {".deb": "apt install {files}", ".rpm": "dnf install {files}", ".exe": "{files} /S"}
    return managers[paths[0].suffix].format(files=" ".join(map(str, paths)))


def make_key(path: Path) -> str:
    """The policy's line for a new private key in ``path``. Raises PublishRefused."""
    try:
        return _policy_line([public_key(new_key(path))])
    except OSError as error:
        raise _not_written(path, error) from error


def publish_list(
    folder: Path, key_files: Sequence[Path], days: int, now: datetime, ask: Callable[[str], str]
) -> str:
    """What was signed, until when, and the policy's line; ``ask`` is for the password of a key that
    has one. Raises PublishRefused."""
    at = folder
    try:
        keys = []
        for at in key_files:
            encrypted = b"ENCRYPTED" in at.read_bytes()
            keys.append(load_key(at, ask(at.name).encode() if encrypted else None))
        at = folder
        listed = publish(folder, keys, days, now)
    except OSError as error:
        raise _not_written(at, error) from error
    packages = (
        f"{p.version}  {p.system}  {p.processor}  {p.name}"
        for p in (*listed.packages, *listed.reading)
    )
    until = f"→ {listed.expires:%Y-%m-%d %H:%M}"
    return "\n".join((*packages, until, _policy_line([public_key(key) for key in keys])))


def _policy_line(keys: Sequence[str]) -> str:
    return "update_keys = [{}]".format(", ".join(f'"{key}"' for key in keys))


def _not_written(path: Path, error: OSError) -> PublishRefused:
    why = error.strerror or type(error).__name__
    said = say(
        "{path}：读写失败（{why}）", "{path}: not read or written ({why})", path=path, why=why
    )
    return PublishRefused(said)
