"""What a server's complaint means for the link: read from any shape, sorted into fatal, retry and benign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from edge.events import Json
from edge.realtime.events import ErrorKind, ServerError
from edge.realtime.fields import identifier, integer, mapping, text

FATAL_STATUS = frozenset({400, 401, 402, 403, 404, 451})
"""HTTP answers that stay the same however often one asks: wrong request, key, rights, address; no balance; moderated."""

RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
"""HTTP answers that pass."""

_KEY = {"account_deactivated", "authentication_error", "invalid_api_key", "permission_denied", "unauthorized"}
_BALANCE = {
    "billing_hard_limit_reached",
    "credit_balance_exhausted",
    "insufficient_balance",
    "insufficient_quota",
    "quota_exceeded",
}
_FATAL = _KEY | _BALANCE | {"content_moderation", "invalid_model", "model_not_found"}
_RETRY = {
    "internal_error",
    "internal_server_error",
    "overloaded",
    "overloaded_error",
    "rate_limit_error",
    "rate_limit_exceeded",
    "rate_limited",
    "server_error",
    "service_unavailable",
    "session_expired",
    "session_limit_reached",
    "too_many_requests",
}
_CANCEL_IDLE = re.compile(r"no active response|not active|nothing to cancel|no response to cancel", re.IGNORECASE)
_ALREADY_ACTIVE = re.compile(r"already has an active response|active response in progress", re.IGNORECASE)
_MODEL_UNKNOWN = re.compile(
    r"model\b.{0,80}\b(not (be )?found|not exist|unknown|unsupported)|no such model|模型不存在", re.IGNORECASE
)
_CANCEL_IDLE_CODES = {"response_cancel_not_active", "cancel_not_active", "no_active_response"}
_ALREADY_ACTIVE_CODES = {"conversation_already_has_active_response", "active_response"}

Refusal = Literal["key", "balance", "model"]
Benign = Literal["cancel_idle", "already_active", "other"]


def kind_of_status(status: int) -> ErrorKind:
    """What an HTTP status means for coming back: unlisted 4xx stay, all else passes."""
    if status in FATAL_STATUS:
        return "fatal"
    return "retry" if status in RETRY_STATUS or status >= 500 else "fatal"


def is_model_unknown(code: str, message: str) -> bool:
    """Whether a complaint says that the model's name is not known to the endpoint."""
    return code in ("model_not_found", "invalid_model") or bool(_MODEL_UNKNOWN.search(message[:400]))


def refusal_of(code: str, message: str) -> Refusal | None:
    """What of ours a complaint within a session refuses for good; None when it is about one turn, such as moderation."""
    word = code.lower()
    if word in _KEY or word in ("401", "403"):
        return "key"
    if word in _BALANCE or word == "402":
        return "balance"
    return "model" if is_model_unknown(code, message) else None


def benign_reason(error: ServerError) -> Benign:
    """Which of the expected complaints it is: a cancel that came late, a response.create that came early, or another."""
    if error.code in _CANCEL_IDLE_CODES or _CANCEL_IDLE.search(error.message):
        return "cancel_idle"
    if error.code in _ALREADY_ACTIVE_CODES or _ALREADY_ACTIVE.search(error.message):
        return "already_active"
    return "other"


def classify(code: str, error_type: str, message: str) -> ErrorKind:
    """Sort a complaint by its code (a word or an HTTP status), then its type, then its words; benign when unsure.

    A session stays open after an error event, so what nobody knows is no reason to leave.
    """
    if _CANCEL_IDLE.search(message) or _ALREADY_ACTIVE.search(message):
        return "benign"
    for word in (code, error_type):
        lowered = word.lower()
        if lowered in _FATAL:
            return "fatal"
        if lowered in _RETRY:
            return "retry"
        status = integer(word)
        if status is not None and 400 <= status <= 599:
            return kind_of_status(status) if status != 400 else "benign"
    if is_model_unknown(code, message):
        return "fatal"
    return "benign"


def read_error(event: Mapping[str, Json]) -> ServerError:
    """An error event, or a response's `status_details`, with its fields nested in `error` or flat."""
    inner = event.get("error")
    body = mapping(inner) or event
    message = text(body.get("message")) or text(inner)
    code = identifier(body.get("code")) or ""
    error_type = text(body.get("type"))
    if body is event and error_type == "error":
        error_type = ""
    return ServerError(
        code=code or error_type or "unknown",
        message=message[:500],
        kind=classify(code, error_type, message[:500]),
        event_id=identifier(body.get("event_id")),
    )
