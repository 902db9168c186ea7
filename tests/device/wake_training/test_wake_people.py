"""The bank of real speech, and the negatives that are hardest for a head."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from device.wake_training.fitting import Fitting, Material, fit, hardest
from device.wake_training.people import bank_windows, load_bank, minutes, save_bank
from edge.frontend.wake_embedding import head_windows


def test_a_bank_keeps_its_pieces_in_eight_bits(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pieces = [(rng.standard_normal((n, 96)) * np.linspace(0.1, 30, 96)).astype(np.float32) for n in (20, 16, 40)]
    save_bank(pieces, tmp_path / "bank.npz")
    loaded = load_bank(tmp_path / "bank.npz")
    assert [len(piece) for piece in loaded] == [20, 16, 40]
    for kept, piece in zip(loaded, pieces, strict=True):
        assert np.abs(kept - piece).max() < 30 * 5 / 127
        assert np.corrcoef(kept.ravel(), piece.ravel())[0, 1] > 0.999


def test_windows_never_cross_from_one_recording_into_the_next() -> None:
    pieces = [np.full((18, 96), float(value), np.float32) for value in (1, 2)]
    windows = bank_windows(pieces, stride=1)
    assert windows.shape == (6, 16, 96)
    assert {float(value) for window in windows for value in (window.min(), window.max())} == {1.0, 2.0}
    assert all(window.min() == window.max() for window in windows)
    assert bank_windows([]).shape == (0, 16, 96)
    assert bank_windows([pieces[0][:10]]).shape == (0, 16, 96)


def test_the_shipped_bank_holds_an_hour_of_speech() -> None:
    pieces = load_bank()
    assert minutes(pieces) > 55
    joined = np.concatenate(pieces)
    assert np.isfinite(joined).all()
    assert 5 < joined.std() < 50
    assert len(head_windows(pieces[0])) > 100


def test_the_hardest_negatives_are_those_most_like_the_phrase() -> None:
    rng = np.random.default_rng(2)
    phrase = rng.standard_normal((16, 96)).astype(np.float32)

    def noisy(share: float, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
        return (share * phrase + rng.standard_normal((count, 16, 96))).astype(np.float16)

    easy, near = noisy(0.0, 300), noisy(0.5, 100)
    material = Material(noisy(1.0, 200), ((np.concatenate([easy, near]), 1.0),))
    scout = fit(material, Fitting(steps=40, batch=64), 1)
    hard = hardest(material, scout, 0.1)
    assert hard.shape == (40, 16, 96)
    likeness = [float((window.astype(np.float32) * phrase).mean()) for window in hard]
    assert np.mean(likeness) > 0.3
    joined = material.joined(hard, 0.6)
    assert [len(windows) for windows, _ in joined.groups] == [400, 40]
