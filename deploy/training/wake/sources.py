"""The recordings that the shipped bank of real speech was made of, out of Debian's packages.

    apt-get download asterisk-core-sounds-{en,es,fr,it,ru}-g722 flight-of-the-amazon-queen
    pip install G722
    python deploy/training/wake/sources.py *.deb --out FOLDER

writes FLAC files of about five minutes, a folder below FOLDER for each talker or corpus, for `bank.py` and for `judge.py`. The last
file of each talker of prompts and all but the first thirty of the game are not for training: judge on them.
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
"""Bytes of the game's header, and of an entry of its table: name, bundle, offset, size."""


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
                else:
                    write(game_lines(Path(place)), given.out / "amazon_queen")
    except CabinError as error:
        print(f"sources: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
