"""An address that answers, and how to get there."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import SecretStr

from device.link.errors import InsecureKeyError
from edge.errors import InputError
from edge.realtime.dialects import STEPFUN, Dialect
from edge.realtime.wire import MAX_FRAME_BYTES

DEFAULT_PATH = "/v1/realtime"

_SPELLINGS = {
    "stepaudio-2.5-realtime": "step-2.5-realtime",
    "step-2.5-realtime": "stepaudio-2.5-realtime",
}


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Time-outs and sizes of a link."""

    connect_s: float = 10.0
    """From the first packet to the end of the WebSocket handshake, in seconds."""

    ping_after_s: float = 15.0
    """Silence after which a ping is sent, in seconds. StepFun closes idle sockets after a few minutes."""

    dead_after_s: float = 30.0
    """Silence, pongs included, after which the link is lost, in seconds: much less than TCP would take."""

    close_s: float = 2.0
    """How long to wait for the other side's goodbye, in seconds."""

    max_frame_bytes: int = MAX_FRAME_BYTES
    """Largest text frame accepted."""

    send_queue_bytes: int = 8 * 1024 * 1024
    """Frames that wait for a slow link; beyond it the oldest audio is dropped."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One realtime endpoint.

    url: wss://host/path, ws://host/path or ws+unix:/path/of/socket. key: never printed, logged or compared.
    authorities: PEM file of certificate authorities instead of the system's. pin: SHA-256 of the server's
    certificate in hexadecimal, checked besides.
    """

    url: str
    dialect: Dialect = STEPFUN
    model: str = ""
    key: SecretStr | None = None
    authorities: Path | None = None
    pin: str | None = None
    limits: LinkLimits = LinkLimits()

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
        except ValueError as problem:
            raise InputError(self.url, "not a usable address") from problem
        if parts.scheme not in ("ws", "wss", "ws+unix"):
            raise InputError(self.url, "an endpoint begins with wss://, ws:// or ws+unix:")
        if parts.scheme == "ws+unix":
            if not parts.path or parts.netloc:
                raise InputError(self.url, "a Unix socket is written ws+unix:/path/of/socket")
            return
        try:
            port = parts.port
        except ValueError:
            port = -1
        if not parts.hostname or port == -1:
            raise InputError(self.url, "no host, or a port that is not a number from 0 to 65535")
        if parts.username or parts.password:
            raise InputError(f"{parts.scheme}://{parts.hostname}", "a key does not belong into an address")

    @property
    def name(self) -> str:
        """The address for people: without query and key."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))

    @property
    def unix_path(self) -> str | None:
        """Path of the Unix socket, None for an address on a network."""
        parts = urlsplit(self.url)
        return parts.path if parts.scheme == "ws+unix" else None

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        if self.unix_path is not None:
            return True
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def target(self) -> str:
        """The URL to ask for, the model in its query."""
        parts = urlsplit(self.url)
        query = [(name, value) for name, value in parse_qsl(parts.query) if not (self.model and name == "model")]
        if self.model:
            query.append(("model", self.model))
        if parts.scheme == "ws+unix":
            return urlunsplit(("ws", "localhost", DEFAULT_PATH, urlencode(query), ""))
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))

    def headers(self) -> Mapping[str, str]:
        """Request headers, the key among them.

        InsecureKeyError: a key is set and the address is neither encrypted nor local.
        """
        found = dict(self.dialect.headers)
        if self.key is not None and self.key.get_secret_value():
            if not self.local and urlsplit(self.url).scheme != "wss":
                raise InsecureKeyError(self.name, "the key would be sent in the clear; use a wss:// address")
            found["Authorization"] = f"Bearer {self.key.get_secret_value()}"
        return found

    def tls(self) -> ssl.SSLContext | None:
        """Verifying TLS settings, None for an address without TLS."""
        if urlsplit(self.url).scheme != "wss":
            return None
        try:
            return ssl.create_default_context(cafile=self.authorities)
        except OSError as problem:
            raise InputError(self.authorities, f"no usable certificate authorities ({problem})") from problem

    def other_spelling(self) -> Endpoint | None:
        """The same with the model's other name, None when it has one only: vendor and press spell it differently."""
        other = _SPELLINGS.get(self.model)
        return replace(self, model=other) if other else None
