"""How much of everything a head is made of, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from device.wake_training.fitting import Fitting
from device.wake_training.network import Head
from device.wake_training.plan import Quantity
from device.wake_training.scoring import Negatives

VERSION = "5"
"""Version of the recipe, kept in the metadata of a head."""

ACCEPTS_PER_HOUR = 0.2
"""False accepts an hour of other talk that the threshold aims at."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Amounts.

    positive, near, general: utterances of the phrase, of near misses and of other talk, in training.
    foreign: other talk in the other language.
    held, held_general: for judging: of the phrase and of near misses each, and of other talk.
    copies: scenes made of each Kokoro, espeak-ng and flite utterance of the phrase.
    over_playback: the same while the car plays; near_over_playback: of near misses.
    streams: streams of 20 s of other talk by each engine; noise: of noise and music.
    chatter, foreign_chatter, held_chatter: hours of it by the fast engines, in the language, in the other one, and for judging.
    ensemble: networks trained from different seeds and averaged in one graph.
    """

    positive: Quantity = field(default_factory=partial(Quantity, 140, 200, 50))
    near: Quantity = field(default_factory=partial(Quantity, 70, 800, 220))
    general: Quantity = field(default_factory=partial(Quantity, 12, 160, 40))
    foreign: Quantity = field(default_factory=partial(Quantity, 3, 40, 0))
    held: Quantity = field(default_factory=partial(Quantity, 16, 24, 12))
    held_general: Quantity = field(default_factory=partial(Quantity, 6, 40, 20))
    copies: Quantity = field(default_factory=partial(Quantity, 11, 3, 4))
    over_playback: Quantity = field(default_factory=partial(Quantity, 3, 1, 1))
    near_over_playback: Quantity = field(default_factory=partial(Quantity, 1, 0, 0))
    streams: Quantity = field(default_factory=partial(Quantity, 30, 30, 15))
    noise: int = 40
    chatter: float = 3.0
    foreign_chatter: float = 0.4
    held_chatter: float = 0.5
    ensemble: int = 2
    fitting: Fitting = field(default_factory=Fitting)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a head does on voices and texts it was not trained on.

    recall: share of phrases heard, by condition.
    negatives: events of other talk, noise, near misses.
    utterances, windows: how many of each kind it was trained on.
    seconds: wall time of the training.
    """

    threshold: float
    recall: dict[str, float]
    negatives: tuple[Negatives, ...]
    utterances: dict[str, float]
    windows: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A head, an ensemble of networks, and what is known of it. notes: what went short in its making."""

    heads: tuple[Head, ...]
    figures: Figures
    notes: tuple[str, ...]
