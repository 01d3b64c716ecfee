"""Why somebody is not let in."""

from __future__ import annotations

from datetime import timedelta

from app.cases.failure import Failure
from app.cases.sentence import say


class NoKeyring(Failure):
    """The system keeps no secrets just now: a keyring is to be started or unlocked."""

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
    """Without the centre only a clerk who has signed in here before is let in."""

    code = "not_held_here"

    def __init__(self) -> None:
        super().__init__(
            say(
                "这位用户没有在本机登录过，第一次登录需要连接中心",
                "This user has not signed in on this machine; the first time needs the centre",
            )
        )


class PasswordDiffers(Failure):
    """Not the password the cache here is sealed with."""

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
    """``days``: how long the policy lets anybody sign in without the centre."""

    code = "offline_too_long"

    def __init__(self, days: int) -> None:
        super().__init__(
            say(
                "已超过 {days} 天没有连接中心（或本机时钟有误），须连接中心后登录。"
                "已保存的办理结果都在",
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
    """Setting a cache aside that may hold unsent decisions is a lead's to do."""

    code = "lead_needed"

    def __init__(self) -> None:
        super().__init__(
            say(
                "须由负责人登录后办理：其中可能有未发送的办理结果",
                "Only a lead may do this: unsent decisions may be inside",
            )
        )
