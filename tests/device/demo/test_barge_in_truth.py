"""How long the loudspeaker went on, told from what it gave."""

from __future__ import annotations

import numpy as np

from device.demo.barge_in_truth import silent_after_ms
from edge.audio.frame import ENGINE_RATE, Samples

MS = ENGINE_RATE // 1000


def loudspeaker(*sounding_ms: tuple[int, int]) -> Samples:
    """A second and a half that sounds from and until these times."""
    whole = np.zeros(1500 * MS, np.float32)
    for begin, end in sounding_ms:
        whole[begin * MS : end * MS] = 0.1
    return whole


def test_a_pause_between_words_is_no_silence_and_what_follows_a_silence_does_not_count() -> None:
    played = loudspeaker((0, 340), (400, 450), (900, 1500))
    assert round(silent_after_ms(played, 300 * MS)) == 150


def test_a_loudspeaker_that_is_silent_already_has_stopped_at_once() -> None:
    assert silent_after_ms(loudspeaker((0, 290), (900, 1500)), 300 * MS) == 0
    assert silent_after_ms(loudspeaker(), 300 * MS) == 0


def test_one_that_never_stops_is_told_to_the_end() -> None:
    assert round(silent_after_ms(loudspeaker((0, 1500)), 300 * MS)) == 1200
