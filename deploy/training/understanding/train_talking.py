"""Trains the heads that hear what kind of talk an utterance is, and writes them beside the code that reads them.

    python deploy/training/understanding/train_talking.py [--out DIRECTORY] [--seed N]

Multinomial logistic regression by Adam in plain numpy, about a minute a language on one core; the same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[3]))

from deploy.training.understanding.fitting import Course, fit_classes
from edge.language import Language
from edge.model.responder.bank import chat_patterns
from edge.model.understanding.lexicon import expand
from edge.model.understanding.talking import BUCKETS, OTHER, Head, features
from edge.model.understanding.types import Act, DialogueContext
from edge.model.understanding.utterance import judged

_ROOT = Path(__file__).parents[3]
_KEPT = tuple(f"tests/edge/model/understanding/{name}_{{language}}.tsv" for name in ("wordings", "rounds", "strangers"))
_OF_THE_CAR = ("set_", "media", "call", "navigat", "remember", "?", "=", "!", "x ", "ask")
"""How the meaning begins of what the grammar keeps."""
_TOLD = Act("reject", "told")
_KEPT_WEIGHT = 0.1
"""There are many more commands than lines of any one kind of talk."""
_BANK_WEIGHT = 0.4
_FROM_BANK: dict[str, str] = {
    "good_news": "promotion happy exam_passed raise engaged wedding pregnant baby new_home new_car birthday excited",
    "grief": "grief",
    "bad_news": "bad_day sad failed heartbreak divorce fired lost_keys oh_no boss_trouble",
    "annoyed": "angry jam bad_driver monday roadworks red_light curse",
    "lonely": "lonely",
    "bored": "bored long_drive",
    "nervous": "nervous interview exam first_day flight_nerves stressed",
    "weary": "overtime work_talk money_worry quit_job",
    "unwell": "sick headache allergy",
    "love": "secret_love miss_somebody first_date",
    "quarrel": "passenger_talk",
    "beauty": "scenery sunset sunrise stars sea mountains rainbow moon snow_talk spring autumn countryside city_lights",
    "relief": "holiday weekend thank_god going_home retire",
    "family": "kids_fight grandparents parents_visit cat dog school_run",
    "identity": "who_are_you are_you_ai maker name age gender body",
    "privacy": "privacy recording listening eyes",
    "opinion": "politics god electric_or_gas aliens chatgpt",
    "compliment": "compliment voice_nice smart cute_you",
    "insult": "insult useless_answer rude voice_bad boring_you",
    "flirt": "marry boyfriend kiss love",
    "feelings_of_it": "feelings happy_you bored_you lonely_you afraid angry_you dreams sleep",
    "sing": "sing rap",
    "thanks": "thanks",
    "laugh": "funny",
    "doubt": "really",
    "drunk": "drunk",
    "drowsy": "tired",
    "crash": "accident",
    "medical": "pain",
    "threatened": "scared",
    "despair": "suicide",
}
"""Exchanges of the small-talk bank that are of a kind of talk: their wordings teach it too, each a little."""
_COURSE = Course(epochs=30, batch=96, rate=0.012, bias_rate=4.0, least=1e-6)
_SHARPER = 2.0
"""Few lines make a head timid: what it thinks likely is right more often than it thinks."""
_STEPS = 15
"""Steps of a weight up to the largest of its label: finer ones only take room."""


@dataclass(frozen=True, slots=True)
class Line:
    """features: hashed, ascending. label: the kind of talk. weight: how much it counts."""

    features: npt.NDArray[np.int64]
    label: str
    weight: float


def heard(text: str, label: str, language: Language, weight: float = 1.0) -> Line:
    """A sentence as the head hears it, with what the grammar made of it."""
    acts = judged(text, language, DialogueContext()).acts
    return Line(features(text, acts, language), label, weight)


def talk(path: Path, language: Language) -> Iterator[Line]:
    """Labelled sentences, "sentence<TAB>label"."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, label = line.partition("\t")
        if label and not line.startswith("#"):
            yield heard(text, label.strip(), language)


def known(language: Language) -> Iterator[Line]:
    """The wordings of the small-talk bank whose kind is known."""
    gap, patterns = " " if language == "en" else "", chat_patterns(language)
    for label, keys in _FROM_BANK.items():
        for words in (words for key in keys.split() for words in expand(patterns[key], language)):
            yield heard(gap.join(words), label, language, _BANK_WEIGHT)


def kept(language: Language) -> Iterator[Line]:
    """What the tests of the grammar hold: commands, questions about this car, and what was told with words of them."""
    for name in _KEPT:
        for line in (_ROOT / name.format(language=language)).read_text(encoding="utf-8").splitlines():
            text, _, meaning = line.partition("\t")
            if line.startswith(("#", ">")) or not meaning.startswith((*_OF_THE_CAR, "-")):
                continue
            acts = judged(text, language, DialogueContext()).acts
            if not meaning.startswith("-") or acts[0] == _TOLD:
                yield Line(features(text, acts, language), OTHER, _KEPT_WEIGHT)


def trained(lines: Sequence[Line], seed: int) -> Head:
    """The head that these lines teach."""
    labels = sorted({line.label for line in lines})
    rows = np.zeros((len(lines), BUCKETS), np.float32)
    for place, line in enumerate(lines):
        rows[place, line.features] = 1 / max(len(line.features), 1) ** 0.5
    classes = np.array([labels.index(line.label) for line in lines], np.int64)
    counted = np.array([line.weight for line in lines], np.float32)
    weights, biases = fit_classes(rows, classes, counted, len(labels), _COURSE, seed)
    scales = (np.abs(weights).max(0) / _STEPS + 1e-9).astype(np.float16).astype(np.float32)
    rounded = np.round(weights / scales).astype(np.int8)
    return Head(tuple(labels), rounded, _SHARPER * scales, _SHARPER * biases.astype(np.float16).astype(np.float32))


def saved(head: Head, place: Path) -> None:
    """Write a head where `talking.head` reads it."""
    np.savez_compressed(
        place, labels=np.array(head.labels), weights=head.weights, scales=head.scales.astype(np.float16),
        biases=head.biases.astype(np.float16),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_ROOT / "edge/model/understanding")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        lines = [*talk(Path(__file__).parent / f"talk_{language}.tsv", language), *known(language), *kept(language)]
        place = arguments.out / f"talk_{language}.npz"
        saved(trained(lines, arguments.seed), place)
        print(f"{language}: {len(lines)} lines, {place.stat().st_size} bytes")


if __name__ == "__main__":
    main()
