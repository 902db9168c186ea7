"""What the recogniser makes of people's recordings, clean and in road noise, as they are and through the front end."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from device.bench.framework import Row
from device.bench.model.errors import distance, units
from device.bench.sounds import recording, road, with_noise
from edge.audio.frame import ENGINE_RATE, Samples
from edge.language import Language
from edge.model.recogniser.recogniser import Recogniser

_LONGEST_S = 30.0
_DIGITS = dict(zip("0123456789", ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], strict=True))


@dataclass(frozen=True, slots=True)
class Read:
    """A recording at ENGINE_RATE, and what is said in it."""

    language: Language
    said: str
    samples: Samples


def labelled(folder: Path) -> list[Read]:
    """The recordings of a folder that LABELS.csv has the words of; the longest are left out. Empty when it has no labels."""
    labels = folder / "LABELS.csv"
    if not labels.is_file():
        return []
    found = []
    with labels.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            path = folder / row["file"]
            language: Language = "zh" if row["lang"] == "zh" else "en"
            if path.is_file() and len(samples := recording(path)) < _LONGEST_S * ENGINE_RATE:
                found.append(Read(language, row["transcript"], samples))
    return found


def read_errors(
    ears: Recogniser, folder: Path, snrs: tuple[float | None, ...], seed: int, *, front_end: bool = True
) -> Iterator[Row]:
    """Rows by language, noise and what the audio went through. The language is not told: it has to be found."""
    reads = labelled(folder)
    for cleaned in (False, True) if front_end else (False,):
        for snr in snrs:
            for language in ("en", "zh"):
                chosen = [read for read in reads if read.language == language]
                if not chosen or (cleaned and snr is None):
                    continue
                yield _row(ears, chosen, language, snr, cleaned=cleaned, seed=seed)


def _row(ears: Recogniser, reads: list[Read], language: str, snr: float | None, *, cleaned: bool, seed: int) -> Row:
    wrong = count = strange = 0
    cpu_s = seconds = 0.0
    for number, read in enumerate(reads):
        samples = read.samples
        if snr is not None:
            noise = road(len(samples) / ENGINE_RATE + 0.01, np.random.default_rng(seed + number))
            samples = with_noise(samples, noise[: len(samples)], snr)
        if cleaned:
            samples = through_front_end(samples)
        begun = time.process_time()
        heard = ears.transcribe(samples)
        cpu_s += time.process_time() - begun
        seconds += len(samples) / ENGINE_RATE
        said = units(spelled(read.said), read.language)
        wrong += distance(said, units(spelled(heard.text), read.language))
        count += len(said)
        strange += heard.language != read.language
    return {
        "people": language, "snr_db": "clean" if snr is None else f"{snr:g}", "front_end": cleaned,
        "error_percent": round(100 * wrong / max(1, count), 1), "wrong_language": strange, "recordings": len(reads),
        "rtf": round(cpu_s / max(seconds, 1e-9), 3),
    }  # fmt: skip


def spelled(text: str) -> str:
    """English digits as words, titles in full: the labels are words."""
    text = text.lower().replace("mr.", "mister").replace("-", " ").replace("’", "'")
    return re.sub(r"\d", lambda found: f" {_DIGITS[found[0]]} ", text)


def through_front_end(samples: Samples) -> Samples:
    """What the front end makes of a recording: high pass, and the echo canceller, which has nothing to cancel."""
    from device.weights_fetch import default_store
    from edge.frontend.frontend import FrontEnd, FrontEndConfig
    from edge.frontend.models import FrontEndModels
    from edge.frontend.offline import OfflineRun

    front_end = FrontEnd(FrontEndConfig(), FrontEndModels.load(default_store(), ()))
    pieces = [clean for clean, _ in OfflineRun(front_end).run([samples])]
    return np.concatenate([np.zeros(0, np.float32), *pieces])
