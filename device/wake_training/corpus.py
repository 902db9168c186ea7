"""The utterances of a phrase's training and judging, and the tasks that make windows of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from device.wake_training.augment import Conditions
from device.wake_training.phrases import spellings
from device.wake_training.plan import Quantity, general_negatives, hard_negatives, positives
from device.wake_training.recipe import Recipe
from device.wake_training.speakers import Engine, Split
from device.wake_training.speech import Utterance
from device.wake_training.workers import Kind, WindowTask
from edge.language import Language

_ENGINES: tuple[Engine, ...] = ("kokoro", "espeak", "flite")
_UTTERANCES_A_TASK = 12
_STREAMS_A_TASK = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in one split: the phrase, near misses, other talk."""

    phrase: list[Utterance]
    near: list[Utterance]
    general: list[Utterance]

    def all(self) -> list[Utterance]:
        """Everything, the phrase first."""
        return [*self.phrase, *self.near, *self.general]


def said(phrase: str, language: Language, split: Split, recipe: Recipe, seed: int) -> Said:
    """The utterances of one split."""
    train = split == "train"
    ways = spellings(phrase, language)
    amount = recipe.positive if train else recipe.held
    share = Quantity(*(-(-n // len(ways)) for n in (amount.kokoro, amount.espeak, amount.flite)))
    utterances = [u for way in ways for u in positives(way, language, split, share, seed)]
    near = hard_negatives(phrase, language, split, recipe.near if train else recipe.held, seed)
    general = general_negatives(language, split, recipe.general if train else recipe.held_general, seed)
    if train:
        general += general_negatives("zh" if language == "en" else "en", split, recipe.foreign, seed)
    return Said(utterances, near, [u for u in general if phrase not in u.text.lower()])


def training_tasks(spoken: Said, recipe: Recipe, seed: int, recordings: tuple[Path, ...]) -> list[WindowTask]:
    """The tasks that make the windows to train on."""
    harsh = Conditions()
    # The phrase is heard on the motorway more often than other talk is: half of it within 8 dB of the noise.
    road = Conditions(snr_db=(-4.0, 16.0), clean=0.2)
    talk = tuple(spoken.general[:: max(1, len(spoken.general) // 60)])
    tasks: list[WindowTask] = []
    for engine in _ENGINES:
        own = [u for u in spoken.phrase if u.speaker.engine == engine]
        tasks += _scenes("phrase", own, talk, road, seed, getattr(recipe.copies, engine))
        near = [u for u in spoken.near if u.speaker.engine == engine]
        tasks += _scenes("near", near, talk, harsh, seed, 3 if engine == "kokoro" else 2, stride=2)
        tasks += _scenes("phrase", own, talk, road, seed, getattr(recipe.over_playback, engine), playback=True)
        tasks += _scenes("near", near, talk, road, seed, getattr(recipe.near_over_playback, engine), stride=2, playback=True)
        others = [u for u in spoken.general if u.speaker.engine == engine]
        if others:
            tasks += _streams("talk", others, harsh, seed, getattr(recipe.streams, engine))
    tasks += _streams("noise", [], harsh, seed, recipe.noise)
    if recordings:
        tasks += [
            WindowTask("recording", (seed, 5, start), harsh, files=recordings[start : start + 8], copies=2)
            for start in range(0, len(recordings), 8)
        ]
    return tasks


CONDITIONS = {
    "clean": Conditions((30.0, 40.0), clean=1.0),
    "10 dB": Conditions((10.0, 10.0), clean=0.0),
    "0 dB": Conditions((0.0, 0.0), clean=0.0),
}
"""What the phrase is judged in: signal-to-noise ratios of road noise, babble and music."""


def judging_tasks(spoken: Said, seed: int) -> dict[str, list[WindowTask]]:
    """The tasks that make the windows to judge on, by kind; every window of a stream is kept."""
    natural = [u for u in spoken.phrase if u.speaker.engine == "kokoro"]
    robotic = [u for u in spoken.phrase if u.speaker.engine != "kokoro"]
    plan: dict[str, list[WindowTask]] = {}
    for name, conditions in CONDITIONS.items():
        plan[f"held-out voices, {name}"] = _scenes("near", natural, (), conditions, seed, 2)
    plan["held-out voices, while the car plays"] = _scenes(
        "near", natural, tuple(spoken.general[::3]), CONDITIONS["10 dB"], seed, 2, playback=True
    )
    plan["held-out voices of other engines, 10 dB"] = _scenes("near", robotic, (), CONDITIONS["10 dB"], seed, 1)
    plan["near misses"] = _scenes("near", spoken.near, tuple(spoken.general[::3]), Conditions((5, 30), 0.3), seed, 1)
    mild = Conditions((0.0, 30.0), 0.3)
    plan["other talk"] = []
    for number, engine in enumerate(_ENGINES):
        own = tuple(u for u in spoken.general if u.speaker.engine == engine)
        if own:
            plan["other talk"] += [
                WindowTask("talk", (seed, 99, number, k), mild, talk=own, copies=15, stride=1)
                for k in range(4 if engine == "kokoro" else 2)
            ]
    plan["noise and music"] = [WindowTask("noise", (seed, 98, k), mild, copies=15, stride=1, seconds=30) for k in range(2)]
    return plan


def _scenes(
    kind: Kind,
    utterances: list[Utterance],
    talk: tuple[Utterance, ...],
    conditions: Conditions,
    seed: int,
    copies: int,
    stride: int = 1,
    playback: bool = False,
) -> list[WindowTask]:
    size = _UTTERANCES_A_TASK
    return [
        WindowTask(
            kind,
            (seed, len(kind) + 10 * playback, len(utterances), start),
            conditions,
            tuple(utterances[start : start + size]),
            talk[(start // size) % 4 :: 4],
            copies=copies,
            stride=stride,
            playback=playback,
        )
        for start in range(0, len(utterances) if copies else 0, size)
    ]


def _streams(kind: Kind, talk: list[Utterance], conditions: Conditions, seed: int, streams: int) -> list[WindowTask]:
    count = -(-streams // _STREAMS_A_TASK)
    return [
        WindowTask(
            kind,
            (seed, 77, len(talk), number),
            conditions,
            # Each task loads a third of the talk, another third than its neighbours.
            talk=tuple(talk[number % 3 :: 3]),
            copies=_STREAMS_A_TASK,
        )
        for number in range(count)
    ]
