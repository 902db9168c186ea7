"""One pass over a recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from cabin_sounds import babble, echo_of, room

from edge.audio.frame import Samples
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.frontend.offline import OfflineRun

pytestmark = pytest.mark.weights


def listen(
    models: FrontEndModels, pieces: Sequence[Samples], far_end: Sequence[Samples] | None = None
) -> tuple[Samples, list[TimelineEvent], int]:
    """Cleaned audio, events, and the length."""
    run = OfflineRun(FrontEnd(FrontEndConfig(), models))
    clean, events = [np.zeros(0, np.float32)], []
    for samples, told in run.run(pieces, far_end):
        clean.append(samples)
        events += told
    return np.concatenate(clean), events, run.samples


@pytest.mark.parametrize("length", [0, 1, 159, 160, 161, 16_000, 50_077])
def test_clean_is_as_long_as_the_recording_and_aligned(models: FrontEndModels, length: int) -> None:
    near = babble(4, 1)[:length]
    clean, _, samples = listen(models, [near])
    assert samples == length
    assert len(clean) == length
    if length > 8000:
        assert np.corrcoef(clean, near)[0, 1] > 0.8


def test_how_the_recording_is_cut_into_pieces_does_not_matter(models: FrontEndModels) -> None:
    far = babble(4, 7)
    near = babble(4, 1) + echo_of(far, 500, room(1))
    whole = listen(models, [near], [far])
    rng = np.random.default_rng(0)
    cuts = np.sort(rng.integers(0, len(near), 40))
    pieces = listen(models, np.split(near, cuts), np.split(far, cuts[::2]))
    assert np.array_equal(whole[0], pieces[0])
    assert whole[1] == pieces[1]


def test_a_reference_that_ends_early_is_silent_from_then_on(models: FrontEndModels) -> None:
    near = babble(4, 1)
    clean, events, _ = listen(models, [near], [np.zeros(16_000, np.float32)])
    assert len(clean) == len(near)
    assert all(event.t <= 4 for event in events)
