"""What the decoder was fed once is not computed again, and comes out the same."""

import gc
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.model.recogniser.listening import DEEPEST, HEADS, LAYERS, WIDTH, Listening
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights

PREFIX = [50258, 50259, 50359, 50364]


class Counted(OnnxSession):
    """A session that counts the texts it is run for."""

    def __init__(self, session: OnnxSession) -> None:
        self._session = session
        self.texts = 0

    def run(
        self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[np.generic]], run_options: object = None
    ) -> list[NDArray[np.float32]]:
        self.texts += input_feed["tokens"].shape[0]
        return self._session.run(output_names, input_feed)


@pytest.fixture(scope="module")
def decoder(weights: WeightStore) -> Counted:
    return Counted(open_session(weights.path("whisper-base", "decoder-q8.onnx")))


def listening(decoder: OnnxSession) -> Listening:
    rng = np.random.default_rng(1)
    keys = rng.standard_normal((LAYERS, HEADS, WIDTH, 60)).astype(np.float32)
    values = rng.standard_normal((LAYERS, HEADS, 60, WIDTH)).astype(np.float32)
    return Listening(decoder, (keys, values))


def test_a_second_search_computes_only_what_is_new(decoder: Counted) -> None:
    window = listening(decoder)
    window.step([PREFIX])
    first = window.step([[1000], [1001], [1002]], [0, 0, 0])
    deeper = window.step([[1003], [1004]], [1, 2])
    known = decoder.texts
    window.clear()
    window.step([PREFIX])
    assert np.array_equal(window.step([[1002], [1001]], [0, 0]), first[[2, 1]])
    assert np.array_equal(window.step([[1003]], [1]), deeper[:1])
    assert decoder.texts == known
    window.clear()
    window.step([PREFIX])
    window.step([[1001], [1002]], [0, 0])
    mixed = window.step([[1003], [1005], [1004]], [0, 1, 1])
    assert decoder.texts == known + 1
    fresh = listening(decoder)
    fresh.step([PREFIX])
    fresh.step([[1002]])
    assert np.allclose(mixed[1], fresh.step([[1005]])[0], atol=1e-2)
    assert np.array_equal(mixed[[0, 2]], deeper)


def test_long_texts_are_not_kept(decoder: Counted) -> None:
    window = listening(decoder)
    for _ in range(2):
        window.clear()
        window.step([PREFIX])
        known = decoder.texts
        for token in range(1000, 1000 + DEEPEST + 3):
            window.step([[token]])
    assert decoder.texts == known + 4


def test_nothing_of_a_window_outlives_it(decoder: Counted) -> None:
    """The model's process seldom collects garbage: what hung on itself stayed, six megabytes a turn."""
    gc.collect()
    gc.disable()
    try:
        window = listening(decoder)
        window.step([PREFIX])
        window.step([[1000], [1001]], [0, 0])
        assert any(type(one).__name__ == "_Text" for one in gc.get_objects())
        del window
        assert not any(type(one).__name__ == "_Text" for one in gc.get_objects())
    finally:
        gc.enable()
