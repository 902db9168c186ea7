"""A patient to examine, and the sound server of the audio tests."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from device.doctor.finding import Patient
from device.settings import Settings
from edge.weights.store import WeightStore

_AUDIO_TESTS = Path(__file__).parents[1] / "audio"
sys.path.append(str(_AUDIO_TESTS))
_spec = importlib.util.spec_from_file_location("doctor_sound_server", _AUDIO_TESTS / "conftest.py")
assert _spec is not None
assert _spec.loader is not None
_audio = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _audio
_spec.loader.exec_module(_audio)
sound_server = _audio.sound_server
sound = _audio.sound

MakePatient = Callable[..., Patient]


@pytest.fixture
def patient(tmp_path: Path) -> MakePatient:
    """Makes a patient below an empty root; settings are given as keyword arguments of Settings."""

    def make(store: WeightStore | None = None, chirp: bool = True, **settings: object) -> Patient:
        for name in ("run", "state", "root"):
            (tmp_path / name).mkdir(exist_ok=True)
        chosen = Settings.model_validate(settings)
        weights = store or WeightStore(tmp_path / "weights")
        return Patient(chosen, None, weights, tmp_path / "run", tmp_path / "state", tmp_path / "root", chirp)

    return make
