"""IT's side: a key of its own, and the signed list of the packages in a folder."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.cases.sentence import say
from app.update.errors import PublishRefused
from app.update.fetching import kept_list
from app.update.listing import (
    LIST,
    MOST_PACKAGE_BYTES,
    NAMED,
    Package,
    Processor,
    System,
    UpdateList,
    envelope_of,
    to_be_signed,
)
from app.update.source import PIECE

READING = "jianjian-reading"  # how the packages of the optional part begin
MOST_DAYS = 400
SYSTEMS: dict[str, System] = {"deb": "deb", "rpm": "rpm", "exe": "windows"}
_ARM = re.compile(r"arm64|aarch64")


def new_key(path: Path) -> Ed25519PrivateKey:
    """Made and kept in ``path`` (PEM, readable by its owner); raises OSError where one is there."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return key


def load_key(path: Path, password: bytes | None = None) -> Ed25519PrivateKey:
    """Raises OSError, or PublishRefused where it is no Ed25519 key in PEM or the password wrong."""
    try:
        key = load_pem_private_key(path.read_bytes(), password)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise PublishRefused(
            say(
                "{name} 不是可用的 Ed25519 私钥（PEM），或密码不对",
                "{name} is no Ed25519 private key (PEM), or the password is wrong",
                name=path.name,
            )
        )
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """As ``update_keys`` of the policy has it."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def publish(
    folder: Path, keys: Sequence[Ed25519PrivateKey], days: int, now: datetime
) -> UpdateList:
    """Writes the list of the packages in ``folder`` beside them, signed by each of the ``keys``,
    valid for so many ``days``.

    Raises PublishRefused where there is none, one of the optional part is without the desk's, or
    the list that is there was signed later; OSError.
    """
    if not 1 <= days <= MOST_DAYS:
        raise PublishRefused(
            say("有效天数须为 1 至 {most}", "the days are 1 to {most}", most=MOST_DAYS)
        )
    packages = _packages(folder)
    listed = UpdateList(
        now,
        now + timedelta(days=days),
        tuple(each for each in packages if not each.name.startswith(READING)),
        tuple(each for each in packages if each.name.startswith(READING)),
    )
    if not listed.packages:
        raise PublishRefused(
            say(
                "文件夹中没有安装包（如 jianjian_1.2.3_amd64.deb）",
                "the folder has no package (such as jianjian_1.2.3_amd64.deb)",
            )
        )
    of_desk = {each.target for each in listed.packages}
    if alone := next((each for each in listed.reading if each.target not in of_desk), None):
        raise PublishRefused(
            say(
                "{name} 没有同版本的件件安装包：请一起放入",
                "{name} has no package of the desk of its version: put both there",
                name=alone.name,
            )
        )
    before = kept_list(folder, [public_key(key) for key in keys])
    if before is not None and before.issued >= now:
        raise PublishRefused(
            say(
                "已有的清单签署时间比现在还晚：请核对本机时钟",
                "the list that is there was signed later than now: check this machine's clock",
            )
        )
    fresh = folder / f"{LIST}.new"
    fresh.write_bytes(envelope_of(listed, (key.sign(to_be_signed(listed)) for key in keys)))
    fresh.replace(folder / LIST)
    return listed


def _packages(folder: Path) -> tuple[Package, ...]:
    found = []
    for path in sorted(folder.iterdir()):
        named = re.fullmatch(NAMED, path.name)
        if named is not None and path.is_file() and 0 < path.stat().st_size <= MOST_PACKAGE_BYTES:
            processor: Processor = "arm64" if _ARM.search(path.name) else "amd64"
            size, sha256 = _measured(path)
            system = SYSTEMS[named[3]]
            found.append(Package(named[2], system, processor, path.name, size, sha256))
    return tuple(found)


def _measured(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
