"""Runs in the environment of `speech-to-speech`: its realtime server without models.

Prints the port it listens on; each line on standard input makes it hear a question and speak an answer.
"""

from __future__ import annotations

import socket
import sys
import threading
from queue import Queue

import numpy as np
import uvicorn
from speech_to_speech.api.openai_realtime.pipeline_unit import PipelineUnit
from speech_to_speech.api.openai_realtime.service import RealtimeService
from speech_to_speech.api.openai_realtime.websocket_router import create_app
from speech_to_speech.pipeline.cancel_scope import CancelScope
from speech_to_speech.pipeline.events import (
    AssistantOutputEvent,
    AssistantResponseDoneEvent,
    SpeechStartedEvent,
    SpeechStoppedEvent,
    TranscriptionCompletedEvent,
)
from speech_to_speech.pipeline.messages import AUDIO_RESPONSE_DONE, AssistantTextPart, AudioOutput

prompts: Queue = Queue()
listens = threading.Event()
listens.set()
service = RealtimeService(text_prompt_queue=prompts, should_listen=listens)
audio_in, audio_out, texts_out = Queue(), Queue(), Queue()
stop = threading.Event()
unit = PipelineUnit(
    index=0,
    service=service,
    cancel_scope=CancelScope(),
    should_listen=listens,
    response_playing=threading.Event(),
    input_queue=audio_in,
    output_queue=audio_out,
    text_output_queue=texts_out,
    text_prompt_queue=prompts,
    handlers=[],
)
app = create_app(pool=[unit], stop_event=stop)
listener = socket.create_server(("127.0.0.1", 0))
server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
thread.start()
print(listener.getsockname()[1], flush=True)
for number, _ in enumerate(sys.stdin):
    key = f"k{number}"
    texts_out.put(SpeechStartedEvent())
    texts_out.put(SpeechStoppedEvent())
    texts_out.put(TranscriptionCompletedEvent(transcript="How far?"))
    audio_out.put(AssistantOutputEvent(response_key=key, parts=[AssistantTextPart(text="Three hundred.")]))
    audio_out.put(AudioOutput(audio=np.full(3200, 7, np.int16).tobytes(), response_key=key))
    audio_out.put(AssistantResponseDoneEvent(response_key=key))
    audio_out.put(AudioOutput(audio=AUDIO_RESPONSE_DONE, response_key=key))
stop.set()
server.should_exit = True
thread.join(5)
