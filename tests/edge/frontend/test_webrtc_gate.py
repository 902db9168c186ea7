"""The gate decides as the module of webrtcvad itself does, without what that one imports."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import webrtcvad

from edge.frontend.webrtc_gate import WebRtcGate


@pytest.mark.parametrize("mode", [0, 1, 2, 3])
def test_it_finds_what_webrtcvad_finds(mode: int) -> None:
    rng = np.random.default_rng(mode)
    ours, theirs = WebRtcGate(mode), webrtcvad.Vad(mode)
    found = []
    for frame in range(400):
        buzz = np.sin(2 * np.pi * 140 * np.arange(160) / 16_000) > 0.9
        level = 8000 if frame // 50 % 2 else 50
        pcm = (level * (0.2 * rng.standard_normal(160) + buzz)).clip(-32768, 32767).astype(np.int16).tobytes()
        found.append(ours.is_speech(pcm, 16_000))
        assert found[-1] == theirs.is_speech(pcm, 16_000)
    assert 0 < sum(found) < 400


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="mode"):
        WebRtcGate(4)


def test_no_metadata_of_packages_is_read() -> None:
    code = "import sys, edge.frontend.webrtc_gate; print('importlib.metadata' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
