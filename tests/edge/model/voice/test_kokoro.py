"""The Kokoro voice, with its weights."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from edge.audio.frame import VOICE_RATE
from edge.errors import InputError, WeightsError
from edge.model.voice import KokoroVoice, VoiceStyle
from edge.model.voice.network import OneGraph, SplitGraph
from edge.model.voice.phonemes import phonemes
from edge.onnx import open_session
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def voice(weights: WeightStore) -> KokoroVoice:
    return KokoroVoice.load(weights)


def test_a_clause_is_speech_of_a_sensible_length(voice: KokoroVoice) -> None:
    parts = list(voice.speak("About 210 kilometres.", "en", VoiceStyle("af_heart")))
    assert "".join(part.text for part in parts) == "About 210 kilometres."
    assert all(part.samples.dtype == np.float32 for part in parts)
    whole = np.concatenate([part.samples for part in parts])
    assert 0.9 < whole.size / VOICE_RATE < 2.5
    assert 0.05 < np.abs(whole).max() <= 1.0


def test_a_clause_is_heard_before_it_is_finished(voice: KokoroVoice) -> None:
    parts = list(voice.speak("The nearest charging station is here.", "en", VoiceStyle("af_heart")))
    assert parts[0].text == "The nearest charging station is here."
    assert [part.text for part in parts[1:]] == [""] * (len(parts) - 1)
    assert 0.1 < parts[0].samples.size / VOICE_RATE < 0.4
    assert np.abs(parts[0].samples).max() > 0.05


def test_parts_join_without_a_seam(voice: KokoroVoice, weights: WeightStore) -> None:
    """Rendered in parts or in one piece with the same statistics, the sound is the same."""
    network = voice._network
    assert isinstance(network, SplitGraph)
    style = VoiceStyle("zf_xiaoxiao")
    tokens = voice._tokens(phonemes("已经帮你设好了"))
    row = voice._row(style, len(tokens))
    whole, statistics = network.measure([0, *tokens, 0], row, 1.0)
    parts = np.concatenate(list(network.parts([0, *tokens, 0], row, 1.0, statistics, [False] * (len(tokens) + 2))))
    apart = np.square(parts - whole[: parts.size]).sum() / np.square(whole).sum()
    assert 10 * np.log10(apart) < -20
    assert np.array_equal(whole, network.measure([0, *tokens, 0], row, 1.0)[0])


def test_the_split_network_sounds_like_the_one_graph(voice: KokoroVoice, weights: WeightStore) -> None:
    """Band by band, within what the quantisation of either differs from unquantised activations."""
    one = OneGraph(open_session(weights.path("kokoro", "model.onnx")))
    tokens = voice._tokens(phonemes("hello there"))
    row = voice._row(VoiceStyle("af_heart"), len(tokens))
    first, second = (network.whole([0, *tokens, 0], row, 1.0) for network in (one, voice._network))
    assert first.size == second.size
    spectra = [
        np.abs(np.fft.rfft(sound[: sound.size // 512 * 512].reshape(-1, 512) * np.hanning(512))) for sound in (first, second)
    ]
    loud = spectra[0] > spectra[0].max() * 0.03
    ratios = 20 * np.log10((spectra[1][loud] + 1e-6) / spectra[0][loud])
    assert np.median(np.abs(ratios)) < 2.0


@pytest.mark.parametrize(
    ("text", "name"),
    [("嗯。", "zf_xiaoxiao"), ("哦。", "zm_yunjian"), ("好。", "zf_xiaoxiao"), ("嗯，好的。", "zm_yunjian"), ("Hm.", "af_heart")],
)
def test_a_single_word_is_heard(voice: KokoroVoice, text: str, name: str) -> None:
    word = voice.render(text, VoiceStyle(name))
    assert word.size / VOICE_RATE > 0.15
    assert 10 * np.log10(np.square(word).mean()) > -30


def test_the_same_text_gives_the_same_samples(voice: KokoroVoice) -> None:
    style = VoiceStyle("zf_xiaoxiao")
    first, second = (np.concatenate([part.samples for part in voice.speak("好的。", "zh", style)]) for _ in range(2))
    assert np.array_equal(first, second)


def test_clauses_are_rendered_when_they_are_asked_for(voice: KokoroVoice) -> None:
    spoken = voice.speak("Okay, the window is open. " * 500, "en", VoiceStyle())
    assert all(clause.samples.size for clause in itertools.islice(spoken, 1))
    assert list(voice.speak("…", "en", VoiceStyle())) == []


def test_speed_pitch_and_blends_change_the_sound(voice: KokoroVoice) -> None:
    plain = voice.render("hello there", VoiceStyle("af_heart"))
    fast = voice.render("hello there", VoiceStyle("af_heart", speed=1.4))
    high = voice.render("hello there", VoiceStyle("af_heart", pitch_semitones=2))
    blend = voice.render("hello there", VoiceStyle({"af_heart": 1.0, "am_michael": 1.0}))
    assert fast.size < 0.9 * plain.size
    assert high.size == pytest.approx(plain.size, rel=0.1)
    assert blend.size != plain.size or not np.array_equal(blend, plain)


def test_an_unknown_voice_is_named(voice: KokoroVoice) -> None:
    assert "zf_xiaoxiao" in voice.voices
    for name in ("nobody", "../voices/af_heart"):
        with pytest.raises(InputError, match="no such voice"):
            voice.render("hello", VoiceStyle(name))
    with pytest.raises(InputError, match="blend"):
        voice.render("hello", VoiceStyle({"af_heart": 1.0, "am_michael": -1.0}))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cabin weights fetch kokoro"):
        KokoroVoice.load(WeightStore(tmp_path))
