"""Bodies of events: settings, tools and items, written in a dialect's shape and read from any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from edge.events import Json
from edge.language import Language
from edge.realtime.config import BYTES_PER_SECOND, Modality, Role, SessionConfig, TurnDetection
from edge.realtime.dialects import Dialect
from edge.realtime.events import Usage
from edge.realtime.fields import content_text, integer, mapping, sequence, text

_RATE = BYTES_PER_SECOND // 2
_PCM: dict[str, Json] = {"type": "audio/pcm", "rate": _RATE}
_LANGUAGES: dict[str, Language] = {"en": "en", "zh": "zh"}
_TRANSCRIBER = "whisper-1"


def write_tools(dialect: Dialect, config: SessionConfig) -> list[Json]:
    """The tools in the dialect's form."""
    if not dialect.nested_tools:
        return [{**tool} for tool in config.tools]
    return [{"type": "function", "function": {k: v for k, v in tool.items() if k != "type"}} for tool in config.tools]


def read_tools(value: Json) -> tuple[dict[str, Json], ...]:
    """Function tools, nested or flat, as flat ones; tools that run on the server (web_search ...) are left out."""
    found: list[dict[str, Json]] = []
    for entry in sequence(value):
        tool = mapping(entry)
        body = mapping(tool.get("function")) or tool
        name = text(body.get("name"))
        if tool.get("type", "function") == "function" and name:
            found.append(
                {
                    "type": "function",
                    "name": name,
                    "description": text(body.get("description")),
                    "parameters": {**mapping(body.get("parameters"))},
                }
            )
    return tuple(found)


def write_turn_detection(detection: TurnDetection | None) -> Json:
    """Always said, for the vendors' pages disagree on what silence about it means."""
    if detection is None:
        return None
    return {
        "type": "server_vad",
        "prefix_padding_ms": detection.prefix_ms,
        "silence_duration_ms": detection.silence_ms,
    }


def read_turn_detection(value: Json) -> TurnDetection | None:
    """The server's turn detection; null, an empty type and anything odd mean that it is off."""
    body = mapping(value)
    if not text(body.get("type")) or body.get("type") == "none":
        return None
    default = TurnDetection()
    silence, prefix = integer(body.get("silence_duration_ms")), integer(body.get("prefix_padding_ms"))
    return TurnDetection(
        silence_ms=default.silence_ms if silence is None else silence,
        prefix_ms=default.prefix_ms if prefix is None else prefix,
    )


def write_session(dialect: Dialect, config: SessionConfig, *, voice: bool = True) -> dict[str, Json]:
    """The body of session.update. voice: whether the voice may still be set."""
    hint: dict[str, Json] = {"model": _TRANSCRIBER}
    if config.language:
        hint["language"] = config.language
    detection = write_turn_detection(config.turn_detection)
    tools = write_tools(dialect, config)
    if dialect.session == "audio":
        output: dict[str, Json] = {"format": {**_PCM}}
        if voice and config.voice:
            output["voice"] = config.voice
        return {
            "type": "realtime",
            "instructions": config.instructions,
            "output_modalities": ["audio" if config.speaks else "text"],
            "audio": {
                "input": {"format": {**_PCM}, "transcription": hint, "turn_detection": detection},
                "output": output,
            },
            "tools": tools,
        }
    body: dict[str, Json] = {
        "modalities": list(config.modalities),
        "instructions": config.instructions,
        "turn_detection": detection,
        "input_audio_format": "pcm16",
        "output_audio_format": "pcm16",
        "tools": tools,
    }
    if voice and config.voice:
        body["voice"] = config.voice
    if dialect.transcription:
        body["input_audio_transcription"] = hint
    return body


def describe_session(dialect: Dialect, config: SessionConfig, session_id: str, model: str) -> dict[str, Json]:
    """The session object of session.created and session.updated."""
    head: dict[str, Json] = {"id": session_id, "object": "realtime.session", "model": model}
    body = write_session(dialect, config)
    limit = "max_output_tokens" if dialect.session == "audio" else "max_response_output_tokens"
    return {**head, **body, limit: "inf", "tool_choice": "auto"}


def read_modalities(value: Json) -> tuple[Modality, ...] | None:
    """Text and audio as asked for; GA's ["audio"] brings its transcript with it. None when nothing usable is said."""
    named = [entry for entry in sequence(value) if entry in ("text", "audio")]
    if not named:
        return None
    return ("text", "audio") if "audio" in named else ("text",)


def read_session(body: Mapping[str, Json], before: SessionConfig) -> SessionConfig:
    """`before` with what a session.update of any dialect changes; fields of the wrong type change nothing."""
    audio_in = mapping(mapping(body.get("audio")).get("input"))
    audio_out = mapping(mapping(body.get("audio")).get("output"))
    config = before
    if isinstance(body.get("instructions"), str):
        config = replace(config, instructions=text(body["instructions"]))
    voice = text(body.get("voice")) or text(audio_out.get("voice"))
    if voice:
        config = replace(config, voice=voice)
    if isinstance(body.get("tools"), list):
        config = replace(config, tools=read_tools(body["tools"]))
    modalities = read_modalities(body.get("output_modalities")) or read_modalities(body.get("modalities"))
    if modalities:
        config = replace(config, modalities=modalities)
    for holder in (body, audio_in):
        if "turn_detection" in holder:
            config = replace(config, turn_detection=read_turn_detection(holder["turn_detection"]))
    hint = mapping(body.get("input_audio_transcription")) or mapping(audio_in.get("transcription"))
    language = text(hint.get("language"))[:2].lower()
    if language in _LANGUAGES:
        config = replace(config, language=_LANGUAGES[language])
    return config


def write_message(dialect: Dialect, item_id: str, role: Role, words: str) -> dict[str, Json]:
    """A message item of text."""
    kind = dialect.assistant_text if role == "assistant" else "input_text"
    return {"id": item_id, "type": "message", "role": role, "content": [{"type": kind, "text": words}]}


def read_role(item: Mapping[str, Json]) -> Role:
    """Who says an item: the user unless it says otherwise; `developer` is a system message."""
    role = item.get("role")
    if role == "assistant":
        return "assistant"
    return "system" if role in ("system", "developer") else "user"


def output_text(response: Mapping[str, Json]) -> str:
    """The words in the output of a finished response."""
    return "".join(content_text(mapping(item)) for item in sequence(response.get("output")))


def read_usage(value: Json) -> Usage | None:
    """Token counts in either spelling of their details, None when none were sent."""
    body = mapping(value)
    if not body:
        return None

    def count(holder: Mapping[str, Json], name: str) -> int:
        return max(0, integer(holder.get(name)) or 0)

    came = mapping(body.get("input_token_details")) or mapping(body.get("input_tokens_details"))
    went = mapping(body.get("output_token_details")) or mapping(body.get("output_tokens_details"))
    return Usage(
        total=count(body, "total_tokens"),
        input=count(body, "input_tokens"),
        output=count(body, "output_tokens"),
        input_text=count(came, "text_tokens"),
        input_audio=count(came, "audio_tokens"),
        input_cached=count(came, "cached_tokens"),
        output_text=count(went, "text_tokens"),
        output_audio=count(went, "audio_tokens"),
    )
