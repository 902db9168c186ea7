"""Trains the heads that judge whether an utterance as a whole was a wish, and writes them beside the code that reads them.

    python deploy/training/understanding/train_judging.py [--out DIRECTORY] [--seed N] [--language en|zh]

Logistic regression as in `train_telling.py`, a minute or two a language on one core; the same seed gives the same bytes. Every
wording is read by the grammar as it is, but trusting: what sounds told is taken for a wish, so that the head sees what the
grammar would make of tales. To be run after `train_telling.py` and whenever the grammar has learned much.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from deploy.training.understanding.fitting import Example, fit
from deploy.training.understanding.telling_corpus import FILES, framed, wordings
from edge.language import Language
from edge.model.understanding.judging import BUCKETS, features
from edge.model.understanding.telling import Head
from edge.model.understanding.types import DialogueContext
from edge.model.understanding.understand import read

_FRAMED = 3000
_FRAMED_WEIGHT = 0.1
"""A made sentence says less than a written one."""
_BEHIND = 500
"""Tales with a wish behind them: "he opened the window, please close it"."""
_ASKED_FOR: dict[Language, tuple[str, ...]] = {
    "en": (", please ", ", can you ", ", could you please ", ". please ", ", so please "),
    "zh": ("，请", "，帮我", "，麻烦", "。请帮我", "，能不能帮我"),
}
_EPOCHS = 6


def written(language: Language) -> Iterator[Example]:
    """The hand-written lines: wishes, and what moves nothing. What is followed up is read in its context."""
    for name in FILES:
        context = DialogueContext()
        path = Path(__file__).parents[3] / name.format(language=language)
        for line in path.read_text(encoding="utf-8").splitlines():
            text, _, meaning = line.partition("\t")
            if line.startswith("#") or not meaning:
                continue
            understood = read(
                text.removeprefix("> "), language, context if text.startswith("> ") else DialogueContext(), trusting=True
            )
            asked = context.asked and text.startswith("> ")
            context = understood.context
            meanings = [part.strip() for part in meaning.split("||")]
            wish = any("(" in part for part in meanings)
            if asked or (not wish and not meanings[0].startswith("-") and meanings[0] != "=leave"):
                continue
            rows = features(text.removeprefix("> "), understood.acts, language)
            yield Example(rows, wish, 1.0)


def made(language: Language, seed: int) -> Iterator[Example]:
    """Some of the sentences made from the frames."""
    sentences = list(framed(language, [line.text for line in wordings(language) if line.single], seed))
    random.Random(seed).shuffle(sentences)
    tales, wishes = [text for text, wish in sentences if not wish], [line.text for line in wordings(language) if line.single]
    asked = random.Random(seed)
    behind = [(f"{tale}{asked.choice(_ASKED_FOR[language])}{asked.choice(wishes)}", True) for tale in tales[:_BEHIND]]
    for text, wish in sentences[:_FRAMED] + behind:
        acts = read(text, language, DialogueContext(), trusting=True).acts
        yield Example(features(text, acts, language), wish, _FRAMED_WEIGHT)


def trained(language: Language, seed: int) -> Head:
    """The head of a language."""
    lines = [*written(language), *made(language, seed)]
    weights, scale, bias = fit(lines, BUCKETS, _EPOCHS, seed)
    return Head(weights, scale, bias)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[3] / "edge/model/understanding")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=("en", "zh"), action="append", help="only this one; may be given twice")
    arguments = parser.parse_args()
    languages: list[Language] = arguments.language or ["en", "zh"]
    for language in languages:
        whole = trained(language, arguments.seed)
        place = arguments.out / f"judge_{language}.npz"
        np.savez_compressed(place, weights=whole.weights, scale=np.float32(whole.scale), bias=np.float32(whole.bias))
        print(f"{language}: {place.stat().st_size} bytes")


if __name__ == "__main__":
    main()
