"""From a phrase to a wake head: render, augment, train, judge, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from device.wake_training.chatter import blocks, load
from device.wake_training.corpus import Said, judging_tasks, said, training_tasks
from device.wake_training.export import save, to_onnx
from device.wake_training.fitters import fit_all
from device.wake_training.material import Half, Material, Windows
from device.wake_training.network import Floats, Head, sigmoid
from device.wake_training.people import MUSIC, SPACING, load_bank, minutes
from device.wake_training.recipe import ACCEPTS_PER_HOUR, VERSION, Figures, Recipe, Trained
from device.wake_training.scoring import Negatives, choose_threshold, judge_streams, mean_logits, smoothed
from device.wake_training.speakers import Split
from device.wake_training.speech import SpeechRenderer
from device.wake_training.workers import Made, Workers, one_blas_thread
from edge.audio.frame import ENGINE_RATE
from edge.errors import CabinError
from edge.frontend.wake_embedding import STEP, Embeddings
from edge.language import Language
from edge.weights.store import WeightStore

_PEOPLE = "recordings of people"
_NEGATIVES = (_PEOPLE, "other talk", "noise and music", "near misses")
_HELD_PIECES = 5
"""Of the pieces of the bank of real speech every fifth is kept for judging."""
_RENDERING_SHARE = 0.6
_RENDERED_AT_ONCE = 32


class Training:
    """One run for one phrase."""

    def __init__(
        self,
        phrase: str,
        language: Language,
        store: WeightStore,
        cache: Path,
        *,
        seed: int = 1,
        minutes: float = 15.0,
        recipe: Recipe | None = None,
        recordings: Sequence[Path] = (),
        processes: int = 2,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        """phrase: as `checked_phrase` gives it. minutes: wall time aimed at; rendering stops at six tenths of it.

        recordings: of people, without the phrase; used in training. tell: told one line for each step.
        """
        self.phrase, self.language, self.seed = phrase, language, seed
        self.recipe = recipe or Recipe()
        self._store, self._cache, self._processes = store, cache, processes
        self._recordings = tuple(recordings)
        self._tell = tell
        one_blas_thread()
        self._started = time.monotonic()
        self._budget = minutes * 60
        self._notes: list[str] = []
        self._bank: list[Embeddings] = []

    def run(self) -> Trained:
        """All steps. Raises CabinError when no engine can say the phrase."""
        train = said(self.phrase, self.language, "train", self.recipe, self.seed)
        held = said(self.phrase, self.language, "held", self.recipe, self.seed)
        with Workers(self._store.root, self._cache, self._processes) as workers:
            self._render(workers, train, held)
            chatter = self._chat(workers, "train")
            held_chatter = self._chat(workers, "held")
            self._tell("making windows: rooms, noise, microphones")
            tasks = training_tasks(train, self.recipe, self.seed, self._recordings)
            plan = judging_tasks(held, self.seed)
            every = [*tasks, *(task for group in plan.values() for task in group)]
            told = _Share(self._tell, "made {} of the windows")
            results = []
            for result in workers.make(every):
                results.append(result)
                told(len(results) / len(every))
            made, judged = results[: len(tasks)], iter(results[len(tasks) :])
            material = _material({kind: [m for t, m in zip(tasks, made, strict=True) if t.kind == kind] for kind in _SHARES})
            streams = {name: [w for _ in group for w in next(judged).windows] for name, group in plan.items()}
        bank = load_bank()
        self._bank = [piece for number, piece in enumerate(bank) if number % _HELD_PIECES]
        material = material.joined(Windows.along(self._bank, spacing=SPACING), _BANK_SHARE)
        material = material.joined(Windows.along(load_bank(MUSIC), spacing=SPACING, stride=2), _MUSIC_SHARE)
        material = material.joined(Windows.along(chatter, spacing=2, stride=2), _CHATTER_SHARE)
        self._tell(f"training {self.recipe.ensemble} networks on {len(material.positives)} windows of the phrase")
        heads = self._fit(material)
        judging = {name: [Windows.separate([windows]) for windows in arrays] for name, arrays in streams.items()}
        judging["other talk"] += [Windows.along([piece], spacing=2) for piece in held_chatter]
        judging[_PEOPLE] = [Windows.along([piece], spacing=SPACING) for piece in bank[::_HELD_PIECES]]
        figures = self._figures(heads, judging, material, train, sum(map(len, chatter)) * STEP / ENGINE_RATE / 3600)
        return Trained(heads, figures, tuple(self._notes))

    def _chat(self, workers: Workers, split: Split) -> list[Half]:
        """The embeddings of hours of other talk; what is not in the cache is made first."""
        other: Language = "zh" if self.language == "en" else "en"
        hours = {self.language: self.recipe.chatter, other: self.recipe.foreign_chatter}
        if split == "held":
            hours = {self.language: self.recipe.held_chatter}
        wanted = [b for lang, amount in hours.items() for b in blocks(self.phrase, self.language, lang, split, amount)]
        lacking = [block for block in wanted if load(block, self._cache) is None]
        if lacking:
            self._tell(f"saying {len(lacking)} blocks of other talk; {len(wanted) - len(lacking)} are in the cache")
        problems = [problem for problem in workers.chat(lacking, self._cache) if problem is not None]
        if problems:
            self._notes.append(f"{len(problems)} blocks of other talk could not be said: {problems[0]}")
        found = [load(block, self._cache) for block in wanted]
        return [block for block in found if block is not None]

    def _render(self, workers: Workers, train: Said, held: Said) -> None:
        """Render what is not in the cache: fast engines first, then the phrase, until rendering's time is over."""
        cached = SpeechRenderer(self._store, self._cache).cached
        phrase = set(train.phrase + held.phrase)
        everything = list(dict.fromkeys([*held.all(), *train.all()]))
        wanted = [u for u in everything if not cached(u)]
        wanted.sort(key=lambda u: (u.speaker.engine == "kokoro", u not in phrase))
        self._tell(f"rendering {len(wanted)} utterances; {len(everything) - len(wanted)} are in the cache")
        failures = 0
        for start in range(0, len(wanted), _RENDERED_AT_ONCE):
            if time.monotonic() - self._started > _RENDERING_SHARE * self._budget:
                self._notes.append(f"{len(wanted) - start} of {len(everything)} utterances were not rendered, for want of time")
                break
            for problem in workers.render(wanted[start : start + _RENDERED_AT_ONCE]):
                failures += problem is not None
                if problem is not None and failures == 1:
                    self._tell(problem)
            if start // _RENDERED_AT_ONCE % 5 == 4:
                self._tell(f"rendered {start + _RENDERED_AT_ONCE} of {len(wanted)}")
        if failures:
            self._notes.append(f"{failures} utterances could not be rendered")
        if not any(cached(u) for u in train.phrase):
            raise CabinError(f"{self.phrase!r}: no synthesiser could say it")

    def _fit(self, material: Material) -> tuple[Head, ...]:
        seeds = [self.seed * 1000 + number for number in range(self.recipe.ensemble)]
        return fit_all(material, self.recipe.fitting, seeds, self._processes, _Share(self._tell, "trained {}"))

    def _figures(
        self, heads: tuple[Head, ...], judged: dict[str, list[Windows]], material: Material, train: Said, chatter_hours: float
    ) -> Figures:
        streams: dict[str, list[Floats]] = {
            name: [sigmoid(mean_logits(heads, windows)) for windows in group] for name, group in judged.items()
        }
        negatives = tuple(judge_streams(name, streams[name], SPACING if name == _PEOPLE else 2) for name in _NEGATIVES)
        best = {name: [float(smoothed(s).max(initial=0.0)) for s in group] for name, group in streams.items()}
        good = [score for name in ("clean", "10 dB") for score in best[f"held-out voices, {name}"]]
        threshold = choose_threshold(negatives[:3], good, ACCEPTS_PER_HOUR)
        self._warn_of_accepts(negatives[1], threshold)
        recall = {
            name: float(np.mean([score >= threshold for score in scores]))
            for name, scores in best.items()
            if name not in _NEGATIVES and scores
        }
        utterances = {
            "the phrase": len(train.phrase),
            "near misses": len(train.near),
            "other talk": len(train.general),
            "hours of other talk by the fast engines": round(chatter_hours, 1),
            "minutes of real speech, in embeddings": round(minutes(self._bank)),
            "recordings of the user's": len(self._recordings),
        }
        windows = {"phrase": len(material.positives), "other": sum(len(w) for w, _ in material.groups)}
        return Figures(threshold, recall, negatives, utterances, windows, time.monotonic() - self._started)

    def _warn_of_accepts(self, talk: Negatives, threshold: float) -> None:
        """Note a head that other talk sets off more often than it should."""
        count = talk.accepts(threshold)
        if count > max(1.0, ACCEPTS_PER_HOUR * talk.hours):
            self._notes.append(
                f"{count} false accepts in {talk.hours:.2f} h of held-out talk: choose a longer or less common phrase, "
                "or train with recordings of people (--negatives)"
            )


class _Share:
    """Tells of a share of work that is done, at every tenth of it."""

    def __init__(self, tell: Callable[[str], None], line: str) -> None:
        """line: with {} for the share."""
        self._tell, self._line, self._tenths = tell, line, 0

    def __call__(self, share: float) -> None:
        if (tenths := int(10 * share)) > self._tenths:
            self._tenths = tenths
            self._tell(self._line.format(f"{10 * tenths} %"))


_SHARES = {"phrase": 0.15, "near": 0.9, "talk": 0.6, "noise": 0.12, "recording": 0.15}
"""Share of a batch's negatives by the kind of task; that of the phrase is for windows before its end."""

_BANK_SHARE, _MUSIC_SHARE, _CHATTER_SHARE = 1.6, 0.2, 0.8
"""The same of the bank of real speech, of that of music, and of the hours of other talk."""


def _material(made: dict[str, list[Made]]) -> Material:
    groups = [
        (Windows.separate([w for m in tasks for w in (m.early if kind == "phrase" else m.windows)]), _SHARES[kind])
        for kind, tasks in made.items()
    ]
    positives = Windows.separate([w for m in made["phrase"] for w in m.windows])
    return Material(positives, tuple((windows, share) for windows, share in groups if len(windows)))


def write_head(trained: Trained, phrase: str, language: Language, seed: int, out: Path) -> None:
    """Write the ONNX head with its metadata."""
    properties = {
        "phrase": phrase,
        "lang": language,
        "threshold": f"{trained.figures.threshold:.3f}",
        "version": VERSION,
        "seed": str(seed),
        "licence": "Apache-2.0",
    }
    save(to_onnx(trained.heads, properties), out)
