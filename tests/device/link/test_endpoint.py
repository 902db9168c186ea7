"""Addresses: what is accepted, what is asked for, what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from device.link.endpoint import Endpoint
from device.link.errors import InsecureKeyError
from edge.errors import InputError
from edge.realtime.dialects import OPENAI_BETA


def test_the_model_goes_into_the_query() -> None:
    endpoint = Endpoint("wss://api.stepfun.com/v1/realtime?x=1&model=old", model="stepaudio-2.5-realtime")
    assert endpoint.target() == "wss://api.stepfun.com/v1/realtime?x=1&model=stepaudio-2.5-realtime"
    assert endpoint.name == "wss://api.stepfun.com/v1/realtime"
    assert Endpoint("ws+unix:/run/x.sock", model="a b").target() == "ws://localhost/v1/realtime?model=a+b"
    assert Endpoint("ws+unix:/run/x.sock").unix_path == "/run/x.sock"


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("ws://127.0.0.1:1/", True),
        ("ws://[::1]:1/", True),
        ("ws://localhost/", True),
        ("ws+unix:/x", True),
        ("ws://10.0.0.1/", False),
        ("ws://localhost.example/", False),
    ],
)
def test_only_local_addresses_may_see_the_key_unencrypted(url: str, local: bool) -> None:
    endpoint = Endpoint(url, OPENAI_BETA, key=SecretStr("k"))
    assert endpoint.local is local
    if local:
        assert endpoint.headers() == {"OpenAI-Beta": "realtime=v1", "Authorization": "Bearer k"}
    else:
        with pytest.raises(InsecureKeyError):
            endpoint.headers()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://x/",
        "api.stepfun.com",
        "ws://",
        "wss://host:99999/",
        "wss://host:x/",
        "wss://[::1/",
        "ws+unix:",
        "ws+unix://host/x",
    ],
)
def test_what_is_no_endpoint(url: str) -> None:
    with pytest.raises(InputError):
        Endpoint(url)


def test_a_key_in_the_address_is_refused_without_being_shown() -> None:
    with pytest.raises(InputError) as caught:
        Endpoint("wss://me:sk-secret@host/")
    assert "sk-secret" not in str(caught.value)


def test_the_other_spelling() -> None:
    other = Endpoint("wss://h/", model="step-2.5-realtime").other_spelling()
    assert other is not None
    assert other.model == "stepaudio-2.5-realtime"
    assert Endpoint("wss://h/", model="step-audio-2").other_spelling() is None


def test_authorities_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.pem"):
        Endpoint("wss://h/", authorities=tmp_path / "none.pem").tls()
