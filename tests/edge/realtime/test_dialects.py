"""The dialect tables, and how a client's dialect is recognised."""

from __future__ import annotations

import pytest

from edge.realtime.dialects import (
    DIALECTS,
    OPENAI_BETA,
    OPENAI_GA,
    STEPFUN,
    Dialect,
    canonical,
    dialect_of_request,
    session_shape,
)


def test_every_renamed_event_has_one_canonical_name() -> None:
    for dialect in DIALECTS.values():
        for name, wire in dialect.names.items():
            assert canonical(wire) == name
            assert canonical(name) == name
            assert dialect.wire(name) == wire
    assert canonical("response.canceled") == "response.cancelled"


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/v1/realtime?model=stepaudio-2.5-realtime", {}, STEPFUN),
        ("/v1/realtime?model=step-1o-audio", {"openai-beta": "realtime=v1"}, OPENAI_BETA),
        ("/v1/realtime", {"OpenAI-Beta": "realtime=v1"}, OPENAI_BETA),
        ("/v1/realtime", {"Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.k, openai-beta.realtime-v1"}, OPENAI_BETA),
        ("/v1/realtime", {"Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.k"}, None),
        ("/v1/realtime?model=gpt-realtime", {}, None),
        ("/v1/realtime", {}, None),
        ("/v1/realtime?dialect=openai&model=step-1", {"OpenAI-Beta": "realtime=v1"}, OPENAI_GA),
        ("/v1/realtime?dialect=klingon", {}, None),
        ("//[", {}, None),
    ],
)
def test_the_request_announces_the_dialect(path: str, headers: dict[str, str], dialect: Dialect | None) -> None:
    assert dialect_of_request(path, headers) is dialect


def test_shapes() -> None:
    assert session_shape({"session": {"type": "realtime"}}) == "audio"
    assert session_shape({"response": {"audio": {}}}) == "audio"
    assert session_shape({"session": {"input_audio_format": "pcm16"}}) == "flat"
    assert session_shape({"session": {"instructions": "x"}}) is None
    assert session_shape({"session": []}) is None
