"""The ring against a plain list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.audio.ring import SampleRing


@given(
    capacity=st.integers(1, 50),
    steps=st.lists(st.tuples(st.sampled_from(["write", "read", "peek", "latest", "clear"]), st.integers(0, 80)), max_size=40),
)
def test_it_behaves_like_a_list_that_forgets_its_beginning(capacity: int, steps: list[tuple[str, int]]) -> None:
    ring = SampleRing(capacity)
    model: list[float] = []
    written = dropped = 0
    for step, count in steps:
        if step == "write":
            fresh = np.arange(written, written + count, dtype=np.float32)
            written += count
            model.extend(fresh.tolist())
            over = max(0, len(model) - capacity)
            del model[:over]
            dropped += over
            assert ring.write(fresh) == over
        elif step == "read":
            assert ring.read(count).tolist() == model[:count]
            del model[:count]
        elif step == "peek":
            assert ring.peek(count).tolist() == model[:count]
        elif step == "latest":
            assert ring.latest(count).tolist() == (model[-count:] if count else [])
        else:
            assert ring.clear() == len(model)
            model.clear()
        assert len(ring) == len(model)
        assert ring.dropped == dropped


def test_what_it_gives_is_a_copy() -> None:
    ring = SampleRing(4)
    ring.write(np.ones(4, np.float32))
    ring.peek(4)[:] = 7
    assert ring.read(4).tolist() == [1, 1, 1, 1]


def test_a_ring_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        SampleRing(0)
