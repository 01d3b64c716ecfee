"""What can be wrong with an update, one class per thing IT can do about it."""

from __future__ import annotations

from app.cases.failure import Failure
from app.cases.sentence import say


class UpdateSourceUnreachable(Failure):
    code = "update_unreachable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "更新来源读不到：请检查 update_from 的地址、共享权限和网络",
                "The source of updates cannot be read: check the address of update_from, the "
                "share's permissions and the network",
            ),
            detail,
        )


class UpdateListNotTrusted(Failure):
    """``detail``: what is missing: a signature, or the form."""

    code = "update_list_not_trusted"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "更新清单没有 update_keys 的有效签名，未采用：请重新签署（jianjian publish）",
                "The list of updates is validly signed by none of update_keys and was not taken: "
                "sign it again with jianjian publish",
            ),
            detail,
        )


class UpdateListExpired(Failure):
    code = "update_list_expired"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "更新清单不在有效期内，未采用：请重新签署（jianjian publish），并核对本机时钟",
                "The list of updates is not valid at this time and was not taken: sign it again "
                "with jianjian publish, and check this machine's clock",
            ),
            detail,
        )


class UpdateListOlder(Failure):
    code = "update_list_older"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "更新清单比本机见过的旧，未采用：可能被人换过，请重新签署（jianjian publish）",
                "The list of updates is older than one this machine has seen and was not taken: "
                "somebody may have put an old one there; sign it again with jianjian publish",
            ),
            detail,
        )


class UpdatePackageWrong(Failure):
    code = "update_package_wrong"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "下载的安装包与清单登记的不符，已丢弃：请重新放置安装包并签署（jianjian publish）",
                "A package does not match the list and was thrown away: put it there again and "
                "sign the list with jianjian publish",
            ),
            detail,
        )


class UpdateNotKept(Failure):
    """A full disk, a folder that may not be written."""

    code = "update_not_kept"

    def __init__(self, detail: str) -> None:
        super().__init__(
            say(
                "安装包不能保存到本机：请清理磁盘，并检查文件夹权限",
                "A package cannot be kept on this machine: free some of the disk, and check the "
                "folder's permissions",
            ),
            detail,
        )


class UpdateNotConfigured(Failure):
    code = "update_not_configured"

    def __init__(self) -> None:
        super().__init__(
            say(
                "管理策略中没有 update_from，不查找更新",
                "The policy has no update_from: no updates are looked for",
            )
        )


class PublishRefused(Failure):
    """``sentence`` says what is to be put right first."""

    code = "publish_refused"
