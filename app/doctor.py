"""Is this machine fit for the desk? Each point in a line, in words or as JSON, for IT."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from app import __version__
from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.paths import Places
from app.policy import Policy, load_policy
from app.settings import load
from app.terminal import print_json

SPARE_BYTES = 2 * 2**30
TOLERATED_SKEW_SECONDS = 300
CERTIFICATE_DAYS = 21
PrinterNames = Callable[[], list[str]]


class Point(msgspec.Struct, frozen=True):
    """``code`` is a failure's; ``said`` never names a clerk or a path of theirs."""

    name: str
    well: bool
    said: str
    code: str = ""


class Unfit(Exception):
    """A point that is ill, and why."""


def examine(centre_url: str, printers: PrinterNames) -> list[Point]:
    """Every point, in turn."""
    return [_examined(name, examination) for name, examination in _points(centre_url, printers)]


def told(points: list[Point], as_json: bool) -> str:
    if as_json:
        report = {"well": all(point.well for point in points), "points": points}
        return msgspec.json.format(msgspec.json.encode(report)).decode()
    return "\n".join(
        f"{'✓' if point.well else '✗'} {point.name}: {point.said}"
        + (f" [{point.code}]" if point.code else "")
        for point in points
    )


def _examined(name: str, examination: Callable[[], str]) -> Point:
    try:
        return Point(name, True, examination())
    except Failure as failure:
        return Point(name, False, f"{failure.sentence.zh} {failure.detail}".strip(), failure.code)
    except Unfit as unfit:
        return Point(name, False, str(unfit))
    except OSError as error:
        return Point(name, False, error.strerror or type(error).__name__, "os_error")


def _points(centre_url: str, printers: PrinterNames) -> Iterator[tuple[str, Callable[[], str]]]:
    places = Places.of_account()
    yield "版本 version", _version
    yield "策略 policy", lambda: _policy(places)
    yield "密钥环 keyring", _keyring
    yield "办件缓存 cache", lambda: _caches(places)
    yield "日志 journal", lambda: _journal(places)
    yield "磁盘 disk", lambda: _disk(places)
    yield "文书字体 fonts", _fonts
    yield "打印机 printers", lambda: _printers(printers)
    try:
        policy = load_policy(places.policy)
    except Failure:
        return  # the point above says so, and without it nobody knows whom to trust
    url = centre_url or policy.centre_url or load(places.settings).centre_url
    if url:
        yield "中心 centre", lambda: _centre(url, policy)
        yield "时钟 clock", lambda: _clock(url, policy)
        if url.startswith("https:"):
            yield "证书 certificate", lambda: _certificate(url, policy)


def _version() -> str:
    return f"{__version__}，Python {platform.python_version()}，{platform.platform()}"


def _policy(places: Places) -> str:
    policy = load_policy(places.policy)
    where = "已设置 set" if places.policy.exists() else "默认 defaults"
    return (
        f"{where}：离线 {policy.offline_days} 天，{policy.lock_after_minutes} 分钟锁定，"
        f"无密钥环时 {policy.without_keyring}，固定公钥 {len(policy.pins)}"
    )


def _keyring() -> str:
    import secrets

    from app.store.vault import KeyringPlace

    place, probe = KeyringPlace("doctor"), secrets.token_hex(8)
    place.write(probe)
    kept = place.read()
    place.remove()
    if kept != probe:
        raise Unfit("写入后读不回 what was written is not read back")
    return "正常 well"


def _caches(places: Places) -> str:
    caches = sorted(places.caches.glob("*.db"))
    megabytes = sum(path.stat().st_size for path in caches) / 2**20
    asides = len(list(places.caches.glob("*.aside-*")))
    damaged = [*places.caches.glob("*.unreadable"), *places.caches.glob("*.damaged-*")]
    keyless = [path for path in caches if not path.with_suffix(".key").exists()]
    said = f"{len(caches)} 个，{megabytes:.0f} MB，另存 {asides}"
    if damaged or keyless:
        raise Unfit(f"{said}；受损 damaged {len(damaged)}，缺密钥 keyless {len(keyless)}")
    return said


def _journal(places: Places) -> str:
    from app.journal import verify

    wrong = verify(places.journal)
    if wrong:
        raise Unfit("；".join(wrong[:3]) + (f" …（{len(wrong)}）" if len(wrong) > 3 else ""))
    return "完整 whole"


def _disk(places: Places) -> str:
    places.caches.mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(places.caches).free
    if free < SPARE_BYTES:
        raise Unfit(f"剩余 {free / 2**30:.1f} GB，不足 {SPARE_BYTES / 2**30:.0f} GB")
    return f"剩余 {free / 2**30:.1f} GB"


def _fonts() -> str:
    from app.printing.typesetting import families

    return "、".join(dict.fromkeys(family[0] for family in families().values()))


def _printers(printers: PrinterNames) -> str:
    names = printers()
    if not names:
        raise Unfit("没有打印机，文书不能打印 no printer: notices cannot be printed")
    return "、".join(names)


def _centre(url: str, policy: Policy) -> str:
    from app.central.client import Central
    from app.session import trust_of

    about = Central(url, "doctor", trust_of(policy)).about()
    return f"{about.name}，接口 {about.api}" + ("，练习中心" if about.practice else "")


def _clock(url: str, policy: Policy) -> str:
    from app.central.client import Central
    from app.session import trust_of

    about = Central(url, "doctor", trust_of(policy)).about()
    skew = (datetime.now(SHANGHAI) - about.server_time).total_seconds()
    if abs(skew) > TOLERATED_SKEW_SECONDS:
        raise Unfit(f"与中心相差 {skew:.0f} 秒 off by {skew:.0f} s")
    return f"相差 {skew:.0f} 秒"


def _certificate(url: str, policy: Policy) -> str:
    from app.central.transport import certificate_of
    from app.session import trust_of

    issuer, until = certificate_of(url, trust_of(policy))
    left = until - datetime.now(SHANGHAI)
    said = f"{issuer}，{until:%Y-%m-%d} 到期"
    if left < timedelta(days=CERTIFICATE_DAYS):
        raise Unfit(f"{said}，仅剩 {left.days} 天 expires in {left.days} days")
    return said


def examine_contract(url: str, username: str, password: str, as_json: bool) -> int:
    """A centre against central-api.md, printed point by point; 0 where nothing differs."""
    from app.central.contract import NOT_TRIED, Examination
    from app.session import trust_of

    trust = trust_of(load_policy(Places.of_account().policy))
    points = []
    for point in Examination(url, username, password, trust).points():
        points.append(point)
        if not as_json:
            print(f"{'✓' if point.keeps else '✗'} {point.name}: {point.said}", flush=True)
    keeps = all(point.keeps for point in points)
    if as_json:
        report = {"keeps": keeps, "points": points, "not_tried": NOT_TRIED}
        print_json(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        for words in NOT_TRIED:
            print(f"· {words}")
    return 0 if keeps else 1
