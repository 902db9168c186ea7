"""Runs in the environment of the `openai` package: one conversation through its realtime client, beta or GA."""

from __future__ import annotations

import asyncio
import base64
import json
import sys

from openai import AsyncOpenAI

TOOL = {
    "type": "function",
    "name": "get_vehicle_state",
    "description": "Values of signals",
    "parameters": {"type": "object", "properties": {"names": {"type": "array", "items": {"type": "string"}}}},
}
SPEECH = b"\x10\x27\xf0\xd8" * 6000  # half a second, loud


class Talk:
    def __init__(self, connection, ga: bool) -> None:
        self.connection = connection
        self.audio = "response.output_audio" if ga else "response.audio"
        self.ga = ga
        self.types: list[str] = []

    async def until_done(self, cancel_after_audio: bool = False) -> dict:
        """Follow one response to its end."""
        found = {"audio": b"", "text": "", "transcripts": [], "calls": [], "errors": []}
        async for event in self.connection:
            self.types.append(event.type)
            if event.type == f"{self.audio}.delta":
                found["audio"] += base64.b64decode(event.delta)
                if cancel_after_audio:
                    cancel_after_audio = False
                    await self.connection.response.cancel()
            elif event.type == f"{self.audio}_transcript.done":
                found["text"] += event.transcript
            elif event.type == "conversation.item.input_audio_transcription.completed":
                found["transcripts"].append(event.transcript)
            elif event.type == "response.function_call_arguments.done":
                found["calls"].append({"call_id": event.call_id, "arguments": json.loads(event.arguments)})
            elif event.type == "error":
                found["errors"].append(event.error.message)
            elif event.type == "response.done":
                found["status"] = event.response.status
                found["audio_bytes"] = len(found.pop("audio"))
                return found
        raise RuntimeError("the connection ended before the response")

    async def say(self, text: str) -> None:
        content = [{"type": "input_text", "text": text}]
        await self.connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})


async def main(url: str, flavour: str, server_turns: str) -> None:
    ga = flavour == "ga"
    base = url.removesuffix("/realtime")
    client = AsyncOpenAI(api_key="k", base_url=base.replace("ws", "http", 1), websocket_base_url=base)
    realtime = client.realtime if ga else client.beta.realtime
    detection = {"type": "server_vad", "silence_duration_ms": 200} if server_turns == "server" else None
    if ga:
        session = {"type": "realtime", "output_modalities": ["audio"], "audio": {"input": {"turn_detection": detection}}}
    else:
        session = {"modalities": ["text", "audio"], "turn_detection": detection}
    async with realtime.connect(model="cabin-voice") as connection:
        talk = Talk(connection, ga)
        await connection.session.update(session={**session, "instructions": "Be brief.", "tools": [TOOL]})
        for start in range(0, len(SPEECH), 1920):
            await connection.input_audio_buffer.append(audio=base64.b64encode(SPEECH[start : start + 1920]).decode())
        if detection:
            await connection.input_audio_buffer.append(audio=base64.b64encode(bytes(24_000)).decode())
        else:
            await connection.input_audio_buffer.commit()
            await connection.response.create()
        spoken = await talk.until_done()

        await talk.say("use the tool")
        await connection.response.create()
        called = await talk.until_done()
        output = {"type": "function_call_output", "call_id": called["calls"][0]["call_id"], "output": "50"}
        await connection.conversation.item.create(item=output)
        await connection.response.create()
        told = await talk.until_done()

        await talk.say("talk long")
        await connection.response.create()
        cancelled = await talk.until_done(cancel_after_audio=True)
        await talk.say("still there?")
        await connection.response.create()
        after = await talk.until_done()
    turns = {"spoken": spoken, "called": called, "told": told, "cancelled": cancelled, "after": after}
    print(json.dumps({**turns, "types": talk.types}))


asyncio.run(main(*sys.argv[1:]))
