"""What `cabin wake train` does: checks, training, the head and its card, and the figures on the terminal."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import CabinError, InputError
from edge.language import Language
from edge.weights.store import WeightStore

_RECORDINGS = (".wav", ".flac", ".ogg")


def train_to_file(
    phrase: str,
    language: Language,
    out: Path,
    seed: int,
    minutes: float,
    negatives: Path | None,
    tell: Callable[[str], None],
) -> None:
    """Train a head for a phrase and write it with its card.

    negatives: a folder of recordings without the phrase. tell: prints a line.
    Raises InputError for a phrase that cannot be one or an output that cannot be written, CabinError when a program or
    package that training needs is missing, WeightsError when weights are.
    """
    if importlib.util.find_spec("onnx") is None:
        raise CabinError("training needs the package onnx: pip install 'cabin-voice[build]'")
    from device.wake_training.card import figure_lines, model_card
    from device.wake_training.phrases import check_length, checked_phrase, warnings
    from device.wake_training.recipe import Recipe
    from device.wake_training.speech import default_cache
    from device.wake_training.training import Training, write_head
    from device.weights_fetch import default_store

    plain = checked_phrase(phrase, language)
    _writable(out)
    store = default_store()
    _equipped(store, language)
    check_length(plain, language)
    found = warnings(plain, language)
    for line in found:
        tell(f"warning: {line}")
    recordings = recordings_below(negatives) if negatives is not None else []
    recipe = Recipe()
    training = Training(
        plain,
        language,
        store,
        default_cache(),
        seed=seed,
        minutes=minutes,
        recipe=recipe,
        recordings=recordings,
        tell=tell,
    )
    trained = training.run()
    card = out.with_suffix(".md")
    with _whole(card) as aside:
        aside.write_text(model_card(trained, plain, language, seed, recipe, found), encoding="utf-8")
    with _whole(out) as aside:
        write_head(trained, plain, language, seed, aside)
    for line in (*figure_lines(trained), *trained.notes):
        tell(line)
    tell(f"wrote {out} and {card} after {trained.figures.seconds / 60:.1f} minutes")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file to write beside this one, which takes its place once it is complete."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield aside
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def recordings_below(folder: Path) -> list[Path]:
    """The recordings in a folder and the folders in it, in a fixed order.

    Raises InputError when there are none.
    """
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _RECORDINGS)
    if not found:
        raise InputError("--negatives", f"no recordings (WAV, FLAC or OGG) in {folder}")
    return found


def _equipped(store: WeightStore, language: Language) -> None:
    """Raise before the long work begins when a program or weights are missing."""
    for program in ("espeak-ng", "flite") if language == "en" else ("espeak-ng",):
        if shutil.which(program) is None:
            raise CabinError(f"{program}: training needs it to speak; on Debian and Ubuntu: apt install {program}")
    for entry, file in (("kokoro", "generator.onnx"), ("wake-embedding", "embedding_dense.onnx")):
        store.path(entry, file)


def _writable(out: Path) -> None:
    if out.is_dir():
        raise InputError("--out", f"{out} is a directory")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise InputError("--out", f"{out} cannot be written")
