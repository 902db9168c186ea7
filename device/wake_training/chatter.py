"""Hours of other talk, the same for every phrase: blocks of half a minute, kept as embeddings once they were made.

What a head must not wake at is rare in a quarter of an hour of talk. So hours of it are said, by programs that speak a hundred
times faster than real time, and the windows that a first head mistakes for the phrase are looked for in all of it.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from device.wake_training.augment import Conditions
from device.wake_training.phrases import says
from device.wake_training.sentences import sentences, vocabulary
from device.wake_training.speakers import Split, pick_espeak, pick_flite
from device.wake_training.speech import Utterance, say_espeak, say_flite, trimmed
from device.wake_training.windows import WindowMaker
from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import CabinError
from edge.frontend.wake_embedding import WakeEmbedding
from edge.language import Language

BLOCK_S = 25.0
"""About how long a block is."""

_VERSION = 2
"""Of what blocks are made of; a block of another version is made anew."""

_CHARACTERS: dict[Language, int] = {"en": 320, "zh": 100}
"""Of half a minute."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of talk. Its text, voice and surroundings follow from these three."""

    language: Language
    split: Split
    number: int

    @property
    def file(self) -> str:
        """Its name in the cache."""
        return f"{self.language}-{self.split}-{self.number:05d}.v{_VERSION}.npy"

    def utterance(self) -> Utterance:
        """Who says what: written sentences and runs of words as they come."""
        rng = self._generator(0)
        said: list[str] = []
        length = 0
        words = vocabulary(self.language)
        lines = sentences(self.language, self.split)
        while length < _CHARACTERS[self.language]:
            if rng.random() < 0.3:
                line = lines[int(rng.integers(len(lines)))]
            else:
                glue = " " if self.language == "en" else ""
                line = glue.join(words.draw(rng, int(rng.integers(3, 10))))
            said.append(line)
            length += len(line)
        stop = ". " if self.language == "en" else "。"
        flite = self.language == "en" and rng.random() < 0.3
        speaker = pick_flite(self.split, rng) if flite else pick_espeak(self.language, self.split, rng)
        return Utterance(stop.join(said), self.language, speaker)

    def embeddings(self, embedding: WakeEmbedding, conditions: Conditions) -> np.ndarray[tuple[int, int], np.dtype[np.float16]]:
        """Embeddings of the block, 40 ms apart, shape (n, 96). Raises CabinError when the program cannot say it."""
        utterance = self.utterance()
        say = say_flite if utterance.speaker.engine == "flite" else say_espeak
        speech = trimmed(say(utterance))
        if len(speech) < ENGINE_RATE:
            raise CabinError(f"{utterance.speaker.engine}: said nothing")
        rng = self._generator(1)
        shift = int(rng.integers(len(speech)))
        babble: list[Samples] = [np.roll(speech, shift)[: 8 * ENGINE_RATE]]
        made = WindowMaker(embedding, conditions, rng).embeddings_of(speech, babble)
        return made.astype(np.float16)

    def _generator(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([zlib.crc32(f"{self.language}/{self.split}".encode()), self.number, purpose])


def blocks(phrase: str, spoken: Language, language: Language, split: Split, hours: float) -> list[Block]:
    """Blocks of so many hours of a language in which the phrase, in the language `spoken`, does not occur."""
    wanted = round(hours * 3600 / BLOCK_S)
    found: list[Block] = []
    number = 0
    while len(found) < wanted and number < 2 * wanted + 10:
        block = Block(language, split, number)
        if spoken != language or not says(block.utterance().text, phrase, language):
            found.append(block)
        number += 1
    return found


def load(block: Block, cache: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float16]] | None:
    """The embeddings of a block that was made before; None when it was not."""
    path = cache / "chatter" / block.file
    return np.load(path) if path.is_file() else None


def make(block: Block, cache: Path, embedding: WakeEmbedding, conditions: Conditions) -> None:
    """Make a block and keep it. Raises CabinError when the program cannot say it."""
    path = cache / "chatter" / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    made = block.embeddings(embedding, conditions)
    # Written aside and renamed, so that two runs can share the cache.
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npy", delete=False) as aside:
        np.save(aside, made)
    os.replace(aside.name, path)
