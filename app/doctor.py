"""Is this machine fit for the desk? Each point in one line, for IT."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.paths import Places
from app.settings import load

SPARE_BYTES = 2 * 2**30
TOLERATED_SKEW_SECONDS = 300


def examine(centre_url: str) -> int:
    """Prints one line a point; 0 where all are well, else 1."""
    places = Places.of_account()
    settings = load(places.settings)
    ill = 0
    for name, examination in _points(places, centre_url or settings.centre_url):
        try:
            print(f"✓ {name}: {examination()}")
        except Failure as failure:
            ill += 1
            print(f"✗ {name}: {failure.sentence.zh} [{failure.code}] {failure.detail}")
        except OSError as error:
            ill += 1
            print(f"✗ {name}: {error}")
    return 1 if ill else 0


def _points(places: Places, centre_url: str) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "密钥环 keyring", _keyring
    yield "磁盘 disk", lambda: _disk(places)
    yield "文书字体 fonts", _fonts
    if centre_url:
        yield "中心 centre", lambda: _centre(centre_url)


def _keyring() -> str:
    from app.store.vault import require_keyring

    require_keyring()
    return "正常"


def _disk(places: Places) -> str:
    places.caches.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(places.caches).free
    if free < SPARE_BYTES:
        raise OSError(f"剩余 {free / 2**30:.1f} GB，不足 {SPARE_BYTES / 2**30:.0f} GB")
    return f"剩余 {free / 2**30:.1f} GB"


def _fonts() -> str:
    from app.printing.typesetting import families

    return "、".join(dict.fromkeys(family[0] for family in families().values()))


def _centre(url: str) -> str:
    from app.central.client import Central

    about = Central(url, "doctor").about()
    skew = (datetime.now(SHANGHAI) - about.server_time).total_seconds()
    if abs(skew) > TOLERATED_SKEW_SECONDS:
        raise OSError(f"本机时钟与中心相差 {skew:.0f} 秒")
    return f"{about.name}，接口 {about.api}，时差 {skew:.0f} 秒"
