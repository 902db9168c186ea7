"""Two recordings that were not started together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import babble, echo_of, recording, road, room

from edge.audio.frame import Samples
from edge.frontend.echo.bulk_delay import REACH, bulk_delay, needed_shift
from edge.frontend.offline import moved_ahead


def pair(delay: int, seconds: float = 12, noise: float = 0.02) -> tuple[Samples, Samples]:
    """Microphone and reference; the echo comes `delay` samples behind its reference, before it when negative."""
    far = babble(seconds, 7)
    microphone = echo_of(far, max(0, delay), room(4)) + road(seconds, 3, noise) + babble(seconds, 8, 0.1)
    return microphone, far if delay >= 0 else np.concatenate([np.zeros(-delay, np.float32), far])


@pytest.mark.parametrize("delay", [0, 700, 9000, 28_000, -300, -5000, -28_000])
def test_it_is_found_while_somebody_talks_over_it(delay: int) -> None:
    found = bulk_delay(*pair(delay))
    assert found is not None
    assert abs(found - 16 - delay) <= 8  # the room's direct path takes 16 samples


def test_nothing_is_found_where_there_is_no_echo() -> None:
    assert bulk_delay(babble(8, 1), babble(8, 2)) is None
    assert bulk_delay(babble(8, 1), np.zeros(8 * 16_000, np.float32)) is None
    assert bulk_delay(np.zeros(0, np.float32), babble(2, 1)) is None


def test_clocks_that_drift_apart() -> None:
    microphone, far = pair(-2000, 30)
    places = np.arange(len(far)) * (1 + 150e-6)
    drifted = np.interp(places, np.arange(len(far)), far).astype(np.float32)
    found = bulk_delay(microphone, drifted)
    assert found is not None
    assert abs(found + 2000) < 100


def test_real_recordings(data: Path) -> None:
    folder = data / "aec" / "dtln_aec_real"
    (microphone,) = folder.glob("*_doubletalk_mic.wav")
    heard, played = recording(microphone), recording(microphone.with_name(microphone.name.replace("_mic", "_lpb")))
    straight = bulk_delay(heard, played)
    assert straight is not None
    assert bulk_delay(heard, np.concatenate([np.zeros(4000, np.float32), played])) == straight - 4000


def test_recordings_that_have_nothing_to_do_with_each_other(data: Path) -> None:
    folder = data / "aec" / "dtln_aec_real"
    far = [recording(path) for path in sorted(folder.glob("*_lpb.wav"))]
    far.append(recording(data / "farend_music" / "guitar_16k.wav"))
    far.append(recording(data / "farend_prompts_asterisk" / "demo-congrats.wav"))
    for heard in (data / "vad" / "silero" / "test.wav", *folder.glob("*_nearend_singletalk_mic.wav")):
        microphone = recording(heard)
        assert [bulk_delay(microphone, played) for played in far] == [None] * len(far)


def test_the_shift_that_is_needed() -> None:
    assert needed_shift(None) == needed_shift(0) == needed_shift(5000) == 0
    for delay in (-REACH, -1, 12_000, REACH):
        assert 0 <= delay + needed_shift(delay) <= 1000


@pytest.mark.parametrize("samples", [0, 5, 100, 1000, -7])
def test_moving_pieces(samples: int) -> None:
    whole = np.arange(300, dtype=np.float32)
    moved = np.concatenate([*moved_ahead(np.split(whole, [10, 10, 150]), samples), np.zeros(0, np.float32)])
    assert np.array_equal(moved, whole[samples:] if samples >= 0 else np.concatenate([np.zeros(-samples), whole]))
