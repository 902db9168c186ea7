"""Who speaks: people's voices with the real encoder, and what is kept of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.bench.sounds import recording, road, with_noise
from edge.audio.frame import ENGINE_RATE
from edge.errors import InputError, WeightsError
from edge.model.speaker import ENROL_SPEECH_S, MOST_DRIVERS, Drivers, Embedding, SpeakerEncoder
from edge.weights.store import WeightStore


@pytest.fixture(scope="module")
def encoder(weights: WeightStore) -> SpeakerEncoder:
    if not weights.has("speaker"):
        pytest.skip("needs `cabin weights fetch speaker`")
    return SpeakerEncoder.load(weights)


def voice(seed: int) -> Embedding:
    vector = np.random.default_rng(seed).normal(size=256).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


@pytest.mark.weights
def test_people_are_told_apart_on_the_road(encoder: SpeakerEncoder, data: Path) -> None:
    drivers = Drivers()
    people = {"Ann": "conf-adminmenu.wav", "Bert": "../asr_en/whisper_jfk/jfk.flac"}
    for name, file in people.items():
        found, seconds = encoder.embed(recording(data / "farend_prompts_asterisk" / file))
        drivers.enrol(name, found, seconds, persona=f"{name}.toml")
    rng = np.random.default_rng(0)
    for file in ("demo-congrats.wav", "demo-abouttotry.wav"):
        clean = recording(data / "farend_prompts_asterisk" / file)
        noisy = with_noise(clean, road(len(clean) / ENGINE_RATE + 0.02, rng), 10.0)
        assert drivers.who(encoder.embed(clean)[0]).name == "Ann"
        assert drivers.who(encoder.embed(noisy)[0]).name in ("Ann", "")
    stranger = drivers.who(encoder.embed(recording(data / "asr_zh/aishell/aishell-BAC009S0724W0121.wav"))[0])
    assert stranger.name == ""
    assert stranger.score < 0.75


@pytest.mark.weights
def test_silence_and_a_word_are_nobody(encoder: SpeakerEncoder) -> None:
    rng = np.random.default_rng(0)
    for audio in (np.zeros(3 * ENGINE_RATE), np.zeros(0), rng.normal(0, 0.1, ENGINE_RATE // 2)):
        found, seconds = encoder.embed(audio.astype(np.float32))
        assert found is None
        assert seconds < 1.0


def test_who_is_near_two_is_nobody() -> None:
    drivers = Drivers()
    first = voice(1)
    near = first + 0.1 * voice(2)
    drivers.enrol("Ann", first, 9.0)
    assert drivers.who(first).name == "Ann"
    drivers.enrol("Bea", np.asarray(near / np.linalg.norm(near), np.float32), 9.0)
    assert drivers.who(first).name == ""
    assert drivers.who(voice(3)).name == drivers.who(None).name == ""


def test_five_are_known_and_each_can_be_known_better() -> None:
    drivers = Drivers()
    for number in range(MOST_DRIVERS):
        drivers.enrol(f"D{number}", voice(number), 5.0)
    with pytest.raises(InputError, match="forget one first"):
        drivers.enrol("one too many", voice(9), 5.0)
    better = drivers.enrol("D1", voice(7), 5.0)
    assert better.seconds == 10.0
    assert np.linalg.norm(better.voice) == pytest.approx(1.0, abs=1e-4)
    assert 0.4 < float(better.voice @ voice(1)) < 1.0


@pytest.mark.parametrize(("name", "seconds"), [("", 9.0), ("x" * 41, 9.0), ("a\nb", 9.0), ("Ann", ENROL_SPEECH_S - 0.1)])
def test_what_cannot_be_enrolled_is_refused(name: str, seconds: float) -> None:
    with pytest.raises(InputError):
        Drivers().enrol(name, voice(0), seconds)
    with pytest.raises(InputError):
        Drivers().enrol("Ann", None, 9.0)


def test_what_is_kept_gives_the_same_drivers() -> None:
    drivers = Drivers()
    drivers.enrol("小王", voice(4), 6.0, persona="/p/x.toml", seat="passenger")
    again = Drivers.from_json(json.loads(json.dumps(drivers.to_json())))
    assert again.known["小王"].seat == "passenger"
    assert again.who(voice(4)).name == "小王"


TABLES = st.recursive(
    st.none() | st.integers() | st.text(max_size=4) | st.floats(),
    lambda inner: st.dictionaries(st.sampled_from(["voice", "a"]), inner) | st.lists(inner, max_size=3),
)


@given(TABLES)
def test_damaged_tables_are_told(body: object) -> None:
    try:
        Drivers.from_json(body)
    except ValueError as error:
        assert str(error)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cabin weights fetch speaker"):
        SpeakerEncoder.load(WeightStore(tmp_path))
