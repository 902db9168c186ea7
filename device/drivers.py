"""The file of the drivers who are known: vectors and names, no audio; readable by this user alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np

from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import mono, read_audio
from edge.errors import InputError
from edge.model.speaker import Drivers, SpeakerEncoder

NAME = "drivers.json"


def read_drivers(file: Path) -> Drivers:
    """The drivers in a file; nobody when there is none. Raises InputError when it is damaged."""
    try:
        return Drivers.from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Drivers()
    except OSError as error:
        raise InputError(file, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(file, f"is damaged ({error}): delete it to begin anew") from error


def write_drivers(file: Path, drivers: Drivers) -> None:
    """Replace the file at once. Raises InputError when that fails."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(drivers.to_json(), out, ensure_ascii=False)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(file, f"cannot be written ({error.strerror})") from error


def speech_of(files: list[Path]) -> Samples:
    """Recordings, one after the other, mono at ENGINE_RATE. Raises InputError."""
    parts = []
    for file in files:
        samples, rate = read_audio(file)
        parts.append(resample(mono(samples), rate, ENGINE_RATE))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def open_encoder() -> SpeakerEncoder:
    """The encoder from this user's weights. Raises WeightsError."""
    return SpeakerEncoder.load(default_store())
