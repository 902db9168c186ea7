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
    assert found["statuses"] == ["completed", "cancelled"]
    assert found["audio_bytes"] >= 2 * TONE_BYTES
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
