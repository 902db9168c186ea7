"""Runs in the environment of `pipecat-ai`: a pipeline with its OpenAI realtime service: question, tool, interruption.

The service takes any error event for the end of the session, but for a late cancel and a second response.
"""

from __future__ import annotations

import asyncio
import json
import sys

from loguru import logger
from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import (
    EndFrame,
    ErrorFrame,
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSTextFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.openai.realtime import events
from pipecat.services.openai.realtime.llm import OpenAIRealtimeLLMService
from pipecat.workers.runner import WorkerRunner

logger.remove()
logger.add(sys.stderr, level="WARNING")
SPEECH = b"\x10\x27\xf0\xd8" * 6000  # half a second, loud
TOOL = FunctionSchema(
    "get_vehicle_state", "Values of signals", {"names": {"type": "array", "items": {"type": "string"}}}, ["names"]
)


class Ears(FrameProcessor):
    """Notes what passes, in both directions."""

    def __init__(self) -> None:
        super().__init__()
        self.audio = 0
        self.text = ""
        self.transcripts: list[str] = []
        self.errors: list[str] = []
        self.happened = asyncio.Condition()
        self.ends = 0

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        match frame:
            case TTSAudioRawFrame():
                self.audio += len(frame.audio)
            case TTSTextFrame():
                self.text += frame.text
            case TranscriptionFrame():
                self.transcripts.append(frame.text)
            case ErrorFrame():
                self.errors.append(frame.error)
            case LLMFullResponseEndFrame():
                self.ends += 1
        async with self.happened:
            self.happened.notify_all()
        await self.push_frame(frame, direction)

    async def until(self, found) -> None:
        async with self.happened:
            await self.happened.wait_for(lambda: found() or self.errors)


async def main(url: str) -> None:
    manual = events.AudioConfiguration(input=events.AudioInput(turn_detection=False))
    properties = events.SessionProperties(output_modalities=["audio"], audio=manual, instructions="Be brief.")
    settings = OpenAIRealtimeLLMService.Settings(model="cabin-voice", session_properties=properties)
    service = OpenAIRealtimeLLMService(api_key="k", base_url=url, settings=settings)
    called: list[list[str]] = []

    async def get_vehicle_state(call) -> None:
        called.append(call.arguments["names"])
        await call.result_callback("50")

    service.register_function("get_vehicle_state", get_vehicle_state)
    context = LLMContext([{"role": "user", "content": "use the tool"}], ToolsSchema(standard_tools=[TOOL]))
    before, behind = Ears(), Ears()
    pair = LLMContextAggregatorPair(context)
    worker = PipelineWorker(Pipeline([pair.user(), before, service, behind, pair.assistant()]))
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    ready = asyncio.Event()
    worker.event_handler("on_pipeline_started")(lambda *_: ready.set())
    await ready.wait()

    async def say(text: str) -> None:
        content = [events.ItemContent(type="input_text", text=text)]
        item = events.ConversationItem(type="message", role="user", content=content)
        await service.send_client_event(events.ConversationItemCreateEvent(item=item))
        await service.send_client_event(events.ResponseCreateEvent())

    for start in range(0, len(SPEECH), 1920):
        await service.queue_frame(InputAudioRawFrame(SPEECH[start : start + 1920], 24_000, 1))
    await service.queue_frame(UserStoppedSpeakingFrame())
    await behind.until(lambda: behind.ends >= 1)
    spoken = {"audio_bytes": behind.audio, "text": behind.text, "transcripts": list(before.transcripts)}
    behind.text = ""
    await service.queue_frame(LLMContextFrame(context))
    await behind.until(lambda: behind.ends >= 3)  # the call, and the answer to its result
    told = behind.text
    await say("talk long")
    heard = behind.audio
    await behind.until(lambda: behind.audio >= heard + 48_000)
    await service.queue_frame(InterruptionFrame())
    await behind.until(lambda: behind.ends >= 5)  # the service ends it at once, the server's end comes later
    heard, behind.text = behind.audio, ""
    await say("still there?")
    await behind.until(lambda: "still there?" in behind.text and behind.audio >= heard + 24_000)
    await worker.queue_frame(EndFrame())
    await running
    errors = before.errors + behind.errors
    print(json.dumps({"spoken": spoken, "called": called, "told": told, "after": behind.text, "errors": errors}))


asyncio.run(main(sys.argv[1]))
