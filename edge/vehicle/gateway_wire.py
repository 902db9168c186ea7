"""The gateway's protocol: one JSON object a line over a stream socket, UTF-8, at most 64 kB a line.

The assistant connects; both sides begin with `hello`. All requests are typed values of VSS paths; there is no message
that carries a frame, an id or bytes.

    assistant ─▶ {"type": "hello", "protocol": 1, "client": "cabin-voice"}
    gateway   ─▶ {"type": "hello", "protocol": 1, "paths": ["Cabin.Sunroof.Position", …]}
    gateway   ─▶ {"type": "values", "values": {"Cabin.Sunroof.Position": 0}}      observed; on change, and at least every 2 s
    assistant ─▶ {"type": "request", "key": "9f…", "tool": "set_window", "wishes": {"Cabin.Sunroof.Position": 20},
                  "expires_in_ms": 4980}
    gateway   ─▶ {"type": "answer", "key": "9f…", "status": "accepted" | "refused" | "expired", "reason": "…"}

A request is executed whole or not at all, and once: a key that was seen gets the answer it got before. `accepted` says that
the gateway will try; whether the car moved is told by `values`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MAX_LINE = 65_536

Scalar = bool | int | float | str | tuple[str, ...]
Key = Annotated[str, Field(pattern=r"^[0-9a-zA-Z_-]{1,64}$")]
Path = Annotated[str, Field(min_length=1, max_length=200)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Hello(_Message):
    """The first line of either side. paths: what the gateway can move; empty from the assistant."""

    type: Literal["hello"] = "hello"
    protocol: Literal[1] = 1
    client: Annotated[str, Field(max_length=80)] = ""
    paths: Annotated[tuple[Path, ...], Field(max_length=500)] = ()


class Request(_Message):
    """All wishes or none, once per key, within the time given."""

    type: Literal["request"] = "request"
    key: Key
    tool: Annotated[str, Field(max_length=80)]
    wishes: Annotated[Mapping[Path, Scalar], Field(min_length=1, max_length=16)]
    expires_in_ms: Annotated[int, Field(ge=1, le=60_000)]


class Reply(_Message):
    """The gateway's word on a request."""

    type: Literal["answer"] = "answer"
    key: Key
    status: Literal["accepted", "refused", "expired"]
    reason: Annotated[str, Field(max_length=200)] = ""


class Values(_Message):
    """Observed values of the car."""

    type: Literal["values"] = "values"
    values: Annotated[Mapping[Path, Scalar], Field(max_length=1000)]


Message = Hello | Request | Reply | Values
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


class WireError(ValueError):
    """A line that is no message of the protocol. The text says why, in one line."""


def encode(message: Message) -> bytes:
    """The message as one line."""
    return json.dumps(message.model_dump(), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line. Raises WireError."""
    if len(line) > MAX_LINE:
        raise WireError(f"the line has {len(line)} bytes, more than {MAX_LINE}")
    try:
        return _ADAPTER.validate_python(json.loads(line), strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        raise WireError(f"{'.'.join(map(str, first['loc'])) or 'message'}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise WireError("is not JSON") from error
