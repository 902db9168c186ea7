"""A recording as an MCAP file: written from segments of the tape, and read back."""

from __future__ import annotations

import base64
import json
import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from device.recorder.schemas import LOG, RAW_AUDIO, SCHEMAS, TAPE_TOPIC, TOPICS
from device.recorder.tape import Segment, Step
from edge.audio.frame import ENGINE_RATE
from edge.errors import InputError

FORMAT: Final = "1"
_CHECKPOINT: Final = "checkpoint.bin"
_META: Final = "cabin-voice"
_AUDIO: Final = "/audio/"
_SECOND_NS: Final = 1_000_000_000
_MOST_BYTES: Final = 2_000_000_000
_DAMAGE: Final = (struct.error, ValueError, KeyError, TypeError, AttributeError, EOFError, RuntimeError, MemoryError)
"""What reading a damaged file may end in: the MCAP reader believes every count and name it finds, and LZ4 raises RuntimeError."""


@dataclass(frozen=True)
class Recording:
    """What is in a file. facts: version, settings (JSON, without secrets), why it was saved. steps: in order."""

    facts: dict[str, str]
    checkpoint: bytes
    steps: list[Step]
    files: dict[str, bytes]
    """What the settings refer to: "dbc" and "map", where the bus was recorded."""


def write_recording(
    file: Path, segments: Sequence[Segment], facts: dict[str, str], epoch_ns: int, files: Mapping[str, bytes] | None = None
) -> None:
    """Write the segments, for this user alone. epoch_ns: Unix time at CLOCK_BOOTTIME 0, for the times that a viewer shows.

    files: see `Recording.files`.
    """
    part = file.with_name(f".{file.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            _write(out, segments, facts, epoch_ns, files or {})
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _write(out: IO[bytes], segments: Sequence[Segment], facts: dict[str, str], epoch_ns: int, files: Mapping[str, bytes]) -> None:
    from mcap.writer import CompressionType, Writer

    writer = Writer(out, compression=CompressionType.ZSTD)
    writer.start(profile="", library=f"cabin-voice {facts.get('version', '')}")
    schemas = {
        name: writer.register_schema(name=name, encoding="jsonschema", data=json.dumps(schema).encode())
        for name, schema in SCHEMAS.items()
    }
    channels: dict[str, int] = {}

    def put(topic: str, schema: str, step: Step, body: dict[str, Any]) -> None:
        if topic not in channels:
            channels[topic] = writer.register_channel(topic=topic, message_encoding="json", schema_id=schemas[schema])
        at = epoch_ns + step.time_ns
        body = {"timestamp": {"sec": at // _SECOND_NS, "nsec": at % _SECOND_NS}, **body}
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        writer.add_message(channel_id=channels[topic], log_time=at, publish_time=at, sequence=step.number & 0xFFFFFFFF, data=data)

    writer.add_metadata(_META, {**facts, "format": FORMAT, "epoch_ns": str(epoch_ns)})
    start_ns = epoch_ns + segments[0].begun_ns
    for name, data in {_CHECKPOINT: segments[0].checkpoint, **files}.items():
        writer.add_attachment(start_ns, start_ns, name, "application/octet-stream", data)
    clock_due = 0
    for step in (step for segment in segments for step in segment.steps):
        for name, samples in step.audio.items():
            put(_AUDIO + name, RAW_AUDIO, step, _sound(samples, int(step.fields["rates"][name])))
        topic, schema = TOPICS.get(step.op, TAPE_TOPIC)
        put(topic, schema, step, {"number": step.number, "op": step.op, "fields": step.fields})
        for line in step.fields.get("lines", ()) if step.op in ("events", "note") else ():
            put("/log", LOG, step, _log_line(line))
        if step.op == "frame" and step.time_ns >= clock_due:
            clock_due = step.time_ns + _SECOND_NS
            put("/clock", "cabin.Clock", step, {"audio_s": step.fields["index"] / ENGINE_RATE, "boottime_ns": step.time_ns})
    writer.finish()  # type: ignore[no-untyped-call]


def _sound(samples: np.ndarray[Any, np.dtype[np.int16]], rate: int) -> dict[str, Any]:
    data = base64.b64encode(samples.astype("<i2").tobytes()).decode("ascii")
    return {
        "data": data,
        "format": "pcm-s16",
        "sample_rate": rate,
        "number_of_channels": 1 if samples.ndim == 1 else samples.shape[1],
    }


def _log_line(line: str) -> dict[str, Any]:
    event = json.loads(line)
    level = 3 if event["event"] == "fault" else 2
    return {"level": level, "message": line, "name": str(event["event"]), "file": "", "line": 0}


def read_recording(file: Path) -> Recording:
    """Read a file. Raises InputError naming the file, and what is wrong with it."""
    try:
        from mcap.exceptions import McapError
        from mcap.reader import make_reader
        from zstandard import ZstdError
    except ImportError:
        raise InputError(file, "reading recordings needs the extra `recorder` (pip install 'cabin-voice[recorder]')") from None
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(file, "is larger than any recording")
        with file.open("rb") as source:
            reader = make_reader(source, validate_crcs=True)
            facts = next((dict(meta.metadata) for meta in reader.iter_metadata() if meta.name == _META), None)
            if facts is None:
                raise InputError(file, "is an MCAP file, but no recording of the daemon's")
            if facts.get("format") != FORMAT:
                raise InputError(file, f"has format {facts.get('format')!r}; this version reads {FORMAT}")
            files = {found.name: found.data for found in reader.iter_attachments()}
            checkpoint = files.pop(_CHECKPOINT, None)
            if checkpoint is None:
                raise InputError(file, "has no checkpoint")
            steps = list(_steps(reader, int(facts["epoch_ns"])))
    except OSError as error:
        raise InputError(file, error.strerror or str(error)) from None
    except InputError:
        raise
    except (*_DAMAGE, McapError, ZstdError) as error:
        raise InputError(file, f"is damaged ({type(error).__name__}: {error})") from None
    return Recording(facts, checkpoint, steps, files)


def _steps(reader: Any, epoch_ns: int) -> Iterator[Step]:
    """In the order of the tape, each with the sound that came with it."""
    found: dict[int, dict[str, Any]] = {}
    audio: dict[int, dict[str, Any]] = {}
    for _, channel, message in reader.iter_messages():
        if channel.topic in ("/log", "/clock"):
            continue  # told once more, for people
        body = json.loads(message.data)
        if channel.topic.startswith(_AUDIO):
            samples = np.frombuffer(base64.b64decode(body["data"], validate=True), "<i2").astype(np.int16)
            samples = samples if body["number_of_channels"] == 1 else samples.reshape(-1, int(body["number_of_channels"]))
            audio.setdefault(message.sequence, {})[channel.topic.removeprefix(_AUDIO)] = samples
        else:
            found[int(body["number"])] = {**body, "at": message.log_time - epoch_ns}
    for number in sorted(found):
        body = found[number]
        yield Step(number, body["at"], str(body["op"]), dict(body["fields"]), audio.get(number & 0xFFFFFFFF, {}))
