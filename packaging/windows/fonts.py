"""Stand-ins for the Chinese fonts every Windows has: free ones under the names the desk looks for.

    python fonts.py FOLDER_OF_THE_CHROOT'S_FONTS FOLDER

They prove that a font is found by its name, and that pages are set in it; never how it looks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._n_a_m_e import table__n_a_m_e

FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY = 1, 4, 6, 16
ENGLISH, CHINESE = 0x0409, 0x0804
# What DirectWrite knows, and Qt by it, are the fonts registered there.
REGISTERED = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\Fonts"
# The file on Windows, what stands in for it (file, face), its names.
STAND_INS = (
    ("msyh.ttf", "wqy/wqy-microhei.ttc", 0, "Microsoft YaHei", "微软雅黑"),
    ("msyhui.ttf", "wqy/wqy-microhei.ttc", 0, "Microsoft YaHei UI", "微软雅黑 UI"),
    ("simsun.ttf", "arphic/uming.ttc", 0, "SimSun", "宋体"),
    ("simfang.ttf", "arphic/ukai.ttc", 0, "FangSong", "仿宋"),
)


def main(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file, origin, face, english, chinese in STAND_INS:
        font = TTFont(source / origin, fontNumber=face)
        names: table__n_a_m_e = font["name"]
        names.names = [name for name in names.names if name.nameID != TYPOGRAPHIC_FAMILY]
        for language, family in ((ENGLISH, english), (CHINESE, chinese)):
            for name in (FAMILY, FULL):
                names.setName(family, name, 3, 1, language)
            names.setName(english.replace(" ", ""), POSTSCRIPT, 3, 1, language)
        names.names = [
            n for n in names.names if n.platformID == 3 and n.langID in (ENGLISH, CHINESE)
        ]
        font.save(target / file)
    values = (f'"{english} (TrueType)"="{file}"\n' for file, _, _, english, _ in STAND_INS)
    (target / "fonts.reg").write_text(f"REGEDIT4\n\n[{REGISTERED}]\n{''.join(values)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
