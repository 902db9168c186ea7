"""The recordings that the shipped banks of real speech and of music were made of, out of Debian's packages.

    apt-get download asterisk-core-sounds-{en,es,fr,it,ru}-g722 asterisk-moh-opsound-g722
    apt-get download flight-of-the-amazon-queen beneath-a-steel-sky
    pip install G722
    python deploy/training/wake/sources.py *.deb --out FOLDER

writes FLAC files of about five minutes, a folder below FOLDER for each talker or corpus, for `bank.py` and for `judge.py`. The last
file of each talker of prompts, all but the first thirty of the one game and all but the first thirteen of the other are not for
training: judge on them.
"""

from __future__ import annotations

import argparse
import io
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import soundfile as sf
import soxr

from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import CabinError, InputError

_FILE_S = 300
_GAP = int(0.4 * ENGINE_RATE)
_LEAST_S = 0.3
_HEADER, _ENTRY = 15, 21
"""Bytes of Flight of the Amazon Queen's header, and of an entry of its table: name, bundle, offset, size."""

_SKY_SPEECH, _SKY_HEADER = 50_000, 22
"""Of Beneath a Steel Sky: the number of the first file of speech, and the bytes before its samples."""


def prompts(unpacked: Path) -> Iterator[Samples]:
    """Prompts of a telephone exchange in G.722, 64 kbit/s."""
    import G722

    for path in sorted(unpacked.rglob("*.g722")):
        if "silence" not in path.parts:
            yield np.asarray(G722.G722(16_000, 64_000).decode(path.read_bytes()), np.float32) / np.float32(32768)


def game_lines(unpacked: Path) -> Iterator[Samples]:
    """The spoken lines of Flight of the Amazon Queen: MP3 streams behind a table in one file."""
    (path,) = unpacked.rglob("queen.1c")
    data = path.read_bytes()
    (count,) = struct.unpack(">H", data[_HEADER - 2 : _HEADER])
    for number in range(count):
        entry = data[_HEADER + _ENTRY * number :][:_ENTRY]
        name = entry[:12].rstrip(b"\0").decode("ascii", "replace")
        offset, size = struct.unpack(">II", entry[13:])
        if name.endswith(".SB") and not name.startswith(("UNTITLE", "SFX")):
            audio, rate = sf.read(io.BytesIO(data[offset : offset + size]), dtype="float32", always_2d=True)
            yield np.asarray(soxr.resample(audio[:, 0], rate, ENGINE_RATE), np.float32)


def sky_lines(unpacked: Path) -> Iterator[Samples]:
    """The spoken lines of Beneath a Steel Sky: 8 bits at 11,025 Hz, in the files from 50,000 on of its disk, behind a header."""
    (table,), (disk,) = unpacked.rglob("sky.dnr"), unpacked.rglob("sky.dsk")
    entries, data = table.read_bytes(), disk.read_bytes()
    (count,) = struct.unpack("<I", entries[:4])
    for number in range(count):
        entry = entries[4 + 8 * number :][:8]
        offset, size = (int.from_bytes(entry[at : at + 3], "little") for at in (2, 5))
        if offset >> 23:  # counted in paragraphs
            offset = (offset & 0x7FFFFF) << 4
        spoken = data[offset + _SKY_HEADER : offset + (size & 0x3FFFFF)]
        if int.from_bytes(entry[:2], "little") >= _SKY_SPEECH and len(spoken) > _SKY_HEADER:
            audio = (np.frombuffer(spoken, np.uint8).astype(np.float32) - 128) / 128
            yield np.asarray(soxr.resample(audio, 11_025, ENGINE_RATE), np.float32)


def write(pieces: Iterable[Samples], folder: Path) -> None:
    """Recordings one after another at peak 0.5, with faint noise between them, in files of five minutes."""
    rng = np.random.default_rng(0)
    held: list[Samples] = []
    length = number = 0
    folder.mkdir(parents=True, exist_ok=True)
    for piece in pieces:
        peak = float(np.max(np.abs(piece), initial=0.0))
        if peak < 0.01 or len(piece) < _LEAST_S * ENGINE_RATE:
            continue
        held += [piece * np.float32(0.5 / peak), (3e-4 * rng.standard_normal(_GAP)).astype(np.float32)]
        length += len(piece) + _GAP
        if length > _FILE_S * ENGINE_RATE:
            sf.write(folder / f"{number:02d}.flac", np.concatenate(held), ENGINE_RATE)
            held, length, number = [], 0, number + 1
    if held:
        sf.write(folder / f"{number:02d}.flac", np.concatenate(held), ENGINE_RATE)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; a user's error is one line and exit code 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    try:
        for package in given.packages:
            if not package.is_file():
                raise InputError(package, "no such file")
            with tempfile.TemporaryDirectory() as place:
                if subprocess.run(["dpkg", "-x", str(package), place], check=False).returncode != 0:
                    raise InputError(package, "is no Debian package")
                name = package.name.partition("_")[0]
                if name.startswith("asterisk-core-sounds-"):
                    write(prompts(Path(place)), given.out / f"prompts_{name.split('-')[3]}")
                elif name.startswith("asterisk-moh-"):
                    write(prompts(Path(place)), given.out.with_name(f"{given.out.name}_music") / "opsound")
                elif name == "beneath-a-steel-sky":
                    write(sky_lines(Path(place)), given.out / "steel_sky")
                else:
                    write(game_lines(Path(place)), given.out / "amazon_queen")
    except CabinError as error:
        print(f"sources: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
