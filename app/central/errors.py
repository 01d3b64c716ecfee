"""What can go wrong between the desk and the centre, one class per thing to do about it."""

from __future__ import annotations

from app.cases.failure import Failure
from app.cases.sentence import say


class CentreUnreachable(Failure):
    """No answer: not connected, cut off, or too late."""

    code = "centre_unreachable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "连不上中心：请检查网络。已保存的办件可继续办理，恢复后自动发送",
                "The centre cannot be reached: check the network. What is saved here goes on "
                "working and is sent once it is back",
            ),
            detail,
        )


class CertificateRefused(Failure):
    """TLS did not find the centre's certificate trusted, pinned or valid."""

    code = "certificate_refused"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "中心的安全证书不受信任，已停止连接：请联系信息科，不要输入密码",
                "The centre's certificate is not trusted and the connection was stopped: "
                "call IT, do not enter your password",
            ),
            detail,
        )


class PlainHttpRefused(Failure):
    """Only a centre on this machine may be spoken to without TLS."""

    code = "plain_http_refused"

    def __init__(self) -> None:
        super().__init__(
            say(
                "中心地址须以 https:// 开头（本机练习中心除外）",
                "The centre's address must begin with https:// (a practice centre on this "
                "machine excepted)",
            )
        )


class NotTheCentre(Failure):
    """An answer that is none of the contract's: a portal's page, a redirect, odd JSON."""

    code = "not_the_centre"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "收到的不是中心的回答：可能要先登录网络，或地址有误，请联系信息科",
                "What answered is not the centre: the network may want a sign-in of its own, or "
                "the address is wrong; call IT",
            ),
            detail,
        )


class SignInRefused(Failure):
    """``invalid_grant``: no such name and password."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__(
            say("用户名或密码不对，请重新输入", "User name or password is wrong; try again")
        )


class LockedOut(Failure):
    """423: too many wrong passwords; ``retry_after`` seconds until the next try."""

    code = "locked_out"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(
            say(
                "输错次数过多，请 {minutes} 分钟后再试，或请负责人解锁",
                "Too many wrong tries: wait {minutes} min, or ask your lead to unlock",
                minutes=max(1, -(-retry_after // 60)),
            )
        )


class SignInExpired(Failure):
    """401, and the refresh token is no help."""

    code = "sign_in_expired"

    def __init__(self) -> None:
        super().__init__(
            say(
                "登录已过期：请重新登录。未发送的办理结果都保存着",
                "Your sign-in has expired: sign in again. What is unsent is kept",
            )
        )


class DeviceRevoked(Failure):
    """``403`` with code ``device_revoked``: the centre wants this machine emptied."""

    code = "device_revoked"

    def __init__(self) -> None:
        super().__init__(
            say(
                "中心已停用本机，本机保存的办件随即清除：请到其他窗口办理并联系信息科",
                "The centre has revoked this machine and what is kept here is erased: work at "
                "another window and call IT",
            )
        )


class DeskTooOld(Failure):
    """426: the centre wants a newer desk."""

    code = "desk_too_old"

    def __init__(self) -> None:
        super().__init__(
            say(
                "本软件版本太旧，中心不再接受：请联系信息科更新。未发送的办理结果都保存着",
                "This desk is too old for the centre: ask IT to update it. What is unsent is kept",
            )
        )


class CentreBusy(Failure):
    """``retry_after`` seconds as the centre asked, or None."""

    code = "centre_busy"

    def __init__(self, retry_after: float | None = None, detail: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(
            say("中心繁忙，稍后自动重试", "The centre is busy; the desk tries again by itself"),
            detail,
        )


class CentreFailed(CentreBusy):
    """A 5xx that names no time: the centre's trouble, or what this one request set off."""

    code = "centre_failed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(None, detail)
        self.sentence = say(
            "中心处理出错，稍后自动重试", "The centre failed; the desk tries again by itself"
        )


class SyncUnexpected(Failure):
    """An error nobody foresaw ended a cycle; ``detail`` is its kind."""

    code = "sync_unexpected"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "与中心同步时出现意外，已记入日志，稍后自动重试；未发送的办理结果都保存着",
                "Something unexpected happened while speaking with the centre; it was noted and is "
                "tried again. What is unsent is kept",
            ),
            detail,
        )


class CursorExpired(Failure):
    """410: the feed is to be read from its start."""

    code = "cursor_expired"

    def __init__(self) -> None:
        super().__init__(
            say("需要从头读取一遍办件", "The cases have to be read again from the start")
        )


class TooManyActions(Failure):
    """413: less is to be sent at once."""

    code = "too_many_actions"

    def __init__(self) -> None:
        super().__init__(
            say("一次发送太多，将分批发送", "Too much at once; sending in parts"), "413"
        )


class CentreRefused(Failure):
    """Any other 4xx, with the centre's own words."""

    code = "centre_refused"

    def __init__(self, status: int, code: str, detail: str) -> None:
        self.status, self.problem, self.why = status, code, detail or code
        super().__init__(
            say("中心不接受：{why}", "The centre refused: {why}", why=self.why or status),
            f"{status}",
        )


class FileSpoilt(Failure):
    """The bytes that came do not have the hash they are registered under."""

    code = "file_spoilt"

    def __init__(self, name: str = "") -> None:
        super().__init__(
            say(
                "“{name}”传输不完整或者已被改动，未予保存，请申请人重新提交",
                '"{name}" does not match its registered fingerprint and was thrown away; '
                "ask for it again",
                name=name,
            )
        )
