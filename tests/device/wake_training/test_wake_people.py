"""The bank of real speech, and the negatives that are hardest for a head."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.wake_training.fitting import Fitting, fit, hardest
from device.wake_training.material import Material, Windows
from device.wake_training.people import MUSIC, SPACING, load_bank, minutes, save_bank
from edge.frontend.wake_embedding import head_windows


def test_a_bank_keeps_its_pieces_in_four_bits(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pieces = [(3 + rng.standard_normal((n, 96)) * np.linspace(0.1, 30, 96)).astype(np.float32) for n in (200, 160, 400)]
    save_bank(pieces, tmp_path / "bank.npz")
    loaded = load_bank(tmp_path / "bank.npz")
    assert [len(piece) for piece in loaded] == [200, 160, 400]
    spread = np.concatenate(pieces).std(axis=0)
    for kept, piece in zip(loaded, pieces, strict=True):
        assert (np.abs(kept - piece) / spread < 0.251).mean() > 0.999
    assert (tmp_path / "bank.npz").stat().st_size < 760 * 48 + 4000


@pytest.mark.parametrize("spacing", [1, 2])
def test_windows_never_cross_from_one_recording_into_the_next(spacing: int) -> None:
    span = 15 * spacing + 1
    pieces = [np.full((span + 2, 96), float(value), np.float32) for value in (1, 2)]
    windows = Windows.along(pieces, spacing=spacing)
    cut = windows.take(np.arange(len(windows)))
    assert cut.shape == (6, 16, 96)
    assert [float(window.min()) for window in cut] == [float(window.max()) for window in cut] == [1.0] * 3 + [2.0] * 3
    assert len(Windows.along([], spacing=spacing)) == 0
    assert len(Windows.along([pieces[0][:10]], spacing=spacing)) == 0
    assert len(Windows.along(pieces, spacing=spacing, stride=2)) == 4


def test_windows_are_those_that_the_detector_looks_at() -> None:
    rows = np.random.default_rng(4).standard_normal((50, 96)).astype(np.float16)
    windows = Windows.along([rows], spacing=2)
    np.testing.assert_array_equal(windows.take(np.arange(len(windows))), head_windows(rows))
    separate = Windows.separate([head_windows(rows)[:3].astype(np.float16), head_windows(rows)[5:6].astype(np.float16)])
    np.testing.assert_array_equal(separate.take(np.array([3, 0])), head_windows(rows)[[5, 0]])


def test_the_shipped_bank_holds_hours_of_speech() -> None:
    pieces = load_bank()
    assert minutes(pieces) > 120
    joined = np.concatenate(pieces)
    assert np.isfinite(joined).all()
    assert 5 < joined.std() < 50
    assert len(Windows.along(pieces, spacing=SPACING)) > 90_000


def test_the_shipped_bank_of_music_is_another_one() -> None:
    assert 5 < minutes(load_bank(MUSIC)) < 60


def test_the_hardest_negatives_are_those_most_like_the_phrase() -> None:
    rng = np.random.default_rng(2)
    phrase = rng.standard_normal((16, 96)).astype(np.float32)

    def noisy(share: float, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
        return (share * phrase + rng.standard_normal((count, 16, 96))).astype(np.float16)

    easy, near = noisy(0.0, 300), noisy(0.5, 100)
    material = Material(Windows.separate([noisy(1.0, 200)]), ((Windows.separate([easy, near]), 1.0),))
    head = fit(material, Fitting(rounds=1, steps=40, batch=64), 1)
    hard = hardest(material, head, 0.1)
    assert len(hard) == 40
    likeness = [float((window.astype(np.float32) * phrase).mean()) for window in hard.take(np.arange(40))]
    assert np.mean(likeness) > 0.3
    joined = material.joined(hard, 0.6)
    assert [len(windows) for windows, _ in joined.groups] == [400, 40]
