"""Runs in the environment of `stepfun-realtime-api`: one spoken question, a tool and a cancel.

The package sends an empty session.update of its own, knows no tools (its raw events bring the call all the same), and its
cancel_response never awaits what it sends.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys

from stepfun_realtime_api import RealtimeClient


async def main(url: str) -> None:
    client = RealtimeClient(url=url, secret="k")
    events: list[dict] = []
    fresh = asyncio.Event()

    def keep(event: dict) -> None:
        events.append(event)
        fresh.set()

    client.on("server.*", keep)

    async def until(kind: str, count: int = 1) -> None:
        while sum(event["type"] == kind for event in events) < count:
            fresh.clear()
            await fresh.wait()

    await client.connect()
    await until("session.updated")
    await client.update_session(turn_detection={}, instructions="Be brief.")
    await until("session.updated", 2)
    await client.append_input_audio(b"\x10\x27\xf0\xd8" * 6000)
    await client.create_response()
    await until("response.done")

    async def ask(text: str) -> None:
        item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
        await client.api.send({"type": "conversation.item.create", "item": item})
        await client.api.send({"type": "response.create"})

    tool = {"type": "function", "function": {"name": "get_vehicle_state", "description": "Values", "parameters": {}}}
    await client.update_session(turn_detection={}, tools=[tool])
    await ask("use the tool")
    await until("response.done", 2)
    [call] = [event for event in events if event["type"] == "response.function_call_arguments.done"]
    output = {"type": "function_call_output", "call_id": call["call_id"], "output": "50"}
    await client.api.send({"type": "conversation.item.create", "item": output})
    await client.api.send({"type": "response.create"})
    await until("response.done", 3)
    await ask("talk long")
    deltas = sum(event["type"] == "response.audio.delta" for event in events)
    await until("response.audio.delta", deltas + 1)
    await client.api.send({"type": "response.cancel"})
    await until("response.done", 4)
    await client.disconnect()
    audio = [base64.b64decode(event["delta"]) for event in events if event["type"] == "response.audio.delta"]
    print(
        json.dumps(
            {
                "types": [event["type"] for event in events],
                "audio_bytes": sum(map(len, audio)),
                "transcripts": [event["transcript"] for event in events if "input_audio_transcription" in event["type"]],
                "arguments": json.loads(call["arguments"]),
                "said": [event["transcript"] for event in events if event["type"] == "response.audio_transcript.done"],
                "statuses": [event["response"]["status"] for event in events if event["type"] == "response.done"],
                "errors": [event for event in events if event["type"] == "error"],
                "session_id": client.get_session_id(),
            }
        )
    )


asyncio.run(main(sys.argv[1]))
