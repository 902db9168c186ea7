"""The driver's voice: our own synthesiser says the questions, as the cases want them said."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np

from device.espeak import EspeakPronouncer
from device.score.cases import Case
from device.weights_fetch import default_store
from edge.audio.frame import Samples
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.style import VoiceStyle

_DRIVERS = {"en": "bm_george", "zh": "zm_yunxi"}
"""Voices that no shipped persona speaks with, where the voice is there."""


class SynthesisedDriver:
    """Says the driver's turns at 24 kHz. Raises WeightsError where the voice's weights are missing."""

    def __init__(self) -> None:
        self._voice = KokoroVoice.load(default_store(), pronounce=EspeakPronouncer())
        self._lock = threading.Lock()
        self._said: dict[tuple[str, str], Samples] = {}

    def __call__(self, case: Case, text: str) -> Samples:
        wanted = case.voice
        base = VoiceStyle.default(case.language)
        if _DRIVERS[case.language] in self._voice.voices:
            base = replace(base, voice=_DRIVERS[case.language])
        if wanted is not None:
            name = wanted.voice if wanted.voice in self._voice.voices else base.voice
            base = VoiceStyle(name or base.voice, wanted.speed, wanted.gain_db, wanted.pitch_semitones, wanted.pause)
        key = (repr(base), text)
        with self._lock:
            if key not in self._said:
                parts = [clause.samples for clause in self._voice.speak(text, case.language, base)]
                self._said[key] = np.concatenate(parts) if parts else np.zeros(0, np.float32)
            return self._said[key]
