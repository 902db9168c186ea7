"""Recognising a turn before its end: when it is asked for, and when what was recognised still counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.language import Language
from edge.model.ahead import LONGEST_S, AheadOfTurn
from edge.model.engine import Engine
from edge.model.hearing import Hearing, to_wire
from edge.model.recogniser.recogniser import Recogniser, Transcript
from edge.model.recogniser.whisper import WhisperRecogniser
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import whole
from edge.weights.store import WeightStore

PIECE = VOICE_RATE // 25  # 40 ms
HEARD = Transcript("go on", "en", -0.1, 0.0, 1.0)


def speech(seconds: float, level: float = 0.2) -> Samples:
    return np.random.default_rng(0).normal(0, level, round(seconds * VOICE_RATE)).astype(np.float32)


def quiet(seconds: float) -> Samples:
    return speech(seconds, 0.0005)


def feed(ahead: AheadOfTurn, sound: Samples, begun_s: float, pace: float = 1.0) -> list[float]:
    """Push a sound as it would arrive; the seconds at which recognition was asked for."""
    asked = []
    for at in range(0, len(sound), PIECE):
        now_s = begun_s + (at + PIECE) / VOICE_RATE / pace
        if ahead.push(to_wire(sound[at : at + PIECE]), round(now_s * 1e9)):
            ahead.keep(HEARD)
            asked.append(now_s - begun_s)
    return asked


def test_a_pause_asks_once_and_soon() -> None:
    ahead = AheadOfTurn()
    asked = feed(ahead, np.concatenate([quiet(0.3), speech(1.0), quiet(0.8)]), 5.0)
    assert len(asked) == 1
    assert 1.35 <= asked[0] <= 1.5
    assert ahead.take() == HEARD
    assert ahead.take() is None


def test_what_follows_makes_the_hypothesis_worthless_and_asks_again() -> None:
    ahead = AheadOfTurn()
    assert len(feed(ahead, np.concatenate([quiet(0.3), speech(1.0), quiet(0.4), speech(0.5), quiet(0.3)]), 0.0)) == 2
    assert ahead.take() == HEARD
    feed(ahead, np.concatenate([quiet(0.3), speech(1.0), quiet(0.4), speech(0.5)]), 0.0)
    assert ahead.take() is None


@pytest.mark.parametrize(
    "sound",
    [quiet(3.0), speech(3.0), np.concatenate([quiet(1.0), speech(0.06), quiet(1.0)]), np.zeros(VOICE_RATE, np.float32)],
    ids=["silence", "noise without end", "a click", "zeros"],
)
def test_where_nothing_ends_nothing_is_asked(sound: Samples) -> None:
    ahead = AheadOfTurn()
    assert feed(ahead, sound, 0.0) == []
    assert ahead.take() is None


def test_a_recording_and_a_long_turn_are_recognised_at_their_end() -> None:
    turn = np.concatenate([quiet(0.3), speech(1.0), quiet(0.8)])
    assert feed(AheadOfTurn(), turn, 0.0, pace=50.0) == []
    assert feed(AheadOfTurn(), np.concatenate([quiet(0.5), speech(LONGEST_S), quiet(0.8)]), 0.0) == []


def test_pieces_of_any_size_are_taken() -> None:
    ahead = AheadOfTurn()
    pcm = to_wire(np.concatenate([quiet(0.3), speech(1.0), quiet(0.5)]))
    asked = [ahead.push(pcm[at : at + 1001], at * 10**9 // 48_000 + 10**8) for at in range(0, len(pcm), 1001)]
    assert sum(asked) == 1


@dataclass
class Counting:
    """A recogniser that counts what it is asked."""

    inner: Recogniser
    seconds: list[float] = field(default_factory=list)

    def transcribe(
        self, audio: Samples, *, language: Language | None = None, prompt: str = "", previous: Language | None = None
    ) -> Transcript:
        self.seconds.append(audio.size / ENGINE_RATE)
        return self.inner.transcribe(audio, language=language, prompt=prompt, previous=previous)


@pytest.mark.weights
def test_the_transcript_is_there_before_the_turn_ends(weights: WeightStore) -> None:
    said = whole(KokoroVoice.load(weights), "Close the driver's window.", "en", VoiceStyle("am_michael"))
    pause = np.zeros(round(0.3 * VOICE_RATE), np.float32)
    pcm = to_wire(np.concatenate([pause, said, pause]))
    ears = Counting(WhisperRecogniser.load(weights))
    hearing = Hearing(Engine(recogniser=ears))
    hypotheses = [
        found
        for at in range(0, len(pcm), 2 * PIECE)
        if (found := hearing.append(pcm[at : at + 2 * PIECE], at * 10**9 // 48_000 + 10**8)) is not None
    ]
    asked = len(ears.seconds)
    final = hearing.commit(pcm)
    assert asked >= 1
    assert len(ears.seconds) == asked  # the end of the turn cost nothing more
    assert final == hypotheses[-1]
    assert final.text.lower().startswith("close the driver's window")
    # The next turn starts from nothing.
    assert hearing.commit(to_wire(np.zeros(VOICE_RATE, np.float32))) != final
