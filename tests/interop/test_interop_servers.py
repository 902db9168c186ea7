"""Our client against another project's server: Hugging Face's `speech-to-speech`, without its models (GA dialect)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_tape

from device.bench.link.car import Car
from device.clock import boottime_ns
from device.link.client import open_link
from device.link.endpoint import Endpoint
from edge.realtime.config import SessionConfig, TurnDetection
from edge.realtime.dialects import OPENAI_GA
from edge.realtime.events import (
    AudioDelta,
    InputTranscript,
    ResponseFinished,
    ResponseStarted,
    ServerEvent,
    SessionCreated,
    SessionUpdated,
    SpeechStarted,
)
from edge.realtime.session_client import ClientSession
from edge.realtime.wire_tape import WireRecorder

pytestmark = pytest.mark.slow

SERVER = (
    "fastapi",
    "uvicorn",
    "openai==2.28.0",
    "numpy",
    "scipy",
    "soxr",
    "websockets",
    "pydantic",
    "httpx",
    "rich",
    "jsonschema",
    "PyYAML",
    "anyio",
)


async def converse(python: Path) -> tuple[list[ServerEvent], ClientSession]:
    script = Path(__file__).with_name("peer_speech_to_speech.py")
    process = await asyncio.create_subprocess_exec(
        str(python), str(script), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin = process.stdin
    try:
        port = int(await process.stdout.readline())
        session = ClientSession(OPENAI_GA, SessionConfig("Be brief.", turn_detection=TurnDetection()))
        session.open()
        found: list[ServerEvent] = []
        over = asyncio.Event()

        def on_batch(frames: list[str]) -> None:
            for frame in frames:
                for event in session.receive(frame):
                    found.append(event)
                    if isinstance(event, SessionUpdated):
                        stdin.write(b"\n")
                    if isinstance(event, ResponseFinished):
                        over.set()

        async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/v1/realtime", OPENAI_GA, "local")) as link:
            running = asyncio.ensure_future(link.run(on_batch))
            link.post(session.take_outgoing())
            await asyncio.wait((running, asyncio.ensure_future(over.wait())), return_when=asyncio.FIRST_COMPLETED)
            await link.close()
            await running
        return found, session
    finally:
        stdin.close()
        await process.wait()


async def drive(python: Path, recorder: WireRecorder) -> Car:
    """The whole assistant asks the question, and the server's own detector ends the turn."""
    script = Path(__file__).with_name("peer_speech_to_speech.py")
    process = await asyncio.create_subprocess_exec(
        str(python), str(script), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin = process.stdin
    try:
        port = int(await process.stdout.readline())
        endpoint = Endpoint(f"ws://127.0.0.1:{port}/v1/realtime", OPENAI_GA, "local")
        car = Car({"cloud": endpoint}, recorder, {"cloud": TurnDetection()})
        running = asyncio.create_task(car.keepers["cloud"].run())
        await car.ready()
        await car.turn(during=lambda: stdin.write(b"\n"))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return car
    finally:
        stdin.close()
        await process.wait()


def test_the_assistant_with_speech_to_speech(peer: Callable[..., Path]) -> None:
    python = peer("speech-to-speech", *SERVER, bare=("speech-to-speech==1.1.0",))
    recorder = WireRecorder("speech-to-speech 1.1.0", boottime_ns(), keep_audio=True)
    car = asyncio.run(asyncio.wait_for(drive(python, recorder), 60))
    write_tape("speech_to_speech", recorder)
    assert [(entry.role, entry.text) for entry in car.assistant.transcript] == [
        ("user", "How far?"),
        ("assistant", "Three hundred."),
    ]
    assert [event.fields["heard_ms"] for event in car.events if event.event == "playback_end"] == [200]


def test_speech_to_speech(peer: Callable[..., Path]) -> None:
    python = peer("speech-to-speech", *SERVER, bare=("speech-to-speech==1.1.0",))
    found, session = asyncio.run(converse(python))
    kinds = [type(event) for event in found]
    assert kinds[0] is SessionCreated
    for kind in (SpeechStarted, ResponseStarted, AudioDelta, ResponseFinished):
        assert kind in kinds
    assert [event.text for event in found if isinstance(event, InputTranscript)] == ["How far?"]
    audio = b"".join(event.pcm for event in found if isinstance(event, AudioDelta))
    assert len(audio) > 0
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert end.text == "Three hundred."
    assert session.counters.unknown == 0
    assert session.counters.malformed == 0
