"""One conversation with a realtime endpoint, turn by turn: the local model in this process, or an endpoint elsewhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from device.clock import boottime_ns
from device.context import CabinContext
from device.link.client import Link, open_link
from device.link.endpoint import Endpoint
from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import InputError
from edge.events import Json, TimelineEvent
from edge.language import Language, script_language
from edge.model.understanding.consent import says_no, says_yes
from edge.realtime import events as wire
from edge.realtime.session_client import ClientSession
from edge.realtime.wire_tape import WireRecorder
from edge.vehicle.tools import ToolHost

ANSWER_S = 60.0
"""How long a remote endpoint may take for one turn, in seconds."""
_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """One turn: a text, or audio at VOICE_RATE with the file it came from."""

    text: str = ""
    audio: Samples | None = None
    file: Path | None = None


class Backend(Protocol):
    """Something that answers frames with frames, blocking."""

    def open(self) -> Sequence[str]: ...

    def receive(self, text: str, now_ns: int) -> Iterator[str]: ...


@dataclass
class Conversation:
    """What happens in the conversation, as timeline events; runs the tools."""

    session: ClientSession
    tools: ToolHost
    context: CabinContext
    endpoint: str
    emit: Callable[[TimelineEvent], None]
    language: Language | None = None
    started_ns: int = field(default_factory=boottime_ns)
    audio: list[Samples] = field(default_factory=list)
    """All answers, at VOICE_RATE, with a pause after each."""
    failed: str = ""
    """Why the endpoint did not answer the last turn."""
    _sent_ns: int = 0
    _said: str = ""
    _spoken: Language = "en"
    _heard_samples: int = 0
    _first_audio: bool = False
    _called: int = 0
    _done: bool = True

    @property
    def done(self) -> bool:
        """Whether the turn has its answer."""
        return self._done

    def ask(self, question: Question) -> None:
        """Begin a turn."""
        now_ns = boottime_ns()
        self.tools.new_turn()
        self.session.replace_state(self.context.state_block(now_ns))
        self._first_audio, self._heard_samples, self._called, self._done, self.failed = False, 0, 0, False, ""
        seconds = 0.0
        if question.audio is not None:
            seconds = len(question.audio) / VOICE_RATE
            self.session.append_audio((np.clip(question.audio, -1, 32767 / 32768) * 32768).round().astype("<i2").tobytes())
            self.session.commit()
        else:
            self.session.send_text(question.text)
        self.session.request_response()
        self._sent_ns = boottime_ns()
        self._emit("sent", endpoint=self.endpoint, seconds=round(seconds, 3))
        if question.audio is None:
            self._transcript(question.text, self.language or script_language(question.text))

    def take(self, event: wire.ServerEvent) -> None:
        """Take one event of the endpoint."""
        match event:
            case wire.InputTranscript():
                language: Language = (
                    "zh" if event.language == "zh" else "en" if event.language == "en" else script_language(event.text)
                )
                self._transcript(event.text, language)
            case wire.InputTranscriptFailed():
                self._transcript("", self.language or "en")
            case wire.AudioDelta():
                self._play(event.pcm)
            case wire.ToolCall():
                self._call(event)
            case wire.ResponseFinished():
                self._finish(event)
            case wire.ServerError() if event.kind != "benign":
                self.failed = event.message
                self._emit("fault", what=event.message, action="none")
                self._done = self._done or not self.session.busy
            case _:
                pass

    def _transcript(self, text: str, language: Language) -> None:
        self._said, self._spoken = text, language
        self._emit("transcript", text=text, lang=language)
        if self.tools.pending is not None and says_no(text, language):
            self.tools.cancel()

    def _play(self, pcm: bytes) -> None:
        if not self._first_audio:
            self._first_audio = True
            self._emit("first_audio", latency_ms=round((boottime_ns() - self._sent_ns) / 1e6))
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
        self._heard_samples += len(samples)
        self.audio.append(samples)

    def _call(self, call: wire.ToolCall) -> None:
        now_ns = boottime_ns()
        result = self._consented(call, now_ns)
        if result is None:
            result = self.tools.call(call.name, call.arguments, now_ns)
        self._emit("tool", name=call.name, arguments=call.arguments, result=result)
        self.session.send_tool_result(call.call_id, json.dumps(result, ensure_ascii=False))
        self._called += 1

    def _consented(self, call: wire.ToolCall, now_ns: int) -> dict[str, Json] | None:
        """The result of a request that waited for the driver's yes and has got it; the yes is read here, not by the model."""
        pending = self.tools.pending
        if pending is None or not says_yes(self._said, self._spoken):
            return None
        if call.name != pending.call.name or call.arguments != pending.call.given():
            return None
        return self.tools.confirm(now_ns)

    def _finish(self, event: wire.ResponseFinished) -> None:
        if self._called:
            self._called = 0
            if not event.text:
                self.session.request_response()
                return
        if event.error is not None:
            self.failed = event.error.message
        latency: dict[str, Json] = {"latency_ms": round((boottime_ns() - self._sent_ns) / 1e6)}
        self._emit("answer", text=event.text, lang=script_language(event.text), endpoint=self.endpoint, **latency)
        if self._heard_samples:
            self._emit("playback_end", heard_ms=self._heard_samples * 1000 // VOICE_RATE)
            self.audio.append(np.zeros(round(_PAUSE_S * VOICE_RATE), np.float32))
        self.tools.question_finished(boottime_ns())
        self._done = True

    def _emit(self, event: str, /, **fields: Json) -> None:
        self.emit(TimelineEvent((boottime_ns() - self.started_ns) / 1e9, event, fields))


def ask_locally(conversation: Conversation, backend: Backend, questions: Sequence[Question]) -> None:
    """Run the conversation with a model in this process. Raises InputError when a turn gets no answer."""
    session = conversation.session
    for frame in backend.open():
        session.receive(frame)
    session.open()
    for question in questions:
        conversation.ask(question)
        while frames := session.take_outgoing():
            for frame in frames:
                for answer in backend.receive(frame, boottime_ns()):
                    for event in session.receive(answer):
                        conversation.take(event)
        if not conversation.done:
            raise InputError(conversation.endpoint, conversation.failed or "gave no answer")


async def ask_remotely(
    conversation: Conversation, endpoint: Endpoint, questions: Sequence[Question], recorder: WireRecorder | None = None
) -> None:
    """Run the conversation over a connection. Raises LinkError or InputError when it breaks or a turn gets no answer.

    recorder: takes down what both sides say.
    """
    async with await open_link(endpoint) as link:
        if recorder is not None:
            recorder.opened("cloud", endpoint.dialect.name, boottime_ns())
            link.tap = lambda source, text: recorder.frame("cloud", source, text, boottime_ns())
        running = asyncio.create_task(_run(conversation, link))
        conversation.session.open()
        for question in questions:
            conversation.ask(question)
            link.post(conversation.session.take_outgoing())
            await _answered(conversation, running)
        await link.close()
        await running


async def _run(conversation: Conversation, link: Link) -> None:
    def on_batch(frames: list[str]) -> None:
        for frame in frames:
            for event in conversation.session.receive(frame):
                conversation.take(event)
        link.post(conversation.session.take_outgoing())

    await link.run(on_batch)


async def _answered(conversation: Conversation, running: asyncio.Task[None]) -> None:
    deadline_ns = boottime_ns() + round(ANSWER_S * 1e9)
    while not conversation.done:
        finished, _ = await asyncio.wait({running}, timeout=0.02)
        if finished:
            await running
            raise InputError(conversation.endpoint, "closed the connection before it answered")
        if boottime_ns() > deadline_ns:
            running.cancel()
            raise InputError(conversation.endpoint, conversation.failed or f"gave no answer in {ANSWER_S:.0f} s")
