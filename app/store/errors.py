"""What can go wrong with the cache, one class per thing to do about it."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from datetime import timedelta

from app.cases.actions import BlockingReason
from app.cases.failure import Failure, cause_of
from app.cases.sentence import listed, say


class DiskFull(Failure):
    code = "disk_full"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "磁盘已满，刚才的内容没有保存：请联系信息科腾出空间后再试一次",
                "The disk is full and this was not saved: ask IT to make room, then try again",
            ),
            detail,
        )


class CacheUnreadable(Failure):
    code = "cache_unreadable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "本机保存的办件打不开：请联系信息科，不要删除文件，其中可能有未发送的办理",
                "The cases saved here cannot be opened: call IT and delete nothing, unsent "
                "decisions may be inside",
            ),
            detail,
        )


class CacheTooNew(Failure):
    """A later version of the desk wrote it; it is left as it is."""

    code = "cache_too_new"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "本机保存的办件由更新版本的软件写入，本版本不能打开，文件没有改动：请联系信息科安装新版本",
                "The cases kept here were written by a newer version of this program and were left "
                "as they are: ask IT to install it",
            ),
            detail,
        )


class CacheBusy(Failure):
    """Another program holds the file: a backup, a virus scanner."""

    code = "cache_busy"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "本机保存的办件正被其他程序占用（如备份、杀毒），刚才的操作没有完成：请稍候再试",
                "Another program (a backup, a virus scanner) is using the cases kept here, and "
                "this was not done: try again in a moment",
            ),
            detail,
        )


class CacheNotWritable(Failure):
    code = "cache_not_writable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "本机存放办件的文件夹不能读写，刚才的操作没有完成：请联系信息科检查权限和磁盘",
                "The folder in which cases are kept cannot be read or written, and this was not "
                "done: ask IT to check its permissions and the disk",
            ),
            detail,
        )


class NoKeyring(Failure):
    code = "no_keyring"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "系统的密码保管服务没有运行或没有解锁，无法安全保存办件：请解锁密钥环，"
                "或联系信息科启动后再登录",
                "The system's keyring is not running or is locked, so cases cannot be kept safely: "
                "unlock it, or ask IT to start it, then sign in",
            ),
            detail,
        )


class NotHeldHere(Failure):
    code = "not_held_here"

    def __init__(self) -> None:
        super().__init__(
            say(
                "这位用户没有在本机登录过，第一次登录需要连接中心",
                "This user has not signed in on this machine; the first time needs the centre",
            )
        )


class PasswordDiffers(Failure):
    code = "password_differs"

    def __init__(self) -> None:
        super().__init__(
            say(
                "密码不对；离线时请用上次登录的密码",
                "Wrong password; offline, use that of your last sign-in",
            )
        )


class PasswordChanged(Failure):
    """The centre accepts a password that the cache here was not sealed with."""

    code = "password_changed"

    def __init__(self) -> None:
        super().__init__(
            say(
                "密码已在中心更改：请输入一次原来的密码，以打开本机保存的办件",
                "Your password was changed at the centre: enter the old one once, to open what is "
                "kept on this machine",
            )
        )


class OfflineTooLong(Failure):
    code = "offline_too_long"

    def __init__(self, days: int) -> None:
        super().__init__(
            say(
                "已超过 {days} 天没有连接中心（或本机时钟有误），须连接中心后登录。"
                "已保存的办理都在",
                "More than {days} days have passed without the centre (or this clock is wrong): "
                "sign in with the centre. What was saved is kept",
                days=days,
            )
        )


class TooManyTries(Failure):
    """``wait``: how long until the next try."""

    code = "too_many_tries"

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(
            say(
                "输错次数过多，请 {minutes} 分钟后再试",
                "Too many wrong tries: wait {minutes} min",
                minutes=max(1, -(-int(wait.total_seconds()) // 60)),
            )
        )


class KeyLost(Failure):
    """A half of the key is gone; the cache cannot be opened any more, unless it comes back."""

    code = "key_lost"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "打开本机保存的办件所需的密钥不全：请联系信息科恢复密钥环，不要删除文件；"
                "也可以另存原文件，从中心重新读取",
                "Half of the key to what is kept here is gone: ask IT to restore the keyring and "
                "delete nothing; or set the old file aside and read anew from the centre",
            ),
            detail,
        )


class LeadNeeded(Failure):
    code = "lead_needed"

    def __init__(self) -> None:
        super().__init__(
            say(
                "须由负责人登录后办理：其中可能有未发送的办理",
                "Only a lead may do this: unsent decisions may be inside",
            )
        )


class CaseMovedOn(Failure):
    code = "case_moved_on"

    def __init__(self) -> None:
        super().__init__(
            say("本件已不在您名下", "This case is no longer yours"),
        )


class NotLawful(Failure):
    """The action is barred; ``blocking_reasons`` says by what."""

    code = "not_lawful"

    def __init__(self, blocking_reasons: tuple[BlockingReason, ...]) -> None:
        self.blocking_reasons = blocking_reasons
        super().__init__(listed([reason.text for reason in blocking_reasons]))


class NotWithdrawable(Failure):
    code = "not_withdrawable"

    def __init__(self) -> None:
        super().__init__(
            say(
                "正在发送或其后还有办理，不能撤回",
                "It is being sent, or another decision follows it: it cannot be taken back",
            )
        )


class BeingSent(NotWithdrawable):
    """It may be taken back yet, once the try to send it has failed."""


@contextlib.contextmanager
def os_errors_as_failures() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise of_os_error(error) from error


def of_os_error(error: OSError) -> Exception:
    """The failure an error of the file system means to a clerk; the error itself where none."""
    if error.errno == errno.ENOSPC:
        return DiskFull(cause_of(error))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CacheNotWritable(cause_of(error))
    return error
