"""Compound files (.doc, .xls …) made by hand, after the published layout of such files."""

from __future__ import annotations

import struct

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def compound(streams: dict[str, bytes], *, storages: tuple[str, ...] = ()) -> bytes:
    """Write streams under the root: a sector of table, then the directory, then the streams."""
    names = [*streams, *storages]
    directory_size = -(-(len(names) + 1) * 128 // SECTOR)
    table = [FAT, *_chain(1, directory_size)]
    starts = {}
    body = b""
    for name, data in streams.items():
        count = -(-max(len(data), 4096) // SECTOR)  # shorter ones would need the small table
        starts[name] = len(table)
        table += _chain(len(table), count)
        body += data.ljust(count * SECTOR, b"\0")
    assert len(table) <= SECTOR // 4
    entries = [_entry("Root Entry", 5, child=1 if names else FREE)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        data = streams.get(name)
        if data is None:
            entries.append(_entry(name, 1, right=right))
        else:
            size = max(len(data), 4096)
            entries.append(_entry(name, 2, right=right, start=starts[name], size=size))
    directory = b"".join(entries).ljust(directory_size * SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    return head + fat + directory + body


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), END]


def _entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    coded = name.encode("utf-16-le")
    entry = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1)
    entry += struct.pack("<III", FREE, right, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)
