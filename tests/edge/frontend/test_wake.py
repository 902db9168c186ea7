"""The wake detector: streaming, catching up, smoothing, refractory time, and the far end's veto."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import babble, frames, recording
from heads import template_head, write_head

from edge.audio.frame import Samples
from edge.errors import InputError, WeightsError
from edge.frontend.models import FrontEndModels
from edge.frontend.wake import WakeDetector, WakeHead
from edge.frontend.wake_embedding import HOP, MEL_PER_STEP, MEL_WINDOW, STEP, WARM_UP_STEPS, faint_noise, head_windows
from edge.frontend.wake_mel import CONTEXT, mel_frames_of
from edge.frontend.wake_stream import EmbeddingStream
from edge.frontend.wake_veto import FarEndVeto
from edge.onnx import open_session
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def word(data: Path) -> Samples:
    """A person's "alexa", cut to the word and 80 ms after it."""
    samples = recording(data / "wakeword" / "picovoice_benchmark" / "alexa" / "145.flac")
    loud = np.nonzero(np.abs(samples) > 0.05 * np.abs(samples).max())[0]
    return samples[max(0, loud[0] - 800) : loud[-1] + 1280]


@pytest.fixture(scope="module")
def head(models: FrontEndModels, word: Samples, tmp_path_factory: pytest.TempPathFactory) -> WakeHead:
    """A head that knows this one recording."""
    path = tmp_path_factory.mktemp("heads") / "alexa.onnx"
    return WakeHead.load(template_head(path, models.embedding, word, "alexa"))


def faint(seconds: float, seed: int = 5) -> Samples:
    """Next to silence."""
    return (np.random.default_rng(seed).standard_normal(int(seconds * 16_000)) * 1e-3).astype(np.float32)


def listen(detector: WakeDetector, samples: Samples, wanted: bool = True) -> list[tuple[str, float]]:
    """Words and when they were told, in seconds."""
    told = []
    for at, frame in enumerate(frames(samples)):
        told += [(hit.word, (at + 1) / 100) for hit in detector.process(frame, wanted)]
    return told


def test_streaming_gives_the_batch_s_numbers(models: FrontEndModels) -> None:
    samples = babble(5, 1)
    stream = EmbeddingStream(models.embedding)
    parts = [stream.advance() for frame in frames(samples) if stream.write(frame)]
    ends = [step + k for part, step in parts for k in range(len(part))]
    # Two windows of the faint noise before the stream come first, then every step has its own.
    assert ends == list(range(-1, 2 * (5 * 16_000 // HOP) + 1))
    hissing = samples + np.resize(faint_noise(25 * HOP), len(samples))
    batch = head_windows(models.embedding.embed(hissing))
    made = np.concatenate([part for part, _ in parts])
    assert np.allclose(made[-len(batch) + 1 :], batch[1:], atol=1e-3)


def test_mel_frames_of_a_recording_are_those_of_the_network(models: FrontEndModels) -> None:
    samples = babble(4, 1)
    # Loud and quiet hops, of which the quiet ones reach below the range of 80 dB.
    samples[20_000:40_000] *= np.float32(1e-4)
    samples[50_000:52_000] = 0
    hops = len(samples) // HOP
    padded = np.concatenate([np.zeros(CONTEXT, np.float32), samples])
    wanted = np.concatenate([models.embedding.mel_frames(padded[k * HOP : (k + 1) * HOP + CONTEXT]) for k in range(hops)])
    assert np.abs(mel_frames_of(samples) - wanted).max() < 2e-4


def test_embedding_shapes(models: FrontEndModels) -> None:
    for hops in (0, 9, 10, 13, 40):
        wanted = max(0, 2 * hops - WARM_UP_STEPS + 1)
        assert models.embedding.embed(babble(4, 1)[: hops * HOP + 7]).shape == (wanted, 96)


def test_the_sliding_network_is_the_published_one(models: FrontEndModels, weights: WeightStore) -> None:
    published = open_session(weights.path("wake-embedding", "embedding_model.onnx"))
    mel = np.random.default_rng(2).standard_normal((120, 32)).astype(np.float32)
    slid = models.embedding.embed_mel(mel)
    windows = np.stack([mel[at : at + MEL_WINDOW] for at in range(0, 120 - MEL_WINDOW + 1, MEL_PER_STEP)])
    assert np.allclose(slid, published.run(None, {"input_1": windows[..., None]})[0].reshape(-1, 96), atol=1e-4)


@pytest.mark.parametrize("pause", [1, 5, 16, 17, 18, 24, 25, 26, 60])
def test_after_a_pause_the_stream_goes_on_as_if_there_had_been_none(models: FrontEndModels, pause: int) -> None:
    samples = babble(9, 4)
    always, paused = EmbeddingStream(models.embedding), EmbeddingStream(models.embedding)
    hop = 0
    for frame in frames(samples):
        due = always.write(frame)
        assert paused.write(frame) is due
        if not due:
            continue
        hop += 1
        windows, step = always.advance()
        if 40 <= hop < 40 + pause:
            continue
        late, late_step = paused.advance()
        assert late_step + len(late) == step + len(windows) == 2 * hop + 1
        assert np.allclose(late[-2:], windows[-2:], atol=1e-3)


def test_hears_the_word_once_and_again_later(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    samples = np.concatenate([faint(3), word, faint(3), word, faint(2)])
    told = listen(WakeDetector(models.embedding, [head]), samples)
    ends = [3 + len(word) / 16_000, 6 + 2 * len(word) / 16_000]
    assert [name for name, _ in told] == ["alexa", "alexa"]
    assert all(abs(t - end) < 0.3 for (_, t), end in zip(told, ends, strict=True))


def test_hears_a_word_at_the_very_start(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    assert len(listen(WakeDetector(models.embedding, [head]), np.concatenate([word, faint(1)]))) == 1


def test_the_refractory_time_holds_back_a_second_hit(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    twice = np.concatenate([faint(2), word, word, faint(1)])
    assert len(listen(WakeDetector(models.embedding, [head], refractory_s=5), twice)) == 1


def test_thresholds_follow_the_speed(models: FrontEndModels, head: WakeHead) -> None:
    detector = WakeDetector(models.embedding, [head], bands=((60.0, 0.3), (100.0, 0.6)))
    found = []
    for speed in (None, 30.0, 60.0, 130.0, 20.0):
        detector.expect(speed)
        found.append(detector.thresholds["alexa"])
    assert found[0] == found[1] == found[4] == head.threshold
    assert found[1] > found[2] > found[3] > 0
    odds = [one / (1 - one) for one in found]
    assert np.log(odds[1] / odds[2]) == pytest.approx(0.3)
    assert np.log(odds[1] / odds[3]) == pytest.approx(0.6)


def test_a_lower_threshold_hears_what_a_high_one_misses(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    noise = np.random.default_rng(3).standard_normal(48_000 + len(word)).astype(np.float32) * np.float32(0.02)
    noise[32_000 : 32_000 + len(word)] += word
    probe = WakeDetector(models.embedding, [head], threshold=0.999)
    best = 0.0
    for frame in frames(noise):
        assert probe.process(frame, True) == []
        best = max(best, probe.scores["alexa"])
    middle = WakeDetector(models.embedding, [head], threshold=min(0.98, best / (best + (1 - best) * np.exp(-0.3))))
    assert listen(middle, noise) == []
    middle.reset()
    heard = [hit.word for frame in frames(noise) for hit in middle.process(frame, True, playing=True)]
    assert heard == ["alexa"]
    middle.reset()
    middle.expect(120.0)
    assert [name for name, _ in listen(middle, noise)] == ["alexa"]


def test_the_second_look_is_half_a_step_earlier(models: FrontEndModels) -> None:
    samples = babble(5, 1)
    stream, late = EmbeddingStream(models.embedding), EmbeddingStream(models.embedding)
    shifted = np.concatenate([faint(STEP / 2 / 16_000), samples])
    given = [stream.advance() for frame in frames(samples) if stream.write(frame)]
    windows, step = given[-1]
    between = stream.between(step + len(windows) - 1)
    assert between is not None
    others = [late.advance()[0] for frame in frames(shifted) if late.write(frame)]
    assert between.shape == (2, 16, 96)
    # The same audio half a step later in its stream: nearly the same numbers, since the mel network sees other pieces of it.
    later = np.concatenate(others[-3:])
    alike = [[float(np.corrcoef(one.ravel(), window.ravel())[0, 1]) for window in later] for one in between]
    assert min(map(max, alike)) > 0.9
    # The second is that of the step itself, the first that of the step before.
    assert int(np.argmax(alike[1])) == int(np.argmax(alike[0])) + 1


def test_what_the_second_look_does_not_find_is_no_hit(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    class Deaf(EmbeddingStream):
        def between(self, ended: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]] | None:
            found = super().between(ended)
            return None if found is None else 0 * found

    samples = np.concatenate([faint(3), word, faint(1)])
    detector = WakeDetector(models.embedding, [head])
    detector._stream = Deaf(models.embedding)
    assert listen(detector, samples) == []
    assert listen(WakeDetector(models.embedding, [head]), samples) != []


def test_starting_to_look_in_time_finds_the_same(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    samples = np.concatenate([faint(8), word, faint(1)])
    always, lazy = WakeDetector(models.embedding, [head]), WakeDetector(models.embedding, [head])
    begin = 8 * 100 + 10
    told_always, told_lazy, best = [], [], [0.0, 0.0]
    for at, frame in enumerate(frames(samples)):
        told_always += always.process(frame, True)
        told_lazy += lazy.process(frame, at >= begin)
        best = [max(best[0], always.scores["alexa"]), max(best[1], lazy.scores["alexa"])]
    assert len(told_always) == len(told_lazy) == 1
    assert told_always[0].at == told_lazy[0].at
    assert abs(best[0] - best[1]) < 1e-3


def test_not_looking_costs_nothing_and_hears_nothing(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    detector = WakeDetector(models.embedding, [head])
    assert listen(detector, np.concatenate([faint(2), word, faint(1)]), wanted=False) == []
    assert detector.scores == {"alexa": 0.0}


def test_silence_noise_and_other_talk_do_not_wake(models: FrontEndModels, head: WakeHead, data: Path) -> None:
    for sound in (np.zeros(80_000, np.float32), faint(5), babble(5, 3)):
        assert listen(WakeDetector(models.embedding, [head]), sound) == []
    speech = recording(data / "vad" / "silero" / "test.wav")[: 20 * 16_000]
    assert listen(WakeDetector(models.embedding, [head]), speech) == []


def test_the_far_end_vetoes_its_own_words_only(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    for sound, said in ((word, True), (babble(1, 2), False)):
        veto = FarEndVeto(models.embedding)
        for frame in frames(np.concatenate([faint(3), sound, faint(0.5)])):
            veto.write(frame)
        assert veto.said(head) is said


def test_the_far_end_vetoes_from_its_first_word_on(models: FrontEndModels, head: WakeHead, word: Samples) -> None:
    for sound, said in ((word, True), (babble(0.7, 2), False), (np.zeros(0, np.float32), False)):
        veto = FarEndVeto(models.embedding)
        for frame in frames(sound):
            veto.write(frame)
        assert veto.said(head) is said


def test_heads_that_are_none(tmp_path: Path, data: Path) -> None:
    wrong_shape = write_head(tmp_path / "flat.onnx", np.zeros((1536, 1), np.float32), {"threshold": "2"})
    with pytest.raises(InputError, match="threshold '2'"):
        WakeHead.load(wrong_shape)
    text = tmp_path / "text.onnx"
    text.write_text("no graph")
    with pytest.raises(WeightsError, match="not an ONNX model"):
        WakeHead.load(text)


def test_the_silero_network_is_no_wake_head(models: FrontEndModels, weights: WeightStore) -> None:
    with pytest.raises(InputError, match="not a wake head"):
        WakeHead.load(weights.path("silero-vad", "silero_vad.onnx"))
