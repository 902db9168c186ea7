"""From what went wrong while connecting to the one line that says it."""

from __future__ import annotations

import re
import socket
import ssl

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)
from websockets.http11 import Response

from device.link.errors import (
    BadCertificateError,
    CaptivePortalError,
    ConnectTimeoutError,
    FrameTooLargeError,
    LinkError,
    LinkLostError,
    ModeratedError,
    NameNotFoundError,
    NoBalanceError,
    NothingListensError,
    ProxyFailedError,
    RateLimitedError,
    RefusedError,
    UnavailableError,
    UnknownModelError,
    UnreachableError,
    WrongAddressError,
    WrongKeyError,
)
from edge.realtime.failures import is_model_unknown, kind_of_status, refusal_of

_CLOCK_CODES = {9: "not valid yet", 10: "expired"}
"""OpenSSL's verify codes that a wrong clock causes (X509_V_ERR_CERT_NOT_YET_VALID, ..._HAS_EXPIRED)."""


def explain_connect(endpoint: str, model: str, problem: OSError | WebSocketException, connect_s: float) -> LinkError:
    """The LinkError for a failed attempt to connect."""
    if isinstance(problem, InvalidStatus):
        return explain_status(endpoint, model, problem.response)
    if isinstance(problem, ProxyError | InvalidProxy):
        return ProxyFailedError(endpoint, f"the proxy failed ({_line(problem)})")
    if isinstance(problem, InvalidMessage) and isinstance(problem.__cause__, EOFError | ConnectionError):
        return UnreachableError(endpoint, "the connection was closed before it was answered")
    if isinstance(problem, InvalidHandshake):
        return CaptivePortalError(endpoint, f"this is no WebSocket endpoint ({_line(problem)})")
    if isinstance(problem, ssl.SSLCertVerificationError):
        why = _CLOCK_CODES.get(problem.verify_code)
        if why:
            return BadCertificateError(endpoint, f"its certificate is {why} by this machine's clock; check both")
        return BadCertificateError(endpoint, f"its certificate is not trusted ({problem.verify_message})")
    if isinstance(problem, ssl.SSLError):
        reason = problem.reason or _line(problem)
        return BadCertificateError(endpoint, f"no TLS connection ({reason}): something in between, or no TLS there")
    if isinstance(problem, socket.gaierror):
        return NameNotFoundError(endpoint, f"the host's name was not found ({problem.strerror})")
    if isinstance(problem, TimeoutError):
        return ConnectTimeoutError(endpoint, f"no answer within {connect_s:g} s")
    if isinstance(problem, ConnectionRefusedError | FileNotFoundError):
        return NothingListensError(endpoint, "nothing listens there")
    return UnreachableError(endpoint, f"not reachable ({_line(problem)})")


def explain_status(endpoint: str, model: str, response: Response) -> LinkError:
    """The LinkError for an HTTP answer other than 101."""
    status, body = response.status_code, (response.body or b"")[:2000].decode("utf-8", "replace")
    if status < 400:
        return CaptivePortalError(endpoint, f"HTTP {status} instead of a WebSocket: a sign-in page is in between")
    if status in (401, 403):
        return WrongKeyError(endpoint, f"the API key was refused (HTTP {status})")
    if status == 402:
        return NoBalanceError(endpoint, "the account has no balance (HTTP 402)")
    if status == 400 or (status == 404 and is_model_unknown("", body)):
        return UnknownModelError(endpoint, f"the model {model!r} is unknown there or not allowed (HTTP {status})")
    if status == 404:
        return WrongAddressError(endpoint, "there is no realtime endpoint under this path (HTTP 404)")
    if status == 451:
        return ModeratedError(endpoint, "refused by content moderation (HTTP 451)")
    if status == 429:
        wait = _retry_after_s(response)
        return RateLimitedError(endpoint, "too many requests or sessions (HTTP 429)", retry_after_s=wait)
    if kind_of_status(status) == "retry":
        said = f": {_first_line(body)}" if status == 503 and _first_line(body) else ""
        return UnavailableError(endpoint, f"not available (HTTP {status}){said}", retry_after_s=_retry_after_s(response))
    return RefusedError(endpoint, f"refused (HTTP {status})")


def explain_error(endpoint: str, model: str, code: str, message: str) -> LinkError | None:
    """The LinkError for a complaint within a session that makes asking on useless; None for any other."""
    match refusal_of(code, message):
        case "key":
            return WrongKeyError(endpoint, f"the API key was refused ({code})")
        case "balance":
            return NoBalanceError(endpoint, f"the account has no balance ({code})")
        case "model":
            return UnknownModelError(endpoint, f"the model {model!r} is unknown there or not allowed ({code})")
        case None:
            return None


def explain_close(endpoint: str, model: str, problem: ConnectionClosed, limit: int) -> LinkError:
    """The LinkError for a connection that has ended."""
    if problem.sent is not None and problem.sent.code == 1009 and not problem.rcvd_then_sent:
        return FrameTooLargeError(endpoint, f"it sent a text frame of more than {limit} bytes")
    if problem.rcvd is not None:
        # Some say why as words with dots between them: "invalid_request_error.invalid_api_key".
        for word in re.findall(r"[A-Za-z0-9_]+", problem.rcvd.reason):
            if refusal := explain_error(endpoint, model, word, problem.rcvd.reason):
                return refusal
        reason = f" {problem.rcvd.reason!r}" if problem.rcvd.reason else ""
        return LinkLostError(endpoint, f"closed by the endpoint (code {problem.rcvd.code}{reason})")
    return LinkLostError(endpoint, "the connection was cut")


def _retry_after_s(response: Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0.0


def _first_line(body: str) -> str:
    line = body.strip().splitlines()[0] if body.strip() else ""
    return line[:120] if "<" not in line else ""


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:160] or type(problem).__name__
