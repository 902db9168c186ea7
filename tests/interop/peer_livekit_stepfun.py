"""Runs in the environment of `livekit-plugins-stepfun`: a spoken question, an interruption and a tool call.

The plugin sends flat tools and OpenAI's beta header to StepFun's dialect; its interrupt sends nothing, its truncate does.
"""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp
from livekit import rtc
from livekit.agents import llm
from livekit.plugins import stepfun


@llm.function_tool
async def get_vehicle_state(names: list[str]) -> str:
    """Values of signals."""
    return "50"


async def main(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        base = url.removesuffix("/realtime")
        model = stepfun.realtime.RealtimeModel(base_url=base, api_key="k", http_session=http)
        session = model.session()
        generations: asyncio.Queue = asyncio.Queue()
        transcripts: list[str] = []
        errors: list[str] = []
        session.on("generation_created", generations.put_nowait)
        session.on("input_audio_transcription_completed", lambda event: transcripts.append(event.transcript))
        session.on("error", lambda event: errors.append(repr(event.error)))

        async def follow() -> dict:
            generation = await generations.get()
            found = {"text": "", "audio_bytes": 0, "calls": [], "item": ""}

            async def messages() -> None:
                async for message in generation.message_stream:
                    found["item"] = message.message_id
                    async for text in message.text_stream:
                        found["text"] += str(text)
                    async for frame in message.audio_stream:
                        found["audio_bytes"] += len(bytes(frame.data))

            async def calls() -> None:
                async for call in generation.function_stream:
                    found["calls"].append(call)

            await asyncio.gather(messages(), calls())
            return found

        await session.update_tools([get_vehicle_state])
        speech = b"\x10\x27\xf0\xd8" * 6000 + bytes(96_000)
        session.push_audio(rtc.AudioFrame(speech, 24_000, 1, len(speech) // 2))
        spoken = await follow()
        session.interrupt()
        session.truncate(message_id=spoken["item"], modalities=["text", "audio"], audio_end_ms=200)
        context = session.chat_ctx.copy()
        context.add_message(role="user", content="use the tool")
        await session.update_chat_ctx(context)
        session.generate_reply()
        called = await follow()
        [call] = called["calls"]
        context = session.chat_ctx.copy()
        output = llm.FunctionCallOutput(call_id=call.call_id, name=call.name, output="50", is_error=False)
        context.items.append(output)
        await session.update_chat_ctx(context)
        session.generate_reply()
        told = await follow()
        await session.aclose()
        await model.aclose()
    arguments = json.loads(call.arguments)
    print(
        json.dumps({"spoken": spoken, "arguments": arguments, "told": told["text"], "transcripts": transcripts, "errors": errors})
    )


asyncio.run(main(sys.argv[1]))
