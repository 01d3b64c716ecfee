"""What can go wrong with the cache, one class per thing to do about it."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator

from sqlcipher3 import dbapi2

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
                "本机保存的办件打不开：请联系信息科，不要删除文件，其中可能有未发送的办理结果",
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


class CaseMovedOn(Failure):
    code = "case_moved_on"

    def __init__(self) -> None:
        super().__init__(
            say("本件已不在您名下", "This case is no longer yours"),
        )


class CaseChanged(Failure):
    """What was made of a case is not what it is any more."""

    code = "case_changed"

    def __init__(self) -> None:
        super().__init__(
            say(
                "本件有了新的变化，制成的案卷已不完整：请重新归档",
                "The case has changed and its volume is not whole any more: archive it anew",
            ),
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
                "正在发送或其后还有办理结果，不能撤销",
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


def classify_error(error: BaseException) -> BaseException:
    """The failure an error of the cache's file means; the error itself where none."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, OSError):
        return of_os_error(error)
    if isinstance(error, dbapi2.DatabaseError):
        message = str(error)
        for words, failure in _MEANINGS:
            if words in message:
                return failure(message)
    return error


_MEANINGS: tuple[tuple[str, Callable[[str], Failure]], ...] = (
    ("full", DiskFull),
    ("locked", CacheBusy),
    ("readonly", CacheNotWritable),
    ("unable to open", CacheNotWritable),
    ("disk I/O error", CacheNotWritable),
    ("not a database", CacheUnreadable),
    ("image is malformed", CacheUnreadable),
)
