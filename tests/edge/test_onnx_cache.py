"""Optimised graphs are kept, and a kept one that is damaged is made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge.errors import WeightsError
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore


@pytest.fixture(scope="module")
def silero(weights: WeightStore) -> Path:
    return weights.path("silero-vad", "silero_vad.onnx")


def judge(session: OnnxSession) -> list[float]:
    rng = np.random.default_rng(3)
    state, heard = np.zeros((2, 1, 128), np.float32), []
    for _ in range(5):
        feed = {"input": rng.normal(0, 0.1, (1, 576)).astype(np.float32), "state": state, "sr": np.array(16_000, np.int64)}
        probability, state = session.run(None, feed)
        heard.append(float(probability[0, 0]))
    return heard


@pytest.mark.weights
def test_a_kept_graph_gives_the_same_numbers(silero: Path, tmp_path: Path) -> None:
    plain = judge(open_session(silero))
    assert judge(open_session(silero, optimised_cache=tmp_path)) == plain
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("silero_vad-")
    written = kept.stat().st_mtime_ns
    assert judge(open_session(silero, optimised_cache=tmp_path)) == plain
    assert kept.stat().st_mtime_ns == written


@pytest.mark.weights
@pytest.mark.parametrize("keep", [0, 100, 0.5], ids=["empty", "a beginning", "half"])
def test_a_damaged_one_is_made_again(silero: Path, tmp_path: Path, keep: float) -> None:
    open_session(silero, optimised_cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: round(keep * len(whole)) if keep < 1 else round(keep)])
    assert judge(open_session(silero, optimised_cache=tmp_path)) == judge(open_session(silero))
    (mended,) = tmp_path.iterdir()
    assert len(mended.read_bytes()) == len(whole)


def test_an_empty_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "empty.onnx").touch()
    with pytest.raises(WeightsError, match="not a usable ONNX model"):
        open_session(tmp_path / "empty.onnx")


@pytest.mark.weights
def test_without_a_directory_nothing_is_kept_and_all_works(silero: Path, tmp_path: Path) -> None:
    assert judge(open_session(silero, optimised_cache=tmp_path / "absent")) == judge(open_session(silero))
    assert not list(tmp_path.iterdir())
