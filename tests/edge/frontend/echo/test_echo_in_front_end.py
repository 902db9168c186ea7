"""The front end with its trained suppressor: the car's own voice is nobody, a person over it is somebody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import CabinTake, frames, recording

from device.audio.virtual_cabin.scene import CabinScene, CarNoise, Loudspeaker
from device.resources import shipped
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights
SECOND = 16_000


@pytest.fixture(scope="module")
def trained(weights: WeightStore) -> FrontEndModels:
    """The networks with the suppressor."""
    return FrontEndModels.load(weights, [], echo=shipped("echo", "suppressor.onnx"))


def announcement(data: Path) -> Samples:
    """Twelve seconds of a recorded voice for the loudspeakers."""
    spoken = recording(data / "farend_prompts_asterisk" / "vm-options.wav")[: 12 * SECOND]
    return np.asarray(spoken / np.std(spoken) * 0.07, np.float32)


def speaking(models: FrontEndModels, take: CabinTake) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], Samples, Samples]:
    """Per frame, whether somebody is heard; the cleaned audio towards recognisers and for listening."""
    front_end = FrontEnd(FrontEndConfig(), models)
    heard, clean, listening, talking = [], [], [], False
    for number, (mic, far) in enumerate(zip(frames(take.microphone), frames(take.far_end), strict=True)):
        at = number * 160
        out = front_end.process(Frame(mic, ENGINE_RATE, at, at), Frame(far, ENGINE_RATE, at, at))
        for event in out.events:
            if event.event in ("speech_start", "speech_end"):
                talking = event.event == "speech_start"
        heard.append(talking)
        clean.append(out.clean)
        listening.append(front_end.listening.copy())
    return np.array(heard), np.concatenate(clean), np.concatenate(listening)


def test_the_cars_own_voice_is_nobody_however_loud_and_distorted(trained: FrontEndModels, data: Path) -> None:
    speaker = Loudspeaker(delay_ms=120, drift_ppm=50, drive=4, second_order=0.1, echo_db=10)
    scene = CabinScene(loudspeaker=speaker, noise=CarNoise(snr=((0.0, 5.0),)), seconds=12)
    take = CabinTake(scene, announcement(data), [])
    heard, clean, listening = speaking(trained, take)
    assert heard[100:].mean() < 0.03
    late = slice(6 * SECOND, 11 * SECOND)
    assert np.std(listening[late]) < 0.3 * np.std(clean[late])


def test_a_person_over_the_cars_voice_is_heard(trained: FrontEndModels, data: Path) -> None:
    person = recording(data / "asr_en" / "librispeech" / "1272-128104-0000.flac")
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=80), noise=CarNoise(snr=((0.0, 15.0),)), seconds=12)
    take = CabinTake(scene, announcement(data), [(person, 4.0)])
    heard, _, _ = speaking(trained, take)
    assert heard[430:950].mean() > 0.75
    assert heard[100:390].mean() < 0.05


def test_a_missing_suppressor_is_no_error(weights: WeightStore, tmp_path: Path) -> None:
    models = FrontEndModels.load(weights, [], echo=tmp_path / "absent.onnx")
    assert models.echo is None
    out = FrontEnd(FrontEndConfig(), models).process(Frame(np.zeros(160, np.float32), ENGINE_RATE, 0, 0), None)
    assert not out.clean.any()
