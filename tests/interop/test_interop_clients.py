"""Other people's clients against our server: a question is answered, a tool is called, a barge-in cancels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.slow

RunPeer = Callable[..., dict[str, Any]]

OPENAI = ("openai[realtime]==3.54.0",)
STEPFUN = ("stepfun-realtime-api==0.1.3", "websockets>=14,<16")
AGENTS = ("openai-agents==0.24.0",)
PIPECAT = ("pipecat-ai==1.14.0",)
# Of what pipecat depends on, the parts that its realtime service loads: without a compiler of 170 MB for resampling.
PIPECAT_NEEDS = (
    "aiofiles",
    "aiohttp>=3.14",
    "docstring_parser",
    "loguru",
    "loudness",
    "numpy",
    "onnxruntime",
    "pillow",
    "protobuf<7",
    "pydantic>=2.10",
    "sentencex==1.0.32",
    "soxr",
    "wait_for2; python_version < '3.12'",
    "audioop-lts; python_version >= '3.13'",
    "websockets>=13.1",
)
AGENTS_JS = ("@openai/agents-realtime@0.20.0", "zod@4.6.7")
BETA_JS = ("openai-realtime-api@1.0.8",)
LIVEKIT = ("livekit-plugins-stepfun==1.8.1.post0",)
TONE_BYTES = 24_000


@pytest.mark.parametrize("turns", ["client", "server"])
@pytest.mark.parametrize("flavour", ["beta", "ga"])
def test_the_openai_sdk(run_peer: RunPeer, flavour: str, turns: str) -> None:
    found = run_peer("openai", OPENAI, "peer_openai.py", flavour, turns)
    heard_ms = 500 if turns == "client" else 1000
    assert found["spoken"]["transcripts"] == [f"{heard_ms} ms"]
    assert found["spoken"]["text"] == f"You said {heard_ms} ms."
    assert found["spoken"]["audio_bytes"] == TONE_BYTES
    [call] = found["called"]["calls"]
    assert call["arguments"] == {"names": ["Speed"]}
    assert found["told"]["text"] == "You said result 50."
    assert found["cancelled"]["status"] == "cancelled"
    assert found["cancelled"]["audio_bytes"] >= TONE_BYTES
    assert found["after"]["status"] == "completed"
    assert found["after"]["audio_bytes"] == TONE_BYTES
    assert not [error for turn in found.values() if isinstance(turn, dict) for error in turn["errors"]]
    assert ("response.output_audio.delta" in found["types"]) == (flavour == "ga")
    assert ("response.audio.delta" in found["types"]) == (flavour == "beta")


def test_the_odd_stepfun_client(run_peer: RunPeer) -> None:
    found = run_peer("stepfun-realtime-api", STEPFUN, "peer_stepfun.py")
    assert found["session_id"].startswith("sess_")
    assert found["transcripts"][0] == "500 ms"
    assert found["arguments"] == {"names": ["Speed"]}
    assert found["said"][:2] == ["You said 500 ms.", "You said result 50."]
    assert found["statuses"] == ["completed", "completed", "completed", "cancelled"]
    assert found["audio_bytes"] >= 3 * TONE_BYTES
    assert found["errors"] == []


def test_openai_agents(run_peer: RunPeer) -> None:
    found = run_peer("openai-agents", AGENTS, "peer_openai_agents.py")
    assert found["spoken"] == TONE_BYTES
    assert found["called"] == [["Speed"]]
    assert "audio_interrupted" in found["seen"]
    assert found["seen"][-1] == "audio_end"


def test_livekit_s_stepfun_plugin(run_peer: RunPeer) -> None:
    found = run_peer("livekit-plugins-stepfun", LIVEKIT, "peer_livekit_stepfun.py")
    assert found["spoken"]["audio_bytes"] == TONE_BYTES
    assert found["spoken"]["text"] == f"You said {found['transcripts'][0]}."
    assert found["arguments"] == {"names": ["Speed"]}
    assert found["told"] == "You said result 50."
    assert found["errors"] == []


def test_pipecat_s_realtime_service(run_peer: RunPeer) -> None:
    found = run_peer("pipecat-ai", PIPECAT_NEEDS, "peer_pipecat.py", bare=PIPECAT)
    assert found["spoken"] == {"audio_bytes": TONE_BYTES, "text": "You said 500 ms.", "transcripts": ["500 ms"]}
    assert found["called"] == [["Speed"]]
    assert found["told"] == 'You said result "50".'
    assert found["after"] == "You said still there?.", "the session went on after the interruption"
    assert found["errors"] == []


def test_the_agents_sdk_of_npm(run_node_peer: RunPeer) -> None:
    found = run_node_peer("agents-realtime", AGENTS_JS, "peer_agents_realtime.mjs")
    assert found["spoken"] == TONE_BYTES
    assert found["called"] == [["Speed"]]
    ends = [kind for kind in found["seen"] if kind.startswith("response.done")]
    assert ends == [f"response.done {status}" for status in ("completed", "completed", "completed", "cancelled", "completed")]
    assert found["errors"] == []


def test_the_beta_client_of_npm(run_node_peer: RunPeer) -> None:
    found = run_node_peer("openai-realtime-api", BETA_JS, "peer_openai_realtime_api.mjs")
    assert found["spoken"] == TONE_BYTES
    assert found["called"] == [{"names": ["Speed"]}]
    assert found["done"] == ["completed", "completed", "completed", "cancelled", "completed"]
    assert found["transcripts"][:2] == ["500 ms", "You said 500 ms."]
    assert found["transcripts"][-1] == "You said still there?."
    assert found["errors"] == []
