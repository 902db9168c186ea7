"""Trains the heads that tell a wish from what is only told, and writes them beside the code that reads them.

    python deploy/training/understanding/train_telling.py [--out DIRECTORY] [--seed N] [--language en|zh]

Logistic regression by AdaGrad in plain numpy, half a minute a language on one core; the same seed gives the same bytes. The figures
printed are on a third of the wordings, set aside by the groups in which they were written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[3]))

from deploy.training.understanding.telling_corpus import Wording, framed, wordings
from edge.language import Language
from edge.model.understanding.telling import BUCKETS, LEAST, Head, features
from edge.model.understanding.text import clean

_EPOCHS = 6
_RATE = 0.4
_ASIDE = 3
"""One group in so many is set aside for the figures."""

Features = npt.NDArray[np.int64]


def fit(rows: Sequence[Features], wishes: Sequence[bool], seed: int) -> Head:
    """The head for rows of features and whether each is a wish."""
    rng = np.random.default_rng(seed)
    weights, squares = np.zeros(BUCKETS, np.float32), np.full(BUCKETS, 1e-3, np.float32)
    bias, bias_square = 0.0, 1e-3
    for _ in range(_EPOCHS):
        for place in rng.permutation(len(rows)):
            row = rows[place]
            value = 1 / len(row) ** 0.5
            slope = float(1 / (1 + np.exp(-(float(weights[row].sum()) * value + bias)))) - wishes[place]
            squares[row] += (slope * value) ** 2
            weights[row] -= _RATE * slope * value / np.sqrt(squares[row])
            bias_square += slope**2
            bias -= _RATE / 8 * slope / bias_square**0.5
    scale = float(np.abs(weights).max()) / 127
    return Head(np.round(weights / scale).astype(np.int8), scale, bias)


def learned(language: Language, lines: Sequence[Wording], seed: int) -> Head:
    """The head that learns from some wordings, and from frames around the wishes among them."""
    said = [(line.text, line.wish) for line in lines if line.wish is not None]
    said += framed(language, [line.text for line in lines if line.single], seed)
    rows = [(features(clean(text, language), language), bool(wish)) for text, wish in said]
    return fit([row for row, _ in rows if len(row)], [wish for row, wish in rows if len(row)], seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[3] / "edge/model/understanding")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=("en", "zh"), action="append", help="only this one; may be given twice")
    arguments = parser.parse_args()
    languages: list[Language] = arguments.language or ["en", "zh"]
    for language in languages:
        lines = wordings(language)
        aside = [line for line in lines if line.group % _ASIDE == 0 and line.wish is not None]
        trial = learned(language, [line for line in lines if line.group % _ASIDE], arguments.seed)
        judged = [(line.wish, trial.wish(features(clean(line.text, language), language)) < LEAST) for line in aside]
        wishes, tales = [told for wish, told in judged if wish], [told for wish, told in judged if not wish]
        print(f"{language}: aside: {sum(wishes)} of {len(wishes)} wishes taken for told, {sum(tales)} of {len(tales)} others")
        whole = learned(language, lines, arguments.seed)
        np.savez_compressed(
            arguments.out / f"told_{language}.npz",
            weights=whole.weights,
            scale=np.float32(whole.scale),
            bias=np.float32(whole.bias),
        )


if __name__ == "__main__":
    main()
