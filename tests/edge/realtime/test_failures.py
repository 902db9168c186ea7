"""Complaints sorted into fatal, retry and benign."""

from __future__ import annotations

import pytest

from edge.realtime.events import ErrorKind, ServerError
from edge.realtime.failures import Refusal, benign_reason, classify, is_model_unknown, kind_of_status, read_error, refusal_of


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "fatal"),
        (402, "fatal"),
        (404, "fatal"),
        (451, "fatal"),
        (429, "retry"),
        (500, "retry"),
        (503, "retry"),
        (418, "fatal"),
        (599, "retry"),
    ],
)
def test_http_statuses(status: int, kind: ErrorKind) -> None:
    assert kind_of_status(status) == kind
    assert classify(str(status), "", "") == kind


@pytest.mark.parametrize(
    ("code", "error_type", "message", "kind"),
    [
        ("invalid_api_key", "invalid_request_error", "", "fatal"),
        ("insufficient_quota", "", "", "fatal"),
        ("model_not_found", "", "", "fatal"),
        ("", "", "The model `x` does not exist or is not found", "fatal"),
        ("", "", "模型不存在", "fatal"),
        ("rate_limit_exceeded", "", "", "retry"),
        ("", "server_error", "boom", "retry"),
        ("session_expired", "", "", "retry"),
        ("400", "", "bad parameter", "benign"),
        ("response_cancel_not_active", "invalid_request_error", "", "benign"),
        ("500", "", "no active response found", "benign"),
        ("conversation_already_has_active_response", "", "", "benign"),
        ("", "", "", "benign"),
        ("9" * 30, "", "", "benign"),
    ],
)
def test_codes_types_and_words(code: str, error_type: str, message: str, kind: ErrorKind) -> None:
    assert classify(code, error_type, message) == kind


def test_expected_complaints_are_told_apart() -> None:
    def reason(code: str, message: str) -> str:
        return benign_reason(ServerError(code, message, "benign"))

    assert reason("response_cancel_not_active", "") == "cancel_idle"
    assert reason("", "Cancellation failed: no active response found") == "cancel_idle"
    assert reason("", "Conversation already has an active response in progress: resp_1") == "already_active"
    assert reason("invalid_value", "no such voice") == "other"


def test_an_error_that_is_only_a_text() -> None:
    assert read_error({"type": "error", "error": "boom"}) == ServerError("unknown", "boom", "benign")
    assert read_error({"type": "error"}).code == "unknown"
    assert len(read_error({"type": "error", "message": "x" * 10_000}).message) == 500


def test_a_model_s_name_that_is_not_known() -> None:
    assert is_model_unknown("model_not_found", "")
    assert is_model_unknown("", "model step-9 not found")
    assert not is_model_unknown("", "page not found")


@pytest.mark.parametrize(
    ("code", "message", "refusal"),
    [
        ("invalid_api_key", "", "key"),
        ("401", "", "key"),
        ("insufficient_quota", "", "balance"),
        ("402", "", "balance"),
        ("", "no such model", "model"),
        ("451", "not this", None),
        ("404", "item not found", None),
        ("429", "", None),
    ],
)
def test_what_is_refused_for_good_within_a_session(code: str, message: str, refusal: Refusal | None) -> None:
    assert refusal_of(code, message) == refusal
