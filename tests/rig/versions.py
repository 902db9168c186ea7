"""The same package under another version, made on the board out of the one that is there: only the control files travel.

A .deb is an ar archive of three members: its format's version, the control files, the files (deb(5)).
"""

from __future__ import annotations

import gzip
import io
import re
import subprocess
import tarfile
from pathlib import Path

_MAGIC = b"!<arch>\n"
_HEADER = 60


def renamed(package: Path, suffix: str) -> tuple[bytes, int]:
    """(the new package as far as its files, where the files begin in the old one). suffix: is added to the version."""
    whole = package.read_bytes()
    assert whole.startswith(_MAGIC)
    place = len(_MAGIC)
    for _ in range(2):
        size = int(whole[place + 48 : place + 58])
        place += _HEADER + size + size % 2
    head = (
        _MAGIC + _member("debian-binary", b"2.0\n") + _member("control.tar.gz", gzip.compress(_control(package, suffix), mtime=0))
    )
    return head, place


def _control(package: Path, suffix: str) -> bytes:
    told = subprocess.run(["dpkg-deb", "--ctrl-tarfile", package], capture_output=True, check=True).stdout
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(told)) as before, tarfile.open(fileobj=out, mode="w") as after:
        for member in before:
            content = before.extractfile(member).read() if member.isfile() else b""  # type: ignore[union-attr]
            if member.name == "./control":
                content = re.sub(rb"^Version: .*$", rb"\g<0>" + suffix.encode(), content, flags=re.MULTILINE)
            member.size = len(content)
            after.addfile(member, io.BytesIO(content))
    return out.getvalue()


def _member(name: str, content: bytes) -> bytes:
    """One member of an ar archive, at an even place as the next one must be."""
    header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
    return header + content + b"\n" * (len(content) % 2)
