"""The engines of the recogniser by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from edge.errors import InputError
from edge.model.recogniser.recogniser import Recogniser
from edge.weights.store import WeightStore


def _whisper(store: WeightStore) -> Recogniser:
    from edge.model.recogniser.whisper import WhisperRecogniser
    from edge.model.understanding.clarity import clarity

    return WhisperRecogniser.load(store, clear=clarity)


def _sense_voice(store: WeightStore) -> Recogniser:
    from edge.model.recogniser.sherpa import SenseVoiceRecogniser

    return SenseVoiceRecogniser(store)


def _zipformer(store: WeightStore) -> Recogniser:
    from edge.model.recogniser.sherpa import ZipformerRecogniser

    return ZipformerRecogniser(store)


ENGINES: Final[Mapping[str, Callable[[WeightStore], Recogniser]]] = {
    "whisper": _whisper,
    "sense-voice": _sense_voice,
    "zipformer": _zipformer,
}


def load_recogniser(store: WeightStore, name: str = "whisper") -> Recogniser:
    """Open an engine. Raises InputError for a name that is none, or a package that is missing, WeightsError for weights."""
    if name not in ENGINES:
        raise InputError("recogniser", f"there is no {name!r}: take one of {', '.join(ENGINES)}")
    return ENGINES[name](store)
