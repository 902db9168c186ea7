"""Ears and voice meet ever other shapes. Nothing of a shape is kept: the heap of a long drive is that of a short one."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from edge.weights.store import WeightStore

_IN_USE = """
import ctypes, sys
from pathlib import Path

import numpy as np

from edge.weights.store import WeightStore

names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
info = type("Info", (ctypes.Structure,), {"_fields_": [(name, ctypes.c_size_t) for name in names.split()]})
ask = ctypes.CDLL(None).mallinfo2
ask.restype = info
store = WeightStore(Path(sys.argv[1]))
"""

_VOICE = """
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.style import VoiceStyle

voice, style = KokoroVoice.load(store), VoiceStyle.default("en")

def work(length):
    voice.synthesise("a" * length, style)
"""

_EARS = """
from edge.model.recogniser.whisper import WhisperRecogniser

ears, noise = WhisperRecogniser.load(store), np.random.default_rng(1).normal(0, 0.1, 80_000).astype(np.float32)

def work(length):
    ears.transcribe(noise[: 1600 * length], language="en")  # told, so that what drivers say is read before it is looked
"""

_GROWTH = """
for length in (40, *range(12, 40, 3)):  # the longest texts and beams have been met by then
    work(length)
before = ask().uordblks
for length in range(14, 37, 3):
    work(length)
print(ask().uordblks - before)
"""


@pytest.mark.weights
@pytest.mark.parametrize("part", [_VOICE, _EARS], ids=["voice", "ears"])
def test_eight_other_lengths_leave_nothing_behind(weights: WeightStore, part: str) -> None:
    if not hasattr(ctypes.CDLL(None), "mallinfo2"):
        pytest.skip("glibc 2.33 tells how much of the heap is in use")
    code = [sys.executable, "-c", _IN_USE + part + _GROWTH, str(weights.root)]
    grown = int(subprocess.run(code, check=True, capture_output=True, text=True, timeout=600).stdout)
    assert grown < 40_000  # with a plan for each length 820,000 and 74,000
