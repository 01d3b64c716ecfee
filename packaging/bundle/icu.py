"""Qt's ICU without what the desk does not ask of it: 31 MB of words and tables, 3 of them kept.

Qt asks ICU to sort and to convert character sets; dates, numbers and languages it has itself. Kept
is sorting for Chinese and English, normalization, and the sets a Chinese office has. The library
is made anew around the shorter data, by binutils: as before a shared library, to be replaced by
another. The format is told in ICU's ``ucmndata.h``.
"""

from __future__ import annotations

import re
import struct
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

# Names in the package, as patterns; "*" does not cross a folder.
KEPT = (
    "*.nrm", "*.spp", "*.icu", "coll/*.icu", "coll/root.res", "coll/res_index.res", "coll/pool.res",
    "coll/zh*.res", "coll/en*.res", "root.res", "res_index.res", "pool.res", "zh*.res", "en*.res",
    "likelySubtags.res", "supplementalData.res", "numberingSystems.res", "keyTypeData.res",
    "icuver.res",
    "gb18030.cnv", "windows-936-2000.cnv", "ibm-1386_P100-2001.cnv", "ibm-1383_P110-1999.cnv",
    "windows-950-2000.cnv", "ibm-950_P110-1999.cnv", "ibm-1373_P100-2002.cnv",
    "ibm-5348_P100-1997.cnv", "ibm-1252_P100-2000.cnv",
)  # fmt: skip
SOURCE = """
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, %object
{symbol}: .incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", %progbits
"""


def shortened(library: Path) -> bytes:
    """A library like ``library``, libicudata, with what is kept of its data. Needs as and ld."""
    symbol, soname, data = _read(library)
    with TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "data").write_bytes(_without(data))
        (work / "data.s").write_text(SOURCE.format(symbol=symbol, data=work / "data"))
        subprocess.run(["as", "-o", work / "data.o", work / "data.s"], check=True)
        made = ["ld", "-shared", "-s", "-soname", soname, "-o", work / soname, work / "data.o"]
        subprocess.run(made, check=True)
        return (work / soname).read_bytes()


def _read(library: Path) -> tuple[str, str, bytes]:
    """The symbol of its data, its own name, the data."""
    said = subprocess.run(
        ["objdump", "-T", "-p", library], capture_output=True, text=True, check=True
    ).stdout
    symbol = re.search(r"^([0-9a-f]+) .*\s([0-9a-f]+)\s+(?:Base\s+)?(icudt\d+_dat)$", said, re.M)
    soname = re.search(r"SONAME\s+(\S+)", said)
    segments = re.findall(r"LOAD off\s+(\w+) vaddr (\w+).*\n\s+filesz (\w+)", said)
    if symbol is None or soname is None:
        raise ValueError(f"{library}: no library of ICU's data")
    address, size = int(symbol[1], 16), int(symbol[2], 16)
    offset = next(
        address - int(virtual, 16) + int(at, 16)
        for at, virtual, length in segments
        if int(virtual, 16) <= address < int(virtual, 16) + int(length, 16)
    )
    return symbol[3], soname[1], library.read_bytes()[offset : offset + size]


def _without(package: bytes) -> bytes:
    """A package of ICU's ("CmnD"): header, then the number of its parts, then for each where its
    name and its bytes begin, from the number on; the names; the bytes, sorted by name."""
    (header,) = struct.unpack_from("<H", package)
    body = package[header:]
    (count,) = struct.unpack_from("<I", body)
    table = [struct.unpack_from("<II", body, 4 + 8 * at) for at in range(count)]
    ends = [begin for _, begin in table[1:]] + [len(body)]
    kept = [
        (name, body[begin:end])
        for (at, begin), end in zip(table, ends, strict=True)
        if _is_kept(name := body[at : body.index(b"\0", at)])
    ]
    names = b"".join(name + b"\0" for name, _ in kept)
    at = 4 + 8 * len(kept)
    begin = _up_to_16(at + len(names))
    entries, parts = [struct.pack("<I", len(kept))], []
    for name, part in kept:
        entries.append(struct.pack("<II", at, begin))
        part = part.ljust(_up_to_16(len(part)), b"\xaa")
        parts.append(part)
        at, begin = at + len(name) + 1, begin + len(part)
    top = b"".join(entries) + names
    return package[:header] + top.ljust(_up_to_16(len(top)), b"\xaa") + b"".join(parts)


def _is_kept(name: bytes) -> bool:
    plain = name.decode().split("/", 1)[1]
    return any(
        fnmatch(plain, pattern) and plain.count("/") == pattern.count("/") for pattern in KEPT
    )


def _up_to_16(size: int) -> int:
    return -(-size // 16) * 16
