"""Text frames: JSON in and out, with a short way out for the two events that carry audio.

An append or a delta is fixed text around base64, so it is built by concatenation; running it through a JSON encoder
would escape-check every character of the audio.
"""

from __future__ import annotations

import json
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64

from edge.events import Json

MAX_FRAME_BYTES = 16 * 1024 * 1024
"""Largest text frame either side reads: StepFun's documented limit of 15 MB for one append, and its envelope."""

_APPEND_HEAD = '{"type":"input_audio_buffer.append","audio":"'


def encode(event: dict[str, Json]) -> str:
    """One event as compact JSON that is sure to encode as UTF-8."""
    found = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    if not found.isascii():
        try:
            found.encode("utf-8")
        except UnicodeEncodeError:  # a lone surrogate: escape it
            return json.dumps(event, separators=(",", ":"))
    return found


def decode(frame: str | bytes) -> dict[str, Json] | None:
    """The JSON object of a frame, or None when it is not one (malformed, nested too deep, not an object).

    Frames with audio take no short way here: of the time to read one, base64 takes four fifths.
    """
    try:
        found = json.loads(frame)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def encode_append(pcm: bytes | bytearray | memoryview) -> str:
    """`input_audio_buffer.append` of 24 kHz s16le audio."""
    return _APPEND_HEAD + b2a_base64(pcm, newline=False).decode("ascii") + '"}'


def audio_bytes_of_append(frame: str) -> int:
    """Bytes of audio in a frame that `encode_append` made, 0 for any other frame."""
    if not frame.startswith(_APPEND_HEAD):
        return 0
    return (len(frame) - len(_APPEND_HEAD) - 2) * 3 // 4


def encode_delta(head: str, event_id: str, pcm: bytes | memoryview) -> str:
    """An audio delta. head: the event's JSON up to and without `"event_id"`, beginning with `{`, ending with `,`."""
    return f'{head}"event_id":"{event_id}","delta":"{b2a_base64(pcm, newline=False).decode("ascii")}"}}'


def decode_audio(value: Json) -> bytes | None:
    """Bytes of a base64 field, or None when it is not base64."""
    if not isinstance(value, str):
        return None
    try:
        return a2b_base64(value)
    except (Base64Error, ValueError):  # ValueError: characters outside ASCII
        return None


def is_cancel(frame: str) -> bool:
    """Whether a client's frame is a `response.cancel`, without parsing audio: a cancel is short."""
    return len(frame) < 1024 and '"response.cancel"' in frame
