"""A wire session on record: what client and server said and when, as JSON lines, and back.

One line is one of:

    {"tape": "wire", "version": 1, "about": TEXT}                          the first
    {"t": SECONDS, "link": NAME, "is": "open", "dialect": NAME}            a connection is there
    {"t": SECONDS, "link": NAME, "from": "client" or "server", "event": {...}}
    {"t": SECONDS, "link": NAME, "from": ..., "text": TEXT}                a frame that holds no JSON object
    {"t": SECONDS, "link": NAME, "is": "closed", "why": TEXT}
    {"t": SECONDS, "note": {...}}                                          what the one who records adds
    {"audio": HASH, "zlib": BASE64}                                        sound, once, before the line that names it

Sound in an event becomes {"$audio": HASH, "bytes": COUNT}, and a name that begins with a dollar gets another one. Without its own
line, sound of that length is made up from the hash. A persona's rules and what tools take are cut short.
Keys and tokens never get on a tape: neither those the recorder was told of nor what looks like one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from edge.errors import InputError
from edge.events import Json

Source = Literal["client", "server"]
Tap = Callable[[Source, str], None]
"""Sees every text frame that goes over a connection, and from which side."""

VERSION: Final = 1
_LEAST_AUDIO: Final = 64
"""Characters of base64 from which on a field is sound and not text that happens to look like it."""
_MOST_AUDIO: Final = 16 * 1024 * 1024
"""Bytes of sound of one event that a tape may ask for."""
_MARK: Final = "$audio"
_SECRET_FIELDS: Final = frozenset({"client_secret", "api_key", "authorization", "secret", "token", "access_token"})
_LOOKS_SECRET: Final = re.compile(r"\b(?:sk|ek|rk)[-_][\w-]{8,}|\bBearer\s+\S+", re.IGNORECASE)
_HIDDEN: Final = "[hidden]"
_LONG_FIELDS: Final = frozenset({"instructions", "description"})
_MOST_WORDS: Final = 120
"""Characters kept of such a field: a persona's rules are the driver's business, and say nothing about the protocol."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a tape. t: seconds since it began. link: the connection's name, "" for a note.

    kind "open": `text` is the dialect. "client", "server": `text` is the frame. "closed": `text` says why. "note": `note` holds it.
    """

    t: float
    link: str
    kind: Literal["open", "client", "server", "closed", "note"]
    text: str = ""
    note: Mapping[str, Json] = field(default_factory=dict)


class WireRecorder:
    """Makes the lines of a tape from what passes by. Time is passed in, in nanoseconds of any clock."""

    def __init__(self, about: str, begun_ns: int, *, keep_audio: bool = False, secrets: Sequence[str] = ()) -> None:
        """keep_audio: sound is kept and not only its length and hash. secrets: texts that must never get on the tape."""
        self._begun_ns = begun_ns
        self._keep_audio = keep_audio
        self._secrets = [secret for secret in secrets if secret]
        self._kept: set[str] = set()
        self._lines = [_line({"tape": "wire", "version": VERSION, "about": about})]

    def lines(self) -> list[str]:
        """All lines so far, without line ends."""
        return list(self._lines)

    def opened(self, link: str, dialect: str, now_ns: int) -> None:
        """A connection is there. dialect: its name."""
        self._add({"t": self._t(now_ns), "link": link, "is": "open", "dialect": dialect})

    def closed(self, link: str, why: str, now_ns: int) -> None:
        """A connection has ended."""
        self._add({"t": self._t(now_ns), "link": link, "is": "closed", "why": self._clean(why)})

    def note(self, note: Mapping[str, Json], now_ns: int) -> None:
        """Something that is no frame, such as what the ears told."""
        self._add({"t": self._t(now_ns), "note": dict(note)})

    def frame(self, link: str, source: Source, text: str, now_ns: int) -> None:
        """A text frame went by."""
        entry: dict[str, Json] = {"t": self._t(now_ns), "link": link, "from": source}
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict):
            kind = event.get("type")
            entry["event"] = self._taken(event, kind if isinstance(kind, str) else "", 0)
        else:
            entry["text"] = self._clean(text)
        self._add(entry)

    def _t(self, now_ns: int) -> float:
        return round((now_ns - self._begun_ns) / 1e9, 3)

    def _add(self, entry: dict[str, Json]) -> None:
        self._lines.append(_line(entry))

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _LOOKS_SECRET.sub(_HIDDEN, text)

    def _taken(self, value: Json, kind: str, depth: int, name: str = "") -> Json:
        """A value without secrets and with its sound taken out. kind: of the event. name: of the field that holds the value."""
        if name.lower() in _SECRET_FIELDS:
            return _HIDDEN
        if isinstance(value, str):
            sound = name == "audio" or (name == "delta" and kind.endswith("audio.delta"))
            pcm = _sound(value) if sound and len(value) >= _LEAST_AUDIO else None
            if pcm is not None:
                return self._named(pcm)
            text = self._clean(value)
            return f"{text[:_MOST_WORDS]}…" if name in _LONG_FIELDS and len(text) > _MOST_WORDS else text
        if depth > 20:
            return None
        if name == "parameters":
            return {}  # what a tool takes says nothing about the protocol either
        if isinstance(value, dict):
            return {_marked(self._clean(key)): self._taken(held, kind, depth + 1, key) for key, held in value.items()}
        if isinstance(value, list):
            return [self._taken(held, kind, depth + 1) for held in value]
        return value

    def _named(self, pcm: bytes) -> Json:
        name = hashlib.sha256(pcm).hexdigest()[:16]
        if self._keep_audio and name not in self._kept:
            self._kept.add(name)
            self._add({"audio": name, "zlib": base64.b64encode(zlib.compress(pcm, 9)).decode("ascii")})
        return {_MARK: name, "bytes": len(pcm)}


def read_tape(lines: Iterable[str], name: object = "tape") -> Iterator[Entry]:
    """The entries of a tape, in order, their sound put back.

    name: of the file, for the error. Raises InputError naming the line that cannot be read.
    """
    sounds: dict[str, bytes] = {}
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(name, f"line {number} is not JSON") from None
        if not isinstance(found, dict):
            raise InputError(name, f"line {number} is not a JSON object")
        try:
            entry = _entry(found, sounds, first=number == 1)
        except (ValueError, KeyError, TypeError, zlib.error) as problem:
            raise InputError(name, f"line {number} is not of a wire tape ({problem})") from None
        if entry is not None:
            yield entry


def _entry(found: dict[str, Json], sounds: dict[str, bytes], *, first: bool) -> Entry | None:
    if first:
        if found.get("tape") != "wire" or found.get("version") != VERSION:
            raise ValueError(f"it does not begin a tape of version {VERSION}")
        return None
    if "zlib" in found:
        pcm = zlib.decompressobj().decompress(base64.b64decode(_text(found["zlib"]), validate=True), _MOST_AUDIO)
        sounds[_text(found["audio"])] = pcm
        return None
    t = found["t"]
    if isinstance(t, bool) or not isinstance(t, int | float) or not 0 <= t < 1e9:
        raise ValueError("t is no number of seconds")
    if "note" in found:
        return Entry(t, "", "note", note=_object(found["note"]))
    link = _text(found["link"])
    match found.get("is"):
        case "open":
            return Entry(t, link, "open", _text(found["dialect"]))
        case "closed":
            return Entry(t, link, "closed", _text(found["why"]))
    source = found["from"]
    if source not in ("client", "server"):
        raise ValueError("from is neither client nor server")
    text = _text(found["text"]) if "text" in found else _line(_object(_with_sound(found["event"], sounds)))
    return Entry(t, link, cast(Source, source), text)


def _with_sound(value: Json, sounds: Mapping[str, bytes]) -> Json:
    if isinstance(value, dict):
        if _MARK in value:
            return _played_back(_text(value[_MARK]), value.get("bytes"), sounds)
        return {key.removeprefix("$"): _with_sound(held, sounds) for key, held in value.items()}
    if isinstance(value, list):
        return [_with_sound(held, sounds) for held in value]
    return value


def _played_back(name: str, count: Json, sounds: Mapping[str, bytes]) -> str:
    """Base64 of a sound; where it was not kept, a square wave of the same length whose level comes from the hash."""
    pcm = sounds.get(name)
    if pcm is None:
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_AUDIO:
            raise ValueError("bytes is no length of a sound")
        level = 256 + hashlib.sha256(name.encode()).digest()[0] * 16
        pcm = ((level.to_bytes(2, "little") * 40 + (-level).to_bytes(2, "little", signed=True) * 40) * (count // 160 + 1))[:count]
    return base64.b64encode(pcm).decode("ascii")


def _marked(name: str) -> str:
    return f"${name}" if name.startswith("$") else name


def _sound(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("an object is missing")
    return value


def _line(value: Mapping[str, Json]) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
