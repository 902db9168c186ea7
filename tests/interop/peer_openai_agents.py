"""Runs in the environment of `openai-agents`: a spoken question, a tool that the SDK runs itself, an interruption."""

from __future__ import annotations

import asyncio
import json
import sys

from agents import function_tool, set_tracing_disabled
from agents.realtime import RealtimeAgent, RealtimeRunner

set_tracing_disabled(True)
called: list[list[str]] = []


@function_tool
def get_vehicle_state(names: list[str]) -> str:
    """Values of signals."""
    called.append(names)
    return "50"


async def main(url: str) -> None:
    agent = RealtimeAgent(name="car", instructions="Be brief.", tools=[get_vehicle_state])
    settings = {
        "model_name": "cabin-voice",
        "modalities": ["audio"],
        "turn_detection": {"type": "server_vad", "silence_duration_ms": 200},
    }
    runner = RealtimeRunner(agent)
    config = {"api_key": "k", "url": f"{url}?model=cabin-voice", "initial_model_settings": settings}
    seen: list[str] = []
    audio = 0
    async with await runner.run(model_config=config) as session:
        events = aiter(session)

        async def until(kind: str) -> None:
            nonlocal audio
            async for event in events:
                seen.append(event.type)
                if event.type == "audio":
                    audio += len(event.audio.data)
                if event.type == "error":
                    raise RuntimeError(repr(event.error))
                if event.type == kind:
                    return

        await session.send_audio(b"\x10\x27\xf0\xd8" * 6000)
        await session.send_audio(bytes(24_000))
        await until("agent_end")
        spoken = audio
        await session.send_message("use the tool")
        await until("tool_end")
        await until("audio_end")
        await session.send_message("talk long")
        await until("audio")
        await session.interrupt()
        await until("agent_end")
        await session.send_message("still there?")
        await until("audio_end")
    print(json.dumps({"spoken": spoken, "called": called, "seen": seen}))


asyncio.run(main(sys.argv[1]))
