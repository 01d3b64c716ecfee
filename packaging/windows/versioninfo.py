"""VERSIONINFO, as Windows shows it in a program's properties and IT's inventory reads it."""

from __future__ import annotations

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

SIMPLIFIED_CHINESE, UNICODE = 0x0804, 0x04B0


def version_information(version: str, program: str) -> VSVersionInfo:
    """Of ``program`` (``jianjian.exe``); ``version`` has three numbers, as ``0.1.0``."""
    numbers = (*map(int, version.split(".")), 0)
    words = {
        "CompanyName": "Jianjian",
        "ProductName": "件件 Jianjian",
        "FileDescription": "件件：政务服务窗口办件",
        "LegalCopyright": "Apache-2.0",
        "ProductVersion": version,
        "FileVersion": version,
        "OriginalFilename": program,
    }
    table = StringTable(
        f"{SIMPLIFIED_CHINESE:04X}{UNICODE:04X}",
        [StringStruct(name, word) for name, word in words.items()],
    )
    return VSVersionInfo(
        FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=1),
        [
            StringFileInfo([table]),
            VarFileInfo([VarStruct("Translation", [SIMPLIFIED_CHINESE, UNICODE])]),
        ],
    )
