"""Is this machine fit for the desk? Each point in a line, in words or as JSON, for IT."""

from __future__ import annotations

import platform
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from app.account.keyring import KeyringPlace
from app.account.sign_in_flow import trust_of
from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.cases.skew import clock_skew, is_tolerated
from app.central.client import CentralClient
from app.central.transport import certificate_of
from app.machine.address import normal_address
from app.machine.build import version
from app.machine.cancel import CancelScope
from app.machine.crash import crashes_left
from app.machine.journal import entries, verify
from app.machine.paths import Places
from app.machine.policy import Policy, load_policy
from app.machine.seals import authorities
from app.machine.settings import read
from app.printing.typesetting import NoticeNotMade, families
from app.reader.engine import can_recognise
from app.support.found import Said, Unfit
from app.support.processes import reader, viewer
from app.support.system import input_method, libraries
from app.update.fetching import is_whole, look_at_list
from app.update.source import source_of
from app.update.updates import drops_reading, newer_packages

SPARE_BYTES = 2 * 2**30
CERTIFICATE_DAYS, CRASH_DAYS = 21, 7
PrinterNames = Callable[[], list[str]]


class Point(msgspec.Struct, frozen=True):
    """``code`` is a failure's; ``said`` names no clerk, host or path; ``named`` as in Said."""

    name: str
    well: bool
    said: str
    code: str = ""
    named: str = ""


def examine(centre_url: str, printers: PrinterNames) -> list[Point]:
    """Every point, in turn."""
    return [_examined(name, examination) for name, examination in _points(centre_url, printers)]


def without_names(points: list[Point]) -> list[Point]:
    """The points as the bundle that is mailed has them."""
    return [msgspec.structs.replace(point, named="") for point in points]


def as_json(points: list[Point]) -> str:
    """``well`` of all of them, and the ``points``."""
    report = {"well": all(point.well for point in points), "points": points}
    return msgspec.json.format(msgspec.json.encode(report)).decode()


def as_text(points: list[Point]) -> str:
    """A line each, names included."""
    return "\n".join(
        f"{'✓' if point.well else '✗'} {point.name}: {_whole(point)}"
        + (f" [{point.code}]" if point.code else "")
        for point in points
    )


def _whole(point: Point) -> str:
    """A failure's sentence may have its detail in it."""
    said = "" if point.said in point.named else point.said
    return " ".join(filter(None, (point.named, said)))


def _examined(name: str, examination: Callable[[], Said]) -> Point:
    try:
        found = examination()
        return Point(name, True, found.said, named=found.named)
    except Failure as failure:
        return Point(name, False, failure.detail, failure.code, failure.sentence.zh)
    except Unfit as unfit:
        return Point(name, False, unfit.found.said, named=unfit.found.named)
    except OSError as error:
        return Point(name, False, error.strerror or type(error).__name__, "os_error")


def _points(centre_url: str, printers: PrinterNames) -> Iterator[tuple[str, Callable[[], Said]]]:
    places = Places.of_account()
    yield "版本 version", _version
    yield "系统库 libraries", libraries
    yield "输入法 input", input_method
    yield "策略 policy", lambda: _policy(places)
    yield "密钥环 keyring", _keyring
    yield "办件缓存 cache", lambda: _caches(places)
    yield "日志 journal", lambda: _journal(places)
    yield "异常退出 crashes", lambda: _crashes(places)
    yield "同步 sync", lambda: _sync(places)
    yield "磁盘 disk", lambda: _disk(places)
    yield "阅览进程 viewer", viewer
    yield "文书字体 fonts", _fonts
    yield "打印机 printers", lambda: _printers(printers)
    try:
        policy = load_policy(places.policy)
    except Failure:
        return  # the point above says so, and without it nobody knows whom to trust
    yield "识读 reader", lambda: _reader(policy)
    yield "更新 update", lambda: _update(places, policy)
    url = normal_address(centre_url or policy.centre_url or read(places.settings).centre_url)
    if url:
        yield "中心 centre", lambda: _centre(url, policy)
        yield "时钟 clock", lambda: _clock(url, policy)
        if url.startswith("https:"):
            yield "证书 certificate", lambda: _certificate(url, policy)


def _version() -> Said:
    return Said(f"{version()}，Python {platform.python_version()}，{platform.platform()}")


def _policy(places: Places) -> Said:
    policy = load_policy(places.policy)
    seals = authorities(policy.seal_authorities)
    where = "已设置 set" if places.policy.exists() else "默认 defaults"
    return Said(
        f"{where}：离线 offline {policy.offline_days} 天 days，"
        f"{policy.lock_after_minutes} 分钟锁定 minutes to lock，"
        f"无密钥环时 without a keyring {policy.without_keyring}，{_delay(policy)}，"
        f"{_notifications(policy)}，{_recognition(policy)}，"
        f"签章机构 seal authorities {len(seals)}，固定公钥 pinned keys {len(policy.pins)}"
    )


def _delay(policy: Policy) -> str:
    seconds = policy.seconds_before_sending
    said = "由工作人员设置 the clerk's choice" if seconds is None else f"{seconds} 秒 s"
    return f"发送前等待 wait before sending {said}"


def _notifications(policy: Policy) -> str:
    said = {None: "由工作人员设置 the clerk's choice", True: "开启 on", False: "关闭 off"}
    return f"通知 notifications {said[policy.notifications]}"


def _recognition(policy: Policy) -> str:
    said = {None: "由内存大小决定 by the memory", True: "开启 on", False: "关闭 off"}
    return f"识别扫描件 reading of scans {said[policy.reader]}"


def _keyring() -> Said:
    place, probe = KeyringPlace("doctor"), secrets.token_hex(8)
    place.write(probe)
    kept = place.read()
    place.remove()
    if kept != probe:
        raise Unfit("写入后读不回 what was written is not read back")
    return Said("正常 well")


def _caches(places: Places) -> Said:
    caches = sorted(places.caches.glob("*.db"))
    megabytes = sum(path.stat().st_size for path in caches) / 2**20
    asides = len(list(places.caches.glob("*.aside-*")))
    damaged = [*places.caches.glob("*.unreadable"), *places.caches.glob("*.damaged-*")]
    keyless = [path for path in caches if not path.with_suffix(".key").exists()]
    said = f"{len(caches)} 个 caches，{megabytes:.0f} MB，另存 set aside {asides}"
    if damaged or keyless:
        raise Unfit(f"{said}；受损 damaged {len(damaged)}，缺密钥 keyless {len(keyless)}")
    return Said(said)


def _journal(places: Places) -> Said:
    wrong = verify(places.journal)
    if wrong:
        raise Unfit("；".join(wrong[:3]) + (f" …（{len(wrong)}）" if len(wrong) > 3 else ""))
    return Said("完整 whole", str(places.journal))


def _crashes(places: Places) -> Said:
    """What a fault in a library has ended, within a week."""
    since = datetime.now(SHANGHAI) - timedelta(days=CRASH_DAYS)
    told = [f"{each.kind}: {each.trace}" for each in crashes_left(places.journal)]
    for line in entries(places.journal):
        if line.get("event") == "crashed" and str(line.get("at", "")) >= since.isoformat():
            told.append(f"{line.get('kind')}: {line.get('trace')}")
    if told:
        raise Unfit(f"{CRASH_DAYS} 天内 {len(told)} 次 within {CRASH_DAYS} days: {told[-1]}")
    return Said("没有 none")


def _reader(policy: Policy) -> Said:
    """What IT switched on and did not install is ill."""
    found = reader(policy.reader)
    if policy.reader and not can_recognise():
        raise Unfit(f"{found.said} 策略要求识别，请安装 the policy asks for it: install it")
    return found


def _update(places: Places, policy: Policy) -> Said:
    if not policy.update_from:
        return Said("策略未设来源 the policy names no source")
    source = source_of(policy.update_from, policy.extra_ca, CancelScope())
    now = datetime.now(SHANGHAI)
    _, listed = look_at_list(source, policy.update_keys, places.updates, now)
    left = (listed.expires - now).days
    until = f"清单有效期还有 {left} 天 valid for {left} days"
    packages = newer_packages(listed)
    if not packages:
        return Said(f"已是最新 the newest；{until}")
    paths = [places.updates / each.name for each in packages]
    ready = all(map(is_whole, paths, packages))
    said = "已下载，待安装 fetched" if ready else "待下载 to be fetched"
    part = "（含识读组件 with the reading part）" if len(packages) > 1 else ""
    found = Said(
        f"{packages[0].version}{part} {said}；{until}",
        "、".join(map(str, paths)) if ready else "",
    )
    if drops_reading(packages):
        lost = "清单中没有同版本的识读组件，升级会卸载它 the upgrade removes the reading part"
        raise Unfit(f"{found.said}；{lost}", found.named)
    return found


def _sync(places: Places) -> Said:
    """What the desk noted since somebody signed in last, and is not over."""
    differing, streams = "", True
    for line in entries(places.journal):
        event = line.get("event")
        if event == "signed_in":
            differing, streams = "", True
        elif event in ("digest_differs", "digest_agrees"):
            differing = str(line.get("kinds", ""))
        elif event in ("stream_missed", "stream_back"):
            streams = event == "stream_back"
    said = "" if streams else "没有实时提醒，每分钟查看一次 no stream, it polls"
    if differing:
        differs = f"与中心清单核对不一致 the centre's digest differs: {differing}"
        raise Unfit("；".join(filter(None, (differs, said))))
    return Said(said or "正常 well")


def _disk(places: Places) -> Said:
    there = next(path for path in (places.caches, *places.caches.parents) if path.exists())
    free = shutil.disk_usage(there).free
    left = f"剩余 free {free / 2**30:.1f} GB"
    if free < SPARE_BYTES:
        raise Unfit(f"{left}，不足 less than {SPARE_BYTES / 2**30:.0f} GB")
    return Said(left)


def _fonts() -> Said:
    try:
        return Said("、".join(dict.fromkeys(family[0] for family in families().values())))
    except NoticeNotMade:
        raise Unfit(
            "没有中文字体，界面和文书都不能显示 no Chinese font: window and notices cannot be read"
        ) from None


def _printers(printers: PrinterNames) -> Said:
    names = printers()
    if not names:
        raise Unfit("没有打印机，文书不能打印 no printer: notices cannot be printed")
    return Said(f"{len(names)} 台 printers", "、".join(names))


def _centre(url: str, policy: Policy) -> Said:
    about = CentralClient(url, "doctor", trust_of(policy)).about()
    practice = "，练习中心 practice" if about.practice else ""
    return Said(f"接口 API {_version_of(about.api)}{practice}", about.name)


def _clock(url: str, policy: Policy) -> Said:
    about = CentralClient(url, "doctor", trust_of(policy)).about()
    skew = clock_skew(datetime.now(SHANGHAI), about.server_time)
    if not is_tolerated(skew):
        raise Unfit(f"与中心相差 {skew:.0f} 秒 off by {skew:.0f} s")
    return Said(f"相差 {skew:.0f} 秒 s off")


def _certificate(url: str, policy: Policy) -> Said:
    issuer, until = certificate_of(url, trust_of(policy))
    left = until - datetime.now(SHANGHAI)
    said = f"{until:%Y-%m-%d} 到期 expires"
    if left < timedelta(days=CERTIFICATE_DAYS):
        raise Unfit(f"{said}，仅剩 in {left.days} 天 days", issuer)
    return Said(said, issuer)


def _version_of(api: str) -> str:
    """A version as the contract writes it; whatever else a centre says is its own words."""
    return api if re.fullmatch(r"\d{1,3}\.\d{1,3}", api) else "?"
