"""Values per second and whether they are the same: this decoder and cantools on the same frames, in turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from device.bench.can.workload import Frame, Workload, map_of
from device.bench.framework import BenchOptions, Row
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, Database
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import SignalMap, load_map


def decoding(work: Workload, options: BenchOptions) -> Iterator[Row]:
    """The comparison of values, and the ratios of time."""
    codecs = {key: MessageCodec(message) for key, message in work.database.messages.items()}
    yield _compare(work, codecs)
    frames, rounds = work.frames, 3 if options.quick else 7
    theirs = _cantools(work, work.frames)

    decoders = {key: codec.decode for key, codec in codecs.items()}

    def whole() -> None:
        for key, data in frames:
            decoders[key](data)

    per_frame = 1e6 / len(frames)
    ours, peers = _in_turns(whole, theirs, rounds)
    ratios = [peer / own for own, peer in zip(ours, peers, strict=True)]
    yield {
        "case": "every signal of a frame to its physical value",
        "decode_ratio_cantools": round(statistics.median(ratios), 2),
        "decode_us": round(statistics.median(ours) * per_frame, 3),
        "cantools_us": round(statistics.median(peers) * per_frame, 3),
        "signals_a_frame": round(sum(len(codecs[key].decode(data)) for key, data in frames) / len(frames), 2),
    }
    maps = {"three": map_of(work.database, 3), "all": map_of(work.database, None)}
    for name, signal_map in maps.items():
        yield _mapped(work.database, signal_map, work, frames, rounds, f"mapped_{name}")
    if work.map_path is not None:
        # Only frames that the map wants, as the kernel's filters let them through: nothing is won by leaving out the others.
        signal_map = load_map(work.map_path)
        wanted = _keys(work.database, signal_map)
        some = [frame for frame in frames if frame[0] in wanted]
        yield _mapped(work.database, signal_map, work, some * max(1, len(frames) // (2 * len(some))), rounds, "mapped_shipped")


def _keys(database: Database, signal_map: SignalMap) -> set[int]:
    identifiers = Decoder(database, signal_map).arbitration_ids
    return {identifier | (EXTENDED if extended else 0) for identifier, _, extended in identifiers}


def _mapped(database: Database, signal_map: SignalMap, work: Workload, frames: list[Frame], rounds: int, name: str) -> Row:
    decoder = Decoder(database, signal_map)

    def mapped(feed: Callable[..., object] = decoder.feed) -> None:
        for key, data in frames:
            feed(key, data, 0)

    ours, peers = _in_turns(mapped, _cantools(work, frames), rounds)
    ratios = [peer / own for own, peer in zip(ours, peers, strict=True)]
    return {
        "case": f"{len(decoder.paths)} mapped signals ({name}), changes with checks and quality",
        f"{name}_ratio_cantools": round(statistics.median(ratios), 2),
        f"{name}_feed_us": round(statistics.median(ours) * 1e6 / len(frames), 3),
        f"{name}_frames": len(frames),
    }


def _cantools(work: Workload, some: list[Frame]) -> Callable[[], None]:
    decode, frames = work.oracle.decode_message, [(key & ~EXTENDED, data) for key, data in some]

    def run() -> None:
        for identifier, data in frames:
            decode(identifier, data)

    return run


def _in_turns(ours: Callable[[], None], theirs: Callable[[], None], rounds: int) -> tuple[list[float], list[float]]:
    """Processor seconds of both, one after the other in every round, so that the machine's load falls on both."""
    ours()  # what is compiled on first use
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, seconds in zip((ours, theirs), found, strict=True):
            begun = time.process_time()
            run()
            seconds.append(time.process_time() - begun)
    return found


def _compare(work: Workload, codecs: dict[int, MessageCodec]) -> Row:
    compared = different = 0
    for key, data in work.frames:
        expected = work.oracle.decode_message(key & ~EXTENDED, data, decode_choices=False)
        found = codecs[key].decode(data)
        compared += len(expected)
        different += sum(1 for name, value in expected.items() if name not in found or not _same(found[name], value))
        different += len(found.keys() - expected.keys())
    return {"case": "values against cantools", "values_compared": compared, "values_different": different}


def _same(ours: float, theirs: float) -> bool:
    return ours == theirs or (ours != ours and theirs != theirs)
