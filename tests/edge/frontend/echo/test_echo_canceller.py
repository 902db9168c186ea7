"""The whole canceller, in rooms of its own and in the virtual cabin."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import CabinTake, babble, db, echo_of, frames, road, room

from device.audio.virtual_cabin.scene import CabinScene, CarNoise, Loudspeaker, PathChange
from edge.audio.frame import Samples
from edge.frontend.echo.canceller import EchoCanceller, EchoState

SECOND = 16_000


def run(microphone: Samples, far_end: Samples | None, canceller: EchoCanceller | None = None) -> tuple[Samples, list[EchoState]]:
    """Cleaned signal, aligned with the microphone and as long, and the state after every frame."""
    canceller = canceller or EchoCanceller()
    far = frames(far_end) if far_end is not None else iter(lambda: None, 0)
    out, states = [], []
    for mic, reference in zip(frames(microphone), far, strict=False):
        out.append(canceller.process(mic, reference))
        states.append(canceller.state)
    out.append(canceller.process(np.zeros(160, np.float32), None))
    return np.concatenate(out)[canceller.latency_samples :], states


def test_passes_everything_on_unchanged_while_nothing_plays() -> None:
    near = babble(3, 4)
    for far in (None, np.zeros_like(near)):
        clean, states = run(near, far)
        assert np.array_equal(clean, near)
        assert not any(state.far_end_active for state in states)


def test_after_playback_it_is_transparent_again() -> None:
    far = np.concatenate([babble(3, 1), np.zeros(3 * SECOND, np.float32)])
    near = babble(6, 4)
    clean, _ = run(near + echo_of(far, 800, room(2)), far)
    assert np.allclose(clean[-2 * SECOND :], near[-2 * SECOND :], atol=1e-6)


def test_in_the_virtual_cabin_the_echo_goes_and_the_talker_stays() -> None:
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=120, drift_ppm=50), noise=None, floor_dbfs=-70, seconds=14)
    talk = babble(4, 33)
    take = CabinTake(scene, babble(12, 1), [(talk, 7.0)])
    clean, states = run(take.microphone, take.far_end)
    alone = slice(4 * SECOND, 7 * SECOND)
    assert db(take.microphone[alone], clean[alone]) > 15
    together = slice(7 * SECOND, 11 * SECOND)
    near = take.near_end[together]
    kept = float(np.dot(clean[together], near) / np.dot(near, near))
    left = clean[together] - kept * near
    assert 0.6 < kept < 1.1
    assert db(take.echo[together], left) > 9
    assert all(state.trust > 0.5 for state in states[400:])
    truth = take.delays[-1] / 16
    assert states[-1].delay_ms is not None
    assert abs(states[-1].delay_ms - truth) < 6


@pytest.mark.parametrize("ppm", [100, -100])
def test_tracks_clock_drift(ppm: int) -> None:
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=60, drift_ppm=ppm), noise=None, seconds=16)
    take = CabinTake(scene, babble(16, 1), [])
    clean, states = run(take.microphone, take.far_end)
    assert abs(states[-1].drift_ppm - ppm) < 15
    assert db(take.microphone[-5 * SECOND :], clean[-5 * SECOND :]) > 15


def test_without_drift_none_is_found() -> None:
    take = CabinTake(CabinScene(seconds=10), babble(10, 1), [(babble(5, 3), 4.0)])
    _, states = run(take.microphone, take.far_end)
    assert all(abs(state.drift_ppm) < 15 for state in states)


def test_a_path_change_is_learnt_within_a_second_of_echo() -> None:
    change = PathChange(6.0, ((2.0, 0.3, 0.3), (2.1, 1.2, 0.5)))
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=60, changes=(change,)), noise=None, seconds=10)
    take = CabinTake(scene, babble(10, 1), [])
    clean, _ = run(take.microphone, take.far_end)
    settled = slice(7 * SECOND, 9 * SECOND)
    assert db(take.microphone[settled], clean[settled]) > 12


def test_another_device_is_noticed_and_learnt() -> None:
    far = babble(12, 1)
    before, after = echo_of(far, 640, room(2)), echo_of(far, 3900, room(8))
    microphone = np.concatenate([before[: 5 * SECOND], after[5 * SECOND :]]) + road(12, 3, 1e-3)
    clean, states = run(microphone, far)
    assert db(microphone[-3 * SECOND :], clean[-3 * SECOND :]) > 15
    assert states[499].delay_ms is not None
    assert abs(states[499].delay_ms - 41) < 2
    assert states[-1].delay_ms is not None
    assert abs(states[-1].delay_ms - 245) < 2
    assert states[499].moves == 0
    assert states[-1].moves > 0
    reached = slice(6 * SECOND, 7 * SECOND)
    assert db(microphone[reached], clean[reached]) > 8


def test_in_road_noise_the_noise_is_left_as_it_is() -> None:
    scene = CabinScene(noise=CarNoise(snr=((0.0, 5.0),)), loudspeaker=Loudspeaker(delay_ms=80), seconds=10)
    take = CabinTake(scene, babble(10, 1), [])
    clean, _ = run(take.microphone, take.far_end)
    late = slice(5 * SECOND, 10 * SECOND)
    assert db(take.microphone[late], clean[late]) > db(take.microphone[late], take.noise[late]) - 4
    assert abs(db(take.noise[late], clean[late])) < 6


@pytest.mark.parametrize("broken", ["clipped", "square", "huge"])
def test_survives_references_that_do_not_fit(broken: str) -> None:
    far = babble(4, 1)
    echo = echo_of(far, 640, room(2))
    bad = {"clipped": np.clip(far * 20, -1, 1), "square": np.sign(far), "huge": far * 1e4}[broken].astype(np.float32)
    clean, _ = run(echo, bad)
    assert np.isfinite(clean).all()
    assert db(echo, clean) > -1


def test_the_same_samples_give_the_same_samples() -> None:
    take = CabinTake(CabinScene(seconds=4), babble(4, 1), [(babble(2, 3), 1.0)])
    first, _ = run(take.microphone, take.far_end)
    canceller = EchoCanceller()
    run(babble(2, 8), babble(2, 9), canceller)
    canceller.reset()
    second, _ = run(take.microphone, take.far_end, canceller)
    assert np.array_equal(first, second)


def test_real_far_end_talk_is_brought_down(data) -> None:  # type: ignore[no-untyped-def]
    from cabin_sounds import recording

    stem = data / "aec" / "dtln_aec_real" / "9mkQhVtzTEy2hDk-6u2Sww_farend_singletalk"
    microphone, far = recording(stem.with_name(stem.name + "_mic.wav")), recording(stem.with_name(stem.name + "_lpb.wav"))
    n = min(len(microphone), len(far)) // 160 * 160
    clean, states = run(microphone[:n], far[:n])
    assert db(microphone[4 * SECOND : n], clean[4 * SECOND : n]) > 15
    assert states[-1].trust == 1.0
