"""What was recorded is run again and comes out the same, bit for bit."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from answerers import ToneAnswerer
from drive import Drive, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.assembly import assemble, open_vehicle
from device.audio.duplex import DeviceLost, Duplex
from device.audio.null import NullDuplex
from device.bench.peers import PeerMissing, peer_node
from device.daemon import Daemon
from device.demo.script import script
from device.demo.talker import render
from device.espeak import EspeakPronouncer
from device.model_server import session_factory
from device.recorder.file import Recording, read_recording, write_recording
from device.recorder.recorder import Recorder
from device.recorder.replay import replay
from device.recorder.schemas import SCHEMAS
from device.recorder.tape import Segment, Step
from device.recorder.taps import TAPPED
from device.settings import load_settings
from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import CabinError, InputError
from edge.model.engine import load_engine
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights
FOXGLOVE = ("@mcap/core@2.2.2", "@mcap/support@1.1.0", "@mcap/nodejs@1.0.2", "@foxglove/schemas@2.1.0", "ajv@8.20.0")
HANDS = ("wake", "stop", "mute", "unmute", "say")


class LongAnswerer(ToneAnswerer):
    """Answers with a tone that can be talked over."""

    seconds = 6.0


@pytest.fixture(scope="module")
def question(weights: WeightStore) -> tuple[Samples, int]:
    (line,) = script(("en",))[:1]
    (words,) = render([line.speech], weights, weights.root.parent / "demo")
    return words, VOICE_RATE


@pytest.fixture(scope="module")
def drive(weights: WeightStore, question: tuple[Samples, int], tmp_path_factory: pytest.TempPathFactory) -> Drive:
    """One real turn, recorded: the real model transcribes and answers what was said in the simulated cabin."""
    folder = tmp_path_factory.mktemp("drive")
    engine = load_engine(weights, pronounce=EspeakPronouncer())
    return asyncio.run(asyncio.wait_for(record(folder, weights, session_factory(engine), question), 250))


def test_a_real_turn_is_run_again_bit_for_bit(drive: Drive, weights: WeightStore) -> None:
    result = replay(drive.file, weights)
    assert result.differences == []
    assert result.same
    # What came before the first checkpoint, which is made after the first batch, is not on the tape.
    assert "\n".join(result.events) in "\n".join(drive.events)
    assert len(result.events) > 10
    heard = [json.loads(line)["event"] for line in result.events]
    for event in ("wake", "turn_end", "sent", "transcript", "tool", "first_audio", "answer", "playback_end"):
        assert event in heard
    for op in ("frame", "can", "receive", "pull", "hear", "preroll", "push", "expect_noise"):
        assert result.counts[op] > 0, op


def test_a_ring_that_begins_in_the_middle_is_run_again_too(
    weights: WeightStore, question: tuple[Samples, int], tmp_path: Path
) -> None:
    """The checkpoint is taken while a turn is open or its answer plays: the beginning of the drive is gone."""
    drive = asyncio.run(
        asyncio.wait_for(record(tmp_path, weights, LongAnswerer, question, hands=HANDS, CABIN_RECORDER__SECONDS="5"), 120)  # type: ignore[arg-type]
    )
    result = replay(drive.file, weights)
    assert result.differences == []
    assert result.same
    assert not any('"hello cabin"' in line for line in result.events)
    assert any('"playback_end"' in line for line in result.events)
    assert "\n".join(result.events) in "\n".join(drive.events)
    assert len(result.events) > 10
    for op in ("wake", "stop", "mute", "unmute", "announce"):
        assert result.counts[op] > 0, op


def _changed(recording: Recording, number: int, **replaced: Any) -> list[Step]:
    return [
        Step(s.number, s.time_ns, s.op, replaced.get("fields", s.fields), replaced.get("audio", s.audio))
        if s.number == number
        else s
        for s in recording.steps
    ]


def _write(file: Path, recording: Recording, steps: list[Step], checkpoint: bytes | None = None) -> Path:
    segment = Segment(steps[0].time_ns, recording.checkpoint if checkpoint is None else checkpoint, steps)
    facts = {key: value for key, value in recording.facts.items() if key not in ("format", "epoch_ns")}
    write_recording(file, [segment], facts, int(recording.facts["epoch_ns"]), recording.files)
    return file


def test_one_bit_of_sound_makes_a_difference(drive: Drive, weights: WeightStore, tmp_path: Path) -> None:
    recording = read_recording(drive.file)
    step = next(s for s in recording.steps if s.op == "frame" and s.number > 500)
    microphone = step.audio["microphone"].copy()
    microphone[80] ^= 1
    steps = _changed(recording, step.number, audio={**step.audio, "microphone": microphone})
    same = replay(_write(tmp_path / "same.mcap", recording, recording.steps), weights)
    assert same.same, "writing it again changes nothing"
    result = replay(_write(tmp_path / "other.mcap", recording, steps), weights)
    assert not result.same
    first, _, what = result.differences[0].partition(": ")
    assert step.number <= int(first.removeprefix("step ")) <= step.number + 20, "the canceller's output is 10 ms late"
    assert what == "frame: clean"


def test_the_command_tells_what_differs(drive: Drive, tmp_path: Path) -> None:
    recording = read_recording(drive.file)
    step = next(s for s in recording.steps if s.op == "events")
    steps = _changed(
        recording, step.number, fields={"lines": [line.replace('"event": "', '"event": "not_') for line in step.fields["lines"]]}
    )
    files = drive.file, _write(tmp_path / "other.mcap", recording, steps)
    good, bad = (subprocess.run([sys.executable, "-m", "device", "replay", str(f)], capture_output=True, text=True) for f in files)
    assert (good.returncode, good.stderr) == (0, "")
    assert "the same, bit for bit" in good.stdout
    assert bad.returncode == 1
    assert f"step {step.number}: events: lines" in bad.stdout


def test_a_viewer_finds_sound_events_and_the_bus(drive: Drive) -> None:
    from mcap.reader import make_reader

    with drive.file.open("rb") as file:
        summary = make_reader(file).get_summary()
        assert summary is not None
        topics = {channel.topic: summary.schemas[channel.schema_id] for channel in summary.channels.values()}
        first: dict[str, Any] = {}
        for _, channel, message in make_reader(file).iter_messages():
            first.setdefault(channel.topic, (message.log_time, json.loads(message.data)))
    expected = {"/audio/microphone", "/audio/loudspeaker", "/can", "/server", "/turns", "/log", "/clock", "/tape"}
    assert set(topics) == expected
    for topic, schema in topics.items():
        assert schema.encoding == "jsonschema"
        properties = json.loads(schema.data)["properties"]
        at, body = first[topic]
        assert set(body) <= set(properties), topic
        assert body["timestamp"]["sec"] * 10**9 + body["timestamp"]["nsec"] == at
    assert topics["/audio/microphone"].name == "foxglove.RawAudio"
    assert topics["/log"].name == "foxglove.Log"
    assert set(SCHEMAS["foxglove.Log"]["properties"]) == {"timestamp", "level", "message", "name", "file", "line"}
    sound = first["/audio/microphone"][1]
    assert (sound["format"], sound["sample_rate"], sound["number_of_channels"]) == ("pcm-s16", 16_000, 1)
    assert len(base64.b64decode(sound["data"])) == 320


def test_foxglove_s_own_reader_opens_it_and_knows_its_schemas(drive: Drive) -> None:
    """Its viewer reads files with these packages: by their index, and with the schemas that they publish."""
    try:
        node, folder = peer_node("foxglove", *FOXGLOVE)
    except PeerMissing as problem:
        pytest.skip(f"Foxglove's packages cannot be installed: {problem}")
    script = shutil.copy(Path(__file__).parents[2] / "interop" / "peer_foxglove.mjs", folder)
    done = subprocess.run([str(node), script, str(drive.file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    topics = found["topics"]
    assert {name for name, topic in topics.items() if topic["ofFoxglove"]} == {"/audio/microphone", "/audio/loudspeaker", "/log"}
    for name, topic in topics.items():
        assert topic["encodings"] == ["json", "jsonschema"], name
        assert topic["wrong"] == [], name
        assert topic["messages"] > 0, name
    microphone = topics["/audio/microphone"]
    assert microphone["audioBytes"] == 320 * microphone["messages"]
    assert sum(topic["messages"] for topic in topics.values()) == found["messages"]
    assert found["backwards"] == 0
    assert 0 < found["sought"] < microphone["messages"]


def test_it_is_private_and_holds_no_key(drive: Drive) -> None:
    recording = read_recording(drive.file)
    assert stat.S_IMODE(drive.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(drive.file.parent.stat().st_mode) == 0o700
    everything = recording.checkpoint + json.dumps([recording.facts, [s.fields for s in recording.steps]]).encode()
    assert b"sk-never" not in everything


def test_a_checkpoint_runs_nothing(drive: Drive, weights: WeightStore, tmp_path: Path) -> None:
    recording = read_recording(drive.file)
    trace = tmp_path / "was-here"

    class Bad:
        def __reduce__(self) -> Any:
            return (os.mkdir, (str(trace),))

    class Worse:
        def __reduce__(self) -> Any:
            return (getattr, (Path(trace), "mkdir"))

    for number, evil in enumerate((Bad(), Worse(), [Bad()])):
        file = _write(tmp_path / f"{number}.mcap", recording, recording.steps[:3], pickle.dumps(evil))
        with pytest.raises(InputError, match="checkpoint"):
            replay(file, weights)
    for checkpoint in (b"", b"nonsense", pickle.dumps({"a": 1}), recording.checkpoint[:-100]):
        with pytest.raises(InputError, match="checkpoint"):
            replay(_write(tmp_path / "bad.mcap", recording, recording.steps[:3], checkpoint), weights)
    assert not trace.exists()


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_one_clear_line(drive: Drive, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(drive.file.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
            content[place] ^= data.draw(st.integers(1, 255))
    file = tmp_path / "damaged.mcap"
    file.write_bytes(content)
    try:
        read_recording(file)
    except InputError as error:
        assert str(file) in str(error)
        assert "\n" not in str(error)


def test_damage_inside_a_compressed_chunk_is_one_clear_line(drive: Drive, tmp_path: Path) -> None:
    content = drive.file.read_bytes()
    start = content.index(b"\x28\xb5\x2f\xfd")  # a Zstandard frame
    file = tmp_path / "damaged.mcap"
    for place in range(start + 4, start + 44, 2):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with pytest.raises(InputError, match="is damaged"):
            read_recording(file)


def test_a_recording_that_ends_in_the_middle_is_told(drive: Drive, weights: WeightStore, tmp_path: Path) -> None:
    recording = read_recording(drive.file)
    place = next(n for n, step in enumerate(recording.steps) if step.op == "preroll")
    with pytest.raises(CabinError, match="ends in the middle"):
        replay(_write(tmp_path / "cut.mcap", recording, recording.steps[:place]), weights)


def test_a_fault_is_saved_with_what_came_of_it(weights: WeightStore, tmp_path: Path) -> None:
    chosen = load_settings(
        {
            "CABIN_LOCAL__ENABLED": "false",
            "CABIN_RECORDER__ENABLED": "true",
            "CABIN_RECORDER__KEEP": "1",
            "CABIN_TURN__SMART": "false",
        }
    ).settings
    parts = assemble(chosen, weights, open_vehicle(chosen, TAPPED), kinds=TAPPED)
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "19990101-000000-1.mcap").write_bytes(b"an old one")
    recorder = Recorder(chosen, parts, folder)
    opened: list[Duplex] = []

    class Unplugged(NullDuplex):
        """A null device that is pulled out after two seconds."""

        reads = 0

        def read(self, timeout_s: float) -> Any:
            self.reads += 1
            if self.reads > 200:
                raise DeviceLost("USB microphone: unplugged")
            return super().read(timeout_s)

    def open_device() -> Duplex:
        opened.append(Unplugged(parts.playout, paced=False) if not opened else NullDuplex(parts.playout, paced=False, seconds=8.0))
        return opened[-1]

    asyncio.run(asyncio.wait_for(Daemon(chosen, parts, open_device, tmp_path, recorder=recorder).run(), 120))
    (file,) = folder.iterdir()
    assert file == recorder.saved
    recording = read_recording(file)
    assert recording.facts["why"] == "a fault"
    assert any("unplugged" in line for step in recording.steps if step.op == "note" for line in step.fields["lines"])
    result = replay(file, weights)
    assert result.same, result.differences
    assert any("unplugged" in line for line in result.events)
