"""What the driver of the demo says, spoken by the product's own voice and kept for the next run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from device.espeak import EspeakPronouncer
from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.wav import read_audio, write_wav
from edge.language import Language
from edge.model.voice import KokoroVoice, VoiceStyle
from edge.weights.store import WeightStore


@dataclass(frozen=True, slots=True)
class Speech:
    """One thing to say. voice: a Kokoro voice that no persona uses, so that the car never answers in the driver's voice."""

    text: str
    language: Language
    voice: str
    speed: float = 1.0


def render(speeches: Sequence[Speech], store: WeightStore, cache: Path) -> list[Samples]:
    """Each speech at 24 kHz; rendered once and then read from the cache directory."""
    voice: KokoroVoice | None = None
    rendered = []
    for speech in speeches:
        key = hashlib.sha256(repr(speech).encode()).hexdigest()[:16]
        file = cache / f"{key}.wav"
        if not file.is_file():
            voice = voice or KokoroVoice.load(store, pronounce=EspeakPronouncer())
            style = VoiceStyle(voice=speech.voice, speed=speech.speed)
            clauses = [clause.samples for clause in voice.speak(speech.text, speech.language, style)]
            cache.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}.wav")
            write_wav(fresh, np.concatenate(clauses), VOICE_RATE)
            fresh.replace(file)
        samples, _ = read_audio(file)
        rendered.append(samples[:, 0])
    return rendered
