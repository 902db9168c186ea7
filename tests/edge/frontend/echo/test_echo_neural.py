"""The trained suppressor, as it ships."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import CabinTake, babble, db, echo_of, frames, room

from device.audio.virtual_cabin.scene import CabinScene, CarNoise, Loudspeaker
from device.resources import shipped
from edge.audio.frame import Samples
from edge.errors import WeightsError
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.neural import NeuralSuppressor
from edge.onnx import OnnxSession, open_session

SECOND = 16_000


@pytest.fixture(scope="module")
def network() -> OnnxSession:
    """The graph that ships."""
    return open_session(shipped("echo", "suppressor.onnx"))


def run(canceller: EchoCanceller, microphone: Samples, far_end: Samples) -> tuple[Samples, Samples, Samples]:
    """Towards recognisers and for listening, aligned with the microphone, and the probability of talk."""
    out, listening, talk = [], [], []
    for mic, far in zip(frames(microphone), frames(far_end), strict=True):
        out.append(canceller.process(mic, far))
        listening.append(canceller.listening.copy())
        talk.append(canceller.talk_probability)
    late = canceller.latency_samples
    return np.concatenate(out)[late:], np.concatenate(listening)[late:], np.array(talk)


def test_it_is_transparent_while_nothing_plays(network: OnnxSession) -> None:
    near = babble(3, 4)
    clean, listening, talk = run(EchoCanceller(network), near, np.zeros_like(near))
    assert np.array_equal(clean, near[:-160])
    assert np.array_equal(listening, near[:-160])
    assert (talk == 1).all()


def test_takes_more_of_the_echo_than_the_suppressor_without_a_model(network: OnnxSession) -> None:
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=80, drive=4), noise=CarNoise(snr=((0.0, 10.0),)), seconds=9)
    take = CabinTake(scene, babble(9, 1), [])
    alone = slice(4 * SECOND, 8 * SECOND)
    plain, _, _ = run(EchoCanceller(), take.microphone, take.far_end)
    clean, listening, _ = run(EchoCanceller(network), take.microphone, take.far_end)
    assert db(plain[alone], clean[alone]) > 0
    assert db(take.microphone[alone], listening[alone]) > db(take.microphone[alone], clean[alone])


def test_no_gain_towards_recognisers_falls_below_the_floor(network: OnnxSession) -> None:
    far = babble(6, 1)
    microphone = echo_of(far, 800, room(2))
    low, _, _ = run(EchoCanceller(network, floor_db=-40), microphone, far)
    high, _, _ = run(EchoCanceller(network, floor_db=-6), microphone, far)
    late = slice(4 * SECOND, 6 * SECOND - 320)
    assert db(high[late], low[late]) > 3


def test_switching_it_on_and_off_keeps_the_signal_whole(network: OnnxSession) -> None:
    near = babble(4, 4)
    suppressor = NeuralSuppressor(network, floor_db=0.0)
    nothing = np.zeros(160, np.float32)
    out = []
    for at, frame in enumerate(frames(near)):
        if at // 20 % 2:
            out.append(suppressor.delay_only(frame))
        else:
            out.append(suppressor.process(frame, Separated(frame, nothing, np.zeros(161, np.float32))))
    # A floor of 0 dB leaves the network no say: the frames themselves must add up.
    assert np.allclose(np.concatenate(out)[160:], near[:-160], atol=1e-5)


def test_the_same_samples_give_the_same_samples(network: OnnxSession) -> None:
    far, near = babble(3, 1), babble(3, 7)
    microphone = echo_of(far, 700, room(3)) + near
    canceller = EchoCanceller(network)
    first = run(canceller, microphone, far)
    canceller.reset()
    second = run(canceller, microphone, far)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_survives_any_level(network: OnnxSession) -> None:
    far = babble(3, 1)
    for gain in (1e-6, 1e3):
        outputs = run(EchoCanceller(network), np.float32(gain) * echo_of(far, 640, room(2)), np.float32(gain) * far)
        assert all(np.isfinite(output).all() for output in outputs)


def test_another_graph_is_refused() -> None:
    wake_head = open_session(shipped("wake", "hello_cabin.onnx"))
    with pytest.raises(WeightsError, match="not an echo suppressor"):
        EchoCanceller(wake_head)


def test_real_far_end_talk_leaves_nobody_talking(network: OnnxSession, data) -> None:  # type: ignore[no-untyped-def]
    from cabin_sounds import recording

    stem = data / "aec" / "dtln_aec_real" / "9mkQhVtzTEy2hDk-6u2Sww_farend_singletalk"
    microphone, far = recording(stem.with_name(stem.name + "_mic.wav")), recording(stem.with_name(stem.name + "_lpb.wav"))
    n = min(len(microphone), len(far)) // 160 * 160
    clean, listening, talk = run(EchoCanceller(network), microphone[:n], far[:n])
    assert db(microphone[4 * SECOND : n - 160], clean[4 * SECOND :]) > 15
    assert db(microphone[4 * SECOND : n - 160], listening[4 * SECOND :]) > 20
    assert np.mean(talk[400:] > 0.5) < 0.15


def test_the_talker_is_noticed_over_the_echo(network: OnnxSession, data) -> None:  # type: ignore[no-untyped-def]
    from cabin_sounds import recording

    person = recording(data / "asr_en" / "librispeech" / "1272-128104-0000.flac")
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=80), noise=CarNoise(snr=((0.0, 15.0),)), seconds=12)
    take = CabinTake(scene, babble(12, 1), [(person, 5.0)])
    _, _, talk = run(EchoCanceller(network), take.microphone, take.far_end)
    during, before = talk[530:1050], talk[200:480]
    assert np.mean(during > 0.5) > 0.6
    assert np.mean(before > 0.5) < 0.1
