"""Several voices as one: each passage goes to the voice that has its timbre."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock

from edge.audio.frame import Samples
from edge.model.voice import piper
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.plan import Passage
from edge.model.voice.voice import Voice
from edge.weights.store import WeightStore

Pronounce = Callable[[str], str | None]


class Choir:
    """Voices behind the interface Voice. The first speaks what none of them has the timbre for."""

    def __init__(self, members: Sequence[Voice]) -> None:
        """members: at least one."""
        self._members = tuple(members)

    @property
    def voices(self) -> list[str]:
        """The names of all timbres."""
        return [name for member in self._members for name in member.voices]

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        """See Voice."""
        name = next(iter(passage.style.blend), "")
        chosen = next((member for member in self._members if name in member.voices), self._members[0])
        return chosen.render_passage(passage)


class OnDemand:
    """A voice that is opened when it first speaks: its memory is for those who use it."""

    def __init__(self, names: Sequence[str], load: Callable[[], Voice]) -> None:
        """names: its timbres, known beforehand. load: may raise WeightsError."""
        self._names = list(names)
        self._load = load
        self._voice: Voice | None = None
        self._opening = Lock()

    @property
    def voices(self) -> list[str]:
        """The names of its timbres."""
        return list(self._names)

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        """See Voice."""
        with self._opening:
            voice = self._voice = self._voice or self._load()
        return voice.render_passage(passage)


def load_voice(
    store: WeightStore,
    *,
    pronounce: Pronounce | None = None,
    phonemise: Pronounce | None = None,
    optimised_cache: Path | None = None,
    threads: int = 1,
) -> Voice:
    """Kokoro, and the fast voice beside it where its weights are in the store and `phonemise` is given. Raises WeightsError."""
    kokoro = KokoroVoice.load(store, pronounce=pronounce, optimised_cache=optimised_cache, threads=threads)
    if phonemise is None or not store.has(piper.ENTRY):
        return kokoro
    spoken = phonemise
    return Choir([kokoro, OnDemand([piper.NAME], lambda: piper.PiperVoice.load(store, spoken, threads=threads))])
