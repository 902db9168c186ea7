"""What is said and played in the echo benchmark: voices that trained nothing, and music of its own."""

from __future__ import annotations

import numpy as np

from device.wake_training.plan import Quantity, positives
from device.wake_training.speakers import Speaker
from device.wake_training.speech import SpeechRenderer, Utterance, default_cache
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import active_dbfs, amplitude

CAR_VOICE = Speaker("kokoro", "af_sky")
"""The voice that the loudspeakers play."""

DRIVERS = (Speaker("kokoro", "bm_fable"), Speaker("flite", "slt"), Speaker("kokoro", "bf_lily"), Speaker("flite", "rms"))

ANSWERS = (
    "In four hundred metres, turn left onto Station Road, then continue straight on for two kilometres.",
    "The weather at your destination is sunny today, with a high of twenty nine degrees and a light breeze.",
    "Your next meeting starts at half past three, and the nearest fast charger is four minutes away.",
    "The battery is at sixty two percent. Would you like me to add a stop on the way?",
    "I can also call ahead and check whether a space is free. Now playing your evening playlist.",
    "There is slow traffic on the bridge, so I would take the ring road, which saves eleven minutes.",
)

REQUESTS = (
    "Hello cabin, cancel the navigation and open my window. I would rather listen to the news about the match.",
    "Hello cabin, turn down the volume and call my office please. Tell them I will be twenty minutes late today.",
)

SHORT_REQUESTS = (
    "Please find a quiet restaurant near the river.",
    "What will the weather be like tomorrow afternoon?",
    "Turn the temperature down to nineteen degrees.",
    "How far is it to the next charging station?",
    "Call my sister and tell her that we are late.",
    "Play the second album by the same singer.",
    "Is there a car park close to the museum?",
    "Remind me to buy bread when I get home.",
    "Which of the two roads is faster this evening?",
    "Switch off the seat heating on the left side.",
)


class Voices:
    """Rendered once and kept in the same cache as `cabin wake train` keeps its speech."""

    def __init__(self) -> None:
        self._renderer = SpeechRenderer(default_store(), default_cache())

    def say(self, text: str, speaker: Speaker) -> Samples:
        """Shape (n,) at 16 kHz."""
        return self._renderer.render(Utterance(text, "en", speaker))

    def wake_phrases(self, count: int) -> list[tuple[Samples, str]]:
        """The default wake phrases by voices that trained neither wake heads nor suppressor, two English to one Chinese."""
        english = positives("hello cabin", "en", "held", Quantity(12, 8, 8), 1)
        chinese = positives("你好小舱", "zh", "held", Quantity(12, 8, 0), 1)
        own = np.random.default_rng(1)
        drawn = [english[i] for i in own.permutation(len(english))], [chinese[i] for i in own.permutation(len(chinese))]
        phrases = []
        for number in range(count):
            said = drawn[1][number // 3] if number % 3 == 2 else drawn[0][number - number // 3]
            phrases.append((self._renderer.render(said), "你好小舱" if number % 3 == 2 else "hello cabin"))
        return phrases

    def answers(self, seconds: float) -> Samples:
        """The car's voice, answer after answer, over and over: shape (seconds * 16000,)."""
        pause = np.zeros(ENGINE_RATE // 3, np.float32)
        spoken = np.concatenate([piece for text in ANSWERS for piece in (self.say(text, CAR_VOICE), pause)])
        return np.asarray(np.resize(spoken, int(seconds * ENGINE_RATE)), np.float32)


def at_level(samples: Samples, dbfs: float) -> Samples:
    """With an active level of `dbfs`, clipped at full scale."""
    gain = amplitude(dbfs - active_dbfs(samples, ENGINE_RATE))
    return np.asarray(np.clip(samples * np.float32(gain), -0.99, 0.99), np.float32)


def music(seconds: float, seed: int) -> Samples:
    """An arpeggio over a bass line with noise for a snare: shape (seconds * 16000,)."""
    rng = np.random.default_rng(seed)
    n = int(seconds * ENGINE_RATE)
    out = np.zeros(n + ENGINE_RATE, np.float32)
    step = ENGINE_RATE // 5
    chords = ((0, 4, 7, 12), (-3, 0, 4, 9), (-7, -3, 0, 5), (-5, -1, 2, 7))
    for number, at in enumerate(range(0, n, step)):
        t = np.arange(2 * step, dtype=np.float32) / ENGINE_RATE
        chord = chords[number // 16 % 4]
        for note, weight in ((chord[number % 4] + 12, 1.0), (chord[(number * 3) % 4], 0.6), (chord[0] - 12, 0.8)):
            hertz = 261.6 * 2 ** (note / 12)
            wave = sum(np.sin(2 * np.pi * hertz * k * t + k) / k**1.3 for k in range(1, 9))
            out[at : at + 2 * step] += (weight * wave * np.exp(-4 * t)).astype(np.float32)
        if number % 4 == 2:
            out[at : at + 2 * step] += (rng.standard_normal(2 * step) * np.exp(-25 * t)).astype(np.float32)
    whole: Samples = out[:n] / np.float32(np.std(out[:n]))
    return whole
