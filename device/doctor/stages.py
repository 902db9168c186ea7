"""What each stage of the front end costs on this processor."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from device.doctor.finding import Finding, Grade, Patient
from device.ears import wake_head
from device.resources import shipped
from edge.audio.frame import ENGINE_RATE, FRAME_MS, Frame, Samples
from edge.errors import CabinError
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.highpass import HighPass
from edge.frontend.models import FrontEndModels
from edge.frontend.vad import VadConfig, VoiceActivityDetector
from edge.frontend.wake import WakeDetector

FRAMES = 200
"""Two seconds of audio a stage."""
_BLOCK = ENGINE_RATE * FRAME_MS // 1000
_TIGHT, _TOO_MUCH = 0.5, 0.9
"""Shares of one core with everything at work: the dialogue, the decoder and the kernel need the rest."""

Stage = Callable[[Samples, Samples], object]


def check_stages(patient: Patient) -> list[Finding]:
    """Processor time of each stage over two seconds of noise, playback on, every network computing."""
    try:
        heads = [wake_head(name) for name in patient.settings.wake.heads]
        models = FrontEndModels.load(patient.store, heads, echo=shipped("echo", "suppressor.onnx"))
    except CabinError as error:
        return [Finding("front end", Grade.WRONG, str(error), "cabin weights fetch")]
    canceller, highpass = EchoCanceller(models.echo, near_end=models.near_end), HighPass()
    whole = FrontEnd(FrontEndConfig(), models)
    voice = VoiceActivityDetector(models.silero, VadConfig(gate=False))
    stages: dict[str, Stage] = {
        "high_pass": lambda mic, _: highpass.process(mic),
        "echo": canceller.process,
        "voice": lambda mic, _: voice.process(mic),
    }
    if models.heads:
        wake = WakeDetector(models.embedding, models.heads)
        stages["wake"] = lambda mic, _: wake.process(mic, wanted=True)
    shares = {name: _share(stage) for name, stage in stages.items()}
    shares["whole"] = _share(_Whole(whole))
    return [judge(shares)]


def judge(shares: dict[str, float]) -> Finding:
    """shares: of one core, a stage; `whole` is the front end as the daemon runs it."""
    busy = max(shares["whole"], sum(share for name, share in shares.items() if name != "whole"))
    parts = ", ".join(f"{name} {share:.1%}" for name, share in shares.items() if name != "whole")
    text = f"{busy:.1%} of a core at most ({parts})"
    figures = {f"{name}_share": round(share, 4) for name, share in shares.items()}
    if busy > _TOO_MUCH:
        mend = "cpupower frequency-set -g performance; fewer wake.heads; a faster board"
        return Finding("front end", Grade.WRONG, f"{text}: too slow for real time", mend, figures)
    if busy > _TIGHT:
        return Finding("front end", Grade.WARNING, text, "cpupower frequency-set -g performance; fewer wake.heads", figures)
    return Finding("front end", Grade.FINE, text, figures=figures)


class _Whole:
    """The front end as a stage."""

    def __init__(self, front_end: FrontEnd) -> None:
        self._front_end = front_end
        self._index = 0

    def __call__(self, microphone: Samples, far_end: Samples) -> None:
        at_ns = self._index * 1_000_000_000 // ENGINE_RATE
        mic = Frame(microphone, ENGINE_RATE, self._index, at_ns)
        self._front_end.process(mic, Frame(far_end, ENGINE_RATE, self._index, at_ns))
        self._index += _BLOCK


def _share(stage: Stage) -> float:
    """Processor time of this thread by audio time; what else runs on the machine does not count."""
    dice = np.random.default_rng(0)
    far_end = 0.1 * dice.standard_normal((FRAMES, _BLOCK)).astype(np.float32)
    microphone = 0.5 * far_end + 0.01 * dice.standard_normal((FRAMES, _BLOCK)).astype(np.float32)
    for mic, far in zip(microphone[:20], far_end[:20], strict=True):
        stage(mic, far)
    begun = time.thread_time_ns()
    for mic, far in zip(microphone[20:], far_end[20:], strict=True):
        stage(mic, far)
    return (time.thread_time_ns() - begun) / 1e6 / (FRAME_MS * (FRAMES - 20))
