"""Values per second and whether they are the same: this decoder and cantools on the same frames, in turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from device.bench.can.workload import MAPPED, Frame, Workload, map_of, only
from device.bench.framework import BenchOptions, Row
from device.resources import shipped
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map


def decoding(work: Workload, options: BenchOptions) -> Iterator[Row]:
    """The comparison of values, and the ratios of time."""
    codecs = {key: MessageCodec(message) for key, message in work.database.messages.items()}
    some = {key: MessageCodec(only(message, MAPPED)) for key, message in work.database.messages.items()}
    yield _compare(work, [codecs, some])
    frames, rounds = work.frames, 3 if options.quick else 7
    yield _whole(work, some, rounds, f"{MAPPED} mapped signals of a frame to their physical values", "decode")
    yield _whole(work, codecs, rounds, "every signal of a frame to its physical value", "decode_all")
    maps = {"some": map_of(work.database, MAPPED), "all": map_of(work.database, None)}
    for name, signal_map in maps.items():
        yield _mapped(Decoder(work.database, signal_map), work, frames, rounds, f"mapped_{name}")
    if work.map_path is not None:
        # Only frames that the map wants, as the kernel's filters let them through: nothing is won by leaving out the others.
        signal_map, catalogue = load_map(work.map_path), Catalogue.load(shipped("vehicles", "signals.toml"))
        wanted = _keys(Decoder(work.database, signal_map, catalogue))
        let_through = [frame for frame in frames if frame[0] in wanted]
        let_through *= max(1, len(frames) // (2 * len(let_through)))
        yield _mapped(Decoder(work.database, signal_map, catalogue), work, let_through, rounds, "mapped_shipped")


def _whole(work: Workload, codecs: dict[int, MessageCodec], rounds: int, case: str, name: str) -> Row:
    frames, per_frame = work.frames, 1e6 / len(work.frames)
    decoders = {key: codec.decode for key, codec in codecs.items()}

    def decode() -> None:
        for key, data in frames:
            decoders[key](data)

    ours, peers = _in_turns(decode, _cantools(work, frames), rounds)
    ratios = [peer / own for own, peer in zip(ours, peers, strict=True)]
    return {
        "case": case,
        f"{name}_ratio_cantools": round(statistics.median(ratios), 2),
        f"{name}_us": round(statistics.median(ours) * per_frame, 3),
        f"{name}_signals_a_frame": round(sum(len(codecs[key].decode(data)) for key, data in frames) / len(frames), 2),
        "cantools_us": round(statistics.median(peers) * per_frame, 3),
    }


def _keys(decoder: Decoder) -> set[int]:
    return {identifier | (EXTENDED if extended else 0) for identifier, _, extended in decoder.arbitration_ids}


def _mapped(decoder: Decoder, work: Workload, frames: list[Frame], rounds: int, name: str) -> Row:

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


def _compare(work: Workload, all_codecs: list[dict[int, MessageCodec]]) -> Row:
    """Every value of every codec: the mapped signals of a message are a subset of it."""
    compared = different = 0
    for key, data in work.frames:
        expected = work.oracle.decode_message(key & ~EXTENDED, data, decode_choices=False)
        for codecs in all_codecs:
            found = codecs[key].decode(data)
            wanted = {name: value for name, value in expected.items() if name in codecs[key].spec.signals}
            compared += len(wanted)
            different += sum(1 for name, value in wanted.items() if name not in found or not _same(found[name], value))
            different += len(found.keys() - wanted.keys())
    return {"case": "values against cantools", "values_compared": compared, "values_different": different}


def _same(ours: float, theirs: float) -> bool:
    return ours == theirs or (ours != ours and theirs != theirs)
