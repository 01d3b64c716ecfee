"""What can go wrong with the cache, one class per thing to do about it."""

from __future__ import annotations

from app.cases.failure import Failure
from app.cases.guards import Hindrance
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


class NoKeyring(Failure):
    code = "no_keyring"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "系统的密码保管服务没有运行，无法安全保存办件：请联系信息科启动密钥环后再登录",
                "The system's keyring is not running, so cases cannot be kept safely: ask IT to "
                "start it, then sign in",
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
                "密码与上次登录时不同；离线时请用上次的密码",
                "The password differs from the last sign-in; offline, use the last one",
            )
        )


class CaseMovedOn(Failure):
    code = "case_moved_on"

    def __init__(self) -> None:
        super().__init__(
            say("本件已不在您名下", "This case is no longer yours"),
        )


class NotLawful(Failure):
    """The action is barred; ``hindrances`` says by what."""

    code = "not_lawful"

    def __init__(self, hindrances: tuple[Hindrance, ...]) -> None:
        self.hindrances = hindrances
        super().__init__(listed([hindrance.text for hindrance in hindrances]))


class NotWithdrawable(Failure):
    code = "not_withdrawable"

    def __init__(self) -> None:
        super().__init__(
            say(
                "正在发送或其后还有办理，不能撤回",
                "It is being sent, or another decision follows it: it cannot be taken back",
            )
        )
