"""Runs in the environment of the `openai` package: the same exchange as `live.py`, through its beta client, timed."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from importlib import import_module
from typing import Any

CHUNK = b"\x10\x27\xf0\xd8" * 480


def boottime_ns() -> int:
    """CLOCK_BOOTTIME, which the peer stamps with."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


async def main(address: str, exchanges: int) -> None:
    """So many exchanges, then the times as JSON."""
    base = address.removesuffix("/realtime")
    client: Any = import_module("openai").AsyncOpenAI(api_key="k", base_url=base.replace("ws", "http", 1), websocket_base_url=base)
    out_ms: list[float] = []
    in_ms: list[float] = []
    async with client.beta.realtime.connect(model="cabin-voice") as connection:
        await connection.session.update(session={"modalities": ["text", "audio"], "turn_detection": None})
        for _ in range(exchanges):
            for _ in range(15):
                await asyncio.sleep(0.04)
                await connection.input_audio_buffer.append(audio=base64.b64encode(CHUNK).decode())
            ended_ns = boottime_ns()
            await connection.input_audio_buffer.commit()
            await connection.response.create()
            decoded_ns, words, pcm = 0, "", b""
            async for event in connection:
                if event.type == "response.audio.delta":
                    pcm += base64.b64decode(event.delta)
                    decoded_ns = decoded_ns or boottime_ns()
                elif event.type == "response.audio_transcript.delta":
                    words += event.delta
                elif event.type == "response.done":
                    break
            got, sent = words.split()[:2]
            out_ms.append((int(got) - ended_ns) / 1e6)
            in_ms.append((decoded_ns - int(sent)) / 1e6)
            await asyncio.sleep(0.3)
    print(json.dumps({"out_ms": out_ms, "in_ms": in_ms}))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
