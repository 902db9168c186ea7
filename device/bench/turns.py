"""Turns for the benchmark of end of turn: sentences as drivers say them, by a synthesiser, fluent and with a pause for thought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from device.bench.sounds import recording, speech_mask
from edge.audio.frame import Samples
from edge.language import Language

LEAD_S: Final = 0.8
"""Quiet before each turn."""
TAIL_S: Final = 2.5
"""Quiet after it."""
_LEAST_GAP_S: Final = 0.08
_HISS: Final = 5e-4


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One turn at 16 kHz with quiet around it.

    source: what it is made of. held: kept apart when the thresholds were chosen. end_s: where the last word ends.
    pause_s: length of the pause for thought; 0 in a fluent turn.
    """

    source: str
    language: Language
    held: bool
    samples: Samples
    end_s: float
    pause_s: float


def synthetic_turns(*, quick: bool, seed: int) -> Iterator[Turn]:
    """Each sentence of turns.txt by two Kokoro voices, fluent and, where the voice makes a pause in it, with that pause longer.

    Odd lines, said by voices that no training knows, are held out. Raises WeightsError when Kokoro is not fetched.
    """
    from device.wake_training.speakers import HELD_KOKORO, KOKORO, Speaker
    from device.wake_training.speech import SpeechRenderer, Utterance, default_cache
    from device.weights_fetch import default_store

    renderer = SpeechRenderer(default_store(), default_cache())
    rng = np.random.default_rng(seed)
    for number, (language, text) in enumerate(_sentences()):
        held = number % 2 == 1
        if quick and (not held or number % 4 == 1):
            continue
        voices = (HELD_KOKORO if held else KOKORO)[language]
        for k in range(2):
            voice = voices[(number // 2 * 2 + k * 6) % len(voices)]
            speed = (1.0, 1.1, 0.9, 1.2)[(number + k) % 4]
            speech = renderer.render(Utterance(_written(text, language, k), language, Speaker("kokoro", voice, speed)))
            gap = _gap(speech, text.index("|") / len(text))
            yield _turn("synthetic", language, held, [speech], 0.0, rng)
            if gap is not None:
                pause_s = (0.5, 0.8, 1.2)[(number + k) % 3]
                yield _turn("synthetic", language, held, [speech[: gap[0]], speech[gap[1] :]], pause_s, rng)


def recorded_turns(folder: Path, seed: int) -> Iterator[Turn]:
    """Sentences that people said: Arctic, LibriSpeech, AISHELL and others, and coffee orders made up while speaking."""
    rng = np.random.default_rng(seed)
    for kind in ("asr_en", "asr_zh"):
        language: Language = "en" if kind == "asr_en" else "zh"
        for path in sorted((folder / kind).glob("*/*")):
            if path.suffix not in (".wav", ".flac") or path.parent.name in ("speech_commands", "whisper_jfk"):
                continue
            samples = recording(path)
            at = np.flatnonzero(speech_mask(samples))
            begin, end = max(0, int(at[0]) * 160 - 800), (int(at[-1]) + 1) * 160
            yield _turn(path.parent.name, language, True, [samples[begin:end]], 0.0, rng)


def _sentences() -> Iterator[tuple[Language, str]]:
    text = files("device.bench").joinpath("turns.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            language, _, words = line.partition("\t")
            yield ("en" if language == "en" else "zh"), words.strip()


def _written(text: str, language: Language, variant: int) -> str:
    """The sentence with a comma or an ellipsis where the driver stops to think, unless it has a comma there."""
    before, _, after = (part.strip() for part in text.partition("|"))
    if language == "zh":
        before = before.rstrip("，")
        return before + ("，", "……")[variant] + after
    return f"{before.rstrip(',')}{(',', '…')[variant]} {after}"


def _gap(speech: Samples, place: float) -> tuple[int, int] | None:
    """The longest silence near that place in the sentence, None when the voice went on without one."""
    level = np.sqrt(np.convolve(np.square(speech), np.ones(160) / 160, "same")[::80] + 1e-12)
    first, last = int(max(0.1, place - 0.25) * len(level)), int(min(0.95, place + 0.25) * len(level))
    quiet = np.concatenate([[False], level[first:last] < 0.012, [False]])
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    runs = [(int(a) + first, int(b) + first) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    longest = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    if (longest[1] - longest[0]) * 80 < _LEAST_GAP_S * 16_000:
        return None
    return longest[0] * 80, longest[1] * 80


def _turn(source: str, language: Language, held: bool, parts: list[Samples], pause_s: float, rng: np.random.Generator) -> Turn:
    quiet = np.zeros(int(LEAD_S * 16_000), np.float32)
    pieces: list[Samples] = [quiet, parts[0]]
    for part in parts[1:]:
        pieces += [np.zeros(int(pause_s * 16_000), np.float32), part]
    spoken = np.concatenate(pieces)
    end = (int(np.flatnonzero(speech_mask(spoken))[-1]) + 1) / 100
    whole = np.concatenate([spoken, np.zeros(int(TAIL_S * 16_000), np.float32)])
    return Turn(source, language, held, (whole + _HISS * rng.standard_normal(len(whole))).astype(np.float32), end, pause_s)
