"""The network for 16 kHz that is cut out of Silero's graph is the network of the whole graph, bit for bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import WeightsError
from edge.frontend.silero import open_silero
from edge.onnx import open_session
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def whole(weights: WeightStore) -> Path:
    return weights.path("silero-vad", "silero_vad.onnx")


def test_it_answers_what_the_whole_graph_answers(whole: Path) -> None:
    ours, theirs = open_silero(whole), open_session(whole)
    rng = np.random.default_rng(1)
    states = [np.zeros((2, 1, 128), np.float32)] * 2
    heard = 0.0
    for _ in range(100):
        beat = np.sign(np.sin(2 * np.pi * 140 * np.arange(576) / 16_000))
        chunk = (0.1 * beat + 0.02 * rng.standard_normal((1, 576))).astype(np.float32)
        mine = ours.run(None, {"input": chunk, "state": states[0]})
        other = theirs.run(None, {"input": chunk, "state": states[1], "sr": np.array(16_000, np.int64)})
        assert mine[0] == other[0]
        assert np.array_equal(mine[1], other[1])
        states = [mine[1], other[1]]
        heard = max(heard, float(mine[0][0, 0]))
    assert heard > 0.01


def test_another_graph_is_refused_by_name(weights: WeightStore, tmp_path: Path) -> None:
    other = weights.path("wake-embedding", "melspectrogram.onnx")
    with pytest.raises(WeightsError, match=r"melspectrogram\.onnx: is not Silero's graph"):
        open_silero(other)
    with pytest.raises(WeightsError, match=r"absent\.onnx: no such file"):
        open_silero(tmp_path / "absent.onnx")


@given(st.data())
def test_a_damaged_file_is_one_clear_line(whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    model = whole.read_bytes()
    file = tmp_path_factory.mktemp("damaged") / "silero_vad.onnx"
    if data.draw(st.booleans()):
        file.write_bytes(model[: data.draw(st.integers(0, len(model) - 1))])
    else:
        file.write_bytes(data.draw(st.binary(max_size=300)))
    with pytest.raises(WeightsError):
        open_silero(file)
