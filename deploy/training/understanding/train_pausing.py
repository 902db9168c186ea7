"""Trains the head that finds the pauses of a Chinese text without commas, and writes it beside the code that reads it.

    python deploy/training/understanding/train_pausing.py [--out DIRECTORY] [--seed N]

Logistic regression as in `fitting.py`, some seconds on one core; the same seed gives the same bytes. Every gap between two
characters of the hand-written lines is an example: a pause where a comma stood. The figures printed are on every fifth line.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from deploy.training.understanding.fitting import Example, fit
from deploy.training.understanding.telling_corpus import FILES
from edge.model.understanding.pausing import BUCKETS, LEAST, gap_features, kinds_of
from edge.model.understanding.telling import Head
from edge.model.understanding.text import tokens

_MARK = re.compile(r"[，。！？；：、,.!?;:…—]+(?!\d)")
_QUOTES = re.compile(r"[“”\"《》「」]")
_EPOCHS = 5
_ASIDE = 5


def lines() -> list[tuple[str, set[int]]]:
    """Every line without its marks, and the characters before which its writer paused."""
    found: list[tuple[str, set[int]]] = []
    for name in FILES:
        path = Path(__file__).parents[3] / name.format(language="zh")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or "\t" not in line or _QUOTES.search(line.partition("\t")[0]):
                continue
            text, pauses = "", set[int]()
            for part in _MARK.split(line.partition("\t")[0].removeprefix("> ")):
                if text and part:
                    pauses.add(len(text))
                text += part
            found.append((text, pauses))
    return found


def examples(said: Sequence[tuple[str, set[int]]]) -> Iterator[Example]:
    for text, pauses in said:
        words = tokens(text, "zh")
        row, kinds = [word.word for word in words], kinds_of(words, text)
        for place in range(2, len(row) - 1):
            yield Example(gap_features(row, kinds, place), words[place].start in pauses, 1.0)


def trained(said: Sequence[tuple[str, set[int]]], seed: int) -> Head:
    """The head for some lines."""
    weights, scale, bias = fit(list(examples(said)), BUCKETS, _EPOCHS, seed)
    return Head(weights, scale, bias)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[3] / "edge/model/understanding")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    said = lines()
    trial = trained([line for number, line in enumerate(said) if number % _ASIDE], arguments.seed)
    judged = [(e.wish, trial.wish(e.features) >= LEAST) for e in examples(said[::_ASIDE])]
    both, pauses, found = sum(p and f for p, f in judged), sum(p for p, _ in judged), sum(f for _, f in judged)
    print(f"aside: {both} of {pauses} pauses found, {found - both} where there is none, {len(judged)} gaps")
    whole = trained(said, arguments.seed)
    place = arguments.out / "pause_zh.npz"
    np.savez_compressed(place, weights=whole.weights, scale=np.float32(whole.scale), bias=np.float32(whole.bias))
    print(f"{place.stat().st_size} bytes")


if __name__ == "__main__":
    main()
