"""Synthetic speakers: which voices train a head, and which are kept apart to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from edge.language import Language

Engine = Literal["kokoro", "espeak", "flite"]
Split = Literal["train", "held"]

HELD_KOKORO: dict[Language, tuple[str, ...]] = {
    "en": ("af_sky", "am_liam", "bf_lily", "bm_fable"),
    "zh": ("zf_xiaoni", "zm_yunyang"),
}
"""Kokoro voices that no training utterance uses, neither alone nor in a blend."""

KOKORO: dict[Language, tuple[str, ...]] = {
    "en": (
        *("af_alloy", "af_aoede", "af_bella", "af_heart", "af_jessica", "af_kore", "af_nicole", "af_nova", "af_river"),
        *("af_sarah", "am_adam", "am_echo", "am_eric", "am_fenrir", "am_michael", "am_onyx", "am_puck", "am_santa"),
        *("bf_alice", "bf_emma", "bf_isabella", "bm_daniel", "bm_george", "bm_lewis"),
    ),
    "zh": ("zf_xiaobei", "zf_xiaoxiao", "zf_xiaoyi", "zm_yunjian", "zm_yunxi", "zm_yunxia"),
}
"""Kokoro voices of the training split by the language they were made for."""

_ESPEAK_ACCENTS: dict[Language, tuple[str, ...]] = {
    "en": ("en-us", "en-gb", "en-gb-x-rp", "en-029", "en-gb-scotland", "en-us-nyc", "en-gb-x-gbclan", "en-gb-x-gbcwmd"),
    "zh": ("cmn",),
}
_ESPEAK_VARIANTS: dict[Split, tuple[str, ...]] = {
    "train": (
        *("", "+m1", "+m2", "+m3", "+m4", "+m5", "+f1", "+f2", "+f3", "+klatt", "+klatt2", "+klatt3", "+Andy", "+Annie"),
        *("+Alicia", "+Diogo", "+Gene", "+Jacky", "+Lee", "+Linda", "+Mario", "+Michael", "+Pablo", "+adam", "+max"),
        *("+john", "+victor", "+edward", "+grandpa", "+anika", "+aunty", "+iven", "+robert", "+zac"),
    ),
    "held": ("+m6", "+m7", "+m8", "+f4", "+f5", "+klatt4", "+Alex", "+Denis", "+belinda", "+paul", "+steph", "+travis"),
}
_FLITE: dict[Split, tuple[str, ...]] = {"train": ("awb", "kal", "kal16"), "held": ("slt", "rms")}

_PACES: dict[Split, tuple[float, ...]] = {
    "train": (0.75, 0.85, 0.95, 1.0, 1.1, 1.25, 1.4, 1.55),
    "held": (0.75, 0.85, 0.95, 1.0, 1.1, 1.25, 1.4),
}
"""Of Kokoro. People who call their car are in more of a hurry than a voice that reads a phrase alone."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One synthetic speaker.

    engine: the synthesiser.
    voice: the engine's own voice name; for Kokoro `timbre` or `timbre+timbre@share|prosody`.
    speed: 1 is the engine's usual pace, more is faster.
    pitch: espeak-ng's pitch, 0 to 99; unused elsewhere.
    """

    engine: Engine
    voice: str
    speed: float = 1.0
    pitch: int = 50


def kokoro_blend(voice: str) -> tuple[list[tuple[str, float]], str]:
    """The parts of a Kokoro voice name: timbres with their shares, and the voice whose prosody is used."""
    timbre, _, prosody = voice.partition("|")
    first, _, rest = timbre.partition("+")
    if not rest:
        return [(first, 1.0)], prosody or first
    second, _, share = rest.partition("@")
    weight = float(share or 0.5)
    return [(first, 1.0 - weight), (second, weight)], prosody or first


def pick_kokoro(language: Language, split: Split, rng: np.random.Generator) -> Speaker:
    """A Kokoro speaker: one voice, a blend of two, or the timbre of one with the prosody of another.

    The prosody is always that of a voice made for the language, or in one of eight cases of the other: an accent.
    """
    speed = round(float(rng.choice(_PACES[split])), 2)
    if split == "held":
        return Speaker("kokoro", str(rng.choice(HELD_KOKORO[language])), speed)
    native = KOKORO[language]
    other: Language = "zh" if language == "en" else "en"
    everyone = (*KOKORO["en"], *KOKORO["zh"])
    prosody = str(rng.choice(KOKORO[other] if rng.random() < 0.125 else native))
    kind = rng.random()
    plain = 0.35 if language == "en" else 0.2
    if kind < plain:
        return Speaker("kokoro", str(rng.choice(native)), speed)
    first = str(rng.choice(everyone if kind < 0.8 else native))
    second = str(rng.choice(everyone))
    if first == second:
        return Speaker("kokoro", f"{first}|{prosody}", speed)
    share = round(float(rng.uniform(0.15, 0.6)), 2)
    return Speaker("kokoro", f"{first}+{second}@{share}|{prosody}", speed)


def pick_espeak(language: Language, split: Split, rng: np.random.Generator) -> Speaker:
    """An espeak-ng speaker: accent, variant, pace and pitch."""
    voice = str(rng.choice(_ESPEAK_ACCENTS[language])) + str(rng.choice(_ESPEAK_VARIANTS[split]))
    return Speaker("espeak", voice, round(float(rng.uniform(0.65, 1.3)), 2), int(rng.integers(15, 86)))


def pick_flite(split: Split, rng: np.random.Generator) -> Speaker:
    """A flite speaker; flite speaks English only."""
    return Speaker("flite", str(rng.choice(_FLITE[split])), round(float(rng.uniform(0.8, 1.25)), 2))
