"""Trains the heads of the second reading and writes them beside the code that reads them.

    python deploy/training/understanding/train.py [--out DIRECTORY] [--seed N] [--language en|zh]

Multinomial logistic regression by Adam in plain numpy, some minutes on one core; the same seed gives the same bytes. One seed in eight is
set aside with all its paraphrases; the figures printed are on those.
"""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from deploy.training.understanding.fitting import Course, Floats, fit_classes
from deploy.training.understanding.generate import corpus, seeds
from edge.language import Language
from edge.model.understanding.guess import BUCKETS, LEAST, REJECT, Head, features
from edge.model.understanding.text import clean, tokens

_COURSE = Course(epochs=14, batch=128, rate=0.02, decay=1e-6)
_FEWEST = 3
"""Seeds that a label needs to be learned."""


def words_of(text: str, language: Language) -> list[str]:
    return [token.word for token in tokens(clean(text, language), language) if not token.is_mark]


def dense(texts: list[str], language: Language) -> Floats:
    """(texts, BUCKETS) features."""
    table = np.zeros((len(texts), BUCKETS), np.float32)
    for row, text in enumerate(texts):
        buckets, values = features(words_of(text, language), language)
        table[row, buckets] = values
    return table


def quantised(labels: list[str], weights: Floats, biases: Floats) -> Head:
    scales = np.abs(weights).max(0) / 127 + 1e-9
    return Head(tuple(labels), np.round(weights / scales).astype(np.int8), scales.astype(np.float32), biases)


def train(language: Language, seed: int) -> tuple[Head, str]:
    """The head of a language, and a line of figures on the seeds set aside."""
    written = seeds(language)
    counts = {label: sum(other == label for _, other in written) for label in {label for _, label in written}}
    written = [(text, label if counts[label] >= _FEWEST else REJECT) for text, label in written]
    labels = sorted({label for _, label in written})
    random.Random(seed).shuffle(written)
    aside, kept = written[::8], [w for i, w in enumerate(written) if i % 8]
    trial = _head(language, kept, labels, seed)
    right = acted = let_in = rejects = 0
    for text, label in aside:
        chances = trial.probabilities(words_of(text, language), language)
        best = int(chances.argmax())
        taken = chances[best] >= LEAST and labels[best] != REJECT
        acted += taken
        right += taken and labels[best] == label
        rejects += label == REJECT
        let_in += taken and label == REJECT
    figures = f"{language}: {len(written)} seeds, {len(labels)} labels; aside: {right} of {acted} guesses right, {let_in} of {rejects} rejects let in"
    return _head(language, written, labels, seed), figures


def _head(language: Language, chosen: list[tuple[str, str]], labels: list[str], seed: int) -> Head:
    said = list(corpus(language, chosen, seed))
    number = {label: place for place, label in enumerate(labels)}
    rows = dense([text for text, _ in said], language)
    classes = np.array([number[label] for _, label in said], np.int64)
    return quantised(labels, *fit_classes(rows, classes, None, len(labels), _COURSE, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[3] / "edge/model/understanding")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=("en", "zh"), action="append", help="only this one; may be given twice")
    arguments = parser.parse_args()
    languages: list[Language] = arguments.language or ["en", "zh"]
    for language in languages:
        head, figures = train(language, arguments.seed)
        print(figures)
        np.savez_compressed(
            arguments.out / f"guess_{language}.npz",
            labels=np.array(head.labels),
            weights=head.weights,
            scales=head.scales.astype(np.float16),
            biases=head.biases.astype(np.float16),
        )


if __name__ == "__main__":
    main()
