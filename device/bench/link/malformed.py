"""Events as a broken peer may send them: real ones with fields renamed, removed, nested or of another type, and cut frames."""

from __future__ import annotations

from copy import deepcopy
from random import Random

from edge.events import Json
from edge.realtime.wire import encode_delta

KEYS = (
    "type",
    "response_id",
    "item_id",
    "call_id",
    "delta",
    "transcript",
    "text",
    "name",
    "arguments",
    "response",
    "session",
    "error",
    "item",
    "content",
    "status",
    "output",
    "usage",
    "status_details",
    "audio",
    "event_id",
    "turn_detection",
    "tools",
    "modalities",
    "id",
    "role",
    "previous_item_id",
    "audio_end_ms",
)
_AUDIO = encode_delta("{", "e", bytes(18)).split('"')[-2]
_PLACE: dict[str, Json] = {"response_id": "r1", "item_id": "i1", "content_index": 0, "output_index": 0}
_CALL: dict[str, Json] = {"id": "i2", "type": "function_call", "call_id": "c1", "name": "media", "arguments": "{}"}
FROM_SERVER: tuple[dict[str, Json], ...] = (
    {"type": "session.created", "session": {"id": "s", "model": "m"}},
    {"type": "session.updated", "session": {"id": "s", "turn_detection": {"type": "server_vad"}}},
    {"type": "error", "error": {"type": "x", "code": "429", "message": "no active response", "event_id": "cv_2"}},
    {"type": "input_audio_buffer.speech_started", "audio_start_ms": 3, "item_id": "u1"},
    {"type": "input_audio_buffer.speech_stopped", "audio_end_ms": 9, "item_id": "u1"},
    {"type": "input_audio_buffer.committed", "item_id": "u1", "previous_item_id": None},
    {"type": "conversation.item.input_audio_transcription.completed", "item_id": "u1", "transcript": "你好"},
    {"type": "conversation.item.input_audio_transcription.failed", "item_id": "u1", "error": {"message": "x"}},
    {"type": "conversation.item.created", "item": _CALL},
    {"type": "response.created", "response": {"id": "r1", "status": "in_progress"}},
    {"type": "response.output_item.added", "response_id": "r1", "item": _CALL},
    {"type": "response.output_item.done", "response_id": "r1", "item": _CALL},
    {"type": "response.audio.delta", "delta": _AUDIO, **_PLACE},
    {"type": "response.output_audio.delta", "delta": _AUDIO, **_PLACE},
    {"type": "response.audio.done", **_PLACE},
    {"type": "response.audio_transcript.delta", "delta": "Hi", **_PLACE},
    {"type": "response.audio_transcript.done", "transcript": "Hi", **_PLACE},
    {"type": "response.text.delta", "delta": "Hi", **_PLACE},
    {"type": "response.text.done", "text": "Hi", **_PLACE},
    {"type": "response.thinking.delta", "delta": "Hm", **_PLACE},
    {"type": "response.function_call_arguments.delta", "delta": "{", **_PLACE},
    {"type": "response.function_call_arguments.done", "call_id": "c1", "name": "media", "arguments": "{}", **_PLACE},
    {"type": "response.cancelled", "response_id": "r1"},
    {"type": "response.done", "response": {"id": "r1", "status": "completed", "output": [_CALL], "usage": {}}},
    {"type": "rate_limits.updated", "rate_limits": []},
)
REFUSAL: dict[str, Json] = {"type": "error", "error": {"code": "invalid_api_key", "message": "no"}}
"""Ends a session, and would end most of them were it as frequent as the rest."""
_MESSAGE: dict[str, Json] = {"id": "m1", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
FROM_CLIENT: tuple[dict[str, Json], ...] = (
    {"type": "session.update", "session": {"instructions": "x", "modalities": ["text"], "tools": [{"name": "f"}]}},
    {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"turn_detection": None}}}},
    {"type": "input_audio_buffer.append", "audio": _AUDIO},
    {"type": "input_audio_buffer.commit"},
    {"type": "input_audio_buffer.clear"},
    {"type": "conversation.item.create", "item": _MESSAGE, "previous_item_id": None},
    {"type": "conversation.item.create", "item": {"type": "function_call_output", "call_id": "c1", "output": "{}"}},
    {"type": "conversation.item.create", "item": _CALL},
    {"type": "conversation.item.delete", "item_id": "m1"},
    {"type": "conversation.item.truncate", "item_id": "m1", "audio_end_ms": 0},
    {"type": "conversation.item.retrieve", "item_id": "m1"},
    {"type": "response.create", "response": {"modalities": ["text", "audio"], "instructions": "x"}},
    {"type": "response.cancel", "response_id": "r1"},
)
_ODD: tuple[Json, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    float("nan"),
    "",
    "x",
    "9" * 30,
    "\ud800",
    [],
    {},
    [[]],
    {"id": 1},
    _AUDIO,
)


def mutated(random: Random, event: dict[str, Json]) -> dict[str, Json]:
    """The event with a few fields renamed, removed, nested or given another value."""
    found = deepcopy(event)
    for _ in range(random.randrange(3)):
        holder: dict[str, Json] = found
        while True:
            inner = [value for value in holder.values() if isinstance(value, dict) and value]
            if not inner or random.random() < 0.5:
                break
            holder = random.choice(inner)
        key = random.choice([*holder, random.choice(KEYS)])
        match random.randrange(4):
            case 0:
                holder.pop(key, None)
            case 1:
                holder[key] = deepcopy(random.choice(_ODD))
            case 2:
                holder[key] = [deepcopy(holder.get(key))]
            case _:
                holder[random.choice(KEYS)] = deepcopy(holder.get(key))
    return found


def garbled(random: Random, frame: str) -> str:
    """The frame cut or with a character changed, now and then."""
    chance = random.random()
    if chance < 0.02:
        return frame[: random.randrange(len(frame) + 1)]
    if chance < 0.04:
        place = random.randrange(len(frame))
        return frame[:place] + chr(random.randrange(0x2FFF)) + frame[place + 1 :]
    return frame
