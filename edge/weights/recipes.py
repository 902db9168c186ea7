"""The conversions that a catalogue entry can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from edge.errors import WeightsError


@dataclass(frozen=True, slots=True)
class Recipe:
    """A conversion. The same input gives the same bytes on every machine, so its outputs have hashes in the catalogue.

    source: the file that is converted.
    outputs: the files that come out.
    convert: from the path of the source to the outputs' bytes by name.
    """

    source: str
    outputs: tuple[str, ...]
    convert: Callable[[Path], Mapping[str, bytes]]


def _whisper_int8(source: Path) -> Mapping[str, bytes]:
    try:
        from edge.weights.whisper_onnx import convert_whisper
    except ModuleNotFoundError as error:
        raise _needs_package(source, error) from error
    return convert_whisper(source)


def _kokoro_split(source: Path) -> Mapping[str, bytes]:
    try:
        from edge.weights.kokoro_onnx import convert_kokoro
    except ModuleNotFoundError as error:
        raise _needs_package(source, error) from error
    return convert_kokoro(source)


def _speaker(source: Path) -> Mapping[str, bytes]:
    try:
        from edge.weights.speaker_onnx import convert_speaker
    except ModuleNotFoundError as error:
        raise _needs_package(source, error) from error
    return convert_speaker(source)


def _speech_embedding(source: Path) -> Mapping[str, bytes]:
    try:
        from edge.weights.speech_embedding_onnx import convert_speech_embedding
    except ModuleNotFoundError as error:
        raise _needs_package(source, error) from error
    return convert_speech_embedding(source)


def _needs_package(source: Path, error: ModuleNotFoundError) -> WeightsError:
    return WeightsError(source.name, f"converting needs the package {error.name}: pip install 'cabin-voice[build]'")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "whisper-int8": Recipe("model.bin", ("encoder-q8.onnx", "decoder-q8.onnx"), _whisper_int8),
        "kokoro-split": Recipe("model.onnx", ("front.onnx", "generator.onnx"), _kokoro_split),
        "speaker": Recipe("pretrained.pt", ("speaker.onnx",), _speaker),
        "speech-embedding": Recipe("embedding_model.onnx", ("embedding_dense.onnx",), _speech_embedding),
    }
)
